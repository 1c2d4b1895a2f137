//! The network as one function: run by Python and Node, and compiled as C and as Rust.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::table::Meaning;
use neural_playground::formats::Format;

use crate::cases::{self, Case};
use crate::programs;

/// Writes all cases in a language, a folder each; none is refused.
fn lay(name: &str, format: Format) -> (PathBuf, Vec<Case>) {
    let folder = programs::folder(name);
    let mut all = cases::all();
    all.extend([cases::odd_names(), cases::no_inputs()]);
    for case in &mut all {
        far_out(case);
        assert!(programs::lay(&folder, case, format).is_some(), "{} is refused", case.name);
    }
    (folder, all)
}

/// Adds rows far outside of the data, where the network answers them with numbers: Python's functions
/// raise there. Beyond 10⁸ the engine's sine takes turns off by a rounded 2π, so that it is no other
/// program's.
fn far_out(case: &mut Case) {
    let columns = case.trained.data.train.columns().iter();
    let is_number: Vec<_> = columns.map(|own| own.meaning == Meaning::Number).collect();
    let layers = case.trained.architecture.layers.iter();
    let mut activations = layers.filter_map(|layer| layer.activation);
    let waves = activations.any(|activation| activation.kind() == Activation::Sine);
    let far = [0.0, 40.0, -1e3, 1e150, -1e300];
    for &far in &far[..if waves { 3 } else { 5 }] {
        let row: Vec<_> = is_number.iter().map(|&number| if number { far } else { 0.0 }).collect();
        let answer = case.trained.predict(&[&row]);
        if answer.iter().all(|value| value.is_finite()) {
            case.rows.push(row);
            case.outputs.extend(answer);
        }
    }
}

#[test]
fn python_answers_as_the_network_does() {
    let (folder, _) = lay("plain-python", Format::Python);
    programs::python("plain.py", &folder);
}

#[test]
fn c_answers_as_the_network_does() {
    let (folder, _) = lay("plain-c", Format::C);
    programs::python("plain.py", &folder);
}

#[test]
fn javascript_answers_as_the_network_does() {
    let (folder, _) = lay("plain-javascript", Format::Javascript);
    // As in a browser, the files are modules.
    fs::write(folder.join("package.json"), "{\"type\": \"module\"}").unwrap();
    programs::node("plain.mjs", &folder);
}

#[test]
fn rust_answers_as_the_network_does() {
    let (folder, all) = lay("plain-rust", Format::Rust);
    let (mut main, mut calls) = (CHECK.to_owned(), String::new());
    for (at, case) in all.iter().enumerate() {
        let path = Path::new(&case.name).join("network.rs");
        let (name, rows, trained) = (&case.name, &case.rows, &case.trained);
        let (columns, outputs) = (trained.data.train.columns().len(), trained.target.outputs);
        let answers: Vec<_> = case.outputs.chunks(outputs).collect();
        writeln!(main, "#[path = {path:?}]\nmod case_{at};").unwrap();
        writeln!(calls, "    let rows: &[[f64; {columns}]] = &{rows:?};").unwrap();
        writeln!(calls, "    let answers: &[[f64; {outputs}]] = &{answers:?};").unwrap();
        writeln!(calls, "    fails |= check({name:?}, case_{at}::predict, rows, answers);")
            .unwrap();
    }
    writeln!(main, "fn main() {{\n    let mut fails = false;\n{calls}    assert!(!fails);\n}}")
        .unwrap();
    fs::write(folder.join("main.rs"), main).unwrap();
    let mut compiler = Command::new("rustc");
    let strict = ["--edition", "2021", "-D", "warnings", "-A", "unused_variables", "main.rs"];
    programs::run(compiler.args(strict).current_dir(&folder));
    programs::run(&mut Command::new(folder.join("main")));
}

/// What compares, in the program that has all cases as modules. What is no number is the worst.
const CHECK: &str = "
fn check<const C: usize, const O: usize>(
    name: &str,
    predict: fn([f64; C]) -> [f64; O],
    rows: &[[f64; C]],
    answers: &[[f64; O]],
) -> bool {
    let mut worst = 0.0_f64;
    for (row, expected) in rows.iter().zip(answers) {
        for (found, expected) in predict(*row).iter().zip(expected) {
            let off = (found - expected).abs() / expected.abs().max(1.0);
            worst = if off <= worst { worst } else { off };
        }
    }
    println!(\"{name}: {worst:e}\");
    !(worst <= 1e-10)
}
";
