//! Where a column belongs that nobody gave a place.

use super::is_calendar;
use crate::design::attribute::Belongs;
use crate::design::draft::Draft;
use crate::design::vocabulary::noun;
use crate::design::word::stem;
use crate::model::{QualifiedName, Sensitivity, Table, TableRole};

const PEOPLE: &[&str] = &[
    "customer",
    "client",
    "user",
    "person",
    "employee",
    "patient",
    "student",
    "member",
    "subscriber",
    "borrower",
    "policyholder",
    "guest",
    "passenger",
    "driver",
    "teacher",
    "contact",
    "lead",
    "citizen",
    "voter",
    "player",
    "visitor",
    "donor",
    "volunteer",
    "tenant",
    "owner",
    "author",
    "artist",
    "worker",
    "beekeeper",
    "keeper",
];
const THINGS: &[&str] = &[
    "product",
    "item",
    "article",
    "part",
    "vehicle",
    "device",
    "book",
    "machine",
    "asset",
    "material",
    "car",
    "room",
    "property",
    "instrument",
    "equipment",
    "ticket",
];
/// Their addresses are no secret.
pub const PLACES: &[&str] = &[
    "supplier",
    "vendor",
    "company",
    "carrier",
    "manufacturer",
    "shop",
    "outlet",
    "hotel",
    "store",
    "branch",
    "location",
    "site",
    "city",
    "region",
    "place",
    "warehouse",
    "facility",
    "plant",
    "geography",
    "hub",
    "property",
    "venue",
    "office",
];

/// The table for a column of this kind.
pub fn table_for(draft: &Draft, belongs: Belongs) -> Option<QualifiedName> {
    let named = |words: &'static [&'static str]| {
        draft.first(|table| {
            is_thing(table) && noun(table).last().is_some_and(|last| words.iter().any(|word| stem(word) == *last))
        })
    };
    let any_thing = || draft.first(|table| is_thing(table) && !is_calendar(table));
    match belongs {
        Belongs::Person => named(PEOPLE).or_else(|| draft.first(tells_of_people)).or_else(any_thing),
        Belongs::Thing => named(THINGS).or_else(|| draft.main_fact()).or_else(any_thing),
        Belongs::Place => named(PLACES).or_else(|| named(PEOPLE)).or_else(any_thing),
        Belongs::Event | Belongs::Measure(_) => draft.main_fact().or_else(any_thing),
    }
}

fn is_thing(table: &Table) -> bool {
    matches!(table.role, TableRole::Dimension(_) | TableRole::Plain)
}

fn tells_of_people(table: &Table) -> bool {
    is_thing(table) && table.columns.values().any(|column| column.sensitive == Some(Sensitivity::Pii))
}
