//! Tables by chance: any bytes in any pieces, and tables that are written and read again.

use neural_playground::{
    engine::table::{Column, Goal, Meaning, Table},
    files::{
        Choice, Corrections, Encoding, Fill, Header, Kind, Limits, Problem, Role, Separator, Sheet,
        Unreadable, Use, WRITTEN, csv,
    },
};
use proptest::prelude::*;

use super::{read_with, reader, suggested};

/// Bytes that make tables more often than bytes of any kind do.
fn likely_bytes(pieces: usize) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b",".to_vec()),
        Just(b";".to_vec()),
        Just(b"\t".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\"\"".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r".to_vec()),
        Just(b"1,5".to_vec()),
        Just(b"2.5".to_vec()),
        Just(b"red ".to_vec()),
        Just(b"nan".to_vec()),
        Just("\u{feff}".as_bytes().to_vec()),
        Just("반".as_bytes().to_vec()),
        Just(b"\xb0\xa1".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..4),
    ];
    proptest::collection::vec(piece, 0..pieces).prop_map(|pieces| pieces.concat())
}

/// A sheet as far as anyone can look into it.
fn all_of(outcome: Result<Sheet, Unreadable>) -> String {
    let sheet = outcome.map(|sheet| {
        let cells: Vec<Vec<String>> = (0..sheet.names().len())
            .map(|column| sheet.column(column).map(str::to_owned).collect())
            .collect();
        let table = sheet.table(&suggested(&sheet));
        (sheet.findings(&[]), cells, table)
    });
    format!("{sheet:?}")
}

/// What is read of bytes at once, and in pieces of this size.
fn in_pieces(
    bytes: &[u8],
    size: usize,
    corrections: Corrections,
    limits: Limits,
) -> (String, String) {
    let read = |size| {
        let mut reader = reader(corrections, limits);
        for piece in bytes.chunks(size) {
            reader.push(piece)?;
        }
        let sheet = reader.finish()?;
        assert!(sheet.rows() <= limits.rows && sheet.names().len() <= limits.columns);
        Ok(sheet)
    };
    // How much was read is counted in pieces.
    let bare = |text: String| text.split(", bytes: ").next().unwrap_or_default().to_owned();
    (bare(all_of(read(bytes.len().max(1)))), bare(all_of(read(size))))
}

/// A column's cells: numbers, or names that all rows together have all of.
#[derive(Clone, Debug)]
enum Cells {
    Numbers(Vec<f64>),
    Names(Vec<String>),
}

fn any_name() -> impl Strategy<Value = String> {
    // Characters that are not for control, and those of them that tables are made of.
    let special = "[\\PC\n\r\t\",; ]{1,8}";
    prop_oneof![special, Just("NA".to_owned()), Just("1.50".to_owned()), Just(" =1+1".to_owned())]
}

fn any_cells(rows: usize) -> impl Strategy<Value = Cells> {
    let number = prop_oneof![
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO,
        (-1000_i32..1000).prop_map(f64::from),
    ];
    prop_oneof![
        proptest::collection::vec(number, rows).prop_map(Cells::Numbers),
        proptest::collection::vec(any_name(), rows).prop_map(Cells::Names),
    ]
}

/// Places of names among all of them, sorted as the reader sorts them.
fn among(names: &[String]) -> (Vec<f64>, Vec<String>) {
    let mut sorted = names.to_vec();
    sorted.sort();
    sorted.dedup();
    let place = |name| sorted.iter().position(|other| other == name).unwrap() as f64;
    (names.iter().map(place).collect(), sorted)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_alike_in_any_pieces(
        bytes in prop_oneof![likely_bytes(200), proptest::collection::vec(any::<u8>(), 0..400)],
        header in prop_oneof![Just(None), Just(Some(Header::Names)), Just(Some(Header::None))],
        encoding in proptest::option::of(proptest::sample::select(vec![
            Encoding::EucKr, Encoding::Utf16Be, Encoding::Utf16Le, Encoding::Utf8, Encoding::Windows1252,
        ])),
        separator in proptest::option::of(Just(Separator::Comma)),
        size in 1_usize..40,
    ) {
        let corrections = Corrections { encoding, header, separator, ..Default::default() };
        let limits = Limits { rows: 20, columns: 5, text: 200, file: 1 << 30 };
        let (whole, pieces) = in_pieces(&bytes, size, corrections, limits);
        prop_assert_eq!(whole, pieces);
    }

    #[test]
    fn a_table_that_is_written_is_read_as_it_was(
        (names, columns, target) in (2_usize..30, 1_usize..5).prop_flat_map(|(rows, width)| (
            proptest::collection::btree_set(any_name().prop_filter("tidy", |name| !name.trim().is_empty()), width + 1),
            proptest::collection::vec(any_cells(rows), width),
            any_cells(rows),
        )),
    ) {
        let names: Vec<String> = names.into_iter().collect();
        let mut read_as = Vec::new();
        let mut values: Vec<Vec<f64>> = Vec::new();
        let mut described = Vec::new();
        for (cells, name) in columns.iter().zip(&names) {
            let (numbers, meaning) = match cells {
                Cells::Numbers(numbers) => (numbers.clone(), Meaning::Number),
                Cells::Names(names) => {
                    let (places, names) = among(names);
                    (places, Meaning::Category(names))
                }
            };
            let kind = if meaning == Meaning::Number { Kind::Number } else { Kind::Text };
            read_as.push(Use { role: Role::Input, kind });
            values.push(numbers);
            described.push(Column { name: name.clone(), meaning, within: None });
        }
        let told = names.last().unwrap();
        let (targets, goal, kind, problem) = match &target {
            Cells::Numbers(numbers) => {
                (numbers.clone(), Goal::Numbers(vec![told.clone()]), Kind::Number, Problem::Numbers)
            }
            Cells::Names(names) => {
                let (places, names) = among(names);
                (places, Goal::Classes(names), Kind::Text, Problem::Classes)
            }
        };
        prop_assume!(!matches!(&goal, Goal::Classes(names) if names.len() < 2));
        read_as.push(Use { role: Role::Target, kind });
        let mut table = Table::new(described, goal);
        for (row, target) in targets.iter().enumerate() {
            let row: Vec<f64> = values.iter().map(|column| column[row]).collect();
            table.push(&row, &[*target]);
        }
        let corrections = Corrections {
            encoding: Some(Encoding::Utf8),
            separator: Some(WRITTEN.separator),
            quotes: Some(WRITTEN.quotes),
            decimal: Some(WRITTEN.format.decimal),
            thousands: Some(WRITTEN.format.thousands),
            header: Some(WRITTEN.header),
        };
        let text = csv(&table, told);
        let sheet = read_with(text.as_bytes(), corrections).unwrap();
        let choice = Choice { columns: read_as, problem, fill: Fill::Drop };
        let back = sheet.table(&choice).unwrap().table;
        prop_assert_eq!(format!("{:?}", &back), format!("{:?}", &table));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_is_longer_than_a_window_or_a_row_is_read_alike_in_any_pieces(
        runs in proptest::collection::vec((likely_bytes(4), 1_usize..20_000), 1..6),
        size in 1_000_usize..70_000,
    ) {
        let bytes: Vec<u8> = runs.iter().flat_map(|(bytes, times)| bytes.repeat(*times)).collect();
        let limits = Limits { rows: 40_000, columns: 5, text: 1 << 20, file: 1 << 30 };
        let (whole, pieces) = in_pieces(&bytes, size, Corrections::default(), limits);
        prop_assert!(whole == pieces, "{whole:.300}\n{pieces:.300}");
    }
}
