//! Runs for the contract of compiled training: drawn ones, and what an optimizer may do.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::Layer;
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::{LayerRegularizer, Regularizer};
use neural_playground::engine::schedule::Schedule;
use neural_playground::engine::seedrandom::SeedRandom;
use rand::RngExt as _;
use strum::VariantArray as _;

/// All activations, but at 32 bits for one over whose values 24 bits say little.
pub fn known(precision: Precision) -> Vec<Activation> {
    let mut known = Activation::VARIANTS.to_vec();
    known.retain(|one| precision == Precision::Bits64 || *one != Activation::Exponential);
    known
}

/// A network, its data and how it trains, all drawn.
pub fn any_config(draw: &mut SeedRandom, precision: Precision) -> Config {
    let mut pick = |most: usize| draw.random_range(0..most);
    let known = known(precision);
    let widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 17, 24, 33];
    let batches = [1, 2, 3, 4, 5, 7, 8, 10, 12, 13, 16, 30, 31, 64, 100, 128, 129, 200];
    let hidden: Vec<usize> = (0..pick(5)).map(|_| widths[pick(widths.len())]).collect();
    let mut layers = Layer::stack(&hidden);
    for layer in &mut layers {
        if pick(3) == 0 {
            layer.activation = Some(known[pick(known.len())].into());
        }
        if pick(6) == 0 {
            layer.kind = layer.kind.with("use_bias", 0.0);
        }
        if pick(8) == 0 {
            layer.kind = layer.kind.with("trainable", 0.0);
        }
    }
    let losses = [
        Loss::HalfSquaredError,
        Loss::MeanSquaredError,
        Loss::BinaryCrossentropy,
        Loss::MeanAbsoluteError,
        Loss::Huber,
        Loss::LogCosh,
        Loss::CategoricalCrossentropy,
    ];
    let features = Feature::VARIANTS.iter().take(1 + pick(7));
    let mut config = Config {
        layers,
        features: features.fold(Features::empty(), |set, &feature| set.with(feature, true)),
        dataset: [Dataset::Circle, Dataset::Xor, Dataset::Spiral, Dataset::Blobs][pick(4)].into(),
        activation: known[pick(known.len())].into(),
        loss: Some(losses[pick(losses.len())].into()),
        // With momentum gradients are handed over, step by step; without, the code descends.
        optimizer: match pick(3) {
            0 => Tuned::new(Optimizer::Sgd).with("momentum", 0.9),
            _ => Optimizer::Sgd.into(),
        },
        regularizer: Regularizer::VARIANTS[pick(3) * pick(2)],
        regularization_rate: 0.001,
        rules: Rules::VARIANTS[pick(2)],
        samples: Some(40 + pick(500)),
        batch_size: batches[pick(batches.len())],
        learning_rate: 0.01,
        seed: format!("{}", pick(1000)),
        precision,
        ..Config::default()
    };
    config.batch_size = config.batch_size.min(config.train_count());
    config
}

/// What an optimizer may do beside its own update.
pub fn manners(config: &Config) -> Vec<Config> {
    let clipping = [(0.05, 0.0), (0.0, 0.05)].map(|(clipnorm, global_clipnorm)| {
        let extras = Extras { clipnorm, global_clipnorm, ..Extras::default() };
        Config { extras, ..config.clone() }
    });
    // From 0 on, where no penalty acts yet.
    let warm =
        Tuned::new(Schedule::CosineDecay).with("warmup_target", 0.02).with("warmup_steps", 9.0);
    let regularizer = Regularizer::L2;
    let scheduled = Config {
        schedule: warm,
        learning_rate: 0.0,
        regularizer,
        regularization_rate: 0.5,
        ..config.clone()
    };
    let decaying =
        Config { extras: Extras { weight_decay: 0.01, ..Extras::default() }, ..config.clone() };
    let cut = Config { extras: Extras { clipvalue: 0.01, ..Extras::default() }, ..config.clone() };
    let penalised =
        |regularizer| Config { regularizer, regularization_rate: 0.01, ..config.clone() };
    let mut of_layer = config.clone();
    for layer in &mut of_layer.layers {
        let own = Tuned::new(LayerRegularizer::L1L2).with("l1", 0.003).with("l2", 0.002);
        layer.kernel_regularizer = own;
    }
    let [l1, l2] = [Regularizer::L1, Regularizer::L2].map(penalised);
    let others = [config.clone(), decaying, cut, l1, l2, of_layer, scheduled];
    others.into_iter().chain(clipping).collect()
}
