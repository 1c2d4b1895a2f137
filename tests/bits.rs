//! The TensorFlow Playground's own bits: data, losses and weights of links that stand on public
//! course pages, up to epoch 1,000, and the functions of the browser that it ran in; compared with
//! `==`. Natively and, with the same source, in a browser: there by compiled code, once with our
//! functions and once with the browser's.
//!
//! The folder is `tests/fixtures/playground-bits` unless `BITS_FIXTURES` names another (natively at
//! run time, for the browser when it is compiled).

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

#[cfg(all(target_arch = "wasm32", feature = "worker"))]
mod counting;

use neural_playground::app::link;
use neural_playground::engine::backend::Maker;
use neural_playground::engine::config::{Precision, Rules};
use neural_playground::engine::formula::math::Function;
use neural_playground::engine::table::Table;
use neural_playground::engine::trainer::Trainer;
use serde_json::Value;
use strum::VariantArray as _;

/// The file that holds no link but the browser's functions.
const FUNCTIONS: &str = "functions.json";

/// A difference from the TensorFlow Playground: where, ours and theirs.
type Difference = String;

/// Both, where they are not the same number.
fn compare(place: &str, ours: f64, theirs: &Value) -> Result<(), Difference> {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{place}: no number: {theirs}"));
    let same = ours == theirs;
    if same { Ok(()) } else { Err(format!("{place}: ours {ours}, theirs {theirs}")) }
}

fn compare_data(place: &str, ours: &Table, theirs: &Value) -> Result<(), Difference> {
    let theirs = theirs.as_array().unwrap();
    assert_eq!(ours.len(), theirs.len(), "{place}: number of samples");
    for (at, (row, theirs)) in ours.rows().zip(theirs).enumerate() {
        let numbers = row.values.iter().copied().chain([ours.goal().label(row).unwrap()]);
        for (part, ours) in numbers.enumerate() {
            compare(&format!("{place}[{at}][{part}]"), ours, &theirs[part])?;
        }
    }
    Ok(())
}

/// Weights and dead marks, a layer after the other.
fn compare_weights(place: &str, trainer: &mut Trainer, theirs: &Value) -> Result<(), Difference> {
    let (ours, pruned) = (trainer.weights(), trainer.pruned());
    let mut at = 0;
    for (layer, theirs) in theirs.as_array().unwrap().iter().enumerate() {
        let rows = |key: &str| -> Vec<Value> {
            let rows = theirs[key].as_array().unwrap().iter();
            rows.flat_map(|row| row.as_array().unwrap().clone()).collect()
        };
        let biases = theirs["bias"].as_array().unwrap();
        for (unit, bias) in biases.iter().enumerate() {
            compare(&format!("{place} bias[{layer}][{unit}]"), ours[at], bias)?;
            at += 1;
        }
        for (link, (kernel, dead)) in rows("kernel").iter().zip(rows("dead")).enumerate() {
            compare(&format!("{place} kernel[{layer}][{link}]"), ours[at], kernel)?;
            if pruned.contains(&at) != dead.as_bool().unwrap() {
                return Err(format!("{place} dead[{layer}][{link}]: theirs {dead}"));
            }
            at += 1;
        }
    }
    assert_eq!(ours.len(), at, "{place}: number of weights");
    Ok(())
}

/// Opens a fixture's link, trains it and compares everything that the file holds.
fn check(text: &str, make: Maker) -> Result<(), Difference> {
    let fixture: Value = serde_json::from_str(text).unwrap();
    let config = link::parse(fixture["hash"].as_str().unwrap()).link.config;
    assert_eq!((config.rules, config.precision), (Rules::Playground, Precision::Bits64));
    let mut trainer = Trainer::on(&config, make).unwrap();
    compare_data("train", &trainer.data().train, &fixture["train"])?;
    compare_data("test", &trainer.data().test, &fixture["test"])?;
    let weights = fixture["weights"].as_object().unwrap();
    assert!(weights.contains_key("1000"), "no weights");
    let losses = fixture["losses"].as_array().unwrap();
    for expected in losses {
        let epoch = expected["epoch"].as_u64().unwrap();
        while trainer.epoch() < epoch {
            trainer.finish_epoch();
        }
        let found = trainer.evaluate();
        compare(&format!("train loss at {epoch}"), found.train_loss, &expected["train"])?;
        compare(&format!("test loss at {epoch}"), found.test_loss, &expected["test"])?;
        if let Some(weights) = weights.get(&epoch.to_string()) {
            compare_weights(&format!("at {epoch}"), &mut trainer, weights)?;
        }
    }
    assert_eq!(trainer.epoch(), 1000, "the last of the losses");
    Ok(())
}

/// Says what became of each link, and how many of how many are equal; panics where not all are.
fn tell(found: &[(String, Result<(), Difference>)], say: impl Fn(String)) {
    for (name, found) in found {
        if let Err(difference) = found {
            say(format!("{name}: {difference}"));
        }
    }
    let equal = found.iter().filter(|(_, found)| found.is_ok()).count();
    say(format!("{equal} of {} links are equal to the last bit", found.len()));
    assert!(!found.is_empty(), "no link");
    assert_eq!(equal, found.len(), "links that differ");
}

