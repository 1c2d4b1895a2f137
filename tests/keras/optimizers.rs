//! Every optimizer: the variables after some of thirty given gradients.

use std::path::Path;

use neural_playground::engine::config::Rules;
use neural_playground::engine::optimizer::{
    MOST_SLOTS, Memory, Real, Step, initial_slots, slot_names,
};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::schedule::{self, Schedule};
use serde_json::Value;

use super::read::{self, deviation, numbers};

const TOLERANCE: f64 = 1e-10;
/// Thirty updates of 24-bit numbers, each divided by a root.
const NARROW: f64 = 2e-5;

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "optimizers.json");
    let tensors = |value: &Value| -> Vec<Vec<f64>> {
        value.as_array().unwrap().iter().map(numbers).collect()
    };
    let start = tensors(&file["start"]);
    let gradients: Vec<_> = file["gradients"].as_array().unwrap().iter().map(tensors).collect();
    let mut found = Vec::new();
    for (name, item) in file["optimizers"].as_object().unwrap() {
        let wide = one::<f64>(item, &start, &gradients);
        let narrow = one::<f32>(item, &start, &gradients);
        found.push((name.clone(), wide, TOLERANCE));
        found.push((format!("{name} at 32 bits"), narrow, NARROW));
    }
    assert_eq!(file.len(), 3, "an item that nobody reads: {:?}", file.keys());
    found
}

fn one<T: Real>(item: &Value, start: &[Vec<f64>], gradients: &[Vec<Vec<f64>>]) -> f64 {
    // The file names no class; the default name is the class, with a number behind.
    let name = item["config"]["name"]
        .as_str()
        .unwrap()
        .trim_end_matches(|c: char| c == '_' || c.is_ascii_digit());
    let (optimizer, rate, extras) = read::optimizer(&name.replace('_', ""), &item["config"]);
    let (schedule, initial) = match rate.as_f64() {
        Some(rate) => (Schedule::Constant.into(), rate),
        None => read::schedule(rate["class_name"].as_str().unwrap(), &rate["config"]),
    };
    let narrow = |values: &[f64]| values.iter().map(|&v| T::of(v)).collect::<Vec<T>>();
    let mut variables: Vec<Vec<T>> = start.iter().map(|values| narrow(values)).collect();
    let first = initial_slots(&optimizer);
    let slots = |values: &Vec<T>| -> Vec<Vec<T>> {
        (0..slot_names(&optimizer).len()).map(|at| vec![T::of(first[at]); values.len()]).collect()
    };
    let mut slots: Vec<_> = variables.iter().map(slots).collect();
    assert!(slots.iter().all(|slots| slots.len() <= MOST_SLOTS));
    let mut memory = Memory::default();
    let mut worst = 0.0;
    let mut compared = 0;
    for (at, gradients) in (0..).zip(gradients) {
        let rate = schedule::rate(&schedule, initial, at);
        let penalty = (Regularizer::None, 0.0, Rules::Modern);
        let step = Step::new(&optimizer, rate, at, &mut memory, 1, extras, penalty);
        let mut gradients: Vec<Vec<T>> = gradients.iter().map(|values| narrow(values)).collect();
        let pairs = variables.iter().zip(&mut gradients);
        let squares = pairs
            .filter(|_| !step.is_plain((0.0, 0.0)))
            .map(|(w, g)| step.prepare(w, g, (0.0, 0.0)))
            .sum();
        for ((w, g), slots) in variables.iter_mut().zip(&mut gradients).zip(&mut slots) {
            step.apply(w, g, slots, (0.0, 0.0), squares, None);
            assert!(g.iter().all(|g| g.wide() == 0.0), "the gradient is cleared");
        }
        let after = item["after"].as_array().unwrap();
        for expected in after.iter().filter(|after| after["step"] == at + 1) {
            let ours: Vec<f64> = variables.iter().flatten().map(|w| w.wide()).collect();
            let one = deviation(&ours, &numbers(&expected["variables"]));
            worst = if one > worst || one.is_nan() { one } else { worst };
            compared += 1;
        }
    }
    assert_eq!(compared, item["after"].as_array().unwrap().len(), "every step recorded");
    worst
}
