//! A profile as it is written. No meaning yet: names are not looked up.

use crate::model::{Name, QualifiedName};
use crate::seed::generator::{Blemish, CalendarPart};
use crate::seed::topic::Topic;
use crate::spec::read::{Either, Keyed, Keyword, NameList, Required, Setting, Spanned, document, group, vocabulary};

document! {
    /// What the rows of a schema are to look like.
    pub struct ProfileDocument {
        /// Version of this format: 1.
        version: Required<Spanned<i64>>,
        /// Version of the generators that the profile was made for.
        generators: Option<Spanned<i64>>,
        /// Another seed, other rows.
        seed: Option<Spanned<i64>>,
        /// Rows of each of the largest tables; the others get fewer.
        rows: Option<Spanned<i64>>,
        /// All volumes times this.
        scale: Option<Spanned<f64>>,
        /// Language and country of names and addresses, such as de_DE.
        locale: Option<Spanned<String>>,
        /// The day that counts as today: events lie before it.
        today: Option<Spanned<String>>,
        /// Tables of which there is something to say.
        tables: Option<Vec<TableDocument>>,
    }
}

document! {
    /// One table.
    pub struct TableDocument {
        /// Name, or namespace.name.
        name: Spanned<QualifiedName>,
        /// How many rows: a number, or so many for each row of another table.
        rows: Option<Spanned<Either<i64, PerRowDocument>>>,
        /// Whether `scale` changes the number of rows; true where nothing is said.
        scales: Option<bool>,
        /// Language and country of names and addresses in this table.
        locale: Option<Spanned<String>>,
        /// Of a dimension with `scd: 2`: how many things have several versions.
        history: Option<Spanned<HistoryDocument>>,
        /// How rows spread over those they refer to.
        references: Option<Vec<ReferenceDocument>>,
        /// Columns of which there is something to say.
        columns: Option<Vec<ColumnDocument>>,
    }
}

document! {
    /// So many rows for each row of another table.
    pub struct PerRowDocument {
        /// The other table.
        per: Spanned<QualifiedName>,
        /// On average.
        mean: Spanned<f64>,
    }
}

document! {
    /// How many things of a dimension have a history, and how long it is.
    pub struct HistoryDocument {
        /// Share of the things that have several versions, from 0 to 1.
        share: f64,
        /// The most versions of one thing; 3 where nothing is said.
        versions: Option<i64>,
    }
}

