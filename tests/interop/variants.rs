//! Networks beside those of `cases`, for formats that write other files for them: with 32 bits, with knobs
//! away from their defaults, with inputs of every kind.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::{Kind as _, Knob, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::table::{Column, Goal, Table};
use rand::RngExt as _;
use strum::VariantArray as _;

use crate::cases::{self, Case};

/// What a network of these layers has at 64 bits.
pub fn config(layers: Vec<Layer>) -> Config {
    let precision = Precision::Bits64;
    Config { layers, precision, samples: Some(60), ..Config::default() }
}

/// Every activation with its knobs at values that no one has by itself, and that 32 bits do not hold.
pub fn tuned() -> impl Iterator<Item = Tuned<Activation>> {
    let has_knobs = |one: &&Activation| !one.knobs().is_empty();
    Activation::VARIANTS.iter().filter(has_knobs).map(|&one| {
        let set = |own: Tuned<Activation>, knob: &Knob| {
            own.with(knob.name, (knob.range.start() + knob.range.end()) / 2.5)
        };
        one.knobs().iter().fold(Tuned::new(one), set)
    })
}

/// Two columns of numbers, the second `beside` with a deviation of 1.
pub fn plane(beside: f64) -> Table {
    let columns = ["length", "width"].map(Column::number).to_vec();
    let classes = ["small", "large"].map(str::to_owned).to_vec();
    let mut table = Table::new(columns, Goal::Classes(classes));
    let mut draw = SeedRandom::from_text("plane");
    for row in 0..60 {
        let class = f64::from(row % 2);
        let mut about = |middle: f64| middle + class + draw.random::<f64>();
        table.push(&[about(20.0), about(beside)], &[class]);
    }
    table
}

/// The functions of a plane that are not sines.
pub fn products() -> Features {
    let sines = [Feature::SinX, Feature::SinY];
    let known = Feature::VARIANTS.iter().filter(|one| !sines.contains(one));
    known.fold(Features::empty(), |set, &one| set.with(one, true))
}

/// All of them.
pub fn all() -> Vec<Case> {
    let layers = || Layer::stack(&[4, 3]);
    let mut configs = Vec::new();
    for activation in tuned() {
        configs.push((format!("tuned-{activation}"), Config { activation, ..config(layers()) }));
    }
    for case in cases::all() {
        let own = case.trained.config;
        // Those that none of the weights tells apart are one network.
        let same = case.name.starts_with("optimizer") || case.name.starts_with("loss");
        if own.own.is_none() && own.precision == Precision::Bits64 && !same {
            configs.push((case.name, own));
        }
    }
    let formulas = vec!["2^3/4".to_owned(), "ln(x1)".to_owned()];
    configs.push(("formulas-constant".to_owned(), Config { formulas, ..config(layers()) }));
    let mut blind = layers();
    blind.insert(0, Layer::new(5, LayerKind::BatchNormalization));
    let blind = Config { features: Features::empty(), ..config(blind) };
    configs.push(("no-inputs".to_owned(), blind));
    let one = Features::empty().with(Feature::Y, true);
    configs.push(("one-input".to_owned(), Config { features: one, ..config(layers()) }));
    let mut cases = Vec::new();
    for (name, config) in configs {
        for precision in Precision::VARIANTS {
            let config = Config { precision: *precision, ..config.clone() };
            cases.push(Case::of(&format!("{name}-{precision:?}"), &config, None, 3));
        }
    }
    for scaling in [Scaling::Standardize, Scaling::MinMax] {
        for precision in Precision::VARIANTS {
            let features = products();
            let config = Config { scaling, features, precision: *precision, ..config(layers()) };
            let name = |kind: &str| format!("{kind}-{scaling:?}-{precision:?}");
            cases.push(Case::of(&name("plane"), &config, Some(plane(1000.0)), 3));
            cases.push(Case::of(&name("table"), &config, Some(cases::table(true)), 3));
        }
    }
    cases
}
