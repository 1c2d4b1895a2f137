//! From a row to the network's inputs, and from its answers to what is told: numbers that stand side by side are scaled together, everything
//! else is the formula that the engine writes down.

use super::elementwise;
use super::graph::{Attribute, Graph, Operator};
use crate::engine::formula::trace::Trace;
use crate::engine::inputs::Derivation;
use crate::formats::trained::Trained;

/// The value of the inputs, `[batch, inputs]`, from that of the rows, `[batch, columns]`; a network without
/// inputs gets one that is 0.
pub fn inputs(graph: &mut Graph, trained: &Trained, row: &str) -> String {
    let trace = trained.inputs.trace();
    let columns = trained.inputs.scales().len();
    if trace.is_identity(columns) {
        return row.to_owned();
    }
    let derivations = trained.inputs.derivations();
    let mut pieces = Vec::new();
    let mut results = trace.results.as_slice();
    let together = |a: &Derivation, b: &Derivation| is_number(a) == is_number(b);
    for chunk in derivations.chunk_by(together) {
        let (own, rest) = results.split_at(chunk.len());
        results = rest;
        if chunk.iter().all(is_number) {
            pieces.push(numbers(graph, chunk, row, columns));
        } else {
            let trace = Trace { steps: trace.steps.clone(), results: own.to_vec() };
            pieces.extend(each(graph, &trace, row, chunk));
        }
    }
    if pieces.is_empty() {
        let (first, zero) = (graph.gather(row, &[0]), graph.number(0.0));
        pieces.push(spread(graph, &first, &zero));
    }
    if let [only] = pieces.as_slice() {
        return only.clone();
    }
    let pieces: Vec<&str> = pieces.iter().map(String::as_str).collect();
    graph.call(Operator::Concat, &pieces, &[("axis", Attribute::Whole(1))])
}

fn is_number(derivation: &Derivation) -> bool {
    matches!(derivation, Derivation::Number { .. })
}

/// Columns of numbers, scaled: `(row − shift) / width`. What is taken off is taken off first, so that a
/// mean that is large beside the deviation costs no digits.
fn numbers(graph: &mut Graph, chunk: &[Derivation], row: &str, columns: usize) -> String {
    let (mut places, mut shifts, mut widths) = (Vec::new(), Vec::new(), Vec::new());
    for derivation in chunk {
        if let Derivation::Number { column, scale } = derivation {
            places.push(*column);
            shifts.push(scale.shift());
            // A constant column is 0, whatever stands in it.
            widths.push(if scale.width() == 0.0 { f64::INFINITY } else { scale.width() });
        }
    }
    let mut value = match places.len() == columns {
        true => row.to_owned(),
        false => graph.gather(row, &places),
    };
    for (operator, values, none) in [(Operator::Sub, shifts, 0.0), (Operator::Div, widths, 1.0)] {
        if values.iter().any(|&value| value != none) {
            let values = graph.values(&[values.len()], &values);
            value = graph.call(operator, &[&value, &values], &[]);
        }
    }
    value
}

/// Numbers as the table has them, `[batch, outputs]`, from the network's answers: `answer · width + shift`.
pub fn numbers_of(graph: &mut Graph, trained: &Trained, answers: String) -> String {
    let Some([widths, shifts]) = trained.targets.rescaling() else { return answers };
    let mut value = answers;
    for (operator, values) in [(Operator::Mul, widths), (Operator::Add, shifts)] {
        let values = graph.values(&[values.len()], &values);
        value = graph.call(operator, &[&value, &values], &[]);
    }
    value
}

/// A value for each of the trace's results, those of this chunk. Formulas are computed with 64 bits, as the
/// engine does, since nobody knows what they do to rounding.
fn each(graph: &mut Graph, trace: &Trace, row: &str, chunk: &[Derivation]) -> Vec<String> {
    let has_formula = |derivation: &Derivation| matches!(derivation, Derivation::Formula { .. });
    let widens = !graph.wide && chunk.iter().any(has_formula);
    graph.wide |= widens;
    let column = |graph: &mut Graph, at: usize| {
        let value = graph.gather(row, &[at]);
        if widens { graph.cast(&value, true) } else { value }
    };
    let mut pieces = Vec::new();
    for (mut value, varies) in elementwise::formula(graph, trace, column) {
        if !varies {
            let first = column(graph, 0);
            value = spread(graph, &first, &value);
        }
        pieces.push(if widens { graph.cast(&value, false) } else { value });
    }
    graph.wide &= !widens;
    pieces
}

/// A number for each row, of which `column` is one.
fn spread(graph: &mut Graph, column: &str, number: &str) -> String {
    let zero = graph.call(Operator::Sub, &[column, column], &[]);
    graph.call(Operator::Add, &[&zero, number], &[])
}
