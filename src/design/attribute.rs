//! Columns that people ask for in any domain, and what a column is by the last word of its name.

use super::word::stems;
use crate::model::{Additivity, Sensitivity};

/// A column that is known by its name.
#[derive(Debug)]
pub struct Attribute {
    pub name: &'static str,
    /// Other words for it.
    pub phrases: &'static [&'static str],
    pub data_type: &'static str,
    pub belongs: Belongs,
    pub sensitive: Option<Sensitivity>,
    /// Where it is refused, columns with one of these words go too.
    pub covers: &'static [&'static str],
}

/// What kind of table has such a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    Person,
    Place,
    Thing,
    Event,
    Measure(Additivity),
}

const PII: Option<Sensitivity> = Some(Sensitivity::Pii);
const FINANCIAL: Option<Sensitivity> = Some(Sensitivity::Financial);
const MONEY: &str = "DECIMAL(18,2)";
const SUM: Belongs = Belongs::Measure(Additivity::Additive);
const RATIO: Belongs = Belongs::Measure(Additivity::NonAdditive);

const fn attribute(
    name: &'static str,
    phrases: &'static [&'static str],
    data_type: &'static str,
    belongs: Belongs,
    sensitive: Option<Sensitivity>,
) -> Attribute {
    Attribute { name, phrases, data_type, belongs, sensitive, covers: &[] }
}

/// All of them.
pub static ATTRIBUTES: &[Attribute] = &[
    attribute("email", &["email address", "mail address"], "VARCHAR(254)", Belongs::Person, PII),
    Attribute {
        covers: &["phone"],
        ..attribute(
            "phone",
            &["phone number", "telephone", "telephone number", "mobile number", "mobile"],
            "VARCHAR(40)",
            Belongs::Person,
            PII,
        )
    },
    Attribute {
        covers: &["address", "street", "postal", "postcode", "zip"],
        ..attribute(
            "street_address",
            &["address", "home address", "postal address", "mailing address", "street"],
            "VARCHAR(200)",
            Belongs::Person,
            PII,
        )
    },
    attribute("postal_code", &["zip code", "zip", "postcode", "post code"], "VARCHAR(20)", Belongs::Person, PII),
    Attribute {
        covers: &["birth"],
        ..attribute("birth_date", &["date of birth", "birthday", "birthdate", "dob"], "DATE", Belongs::Person, PII)
    },
    attribute("age_group", &["age", "age band"], "VARCHAR(20)", Belongs::Person, None),
    attribute("gender", &["sex"], "VARCHAR(20)", Belongs::Person, PII),
    attribute("nationality", &[], "VARCHAR(60)", Belongs::Person, PII),
    attribute("first_name", &["given name"], "VARCHAR(80)", Belongs::Person, PII),
    attribute("last_name", &["surname", "family name"], "VARCHAR(80)", Belongs::Person, PII),
    attribute("marital_status", &[], "VARCHAR(20)", Belongs::Person, PII),
    attribute("tax_number", &["tax id", "social security number", "ssn"], "VARCHAR(40)", Belongs::Person, PII),
    attribute("occupation", &["profession"], "VARCHAR(80)", Belongs::Person, None),
    attribute("annual_income", &["income"], MONEY, Belongs::Person, FINANCIAL),
    attribute("credit_score", &[], "INT", Belongs::Person, FINANCIAL),
    attribute("loyalty_tier", &["loyalty", "loyalty level", "loyalty status"], "VARCHAR(20)", Belongs::Person, None),
    attribute("segment", &["customer segment", "market segment"], "VARCHAR(40)", Belongs::Person, None),
    attribute("language", &["preferred language"], "VARCHAR(20)", Belongs::Person, None),
    attribute("industry", &["sector"], "VARCHAR(60)", Belongs::Person, None),
    attribute("city", &["town"], "VARCHAR(80)", Belongs::Place, None),
    attribute("region", &["area", "territory"], "VARCHAR(60)", Belongs::Place, None),
    attribute("state", &["province"], "VARCHAR(60)", Belongs::Place, None),
    attribute("country", &["nation"], "CHAR(2)", Belongs::Place, None),
    attribute("continent", &[], "VARCHAR(40)", Belongs::Place, None),
    attribute("latitude", &[], "DECIMAL(9,6)", Belongs::Place, None),
    attribute("longitude", &[], "DECIMAL(9,6)", Belongs::Place, None),
    attribute("time_zone", &["timezone"], "VARCHAR(40)", Belongs::Place, None),
    attribute("category", &[], "VARCHAR(80)", Belongs::Thing, None),
    attribute("brand", &[], "VARCHAR(80)", Belongs::Thing, None),
    attribute("color", &["colour"], "VARCHAR(40)", Belongs::Thing, None),
    attribute("size", &[], "VARCHAR(20)", Belongs::Thing, None),
    attribute("weight", &[], "DECIMAL(12,3)", Belongs::Thing, None),
    attribute("barcode", &["ean", "upc"], "VARCHAR(40)", Belongs::Thing, None),
    attribute("manufacturer", &["make"], "VARCHAR(80)", Belongs::Thing, None),
    attribute("serial_number", &[], "VARCHAR(60)", Belongs::Thing, None),
    attribute("list_price", &["price"], MONEY, Belongs::Thing, None),
    attribute("description", &[], "TEXT", Belongs::Thing, None),
    attribute("status", &[], "VARCHAR(20)", Belongs::Event, None),
    attribute("priority", &[], "VARCHAR(20)", Belongs::Event, None),
    attribute("currency", &["currency code"], "CHAR(3)", Belongs::Event, None),
    attribute("channel", &["sales channel"], "VARCHAR(20)", Belongs::Event, None),
    attribute("payment_method", &["payment type"], "VARCHAR(20)", Belongs::Event, None),
    attribute("ip_address", &["ip"], "VARCHAR(45)", Belongs::Event, PII),
    attribute("note", &["comment", "remark", "notes"], "TEXT", Belongs::Event, None),
    attribute("discount_amount", &["discount", "rebate", "markdown"], MONEY, SUM, None),
    attribute("tax_amount", &["tax", "vat", "sales tax"], MONEY, SUM, None),
    attribute("shipping_amount", &["shipping cost", "shipping fee", "freight", "shipping"], MONEY, SUM, None),
    attribute("tip_amount", &["tip", "gratuity"], MONEY, SUM, None),
    attribute("fee_amount", &["fee", "surcharge"], MONEY, SUM, None),
    attribute("commission_amount", &["commission"], MONEY, SUM, None),
    attribute("refund_amount", &["refund"], MONEY, SUM, None),
    attribute("cost_amount", &["cost", "expense"], MONEY, SUM, None),
    attribute("margin_amount", &["margin", "profit", "gross profit", "profit margin"], MONEY, SUM, None),
    attribute("revenue", &["turnover", "sales amount"], MONEY, SUM, None),
    attribute("amount", &["total amount", "total"], MONEY, SUM, None),
    attribute("quantity", &["unit count", "unit"], "INT", SUM, None),
    attribute("duration_minutes", &["duration"], "INT", SUM, None),
    attribute("distance_km", &["distance", "mileage"], "DECIMAL(10,2)", SUM, None),
    attribute("temperature", &[], "DECIMAL(8,3)", RATIO, None),
    attribute("humidity", &[], "DECIMAL(6,3)", RATIO, None),
    attribute("rating", &["star rating"], "DECIMAL(4,2)", RATIO, None),
];

