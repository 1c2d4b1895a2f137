//! The set-up, the rows, and the way from a row to the network.

use super::formula::{Module, written};
use super::python::{array, list, list_of_texts, quoted};
use super::{Writer, comment};
use crate::engine::config::{Rules, Target};
use crate::engine::inputs::{Derivation, Input, Name};
use crate::engine::loss::Coding;
use crate::engine::table::{Meaning, Row, Table};
use crate::formats::names;

/// Keras's table of what it narrows, which no setting reaches.
const KEEP_64_BITS: &str = "from keras.src.backend.common import dtypes

getattr(dtypes, \"BIT64_TO_BIT32_DTYPE\", {})[\"float64\"] = \"float64\"
";

/// Imports, and the width of numbers.
pub fn set_up(writer: &Writer<'_>) -> String {
    let words = writer.words;
    let mut code = format!(
        "import os\n\nos.environ.setdefault(\"KERAS_BACKEND\", \"jax\")  # {}\n",
        words.backend
    );
    if writer.wide {
        code.push_str(&format!(
            "os.environ.setdefault(\"JAX_ENABLE_X64\", \"1\")  # {}\n",
            words.wide
        ));
    }
    code.push_str("\nimport keras\nimport numpy as np\nfrom keras import layers, ops\n\n");
    let width = if writer.wide { "float64" } else { "float32" };
    code.push_str(&format!("keras.config.set_floatx(\"{width}\")\n"));
    code.push_str("keras.utils.set_random_seed(1)\n");
    if writer.wide {
        code.push_str(&comment(words.kept, ""));
        code.push_str(KEEP_64_BITS);
    }
    code
}

/// The names of the columns.
pub fn columns(writer: &Writer<'_>) -> Vec<String> {
    writer.trained.data.train.columns().iter().map(|column| column.name.clone()).collect()
}

/// The numbers of rows that go through the network together while it trains, each once.
pub fn batches(writer: &Writer<'_>) -> Vec<usize> {
    let (batch, rows) = (writer.trained.config.batch(), writer.trained.data.train.len());
    let left = rows % batch;
    let rest = match writer.trained.config.rules {
        Rules::Modern => left,
        Rules::Playground => batch + left,
    };
    if left == 0 { vec![batch] } else { vec![batch, rest] }
}

/// Rows of some numbers as an array.
fn array_of_rows<'a>(name: &str, table: &'a Table, of: impl Fn(Row<'a>) -> &'a [f64]) -> String {
    array(name, table.rows().map(|row| list(of(row))))
}

/// Names, rows and targets.
pub fn rows(writer: &Writer<'_>) -> String {
    let data = &writer.trained.data;
    let mut code = format!("COLUMNS = {}\n", list_of_texts(&columns(writer)));
    for (at, column) in data.train.columns().iter().enumerate() {
        if let Meaning::Category(names) = &column.meaning {
            code.push_str(&format!("CATEGORIES_{} = {}\n", at + 1, list_of_texts(names)));
        }
    }
    let (kind, names) = names::goal(&data.train);
    code.push_str(&format!("{} = {}\n", kind.to_ascii_uppercase(), list_of_texts(names)));
    let target = &writer.trained.target;
    code.push_str(&scaled(writer));
    for (part, table) in [("train", &data.train), ("test", &data.test)] {
        if table.is_empty() {
            continue;
        }
        code.push('\n');
        code.push_str(&array_of_rows(&format!("rows_{part}"), table, |row| row.values));
        let name = format!("y_{part}");
        if target.classes == 0 {
            let width = target.outputs;
            let targets = |row: Row<'_>| list(row.targets.get(..width).unwrap_or(row.targets));
            let raw = told(writer, part);
            code.push_str(&array(&raw, table.rows().map(targets)));
            if raw != name {
                code.push_str(&format!("{name} = ({raw} - SHIFT) / WIDTH\n"));
            }
        } else {
            let classes = format!("classes_{part}");
            let class = |row: Row<'_>| row.class().to_string();
            code.push_str(&array(&classes, table.rows().map(class)));
            code.push_str(&format!("{name} = {}\n", encoded(target, &classes)));
        }
    }
    code
}

/// What the numbers of a part are called that are to be told, as the table has them.
pub fn told(writer: &Writer<'_>, part: &str) -> String {
    let scaled = !writer.trained.targets.scales().is_empty();
    [if scaled { "targets_" } else { "y_" }, part].concat()
}

/// How numbers are scaled that are to be told, and a function that undoes it; nothing where none is.
fn scaled(writer: &Writer<'_>) -> String {
    let Some([widths, shifts]) = writer.trained.targets.rescaling() else { return String::new() };
    format!(
        "\n{}SHIFT, WIDTH = np.array({}), np.array({})\n\n\ndef numbers(answers):\n    return answers * WIDTH + SHIFT\n\n",
        comment(writer.words.scaled, ""),
        list(&shifts),
        list(&widths)
    )
}

/// Classes as the numbers that stand for them.
fn encoded(target: &Target, classes: &str) -> String {
    let signed = target.coding == Coding::Signed;
    match (target.outputs, signed) {
        (1, false) => format!("np.where({classes} == 1, 1.0, 0.0)[:, None]"),
        (1, true) => format!("np.where({classes} == 1, 1.0, -1.0)[:, None]"),
        (outputs, false) => format!("np.eye({outputs})[{classes}]"),
        (outputs, true) => format!("2.0 * np.eye({outputs})[{classes}] - 1.0"),
    }
}

/// What an input is called, as a literal.
fn name(writer: &Writer<'_>, derivation: Derivation) -> String {
    let columns = writer.trained.data.train.columns();
    match derivation {
        Derivation::Number { column, .. } => quoted(&columns[column].name),
        Derivation::Category { column, category } => {
            let own = &columns[column];
            let names = match &own.meaning {
                Meaning::Category(names) => names.as_slice(),
                Meaning::Number => &[],
            };
            let category = names.get(category).map_or("", String::as_str);
            format!("{} = {}", quoted(&own.name), quoted(category))
        }
        Derivation::Feature(feature) => {
            quoted(&Input::Feature(feature).name(&Name::of_numbers(columns, &[])).column)
        }
        Derivation::Formula { at, .. } => {
            quoted(writer.trained.config.formulas.get(at).map_or("", String::as_str))
        }
    }
}

/// A function from rows to inputs, and the inputs of the rows.
pub fn inputs(writer: &Writer<'_>) -> String {
    let Writer { trained, words: _, wide: _ } = writer;
    let columns = trained.data.train.columns();
    let argument = |at: usize| format!("x{}", at + 1);
    let (lines, results) = written(&trained.inputs.trace(), argument, Module::Numpy);
    let mut code = "def inputs(rows):\n".to_owned();
    for (at, column) in columns.iter().enumerate() {
        let named = quoted(&column.name);
        code.push_str(&format!("    {} = rows[:, {at}]  # {named}\n", argument(at)));
    }
    // A formula may have no value somewhere, where its input is 0.
    let indent = if trained.config.formulas.is_empty() {
        "    "
    } else {
        code.push_str("    with np.errstate(all=\"ignore\"):\n");
        "        "
    };
    for line in lines {
        code.push_str(&format!("{indent}{line}\n"));
    }
    code.push_str(&format!("{indent}seen = np.zeros((len(rows), {}))\n", results.len()));
    for (at, (result, derivation)) in results.iter().zip(trained.inputs.derivations()).enumerate() {
        let name = name(writer, derivation);
        code.push_str(&format!("{indent}seen[:, {at}] = {result}  # {name}\n"));
    }
    code.push_str("    return seen\n\n\nx_train = inputs(rows_train)\n");
    if !trained.data.test.is_empty() {
        code.push_str("x_test = inputs(rows_test)\n");
    }
    code
}
