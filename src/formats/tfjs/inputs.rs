//! From a row to the network's inputs, and from its answers to numbers, by layers that TensorFlow.js has. It
//! has none that takes columns apart or does arithmetic with constants, but a dense layer with a fixed kernel
//! does both.

use super::model::Model;
use crate::engine::feature::Feature;
use crate::engine::inputs::{Derivation, Input, Name};
use crate::formats::trained::Trained;

/// Inputs that stand side by side and are made alike.
enum Piece {
    /// Columns, scaled.
    Columns(Vec<usize>),
    /// Products of two scaled columns.
    Products(Vec<[usize; 2]>),
    /// One number for each of so many categories of a column.
    Categories(usize, usize),
}

/// The inputs in their order; what is refused is none.
fn pieces(trained: &Trained) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let product = |pieces: &mut Vec<Piece>, of| match pieces.last_mut() {
        Some(Piece::Products(all)) => all.push(of),
        Some(Piece::Columns(_) | Piece::Categories(..)) | None => {
            pieces.push(Piece::Products(vec![of]));
        }
    };
    let column = |pieces: &mut Vec<Piece>, at| match pieces.last_mut() {
        Some(Piece::Columns(all)) => all.push(at),
        Some(Piece::Products(_) | Piece::Categories(..)) | None => {
            pieces.push(Piece::Columns(vec![at]));
        }
    };
    for derivation in trained.inputs.derivations() {
        match derivation {
            Derivation::Number { column: at, .. } => column(&mut pieces, at),
            Derivation::Feature(Feature::X) => column(&mut pieces, 0),
            Derivation::Feature(Feature::Y) => column(&mut pieces, 1),
            Derivation::Feature(Feature::XSquared) => product(&mut pieces, [0, 0]),
            Derivation::Feature(Feature::YSquared) => product(&mut pieces, [1, 1]),
            Derivation::Feature(Feature::XTimesY) => product(&mut pieces, [0, 1]),
            Derivation::Category { column, .. } => match pieces.last_mut() {
                Some(Piece::Categories(last, count)) if *last == column => *count += 1,
                Some(_) | None => pieces.push(Piece::Categories(column, 1)),
            },
            Derivation::Feature(Feature::SinX | Feature::SinY) | Derivation::Formula { .. } => {}
        }
    }
    pieces
}

/// What TensorFlow.js has no layer for, as the page calls it.
pub fn lacks(trained: &Trained) -> Vec<String> {
    let names = Name::of_numbers(trained.data.train.columns(), &[]);
    let lacking = |derivation| match derivation {
        Derivation::Feature(feature @ (Feature::SinX | Feature::SinY)) => {
            Some(Input::Feature(feature).name(&names).column)
        }
        Derivation::Formula { at, .. } => trained.config.formulas.get(at).cloned(),
        Derivation::Feature(
            Feature::X | Feature::Y | Feature::XSquared | Feature::YSquared | Feature::XTimesY,
        )
        | Derivation::Number { .. }
        | Derivation::Category { .. } => None,
    };
    trained.inputs.derivations().into_iter().filter_map(lacking).collect()
}

/// Adds the layers, and names the one that gives the inputs; a network without inputs gets one that is 0.
pub fn inputs(model: &mut Model, trained: &Trained, row: &str) -> String {
    let scales = trained.inputs.scales();
    let columns = scales.len();
    let shifts = scales.iter().map(|scale| scale.map_or(0.0, |scale| -scale.shift()));
    let shifts: Vec<f64> = shifts.collect();
    // A constant column is 0, whatever stands in it.
    let factors = scales.iter().map(|scale| match scale.map_or(1.0, |scale| scale.width()) {
        0.0 => 0.0,
        width => 1.0 / width,
    });
    let factors: Vec<f64> = factors.collect();
    let pieces = pieces(trained);
    let is_scaled = shifts.iter().any(|&shift| shift != 0.0) || factors.iter().any(|&by| by != 1.0);
    if let [Piece::Columns(all)] = pieces.as_slice()
        && !is_scaled
        && all.iter().copied().eq(0..columns)
    {
        return row.to_owned();
    }
    let mut from = row.to_owned();
    if shifts.iter().any(|&shift| shift != 0.0) {
        // On its own, so that a mean that is large beside the deviation costs no digits.
        let each = vec![1.0; columns];
        let all: Vec<usize> = (0..columns).collect();
        from = pick(model, "centered", &all, (&each, Some(&shifts)), &from);
    }
    let mut names = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let name = format!("inputs_{at}");
        let mut scaled =
            |name: &str, places: &[usize]| pick(model, name, places, (&factors, None), &from);
        names.push(match piece {
            Piece::Columns(places) => scaled(&name, places),
            Piece::Products(places) => {
                let factor = |at: usize| places.iter().map(|of| of[at]).collect::<Vec<_>>();
                let a = scaled(&format!("{name}_a"), &factor(0));
                let b = scaled(&format!("{name}_b"), &factor(1));
                model.layer("Multiply", &name, "", &[&a, &b])
            }
            Piece::Categories(column, count) => {
                let place = scaled(&format!("{name}_place"), &[*column]);
                one_hot(model, &name, *count, &place)
            }
        });
    }
    match names.as_slice() {
        [] => model.fixed("inputs", ([columns, 1], &vec![0.0; columns]), None, row),
        [only] => only.clone(),
        [_, ..] => {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            model.layer("Concatenate", "inputs", r#","axis":-1"#, &names)
        }
    }
}

/// Columns at these places, each times its factor and with its bias.
fn pick(
    model: &mut Model,
    name: &str,
    places: &[usize],
    (factors, bias): (&[f64], Option<&[f64]>),
    from: &str,
) -> String {
    let row = |(column, &factor): (usize, &f64)| {
        places.iter().map(move |&place| if place == column { factor } else { 0.0 })
    };
    let kernel: Vec<f64> = factors.iter().enumerate().flat_map(row).collect();
    model.fixed(name, ([factors.len(), places.len()], &kernel), bias, from)
}

/// Numbers as the table has them from the network's answers, and the layer that gives them.
pub fn numbers(model: &mut Model, trained: &Trained, answers: String) -> String {
    let Some([widths, shifts]) = trained.targets.rescaling() else { return answers };
    let all: Vec<usize> = (0..widths.len()).collect();
    pick(model, "numbers", &all, (&widths, Some(&shifts)), &answers)
}

/// A place as one number for each of so many: the row of an identity matrix. The layer that is made for it,
/// CategoryEncoding, waits for the GPU and is unknown before TensorFlow.js 4.
fn one_hot(model: &mut Model, name: &str, count: usize, from: &str) -> String {
    let table = format!("{name}_of");
    let config = format!(r#","trainable":false,"input_dim":{count},"output_dim":{count}"#);
    model.layer("Embedding", &table, &config, &[from]);
    let identity = (0..count * count).map(|at| f64::from(u8::from(at % (count + 1) == 0)));
    model.weight(&table, "embeddings", &[count, count], &identity.collect::<Vec<_>>());
    model.layer("Flatten", name, "", &[&table])
}
