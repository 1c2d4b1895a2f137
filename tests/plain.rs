//! What training leaves to the plain code where a browser compiles: nothing, whatever the network,
//! its loss, its optimizer and its penalties are, at either width and by either rules. Nobody
//! compiles natively: here a linker takes every module and what it gives does nothing, so that what
//! the backend inside is asked for is all that there is no code for. `tests/compiled.rs` has the
//! numbers.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::compiled::{
    Call, Compiled, Inner, Kernel, Linker, Written,
};
use neural_playground::engine::backend::reference::Reference;
use neural_playground::engine::backend::simd::Simd;
use neural_playground::engine::backend::{Backend, Set};
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::error::Result;
use neural_playground::engine::feature::Features;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::noise::Draw;
use neural_playground::engine::optimizer::{Extras, Memory, Optimizer, Step};
use neural_playground::engine::plan::{Plan, Slot};
use neural_playground::engine::regularizer::{LayerRegularizer, Regularizer};
use strum::VariantArray as _;

/// What the plain code was asked to do.
type Asked = Rc<RefCell<Vec<&'static str>>>;

/// A backend that notes what it is asked to compute.
struct Watched<B>(B, Asked);

impl<B> Watched<B> {
    fn note(&self, what: &'static str) {
        self.1.borrow_mut().push(what);
    }
}

impl<B: Inner> Inner for Watched<B> {
    type Number = B::Number;

    fn state(&mut self) -> (&mut [Vec<B::Number>], &mut [Vec<bool>]) {
        self.0.state()
    }
}

impl<B: Inner> Backend for Watched<B> {
    fn load(&mut self, set: Set, rows: usize, inputs: &[f64], targets: &[f64]) {
        self.0.load(set, rows, inputs, targets);
    }

    fn order(&mut self, rows: &[u32]) {
        self.0.order(rows);
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        self.0.write(slot, values)
    }

    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>) {
        self.0.read_into(slot, out);
    }

    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]) {
        self.0.set_pruned(kernel, pruned);
    }

    fn pruned(&mut self, kernel: Slot) -> Vec<bool> {
        self.0.pruned(kernel)
    }

    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>) {
        self.note("gradients");
        self.0.accumulate(rows, draw, outputs);
    }

    fn apply(&mut self, step: &Step) {
        self.note("a step");
        self.0.apply(step);
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        self.note("outputs");
        self.0.evaluate(set)
    }

    fn probe(&mut self, set: Set, layers: Range<usize>) -> Vec<f32> {
        self.note("values");
        self.0.probe(set, layers)
    }

    fn repeat(&mut self, at: usize) {
        self.note("an op");
        self.0.repeat(at);
    }
}

/// Takes every module, and makes nothing of it.
struct Idle {
    relaxed: bool,
    refuses: bool,
}

impl Kernel for Idle {
    fn run(&self, _call: Call<'_>) {}
}

impl Linker for Idle {
    fn is_relaxed(&self) -> bool {
        self.relaxed
    }

    fn is_fused(&self) -> bool {
        self.relaxed
    }

    fn link(&self, _module: &Written) -> Option<Box<dyn Kernel>> {
        let Self { relaxed, refuses } = *self;
        (!refuses).then(|| Box::new(Self { relaxed, refuses }) as Box<dyn Kernel>)
    }
}

/// All that training does with a backend, and what of it was left to the plain one.
fn left<B: Inner>(config: &Config, linker: Idle, make: fn(Plan) -> B) -> Vec<&'static str> {
    let asked = Asked::default();
    let plan = Plan::new(&config.architecture());
    let inside = Rc::clone(&asked);
    let [inputs, outputs] = [plan.input, plan.target].map(|slot| plan.width(slot));
    let mut backend =
        Compiled::new(plan, Rc::new(linker), |plan| Watched(make(plan), Rc::clone(&inside)));
    let (batch, draw) = (config.batch_size, Draw::default());
    let rows = 2 * batch + batch.div_ceil(2);
    backend.set_batch(batch).unwrap();
    for set in [Set::Train, Set::Test, Set::Maps] {
        backend.load(set, rows, &vec![0.5; rows * inputs], &vec![0.0; rows * outputs]);
    }
    let mut memory = Memory::default();
    let mut step = |rate| {
        let penalty = (config.regularizer, config.regularization_rate, config.rules);
        Step::new(&config.optimizer, rate, 0, &mut memory, batch, config.extras, penalty)
    };
    // A batch, whole ones at once where one is a piece, and the epoch's short last.
    backend.accumulate(0..batch, draw, None);
    backend.apply(&step(0.1));
    for (rate, steady) in [(0.1, true), (0.0, false)] {
        let first = step(rate);
        let done = backend.descend(batch..2 * batch, draw, (&first, steady), &mut || step(rate));
        if !done && batch <= 128 {
            asked.borrow_mut().push("batches at once");
        }
    }
    backend.accumulate(2 * batch..rows, draw, None);
    backend.apply(&step(0.0));
    backend.evaluate(Set::Test);
    backend.probe(Set::Maps, 0..1);
    asked.take()
}

