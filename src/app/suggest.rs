//! `suggest-queries`: questions worth asking of a schema, each tried before it is shown.

use super::guarded_reader::{GuardedReader, Passed};
use super::source::{Side, Source, Target};
use super::{AppError, Context};
use crate::dialect::{self, DialectKind};
use crate::model::{Object, Schema};
use crate::suggest::{self, Kind, Ranked};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct SuggestRequest {
    /// What the questions are to be about.
    pub topic: String,
    /// Most questions.
    pub limit: usize,
    /// The schema, if not that of the database or the current spec: a spec, a folder or an address.
    pub target: Option<String>,
    pub database: Target,
    /// The engine, where no database is at hand.
    pub dialect: Option<DialectKind>,
}

/// What `suggest-queries --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SuggestReport {
    pub topic: String,
    pub dialect: DialectKind,
    /// Each was planned by a database before it was taken up here.
    pub tried: bool,
    pub suggestions: Vec<Suggestion>,
    pub notes: Vec<String>,
}

/// A question with its SQL.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Suggestion {
    pub kind: Kind,
    pub question: String,
    pub sql: String,
    pub tables: Vec<String>,
    /// Words of the topic that it is about.
    pub matched: Vec<String>,
    /// How well it fits: larger is better.
    pub score: f64,
    /// What the engine expects it to cost, where it was asked and says.
    pub cost: Option<f64>,
}

/// The spec that is asked of where nothing is named, and that says what is sensitive in a database.
const AGREED: &str = "schema_specs/current.yml";

/// Questions that were tried in vain before giving up: more would only take time.
const MOST_FAILURES: usize = 50;

pub async fn suggest(context: &Context, request: &SuggestRequest) -> Result<SuggestReport, AppError> {
    let mut notes = Vec::new();
    let asked = Asked::of(request)?;
    let mut reader = open(context, request, &asked, &mut notes).await?;
    let (schema, said) = schema(context, &asked, reader.is_some()).await?;
    let kind = engine(request, said, reader.as_ref().map(GuardedReader::kind))?;
    let dialect = dialect::of(kind);
    let ranked = suggest::suggest(&schema, &request.topic, dialect.as_ref());
    if !ranked.iter().any(|ranked| !ranked.matched.is_empty()) {
        notes.push(format!("no table or column is about \"{}\": these are questions of any kind", request.topic));
    }
    let mut report = SuggestReport {
        topic: request.topic.clone(),
        dialect: kind,
        tried: reader.is_some(),
        suggestions: Vec::new(),
        notes,
    };
    let mut failures = 0;
    for ranked in ranked {
        if report.suggestions.len() >= request.limit || failures > MOST_FAILURES {
            break;
        }
        match &mut reader {
            None => report.suggestions.push(suggestion(ranked, None)),
            Some(reader) => match tried(reader, &ranked).await? {
                Ok(cost) => report.suggestions.push(suggestion(ranked, cost)),
                Err(reason) => {
                    failures += 1;
                    report.notes.push(format!("left out: {}: {reason}", ranked.question.text));
                }
            },
        }
    }
    if reader.is_none() {
        report.notes.push("no database was asked: the queries were not tried".to_owned());
    }
    Ok(report)
}

/// The cost, or why the query is not to be shown.
async fn tried(reader: &mut GuardedReader, ranked: &Ranked) -> Result<Result<Option<f64>, String>, AppError> {
    Ok(match reader.check(&ranked.question.sql).await? {
        Ok(Passed { cost, notes, .. }) if notes.is_empty() => Ok(cost),
        Ok(Passed { notes, .. }) => Err(notes.join("; ")),
        Err(refusal) => Err(refusal.message),
    })
}

fn suggestion(Ranked { question, matched, score }: Ranked, cost: Option<f64>) -> Suggestion {
    Suggestion {
        kind: question.kind,
        question: question.text,
        sql: question.sql,
        tables: question.tables,
        matched,
        score,
        cost,
    }
}

/// Where the schema is from, and where queries are tried.
struct Asked {
    spec: Option<Source>,
    database: Target,
    /// The database was named, and is not merely that of the default environment.
    is_named: bool,
}

impl Asked {
    fn of(request: &SuggestRequest) -> Result<Self, AppError> {
        let (spec, database) = match request.target.as_deref().map(|text| (Source::parse(text), text)) {
            Some((Ok(Source::Database(_)), text)) => (None, Target { env: None, url: Some(text.to_owned()) }),
            Some((source, _)) => (Some(source?), request.database.clone()),
            None => (None, request.database.clone()),
        };
        let is_named = database.url.is_some() || database.env.is_some();
        Ok(Self { spec, database, is_named })
    }
}

/// The database that is named, or that of the default environment if it answers.
async fn open(
    context: &Context,
    request: &SuggestRequest,
    asked: &Asked,
    notes: &mut Vec<String>,
) -> Result<Option<GuardedReader>, AppError> {
    let is_named = asked.is_named;
    if !is_named && (request.dialect.is_some() || context.database(&asked.database)?.is_none()) {
        return Ok(None);
    }
    match GuardedReader::open(context, &asked.database).await {
        Ok(reader) => Ok(Some(reader)),
        Err(error) if is_named => Err(error),
        Err(error) => {
            notes.push(format!("the default database does not answer: {error}"));
            Ok(None)
        }
    }
}

/// The schema, and the engine that it names.
async fn schema(
    context: &Context,
    asked: &Asked,
    has_database: bool,
) -> Result<(Schema, Option<DialectKind>), AppError> {
    let agreed = context.folder.join(AGREED).exists().then(|| Source::Spec(PathBuf::from(AGREED)));
    let source = match (&asked.spec, &agreed) {
        (Some(spec), _) => spec.clone(),
        (None, Some(agreed)) if !asked.is_named => agreed.clone(),
        (None, _) if has_database => Source::Database(context.needed_database(&asked.database)?.url),
        (None, _) => {
            return Err(AppError::Usage(format!(
                "of which schema? Name a database with --env or --url, or a spec with --target; there is no {AGREED}"
            )));
        }
    };
    let side = Side::open(context, &source).await?;
    let mut schema = side.schema;
    if let (Source::Database(_), Some(agreed)) = (&source, agreed) {
        take_knowledge(&mut schema, &Side::open(context, &agreed).await?.schema);
    }
    Ok((schema, side.dialect))
}

/// What a spec knows of tables and no database keeps: facts and dimensions, and which columns are not to be shown.
fn take_knowledge(live: &mut Schema, spec: &Schema) {
    for object in live.objects.values_mut() {
        let Object::Table(table) = object else { continue };
        let Some(known) = spec.tables().find(|known| known.name.name == table.name.name) else { continue };
        table.role = known.role.clone();
        for column in table.columns.values_mut() {
            column.sensitive = known.columns.get(&column.name).and_then(|known| known.sensitive);
        }
    }
}

fn engine(
    request: &SuggestRequest,
    said: Option<DialectKind>,
    live: Option<DialectKind>,
) -> Result<DialectKind, AppError> {
    let all = [live, request.dialect, said];
    let Some(kind) = all.into_iter().flatten().next() else {
        return Err(AppError::Usage(
            "for which engine? Add --dialect postgres, mysql or sqlite, or `dialect:` to the spec".into(),
        ));
    };
    match all.into_iter().flatten().find(|other| *other != kind) {
        None => Ok(kind),
        Some(other) => Err(AppError::Usage(format!("the database is {kind}, and {other} was asked for"))),
    }
}
