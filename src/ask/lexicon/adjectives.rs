//! Adjectives that compare: which way they order, and which columns they speak of.

/// One adjective in its three forms.
#[derive(Debug)]
pub struct Adjective {
    /// `old`, `older`, `oldest`.
    pub forms: [&'static str; 3],
    /// Whether the superlative means the greatest value.
    pub is_upward: bool,
    /// Words of columns that it speaks of. Without any it takes the column from the question.
    pub columns: &'static [&'static str],
    /// Words of columns in which it goes the other way: who is old has an early birth date.
    pub inverse: &'static [&'static str],
}

const fn adjective(
    forms: [&'static str; 3],
    is_upward: bool,
    columns: &'static [&'static str],
    inverse: &'static [&'static str],
) -> Adjective {
    Adjective { forms, is_upward, columns, inverse }
}

const UP: bool = true;
const DOWN: bool = false;
const SIZES: &[&str] = &["size", "area", "capacity", "population", "square", "volume", "length", "amount", "total"];
const MOMENTS: &[&str] = &["date", "year", "time", "day", "release", "start", "founded", "opening", "birth"];
const BIRTHS: &[&str] = &["birth", "birthday", "founded", "built", "opening", "established", "year", "date"];

pub const ADJECTIVES: &[Adjective] = &[
    adjective(["high", "higher", "highest"], UP, &["height", "elevation", "altitude"], &[]),
    adjective(["low", "lower", "lowest"], DOWN, &["height", "elevation", "altitude"], &[]),
    adjective(["great", "greater", "greatest"], UP, &[], &[]),
    adjective(["large", "larger", "largest"], UP, SIZES, &[]),
    adjective(["big", "bigger", "biggest"], UP, SIZES, &[]),
    adjective(["small", "smaller", "smallest"], DOWN, SIZES, &[]),
    adjective(["many", "more", "most"], UP, &[], &[]),
    adjective(["few", "fewer", "fewest"], DOWN, &[], &[]),
    adjective(["little", "less", "least"], DOWN, &[], &[]),
    adjective(["old", "older", "oldest"], UP, &["age"], BIRTHS),
    adjective(["elder", "elder", "eldest"], UP, &["age"], BIRTHS),
    adjective(["young", "younger", "youngest"], DOWN, &["age"], BIRTHS),
    adjective(["new", "newer", "newest"], UP, MOMENTS, &["age"]),
    adjective(["recent", "recent", "most recent"], UP, MOMENTS, &[]),
    adjective(["recently", "recently", "most recently"], UP, MOMENTS, &[]),
    adjective(["late", "later", "latest"], UP, MOMENTS, &[]),
    adjective(["last", "last", "last"], UP, MOMENTS, &[]),
    adjective(["early", "earlier", "earliest"], DOWN, MOMENTS, &[]),
    adjective(["first", "first", "first"], DOWN, MOMENTS, &[]),
    adjective(
        ["long", "longer", "longest"],
        UP,
        &["length", "duration", "runtime", "time", "distance", "long", "minute", "hour"],
        &[],
    ),
    adjective(
        ["short", "shorter", "shortest"],
        DOWN,
        &["height", "length", "duration", "runtime", "distance", "time", "minute", "hour"],
        &[],
    ),
    adjective(["tall", "taller", "tallest"], UP, &["height", "elevation", "tall"], &[]),
    adjective(["heavy", "heavier", "heaviest"], UP, &["weight"], &[]),
    adjective(["light", "lighter", "lightest"], DOWN, &["weight"], &[]),
    adjective(
        ["expensive", "more expensive", "most expensive"],
        UP,
        &["price", "cost", "fee", "fare", "amount", "value"],
        &[],
    ),
    adjective(["costly", "costlier", "costliest"], UP, &["price", "cost", "fee", "fare", "amount"], &[]),
    adjective(["dear", "dearer", "dearest"], UP, &["price", "cost", "fee", "fare", "amount"], &[]),
    adjective(["pricey", "pricier", "priciest"], UP, &["price", "cost", "fee", "fare", "amount"], &[]),
    adjective(["cheap", "cheaper", "cheapest"], DOWN, &["price", "cost", "fee", "fare", "amount"], &[]),
    adjective(
        ["expensive", "less expensive", "least expensive"],
        DOWN,
        &["price", "cost", "fee", "fare", "amount"],
        &[],
    ),
    adjective(["rich", "richer", "richest"], UP, &["worth", "salary", "money", "income", "balance", "wealth"], &[]),
    adjective(["poor", "poorer", "poorest"], DOWN, &["worth", "salary", "money", "income", "balance", "wealth"], &[]),
    adjective(["paid", "better paid", "best paid"], UP, &["salary", "wage", "pay", "income", "earning"], &[]),
    adjective(["paid", "higher paid", "highest paid"], UP, &["salary", "wage", "pay", "income", "earning"], &[]),
    adjective(["paid", "lower paid", "lowest paid"], DOWN, &["salary", "wage", "pay", "income", "earning"], &[]),
    adjective(["paid", "worse paid", "worst paid"], DOWN, &["salary", "wage", "pay", "income", "earning"], &[]),
    adjective(["fast", "faster", "fastest"], UP, &["speed"], &["time", "duration"]),
    adjective(["slow", "slower", "slowest"], DOWN, &["speed"], &["time", "duration"]),
    adjective(
        ["good", "better", "best"],
        UP,
        &["rating", "score", "grade", "quality", "star"],
        &["rank", "ranking", "position"],
    ),
    adjective(
        ["bad", "worse", "worst"],
        DOWN,
        &["rating", "score", "grade", "quality", "star"],
        &["rank", "ranking", "position"],
    ),
    adjective(["populous", "more populous", "most populous"], UP, &["population"], &[]),
    adjective(["populated", "more populated", "most populated"], UP, &["population"], &[]),
    adjective(["populous", "less populous", "least populous"], DOWN, &["population"], &[]),
    adjective(["populated", "less populated", "least populated"], DOWN, &["population"], &[]),
    adjective(["deep", "deeper", "deepest"], UP, &["depth"], &[]),
    adjective(["shallow", "shallower", "shallowest"], DOWN, &["depth"], &[]),
    adjective(["wide", "wider", "widest"], UP, &["width"], &[]),
    adjective(["broad", "broader", "broadest"], UP, &["width"], &[]),
    adjective(["narrow", "narrower", "narrowest"], DOWN, &["width"], &[]),
    adjective(["thick", "thicker", "thickest"], UP, &["thickness"], &[]),
    adjective(["thin", "thinner", "thinnest"], DOWN, &["thickness"], &[]),
    adjective(["strong", "stronger", "strongest"], UP, &["strength", "power"], &[]),
    adjective(["powerful", "more powerful", "most powerful"], UP, &["power"], &[]),
    adjective(["hot", "hotter", "hottest"], UP, &["temperature"], &[]),
    adjective(["warm", "warmer", "warmest"], UP, &["temperature"], &[]),
    adjective(["cold", "colder", "coldest"], DOWN, &["temperature"], &[]),
    adjective(["cool", "cooler", "coolest"], DOWN, &["temperature"], &[]),
    adjective(["experienced", "more experienced", "most experienced"], UP, &["experience"], &[]),
    adjective(["near", "nearer", "nearest"], DOWN, &["distance"], &[]),
    adjective(["far", "farther", "farthest"], UP, &["distance"], &[]),
];
