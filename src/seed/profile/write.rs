//! What was inferred, as a profile that makes the same rows.

use super::document::TextWord;
use crate::seed::civil::write_date;
use crate::seed::distribution::Distribution;
use crate::seed::generator::{Late, Season, Spread};
use crate::seed::recipe::{Recipe, TextPool};
use crate::seed::wanted::{Correlation, DaySpread, ParentSpread, Wanted, WantedHistory};
use crate::seed::{DescribedColumn, DescribedReference, DescribedTable, GENERATORS};
use crate::spec::read::word_of;
use crate::spec::write::{Map, Yaml, write as write_yaml};
use crate::spec::{write_name_list, write_qualified_name};

/// The line by which editors find the JSON Schema.
const HEADER: &str = "# yaml-language-server: $schema=./dbx.profile.schema.json\n";

/// Tables in loading order, as they were described.
pub fn write(wanted: &Wanted, tables: &[DescribedTable]) -> String {
    let document = Map::spread()
        .with("version", 1)
        .with("generators", GENERATORS)
        .with("seed", whole(wanted.seed))
        .with("rows", whole(wanted.scaled(wanted.rows)))
        .with("locale", wanted.locale.name)
        .with("today", Yaml::Plain(day(wanted.today)))
        .list("tables", tables.iter().map(table).collect());
    HEADER.to_owned() + &write_yaml(&document)
}

fn table(table: &DescribedTable) -> Yaml {
    Map::spread()
        .with("name", write_qualified_name(&table.name))
        .with("rows", whole(table.rows))
        .maybe("history", table.history.map(history))
        .list("references", table.references.iter().map(reference).collect())
        .list("columns", table.columns.iter().map(column).collect())
        .into()
}

fn history(WantedHistory { share, versions }: WantedHistory) -> Map {
    Map::default().with("share", number(share)).with("versions", whole(versions))
}

fn day_spread(DaySpread { range: (from, until), season }: &DaySpread) -> Map {
    let map = Map::default()
        .maybe("from", from.map(|it| Yaml::Plain(day(it))))
        .maybe("until", until.map(|it| Yaml::Plain(day(it))));
    growing(map.with("weekdays", numbers(&season.weekdays)).with("months", numbers(&season.months)), season)
}

fn reference(reference: &DescribedReference) -> Yaml {
    let map = Map::default().with("columns", write_name_list(&reference.columns));
    let map = match &reference.spread {
        ParentSpread::Uniform => map.with("spread", "uniform"),
        ParentSpread::Zipf { exponent } => map.with("spread", "zipf").with("exponent", number(*exponent)),
        ParentSpread::Equal => map.with("spread", "equal"),
        ParentSpread::Once => map.with("spread", "once"),
        ParentSpread::Days(days) => map.with("days", day_spread(days)),
    };
    map.maybe("nulls", reference.nulls.map(number)).into()
}

fn column(column: &DescribedColumn) -> Yaml {
    let map = Map::default().with("name", column.name.as_str());
    let correlated =
        |it: &Correlation| Map::default().with("with", it.with.as_str()).with("strength", number(it.strength));
    generator(map, &column.recipe)
        .maybe("nulls", column.nulls.map(number))
        .maybe("correlated", column.correlation.as_ref().map(correlated))
        .into()
}

/// With the key of a recipe.
fn generator(map: Map, recipe: &Recipe) -> Map {
    match recipe {
        Recipe::Any => map.with("any", Map::default()),
        Recipe::Sequence { start, step } => {
            map.with("sequence", Map::default().with("start", *start).with("step", *step))
        }
        Recipe::Number(numbers) => distribution(map, numbers),
        Recipe::Choice(words) => map.with("weighted", by_name(words)),
        Recipe::Flag(share) => map.with("flag", number(*share)),
        Recipe::Moment { first, end, spread } => map.with("moments", moments((*first, *end), spread)),
        Recipe::Code { prefix } => map.with("code", prefix),
        Recipe::Fake(topic) => map.with("fake", topic.as_str()),
        Recipe::Words => map.with("sentence", Map::default()),
        Recipe::Text(pool) => map.with("text", texts(pool)),
        Recipe::Calendar { of, part } => {
            map.with("calendar", Map::default().with("of", of.as_str()).with("part", word_of(*part)))
        }
        Recipe::After { column, of, distance: (min, max), late } => {
            let after = Map::default().with("column", column.as_str()).maybe("of", of.as_deref().map(write_name_list));
            let after = after.with("min", *min).with("max", *max);
            let written = |Late { share, most }: Late| Map::default().with("share", number(share)).with("most", most);
            map.with("after", after.maybe("late", late.map(written)))
        }
        Recipe::Constant(text) => map.with("constant", text),
        Recipe::Pattern(pattern) => map.with("pattern", pattern),
        Recipe::Computed(expression) => map.with("expression", &expression.text),
        Recipe::Given { column, cases, otherwise } => {
            let values = cases.iter().fold(Map::default(), |map, (word, recipe)| map.with_name(word, alone(recipe)));
            let given = Map::default().with("column", column.as_str()).with("values", values);
            let otherwise = (**otherwise != Recipe::Any).then(|| alone(otherwise));
            map.with("given", given.maybe("otherwise", otherwise))
        }
    }
}

