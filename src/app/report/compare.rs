//! How much alike a table and another one are: another live table, or the rows that a profile would make.

use super::live::{LiveTable, Sampled};
use super::made::MadeTable;
use crate::app::seed::load_profile;
use crate::app::source::Target;
use crate::app::{AppError, Context};
use crate::model::{Column, ForeignKey, Name};
use crate::report::{Sample, ValueKind, correlation_similarity, ks_complement, tv_complement};
use crate::seed::Wanted;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Most columns whose correlations are compared, each with each.
const MOST_CORRELATED: usize = 10;

/// What a table is compared with.
#[derive(Clone, Debug)]
pub enum Counterpart {
    /// The rows that a profile would make of it.
    Profile(PathBuf),
    /// A table of this name in the database that is named, or in the same one.
    Table { name: String, database: Option<Target> },
}

impl Counterpart {
    /// By what was typed: a file is a profile.
    pub fn parse(context: &Context, text: &str, database: Option<Target>) -> Self {
        let is_yaml = Path::new(text).extension().is_some_and(|it| it == "yml" || it == "yaml");
        if database.is_none() && (is_yaml || context.folder.join(text).is_file()) {
            return Self::Profile(text.into());
        }
        Self::Table { name: text.to_owned(), database }
    }
}

/// Scores from 0 (nothing in common) to 1 (the same), by the formulas of SDMetrics.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Comparison {
    pub with: String,
    /// Shapes of columns.
    pub columns: Vec<ColumnSimilarity>,
    /// Columns that go up and down with each other.
    pub correlations: Vec<PairSimilarity>,
    /// How many rows refer to each parent.
    pub cardinalities: Vec<CardinalitySimilarity>,
    /// The mean of the means of the three, of those that there are.
    pub score: Option<f64>,
    /// What was not compared, and why.
    pub left_out: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Of numbers and moments: one minus the Kolmogorov-Smirnov statistic.
    KsComplement,
    /// Of words: one minus the total variation distance.
    TvComplement,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ColumnSimilarity {
    pub column: String,
    pub metric: Metric,
    pub score: f64,
    /// How far the score may be off: 0 where every value was counted, more where there are so many different ones that ranks stand for them.
    pub error: f64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PairSimilarity {
    pub columns: [String; 2],
    /// Pearson's coefficient here, and there.
    pub coefficients: [f64; 2],
    pub score: f64,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CardinalitySimilarity {
    /// Columns of the foreign key.
    pub columns: Vec<String>,
    pub parent: String,
    pub score: f64,
}

enum Other {
    Live(Box<LiveTable>),
    Made(MadeTable),
}

impl Other {
    async fn open(
        context: &Context,
        live: &LiveTable,
        target: &Target,
        counterpart: &Counterpart,
        timeout: Duration,
    ) -> Result<Self, AppError> {
        match counterpart {
            Counterpart::Table { name, database } => {
                let target = database.as_ref().unwrap_or(target);
                Ok(Self::Live(Box::new(LiveTable::open(context, target, name, timeout).await?)))
            }
            Counterpart::Profile(path) => {
                let (profile, _) = load_profile(&context.folder.join(path), &live.schema)?;
                let mut wanted = Wanted::default();
                profile.apply(&mut wanted);
                let syntax = live.dialect.capabilities().syntax;
                let made = MadeTable::make(&live.schema, syntax, &wanted, &live.table.name)?;
                made.map(Self::Made)
                    .ok_or_else(|| AppError::Usage(format!("{} makes no rows of {}", path.display(), live.table.name)))
            }
        }
    }

    async fn sample(&mut self, name: &Name) -> Result<Option<Sampled>, AppError> {
        match self {
            Self::Live(table) => table.sample(name).await,
            Self::Made(table) => Ok(table.sample(name)),
        }
    }

    async fn correlation(&mut self, first: &Name, second: &Name) -> Result<Option<f64>, AppError> {
        match self {
            Self::Live(table) => table.correlation(first, second).await,
            Self::Made(table) => Ok(table.correlation(first, second)),
        }
    }

    async fn cardinality(&mut self, live: &LiveTable, key: &ForeignKey) -> Result<Option<Vec<(u64, u64)>>, AppError> {
        match self {
            Self::Made(table) => Ok(table.cardinality(&live.schema, key)),
            Self::Live(table) => {
                let same = table.table.foreign_keys().find(|it| it.columns == key.columns).cloned();
                match same {
                    Some(key) => table.cardinality(&key).await.map(Some),
                    None => Ok(None),
                }
            }
        }
    }
}

/// Compares these columns of a table, and its foreign keys.
pub(super) async fn compare(
    context: &Context,
    live: &mut LiveTable,
    columns: &[Column],
    (target, counterpart): (&Target, &Counterpart),
    timeout: Duration,
) -> Result<Comparison, AppError> {
    let mut other = Other::open(context, live, target, counterpart, timeout).await?;
    let mut comparison = Comparison {
        with: title(counterpart),
        columns: Vec::new(),
        correlations: Vec::new(),
        cardinalities: Vec::new(),
        score: None,
        left_out: Vec::new(),
    };
    if matches!(&other, Other::Made(table) if !table.is_whole) {
        comparison.left_out.push("rows beyond the first ones that the profile makes: they are alike".into());
    }
    let compared: Vec<&Column> = columns.iter().filter(|column| !live.is_key(&column.name)).collect();
    for column in &compared {
        column_similarity(live, &mut other, column, &mut comparison).await?;
    }
    let ordered: Vec<&Column> = compared.into_iter().filter(|column| live.kind(column).is_ordered()).collect();
    correlations(live, &mut other, &ordered, &mut comparison).await?;
    cardinalities(live, &mut other, &mut comparison).await?;
    comparison.score = score(&comparison);
    Ok(comparison)
}

fn title(counterpart: &Counterpart) -> String {
    match counterpart {
        Counterpart::Profile(path) => path.display().to_string(),
        Counterpart::Table { name, database: None } => name.clone(),
        Counterpart::Table { name, database: Some(Target { env: Some(env), .. }) } => format!("{name} of {env}"),
        Counterpart::Table { name, database: Some(_) } => format!("{name} of the other database"),
    }
}

async fn column_similarity(
    live: &mut LiveTable,
    other: &mut Other,
    column: &Column,
    comparison: &mut Comparison,
) -> Result<(), AppError> {
    let kind = live.kind(column);
    if matches!(kind, ValueKind::Value | ValueKind::Opaque) {
        comparison.left_out.push(format!("{}: such values have no shape to compare", column.name));
        return Ok(());
    }
    let (Some(here), Some(there)) = (live.sample(&column.name).await?, other.sample(&column.name).await?) else {
        comparison.left_out.push(format!("{}: not there, or too many different words", column.name));
        return Ok(());
    };
    let (metric, score) = match (&here.sample, &there.sample) {
        (Sample::Numbers(a), Sample::Numbers(b)) => (Metric::KsComplement, ks_complement(a, b)),
        (Sample::Words(a), Sample::Words(b)) => (Metric::TvComplement, tv_complement(a, b)),
        (Sample::Numbers(_), Sample::Words(_)) | (Sample::Words(_), Sample::Numbers(_)) => {
            comparison.left_out.push(format!("{}: numbers on one side, words on the other", column.name));
            return Ok(());
        }
    };
    match score {
        Some(score) => comparison.columns.push(ColumnSimilarity {
            column: column.name.to_string(),
            metric,
            score,
            error: here.error + there.error,
        }),
        None => comparison.left_out.push(format!("{}: one side has no values", column.name)),
    }
    Ok(())
}

async fn correlations(
    live: &mut LiveTable,
    other: &mut Other,
    columns: &[&Column],
    comparison: &mut Comparison,
) -> Result<(), AppError> {
    for column in columns.iter().skip(MOST_CORRELATED) {
        comparison.left_out.push(format!("correlations of {}: the first {MOST_CORRELATED} are compared", column.name));
    }
    let columns = &columns[..columns.len().min(MOST_CORRELATED)];
    for (at, first) in columns.iter().enumerate() {
        for second in &columns[at + 1..] {
            let here = live.correlation(&first.name, &second.name).await?;
            let there = other.correlation(&first.name, &second.name).await?;
            let columns = [first.name.to_string(), second.name.to_string()];
            match here.zip(there) {
                Some((here, there)) => comparison.correlations.push(PairSimilarity {
                    columns,
                    coefficients: [here, there],
                    score: correlation_similarity(here, there),
                }),
                None => comparison.left_out.push(format!("correlation of {}: one is constant", columns.join(" and "))),
            }
        }
    }
    Ok(())
}

async fn cardinalities(live: &mut LiveTable, other: &mut Other, comparison: &mut Comparison) -> Result<(), AppError> {
    let keys: Vec<ForeignKey> = live.table.foreign_keys().cloned().collect();
    for key in keys {
        let columns: Vec<String> = key.columns.iter().map(ToString::to_string).collect();
        let here = live.cardinality(&key).await?;
        let there = other.cardinality(live, &key).await?;
        match there.and_then(|there| ks_complement(&counted(&here), &counted(&there))) {
            Some(score) => {
                comparison.cardinalities.push(CardinalitySimilarity {
                    columns,
                    parent: key.references.to_string(),
                    score,
                });
            }
            None => comparison.left_out.push(format!(
                "rows per {} by {}: not on both sides",
                key.references,
                columns.join(", ")
            )),
        }
    }
    Ok(())
}

fn counted(shape: &[(u64, u64)]) -> Vec<(f64, f64)> {
    shape.iter().map(|(children, parents)| (*children as f64, *parents as f64)).collect()
}

fn score(it: &Comparison) -> Option<f64> {
    let parts = [
        mean(it.columns.iter().map(|it| it.score)),
        mean(it.correlations.iter().map(|it| it.score)),
        mean(it.cardinalities.iter().map(|it| it.score)),
    ];
    mean(parts.into_iter().flatten())
}

fn mean(scores: impl Iterator<Item = f64>) -> Option<f64> {
    let scores: Vec<f64> = scores.collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}
