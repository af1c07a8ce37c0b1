//! docs/faults.md names a test for every fault, and the tests are there.

use std::collections::BTreeSet;
use std::path::Path;

/// Faults of the catalogue that migrations can meet.
const FAULTS: [std::ops::RangeInclusive<u32>; 4] = [1..=31, 35..=37, 39..=39, 40..=40];

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md")).expect("the page")
}

/// The rows of its table, as cells.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let table = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    table.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

#[test]
fn every_fault_has_a_row() {
    let page = page();
    let first_cells: String = rows(&page).iter().map(|row| row[0].to_owned() + " ").collect();
    let named: BTreeSet<u32> = first_cells
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| word.strip_prefix('F')?.parse().ok())
        .collect();
    assert_eq!(named, FAULTS.into_iter().flatten().collect());
}

#[test]
fn every_test_that_is_named_is_there() {
    let page = page();
    let named: Vec<&str> = rows(&page)
        .iter()
        .flat_map(|row| row[3].split(", ").map(|name| name.trim_matches('`')).collect::<Vec<_>>())
        .collect();
    assert!(named.len() > 40, "{named:?}");
    for name in named {
        let (file, test) = name.split_once("::").unwrap_or_else(|| panic!("`{name}` names no file"));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/faults/{file}.rs"));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let at = text.find(&format!("fn {test}()")).unwrap_or_else(|| panic!("there is no {name}"));
        let attributes = text[..at].rsplit("\n\n").next().unwrap_or_default();
        assert!(attributes.contains("#[test]") || attributes.contains("#[tokio::test]"), "{name} is no test");
    }
}
