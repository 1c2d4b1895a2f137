//! Tables as people bring them: what is right for each file of a folder, what becomes of every kind of
//! bad input, and any bytes in any pieces.
//!
//! The folder is `tests/fixtures/tables` unless `TABLES_FIXTURES` names another.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod any_table;
mod decoder;
mod written;

use std::{fs, path::PathBuf};

use decoder::Decoder;
use neural_playground::{
    engine::table::{Column, Goal},
    files::{
        Choice, Content, Corrections, Description, Encoding, Fault, Fill, Findings, Header, Kind,
        LeftOut, Limits, Mark, Problem, Quotes, ROW_BYTES, Reader, Reading, Refusal, Role, Shape,
        Sheet, Shown, Unreadable, Wants,
    },
};
use serde_json::{Value, json};

fn reader(corrections: Corrections, limits: Limits) -> Reader<Decoder> {
    Reader::new(Decoder::default(), corrections, limits)
}

fn read_with(bytes: &[u8], corrections: Corrections) -> Result<Sheet, Unreadable> {
    let mut reader = reader(corrections, Limits::default());
    reader.push(bytes)?;
    reader.finish()
}

fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    read_with(bytes, Corrections::default())
}

fn sheet(text: &str) -> Sheet {
    read(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}: {text:.80}"))
}

/// What is suggested for a sheet, with another column as its target.
fn choice(sheet: &Sheet, target: &str) -> Choice {
    let columns = sheet.findings(&[]).columns;
    let mut choice = Choice::suggest(&columns, sheet.rows());
    for (column, chosen) in columns.iter().zip(&mut choice.columns) {
        if column.name == target {
            chosen.role = Role::Target;
            choice.problem = Problem::suggest(column, sheet.rows());
        } else if chosen.role == Role::Target {
            chosen.role = Role::Input;
        }
    }
    choice
}

fn suggested(sheet: &Sheet) -> Choice {
    Choice::suggest(&sheet.findings(&[]).columns, sheet.rows())
}

/// A cell as the fixtures write it.
fn cell(sheet: &Sheet, findings: &Findings, row: usize, column: usize) -> Value {
    match findings.columns[column].kind {
        Kind::Text => json!(sheet.text(row, column)),
        Kind::Number => match sheet.number(row, column) {
            Reading::Number(number) => json!(number),
            Reading::Missing | Reading::Infinite | Reading::Text => Value::Null,
        },
    }
}

/// What was found of one key of the fixtures.
fn found(key: &str, sheet: &Sheet, findings: &Findings) -> Value {
    let columns = &findings.columns;
    let names = |chosen: &dyn Fn(&Description) -> bool| {
        let chosen = columns.iter().filter(|column| chosen(column));
        json!(chosen.map(|column| &column.name).collect::<Vec<_>>())
    };
    match key {
        "encoding" => json!(findings.encoding.label()),
        "separator" => json!(char::from(findings.dialect.separator.byte()).to_string()),
        "decimal" => json!(match findings.dialect.format.decimal {
            Mark::Comma => ",",
            Mark::Point => ".",
        }),
        "header" => match findings.dialect.header {
            Header::Names => json!(sheet.names()),
            Header::None => Value::Null,
        },
        "rows" => json!(findings.rows),
        "kinds" => json!(
            columns
                .iter()
                .map(|column| match column.kind {
                    Kind::Number => "number",
                    Kind::Text => "text",
                })
                .collect::<Vec<_>>()
        ),
        "values" => json!(
            (0..findings.rows)
                .map(|row| {
                    (0..columns.len())
                        .map(|column| cell(sheet, findings, row, column))
                        .collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        ),
        "missing" => json!(columns.iter().map(|column| column.missing).collect::<Vec<_>>()),
        "constant" => names(&|column| column.is_constant()),
        "scaled_constant" => {
            let constant = columns.iter().position(|column| column.is_constant()).unwrap();
            let Shape::Numbers { scale, .. } = &columns[constant].shape else {
                panic!("no numbers")
            };
            let Reading::Number(number) = sheet.number(0, constant) else { panic!("no number") };
            json!(scale.apply(number))
        }
        "suggest_ignoring" => {
            let roles = suggested(sheet).columns;
            let ignored =
                columns.iter().zip(roles).filter(|(_, chosen)| chosen.role == Role::Ignored);
            json!(ignored.map(|(column, _)| &column.name).collect::<Vec<_>>())
        }
        "classes_if_target_is_last" => {
            let last = &columns[columns.len() - 1].name;
            let taken = sheet.table(&choice(sheet, last)).unwrap();
            let Goal::Classes(classes) = taken.table.goal() else { panic!("no classes") };
            json!(classes)
        }
        "bad_rows" => json!(
            findings
                .bad_rows
                .named
                .iter()
                .map(|bad| match bad.fault {
                    Fault::Cells { found, expected } => {
                        json!({ "line": bad.line, "found": found, "expected": expected })
                    }
                    Fault::OpenQuote { .. }
                    | Fault::TooLong { .. }
                    | Fault::TooManyCells { .. } => {
                        json!({ "line": bad.line })
                    }
                })
                .collect::<Vec<_>>()
        ),
        "bad_cells" => {
            let mut bad: Vec<_> = columns.iter().flat_map(|column| &column.bad.named).collect();
            bad.sort_by_key(|bad| bad.line);
            json!(
                bad.iter()
                    .map(|bad| {
                        json!({ "line": bad.line, "column": bad.column, "found": bad.found })
                    })
                    .collect::<Vec<_>>()
            )
        }
        key => panic!("the fixtures have a key that this test does not know: {key}"),
    }
}

/// Equal, and numbers by their value: 1 is 1.0.
fn same(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| same(a, b))
        }
        (Value::Number(found), Value::Number(expected)) => found.as_f64() == expected.as_f64(),
        (found, expected) => found == expected,
    }
}

