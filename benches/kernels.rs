//! The kernels of the CPU natively: an epoch of training, losses, and the maps of all units, at 32
//! and at 64 bits. `cargo bench --bench kernels`.

#![allow(clippy::expect_used, missing_docs, reason = "a program for the command line")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::Set;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::trainer::Trainer;
use strum::VariantArray as _;

/// A network: its name, inputs, hidden layers, activation and batch.
type Case = (&'static str, usize, &'static [usize], Activation, usize);

const CASES: [Case; 3] = [
    ("2-4-2-1", 2, &[4, 2], Activation::Tanh, 10),
    ("7-8x6-1", 7, &[8; 6], Activation::Tanh, 30),
    ("2-64-64-64-1", 2, &[64; 3], Activation::Relu, 128),
];

fn trainer((_, inputs, hidden, activation, batch): Case, precision: Precision) -> Trainer {
    let features = Feature::VARIANTS.iter().take(inputs);
    let config = Config {
        features: features.fold(Features::empty(), |set, &feature| set.with(feature, true)),
        layers: Layer::stack(hidden),
        activation: activation.into(),
        batch_size: batch,
        samples: Some(3840),
        learning_rate: 1e-3,
        precision,
        ..Config::default()
    };
    Trainer::new(&config).expect("the config is valid")
}

fn kernels(criterion: &mut Criterion) {
    for case in CASES {
        for &precision in Precision::VARIANTS {
            let mut run = trainer(case, precision);
            let samples = run.data().train.len() as u64;
            let bits: &str = precision.into();
            let mut group = criterion.benchmark_group(case.0);
            group.throughput(Throughput::Elements(samples));
            group.bench_function(BenchmarkId::new("epoch", bits), |b| {
                b.iter(|| run.finish_epoch());
            });
            group.throughput(Throughput::Elements(2 * samples));
            group.bench_function(BenchmarkId::new("losses", bits), |b| {
                b.iter(|| black_box(run.evaluate()));
            });
            run.set_grid(Set::Maps, 100);
            group.throughput(Throughput::Elements(100 * 100));
            group.bench_function(BenchmarkId::new("maps", bits), |b| {
                b.iter(|| black_box(run.maps(Set::Maps)));
            });
            group.finish();
        }
    }
}

criterion_group!(benches, kernels);
criterion_main!(benches);