/// What is left by a config at each width, by each rules, with and without relaxed instructions.
fn left_of(config: &Config) -> Vec<&'static str> {
    let mut all = Vec::new();
    for &rules in Rules::VARIANTS {
        for relaxed in [false, true] {
            let config = Config { rules, ..config.clone() };
            config.validate().unwrap();
            for precision in Precision::VARIANTS {
                let linker = Idle { relaxed, refuses: false };
                all.extend(match precision {
                    Precision::Bits64 => left(&config, linker, Reference::new),
                    Precision::Bits32 => left(&config, linker, Simd::new),
                });
            }
        }
    }
    all
}

fn some() -> Config {
    Config { layers: Layer::stack(&[5, 3]), batch_size: 30, ..Config::default() }
}

/// Holds each to leaving nothing.
fn assert_nothing_is_left(configs: impl IntoIterator<Item = (String, Config)>) {
    let left = configs.into_iter().map(|(name, config)| (name, left_of(&config)));
    let left: Vec<_> = left.filter(|(_, left)| !left.is_empty()).collect();
    assert_eq!(left, []);
}

#[test]
fn no_layer_is_left() {
    assert_nothing_is_left(LayerKind::VARIANTS.iter().flat_map(|&kind| {
        ["trainable", "use_bias"].map(|knob| {
            let dense = |id| Layer::dense(id, 5);
            let between = Layer::new(9, Tuned::new(kind).with(knob, 0.0));
            let as_it_is = Layer::new(8, Tuned::new(kind));
            let layers = vec![dense(1), dense(2), as_it_is, dense(3), between, dense(4)];
            (format!("{kind:?} without {knob}"), Config { layers, ..some() })
        })
    }));
}

#[test]
fn no_activation_and_no_loss_is_left() {
    let activations = Activation::VARIANTS
        .iter()
        .map(|&one| (format!("{one:?}"), Config { activation: one.into(), ..some() }));
    let losses = Loss::VARIANTS
        .iter()
        .map(|&one| (format!("{one:?}"), Config { loss: Some(one.into()), ..some() }));
    assert_nothing_is_left(activations.chain(losses));
}

#[test]
fn no_optimizer_is_left_whatever_it_does_beside() {
    let off = Extras::default();
    let extras = [
        off,
        Extras { weight_decay: 0.01, ..off },
        Extras { clipnorm: 0.1, ..off },
        Extras { clipvalue: 0.1, ..off },
        Extras { global_clipnorm: 0.1, ..off },
    ];
    assert_nothing_is_left(Optimizer::VARIANTS.iter().flat_map(|&one| {
        extras.map(|extras| {
            (format!("{one:?}, {extras:?}"), Config { optimizer: one.into(), extras, ..some() })
        })
    }));
}

#[test]
fn no_penalty_is_left() {
    let own = Tuned::new(LayerRegularizer::L1L2);
    assert_nothing_is_left(Regularizer::VARIANTS.iter().flat_map(|&regularizer| {
        [false, true].map(|owned| {
            let mut config = Config { regularizer, regularization_rate: 0.1, ..some() };
            for layer in config.layers.iter_mut().filter(|_| owned) {
                layer.kernel_regularizer = own;
            }
            (format!("{regularizer:?}, of layers: {owned}"), config)
        })
    }));
}

#[test]
fn no_batch_is_left_and_no_network_without_features() {
    let coupled = Layer::new(9, Tuned::new(LayerKind::BatchNormalization));
    let coupled = vec![Layer::dense(1, 5), coupled, Layer::dense(2, 4)];
    let batches = [1, 7, 128, 129, 200, 300, 2000];
    let batches = batches.into_iter().flat_map(|batch_size| {
        [Layer::stack(&[4]), coupled.clone()].map(|layers| {
            let config = Config { layers, batch_size, samples: Some(5000), ..some() };
            (format!("batches of {batch_size}"), config)
        })
    });
    let none = Config { features: Features::empty(), ..some() };
    assert_nothing_is_left(batches.chain([("no feature".to_owned(), none)]));
}

#[test]
fn where_nothing_is_compiled_all_is_left() {
    let linker = Idle { relaxed: true, refuses: true };
    let left = left(&some(), linker, Simd::new);
    for what in ["gradients", "a step", "batches at once", "outputs", "values"] {
        assert!(left.contains(&what), "{what}");
    }
}
