//! Every loss: its mean over a batch, and the gradient of that mean.

use std::path::Path;

use neural_playground::engine::loss;

use super::read::{self, deviation, numbers, shape};

const TOLERANCE: f64 = 1e-10;
/// A few operations on 24-bit numbers.
const NARROW: f64 = 4e-6;

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "losses.json");
    let mut found = Vec::new();
    for (name, item) in &file {
        let (tuned, from_logits) = read::loss(item["class"].as_str().unwrap(), &item["config"]);
        let (rows, outputs) = shape(&item["y_pred"]);
        let (t, y) = (numbers(&item["y_true"]), numbers(&item["y_pred"]));
        let mean = loss::mean(&tuned, from_logits, &y, &t, outputs);
        let mut d = vec![0.0; y.len()];
        for r in 0..rows {
            let row = r * outputs..(r + 1) * outputs;
            loss::gradient(&tuned, from_logits, &t[row.clone()], &y[row.clone()], &mut d[row]);
        }
        d.iter_mut().for_each(|d| *d /= rows as f64);
        // The lanes stand output by output.
        let stride = rows.next_multiple_of(8);
        let turned = |values: &[f64]| -> Vec<f32> {
            (0..outputs)
                .flat_map(|u| (0..stride).map(move |r| (u, r)))
                .map(|(u, r)| if r < rows { values[r * outputs + u] as f32 } else { 7.0 })
                .collect()
        };
        let mut d32 = vec![7.0; stride * outputs];
        loss::gradient_columns(
            &tuned,
            from_logits,
            &turned(&t),
            &turned(&y),
            &mut d32,
            stride,
            rows,
            stride,
        );
        let back: Vec<f64> = (0..rows * outputs)
            .map(|at| f64::from(d32[at % outputs * stride + at / outputs]) / rows as f64)
            .collect();
        let gradient = numbers(&item["gradient"]);
        found.push((name.clone(), deviation(&[mean], &numbers(&item["value"])), TOLERANCE));
        found.push((format!("gradient of {name}"), deviation(&d, &gradient), TOLERANCE));
        found.push((format!("gradient of {name} at 32 bits"), deviation(&back, &gradient), NARROW));
    }
    found
}