/// The pairs of a function in the file of them, and those of `of` that differ.
fn differing(text: &str, function: Function, of: fn(f64) -> f64) -> (usize, Vec<String>) {
    let file: Value = serde_json::from_str(text).unwrap();
    let name: &str = function.into();
    let pairs = file[name].as_array().unwrap();
    assert!(!pairs.is_empty(), "no {name}");
    let number = |value: &Value| value.as_f64().unwrap();
    let pairs = pairs.iter().map(|pair| (number(&pair[0]), &pair[1]));
    let found = pairs.clone().filter_map(|(x, y)| compare(&format!("{name}({x})"), of(x), y).err());
    (pairs.len(), found.collect())
}

/// Compares our functions with Chromium's.
fn check_functions(text: &str, say: impl Fn(String)) {
    for &function in Function::VARIANTS {
        let (count, differing) = differing(text, function, function.own());
        let (name, equal) = (<&str>::from(function), count - differing.len());
        say(format!("{name}: {equal} of {count} points are equal to the last bit"));
        assert!(differing.is_empty(), "{differing:?}");
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod natively {
    #![allow(clippy::print_stdout, reason = "how many of how many is the test's result")]

    use neural_playground::engine::backend::on_cpu;

    use super::{FUNCTIONS, check, check_functions, tell};

    fn folder() -> String {
        std::env::var("BITS_FIXTURES")
            .unwrap_or_else(|_| "tests/fixtures/playground-bits".to_owned())
    }

    #[test]
    fn every_link_gives_the_playgrounds_numbers_to_the_last_bit() {
        let folder = folder();
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{folder}: {e}"));
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.retain(|path| path.file_name().is_some_and(|name| name != FUNCTIONS));
        paths.sort();
        assert!(!paths.is_empty(), "{folder} holds no link");
        let train = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, check(&std::fs::read_to_string(path).unwrap(), on_cpu()))
        };
        // A thread each: the longest takes as long as all others of a core.
        let found = std::thread::scope(|scope| {
            let threads: Vec<_> =
                paths.iter().map(|path| scope.spawn(move || train(path))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        tell(&found, |line| println!("{line}"));
    }

    #[test]
    fn our_functions_are_those_of_chromium() {
        let path = format!("{}/{FUNCTIONS}", folder());
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
        check_functions(&text, |line| println!("{line}"));
    }
}

#[cfg(all(target_arch = "wasm32", feature = "worker"))]
mod in_the_browser {
    use std::cell::Cell;
    use std::rc::Rc;

    use js_sys::Reflect;
    use neural_playground::engine::backend::on_cpu_compiled;
    use neural_playground::engine::formula::math::{Function, Source};
    use neural_playground::worker::linker::Compiler;
    use neural_playground::worker::math::browser;
    use strum::VariantArray as _;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::counting::Counting;
    use super::{Difference, FUNCTIONS, check, check_functions, differing, tell};

    wasm_bindgen_test_configure!(run_in_dedicated_worker);

    fn fixtures() -> &'static [(&'static str, &'static str)] {
        include!(concat!(env!("OUT_DIR"), "/bits_fixtures.rs"))
    }

    fn functions() -> &'static str {
        fixtures().iter().find(|(name, _)| *name == FUNCTIONS).expect("a file of functions").1
    }

    /// Trains all links by compiled code and compares.
    fn check_all(compiler: Compiler) {
        let compiler = Rc::new(compiler);
        let links = fixtures().iter().filter(|(name, _)| *name != FUNCTIONS);
        let found: Vec<(String, Result<(), Difference>)> = links
            .map(|(name, text)| {
                let calls = Rc::<Cell<usize>>::default();
                let compiler = Rc::clone(&compiler);
                let linker = Counting { compiler, links: true, calls: Rc::clone(&calls) };
                let found = check(text, on_cpu_compiled(Rc::new(linker)));
                assert!(calls.get() > 1000, "{name} was not compiled");
                ((*name).to_owned(), found)
            })
            .collect();
        tell(&found, |line| console_log!("{line}"));
    }

    fn take(function: Function, source: Source) {
        let call = if source == Source::Browser { browser(function) } else { function.own() };
        function.take_from(source, call);
    }

    #[wasm_bindgen_test]
    fn our_functions_are_those_of_chromium() {
        check_functions(functions(), |line| console_log!("{line}"));
    }

    #[wasm_bindgen_test]
    fn compiled_code_gives_the_playgrounds_numbers_with_our_functions() {
        check_all(Compiler::new().unwrap());
    }

    #[wasm_bindgen_test]
    fn so_it_does_where_no_instruction_rounds_once() {
        check_all(Compiler::new().unwrap().strict());
    }

    /// Where this browser's `Math` is not that of the fixtures, which has other bits then, a function
    /// with theirs stands in its place: it is called all the same.
    #[wasm_bindgen_test]
    fn so_it_does_where_math_is_called() {
        let math = Reflect::get(&js_sys::global(), &"Math".into()).unwrap();
        let mut before = Vec::new();
        for &function in Function::VARIANTS {
            let name: &str = function.into();
            let (count, others) = differing(functions(), function, browser(function));
            let others = others.len();
            console_log!("Math.{name}: {} of {count} points are the fixtures'", count - others);
            if others > 0 {
                let key = JsValue::from(name);
                before.push((key.clone(), Reflect::get(&math, &key).unwrap()));
                let own = Closure::<dyn Fn(f64) -> f64>::new(function.own()).into_js_value();
                assert!(Reflect::set(&math, &key, &own).unwrap());
            }
            take(function, Source::Browser);
        }
        check_all(Compiler::new().unwrap());
        for &function in Function::VARIANTS {
            take(function, Source::Own);
        }
        for (key, call) in before {
            assert!(Reflect::set(&math, &key, &call).unwrap());
        }
    }
}
