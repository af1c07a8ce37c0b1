//! Views over tables, over partitioned tables, over views; materialized views with indexes.

use super::{NAMESPACES, event, namespace, record};

pub const VIEWS: usize = 240;
pub const MATERIALIZED_VIEWS: usize = 24;

/// A view stands on the one of the round of namespaces before it, five deep; every sixth begins anew on tables.
pub fn view(sql: &mut String, number: usize) {
    let view = name(number);
    let namespace = namespace(number);
    let round = number / NAMESPACES.len();
    let query = if round.is_multiple_of(6) {
        format!(
            "SELECT r.id, r.title::text AS title, r.amount, o.code::text AS owner, {namespace}.rank(r.status::text::{namespace}.status_0) AS rank
    FROM {} r LEFT JOIN {} o ON o.id = r.parent_id
    WHERE r.closed_on IS NULL",
            record(number + 1),
            record(number),
        )
    } else {
        format!(
            "SELECT v.id, v.title, v.amount * {round} AS amount, v.owner, count(*) OVER (PARTITION BY v.owner) AS rank
    FROM {} v WHERE v.amount > {round} AND (v.title ~~ 'a%' OR v.rank = ANY (ARRAY[1, 2, {round}]))",
            name(number - NAMESPACES.len()),
        )
    };
    sql.push_str(&format!("CREATE VIEW {view} AS {query};\n"));
    if number.is_multiple_of(4) {
        sql.push_str(&format!("COMMENT ON VIEW {view} IS 'For reports, {number}';\n"));
    }
}

pub fn materialized_view(sql: &mut String, number: usize) {
    let view = format!("{}.summary_{number:02}", namespace(number));
    let events = event(number);
    sql.push_str(&format!(
        "CREATE MATERIALIZED VIEW {view} AS
    SELECT e.region, e.status, date_trunc('month', e.happened_on::timestamp)::date AS month, sum(e.amount) AS amount, max(v.title) AS title
    FROM {events} e LEFT JOIN {} v ON v.id = e.record_id
    GROUP BY 1, 2, 3;
CREATE UNIQUE INDEX ON {view} (region, status, month);
CREATE INDEX summary_{number:02}_title ON {view} (lower(title));
COMMENT ON MATERIALIZED VIEW {view} IS 'Refreshed every night';\n",
        name(number),
    ));
}

fn name(number: usize) -> String {
    format!("{}.report_{number:03}", namespace(number))
}
