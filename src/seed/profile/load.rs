//! From the text of a profile to what is wanted, with everything that is wrong told in one go.

use super::column::column;
use super::document::{HistoryDocument, PerRowDocument, ProfileDocument, ReferenceDocument, SpreadWord, TableDocument};
use super::moments::days;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Dimension, ForeignKey, Name, QualifiedName, Schema, Table, TableRole, nearest_word};
use crate::seed::GENERATORS;
use crate::seed::locale::{LOCALES, Locale};
use crate::seed::wanted::{ParentSpread, Wanted, WantedHistory, WantedReference, WantedRows, WantedTable};
use crate::spec::read::{Either, FromNode as _, Keyword, Reader, Spanned};
use crate::spec::{SourceFile, yaml};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The most versions of one thing, where nothing is said.
const USUAL_VERSIONS: i64 = 3;
/// What may be said of them: random numbers of a history are apart by 64 for each thing.
const MOST_VERSIONS: std::ops::RangeInclusive<u64> = 2..=50;

/// The version of the format this program reads.
const VERSION: i64 = 1;

/// What a profile says; what it says nothing of is left to the command line, or inferred.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub seed: Option<u64>,
    pub rows: Option<u64>,
    pub scale: Option<f64>,
    pub locale: Option<&'static Locale>,
    /// In days from 1970-01-01.
    pub today: Option<i32>,
    pub tables: BTreeMap<QualifiedName, WantedTable>,
}

/// The result of loading, errors or not.
#[derive(Clone, Debug, Default)]
pub struct LoadedProfile {
    pub profile: Profile,
    /// In the order of places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a profile for the tables of a schema.
pub fn load(source: &SourceFile, schema: &Schema) -> LoadedProfile {
    let (root, mut diagnostics) = yaml::parse(&source.path, &source.text);
    let top = || Span::top(source.path.clone());
    let Some(root) = root else {
        if diagnostics.is_empty() {
            let empty = Diagnostic::error("missing-key", "the file is empty").at(top(), "");
            diagnostics.push(empty.help("start with `version: 1`, or let `dbx seed --init-profile` write one"));
        }
        return LoadedProfile { profile: Profile::default(), diagnostics };
    };
    let mut reader = Reader::default();
    let document = ProfileDocument::read(&root, &mut reader);
    let profile =
        document.map_or_else(Profile::default, |document| Lowering::new(schema, &mut reader).profile(&document));
    diagnostics.extend(reader.into_diagnostics());
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span.start()));
    LoadedProfile { profile, diagnostics }
}

impl Profile {
    /// Everything the profile says, over what is wanted anyway.
    pub fn apply(&self, wanted: &mut Wanted) {
        wanted.seed = self.seed.unwrap_or(wanted.seed);
        wanted.rows = self.rows.unwrap_or(wanted.rows);
        wanted.scale = self.scale.unwrap_or(wanted.scale);
        wanted.locale = self.locale.unwrap_or(wanted.locale);
        wanted.today = self.today.unwrap_or(wanted.today);
        wanted.tables.extend(self.tables.clone());
    }
}

/// Looks up what a profile names, and notes what is wrong.
pub(super) struct Lowering<'a> {
    pub schema: &'a Schema,
    pub reader: &'a mut Reader,
    /// The day that counts as today, for ranges of time that say only one end.
    pub today: i32,
}

impl<'a> Lowering<'a> {
    fn new(schema: &'a Schema, reader: &'a mut Reader) -> Self {
        Self { schema, reader, today: crate::seed::TODAY }
    }

