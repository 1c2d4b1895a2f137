//! What columns, categories, classes and numbers of a table are called, for formats that have room for it.

use super::json;
use super::trained::Trained;
use crate::engine::table::{Goal, Meaning, Table};

/// Lists of names as JSON, each with what it is called: `columns` in the order of a row, `categories` of each
/// column (none where it has numbers), and `classes` or `targets` in the order of the outputs.
pub fn all(trained: &Trained) -> Vec<(&'static str, String)> {
    let table = &trained.data.train;
    let columns: Vec<String> = table.columns().iter().map(|column| column.name.clone()).collect();
    let mut all = vec![("columns", json::texts(&columns))];
    let categories = table.columns().iter().map(|column| match &column.meaning {
        Meaning::Number => "[]".to_owned(),
        Meaning::Category(names) => json::texts(names),
    });
    let categories: Vec<String> = categories.collect();
    all.push(("categories", ["[", &categories.join(","), "]"].concat()));
    let (goal, names) = goal(table);
    all.push((goal, json::texts(names)));
    all
}

/// What is told of a row, `classes` or `targets`, and their names in the order of the outputs.
pub fn goal(table: &Table) -> (&'static str, &[String]) {
    match table.goal() {
        Goal::Classes(names) => ("classes", names),
        Goal::Numbers(names) => ("targets", names),
    }
}
