//! What survives a change in mid-run: exactly what the table in `engine::change` says. For any
//! config and any change of any setting, and for each fault that was seen.

use std::collections::BTreeMap;

use neural_playground::app::link::Link;
use neural_playground::app::setting::{self, Setting};
use neural_playground::engine::change::{Aspect, Change, Part, kept};
use neural_playground::engine::feature::Feature;
use neural_playground::engine::kind::Kind as _;
use neural_playground::engine::layer::LayerKind;
use neural_playground::engine::plan::{Plan, Role, Slot, State};
use neural_playground::engine::trainer::Trainer;
use proptest::prelude::*;
use strum::VariantArray as _;

use super::choices::any_choices;
use super::*;

/// A turn at one thing that can be turned. Nobody lists the settings: `index` runs over all.
#[derive(Clone, Debug)]
enum Turn {
    /// The setting takes the value that it has in another config.
    Setting(usize, Box<Config>),
    /// A layer and one of its knobs, at that share of the knob's range.
    Knob(usize, usize, f64),
    /// A layer of that kind comes in.
    Insert(usize, LayerKind),
    Remove(usize),
    Swap(usize, usize),
    Feature(usize),
    ZeroStart,
}

fn any_turn() -> impl Strategy<Value = Turn> {
    let at = any::<u8>().prop_map(usize::from);
    prop_oneof![
        8 => (0..Setting::VARIANTS.len(), any_choices())
            .prop_map(|(setting, other)| Turn::Setting(setting, Box::new(other))),
        3 => (at.clone(), 0..4_usize, 0.0..=1.0).prop_map(|(at, knob, to)| Turn::Knob(at, knob, to)),
        2 => (at.clone(), proptest::sample::select(LayerKind::VARIANTS))
            .prop_map(|(at, kind)| Turn::Insert(at, kind)),
        1 => at.clone().prop_map(Turn::Remove),
        2 => (at.clone(), at).prop_map(|(a, b)| Turn::Swap(a, b)),
        1 => (0..Feature::VARIANTS.len()).prop_map(Turn::Feature),
        1 => Just(Turn::ZeroStart),
    ]
}

/// Few samples and narrow layers: a hundred runs are trained.
fn small(mut config: Config) -> Config {
    config.samples = Some(40);
    for layer in config.layers.iter_mut().filter(|layer| layer.is_dense()) {
        let units = layer.units() % 4 + 1;
        layer.kind.set("units", units as f64);
    }
    let before = config.clone();
    setting::settle(&mut config, &before);
    config
}

fn turned(config: &Config, turn: Turn) -> Config {
    let mut turned = config.clone();
    let count = turned.layers.len().max(1);
    match turn {
        Turn::Setting(at, other) => {
            let setting = Setting::VARIANTS[at];
            setting.apply(&mut turned, &setting.get(&small(*other)));
        }
        Turn::Knob(at, knob, share) => {
            // The output's card is the last.
            let output = at % (count + 1) == count;
            let layer =
                if output { Some(&mut turned.output) } else { turned.layers.get_mut(at % count) };
            if let Some(layer) = layer
                && let Some(knob) = layer.kind.kind().knobs().get(knob)
                // Those of the output follow from what it is to say.
                && !(output && knob.name == "units")
            {
                let (low, high) = (*knob.range.start(), *knob.range.end());
                let high = if knob.name == "units" { 4.0 } else { high };
                layer.kind.set(knob.name, low + (high - low) * share);
            }
        }
        Turn::Insert(at, kind) => {
            let layer = Layer::new(turned.free_id(), kind);
            turned.layers.insert(at % (turned.layers.len() + 1), layer);
        }
        Turn::Remove(at) => {
            if !turned.layers.is_empty() {
                turned.layers.remove(at % count);
            }
        }
        Turn::Swap(a, b) => {
            if !turned.layers.is_empty() {
                turned.layers.swap(a % count, b % count);
            }
        }
        Turn::Feature(at) => {
            let feature = Feature::VARIANTS[at];
            let on = turned.features.iter().any(|one| one == feature);
            turned.features = turned.features.with(feature, !on);
        }
        Turn::ZeroStart => turned.init_zero ^= true,
    }
    setting::settle(&mut turned, config);
    turned
}