    fn profile(&mut self, document: &ProfileDocument) -> Profile {
        self.check_versions(document);
        let today = document.today.as_ref().and_then(|today| self.day(today));
        self.today = today.unwrap_or(self.today);
        let mut profile = Profile {
            seed: document.seed.as_ref().and_then(|seed| self.count(seed)),
            rows: document.rows.as_ref().and_then(|rows| self.count(rows)),
            scale: document.scale.as_ref().and_then(|scale| self.above_zero(scale)),
            locale: document.locale.as_ref().and_then(|locale| self.locale(locale)),
            today,
            tables: BTreeMap::new(),
        };
        for table in document.tables.iter().flatten() {
            let Some((name, wanted)) = self.table(table) else { continue };
            if profile.tables.insert(name, wanted).is_some() {
                let message = format!("the table `{}` is there twice", table.name.value);
                self.error(
                    "duplicate-name",
                    message,
                    &table.name.span,
                    "again",
                    "write everything about a table in one place",
                );
            }
        }
        profile
    }

    fn check_versions(&mut self, document: &ProfileDocument) {
        if let Some(version) = document.version.0.as_ref().filter(|version| version.value != VERSION) {
            let message = format!("version {} of the profile format is not known", version.value);
            let help = "write `version: 1`, or use a newer dbx";
            self.error("unknown-version", message, &version.span, "1 is the version this program reads", help);
        }
        if let Some(version) = document.generators.as_ref().filter(|version| version.value != GENERATORS) {
            let message = format!("the profile was made for version {} of the generators", version.value);
            let label = format!("this program has version {GENERATORS}");
            let help = format!(
                "write `generators: {GENERATORS}` to get the rows that this dbx makes, or use the dbx that the profile was made with"
            );
            self.error("unknown-version", message, &version.span, &label, &help);
        }
    }

    fn table(&mut self, document: &TableDocument) -> Option<(QualifiedName, WantedTable)> {
        let table = self.find_table(&document.name)?;
        let mut wanted = WantedTable { scales: document.scales.unwrap_or(true), ..WantedTable::default() };
        wanted.rows = document.rows.as_ref().and_then(|rows| self.rows(table, rows));
        wanted.locale = document.locale.as_ref().and_then(|locale| self.locale(locale));
        wanted.history = document.history.as_ref().and_then(|it| self.history(table, it));
        for reference in document.references.iter().flatten() {
            if let Some((columns, reference)) = self.reference(table, reference) {
                wanted.references.insert(columns, reference);
            }
        }
        for written in document.columns.iter().flatten() {
            let Some(found) = self.find_column(table, &written.name) else { continue };
            let one = column(self, table, found, written);
            if wanted.columns.insert(found.name.clone(), one).is_some() {
                let message = format!("the column `{}` is there twice", found.name);
                self.error(
                    "duplicate-name",
                    message,
                    &written.name.span,
                    "again",
                    "write everything about a column in one place",
                );
            }
        }
        self.refuse_rings(document, &wanted);
        Some((table.name.clone(), wanted))
    }

