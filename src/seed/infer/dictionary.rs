//! Words that tell what a column holds.

use crate::model::has_word;
use crate::seed::topic::Topic;

/// Words that have to be in a name, all of them, and the topic they stand for. The first entry that fits wins.
const TOPICS: &[(&[&str], Topic)] = &[
    (&["email"], Topic::Email),
    (&["mail"], Topic::Email),
    (&["first", "name"], Topic::FirstName),
    (&["firstname"], Topic::FirstName),
    (&["given", "name"], Topic::FirstName),
    (&["forename"], Topic::FirstName),
    (&["middle", "name"], Topic::FirstName),
    (&["last", "name"], Topic::LastName),
    (&["lastname"], Topic::LastName),
    (&["surname"], Topic::LastName),
    (&["family", "name"], Topic::LastName),
    (&["full", "name"], Topic::FullName),
    (&["contact", "name"], Topic::FullName),
    (&["display", "name"], Topic::FullName),
    (&["user", "name"], Topic::UserName),
    (&["username"], Topic::UserName),
    (&["login"], Topic::UserName),
    (&["phone"], Topic::Phone),
    (&["mobile"], Topic::Phone),
    (&["fax"], Topic::Phone),
    (&["telephone"], Topic::Phone),
    (&["company", "name"], Topic::Company),
    (&["companyname"], Topic::Company),
    (&["company"], Topic::Company),
    (&["employer"], Topic::Company),
    (&["vendor", "name"], Topic::Company),
    (&["supplier", "name"], Topic::Company),
    (&["industry"], Topic::Industry),
    (&["sector"], Topic::Industry),
    (&["profession"], Topic::Profession),
    (&["job"], Topic::Profession),
    (&["occupation"], Topic::Profession),
    (&["street"], Topic::Street),
    (&["address"], Topic::Street),
    (&["address2"], Topic::Street),
    (&["city"], Topic::City),
    (&["town"], Topic::City),
    (&["province"], Topic::State),
    (&["district"], Topic::State),
    (&["country", "code"], Topic::CountryCode),
    (&["country"], Topic::Country),
    (&["zip"], Topic::PostalCode),
    (&["postal"], Topic::PostalCode),
    (&["postcode"], Topic::PostalCode),
    (&["currency"], Topic::Currency),
    (&["timezone"], Topic::TimeZone),
    (&["time", "zone"], Topic::TimeZone),
    (&["url"], Topic::Url),
    (&["website"], Topic::Url),
    (&["homepage"], Topic::Url),
    (&["uri"], Topic::Url),
    (&["ip"], Topic::IpAddress),
    (&["language"], Topic::Language),
    (&["lang"], Topic::Language),
    (&["locale"], Topic::Language),
    (&["color"], Topic::Color),
    (&["colour"], Topic::Color),
    (&["product", "name"], Topic::Product),
    (&["hash"], Topic::Hash),
    (&["password"], Topic::Hash),
    (&["passwd"], Topic::Hash),
    (&["token"], Topic::Hash),
    (&["secret"], Topic::Hash),
    (&["checksum"], Topic::Hash),
    (&["digest"], Topic::Hash),
    (&["fingerprint"], Topic::Hash),
];

/// The topic of a text by the words of its column's name: for `customer_name` those in front of `name`, for `name` those of its table.
pub fn topic(column: &[String], table: &[String]) -> Option<Topic> {
    let has_all = |list: &&[&str]| list.iter().all(|word| column.iter().any(|own| own == word));
    let by_column = TOPICS.iter().find(|(list, _)| has_all(list)).map(|(_, topic)| *topic);
    by_column.or_else(|| {
        let (_, owner) = column.split_last().filter(|(last, _)| *last == "name")?;
        let owner = if owner.is_empty() { table } else { owner };
        NAMES.iter().find(|(list, _)| has_word(owner, list)).map(|(_, topic)| *topic)
    })
}

/// What a `name` is, by the words for whose it is.
const NAMES: &[(&[&str], Topic)] = &[
    (
        &[
            "customer",
            "customers",
            "person",
            "people",
            "employee",
            "employees",
            "user",
            "users",
            "contact",
            "contacts",
            "author",
            "authors",
            "patient",
            "patients",
            "staff",
            "client",
            "clients",
            "member",
            "members",
            "student",
            "students",
            "teacher",
            "teachers",
            "instructor",
            "driver",
            "borrower",
            "borrowers",
            "subscriber",
            "subscribers",
            "agent",
            "agents",
            "manager",
            "physician",
            "doctor",
            "holder",
        ],
        Topic::FullName,
    ),
    (
        &[
            "company",
            "companies",
            "supplier",
            "suppliers",
            "vendor",
            "vendors",
            "account",
            "accounts",
            "organization",
            "organizations",
            "merchant",
            "merchants",
            "carrier",
            "carriers",
            "manufacturer",
            "brand",
            "payer",
        ],
        Topic::Company,
    ),
    (&["product", "products", "item", "items"], Topic::Product),
    // Places of business go by where they are.
    (
        &["city", "cities", "branch", "branches", "store", "stores", "warehouse", "warehouses", "site", "sites"],
        Topic::City,
    ),
    (&["country", "countries"], Topic::Country),
    (&["language", "languages"], Topic::Language),
];