/// The config that a link of this one opens, its layers under the same ids.
fn reopened(config: &Config) -> Config {
    let link = Link { config: config.clone(), ..Link::default() };
    let mut opened = open(&link::write(&link));
    for (layer, named) in opened.layers.iter_mut().zip(&config.layers) {
        layer.id = named.id;
    }
    opened
}

/// Where a tensor begins in a progress' weights or gradients; `None` where it is another's.
fn begins(plan: &Plan, slot: Slot) -> Option<usize> {
    let mut at = 0;
    for own in &plan.parameters {
        if matches!(own.role, Role::Kernel | Role::Bias) {
            if own.weights == slot || own.gradients == Some(slot) {
                return Some(at);
            }
            at += plan.width(own.weights);
        }
    }
    None
}

/// Name, part and shape of everything that a plan goes on with.
type Named = BTreeMap<(String, usize, usize), (Slot, Part)>;

fn named(plan: &Plan) -> Named {
    let mut found = Named::new();
    let mut add = |slot: Slot, part, units| {
        let key = (plan.buffers[slot.0].name.clone(), units, plan.width(slot) / units);
        found.insert(key, (slot, part));
    };
    for parameter in plan.parameters.iter().filter(|own| own.state != State::Off) {
        let units = parameter.axes[0];
        let statistic = parameter.role == Role::Statistic;
        let part = if statistic { Part::Statistics } else { Part::Weights };
        add(parameter.weights, part, units);
        if parameter.state == State::Trained {
            add(parameter.gradients.unwrap(), Part::Gradients, units);
        }
        parameter.slots.iter().for_each(|&slot| add(slot, Part::Optimizer, units));
    }
    found
}

fn values<'a>(plan: &Plan, progress: &'a mut Progress, slot: Slot, part: Part) -> &'a mut [f64] {
    let length = plan.width(slot);
    match (begins(plan, slot), part) {
        (Some(at), Part::Gradients) => &mut progress.gradients[at..at + length],
        (Some(at), _) => &mut progress.weights[at..at + length],
        (None, _) => {
            let name = &plan.buffers[slot.0].name;
            let tensor = progress.extra.iter_mut().find(|tensor| tensor.name == *name);
            &mut tensor.expect("a tensor of that name").values
        }
    }
}

/// A second run's state, of which it receives only what the table says is kept: the definition
/// that the trainer's own carrying over is held to.
fn received(
    fresh: Progress,
    to: &Plan,
    mut old: Progress,
    from: &Plan,
    aspects: &[Aspect],
) -> Progress {
    let mut second = fresh;
    let known = named(from);
    for part in kept(aspects) {
        for (key, (slot, _)) in named(to).into_iter().filter(|(_, (_, of))| *of == part) {
            if let Some(&(before, of)) = known.get(&key)
                && of == part
            {
                let found = values(from, &mut old, before, part).to_vec();
                values(to, &mut second, slot, part).copy_from_slice(&found);
            }
        }
        match part {
            Part::Weights | Part::Statistics => {}
            Part::Gradients => second.accumulated = old.accumulated,
            Part::Optimizer => (second.iterations, second.memory) = (old.iterations, old.memory),
            Part::Marks => {
                second.pruned.clear();
                for (key, (slot, _)) in named(to) {
                    let Some(&(before, Part::Weights)) = known.get(&key) else { continue };
                    let (Some(to), Some(from)) = (begins(to, slot), begins(from, before)) else {
                        continue;
                    };
                    let own = |mark: &&usize| (from..from + key.1 * key.2).contains(*mark);
                    second.pruned.extend(old.pruned.iter().filter(own).map(|at| at - from + to));
                }
            }
            Part::Stopping => {
                second.callbacks.stopping = old.callbacks.stopping;
                second.best.clone_from(&old.best);
            }
            Part::Plateau => second.callbacks.plateau = old.callbacks.plateau,
            Part::Goals => second.callbacks.goals = old.callbacks.goals,
            Part::Place => {
                (second.epoch, second.sample, second.restored) =
                    (old.epoch, old.sample, old.restored);
            }
            Part::Stream => second.generator = old.generator.clone(),
        }
    }
    second
}

