//! Weights as people and scripts write them down, for the network on show.
//!
//! As JSON, either arrays in Keras's order, `[[[…], …], […], …]`, which is what
//! `[w.tolist() for w in model.get_weights()]` gives; or with their names,
//! `[{"name": "dense_0/kernel", "shape": [2, 3], "values": […]}, …]`, where the values may be nested or
//! flat. A kernel is `[inputs, units]`, as Keras has it.
//!
//! As CSV, a number a line:
//!
//! ```csv
//! layer,name,row,column,value
//! dense_0,kernel,0,2,-0.25
//! dense_0,bias,0,2,0.5
//! ```
//!
//! Layers are called as Keras's `summary()` on the page has them. A kernel's rows are its inputs, its columns
//! its units; all else is one row. Lines and columns may stand in any order; commas, semicolons or tabs
//! separate them.

use super::array::Array;
use super::json::Json;
use super::{Report, Unreadable};
use crate::decimal;
use crate::formats::opened::{bare, columns};

/// Arrays that a CSV may be of: each line is looked for among them.
const ARRAYS: usize = 1000;

/// The arrays of a JSON file; `None` where it is none of these.
///
/// # Errors
/// Where one is ragged, or has another number of values than its shape says.
pub fn of_json(
    file: &str,
    own: &Json,
    report: &mut Report,
) -> Option<Result<Vec<Array>, Unreadable>> {
    let list = own.list();
    let with_names = |own: &Json| !own.get("name").is_off() && !own.get("values").is_off();
    (!list.is_empty()).then_some(())?;
    if list.iter().all(with_names) {
        for (field, _) in list.iter().flat_map(Json::fields) {
            if !["name", "shape", "values"].contains(&field.as_str())
                && !report.ignored.contains(field)
            {
                report.ignored.push(field.clone());
            }
        }
        return Some(list.iter().map(|own| with_name(file, own)).collect());
    }
    let nested = list.iter().all(|own| !own.list().is_empty());
    nested.then(|| {
        list.iter().enumerate().map(|(at, own)| nest(file, &at.to_string(), own)).collect()
    })
}

fn with_name(file: &str, own: &Json) -> Result<Array, Unreadable> {
    let name = own.get("name").text().unwrap_or_default();
    let array = nest(file, name, own.get("values"))?;
    let axis = |own: &Json| own.number().filter(|own| own.fract() == 0.0 && *own >= 0.0);
    let damaged = || Unreadable::Damaged { file: file.to_owned(), part: name.to_owned() };
    let shape: Option<Vec<usize>> =
        own.get("shape").list().iter().map(|own| axis(own).map(|own| own as usize)).collect();
    let shape = shape.ok_or_else(damaged)?;
    if shape.is_empty() || shape == array.shape {
        return Ok(array);
    }
    match array.shape.len() {
        1 => Array::new(array.name, shape, array.values),
        _ => Err(Unreadable::Shape { tensor: array.name, expected: shape, got: array.shape }),
    }
}

/// Nested lists as an array.
fn nest(file: &str, name: &str, own: &Json) -> Result<Array, Unreadable> {
    let (mut shape, mut next) = (Vec::new(), own);
    while let [first, ..] = next.list() {
        shape.push(next.list().len());
        next = first;
    }
    let mut values = Vec::new();
    let damaged = || Unreadable::Damaged { file: file.to_owned(), part: name.to_owned() };
    flatten(own, &shape, &mut values).ok_or_else(damaged)?;
    Ok(Array { name: name.to_owned(), shape, values })
}

fn flatten(own: &Json, shape: &[usize], into: &mut Vec<f64>) -> Option<()> {
    let Some((&length, shape)) = shape.split_first() else {
        into.push(own.number()?);
        return Some(());
    };
    let list = own.list();
    (list.len() == length).then_some(())?;
    list.iter().try_for_each(|own| flatten(own, shape, into))
}

/// The arrays of a CSV file; `None` where it is none of these.
///
/// # Errors
/// Where a line is none, and where a place has no number or two.
pub fn of_csv(file: &str, text: &str) -> Option<Result<Vec<Array>, Unreadable>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let (_, header) = lines.find(|(_, line)| !line.is_empty())?;
    let (separator, places) = columns(header)?;
    let mut entries: Vec<(String, Vec<Entry>)> = Vec::new();
    for (line, text) in lines.filter(|(_, line)| !line.is_empty()) {
        let cells: Vec<&str> = text.split(separator).map(bare).collect();
        let cell = |at: usize| places.get(at).and_then(|&at| cells.get(at)).map_or("", |own| own);
        let wrong = |found: &str| {
            let found = found.chars().take(24).collect();
            Some(Err(Unreadable::Text { file: file.to_owned(), line, found }))
        };
        let (Ok(row), Ok(column)) = (cell(2).parse(), cell(3).parse()) else { return wrong(text) };
        let Some(value) = decimal::read(cell(4)) else { return wrong(cell(4)) };
        let name = format!("{}/{}", cell(0), cell(1));
        let entry = Entry { row, column, value };
        let count = entries.len();
        match entries.iter_mut().find(|(own, _)| *own == name) {
            Some((_, entries)) => entries.push(entry),
            None if count < ARRAYS => entries.push((name, vec![entry])),
            None => return Some(Err(Unreadable::Count { expected: ARRAYS, got: count + 1 })),
        }
    }
    Some(entries.into_iter().map(|(name, entries)| filled(name, &entries)).collect())
}

/// A line of the CSV.
struct Entry {
    row: usize,
    column: usize,
    value: f64,
}

/// The array of some entries, each place once.
fn filled(name: String, entries: &[Entry]) -> Result<Array, Unreadable> {
    let most = |of: fn(&Entry) -> usize| entries.iter().map(of).max().unwrap_or_default();
    let rows = most(|entry| entry.row).saturating_add(1);
    let columns = most(|entry| entry.column).saturating_add(1);
    if rows.checked_mul(columns) != Some(entries.len()) {
        let claims = rows.saturating_mul(columns) as u64;
        return Err(Unreadable::Claims { part: name, claims, has: entries.len() as u64 });
    }
    let mut values = vec![None; entries.len()];
    for entry in entries {
        let own = values.get_mut(entry.row * columns + entry.column);
        own.into_iter().for_each(|own| *own = Some(entry.value));
    }
    let Some(values) = values.into_iter().collect::<Option<Vec<f64>>>() else {
        let count = entries.len() as u64;
        return Err(Unreadable::Claims { part: name, claims: count, has: count - 1 });
    };
    let shape =
        if name.ends_with("/kernel") || rows > 1 { vec![rows, columns] } else { vec![columns] };
    Ok(Array { name, shape, values })
}
