//! Values and slopes of every activation.

use std::path::Path;

use neural_playground::engine::activation::{
    self, softmax, softmax_columns, softmax_columns_gradient, softmax_gradient,
};
use serde_json::Value;

use super::read::{self, deviation, numbers, shape};

const TOLERANCE: f64 = 1e-12;
/// A dozen operations on 24-bit numbers, the words of `formula` among them.
const NARROW: f64 = 4e-6;

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "activations.json");
    let x = numbers(&file["x"]);
    let mut found = Vec::new();
    for (part, items) in &file {
        match part.as_str() {
            "x" => {}
            "scalar" => {
                for (name, item) in items.as_object().unwrap() {
                    found.extend(one(name, item, &x));
                }
            }
            "vector" => {
                for (name, item) in items.as_object().unwrap() {
                    assert_eq!(name, "softmax", "the engine does not know {name}");
                    found.extend(rows(item));
                }
            }
            other => panic!("what is {other}?"),
        }
    }
    found
}

fn one(name: &str, item: &Value, x: &[f64]) -> Vec<(String, f64, f64)> {
    let tuned = read::tuned_activation(name, &item["config"]);
    let (value, slope) = (numbers(&item["value"]), numbers(&item["slope"]));
    let (mut y, mut d) = (vec![0.0; x.len()], vec![1.0; x.len()]);
    activation::apply(&tuned, x, &mut y);
    activation::apply_slope(&tuned, x, &y, &mut d);
    let narrow: Vec<f32> = x.iter().map(|&x| x as f32).collect();
    let (mut y32, mut d32) = (vec![0.0; x.len()], vec![1.0; x.len()]);
    let own = activation::narrow(&tuned).expect("a function of one number");
    (own.apply)(&narrow, &own.knobs, &mut y32);
    (own.slope)(&narrow, &y32, &own.knobs, &mut d32);
    // Rounding x to 24 bits moves a value by as much as its slope.
    let rounded: Vec<f64> = narrow.iter().map(|&x| f64::from(x)).collect();
    let (mut near, mut near_slope) = (y.clone(), vec![1.0; x.len()]);
    activation::apply(&tuned, &rounded, &mut near);
    activation::apply_slope(&tuned, &rounded, &near, &mut near_slope);
    let wide = |values: &[f32]| values.iter().map(|&v| f64::from(v)).collect::<Vec<_>>();
    vec![
        (name.to_owned(), deviation(&y, &value), TOLERANCE),
        (format!("slope of {name}"), deviation(&d, &slope), TOLERANCE),
        (format!("{name} at 32 bits"), deviation(&wide(&y32), &near), NARROW),
        (format!("slope of {name} at 32 bits"), deviation(&wide(&d32), &near_slope), NARROW),
    ]
}

fn rows(item: &Value) -> Vec<(String, f64, f64)> {
    let (count, units) = shape(&item["logits"]);
    let logits = numbers(&item["logits"]);
    let (mut y, mut d) = (vec![0.0; logits.len()], numbers(&item["upstream"]));
    for r in 0..count {
        let row = r * units..(r + 1) * units;
        softmax(&logits[row.clone()], &mut y[row.clone()]);
        softmax_gradient(&y[row.clone()], &mut d[row]);
    }
    // The lanes stand unit by unit.
    let turned = |values: &[f64]| -> Vec<f32> {
        (0..units)
            .flat_map(|u| (0..8).map(move |r| (u, r)))
            .map(|(u, r)| if r < count { values[r * units + u] as f32 } else { 0.0 })
            .collect()
    };
    let back = |values: &[f32]| -> Vec<f64> {
        (0..count * units).map(|at| f64::from(values[at % units * 8 + at / units])).collect()
    };
    let mut y32 = vec![0.0; 8 * units];
    softmax_columns(&turned(&logits), &mut y32, 8, 8);
    let mut d32 = turned(&numbers(&item["upstream"]));
    softmax_columns_gradient(&y32, &mut d32, 8, 8);
    let (value, gradient) = (numbers(&item["value"]), numbers(&item["gradient"]));
    vec![
        ("softmax".to_owned(), deviation(&y, &value), TOLERANCE),
        ("gradient of softmax".to_owned(), deviation(&d, &gradient), TOLERANCE),
        ("softmax at 32 bits".to_owned(), deviation(&back(&y32), &value), NARROW),
        ("gradient of softmax at 32 bits".to_owned(), deviation(&back(&d32), &gradient), NARROW),
    ]
}
