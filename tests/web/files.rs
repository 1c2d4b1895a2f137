//! Every question to the program that reads tables and every answer crosses to the other side unchanged, and
//! what the browser keeps of tables.

use js_sys::{Float64Array, Uint8Array};
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::files::shelf::{Errand, KEPT, Outcome};
use neural_playground::files::storage;
use neural_playground::files::{
    Ask, Choice, Corrections, Decode, Desk, Encoding, Fill, Header, Kind, Limits, Mark, Part,
    Problem, Quotes, Refusal, Role, Separator, Thousands, Told, Unreadable, Use,
};
use neural_playground::program::{Message, read, said};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

fn choice() -> Choice {
    let columns = vec![
        Use { role: Role::Input, kind: Kind::Number },
        Use { role: Role::Target, kind: Kind::Text },
    ];
    Choice { columns, problem: Problem::Classes, fill: Fill::Usual }
}

pub fn table() -> Table {
    let names = ["no", "yes"].map(str::to_owned).to_vec();
    let columns = vec![Column::number("<img src=x>"), Column::category("kind", names.clone())];
    let mut table = Table::new(columns, Goal::Classes(names));
    table.push(&[0.1, 1.0], &[1.0]);
    table.push(&[-1e-320, 0.0], &[0.0]);
    table
}

#[wasm_bindgen_test]
fn every_question_crosses_whole() {
    let corrections = Corrections {
        encoding: Some(Encoding::EucKr),
        separator: Some(Separator::Semicolon),
        quotes: Some(Quotes::None),
        decimal: Some(Mark::Comma),
        thousands: Some(Thousands::Space),
        header: Some(Header::None),
    };
    for ask in [
        Ask::Open { corrections },
        Ask::Open { corrections: Corrections::default() },
        Ask::End { kinds: vec![Some(Kind::Text), None] },
        Ask::Describe { kinds: vec![None, Some(Kind::Text)] },
        Ask::Take { choice: choice() },
        Ask::Shelf(Errand::Keep { table: Box::new(table()), instead: Some(7) }),
        Ask::Shelf(Errand::Fetch { id: u64::MAX }),
        Ask::Shelf(Errand::Forget { id: 7 }),
    ] {
        let message = Message::of(&ask).unwrap();
        assert_eq!(read::<Ask>(&message.value).unwrap(), ask);
    }
}

#[wasm_bindgen_test]
fn bytes_of_a_file_travel_beside_the_question_and_are_not_forgotten() {
    let ask = Ask::Bytes { bytes: Vec::new() };
    let bytes = Uint8Array::from(&[0xc5, 0xb0, 0, 255][..]);
    let message = Message::of(&ask).unwrap();
    assert!(read::<Ask>(&message.value).unwrap_err().contains("bytes"));
    message.array(&bytes);
    assert_eq!(message.transfer.length(), 1);
    let crossed = read::<Ask>(&message.value).unwrap();
    assert_eq!(crossed, Ask::Bytes { bytes: vec![0xc5, 0xb0, 0, 255] });
}

/// All here is UTF-8.
#[derive(Default)]
struct Plain;

impl Decode for Plain {
    fn start(&mut self, _: Encoding) {}

    fn decode(&mut self, bytes: &[u8], _: Part, text: &mut String) {
        text.push_str(&String::from_utf8_lossy(bytes));
    }
}

#[wasm_bindgen_test]
fn every_answer_crosses_whole() {
    let mut desk = Desk::<Plain>::new(Limits::default());
    desk.answer(Ask::Open { corrections: Corrections::default() });
    let bytes =
        "키,kind,constant\n1.5,\"a, b\",1\n?,c,1\n2\n,c,1\n1e-320,c,1\n".as_bytes().to_vec();
    let rows = desk.answer(Ask::Bytes { bytes }).unwrap();
    let found = desk.answer(Ask::End { kinds: Vec::new() }).unwrap();
    desk.answer(Ask::Open { corrections: Corrections::default() });
    let nothing = desk.answer(Ask::End { kinds: Vec::new() }).unwrap();
    assert!(matches!(nothing, Told::Unreadable { why: Unreadable::Empty, .. }));
    assert!(matches!(found, Told::Found { .. }));
    for told in [
        rows,
        found,
        nothing,
        Told::Refused(Refusal::TooManyTargets { found: 3, limit: 2 }),
        Told::Shelf(Outcome::Kept),
        Told::Shelf(Outcome::Full),
        Told::Shelf(Outcome::Gone),
        Told::Shelf(Outcome::Forgotten),
        Told::Shelf(Outcome::Unreached),
    ] {
        let message = Message::of(&told).unwrap();
        assert_eq!(said::<Told>(&message.value).unwrap(), Some(told));
    }
}

