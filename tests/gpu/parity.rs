//! The TensorFlow Playground's fixtures on the GPU: each of 100 epochs restarts from the
//! reference's weights; running freely, only the last loss is compared, since 32-bit runs part
//! ways chaotically.

use neural_playground::app::link;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::trainer::Trainer;
use serde_json::Value;

use super::{gpu, on_gpu};

/// After an epoch from equal weights, in units of max(1, |w|).
const TOLERANCE: f64 = 1e-3;

fn fixtures() -> Vec<(String, Value)> {
    let folder = "tests/fixtures/playground-parity";
    let mut found: Vec<(String, Value)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            (path.display().to_string(), serde_json::from_str(&text).unwrap())
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| a.cmp(b));
    found
}

#[test]
fn each_epoch_agrees_from_the_references_weights_and_a_free_run_ends_as_well() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 7);
    for (name, fixture) in fixtures {
        let hash = fixture["hash"].as_str().unwrap_or_else(|| panic!("{name} has no hash"));
        let wide = link::parse(hash).link.config;
        let config = Config { precision: Precision::Bits32, ..wide.clone() };
        let mut reference = Trainer::new(&wide).unwrap();
        let mut run = on_gpu(&config);
        let mut free = on_gpu(&config);
        for epoch in 0..100 {
            run.restore(&reference.progress()).unwrap();
            gpu(&mut run).forget();
            run.finish_epoch();
            reference.finish_epoch();
            let (ours, theirs) = (run.weights(), reference.weights());
            for (at, (a, b)) in ours.iter().zip(&theirs).enumerate() {
                let error = (a - b).abs() / b.abs().max(1.0);
                assert!(error <= TOLERANCE, "{name} epoch {epoch} weight {at}: {a} for {b}");
            }
            free.finish_epoch();
        }
        let (ours, theirs) = (free.evaluate(), reference.evaluate());
        let error = (ours.train_loss - theirs.train_loss).abs();
        assert!(error <= 0.02, "{name}: {} for {}", ours.train_loss, theirs.train_loss);
    }
}
