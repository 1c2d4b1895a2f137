//! Whether the learning rates that a search suggests are worth something, over data sets,
//! optimizers and seeds, beside the best of a grid.

#![expect(clippy::unwrap_used, reason = "a config that does not train fails the test")]

use std::thread;

use neural_playground::engine::config::{Config, Problem};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::rate_finder::RateFinder;
use neural_playground::engine::trainer::Trainer;
use strum::VariantArray as _;

const SEEDS: [&str; 5] = ["a", "b", "c", "d", "e"];
/// How long each rate trains.
const EPOCHS: u64 = 300;
/// A loss that nobody minds.
const SMALL: f64 = 0.02;

fn config(dataset: Dataset, optimizer: Optimizer, seed: &str) -> Config {
    let mut config = Config { seed: seed.into(), optimizer: optimizer.into(), ..Config::default() };
    config.problem = dataset.problem();
    match config.problem {
        Problem::Classification => config.dataset = dataset.into(),
        Problem::Regression => config.reg_dataset = dataset.into(),
    }
    config
}

fn suggestion(config: &Config) -> Option<f64> {
    let mut trainer = Trainer::new(config).unwrap();
    let mut finder = RateFinder::default();
    while finder.work(&mut trainer) {}
    finder.suggestion()
}

/// The loss over the training data behind so many epochs at a rate.
fn loss_at(config: &Config, learning_rate: f64) -> f64 {
    let mut trainer = Trainer::new(&Config { learning_rate, ..config.clone() }).unwrap();
    while trainer.epoch() < EPOCHS {
        trainer.finish_epoch();
    }
    let loss = trainer.evaluate().train_loss;
    if loss.is_finite() { loss } else { f64::INFINITY }
}

/// Whether no rate of a grid reaches less than half of what a suggestion does.
fn serves(config: &Config, rate: f64) -> bool {
    let loss = loss_at(config, rate);
    let grid = || (-8..=2).map(|half| libm::pow(10.0, f64::from(half) / 2.0));
    loss < SMALL || grid().all(|rate| loss <= 2.0 * loss_at(config, rate))
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are the test's result")]
fn most_set_ups_get_a_suggestion_and_nearly_all_of_them_serve() {
    let cases: Vec<_> = Dataset::VARIANTS
        .iter()
        .flat_map(|&dataset| Optimizer::VARIANTS.iter().map(move |&optimizer| (dataset, optimizer)))
        .flat_map(|(dataset, optimizer)| SEEDS.map(|seed| (dataset, optimizer, seed)))
        .collect();
    let workers = thread::available_parallelism().map_or(1, Into::into);
    // None: no suggestion; else whether it serves.
    let judge = |&(dataset, optimizer, seed): &(Dataset, Optimizer, &'static str)| {
        let config = config(dataset, optimizer, seed);
        suggestion(&config).map(|rate| ((dataset, optimizer, seed, rate), serves(&config, rate)))
    };
    let judged: Vec<_> = thread::scope(|scope| {
        let shares = (0..workers).map(|at| {
            let share = cases.iter().skip(at).step_by(workers);
            scope.spawn(move || share.filter_map(judge).collect::<Vec<_>>())
        });
        let shares: Vec<_> = shares.collect();
        shares.into_iter().flat_map(|share| share.join().unwrap()).collect()
    });
    let failed: Vec<_> =
        judged.iter().filter(|(_, serves)| !serves).map(|(what, _)| what).collect();
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    println!("{} suggestions in {} set-ups, {} fail", judged.len(), cases.len(), failed.len());
    assert!(share(judged.len(), cases.len()) >= 0.8, "{} suggestions", judged.len());
    // Of 657 suggestions 72 fail, a third of them on the curve, which other rates part all but at once.
    assert!(share(failed.len(), judged.len()) <= 0.12, "{failed:#?}");
}