impl Attribute {
    /// Its name and the other words for it, as stems.
    pub fn spellings(&self) -> impl Iterator<Item = Vec<String>> {
        std::iter::once(self.name).chain(self.phrases.iter().copied()).map(stems)
    }
}

/// What a column is by the last word of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub data_type: &'static str,
    /// Set for what is measured.
    pub additivity: Option<Additivity>,
}

/// Last words (and `is`, `has` in front) that tell the type of a column.
const HEADS: &[(&[&str], &str, Option<Additivity>)] = &[
    (
        &[
            "amount",
            "price",
            "cost",
            "fee",
            "total",
            "revenue",
            "salary",
            "premium",
            "income",
            "budget",
            "spend",
            "profit",
            "margin",
            "payment",
            "value",
            "charge",
            "expense",
            "expenditure",
            "fine",
            "donation",
            "bonus",
            "wage",
            "rent",
            "deposit",
            "proceeds",
            "payout",
        ],
        MONEY,
        Some(Additivity::Additive),
    ),
    (&["balance", "debt", "limit", "exposure"], MONEY, Some(Additivity::SemiAdditive)),
    (
        &[
            "rate",
            "ratio",
            "percent",
            "percentage",
            "share",
            "probability",
            "score",
            "average",
            "index",
            "utilization",
            "efficiency",
        ],
        "DECIMAL(9,4)",
        Some(Additivity::NonAdditive),
    ),
    (
        &[
            "count",
            "quantity",
            "unit",
            "number",
            "attendance",
            "headcount",
            "point",
            "goal",
            "click",
            "impression",
            "vote",
            "mile",
            "calorie",
            "ticket sold",
        ],
        "INT",
        Some(Additivity::Additive),
    ),
    (&["duration", "delay", "minute", "second", "hour", "day", "week", "length"], "INT", Some(Additivity::Additive)),
    (
        &[
            "weight",
            "volume",
            "distance",
            "height",
            "width",
            "depth",
            "area",
            "yield",
            "output",
            "consumption",
            "emission",
            "dose",
            "mass",
        ],
        "DECIMAL(14,3)",
        Some(Additivity::Additive),
    ),
    (
        &["temperature", "humidity", "pressure", "speed", "voltage", "level", "concentration", "ph"],
        "DECIMAL(14,3)",
        Some(Additivity::NonAdditive),
    ),
    (&["date", "birthday", "deadline"], "DATE", None),
    (&["time", "timestamp", "at"], "TIMESTAMPTZ", None),
    (&["flag", "indicator"], "BOOLEAN", None),
    (
        &[
            "status", "type", "category", "class", "kind", "tier", "state", "gender", "stage", "phase", "method",
            "mode", "reason", "priority", "severity", "rank", "season",
        ],
        "VARCHAR(40)",
        None,
    ),
    (&["name", "title", "label", "caption"], "VARCHAR(160)", None),
    (&["code", "id", "identifier", "key", "sku", "isbn", "version"], "VARCHAR(50)", None),
    (&["description", "note", "comment", "text", "body", "remark", "summary", "biography"], "TEXT", None),
    (
        &[
            "color",
            "brand",
            "size",
            "material",
            "genre",
            "breed",
            "format",
            "shape",
            "variety",
            "source",
            "unit of measure",
            "nickname",
            "country",
            "city",
        ],
        "VARCHAR(60)",
        None,
    ),
    (&["url", "website", "link"], "VARCHAR(250)", None),
    (&["year", "age", "capacity", "mileage"], "INT", None),
];

