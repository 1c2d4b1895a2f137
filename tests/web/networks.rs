//! Every question to the program of networks' files and every answer crosses to the other side unchanged.

use js_sys::Uint8Array;
use neural_playground::engine::config::Config;
use neural_playground::formats::opened::{Opened, Remarks, Unreadable};
use neural_playground::formats::run::Damage;
use neural_playground::formats::{
    Accelerator, Answer, File, Format, Note, Offer, Order, Refused, Snapshot, Wishes, Written,
};
use neural_playground::language::Language;
use neural_playground::program::{Message, read, said};
use neural_playground::protocol::{CurvePoint, Metrics};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::files::table;

/// A run on a table, without its state.
fn snapshot() -> Snapshot {
    let metrics = Metrics { train_loss: 0.1, test_loss: 1e-320, ..Metrics::default() };
    let curve = vec![CurvePoint { epoch: 0.5, metrics }, CurvePoint { epoch: 1.0, metrics }];
    Snapshot { table: Some(Box::new(table())), curve, ..Snapshot::default() }
}

#[wasm_bindgen_test]
fn a_run_crosses_whole_with_its_state_and_files_beside_it() {
    let wishes = Wishes {
        accelerator: Accelerator::Tpu,
        language: Language::Korean,
        link: "https://example.org/#a".to_owned(),
    };
    let name = "model.json".to_owned();
    let files = [&*name, "weights.bin"].map(|name| File::new(name, "", "")).to_vec();
    let beside = [vec![7_u8, 0, 255], vec![1], vec![]];
    for run in [snapshot(), Snapshot::default()] {
        for order in [
            Order::Offer { run: run.clone() },
            Order::Write { format: Format::Onnx, wishes: wishes.clone(), run: run.clone() },
            Order::Check { run: run.clone() },
            Order::Open { name: name.clone(), files: files.clone(), run: run.clone() },
        ] {
            let mut whole = order.clone();
            whole.run_mut().state.clone_from(&beside[0]);
            for (file, bytes) in whole.files_mut().iter_mut().zip(&beside[1..]) {
                file.bytes.clone_from(bytes);
            }
            let message = Message::of(&order).unwrap();
            let parts = &beside[..=whole.files_mut().len()];
            for bytes in parts {
                assert!(read::<Order>(&message.value).unwrap_err().contains("bytes"));
                message.array(&Uint8Array::from(&bytes[..]));
            }
            let numbers = if run.table.is_some() { 3 } else { 1 };
            assert_eq!(message.transfer.length() as usize, numbers + parts.len());
            assert_eq!(read::<Order>(&message.value).unwrap(), whole);
        }
    }
}

#[wasm_bindgen_test]
fn every_answer_crosses_whole() {
    for answer in [
        Answer::Sound { epoch: u64::MAX },
        Answer::Damaged(Damage::Length { found: 1, expected: u64::MAX }),
        Answer::Written(Err(Refused::Lacks(vec!["celu".to_owned()]))),
        Answer::Offers(vec![
            Offer { format: Format::Onnx, holds: Ok(vec![Note::Opset(17, 8), Note::Narrowed]) },
            Offer { format: Format::Tfjs, holds: Err(Refused::Failed("<b>".to_owned())) },
        ]),
        Answer::Written(Ok(Written {
            files: vec![
                File::new("model.json", "application/json", "{}"),
                File::new("weights.bin", "application/octet-stream", [0, 255]),
            ],
            notes: vec![Note::NotCompiled("키".to_owned())],
        })),
        Answer::Opened(Box::new(Opened {
            config: Box::new(Config::default()),
            state: vec![0, 255],
            remarks: Remarks { unscaled: true, ..Remarks::default() },
        })),
        Answer::Unreadable(Unreadable::Large { found: u64::MAX }),
    ] {
        let message = Message::of(&answer).unwrap();
        assert_eq!(said::<Answer>(&message.value).unwrap(), Some(answer));
    }
}