/// Two sessions: one that is changed in mid-run, and one that opens the link as it then stands.
fn check_change(config: &Config, turn: Turn, (epochs, batches): (u64, usize)) {
    let told = format!("{turn:?}");
    let mut first = Bench::new(config);
    first.play(Speed::Max, Some(epochs));
    first.run(60_000.0);
    first.step(Unit::Batch, batches);
    let before = first.progress();
    let changed = turned(config, turn);
    let opened = reopened(&changed);
    assert_eq!(opened, changed, "the link says it all");
    if changed == *config {
        return;
    }
    first.configure(&changed);

    let mut second = Bench::new(&opened);
    let untouched = (before.epoch, before.sample, before.iterations) == (0, 0, 0);
    let aspects = changed.aspects_since(config);
    let anew = match changed.change_since(config) {
        Change::Nothing | Change::Live => false,
        Change::Reload | Change::Relink => untouched,
        Change::Rebuild => true,
    };
    if !anew {
        let fresh = Trainer::new(&opened).unwrap().progress();
        let [from, to] = [config, &opened].map(|config| Plan::new(&config.architecture()));
        let state = received(fresh, &to, before, &from, &aspects);
        let state = checkpoint::pack(&state, &[]);
        let checkpoint = Box::new(Checkpoint { run: 0, epoch: 0, state });
        second.send(Command::Restore { config: Box::new(opened), checkpoint, curve: Vec::new() });
        second.run(100.0);
        assert!(!second.events.iter().any(|event| matches!(event, Event::Failed(_))), "{told}");
    }
    let until = Some(first.last().epoch + 20);
    for bench in [&mut first, &mut second] {
        bench.events.clear();
        bench.play(Speed::Max, until);
        bench.run(60_000.0);
    }
    assert_eq!(first.stops(), second.stops(), "{told}: {aspects:?}");
    let [ours, theirs] = [first.last(), second.last()];
    assert_eq!((ours.epoch, ours.sample), (theirs.epoch, theirs.sample), "{told}: {aspects:?}");
    assert_eq!(ours.learning_rate, theirs.learning_rate, "{told}: {aspects:?}");
    assert!(ours.weights == theirs.weights, "{told}: {aspects:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_change_in_mid_run_keeps_what_the_table_says_and_nothing_else(
        config in any_choices(),
        modern in any::<bool>(),
        turn in any_turn(),
        epochs in 1..3_u64,
        batches in 0..3_usize,
    ) {
        let mut config = small(config);
        if !modern {
            setting::set_rules(&mut config, Rules::Playground);
        }
        config.precision = Precision::Bits64;
        check_change(&config, turn, (epochs, batches));
    }
}

#[test]
fn a_bias_that_is_switched_off_is_gone_and_comes_back_as_new() {
    // How far one step goes: along a gradient of 2 at most, or as Adam steps whose memory of this
    // weight is empty, 0.1 / √0.001 times the rate.
    for (optimizer, most) in [("sgd", 0.06), ("adam", 0.095)] {
        let base = format!(
            "#seed=0.5&networkShape=4&rules=modern&precision=64&optimizer={optimizer}\
             &layers=dense&outputLayer=dense"
        );
        for (off, bias) in [("layers=dense(use_bias:0)", 0), ("outputLayer=dense(use_bias:0)", 12)]
        {
            let (with, without) = (open(&base), open(&format!("{base}&{off}")));
            let mut bench = Bench::new(&with);
            bench.play(Speed::Max, Some(20));
            bench.run(60_000.0);
            assert_ne!(bench.last().weights[bias], 0.0);
            bench.configure(&without);
            assert_eq!(bench.last().weights[bias], 0.0, "{off}");
            bench.play(Speed::Max, Some(60));
            bench.run(60_000.0);
            assert_eq!(bench.last().weights[bias], 0.0, "{off}");
            bench.configure(&with);
            let fresh = Bench::new(&with);
            assert_eq!(bench.last().weights[bias], fresh.last().weights[bias], "{off}");
            bench.step(Unit::Batch, 1);
            let moved = (bench.last().weights[bias] - fresh.last().weights[bias]).abs();
            assert!(moved <= most, "{optimizer}, {off}: {moved}");
        }
    }
}