/// Words with their weights.
type Weighted = &'static [(&'static str, f64)];

/// Words that columns of a few values are known by, and those values with weights.
const CHOICES: &[(&[&str], Weighted)] = &[
    (
        &["region"],
        &[
            ("North America", 0.35),
            ("Europe", 0.3),
            ("Asia Pacific", 0.2),
            ("Latin America", 0.1),
            ("Middle East & Africa", 0.05),
        ],
    ),
    (&["status", "state"], &[("active", 0.7), ("pending", 0.15), ("closed", 0.1), ("cancelled", 0.05)]),
    (&["gender", "sex"], &[("F", 0.5), ("M", 0.49), ("X", 0.01)]),
    (&["priority"], &[("low", 0.3), ("medium", 0.5), ("high", 0.15), ("critical", 0.05)]),
    (&["severity"], &[("low", 0.5), ("medium", 0.3), ("high", 0.15), ("critical", 0.05)]),
    (&["tier", "segment"], &[("standard", 0.6), ("silver", 0.2), ("gold", 0.15), ("platinum", 0.05)]),
    (&["grade", "rating"], &[("A", 0.3), ("B", 0.35), ("C", 0.2), ("D", 0.1), ("E", 0.05)]),
    (&["type", "kind", "category", "class"], &[("standard", 0.5), ("special", 0.2), ("basic", 0.2), ("other", 0.1)]),
    (&["channel"], &[("online", 0.55), ("store", 0.25), ("partner", 0.15), ("phone", 0.05)]),
    (&["method"], &[("card", 0.5), ("transfer", 0.3), ("cash", 0.15), ("cheque", 0.05)]),
];

/// The usual values of a column with such a name.
pub fn choice(column: &[String]) -> Option<Vec<(String, f64)>> {
    // The last word is what the thing is: `status_reason` is a reason.
    let last = column.last()?;
    let (_, values) = CHOICES.iter().find(|(list, _)| list.contains(&last.as_str()))?;
    Some(values.iter().map(|(word, weight)| ((*word).to_owned(), *weight)).collect())
}

pub const MONEY: &[&str] = &[
    "amount",
    "price",
    "cost",
    "total",
    "balance",
    "paid",
    "revenue",
    "salary",
    "fee",
    "tax",
    "principal",
    "interest",
    "payment",
    "value",
    "sales",
    "budget",
    "credit",
    "debit",
    "income",
    "limit",
    "freight",
    "charge",
    "subtotal",
    "due",
];
pub const SHARES: &[&str] =
    &["rate", "ratio", "share", "percent", "percentage", "pct", "probability", "discount", "margin"];
pub const COUNTS: &[&str] =
    &["quantity", "qty", "count", "units", "number", "stock", "inventory", "items", "size", "num"];
pub const ORDINALS: &[&str] = &[
    "line",
    "position",
    "ordinal",
    "seq",
    "sequence",
    "lineno",
    "linenumber",
    "no",
    "nr",
    "step",
    "idx",
    "index",
    "rank",
    "version",
    "revision",
];
pub const LONG_TEXTS: &[&str] = &[
    "description",
    "comment",
    "comments",
    "note",
    "notes",
    "text",
    "message",
    "body",
    "content",
    "remarks",
    "summary",
    "details",
    "bio",
];

/// Whether a moment is one at which something begins, or one that comes behind it.
pub fn event(column: &[String]) -> Option<Event> {
    if has_word(column, STARTS) {
        return Some(Event::Start);
    }
    has_word(column, ENDS).then_some(Event::End)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Start,
    End,
}

const STARTS: &[&str] = &[
    "start",
    "started",
    "begin",
    "from",
    "created",
    "opened",
    "since",
    "ordered",
    "order",
    "hire",
    "rental",
    "registered",
];
const ENDS: &[&str] = &[
    "end",
    "ended",
    "until",
    "to",
    "closed",
    "finished",
    "updated",
    "modified",
    "expires",
    "due",
    "shipped",
    "ship",
    "delivered",
    "completed",
    "stop",
    "return",
    "returned",
    "deleted",
    "paid",
];