#[test]
fn each_file_of_the_folder_is_read_right() {
    let folder = PathBuf::from(
        std::env::var("TABLES_FIXTURES").unwrap_or_else(|_| "tests/fixtures/tables".to_owned()),
    );
    let right = fs::read_to_string(folder.join("right.json")).unwrap();
    let right: serde_json::Map<String, Value> = serde_json::from_str(&right).unwrap();
    assert!(!right.is_empty());
    for (file, right) in &right {
        let bytes = fs::read(folder.join(file)).unwrap();
        let outcome = read(&bytes);
        for (key, expected) in right.as_object().unwrap() {
            match (key.as_str(), &outcome) {
                ("note", _) => {}
                ("error", outcome) => {
                    let said = match outcome {
                        Err(Unreadable::Empty) => "empty file",
                        Err(Unreadable::NotText { .. }) => "not a text table",
                        Err(Unreadable::NoRows { .. }) => "no rows",
                        Ok(_) => "nothing wrong",
                    };
                    assert_eq!(said, expected, "{file}");
                }
                ("error_if_target", Ok(sheet)) => {
                    let target = expected.as_str().unwrap();
                    let refusal = sheet.table(&choice(sheet, target)).unwrap_err();
                    assert!(
                        matches!(&refusal, Refusal::TooManyClasses { column, .. } if column == target),
                        "{file}: {refusal:?}"
                    );
                }
                (key, Ok(sheet)) => {
                    let found = found(key, sheet, &sheet.findings(&[]));
                    assert!(same(&found, expected), "{file}: {key} is {found}, not {expected}");
                }
                (key, Err(error)) => panic!("{file}: {error:?} before {key}"),
            }
        }
    }
}

#[test]
fn every_file_of_the_folder_stands_in_the_list() {
    let folder = PathBuf::from("tests/fixtures/tables");
    let right: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("right.json")).unwrap()).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let other = ["README.md", "right.json"].contains(&name.as_str());
        assert!(other || right.get(&name).is_some(), "{name}");
    }
}

#[test]
fn what_is_no_table_is_told() {
    let empty = Err(Unreadable::Empty);
    let content = |content| Err(Unreadable::NotText { content });
    for (bytes, expected) in [
        (b"".as_slice(), empty.clone()),
        (b"\xef\xbb\xbf", empty.clone()),
        (b"\r\n \r\n,,\r\n", empty),
        (b"PK\x03\x04\x14\0\x06\0", content(Content::Workbook)),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", content(Content::Other)),
    ] {
        assert_eq!(read(bytes).map(|sheet| sheet.rows()), expected, "{bytes:?}");
    }
    let Err(Unreadable::NoRows { names, bad_rows }) = read(b"x,y\n\"1,2\n") else { panic!("rows") };
    assert_eq!((names, bad_rows.total), (vec!["x".to_owned(), "y".to_owned()], 1));
}