#[test]
fn a_layer_that_was_frozen_takes_no_old_gradient_when_it_thaws() {
    let base = "#seed=0.5&networkShape=4&rules=modern&precision=64";
    let mut bench = Bench::new(&open(&format!("{base}&layers=dense")));
    bench.step(Unit::Sample, 5);
    let frozen = open(&format!("{base}&layers=dense(trainable:0)"));
    bench.configure(&frozen);
    bench.play(Speed::Max, Some(3));
    bench.run(60_000.0);
    bench.configure(&open(&format!("{base}&layers=dense")));
    assert!(bench.progress().gradients.iter().all(|&sum| sum == 0.0));
}

/// The rate is so high that the first batch already overflows what the losses can hold.
#[test]
fn divergence_after_any_change_in_mid_epoch_comes_back_finite() {
    let hash =
        "#learningRate=10&networkShape=8,8,8,8,8,8&problem=regression&activation=relu&seed=0.5";
    type Touch = fn(&mut Bench, &Config);
    let touches: [(&str, Touch); 3] = [
        ("a weight set by hand", |bench, _| {
            let to = UnitId { layer: 0, unit: 0 };
            bench.send(Command::SetWeight { weight: WeightId { to, from: Some(0) }, value: 0.3 });
        }),
        ("another plan", |bench, config| {
            bench.configure(&Config { activation: Activation::Elu.into(), ..config.clone() });
        }),
        ("a restart", |bench, config| {
            let state = checkpoint::pack(&bench.progress(), &[]);
            let checkpoint = Box::new(Checkpoint { run: 0, epoch: 0, state });
            bench.send(Command::Restore {
                config: Box::new(config.clone()),
                checkpoint,
                curve: Vec::new(),
            });
        }),
    ];
    for (name, touch) in touches {
        for batches in [1, 3, 20] {
            let config = open(hash);
            let mut bench = Bench::new(&config);
            bench.step(Unit::Batch, batches);
            touch(&mut bench, &config);
            bench.play(Speed::Max, Some(50));
            bench.run(60_000.0);
            let stops = bench.stops();
            assert!(matches!(stops.last(), Some(Stopped::Diverged { .. })), "{name}: {stops:?}");
            let frame = bench.last();
            assert!(frame.weights.iter().all(|weight| weight.is_finite()), "{name}, {batches}");
            assert!(frame.metrics.train_loss.is_finite(), "{name}, {batches}");
        }
    }
}

#[test]
fn pruned_marks_follow_their_layer_when_it_moves() {
    let hash =
        "#seed=0.5&regularization=L1&regularizationRate=0.003&networkShape=4,4,4&dataset=gauss";
    let config = open(hash);
    let mut bench = Bench::new(&config);
    bench.play(Speed::Max, Some(150));
    bench.run(60_000.0);
    let zeros = |frame: &Frame| -> Vec<usize> {
        (0..frame.weights.len()).filter(|&at| frame.weights[at] == 0.0).collect()
    };
    assert!(!bench.last().pruned.is_empty());
    assert_eq!(zeros(bench.last()), bench.last().pruned);
    let mut moved = config;
    moved.layers.swap(1, 2);
    bench.configure(&moved);
    assert_eq!(zeros(bench.last()), bench.last().pruned);
    // A bias may rest: that of a unit whose ways on are all pruned.
    let shape = bench.last().shape.clone();
    let units =
        (1..shape.len()).flat_map(|layer| (0..shape[layer]).map(move |unit| (layer - 1, unit)));
    let live: Vec<usize> = units
        .flat_map(|(layer, unit)| (0..shape[layer]).map(move |from| (layer, unit, Some(from))))
        .filter_map(|(layer, unit, from)| {
            WeightId { to: UnitId { layer, unit }, from }.index(&shape)
        })
        .filter(|at| !bench.last().pruned.contains(at))
        .collect();
    let before = bench.last().weights.clone();
    bench.step(Unit::Epoch, 1);
    let frozen = live.iter().filter(|&&at| bench.last().weights[at] == before[at]).count();
    assert_eq!(frozen, 0, "no live weight stands still");
}

