//! Every schedule's learning rate at some steps.

use std::path::Path;

use neural_playground::engine::schedule;

use super::read::{self, deviation, numbers};

pub fn check(folder: &Path) -> Vec<(String, f64, f64)> {
    let file = read::file(folder, "schedules.json");
    let at = numbers(&file["at"]);
    assert_eq!(file.len(), 2, "an item that nobody reads: {:?}", file.keys());
    let schedules = file["schedules"].as_object().unwrap().iter();
    schedules
        .map(|(name, item)| {
            let class = item["config"]["name"].as_str().unwrap();
            let class = if class == "PiecewiseConstant" { "PiecewiseConstantDecay" } else { class };
            let (schedule, initial) = read::schedule(class, &item["config"]);
            let ours: Vec<f64> =
                at.iter().map(|&at| schedule::rate(&schedule, initial, at as u64)).collect();
            (name.clone(), deviation(&ours, &numbers(&item["values"])), 1e-12)
        })
        .collect()
}
