//! What a program says of itself: what goes in and comes out, and an example.

use super::dialect::{Dialect, fill};
use super::expression::literal;
use crate::engine::table::{Goal, Meaning};
use crate::formats::code::quoted;
use crate::formats::trained::Trained;

/// A line of a comment.
pub fn comment(dialect: &Dialect, text: &str) -> String {
    let line = [dialect.comment, " ", text].concat();
    line.trim_end().to_owned()
}

/// The comment that a program begins with. Names stand in it as quoted texts, which nothing ends early.
pub fn header(trained: &Trained, dialect: &Dialect) -> String {
    let mut lines = vec![
        "A neural network that was trained in the Neural Playground, as one function.".to_owned(),
        String::new(),
        "The columns of a row:".to_owned(),
    ];
    let columns = trained.data.train.columns();
    lines.extend(columns.iter().enumerate().map(|(at, column)| match &column.meaning {
        Meaning::Number => format!("  {at}: {}", quoted(&column.name)),
        Meaning::Category(names) => {
            let named =
                names.iter().enumerate().map(|(at, name)| format!("{at} for {}", quoted(name)));
            let named: Vec<_> = named.collect();
            format!("  {at}: {}, {}", quoted(&column.name), named.join(", "))
        }
    }));
    lines.push("The outputs:".to_owned());
    outputs(trained, &mut lines);
    if let Some(row) = trained.rows().next() {
        let answer = trained.predict(&[row.values]);
        let list = |numbers: &[f64]| {
            let items: Vec<_> = numbers.iter().map(|&number| literal(dialect, number)).collect();
            let [open, close] = dialect.list;
            [open, &items.join(", "), close].concat()
        };
        let (given, told, outputs) =
            (list(row.values), list(&answer), trained.target.outputs.to_string());
        let parts = [("row", given.as_str()), ("told", &told), ("outputs", &outputs)];
        lines.extend([String::new(), fill(dialect.example, &parts)]);
    }
    lines.iter().map(|line| comment(dialect, line) + "\n").collect()
}

/// What each output says.
fn outputs(trained: &Trained, lines: &mut Vec<String>) {
    let target = &trained.target;
    let listed = |what: &str, names: &[String]| -> Vec<String> {
        names
            .iter()
            .enumerate()
            .map(|(at, name)| format!("  {at}: {what}{}", quoted(name)))
            .collect()
    };
    match trained.data.train.goal() {
        Goal::Numbers(names) => lines.extend(listed("", names)),
        Goal::Classes(names) if target.one_each() => {
            lines.extend(listed("class ", names));
            lines.push("The largest output tells the class.".to_owned());
        }
        Goal::Classes(names) => {
            let class = |at: usize| quoted(names.get(at).map_or("", String::as_str));
            let (no, yes, threshold) = (class(0), class(1), target.threshold());
            lines.push(format!("  0: class {yes} from {threshold:?} on, else {no}"));
        }
    }
}
