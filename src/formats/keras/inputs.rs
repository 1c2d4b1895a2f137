//! The way from a row as it stands in the table, categories by their places, to the network's inputs, and
//! from its answers to the table's numbers: Keras's `Normalization`, and operations for all else.

use super::super::format::Refused;
use super::super::trained::Trained;
use super::formula::{Formula, Value};
use super::graph::{Graph, Group, NUMPY, Tensor};
use super::json::{list, number, text};
use crate::engine::feature::Feature;
use crate::engine::inputs::Derivation;

/// Widths that Keras's `Normalization` divides by as they are: below its epsilon, 1e-7, it does not, and
/// it takes them squared, with some back ends at 32 bits.
const WIDTHS: std::ops::Range<f64> = 1e-6..1e15;

/// What `Normalization` is told of a column, and what is multiplied by before.
struct Norm {
    factor: f64,
    mean: f64,
    variance: f64,
}

/// Writes the network's inputs for a row; what they are computed in is the graph's type.
///
/// # Errors
/// Where a column reaches further than 64 bits do.
pub fn write(graph: &mut Graph, trained: &Trained, row: &Tensor) -> Result<Tensor, Refused> {
    let all = trained.inputs.derivations();
    let scaled = match all.iter().any(is_scaled) {
        true => scale(graph, trained, row)?,
        false => row.clone(),
    };
    let trace = trained.inputs.trace();
    let mut formula = Formula::new(&trace);
    let mut numbers: Vec<Option<Tensor>> = vec![None; row.width];
    let mut argument = |at: usize, graph: &mut Graph| match numbers.get_mut(at) {
        Some(Some(known)) => Value::Tensor(known.clone()),
        Some(place) => {
            let number = graph.columns(row, (at, at + 1));
            *place = Some(number.clone());
            Value::Tensor(number)
        }
        None => Value::Constant(0.0),
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&derivation) = all.get(at) {
        let mut count = 1;
        let piece = match derivation {
            Derivation::Category { column, .. } => {
                let same = |next: &&Derivation| matches!(next, Derivation::Category { column: of, .. } if *of == column);
                count = all.iter().skip(at).take_while(same).count();
                categories(graph, row, column, count)
            }
            Derivation::Number { .. } | Derivation::Feature(Feature::X | Feature::Y) => {
                let first = column(&derivation).unwrap_or_default();
                let next = all.iter().skip(at).zip(first..);
                count = next.take_while(|(own, at)| column(own) == Some(*at)).count();
                graph.columns(&scaled, (first, first + count))
            }
            Derivation::Feature(feature) => of_plane(graph, &scaled, feature),
            Derivation::Formula { .. } => {
                let result = trace.results.get(at).copied().unwrap_or_default();
                match formula.value(result, graph, &mut argument) {
                    Value::Tensor(tensor) => tensor,
                    Value::Constant(value) => {
                        let first = graph.columns(row, (0, 1));
                        let arguments = [first.json(), number(value)];
                        let own = vec![("dtype", text(graph.dtype))];
                        graph.operation((NUMPY, "FullLike"), own, &arguments, (1, graph.dtype))
                    }
                }
            }
        };
        pieces.push(piece);
        at += count;
    }
    let width = pieces.iter().map(|piece| piece.width).sum();
    Ok(match pieces.as_slice() {
        [] => graph.columns(row, (0, 0)),
        [whole] => whole.clone(),
        pieces => {
            let group = Group { class: "concatenate", name: "inputs".to_owned(), layer: None };
            let own = vec![("axis", "-1".to_owned())];
            let from = list(pieces.iter().map(Tensor::json));
            graph.call("Concatenate", group, own, from, width)
        }
    })
}

/// Numbers as the table has them from the network's answers: `answer · width + shift`.
pub fn numbers(graph: &mut Graph, trained: &Trained, answer: Tensor) -> Tensor {
    let Some([widths, shifts]) = trained.targets.rescaling() else { return answer };
    let shape = (answer.width, graph.dtype);
    let mut value = answer;
    for (class, values) in [("Multiply", widths), ("Add", shifts)] {
        let arguments = [value.json(), graph.constant(values)];
        value = graph.operation((NUMPY, class), Vec::new(), &arguments, shape);
    }
    value
}

/// Whether an input is a function of scaled columns.
fn is_scaled(derivation: &Derivation) -> bool {
    matches!(derivation, Derivation::Number { .. } | Derivation::Feature(_))
}

/// The column that an input is, scaled and nothing else.
fn column(derivation: &Derivation) -> Option<usize> {
    match *derivation {
        Derivation::Number { column, .. } => Some(column),
        Derivation::Feature(Feature::X) => Some(0),
        Derivation::Feature(Feature::Y) => Some(1),
        Derivation::Feature(_) | Derivation::Category { .. } | Derivation::Formula { .. } => None,
    }
}