document! {
    /// One foreign key.
    pub struct ReferenceDocument {
        /// Its columns.
        columns: Spanned<NameList>,
        /// How rows spread over their parents.
        spread: Option<Keyword<SpreadWord>>,
        /// Of a Zipf spread: how much the first parents are preferred.
        exponent: Option<Spanned<f64>>,
        /// Of a table of days: when it happens, as in `moments`.
        days: Option<Spanned<MomentsDocument>>,
        /// Share of rows without a parent, from 0 to 1.
        nulls: Option<Spanned<f64>>,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadWord {
    Uniform,
    Zipf,
    Equal,
    Once,
}

vocabulary!(SpreadWord, "a spread over parents", [
    "uniform" => Self::Uniform,
    "zipf" => Self::Zipf,
    "equal" => Self::Equal,
    "once" => Self::Once,
]);

document! {
    /// One column: at most one generator, and what is done to its values.
    pub struct ColumnDocument {
        /// Its name.
        name: Spanned<Name>,
        /// Share of rows without a value, from 0 to 1.
        nulls: Option<Spanned<f64>>,
        /// Smallest value: a number or a day.
        min: Option<Spanned<Setting>>,
        /// Largest value.
        max: Option<Spanned<Setting>>,
        /// Goes up and down with another column.
        correlated: Option<Spanned<CorrelationDocument>>,
        /// A share of the values is multiplied.
        outliers: Option<Spanned<OutliersDocument>>,
        /// Values change with the day in another column.
        drift: Option<Spanned<DriftDocument>>,
        /// A share of the texts is spoilt, to test what looks for such things.
        dirt: Option<Spanned<DirtDocument>>,
        ..generator: GeneratorKeys,
    }
}

group! {
    /// The generators. One of them at most.
    pub struct GeneratorKeys {
        /// Numbers, all as likely between two bounds.
        uniform: Option<Spanned<UniformDocument>>,
        /// Numbers around a mean.
        normal: Option<Spanned<NormalDocument>>,
        /// Amounts with a long tail; half lies below the median.
        lognormal: Option<Spanned<LogNormalDocument>>,
        /// Times between events; mostly small.
        exponential: Option<Spanned<MeanDocument>>,
        /// Waiting times, sums of claims. The mean is shape times scale.
        gamma: Option<Spanned<GammaDocument>>,
        /// Shares and ratings between two bounds.
        beta: Option<Spanned<BetaDocument>>,
        /// Ranks from 1: the second half as frequent as the first.
        zipf: Option<Spanned<ZipfDocument>>,
        /// Sizes of which a few have most.
        pareto: Option<Spanned<ParetoDocument>>,
        /// How many events fall into a span of time.
        poisson: Option<Spanned<MeanDocument>>,
        /// Even within each of some bins.
        histogram: Option<Spanned<HistogramDocument>>,
        /// Values in ascending order, with the same share between each two.
        quantiles: Option<Spanned<Vec<f64>>>,
        /// Several distributions with their weights.
        mixture: Option<Spanned<Vec<PartDocument>>>,
        /// Words with their weights.
        weighted: Option<Spanned<Keyed<f64>>>,
        /// Always the same.
        constant: Option<Spanned<String>>,
        /// Numbers in a row.
        sequence: Option<Spanned<SequenceDocument>>,
        /// Texts that match a regular expression.
        pattern: Option<Spanned<String>>,
        /// SQL over other columns of the row: quantity * price.
        expression: Option<Spanned<String>>,
        /// Texts about something: names, addresses, companies.
        fake: Option<Spanned<Keyword<Topic>>>,
        /// Sentences.
        sentence: Option<Spanned<EmptyDocument>>,
        /// Texts that a language model writes once: llm.
        text: Option<Spanned<Either<Keyword<TextWord>, TextDocument>>>,
        /// A prefix and the number of the row.
        code: Option<Spanned<String>>,
        /// True with this probability.
        flag: Option<Spanned<f64>>,
        /// Days or moments.
        moments: Option<Spanned<MomentsDocument>>,
        /// What a calendar says of the day in another column.
        calendar: Option<Spanned<CalendarDocument>>,
        /// A way behind another column: in days for days and moments, in ones for numbers.
        after: Option<Spanned<AfterDocument>>,
        /// By the word in another column.
        given: Option<Spanned<Box<GivenDocument>>>,
        /// Whatever the type holds.
        any: Option<Spanned<EmptyDocument>>,
    }
}

document! {
    /// One generator.
    pub struct GeneratorDocument {
        ..generator: GeneratorKeys,
    }
}

document! {
    /// Nothing more to say: {}.
    pub struct EmptyDocument {}
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextWord {
    Llm,
}

vocabulary!(TextWord, "a writer of texts", ["llm" => Self::Llm]);

document! {
    /// Texts of a language model.
    pub struct TextDocument {
        /// Who writes them: llm.
        from: Keyword<TextWord>,
        /// How many different texts, up to 500; 50 where nothing is said.
        pool: Option<Spanned<i64>>,
        /// What they are about.
        about: Option<Spanned<String>>,
    }
}

document! {
    /// Two bounds, both possible.
    pub struct UniformDocument {
        min: f64,
        max: f64,
    }
}

document! {
    /// A normal distribution.
    pub struct NormalDocument {
        mean: f64,
        deviation: f64,
    }
}

document! {
    /// A lognormal distribution.
    pub struct LogNormalDocument {
        median: f64,
        /// Standard deviation of the logarithms.
        sigma: f64,
    }
}

document! {
    /// A distribution that is known by its mean.
    pub struct MeanDocument {
        mean: f64,
    }
}

document! {
    /// A gamma distribution.
    pub struct GammaDocument {
        shape: f64,
        scale: f64,
    }
}

document! {
    /// A beta distribution, stretched from `min` (0) to `max` (1).
    pub struct BetaDocument {
        alpha: f64,
        beta: f64,
        min: Option<f64>,
        max: Option<f64>,
    }
}

document! {
    /// A Zipf distribution over 1 to `count`.
    pub struct ZipfDocument {
        exponent: f64,
        count: i64,
    }
}

document! {
    /// A Pareto distribution of type I.
    pub struct ParetoDocument {
        min: f64,
        shape: f64,
    }
}

document! {
    /// Bins: one bound more than there are weights.
    pub struct HistogramDocument {
        bounds: Vec<f64>,
        weights: Vec<f64>,
    }
}

document! {
    /// A part of a mixture.
    pub struct PartDocument {
        weight: f64,
        ..generator: GeneratorKeys,
    }
}

document! {
    /// start, start + step, …
    pub struct SequenceDocument {
        start: Option<i64>,
        step: Option<i64>,
    }
}

document! {
    /// Days or moments between two days.
    pub struct MomentsDocument {
        /// The first day.
        from: Option<Spanned<String>>,
        /// The day behind the last.
        until: Option<Spanned<String>>,
        /// `business`: working days and hours.
        spread: Option<Keyword<MomentsWord>>,
        /// Seven weights, from Monday.
        weekdays: Option<Spanned<Vec<f64>>>,
        /// Twelve weights, from January.
        months: Option<Spanned<Vec<f64>>>,
        /// Twenty-four weights, from midnight.
        hours: Option<Spanned<Vec<f64>>>,
        /// How much more there is a year later: 0.2 is a fifth.
        growth: Option<Spanned<f64>>,
        /// What a day weighs from each of some days to the next one.
        trend: Option<Spanned<Keyed<f64>>>,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentsWord {
    Even,
    Business,
}

vocabulary!(MomentsWord, "a spread over time", ["even" => Self::Even, "business" => Self::Business]);

document! {
    /// A part of a day.
    pub struct CalendarDocument {
        /// The column of days.
        of: Spanned<Name>,
        part: Keyword<CalendarPart>,
    }
}

document! {
    /// A way behind another column.
    pub struct AfterDocument {
        column: Spanned<Name>,
        /// The columns of a foreign key: the other column is one of the row that it leads to. Rows of one parent that a key numbers come one behind the other.
        of: Option<Spanned<NameList>>,
        /// Smallest distance.
        min: i64,
        /// Largest distance.
        max: i64,
        /// Some come much later.
        late: Option<Spanned<LateDocument>>,
    }
}

document! {
    /// Late arrivals.
    pub struct LateDocument {
        /// Share of the rows, from 0 to 1.
        share: f64,
        /// The largest distance on top.
        most: i64,
    }
}

document! {
    /// A generator for each word of another column.
    pub struct GivenDocument {
        column: Spanned<Name>,
        values: Spanned<Keyed<GeneratorDocument>>,
        /// Of words that are not listed.
        otherwise: Option<GeneratorDocument>,
    }
}

document! {
    /// A correlation.
    pub struct CorrelationDocument {
        with: Spanned<Name>,
        /// From -1 to 1.
        strength: f64,
    }
}

document! {
    /// Outliers.
    pub struct OutliersDocument {
        /// Share of the rows, from 0 to 1.
        share: f64,
        /// What values are multiplied by.
        factor: f64,
    }
}

document! {
    /// A drift: factors at some days, straight lines in between.
    pub struct DriftDocument {
        /// The column of days.
        by: Spanned<Name>,
        /// Factors by day.
        factors: Spanned<Keyed<f64>>,
    }
}

document! {
    /// Dirty texts.
    pub struct DirtDocument {
        /// Share of the rows, from 0 to 1.
        share: f64,
        /// What is wrong with them; everything where nothing is said.
        kinds: Option<Vec<Keyword<Blemish>>>,
    }
}

vocabulary!(Blemish, "a kind of dirt", [
    "upper_case" => Self::UpperCase,
    "lower_case" => Self::LowerCase,
    "blank" => Self::Blank,
    "typo" => Self::Typo,
    "empty" => Self::Empty,
    "placeholder" => Self::Placeholder,
]);

vocabulary!(CalendarPart, "a part of a day", [
    "key" => Self::Key,
    "year" => Self::Year,
    "quarter" => Self::Quarter,
    "month" => Self::Month,
    "month_name" => Self::MonthName,
    "week" => Self::Week,
    "day" => Self::Day,
    "day_of_year" => Self::DayOfYear,
    "day_of_week" => Self::DayOfWeek,
    "day_name" => Self::DayName,
    "is_weekend" => Self::IsWeekend,
    "year_month" => Self::YearMonth,
]);

impl crate::spec::read::Vocabulary for Topic {
    const WHAT: &'static str = "something that texts are about";
    const WORDS: &'static [(&'static str, Self)] = &Self::ALL;
}
