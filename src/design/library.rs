//! The starters that dbx brings along, in the order in which ties are broken.

/// Name and text of each. A project's `templates/schemas/<name>.yml` stands in for the one of its name, or adds one.
pub const STARTERS: &[(&str, &str)] = &[
    ("retail", include_str!("../../templates/schemas/retail.yml")),
    ("loans", include_str!("../../templates/schemas/loans.yml")),
    ("insurance", include_str!("../../templates/schemas/insurance.yml")),
    ("payments", include_str!("../../templates/schemas/payments.yml")),
    ("subscriptions", include_str!("../../templates/schemas/subscriptions.yml")),
    ("web", include_str!("../../templates/schemas/web.yml")),
    ("supply", include_str!("../../templates/schemas/supply.yml")),
    ("people", include_str!("../../templates/schemas/people.yml")),
    ("healthcare", include_str!("../../templates/schemas/healthcare.yml")),
    ("education", include_str!("../../templates/schemas/education.yml")),
    ("telecom", include_str!("../../templates/schemas/telecom.yml")),
    ("iot", include_str!("../../templates/schemas/iot.yml")),
    ("banking", include_str!("../../templates/schemas/banking.yml")),
    ("support", include_str!("../../templates/schemas/support.yml")),
    ("marketing", include_str!("../../templates/schemas/marketing.yml")),
    ("hospitality", include_str!("../../templates/schemas/hospitality.yml")),
    ("logistics", include_str!("../../templates/schemas/logistics.yml")),
    ("manufacturing", include_str!("../../templates/schemas/manufacturing.yml")),
    ("energy", include_str!("../../templates/schemas/energy.yml")),
];

/// Pieces that starters share: dimensions that mean the same everywhere.
pub const PARTS: &[(&str, &str)] = &[("parts/date.yml", include_str!("../../templates/schemas/parts/date.yml"))];