#[test]
fn encodings_are_recognised_and_can_be_corrected() {
    let text = "키,반\n171.5,가\n160,나\n";
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".as_slice(), &wide].concat();
    let (korean, _, _) = encoding_rs::EUC_KR.encode(text);
    for (bytes, encoding) in [
        (text.as_bytes(), Encoding::Utf8),
        (&wide, Encoding::Utf16Le),
        (&marked, Encoding::Utf16Le),
        (&korean, Encoding::EucKr),
    ] {
        let sheet = read(bytes).unwrap();
        assert_eq!((sheet.findings(&[]).encoding, sheet.names()[0].as_str()), (encoding, "키"));
        assert_eq!((sheet.rows(), sheet.text(1, 1)), (2, "나"));
    }
    let corrections = Corrections { encoding: Some(Encoding::Utf8), ..Default::default() };
    let wrong = read_with(&korean, corrections).unwrap();
    let garbled = wrong.findings(&[]).garbled.unwrap();
    assert_eq!((garbled.line, garbled.rows), (1, 3));
    // The first character that is none of ASCII may come late.
    let late = [b"x,y\n".as_slice(), &b"1,a\n".repeat(40_000), b"2,\xb0\xa1\n"].concat();
    let late = read(&late).unwrap();
    assert_eq!((late.findings(&[]).encoding, late.text(40_000, 1)), (Encoding::EucKr, "가"));
}

#[test]
fn a_bad_row_costs_itself_only() {
    let wide = format!("{},\n", "1,".repeat(1_000_000));
    let long = format!("1,{}\n", "9".repeat(2 * ROW_BYTES));
    for (bad, fault) in [
        ("1\n", Fault::Cells { found: 1, expected: 2 }),
        ("1,\"2\n", Fault::OpenQuote { column: 2 }),
        ("1,\"2\"\"\n", Fault::OpenQuote { column: 2 }),
        (&wide, Fault::TooManyCells { limit: 4096 }),
        (&long, Fault::TooLong { limit: ROW_BYTES }),
    ] {
        let rows = "5,6\n".repeat(100_000 / 4);
        let sheet = sheet(&format!("x,y\n1,2\n{bad}{rows}"));
        let findings = sheet.findings(&[]);
        assert_eq!(sheet.rows(), 25_001, "{fault:?}");
        assert_eq!(findings.bad_rows.total, 1, "{fault:?}");
        assert_eq!(
            (findings.bad_rows.named[0].line, &findings.bad_rows.named[0].fault),
            (3, &fault)
        );
    }
    // A separator too many and blank lines say nothing.
    let sheet = sheet("x,y\n1,2,\n,\n3,4\n");
    assert_eq!((sheet.rows(), sheet.findings(&[]).blank_rows), (2, 1));
}

#[test]
fn quotes_may_be_characters() {
    let corrections = Corrections { quotes: Some(Quotes::None), ..Default::default() };
    let sheet = read_with(b"size,y\n\"5,2\n\"6,3\n", corrections).unwrap();
    assert_eq!((sheet.rows(), sheet.text(1, 0)), (2, "\"6"));
}

#[test]
fn what_is_beyond_the_limits_is_told_and_the_rest_is_read() {
    let limits = Limits { rows: 3, columns: 2, text: 100, file: 1 << 30 };
    let read = |text: &str, limits| {
        let mut reader = reader(Corrections::default(), limits);
        let wants = reader.push(text.as_bytes()).unwrap();
        (wants, reader.finish().unwrap().findings(&[]))
    };
    let header = "a,b,c\n";
    let (wants, findings) = read(&[header, &"1,2,3\n".repeat(3)].concat(), limits);
    assert_eq!((wants, findings.rows, findings.columns.len()), (Wants::More, 3, 2));
    assert_eq!(findings.left_out, [LeftOut::Columns { found: 3, limit: 2 }]);
    let (_, findings) = read(&[header, &"1,2,3\n".repeat(4)].concat(), limits);
    assert_eq!((findings.rows, findings.left_out[1]), (3, LeftOut::Rows { limit: 3 }));
    let few = Limits { rows: 3, columns: 9, text: 7, file: 1 << 30 };
    let (_, findings) = read(&[header, &"1,2,3\n".repeat(4)].concat(), few);
    assert_eq!((findings.rows, findings.left_out[0]), (2, LeftOut::Text { limit: 7 }));
    // Rows that cannot be read take no room, yet end somewhere.
    let short = Limits { rows: 1 << 20, columns: 9, text: 1 << 20, file: 1 << 17 };
    let good = "1,2,3\n".repeat(1 << 14);
    let (wants, findings) = read(&[header, &good, &"1,2\n".repeat(1 << 16)].concat(), short);
    assert_eq!((wants, findings.rows), (Wants::Enough, 1 << 14));
    assert_eq!(findings.left_out, [LeftOut::Text { limit: 1 << 17 }]);
}

