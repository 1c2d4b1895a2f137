//! What a session tells of single points: the answer to one, and the worst.

use super::divergence::out_of_all_numbers;
use super::*;
use neural_playground::engine::backend::Set;
use neural_playground::engine::plan::{Plan, Role};
use neural_playground::engine::trainer::Trainer;
use neural_playground::protocol::{Answer, Half, Place, UnitId, WORST, Watched, WeightId};

fn place(half: Half, row: usize) -> Place {
    Place { half, row }
}

fn point(place: Place) -> Command {
    Command::Watch(Watched { point: Some(place), ..Watched::default() })
}

const WATCH_WORST: Command = Command::Watch(Watched {
    report: false,
    graph: false,
    worst: true,
    point: None,
    row: None,
    input: None,
});

/// Runs whose outputs, losses and precisions differ.
fn configs() -> [Config; 4] {
    let classes = "dataset=rings&loss=categorical_crossentropy&noise=40";
    let flow = "problem=regression&regDataset=reg-field&loss=huber";
    let exact = Config { precision: Precision::Bits64, noise: 30.0, ..Config::default() };
    [Config::default(), exact, link::parse(classes).link.config, link::parse(flow).link.config]
}

#[test]
fn the_answers_to_all_points_have_the_mean_loss_and_the_accuracy_of_the_run() {
    for config in configs() {
        let mut trainer = Trainer::new(&config).unwrap();
        (0..5).for_each(|_| trainer.finish_epoch());
        let found = trainer.evaluate();
        let target = config.target();
        for (set, loss, accuracy) in [
            (Set::Train, found.train_loss, found.train_accuracy),
            (Set::Test, found.test_loss, found.test_accuracy),
        ] {
            let data = trainer.data();
            let table = if set == Set::Train { &data.train } else { &data.test };
            let classes: Vec<usize> = table.rows().map(|row| row.class()).collect();
            let answers: Vec<_> =
                (0..classes.len()).map(|row| trainer.answer(set, row).unwrap()).collect();
            let count = answers.len() as f64;
            let mean = answers.iter().map(|answer| answer.loss).sum::<f64>() / count;
            assert!((mean - loss).abs() <= 1e-6 * loss.abs(), "{mean} for {loss}");
            assert!(answers.iter().all(|answer| answer.outputs.len() == target.outputs));
            if target.classes == 0 {
                assert!(answers.iter().all(|answer| answer.class.is_none()));
                continue;
            }
            let right = answers.iter().zip(classes).filter(|(a, class)| a.class == Some(*class));
            assert_eq!(right.count() as f64 / count, accuracy);
        }
        assert_eq!(trainer.answer(Set::Train, usize::MAX), None);
    }
}

#[test]
fn the_worst_points_are_those_of_highest_loss_the_highest_first() {
    for config in configs() {
        let mut trainer = Trainer::new(&config).unwrap();
        (0..5).for_each(|_| trainer.finish_epoch());
        let rows = trainer.data().train.len();
        let mut losses: Vec<f64> =
            (0..rows).map(|row| trainer.answer(Set::Train, row).unwrap().loss).collect();
        let worst = trainer.worst(Set::Train, 10);
        assert_eq!(worst.len(), 10);
        for &(row, loss) in &worst {
            assert!((losses[row] - loss).abs() <= 1e-6 * loss.abs(), "{row}");
        }
        assert!(worst.is_sorted_by(|a, b| a.1 >= b.1), "{worst:?}");
        losses.sort_by(|a, b| b.total_cmp(a));
        assert!((losses[9] - worst[9].1).abs() <= 1e-6 * losses[9].abs());
        let all = trainer.worst(Set::Train, usize::MAX);
        assert_eq!((all.len(), &all[..10]), (rows, &worst[..]));
    }
}

#[test]
fn a_point_that_is_watched_is_answered_with_each_frame_and_costs_nothing_before() {
    let mut bench = Bench::new(&Config::default());
    bench.step(Unit::Epoch, 2);
    assert_eq!((&bench.last().answer, &bench.last().worst[..]), (&None, &[][..]));
    let (first, second) = (place(Half::Train, 3), place(Half::Test, 9));
    let told = |bench: &Bench| bench.last().answer.clone().expect("an answer");
    bench.send(point(first));
    bench.run(1_000.0);
    let before = told(&bench);
    assert_eq!((before.place, before.outputs.len()), (first, 1));
    bench.step(Unit::Epoch, 3);
    let after = told(&bench);
    assert_eq!(after.place, first);
    assert_ne!(after.outputs, before.outputs, "it has been trained");
    bench.send(point(second));
    bench.run(1_000.0);
    assert_eq!(told(&bench).place, second);
    // The same once more is no news, and neither is none.
    let frames = bench.frames().count();
    bench.send(point(second));
    bench.send(Command::Watch(Watched::default()));
    bench.run(1_000.0);
    assert_eq!(bench.frames().count(), frames);
    bench.step(Unit::Epoch, 1);
    assert_eq!(bench.last().answer, None);
    // There is no such point.
    bench.send(point(place(Half::Test, 1 << 40)));
    bench.run(1_000.0);
    assert_eq!(bench.last().answer, None);
    assert_eq!(bench.frames().count(), frames + 2);
}