/// All columns, those of numbers scaled.
fn scale(graph: &mut Graph, trained: &Trained, row: &Tensor) -> Result<Tensor, Refused> {
    let scales = trained.inputs.scales();
    let own = scales.iter().map(|scale| match scale {
        None => norm(0.0, 1.0),
        Some(scale) => norm(scale.shift(), scale.width()),
    });
    let norms: Option<Vec<Norm>> = own.collect();
    let norms = norms.ok_or_else(|| Refused::Lacks(vec!["Normalization".to_owned()]))?;
    if norms.iter().all(|norm| norm.is_idle()) {
        return Ok(row.clone());
    }
    let mut from = row.clone();
    if norms.iter().any(|norm| norm.factor != 1.0) {
        let factors = graph.constant(norms.iter().map(|norm| norm.factor));
        let shape = (row.width, graph.dtype);
        from = graph.operation((NUMPY, "Multiply"), Vec::new(), &[row.json(), factors], shape);
    }
    let each = |of: fn(&Norm) -> f64| list(norms.iter().map(|norm| number(of(norm))));
    let own = vec![
        ("axis", "[-1]".to_owned()),
        ("mean", each(|norm| norm.mean)),
        ("variance", each(|norm| norm.variance)),
    ];
    let group = Group { class: "normalization", name: "scaling".to_owned(), layer: None };
    Ok(graph.call("Normalization", group, own, from.json(), row.width))
}

/// What takes `shift` off and divides by `width` then; `None` beyond 64 bits.
fn norm(shift: f64, width: f64) -> Option<Norm> {
    if !shift.is_finite() || !width.is_finite() {
        return None;
    }
    if width == 0.0 {
        return Some(Norm { factor: 0.0, mean: 0.0, variance: 1.0 });
    }
    // A power of two, so that no digit is lost.
    let factor = if WIDTHS.contains(&width) { 1.0 } else { width.log2().floor().exp2().recip() };
    let (mean, width) = (shift * factor, width * factor);
    (mean.is_finite() && width.is_finite()).then_some(Norm {
        factor,
        mean,
        variance: width * width,
    })
}

impl Norm {
    /// Whether it leaves numbers as they are.
    fn is_idle(&self) -> bool {
        (self.factor, self.mean, self.variance) == (1.0, 0.0, 1.0)
    }
}

/// A number for each category of a column: 1 for its own, else 0.
fn categories(graph: &mut Graph, row: &Tensor, column: usize, count: usize) -> Tensor {
    let place = graph.columns(row, (column, column + 1));
    let arguments = [place.json(), graph.constant((0..count).map(|at| at as f64))];
    let same = graph.operation((NUMPY, "Equal"), Vec::new(), &arguments, (count, "bool"));
    let own = vec![("dtype", text(graph.dtype))];
    let shape = (count, graph.dtype);
    graph.operation(("keras.src.ops.core", "Cast"), own, &[same.json()], shape)
}

/// A function of the first two columns.
fn of_plane(graph: &mut Graph, scaled: &Tensor, feature: Feature) -> Tensor {
    let (class, columns): (_, &[usize]) = match feature {
        Feature::X => return graph.columns(scaled, (0, 1)),
        Feature::Y => return graph.columns(scaled, (1, 2)),
        Feature::XSquared => ("Square", &[0]),
        Feature::YSquared => ("Square", &[1]),
        Feature::XTimesY => ("Multiply", &[0, 1]),
        Feature::SinX => ("Sin", &[0]),
        Feature::SinY => ("Sin", &[1]),
    };
    let arguments: Vec<_> =
        columns.iter().map(|&at| graph.columns(scaled, (at, at + 1)).json()).collect();
    graph.operation((NUMPY, class), Vec::new(), &arguments, (1, graph.dtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_norm_scales_as_the_page_does_whatever_the_width() {
        for (shift, width) in [(0.0, 1.0), (4.0, 2.0), (1e-9, 3e-12), (1e200, 7e180), (5.0, 0.0)] {
            let Norm { factor, mean, variance } = norm(shift, width).unwrap();
            for value in [shift, shift + width, shift - 3.0 * width] {
                // As Keras computes it.
                let ours = (value * factor - mean) / variance.sqrt().max(1e-7);
                let scaled = if width == 0.0 { 0.0 } else { (value - shift) / width };
                assert!((ours - scaled).abs() < 1e-12, "{shift} {width}: {ours} {scaled}");
            }
        }
        assert!(norm(0.0, f64::INFINITY).is_none());
        assert!(norm(0.0, 1.0).unwrap().is_idle());
    }
}
