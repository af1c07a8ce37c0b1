//! A schema starter: a template of a whole spec, with what its words are and what of it is only there if asked for.

use super::word::stems;
use crate::diagnostic::Diagnostic;
use crate::model::{QualifiedName, Schema, TableRole};
use crate::spec::{self, SourceFile, Spec};
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, State, UndefinedBehavior, context};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A starter, read.
#[derive(Clone, Debug)]
pub struct Starter {
    /// `loans`, after its file.
    pub name: String,
    /// `Loans and credit risk`
    pub title: String,
    /// Phrases that ask for it.
    pub words: Vec<String>,
    /// Other words for a table (`dim_borrower`) or a column (`fact_loan_payments.amount_paid`).
    pub aliases: BTreeMap<String, Vec<String>>,
    /// Tables and columns that are left out unless they are asked for.
    pub optional: BTreeSet<String>,
    pub splits: Vec<Split>,
    /// Things and what each of them has one of, for third normal form.
    pub belongs: Vec<(QualifiedName, Vec<QualifiedName>)>,
    pub schema: Schema,
    /// Its tables as they are written: facts first, since they say what it is about, then dimensions and the rest.
    pub order: Vec<QualifiedName>,
}

/// How a fact comes apart into a document and its lines where a schema is normalized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// `fact_sales`
    pub fact: String,
    /// The table of documents: `orders`.
    pub document: String,
    /// The table of lines: `order_items`.
    pub lines: String,
    /// The column that names the document: `order_id`.
    pub key: String,
    /// Columns that are the same on all lines of a document.
    pub columns: Vec<String>,
}

/// Why a template is no starter.
#[derive(Debug, thiserror::Error)]
pub enum StarterError {
    #[error("the template {name} cannot be filled in: {message}")]
    Template { name: String, message: String },
    #[error("the template {name} sets `{variable}` to something else than {wanted}")]
    Variable { name: String, variable: &'static str, wanted: &'static str },
    #[error("the template {name} names `{address}` under `{variable}`, which is not in its schema")]
    Address { name: String, variable: &'static str, address: String },
    /// It is no valid spec when filled in.
    #[error("the template {name} does not make a valid spec")]
    Spec { name: String, diagnostics: Vec<Diagnostic>, sources: Vec<SourceFile> },
}

/// Fills a template in and reads it. `parts` are templates that it may include, by path.
pub fn read(name: &str, text: &str, parts: &[(String, String)], warehouse: &str) -> Result<Starter, StarterError> {
    let failed = |error: minijinja::Error| StarterError::Template { name: name.to_owned(), message: told(&error) };
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    for (path, part) in parts {
        environment.add_template(path, part).map_err(failed)?;
    }
    let file = format!("{name}.yml");
    environment.add_template(&file, text).map_err(failed)?;
    let captured = environment
        .get_template(&file)
        .and_then(|template| template.render_captured(context! { name => warehouse }))
        .map_err(failed)?;
    let loaded = spec::load_text(Path::new(&file), captured.output());
    if loaded.has_errors() {
        return Err(StarterError::Spec {
            name: name.to_owned(),
            diagnostics: loaded.diagnostics,
            sources: loaded.sources,
        });
    }
    let variables = Variables { name, state: captured.state() };
    let starter = Starter {
        name: name.to_owned(),
        title: variables.text("title")?.unwrap_or_else(|| name.replace(['_', '-'], " ")),
        words: variables.words()?,
        aliases: variables.map("aliases")?,
        optional: variables.list("optional")?.unwrap_or_default().into_iter().collect(),
        splits: variables.splits()?,
        belongs: variables
            .map("belongs")?
            .into_iter()
            .map(|(thing, owners)| (table(&thing), owners.iter().map(|owner| table(owner)).collect()))
            .collect(),
        order: order(&loaded.spec),
        schema: loaded.spec.schema,
    };
    starter.known_addresses()?;
    Ok(starter)
}

fn order(spec: &Spec) -> Vec<QualifiedName> {
    let rank = |role: &TableRole| match role {
        TableRole::Fact(_) => 0,
        TableRole::Dimension(_) => 1,
        TableRole::Plain => 2,
    };
    let mut tables: Vec<_> = spec.schema.tables().collect();
    tables.sort_by_key(|table| (rank(&table.role), spec.spans.get(&table.id()).map(|span| span.start())));
    tables.into_iter().map(|table| table.name.clone()).collect()
}

/// The error with what is behind it, on one line.
fn told(error: &minijinja::Error) -> String {
    error.to_string().replace('\n', " ")
}

impl Starter {
    fn known_addresses(&self) -> Result<(), StarterError> {
        let optional = self.optional.iter().map(|address| ("optional", address));
        let aliases = self.aliases.keys().map(|address| ("aliases", address));
        let splits = self.splits.iter().map(|split| ("splits", &split.fact));
        let belongs: Vec<String> = self
            .belongs
            .iter()
            .flat_map(|(thing, owners)| owners.iter().chain([thing]))
            .map(|table| table.name.to_string())
            .collect();
        let belongs = belongs.iter().map(|table| ("belongs", table));
        match optional.chain(aliases).chain(splits).chain(belongs).find(|(_, address)| !self.has(address)) {
            None => Ok(()),
            Some((variable, address)) => {
                Err(StarterError::Address { name: self.name.clone(), variable, address: address.clone() })
            }
        }
    }

