//! What happens to one thing happens in order: behind the beginning of the thing, one event behind the other.

use super::load;
use super::tests::{compiled, schema, source, wanted};
use super::write;
use crate::seed::tests::{column, rows};
use std::collections::BTreeMap;

const SHIPMENTS: &str = "
version: 1
entities:
  tables:
    - name: shipment
      primary_key: [id]
      columns:
        - {name: id, type: BIGINT}
        - {name: ordered_at, type: TIMESTAMP, nullable: false}
        - {name: shipped_at, type: TIMESTAMP, nullable: false}
        - {name: pieces, type: INT, nullable: false}
        - {name: before_id, type: BIGINT, references: shipment(id)}
      checks:
        - shipped_at >= ordered_at
    - name: shipment_event
      primary_key: [shipment_id, seq]
      foreign_keys: [{columns: [shipment_id], references: shipment(id)}]
      columns:
        - {name: shipment_id, type: BIGINT}
        - {name: seq, type: INT}
        - {name: happened_at, type: TIMESTAMP, nullable: false}
        - {name: told_at, type: TIMESTAMP, nullable: false}
    - name: complaint
      primary_key: [id]
      foreign_keys: [{columns: [shipment_id], references: shipment(id)}]
      columns:
        - {name: id, type: BIGINT}
        - {name: shipment_id, type: BIGINT, nullable: false}
        - {name: made_at, type: TIMESTAMP, nullable: false}
";

const PROFILE: &str = "
version: 1
tables:
  - name: shipment
    rows: 200
    columns:
      - {name: shipped_at, after: {column: ordered_at, min: 2, max: 3}}
  - name: shipment_event
    rows: 1000
    columns:
      - {name: happened_at, after: {column: shipped_at, of: shipment_id, min: 1, max: 4}}
      - {name: told_at, after: {column: happened_at, min: 0, max: 0, late: {share: 0.1, most: 30}}}
  - name: complaint
    rows: 500
    columns:
      - {name: made_at, after: {column: ordered_at, of: shipment_id, min: 5, max: 9}}
";

fn moment(text: &Option<String>) -> chrono::NaiveDateTime {
    let text = text.as_deref().expect("a moment");
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f")
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn events_follow_one_another_and_the_row_they_belong_to() {
    let schema = schema(SHIPMENTS);
    let wanted = wanted(&schema, PROFILE);
    let one = compiled(&schema, &wanted);
    let made = rows(&one.plan, 1_000);
    let of = |name: &str| column(&one.plan, &made, name);
    let starts: BTreeMap<&Option<String>, (chrono::NaiveDateTime, chrono::NaiveDateTime)> = of("shipment.id")
        .into_iter()
        .zip(of("shipment.ordered_at").into_iter().zip(of("shipment.shipped_at")))
        .map(|(id, (ordered, shipped))| (id, (moment(ordered), moment(shipped))))
        .collect();
    // The profile's way behind another column is not widened by a check that it keeps.
    assert!(starts.values().all(|(ordered, shipped)| (2..=3).contains(&(*shipped - *ordered).num_days())));
    let mut last: BTreeMap<&Option<String>, chrono::NaiveDateTime> = BTreeMap::new();
    for (id, happened) in of("shipment_event.shipment_id").into_iter().zip(of("shipment_event.happened_at")) {
        let (_, shipped) = starts[id];
        let before = last.insert(id, moment(happened)).unwrap_or(shipped);
        let hours = (moment(happened) - before).num_hours();
        assert!((23..=4 * 24).contains(&hours), "{hours} hours behind what was before");
    }
    assert!(last.len() > 150, "{} shipments have events", last.len());
    for (id, made_at) in of("complaint.shipment_id").into_iter().zip(of("complaint.made_at")) {
        let (ordered, _) = starts[id];
        assert!((5..=9).contains(&(moment(made_at) - ordered).num_days()));
    }
    let pairs = of("shipment_event.happened_at").into_iter().zip(of("shipment_event.told_at"));
    let late = pairs.filter(|(happened, told)| told != happened).count();
    assert!((60..140).contains(&late), "{late} of a thousand are late");
    for part in [1, 7] {
        assert_eq!(rows(&one.plan, part), made, "in parts of {part}");
    }
    let again = compiled(&schema, &super::tests::wanted(&schema, &write(&wanted, &one.described)));
    assert_eq!(rows(&again.plan, 64), made);
}

#[test]
fn what_no_row_can_be_behind_is_told() {
    let schema = schema(SHIPMENTS);
    let event = |after: &str| {
        format!(
            "version: 1\ntables:\n  - name: shipment_event\n    columns:\n      - {{name: happened_at, after: {after}}}\n"
        )
    };
    for (after, message) in [
        ("{column: shipped_at, of: seq, min: 1, max: 2}", "no foreign key on these columns"),
        ("{column: sent_at, of: shipment_id, min: 1, max: 2}", "no column `sent_at`"),
        ("{column: shipped_at, of: shipment_id, min: -1, max: 2}", "a negative distance"),
    ] {
        let found = load(&source(&event(after)), &schema).diagnostics;
        assert!(found.iter().any(|it| it.message.contains(message)), "{after}: {found:?}");
    }
    let pieces = event("{column: pieces, of: shipment_id, min: 1, max: 2}");
    let refused = crate::seed::compile(&schema, crate::sql::Syntax::Postgres, &wanted(&schema, &pieces)).unwrap_err();
    assert!(refused[0].to_string().contains("values of another kind"), "{}", refused[0]);
    let own = "version: 1\ntables:\n  - name: shipment\n    columns:\n      - {name: ordered_at, after: {column: shipped_at, of: before_id, min: 1, max: 2}}\n";
    let found = load(&source(own), &schema).diagnostics;
    assert!(found.iter().any(|it| it.message.contains("refers to itself")), "{found:?}");
}