#[test]
fn an_endless_file_is_read_to_the_limit_in_little_memory() {
    let mut reader = reader(Corrections::default(), Limits::default());
    let piece = "1,2,red\n".repeat(1 << 13);
    let mut pieces = 0;
    while reader.push(piece.as_bytes()).unwrap() == Wants::More {
        pieces += 1;
        assert!(pieces < 20);
    }
    assert!(reader.bytes() < 1 << 20);
    let findings = reader.finish().unwrap().findings(&[]);
    assert_eq!(findings.rows, 100_000);
    assert_eq!(findings.left_out, [LeftOut::Rows { limit: 100_000 }]);
}

#[test]
fn columns_are_described() {
    let sheet =
        sheet("id,x,empty,same,kind\n1,1.5,NA,7,a\n2,oops,,7,b\n3,inf,?,7,a\n4,2,,7,\n5,2,,7,a\n");
    let findings = sheet.findings(&[]);
    let [id, x, empty, same, kind] = findings.columns.as_slice() else { panic!("five columns") };
    assert!(id.identifies && !x.identifies && !kind.identifies);
    assert_eq!((x.missing, x.bad.total, x.distinct), (2, 2, 2));
    assert_eq!((empty.missing, &empty.shape), (5, &Shape::Nothing));
    assert!(same.is_constant() && !x.is_constant() && !empty.is_constant());
    let Shape::Numbers { low, high, bars, .. } = &x.shape else { panic!("numbers") };
    assert_eq!((*low, *high, bars[0], bars[15]), (1.5, 2.0, 1, 2));
    let common = vec![("a".to_owned(), 3), ("b".to_owned(), 1)];
    assert_eq!(kind.shape, Shape::Texts { common, others: 0 });
    let shown = [
        Shown::Number(2.0),
        Shown::Bad("oops".to_owned()),
        Shown::Missing,
        Shown::Number(7.0),
        Shown::Text("b".to_owned()),
    ];
    assert_eq!(findings.preview[1], shown);
    assert_eq!(sheet.describe(1, Some(Kind::Text)).distinct, 4);
    let roles: Vec<Role> = suggested(&sheet).columns.iter().map(|chosen| chosen.role).collect();
    assert_eq!(roles, [Role::Ignored, Role::Input, Role::Ignored, Role::Input, Role::Target]);
    let wire = postcard::to_allocvec(&findings).unwrap();
    assert_eq!(postcard::from_bytes::<Findings>(&wire).unwrap(), findings);
}

#[test]
fn a_choice_becomes_a_table() {
    let sheet =
        sheet("size;colour;class\n1,5;red;3\n;red;1\n2,5;;1\n3,5;blue;2\n9;blue;\n0,5;red;2\n");
    let mut choice = suggested(&sheet);
    assert_eq!(choice.problem, Problem::Classes);
    let taken = sheet.table(&choice).unwrap();
    let colour = Column::category("colour", vec!["blue".to_owned(), "red".to_owned()]);
    assert_eq!(taken.table.columns(), [Column::number("size"), colour]);
    // No row of class 1 has everything.
    assert_eq!(*taken.table.goal(), Goal::Classes(vec!["2".to_owned(), "3".to_owned()]));
    assert_eq!(taken.table.values(), [1.5, 1.0, 3.5, 0.0, 0.5, 1.0]);
    assert_eq!(taken.table.targets(), [1.0, 0.0, 0.0]);
    assert_eq!((taken.dropped, taken.filled), (3, 0));
    choice.fill = Fill::Usual;
    let taken = sheet.table(&choice).unwrap();
    assert_eq!(taken.table.values(), [1.5, 1.0, 2.0, 1.0, 2.5, 1.0, 3.5, 0.0, 0.5, 1.0]);
    assert_eq!(taken.table.targets(), [2.0, 0.0, 0.0, 1.0, 1.0]);
    assert_eq!((taken.dropped, taken.filled), (1, 2));
    choice.problem = Problem::Numbers;
    choice.columns[0].role = Role::Target;
    let taken = sheet.table(&choice).unwrap();
    assert_eq!(*taken.table.goal(), Goal::Numbers(vec!["size".to_owned(), "class".to_owned()]));
    assert_eq!(taken.table.row(0).targets, [1.5, 3.0]);
}