    /// Whether there is such a table, or such a column (`table.column`).
    fn has(&self, address: &str) -> bool {
        let (table, column) = address.split_once('.').map_or((address, None), |(table, column)| (table, Some(column)));
        let found = self.schema.tables().find(|it| it.name.name.as_str() == table);
        found.is_some_and(|table| column.is_none_or(|column| table.columns.contains_key(column)))
    }

    /// The stems of each phrase that asks for it.
    pub fn topics(&self) -> impl Iterator<Item = Vec<String>> {
        self.words.iter().map(|phrase| stems(phrase))
    }
}

/// What a template sets at its top.
struct Variables<'a> {
    name: &'a str,
    state: &'a State<'a, 'a>,
}

impl Variables<'_> {
    fn wrong(&self, variable: &'static str, wanted: &'static str) -> StarterError {
        StarterError::Variable { name: self.name.to_owned(), variable, wanted }
    }

    fn text(&self, variable: &'static str) -> Result<Option<String>, StarterError> {
        match self.state.lookup(variable) {
            None => Ok(None),
            Some(value) => text(&value).map(Some).ok_or_else(|| self.wrong(variable, "a text")),
        }
    }

    fn list(&self, variable: &'static str) -> Result<Option<Vec<String>>, StarterError> {
        match self.state.lookup(variable) {
            None => Ok(None),
            Some(value) => texts(&value).map(Some).ok_or_else(|| self.wrong(variable, "a list of texts")),
        }
    }

    /// A template that says nothing is asked for by its name.
    fn words(&self) -> Result<Vec<String>, StarterError> {
        Ok(self.list("words")?.unwrap_or_else(|| vec![self.name.replace(['_', '-'], " ")]))
    }

    fn map(&self, variable: &'static str) -> Result<BTreeMap<String, Vec<String>>, StarterError> {
        let wrong = || self.wrong(variable, "a map of lists of texts");
        let Some(value) = self.state.lookup(variable) else { return Ok(BTreeMap::new()) };
        if value.kind() != ValueKind::Map {
            return Err(wrong());
        }
        let keys = value.try_iter().map_err(|_| wrong())?;
        let entry = |key: Value| text(&key).zip(value.get_item(&key).ok().as_ref().and_then(texts)).ok_or_else(wrong);
        keys.map(entry).collect()
    }

    fn splits(&self) -> Result<Vec<Split>, StarterError> {
        const WANTED: &str = "a list of maps with fact, document, lines, key and columns";
        let Some(value) = self.state.lookup("splits") else { return Ok(Vec::new()) };
        let items = value.try_iter().map_err(|_| self.wrong("splits", WANTED))?;
        items.map(|item| split(&item).ok_or_else(|| self.wrong("splits", WANTED))).collect()
    }
}

fn split(item: &Value) -> Option<Split> {
    let field = |name: &str| item.get_attr(name).ok().as_ref().and_then(text);
    Some(Split {
        fact: field("fact")?,
        document: field("document")?,
        lines: field("lines")?,
        key: field("key")?,
        columns: texts(&item.get_attr("columns").ok()?)?,
    })
}

fn table(name: &str) -> QualifiedName {
    QualifiedName::bare(name)
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn texts(value: &Value) -> Option<Vec<String>> {
    if value.kind() != ValueKind::Seq {
        return None;
    }
    value.try_iter().ok()?.map(|item| text(&item)).collect()
}