#[wasm_bindgen_test]
fn a_table_crosses_whole_and_one_whose_numbers_do_not_fit_is_refused() {
    let taken = Told::Taken { table: Box::new(table()), dropped: 3, filled: 4 };
    let fetched = Told::Shelf(Outcome::Fetched { table: Box::new(table()) });
    for told in [taken, fetched] {
        let message = Message::of(&told).unwrap();
        assert_eq!(message.transfer.length(), 2);
        assert_eq!(read::<Told>(&message.value).unwrap(), told);
        for (part, numbers) in [(2, vec![0.1, 1.0]), (2, vec![f64::NAN; 4]), (3, vec![1.0, 2.0])] {
            let parts = Message::of(&told).unwrap().value;
            parts.set(part, Float64Array::from(&numbers[..]).into());
            assert!(read::<Told>(&parts).unwrap_err().contains("fit"), "{part} {numbers:?}");
        }
    }
    let ask = Ask::Shelf(Errand::Keep { table: Box::new(table()), instead: None });
    let parts = Message::of(&ask).unwrap().value;
    parts.set(2, Float64Array::from(&[1.0][..]).into());
    assert!(read::<Ask>(&parts).unwrap_err().contains("fit"));
}

#[wasm_bindgen_test]
fn what_is_no_message_of_ours_is_refused() {
    let none = js_sys::Array::of2(&"End".into(), &Uint8Array::from(&[250_u8, 1][..]));
    for wrong in [JsValue::NULL, JsValue::from("End"), js_sys::Array::new().into(), none.into()] {
        assert!(read::<Ask>(&wrong).is_err() && read::<Told>(&wrong).is_err(), "{wrong:?}");
    }
    // That a program listens is no answer, and what it complains of is none either.
    assert_eq!(said::<Told>(&JsValue::NULL), Ok(None));
    assert_eq!(said::<Told>(&"no room".into()), Err("no room".to_owned()));
}

async fn fetch(table: &Table) -> Outcome {
    storage::run(Errand::Fetch { id: table.brief().id }).await
}

async fn keep(table: &Table) -> Outcome {
    storage::run(Errand::Keep { table: Box::new(table.clone()), instead: None }).await
}

/// The database that the program has made, to look into it and to do damage.
async fn database() -> idb::Database {
    let factory = idb::Factory::new().unwrap();
    factory.open("neural-playground", Some(1)).unwrap().await.unwrap()
}

#[wasm_bindgen_test]
async fn the_browser_keeps_the_newest_tables_until_they_are_forgotten() {
    let tables: Vec<Table> = (0..=KEPT)
        .map(|number| {
            let mut table = table();
            table.push(&[number as f64, 0.0], &[1.0]);
            table
        })
        .collect();
    assert_eq!(fetch(&tables[0]).await, Outcome::Gone);
    for table in &tables {
        assert_eq!(keep(table).await, Outcome::Kept);
    }
    assert_eq!(fetch(&tables[0]).await, Outcome::Gone);
    for table in &tables[1..] {
        assert_eq!(fetch(table).await, Outcome::Fetched { table: Box::new(table.clone()) });
    }
    let forget = Errand::Forget { id: tables[1].brief().id };
    assert_eq!(storage::run(forget).await, Outcome::Forgotten);
    assert_eq!(fetch(&tables[1]).await, Outcome::Gone);

    // What is damaged is no table, and goes.
    let open = database().await;
    let records = |mode| {
        let transaction = open.transaction(&["tables"], mode).unwrap();
        transaction.object_store("tables").unwrap()
    };
    let store = records(idb::TransactionMode::ReadWrite);
    let keys = store.get_all_keys(None, None).unwrap().await.unwrap();
    assert_eq!(keys.len(), KEPT - 1);
    for key in &keys {
        let bytes = store.get(key.clone()).unwrap().await.unwrap().unwrap();
        let bytes = Uint8Array::from(bytes);
        bytes.set_index(bytes.length() - 9, bytes.get_index(bytes.length() - 9) ^ 1);
        store.put(&bytes, Some(key)).unwrap().await.unwrap();
    }
    for table in &tables[2..] {
        assert_eq!(fetch(table).await, Outcome::Gone);
    }
    let store = records(idb::TransactionMode::ReadOnly);
    assert!(store.get_all_keys(None, None).unwrap().await.unwrap().is_empty());
    open.close();
}