#[test]
fn a_choice_that_is_none_is_refused() {
    let check = |text: &str, change: &dyn Fn(&mut Choice), expected: Refusal| {
        let sheet = sheet(text);
        let mut choice = suggested(&sheet);
        change(&mut choice);
        assert_eq!(sheet.table(&choice), Err(expected), "{text:.80}");
    };
    let name = |name: &str| name.to_owned();
    check("x\n1\n2\n", &|_| {}, Refusal::NoInput);
    check("x,y\n1,2\n", &|choice| choice.columns[1].role = Role::Ignored, Refusal::NoTarget);
    let found = 1;
    let columns = Refusal::Columns { found, expected: 2 };
    check("x,y\n1,2\n", &|choice| choice.columns.truncate(1), columns);
    let one = Refusal::OneClass { column: name("y"), class: name("a") };
    check("x,y\n1,a\n2,a\n", &|_| {}, one);
    let missing = Refusal::NoRows { column: name("x"), missing: 3 };
    check(
        "x,y\nNA,1\nnan,2\n?,\n",
        &|choice| choice.columns[0].role = Role::Input,
        missing.clone(),
    );
    let fill = |choice: &mut Choice| {
        choice.columns[0].role = Role::Input;
        choice.fill = Fill::Usual;
    };
    check("x,y\nNA,1\nnan,2\n?,\n", &fill, missing);
    let text = Refusal::TextTarget { column: name("y") };
    check("x,y\n1,a\n2,b\n", &|choice| choice.problem = Problem::Numbers, text);
    let both = |choice: &mut Choice| choice.columns[0].role = Role::Target;
    let several = Refusal::SeveralTargets { columns: vec![name("x"), name("y")] };
    check("x,z,y\n1,1,a\n2,1,b\n", &both, several);
    let texts: String = (0..5_000).map(|row| format!("{row},n{row}\n")).collect();
    let classes = Refusal::TooManyClasses { column: name("y"), found: 5_000, limit: 100 };
    check(&format!("x,y\n{texts}"), &|_| {}, classes);
    let both = |choice: &mut Choice| {
        choice.columns[1].role = Role::Input;
        choice.columns[0].role = Role::Target;
        choice.problem = Problem::Numbers;
    };
    let column = name("y");
    let inputs = Refusal::TooManyInputs { found: 5_000, limit: 256, column, own: 5_000 };
    check(&format!("x,y\n{texts}"), &both, inputs);
}

#[test]
fn small_and_strange_tables_have_a_sensible_reading() {
    // One row; fewer rows than any batch.
    assert_eq!(
        sheet("x,y\n1,2.5\n").table(&suggested(&sheet("x,y\n1,2.5\n"))).unwrap().table.len(),
        1
    );
    let formulas = sheet("x,y\n=A1+B1,1\n2,0\n3,1\n4,0\n");
    assert_eq!(formulas.findings(&[]).columns[0].bad.named[0].found, "=A1+B1");
    let extremes = sheet("x,y\n1e308,1\n-1e308,0\n1e-320,1\n1e308,0\n");
    let taken = extremes.table(&suggested(&extremes)).unwrap();
    assert_eq!(taken.table.values(), [1e308, -1e308, 1e-320, 1e308]);
    let one = sheet("x,y,z\n0,1e308,0.5\n1,1e308,\n2,NA,3\n").table(&Choice {
        fill: Fill::Usual,
        ..suggested(&sheet("x,y,z\n0,1e308,0.5\n1,1e308,\n2,NA,3\n"))
    });
    assert_eq!(one.unwrap().table.values(), [0.0, 1e308, 2.0, 1e308]);
    let cells = sheet("\"a\nb\"\t1\tx\n");
    assert_eq!((cells.rows(), cells.text(0, 0), cells.names().len()), (1, "a\nb", 3));
    let quoted = sheet("\"x\",\"y\"\n\"1\",\"NA\"\n\"2\",\"b\"\n");
    assert_eq!((quoted.number(1, 0), quoted.text(0, 1)), (Reading::Number(2.0), "NA"));
}
