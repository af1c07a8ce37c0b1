//! `diagram`: a schema as a picture, with what a change does to it.

use super::compare::{Terms, compare};
use super::source::{Side, Source, Target};
use super::{AppError, Context};
use crate::diagram::{self, Diagram, Format, Marks, replace_section};
use crate::dialect::DialectKind;
use crate::model::{Name, Pair, QualifiedName, nearest_word};
use crate::{plan, store};
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The spec that is drawn where nothing is named.
const USUAL_SPEC: &str = "schema_specs/current.yml";

#[derive(Clone, Debug)]
pub struct DiagramRequest {
    /// What to draw: the database, if one is named, or the current spec.
    pub target: Option<Source>,
    /// Where a change starts, to show what it does.
    pub current: Option<Source>,
    pub database: Target,
    pub dialect: Option<DialectKind>,
    /// By the extension of `out` where nothing is said, otherwise Mermaid.
    pub format: Option<Format>,
    /// One table, and what is at most `depth` foreign keys away.
    pub focus: Option<String>,
    pub depth: usize,
    /// Leave out columns that are part of no key.
    pub keys_only: bool,
    pub out: Option<PathBuf>,
    /// Write nothing; tell whether the file is what it would be.
    pub check: bool,
}

/// What `diagram --json` prints.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiagramReport {
    pub format: Format,
    pub tables: usize,
    pub foreign_keys: usize,
    /// The diagram.
    pub text: String,
    pub out: Option<PathBuf>,
    /// Whether the file was something else before.
    pub differs: bool,
}

pub async fn diagram(context: &Context, request: &DiagramRequest) -> Result<DiagramReport, AppError> {
    let format = format(request)?;
    let target = target(context, request)?;
    let marks = match &request.current {
        Some(current) => marks(context, Pair::new(current, &target), request).await?,
        None => Marks::default(),
    };
    // Drawn as it was read: normalized schemas have forgotten what is a fact and what a dimension.
    let schema = Side::open(context, &target).await?.schema;
    let mut drawn = Diagram::of(&schema, &marks);
    if let Some(table) = &request.focus {
        drawn = focus(&drawn, table, request.depth)?;
    }
    if request.keys_only {
        drawn = drawn.keys_only();
    }
    let text = diagram::draw(&drawn, format);
    let differs = match &request.out {
        Some(out) => write(&context.folder.join(out), &text, request.check)?,
        None => false,
    };
    let (tables, foreign_keys) = (drawn.boxes.len(), drawn.links.len());
    Ok(DiagramReport { format, tables, foreign_keys, text, out: request.out.clone(), differs })
}

/// What was asked for, or what the file's name says.
fn format(request: &DiagramRequest) -> Result<Format, AppError> {
    let Some(out) = &request.out else {
        if request.check {
            return Err(AppError::Usage("--check compares with a file: add --out PATH".into()));
        }
        return Ok(request.format.unwrap_or(Format::Mermaid));
    };
    let extension = out.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match (request.format, Format::of_extension(extension)) {
        (Some(asked), Some(named)) if asked != named => Err(AppError::Usage(format!(
            "{} is a file for {}, and --format asks for {}",
            out.display(),
            named.as_str(),
            asked.as_str()
        ))),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => Err(AppError::Usage(format!(
            "the name {} does not tell the format: end it in .md, .mmd, .dot or .svg, or add --format",
            out.display()
        ))),
    }
}

fn target(context: &Context, request: &DiagramRequest) -> Result<Source, AppError> {
    if let Some(target) = &request.target {
        return Ok(target.clone());
    }
    if request.database.url.is_some() || request.database.env.is_some() {
        return Ok(Source::Database(context.needed_database(&request.database)?.url));
    }
    Ok(Source::Spec(PathBuf::from(USUAL_SPEC)))
}

async fn marks(context: &Context, sources: Pair<&Source>, request: &DiagramRequest) -> Result<Marks, AppError> {
    let terms = Terms { dialect: request.dialect, scratch: None };
    let comparison = compare(context, sources, terms).await?;
    let dialect = comparison.dialect.as_ref();
    let changes = plan::changes(dialect, comparison.schemas.as_ref(), &comparison.renames);
    Ok(Marks::of(&changes, dialect.capabilities().default_namespace.map(Name::from)))
}

fn focus(diagram: &Diagram, table: &str, depth: usize) -> Result<Diagram, AppError> {
    let name = match table.rsplit_once('.') {
        Some((namespace, name)) => QualifiedName::new(Some(namespace.into()), name),
        None => QualifiedName::bare(table),
    };
    diagram.around(&name, depth).ok_or_else(|| {
        let names = diagram.boxes.iter().map(|it| it.name.name.as_str());
        let suggestion = nearest_word(table, names).map(|name| format!("; did you mean {name}?")).unwrap_or_default();
        AppError::Usage(format!("--focus: there is no table {table}{suggestion}"))
    })
}

/// Writes the file unless it is only to be checked, and says whether it was something else.
fn write(path: &Path, text: &str, check: bool) -> Result<bool, AppError> {
    let before = store::read_if_there(path)?;
    let is_page = path.extension().is_some_and(|extension| extension == "md");
    let after = if is_page {
        replace_section(before.as_deref(), text)
            .map_err(|error| AppError::Usage(format!("{}: {error}", path.display())))?
    } else {
        text.to_owned()
    };
    let differs = before.as_ref() != Some(&after);
    if differs && !check {
        store::write(path, &after)?;
    }
    Ok(differs)
}