fn texts(TextPool { size, about }: &TextPool) -> Map {
    let map = Map::default().with("from", word_of(TextWord::Llm)).with("pool", i64::from(*size));
    map.maybe("about", about.as_deref())
}

/// A generator in a mapping of its own.
fn alone(recipe: &Recipe) -> Map {
    generator(Map::default(), recipe)
}

fn distribution(map: Map, it: &Distribution) -> Map {
    let of = |parameters: &[(&'static str, f64)]| {
        parameters.iter().fold(Map::default(), |map, (name, value)| map.with(name, number(*value)))
    };
    match it {
        Distribution::Uniform { min, max } => map.with("uniform", of(&[("min", *min), ("max", *max)])),
        Distribution::Normal { mean, deviation } => {
            map.with("normal", of(&[("mean", *mean), ("deviation", *deviation)]))
        }
        Distribution::LogNormal { median, sigma } => {
            map.with("lognormal", of(&[("median", *median), ("sigma", *sigma)]))
        }
        Distribution::Exponential { mean } => map.with("exponential", of(&[("mean", *mean)])),
        Distribution::Gamma { shape, scale } => map.with("gamma", of(&[("shape", *shape), ("scale", *scale)])),
        Distribution::Beta { alpha, beta, min, max } => {
            map.with("beta", of(&[("alpha", *alpha), ("beta", *beta), ("min", *min), ("max", *max)]))
        }
        Distribution::Zipf { exponent, count } => {
            map.with("zipf", of(&[("exponent", *exponent)]).with("count", i64::from(*count)))
        }
        Distribution::Pareto { min, shape } => map.with("pareto", of(&[("min", *min), ("shape", *shape)])),
        Distribution::Poisson { mean } => map.with("poisson", of(&[("mean", *mean)])),
        Distribution::Histogram { bounds, weights } => {
            map.with("histogram", Map::default().with("bounds", numbers(bounds)).with("weights", numbers(weights)))
        }
        Distribution::Quantiles(values) => map.with("quantiles", numbers(values)),
        Distribution::Mixture(parts) => {
            let part = |(weight, part): &(f64, Distribution)| -> Yaml {
                distribution(Map::default().with("weight", number(*weight)), part).into()
            };
            map.with("mixture", parts.iter().map(part).collect::<Vec<_>>())
        }
    }
}

fn moments((first, end): (i32, i32), spread: &Spread) -> Map {
    let map = Map::default().with("from", Yaml::Plain(day(first))).with("until", Yaml::Plain(day(end)));
    match spread {
        Spread::Even => map,
        Spread::Business => map.with("spread", "business"),
        Spread::Seasonal(season) => {
            let Season { weekdays, months, hours, .. } = &**season;
            let map = map.with("weekdays", numbers(weekdays)).with("months", numbers(months));
            growing(map.with("hours", numbers(hours)), season)
        }
    }
}

/// With what changes over the years.
fn growing(map: Map, season: &Season) -> Map {
    let Season { growth, trend, .. } = season;
    map.with("growth", number(*growth)).maybe("trend", (!trend.is_empty()).then(|| by_day(trend)))
}

fn by_day(weights: &[(i32, f64)]) -> Map {
    weights.iter().fold(Map::default(), |map, (from, weight)| map.with_name(day(*from), number(*weight)))
}

fn by_name(words: &[(String, f64)]) -> Map {
    words.iter().fold(Map::default(), |map, (word, weight)| map.with_name(word, number(*weight)))
}

fn numbers(values: &[f64]) -> Yaml {
    Yaml::List(values.iter().map(|value| number(*value)).collect())
}

/// The shortest text that reads back as the same number.
fn number(value: f64) -> Yaml {
    Yaml::Plain(value.to_string())
}

fn whole(value: u64) -> Yaml {
    Yaml::Plain(value.to_string())
}

fn day(days: i32) -> String {
    let mut text = Vec::new();
    write_date(days, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}
