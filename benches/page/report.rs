//! What was found: a section of Markdown and a value of JSON a part, printed as they come and
//! written to `target/bench`.

use std::path::Path;
use std::{fs, iter};

use serde_json::{Map, Value};

use crate::browser::Outcome;

/// Where the results go.
pub const FOLDER: &str = "target/bench";

/// What a part found.
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// Its tables and sentences.
    pub text: String,
    /// Its figures.
    pub found: Value,
}

/// All that was found in one run.
#[derive(Default)]
pub struct Report {
    text: String,
    found: Map<String, Value>,
}

impl Report {
    /// Takes a part in and prints it.
    pub fn add(&mut self, name: &str, Part { title, text, found }: Part) {
        let section = format!("## {title}\n\n{}\n\n", text.trim_end());
        print!("{section}");
        self.text += &section;
        self.found.insert(name.to_owned(), found);
    }

    /// Writes `page.md` and `page.json`.
    pub fn write(&self) -> Outcome {
        let folder = Path::new(FOLDER);
        fs::create_dir_all(folder)?;
        fs::write(folder.join("page.json"), serde_json::to_string_pretty(&self.found)?)?;
        fs::write(folder.join("page.md"), &self.text)?;
        Ok(())
    }
}

/// A table of Markdown whose first columns, so many, are text and whose others are numbers.
pub fn table(texts: usize, head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let mark = |column| if column < texts { "---" } else { "---:" }.to_owned();
    let marks: Vec<String> = (0..head.len()).map(mark).collect();
    iter::once(line(&head))
        .chain(iter::once(line(&marks)))
        .chain(rows.iter().map(|row| line(row)))
        .collect()
}

/// A rate as one reads it.
pub fn rate(rate: f64) -> String {
    if rate >= 1e6 { format!("{:.2} M", rate / 1e6) } else { format!("{:.1} k", rate / 1e3) }
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A goal and whether it is reached.
pub fn goal(what: &str, reached: bool) -> String {
    format!("goal {what}: {}", if reached { "reached" } else { "not reached" })
}

/// The middle one of some numbers; of none, `None`.
pub fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// Half of the distance between the smallest and the largest of some numbers, as a share of the median.
pub fn spread(numbers: &[f64]) -> Option<f64> {
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(0.0, f64::max);
    Some((high - low) / 2.0 / median(numbers)?)
}

/// By what each of some numbers is larger than the one beside it: the lower quartile, the middle one and the
/// upper quartile. Of numbers measured in turn that says more than what the middle ones of both give.
pub fn quartiles(ours: &[f64], theirs: &[f64]) -> Option<[f64; 3]> {
    let mut ratios: Vec<f64> =
        ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect();
    ratios.sort_by(f64::total_cmp);
    let at = |share: usize| ratios.get(ratios.len() * share / 4).copied();
    Some([at(1)?, at(2)?, at(3)?])
}

/// Such quartiles as one reads them.
pub fn range([low, middle, high]: [f64; 3]) -> String {
    format!("{middle:.2} ({low:.2} to {high:.2})")
}

/// The numbers of a JSON list.
pub fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}
