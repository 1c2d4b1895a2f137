//! Every initializer's mean and deviation over forty seeds, against the file's and against the
//! formula. What is compared are statistics of different draws: the tolerance is five standard
//! errors of their difference.

use std::path::Path;

use neural_playground::engine::initializer::{self, Initializer};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::seedrandom::SeedRandom;

use super::read::{self, numbers};

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "initializers.json");
    let mut found = Vec::new();
    for (class, item) in &file {
        let tuned = read::initializer(class, &item["config"]);
        let [inputs, units] = numbers(&item["shape"])[..] else { panic!("{class}: no shape") };
        let draws: Vec<f64> = (0..40)
            .flat_map(|seed: u32| {
                let mut rng = SeedRandom::from_text(&seed.to_string());
                initializer::draw(&tuned, inputs as usize, units as usize, &mut rng)
            })
            .collect();
        let count = draws.len() as f64;
        assert_eq!(draws.len() as u64, item["measured_over_draws"], "{class}");
        let mean = draws.iter().sum::<f64>() / count;
        let variance = draws.iter().map(|w| (w - mean) * (w - mean)).sum::<f64>() / count;
        let number = |key: &str| item[key].as_f64().unwrap();
        let (std, spread) = (variance.sqrt(), number("std"));
        // The mean of a kernel at right angles varies less, never more.
        let error = 5.0 * (2.0 / count).sqrt() * spread + 1e-12;
        found.push((format!("{class}: mean"), (mean - number("mean")).abs(), error));
        // A deviation's own error is at most 1/√(2n) of it for tails no heavier than normal ones.
        found.push((format!("{class}: deviation"), (std - spread).abs(), error));
        let (formula_mean, formula_std) = formula(&tuned, inputs, units);
        found.push((format!("{class}: mean by formula"), (mean - formula_mean).abs(), error));
        found.push((format!("{class}: deviation by formula"), (std - formula_std).abs(), error));
        let (low, high) =
            draws.iter().fold((f64::MAX, f64::MIN), |(low, high), &w| (low.min(w), high.max(w)));
        // The extremes of bounded distributions nearly touch their bounds; a normal one has none.
        let bounded = !matches!(tuned.kind(), Initializer::RandomNormal | Initializer::Orthogonal);
        let slack = if bounded { 1e-2 * spread } else { 2.0 * spread };
        found.push((format!("{class}: least"), (low - number("min")).abs(), slack + 1e-12));
        found.push((format!("{class}: most"), (high - number("max")).abs(), slack + 1e-12));
    }
    found
}

/// Mean and deviation that the distribution has by definition.
fn formula(initializer: &Tuned<Initializer>, inputs: f64, units: f64) -> (f64, f64) {
    let knob = |name| initializer.get(name).unwrap_or_default();
    // Of a standard normal distribution cut off at ±2.
    let cut = 0.879_625_661_034_239_8;
    match initializer.kind() {
        Initializer::Playground => (0.0, (1.0_f64 / 12.0).sqrt()),
        Initializer::Zeros => (0.0, 0.0),
        Initializer::Ones => (1.0, 0.0),
        Initializer::RandomUniform => {
            let (low, high) = (knob("minval"), knob("maxval"));
            (f64::midpoint(low, high), (high - low) / 12.0_f64.sqrt())
        }
        Initializer::RandomNormal => (knob("mean"), knob("stddev")),
        Initializer::TruncatedNormal => (knob("mean"), cut * knob("stddev")),
        Initializer::GlorotUniform | Initializer::GlorotNormal => {
            (0.0, (2.0 / (inputs + units)).sqrt())
        }
        Initializer::HeUniform | Initializer::HeNormal => (0.0, (2.0 / inputs).sqrt()),
        Initializer::LecunUniform | Initializer::LecunNormal => (0.0, (1.0 / inputs).sqrt()),
        // Rows of length `gain` over as many entries as the longer side has.
        Initializer::Orthogonal => (0.0, knob("gain") / inputs.max(units).sqrt()),
        Initializer::Identity => {
            let mean = inputs.min(units) / (inputs * units);
            (mean, (mean - mean * mean).sqrt())
        }
    }
}