#[test]
fn a_network_that_nothing_has_touched_is_the_one_that_its_link_opens_with() {
    let base = "#seed=0.5&rules=modern&precision=64";
    for changed in [
        "loss=categorical_crossentropy",
        "activation=relu",
        "layers=dense(units:2),batch_normalization,dense(units:4)",
        "outputLayer=dense(use_bias:0)",
    ] {
        let mut bench = Bench::new(&open(base));
        let changed = open(&format!("{base}&{changed}"));
        bench.configure(&changed);
        let fresh = Bench::new(&changed);
        assert_eq!(bench.last().weights, fresh.last().weights, "{changed:?}");
        assert_eq!(bench.last().epoch, 0);
    }
    // What the visitor has set stays.
    let mut bench = Bench::new(&open(base));
    let weight = WeightId { to: UnitId { layer: 0, unit: 0 }, from: Some(0) };
    bench.send(Command::SetWeight { weight, value: 7.0 });
    bench.configure(&open(&format!("{base}&activation=relu")));
    let at = weight.index(&bench.last().shape).unwrap();
    assert_eq!(bench.last().weights[at], 7.0);
}

#[test]
fn what_a_relink_draws_anew_is_what_a_fresh_page_draws_there() {
    let base = "#seed=0.5&rules=modern&precision=64";
    let mut bench = Bench::new(&open(base));
    bench.play(Speed::Max, Some(5));
    bench.run(60_000.0);
    let several = open(&format!("{base}&loss=categorical_crossentropy"));
    bench.configure(&several);
    let fresh = Bench::new(&several);
    // Two outputs instead of one: 12 weights of the first layer and 10 of the second stay.
    assert_eq!(bench.last().weights[22..], fresh.last().weights[22..]);
    assert_ne!(bench.last().weights[..22], fresh.last().weights[..22]);
}

/// As the TensorFlow Playground's *Regenerate* does it; the die begins anew.
#[test]
fn other_points_leave_weights_and_epoch_and_the_network_trains_on_with_them() {
    for base in ["#seed=0.5", "#seed=0.5&rules=modern&precision=64"] {
        let config = open(base);
        let mut bench = Bench::new(&config);
        bench.step(Unit::Epoch, 10);
        let before = bench.last().clone();
        let old = bench.data().clone();
        let other = Config { data_seed: "0.7".to_owned(), ..config.clone() };
        bench.configure(&other);
        let (new, after) = (bench.data().clone(), bench.last().clone());
        assert_eq!((new.run, new.train.len()), (old.run, old.train.len()));
        assert_ne!(new.train, old.train);
        assert_eq!((after.run, after.epoch, &after.weights), (old.run, 10, &before.weights));
        assert_ne!(after.metrics, before.metrics);
        bench.step(Unit::Epoch, 1);
        assert_ne!(bench.last().weights, before.weights);
        // The points are those that the seed draws, the first weights those of the run's own.
        assert_eq!(
            new.train,
            Bench::new(&Config { seed: "0.7".to_owned(), ..config.clone() }).data().train
        );
        assert_eq!(Bench::new(&other).last().weights, Bench::new(&config).last().weights);
        // Reset keeps the points.
        bench.send(Command::Reset);
        bench.run(100.0);
        assert_eq!(bench.data().train, new.train);
        assert_eq!(bench.last().epoch, 0);
    }
}
