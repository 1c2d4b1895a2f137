//! Keras's own numbers, item by item: no item of the files is skipped, and one that the engine
//! does not know fails the test.
//!
//! The folder is `tests/fixtures/keras-parity` unless `KERAS_FIXTURES` names another; its
//! `make.py` shows how the files were made.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stdout, reason = "the largest deviations are the test's result")]

mod activations;
mod fits;
mod initializers;
mod layers;
mod losses;
mod optimizers;
mod read;
mod schedules;

use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    std::env::var_os("KERAS_FIXTURES")
        .map_or_else(|| PathBuf::from("tests/fixtures/keras-parity"), PathBuf::from)
}

/// Holds a file: each item's largest deviation, relative to max(1, |expected|), is within its
/// tolerance.
fn hold(check: fn(&Path) -> Vec<(String, f64, f64)>) {
    let found = check(&folder());
    assert!(!found.is_empty(), "the file holds no item");
    for (item, deviation, tolerance) in found {
        println!("{item}: largest deviation {deviation:.1e}, allowed {tolerance:.0e}");
        // NaN is never within a tolerance.
        assert!(deviation <= tolerance, "{item}: {deviation} exceeds {tolerance}");
    }
}

#[test]
fn activations_and_their_slopes() {
    hold(activations::check);
}

#[test]
fn losses_and_their_gradients() {
    hold(losses::check);
}

#[test]
fn optimizers_over_thirty_steps() {
    hold(optimizers::check);
}

#[test]
fn learning_rate_schedules() {
    hold(schedules::check);
}

#[test]
fn initializers_mean_and_deviation() {
    hold(initializers::check);
}

#[test]
fn normalization_layers() {
    hold(layers::check);
}

#[test]
fn whole_fits() {
    hold(fits::check);
}
