//! How much of the catalogue of bad inputs and faults has a test named by its number.

use std::collections::BTreeSet;
use std::path::Path;

use super::proclaim;

/// How many rows the catalogue has.
const ROWS: u32 = 96;

#[test]
fn the_rows_of_the_catalogue_that_have_a_test_are_counted() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![top.join("src"), top.join("tests")];
    let mut rows = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                rows.extend(rows_in(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(rows.iter().all(|row| (1..=ROWS).contains(row)), "{rows:?}");
    assert!(rows.len() >= 9, "only {rows:?}");
    proclaim(&format!("rows {} of {ROWS}: {rows:?}", rows.len()));
}

/// The numbers in the names of tests such as `rows_58_59_every_call_fails`.
fn rows_in(source: &str) -> Vec<u32> {
    let names = source.split("fn row").skip(1);
    let numbers = names.flat_map(|name| {
        let words = name
            .trim_start_matches('s')
            .trim_start_matches('_')
            .split('_');
        words.map_while(|word| word.parse::<u32>().ok())
    });
    numbers.collect()
}

#[test]
fn the_numbers_of_a_name_are_its_rows() {
    assert_eq!(
        rows_in("fn row_7_a() {}\nfn rows_58_59_b() {}\nfn other_3() {}"),
        [7, 58, 59]
    );
}