/// What a column of this name holds, if the name tells it. `words` are stems.
pub fn by_head(words: &[String]) -> Option<Kind> {
    let last = words.last()?;
    let found = HEADS.iter().find(|(heads, _, _)| heads.iter().any(|head| stems(head).last() == Some(last)));
    found.map(|(_, data_type, additivity)| Kind { data_type, additivity: *additivity })
}

/// Last words of things that happen: one row for each is a fact.
const EVENTS: &[&str] = &[
    "order",
    "sale",
    "visit",
    "booking",
    "reservation",
    "payment",
    "transaction",
    "event",
    "reading",
    "measurement",
    "inspection",
    "harvest",
    "delivery",
    "shipment",
    "claim",
    "donation",
    "appointment",
    "session",
    "call",
    "message",
    "match",
    "game",
    "race",
    "trip",
    "flight",
    "rental",
    "loan",
    "vote",
    "bid",
    "trade",
    "treatment",
    "incident",
    "accident",
    "observation",
    "sighting",
    "registration",
    "enrollment",
    "attendance",
    "performance",
    "screening",
    "purchase",
    "refund",
    "repair",
    "production",
    "test",
    "exam",
    "log",
    "record",
    "movement",
    "transfer",
    "subscription",
    "invoice",
    "post",
    "comment",
    "review",
    "download",
    "stream",
    "play",
    "checkin",
    "viewing",
    "offer",
    "withdrawal",
    "deposit",
    "fine",
    "expense",
    "listing",
    "meeting",
    "feeding",
    "catch",
    "lesson",
    "workout",
    "training",
    "hour",
    "result",
    "score",
    "checkout",
    "usage",
    "consumption",
    "crime",
    "arrest",
    "audit",
    "spend",
];

/// Whether one of these is something that happens rather than something that is.
pub fn is_event(words: &[String]) -> bool {
    let Some(last) = words.last() else { return false };
    EVENTS.iter().any(|event| stems(event).first() == Some(last))
        || (last.len() > 5 && ["ment", "tion", "sion", "ance", "ence"].iter().any(|ending| last.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::parse_portable_type;

    #[test]
    fn types_are_portable_and_names_are_their_own() {
        let mut names: Vec<&str> = ATTRIBUTES.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ATTRIBUTES.len());
        let types = ATTRIBUTES.iter().map(|it| it.data_type).chain(HEADS.iter().map(|(_, data_type, _)| *data_type));
        for data_type in types {
            assert!(parse_portable_type(data_type).is_ok(), "{data_type}");
        }
    }

    #[test]
    fn the_last_word_tells() {
        let kind = |name: &str| by_head(&stems(name)).map(|kind| kind.data_type);
        assert_eq!(kind("cleaning cost"), Some(MONEY));
        assert_eq!(kind("start date"), Some("DATE"));
        assert_eq!(kind("hive"), None);
        assert!(is_event(&stems("honey harvests")) && is_event(&stems("inspections")) && !is_event(&stems("hive")));
    }
}
