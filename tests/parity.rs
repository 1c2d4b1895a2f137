//! The TensorFlow Playground's own numbers: data, first weights, losses, final weights and
//! boundary of every fixture, within 1e-9 on the 64-bit backend. Runs natively and, with the
//! same source, in a browser.
//!
//! The folder is `tests/fixtures/playground-parity` unless `PARITY_FIXTURES` names another
//! (natively at run time, for the browser when it is compiled).

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::app::link;
use neural_playground::engine::backend::Maker;
#[cfg(not(target_arch = "wasm32"))]
use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::{Precision, Rules};
use neural_playground::engine::table::Table;
use neural_playground::engine::trainer::Trainer;
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

/// The largest deviation so far, and where it was.
#[derive(Default)]
struct Deviation {
    largest: f64,
    place: String,
}

impl Deviation {
    fn compare(&mut self, place: &str, ours: f64, theirs: &Value) {
        let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{place}: no number: {theirs}"));
        let deviation = (ours - theirs).abs();
        // NaN is never within a tolerance.
        assert!(deviation <= TOLERANCE, "{place}: ours {ours}, theirs {theirs}");
        if deviation > self.largest {
            (self.largest, self.place) = (deviation, place.to_owned());
        }
    }

    fn compare_data(&mut self, place: &str, ours: &Table, theirs: &Value) {
        let theirs = theirs.as_array().unwrap();
        assert_eq!(ours.len(), theirs.len(), "{place}: number of samples");
        for (at, (row, theirs)) in ours.rows().zip(theirs).enumerate() {
            let numbers = row.values.iter().copied().chain([ours.goal().label(row).unwrap()]);
            for (part, ours) in numbers.enumerate() {
                self.compare(&format!("{place}[{at}][{part}]"), ours, &theirs[part]);
            }
        }
    }

    fn compare_weights(&mut self, place: &str, ours: &[f64], theirs: &Value) {
        let mut ours = ours.iter();
        for (layer, theirs) in theirs.as_array().unwrap().iter().enumerate() {
            let kernel = theirs["kernel"].as_array().unwrap();
            let rows = kernel.iter().flat_map(|row| row.as_array().unwrap());
            for theirs in theirs["bias"].as_array().unwrap().iter().chain(rows) {
                let ours = *ours.next().unwrap_or_else(|| panic!("{place}: too few weights"));
                self.compare(&format!("{place}[{layer}]"), ours, theirs);
            }
        }
        assert_eq!(ours.next(), None, "{place}: too many weights");
    }
}

/// Opens a fixture's link, trains it and compares everything that the file holds.
fn check(name: &str, text: &str, make: Maker) -> String {
    let fixture: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let opened = link::parse(fixture["hash"].as_str().unwrap());
    let config = opened.link.config;
    assert_eq!(config.rules, Rules::Playground, "{name}");
    assert_eq!(config.precision, Precision::Bits64, "{name}");
    let mut deviation = Deviation::default();
    let mut trainer = Trainer::on(&config, make).unwrap();
    deviation.compare_data("train", &trainer.data().train, &fixture["train"]);
    deviation.compare_data("test", &trainer.data().test, &fixture["test"]);
    deviation.compare_weights("initial", &trainer.weights(), &fixture["initial"]);
    let losses = fixture["losses"].as_array().unwrap();
    assert!(!losses.is_empty(), "{name}: no losses");
    for expected in losses {
        let epoch = expected["epoch"].as_u64().unwrap();
        while trainer.epoch() < epoch {
            trainer.finish_epoch();
        }
        let found = trainer.evaluate();
        deviation.compare(&format!("train loss at {epoch}"), found.train_loss, &expected["train"]);
        deviation.compare(&format!("test loss at {epoch}"), found.test_loss, &expected["test"]);
    }
    deviation.compare_weights("final", &trainer.weights(), &fixture["final"]);
    let boundary = &fixture["boundary"];
    let at = |index: usize| -6.0 + 1.5 * index as f64;
    let rows = boundary["values"].as_array().unwrap();
    for (i, row) in rows.iter().enumerate() {
        for (j, expected) in row.as_array().unwrap().iter().enumerate() {
            let ours = trainer.predict(&[[at(i), at(j)]])[0];
            deviation.compare(&format!("boundary[{i}][{j}]"), ours, expected);
        }
    }
    format!("{name}: largest deviation {:.1e} ({})", deviation.largest, deviation.place)
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
#[allow(clippy::print_stdout, reason = "the largest deviations are the test's result")]
fn every_fixture_gives_the_playgrounds_numbers() {
    let folder = std::env::var("PARITY_FIXTURES")
        .unwrap_or_else(|_| "tests/fixtures/playground-parity".to_owned());
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{folder}: {e}"));
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    assert!(!paths.is_empty(), "{folder} holds no fixture");
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        println!("{}", check(&name, &std::fs::read_to_string(&path).unwrap(), on_cpu()));
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use neural_playground::engine::backend::on_cpu;
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn every_fixture_gives_the_playgrounds_numbers() {
        let fixtures = include!(concat!(env!("OUT_DIR"), "/parity_fixtures.rs"));
        assert!(!fixtures.is_empty(), "no fixture");
        for (name, text) in fixtures {
            console_log!("{}", super::check(name, text, on_cpu()));
        }
    }

    #[cfg(feature = "worker")]
    #[wasm_bindgen_test]
    fn so_does_compiled_training() {
        use neural_playground::engine::backend::on_cpu_compiled;
        use neural_playground::worker::linker::Compiler;

        for (name, text) in include!(concat!(env!("OUT_DIR"), "/parity_fixtures.rs")) {
            let compiler = Compiler::new().unwrap();
            let make = on_cpu_compiled(std::rc::Rc::new(compiler));
            console_log!("compiled {}", super::check(name, text, make));
        }
    }
}