#[test]
fn a_row_by_value_is_told_as_the_point_with_that_row_is() {
    for config in configs() {
        let mut bench = Bench::new(&config);
        bench.step(Unit::Epoch, 2);
        assert_eq!(bench.last().reply, None);
        let (place, data) = (place(Half::Test, 4), bench.data());
        let row = data.rows(&data.test).nth(4).unwrap().0.to_vec();
        bench.send(Command::Watch(Watched {
            point: Some(place),
            row: Some(row.clone()),
            ..Watched::default()
        }));
        bench.run(1_000.0);
        let told = |bench: &Bench| {
            let Frame { answer, reply, .. } = bench.last().clone();
            let (answer, reply) = (answer.expect("an answer"), reply.expect("a reply"));
            assert_eq!(reply.row, row);
            assert_eq!((&answer.outputs, answer.class), (&reply.outputs, reply.class));
            reply
        };
        let before = told(&bench);
        assert_eq!(before.class.is_some(), config.target().classes > 0);
        bench.step(Unit::Epoch, 1);
        assert_ne!(told(&bench).outputs, before.outputs, "it has been trained");
        // Another row is told at once, and one that fits no table of the run is not.
        let frames = bench.frames().count();
        let ask = |row: Option<Vec<f64>>| Command::Watch(Watched { row, ..Watched::default() });
        let other: Vec<f64> = row.iter().map(|value| value + 1.0).collect();
        bench.send(ask(Some(other.clone())));
        bench.run(1_000.0);
        assert_eq!(bench.last().reply.as_ref().map(|reply| &reply.row), Some(&other));
        bench.send(ask(Some(vec![0.5; row.len() + 1])));
        bench.run(1_000.0);
        assert_eq!(bench.last().reply, None);
        assert_eq!(bench.frames().count(), frames + 2);
        // What is asked no more is no news.
        bench.send(ask(None));
        bench.run(1_000.0);
        assert_eq!(bench.frames().count(), frames + 2);
    }
}

#[test]
fn the_worst_of_both_halves_come_while_they_are_watched_and_follow_the_training() {
    let mut bench = Bench::new(&Config { noise: 50.0, ..Config::default() });
    bench.send(WATCH_WORST);
    bench.run(1_000.0);
    let before = bench.last().worst.clone();
    let of = |half: Half| before.iter().filter(|place| place.half == half).count();
    assert_eq!((of(Half::Train), of(Half::Test)), (WORST, WORST));
    let mut losses = Vec::new();
    for &place in &before {
        bench.send(point(place));
        bench.run(1_000.0);
        losses.push(bench.last().answer.as_ref().expect("an answer").loss);
    }
    assert!(losses.is_sorted_by(|a, b| a >= b), "{losses:?}");
    bench.send(WATCH_WORST);
    bench.play(Speed::Max, Some(100));
    bench.run(60_000.0);
    assert_eq!(bench.last().epoch, 100);
    assert_ne!(bench.last().worst, before);
    bench.send(Command::Watch(Watched::default()));
    bench.step(Unit::Epoch, 1);
    assert_eq!(bench.last().worst, []);
}

/// A half may have fewer points than are asked for, or none.
#[test]
fn there_are_no_more_worst_points_than_there_are_points() {
    let config = Config { samples: Some(20), train_percent: 100, ..Config::default() };
    let mut bench = Bench::new(&config);
    bench.send(WATCH_WORST);
    bench.run(1_000.0);
    let worst = &bench.last().worst;
    assert_eq!(worst.len(), WORST);
    assert!(worst.iter().all(|place| place.half == Half::Train));
}

/// Where training has led out of all numbers, what is told is told all the same.
#[test]
fn answers_of_a_run_that_has_diverged_are_told() {
    let bench = out_of_all_numbers(Command::Watch(Watched {
        worst: true,
        point: Some(place(Half::Train, 0)),
        ..Watched::default()
    }));
    let frame = bench.last();
    assert_eq!(frame.worst.len(), 2 * WORST);
    let Answer { place: told, class, .. } = frame.answer.clone().expect("an answer");
    assert_eq!((told, class), (place(Half::Train, 0), None));
}

#[test]
fn a_weight_stands_in_frames_where_the_page_looks_for_it() {
    let config = Config {
        layers: ["dense(units:3,use_bias:0)", "batch_normalization", "dense(units:2)"]
            .map(|text| Layer::read(text, 0).unwrap().0)
            .to_vec(),
        ..Config::default()
    };
    let (plan, shape) = (Plan::new(&config.architecture()), config.shape());
    assert_eq!(plan.units().collect::<Vec<_>>(), shape[1..]);
    let of = |role| plan.framed().filter(move |(_, own)| own.role == role);
    let found = |layer, unit, from| WeightId { to: UnitId { layer, unit }, from }.index(&shape);
    for (layer, ((bias, _), (kernel, own))) in of(Role::Bias).zip(of(Role::Kernel)).enumerate() {
        let [units, inputs] = own.matrix();
        for unit in 0..units {
            assert_eq!(found(layer, unit, None), Some(bias + unit));
            for from in 0..inputs {
                let at = kernel + unit * inputs + from;
                assert_eq!(found(layer, unit, Some(from)), Some(at));
            }
        }
    }
    let last = shape.len() - 1;
    let last = found(last - 1, shape[last] - 1, Some(shape[last - 1] - 1));
    assert_eq!(last, Some(plan.weight_count() - 1));
}