    pub fn find_table(&mut self, name: &Spanned<QualifiedName>) -> Option<&'a Table> {
        // A catalog says the namespace where a spec leaves it out, and the other way round.
        let is_same = |table: &&Table| {
            let namespaces = table.name.namespace.as_ref().zip(name.value.namespace.as_ref());
            table.name.name == name.value.name && namespaces.is_none_or(|(one, other)| one == other)
        };
        let found = self.schema.table(&name.value).or_else(|| self.schema.tables().find(is_same));
        if found.is_none() {
            let tables: Vec<String> = self.schema.tables().map(|table| table.name.to_string()).collect();
            let help = match nearest_word(&name.value.to_string(), tables.iter().map(String::as_str)) {
                Some(table) => format!("did you mean `{table}`?"),
                None => format!("the tables are {}", tables.join(", ")),
            };
            let message = format!("the schema has no table `{}`", name.value);
            self.error("unknown-table", message, &name.span, "no such table", &help);
        }
        found
    }

    pub fn find_column<'t>(&mut self, table: &'t Table, name: &Spanned<Name>) -> Option<&'t crate::model::Column> {
        let found = table.columns.get(&name.value);
        if found.is_none() {
            let columns: Vec<&str> = table.columns.keys().map(Name::as_str).collect();
            let help = match nearest_word(name.value.as_str(), columns.iter().copied()) {
                Some(column) => format!("did you mean `{column}`?"),
                None => format!("its columns are {}", columns.join(", ")),
            };
            let message = format!("table `{}` has no column `{}`", table.name, name.value);
            self.error("unknown-column", message, &name.span, "no such column", &help);
        }
        found
    }

    fn rows(&mut self, table: &Table, rows: &Spanned<Either<i64, PerRowDocument>>) -> Option<WantedRows> {
        match &rows.value {
            Either::Short(count) => {
                self.count(&Spanned { value: *count, span: rows.span.clone() }).map(WantedRows::Exactly)
            }
            Either::Long(PerRowDocument { per, mean }) => {
                let parent = self.find_table(per)?;
                let refers = table.foreign_keys().any(|key| key.references == parent.name);
                if !refers || parent.name == table.name {
                    let message = format!("`{}` does not refer to `{}`", table.name, parent.name);
                    let help = "rows are counted by a table that the foreign keys lead to";
                    self.error("wrong-value", message, &per.span, "no foreign key to it", help);
                    return None;
                }
                let mean = self.above_zero(mean)?;
                Some(WantedRows::PerRow { of: parent.name.clone(), mean })
            }
        }
    }

    /// The foreign key on these columns.
    pub fn find_reference<'t>(&mut self, table: &'t Table, names: &Spanned<Vec<Name>>) -> Option<&'t ForeignKey> {
        let found = table.foreign_keys().find(|key| key.columns == names.value);
        if found.is_none() {
            let known: Vec<String> =
                table.foreign_keys().map(|key| crate::spec::write_name_list(&key.columns)).collect();
            let help = if known.is_empty() {
                "the table has none".to_owned()
            } else {
                format!("its foreign keys are on {}", known.join(" and on "))
            };
            let message = format!("table `{}` has no foreign key on these columns", table.name);
            self.error("unknown-reference", message, &names.span, "no such foreign key", &help);
        }
        found
    }

    fn reference(&mut self, table: &Table, document: &ReferenceDocument) -> Option<(Vec<Name>, WantedReference)> {
        let names = document.columns.value.names();
        let key = self.find_reference(table, &Spanned { value: names.clone(), span: document.columns.span.clone() })?;
        let exponent = document.exponent.as_ref().map_or(1.0, |exponent| exponent.value);
        let spread = document.spread.map(|Keyword(word)| match word {
            SpreadWord::Uniform => ParentSpread::Uniform,
            SpreadWord::Zipf => ParentSpread::Zipf { exponent },
            SpreadWord::Equal => ParentSpread::Equal,
            SpreadWord::Once => ParentSpread::Once,
        });
        if let Some(exponent) = &document.exponent
            && !(matches!(spread, Some(ParentSpread::Zipf { .. })) && exponent.value >= 0.0)
        {
            let message = "an exponent belongs to `spread: zipf`, and is not negative";
            self.error(
                "wrong-value",
                message.to_owned(),
                &exponent.span,
                "this exponent",
                "write `spread: zipf` beside it, or leave it out",
            );
        }
        let spread = match &document.days {
            None => spread,
            Some(days) if spread.is_some() => {
                let help = "leave one of them out";
                self.error("wrong-value", "both `spread` and `days`".to_owned(), &days.span, "the second one", help);
                return None;
            }
            Some(written) => Some(ParentSpread::Days(Box::new(days(self, written)?))),
        };
        let nulls = document.nulls.as_ref().and_then(|nulls| self.share(nulls));
        let nullable = |name: &Name| table.columns.get(name).is_some_and(|column| column.nullable);
        if let Some(span) = document.nulls.as_ref().filter(|nulls| nulls.value > 0.0).map(|nulls| &nulls.span)
            && !key.columns.iter().all(nullable)
        {
            self.not_nullable(span);
        }
        Some((names, WantedReference { spread, nulls }))
    }

    fn history(&mut self, table: &Table, written: &Spanned<HistoryDocument>) -> Option<WantedHistory> {
        let HistoryDocument { share, versions } = written.value;
        if !matches!(&table.role, TableRole::Dimension(Dimension { scd: Some(2), .. })) {
            let message = format!("`{}` keeps no history", table.name);
            let help = "write `scd: 2` beside its natural key in the schema, or leave `history` out";
            self.error("wrong-value", message, &written.span, "not a dimension of type 2", help);
            return None;
        }
        let share = self.share(&Spanned { value: share, span: written.span.clone() })?;
        let versions = u64::try_from(versions.unwrap_or(USUAL_VERSIONS)).ok().filter(|it| MOST_VERSIONS.contains(it));
        if versions.is_none() {
            let message = format!("a thing has from {} to {} versions", MOST_VERSIONS.start(), MOST_VERSIONS.end());
            self.error(
                "wrong-value",
                message,
                &written.span,
                "these versions",
                "`share: 0` is a dimension without history",
            );
        }
        Some(WantedHistory { share, versions: versions? })
    }

    pub fn not_nullable(&mut self, span: &Span) {
        let help = "leave `nulls` out, or make the column nullable in the schema";
        self.error("wrong-value", "the schema wants a value in every row".to_owned(), span, "NOT NULL", help);
    }

    fn locale(&mut self, name: &Spanned<String>) -> Option<&'static Locale> {
        let found = Locale::find(&name.value);
        if found.is_none() {
            let known: Vec<&str> = LOCALES.iter().map(|locale| locale.name).collect();
            let message = format!("there are no words for the locale `{}`", name.value);
            let help = format!("known are {}", known.join(", "));
            self.error("unknown-value", message, &name.span, "not a locale", &help);
        }
        found
    }

    /// A day as written: 2026-01-31.
    pub fn day(&mut self, text: &Spanned<String>) -> Option<i32> {
        let day = parse_day(&text.value);
        if day.is_none() {
            let message = format!("`{}` is not a day", text.value);
            self.error("wrong-value", message, &text.span, "expected a day", "write it as 2026-01-31");
        }
        day
    }

    /// A whole number that is not negative.
    fn count(&mut self, number: &Spanned<i64>) -> Option<u64> {
        let count = u64::try_from(number.value).ok();
        if count.is_none() {
            self.error("wrong-value", "a number is negative".to_owned(), &number.span, "below zero", "write 0 or more");
        }
        count
    }

    fn above_zero(&mut self, number: &Spanned<f64>) -> Option<f64> {
        if number.value > 0.0 {
            return Some(number.value);
        }
        self.error(
            "wrong-value",
            "a number is not above zero".to_owned(),
            &number.span,
            "too small",
            "write a number above zero",
        );
        None
    }

    pub fn share(&mut self, number: &Spanned<f64>) -> Option<f64> {
        if (0.0..=1.0).contains(&number.value) {
            return Some(number.value);
        }
        let message = format!("{} is not a share", number.value);
        self.error("wrong-value", message, &number.span, "expected 0 to 1", "write 0.05 for one row in twenty");
        None
    }

    pub fn error(&mut self, code: &'static str, message: String, span: &Span, label: &str, help: &str) {
        self.reader.report(Diagnostic::error(code, message).at(span.clone(), label).help(help));
    }

    /// Columns that correlate with each other in a ring have no first one.
    fn refuse_rings(&mut self, document: &TableDocument, wanted: &WantedTable) {
        for column in document.columns.iter().flatten() {
            let mut at = &column.name.value;
            for _ in 0..=wanted.columns.len() {
                match wanted.columns.get(at).and_then(|column| column.correlation.as_ref()) {
                    Some(next) => at = &next.with,
                    None => break,
                }
                if *at == column.name.value {
                    let message = format!("`{at}` correlates with itself, over other columns perhaps");
                    self.error("wrong-value", message, &column.name.span, "a ring", "leave one `correlated` out");
                    break;
                }
            }
        }
    }
}

/// Days from 1970-01-01.
pub(super) fn parse_day(text: &str) -> Option<i32> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    i32::try_from(day.signed_duration_since(NaiveDate::default()).num_days()).ok()
}
