//! Runs on tables that a visitor has brought.

use super::heaps::heaps;
use super::*;
use neural_playground::app::draw::{Drawing, Told};
use neural_playground::app::setting;
use neural_playground::engine::config::Problem;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::loss::{Coding, Loss};
use neural_playground::engine::metric::Metric;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::table::{Aim, Brief, Column, Goal, Table};
use neural_playground::engine::view::{Choice, View};
use neural_playground::protocol::{Data, Half, Place, Watched};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// Three kinds of flowers, far apart in a length, a weight in thousands, and a colour; a column says
/// nothing at all.
fn flowers(rows: usize) -> Table {
    let columns = vec![
        Column::number("length"),
        Column::category("colour", names(&["red", "blue"])),
        Column::number("weight"),
        Column::number("always 7"),
    ];
    let mut table = Table::new(columns, Goal::Classes(names(&["rose", "iris", "<b>"])));
    for row in 0..rows {
        // Within ±0.5 of its class's middle, without a random number.
        let wave = (row as f64 * 0.7).sin() / 2.0;
        let (class, colour) = (row % 3, f64::from(u8::from(row % 3 == 2)));
        let length = [1.0, 4.0, 4.0][class] + wave;
        table.push(&[length, colour, 5000.0 + 900.0 * wave, 7.0], &[class as f64]);
    }
    table
}

fn of(table: &Table) -> Config {
    let (problem, own) = (Problem::Classification, Some(table.brief()));
    Config { problem, own, scaling: Scaling::Standardize, ..Config::default() }
}

pub fn bring(bench: &mut Bench, table: &Table) {
    bench.send(Command::Bring { table: Box::new(table.clone()) });
}

/// A session that has the table and a run on it.
pub fn on(table: &Table, config: &Config) -> Bench {
    let mut bench = Bench::new(&Config::default());
    bring(&mut bench, table);
    bench.configure(config);
    bench
}

#[test]
fn a_network_learns_the_classes_of_a_table_of_four_columns() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        let table = flowers(150);
        let config = Config { precision, ..of(&table) };
        let mut bench = on(&table, &config);
        // Three numbers and two colours.
        assert_eq!(bench.last().shape, [5, 4, 2, 3]);
        let data = bench.data();
        assert_eq!((data.columns.len(), &data.goal), (4, table.goal()));
        assert_eq!((data.rows(&data.train).len(), data.rows(&data.test).len()), (75, 75));
        assert_eq!((data.view.across.column, data.view.up.column), (0, 2));
        bench.play(Speed::Max, Some(300));
        bench.run(60_000.0);
        let frame = bench.last();
        assert_eq!((frame.epoch, frame.metrics.test_accuracy), (300, 1.0), "{precision:?}");
        assert!(frame.weights.iter().all(|weight| weight.is_finite()));
        assert_eq!(frame.big.len(), 3 * BIG_MAP * BIG_MAP);
        // Along the length, which tells roses: at the left of the middle row the first output leads.
        let left = BIG_MAP * BIG_MAP / 2 + 2;
        let outputs = [0, 1, 2].map(|class| frame.big[class * BIG_MAP * BIG_MAP + left]);
        assert!(outputs[0] > outputs[1] && outputs[0] > outputs[2], "{outputs:?}");
    }
}

#[test]
fn numbers_of_any_size_are_told_in_their_own_unit() {
    let price = |x: f64| 200_000.0 + 2_000.0 * x;
    let mut table = Table::new(vec![Column::number("area")], Goal::Numbers(names(&["price"])));
    for row in 0..60 {
        table.push(&[f64::from(row)], &[price(f64::from(row))]);
    }
    let problem = Problem::Regression;
    for (scaling, precision) in [
        (Scaling::Standardize, Precision::Bits64),
        (Scaling::Standardize, Precision::Bits32),
        (Scaling::MinMax, Precision::Bits64),
    ] {
        let mut config = Config { problem, scaling, precision, ..of(&table) };
        config.set_hidden(&[]);
        let mut bench = on(&table, &config);
        assert_eq!(bench.last().shape, [1, 1]);
        let data = bench.data().clone();
        let [mut least, mut most] = [f64::INFINITY, f64::NEG_INFINITY];
        for (values, targets) in data.rows(&data.train) {
            assert_eq!(targets, [price(values[0])], "rows stay as they are");
            (least, most) = (least.min(targets[0]), most.max(targets[0]));
        }
        if scaling == Scaling::MinMax {
            assert_eq!([least, most].map(|price| data.targets.answer(0, price)), [0.0, 1.0]);
        }
        let point = Some(Place { half: Half::Test, row: 3 });
        bench.send(Command::Watch(Watched { report: true, point, ..Watched::default() }));
        let error = |frame: &Frame| {
            frame.reports.as_ref().map(|both| both.test.get(Metric::MeanAbsoluteError)).unwrap()
        };
        bench.play(Speed::Max, Some(1));
        bench.run(60_000.0);
        assert!(error(bench.last()) > 2_000.0, "{}", error(bench.last()));
        bench.play(Speed::Max, Some(600));
        bench.run(60_000.0);
        let frame = bench.last();
        assert!(frame.metrics.test_loss < 1e-4, "{scaling:?} {:?}", frame.metrics);
        // The picture has answers, which stand for prices.
        let middle = data.view.across.at(0.5);
        let answer = f64::from(frame.big[BIG_MAP / 2]);
        let told = data.targets.number(0, answer);
        assert!((told - price(middle)).abs() < 2_000.0, "{told} {middle}");
        let found = frame.answer.as_ref().unwrap().outputs[0];
        let (values, _) = data.rows(&data.test).nth(3).unwrap();
        assert!((found - price(values[0])).abs() < 2_000.0, "{found} {values:?}");
        assert!(error(frame) < 2_000.0, "{}", error(frame));
    }
}

#[test]
fn a_table_that_was_not_brought_is_said_and_the_run_before_stands() {
    let table = flowers(30);
    let mut bench = Bench::new(&Config::default());
    bench.step(Unit::Epoch, 3);
    bench.events.clear();
    bench.configure(&of(&table));
    assert_eq!(bench.events, [Event::Failed(Failure::Table)]);
    bench.step(Unit::Epoch, 1);
    assert_eq!((bench.last().epoch, bench.last().shape.clone()), (4, vec![2, 4, 2, 1]));
    // Another one does not do in its place.
    bring(&mut bench, &flowers(33));
    bench.events.clear();
    bench.configure(&of(&table));
    assert_eq!(bench.events, [Event::Failed(Failure::Table)]);
    bring(&mut bench, &table);
    bench.configure(&of(&table));
    assert_eq!(bench.last().shape, [5, 4, 2, 3]);
}

/// Behind another number of rows the random stream stands elsewhere.
#[test]
fn a_reset_after_other_rows_draws_the_weights_of_a_fresh_page() {
    let (many, few) = (flowers(150), flowers(40));
    let mut bench = on(&many, &of(&many));
    bench.step(Unit::Epoch, 3);
    bring(&mut bench, &few);
    bench.configure(&of(&few));
    bench.send(Command::Reset);
    bench.run(100.0);
    assert_eq!(bench.last().weights, on(&few, &of(&few)).last().weights);
}

/// The choice of these columns, with the weight held somewhere.
fn choose(table: &Table, across: usize, up: usize, weight: Option<f64>) -> Command {
    let held = vec![None, None, weight, None];
    Command::View {
        choice: Some(Choice { kind: table.brief().kind, components: false, across, up, held }),
    }
}

#[test]
fn other_columns_on_show_change_the_pictures_and_nothing_else() {
    let table = flowers(150);
    let mut bench = on(&table, &of(&table));
    bench.step(Unit::Epoch, 5);
    let before = bench.last().clone();
    assert_eq!(before.view, bench.data().view);
    let checkpoints = bench.checkpoints().len();
    bench.send(choose(&table, 3, 0, None));
    bench.run(1_000.0);
    let after = bench.last().clone();
    assert_eq!((after.view.across.column, after.view.up.column), (3, 0));
    assert_eq!((after.run, after.epoch, &after.weights), (before.run, 5, &before.weights));
    assert_ne!(after.big, before.big);
    assert_ne!(after.maps, before.maps);
    assert_eq!(bench.checkpoints().len(), checkpoints, "there is nothing to save");
    // Nothing runs across that the network could tell apart: each row of cells is of one value.
    for (at, row) in after.big.chunks_exact(BIG_MAP).enumerate() {
        assert!(row.iter().all(|value| value == &row[0]), "row {at}");
    }
    bench.send(choose(&table, 3, 0, Some(9_000.0)));
    bench.run(1_000.0);
    assert_eq!(bench.last().view.held[2], 9_000.0);
    assert_ne!(bench.last().big, after.big);
    // The same once more is no news.
    let frames = bench.frames().count();
    bench.send(choose(&table, 3, 0, Some(9_000.0)));
    bench.run(1_000.0);
    assert_eq!(bench.frames().count(), frames);
    bench.step(Unit::Epoch, 1);
    assert_eq!((bench.last().epoch, bench.last().view.across.column), (6, 3));
}

#[test]
fn components_on_show_change_the_pictures_and_go_again() {
    let table = flowers(150);
    let mut bench = on(&table, &of(&table));
    bench.step(Unit::Epoch, 5);
    let before = bench.last().clone();
    let components = Command::View {
        choice: Some(Choice {
            kind: table.brief().kind,
            components: true,
            across: 0,
            up: 2,
            held: vec![None; 4],
        }),
    };
    bench.send(components);
    bench.run(1_000.0);
    let after = bench.last().clone();
    let plane = after.view.plane.as_ref().unwrap();
    assert!(plane.shares[0] >= plane.shares[1] && plane.shares[1] > 0.0, "{plane:?}");
    assert_eq!((after.epoch, &after.weights), (5, &before.weights));
    assert_ne!(after.big, before.big);
    // What is known of a plane is of no use to who chooses nothing.
    bench.send(Command::View { choice: None });
    bench.run(1_000.0);
    assert_eq!((&bench.last().view, &bench.last().big), (&before.view, &before.big));
}

#[test]
fn what_was_chosen_to_see_outlasts_what_changes_and_is_forgotten_by_no_other_table() {
    let table = flowers(90);
    let config = of(&table);
    let mut bench = Bench::new(&Config::default());
    // Before there is such a table, and beside generated data.
    bench.send(choose(&table, 2, 0, Some(4_800.0)));
    bench.run(100.0);
    assert_eq!(bench.last().view, View::default());
    let chosen = |bench: &Bench| {
        let view = &bench.last().view;
        assert_eq!(view, &bench.data().view);
        (view.across.column, view.up.column) == (2, 0) && view.held[2] == 4_800.0
    };
    bring(&mut bench, &table);
    bench.configure(&config);
    assert!(chosen(&bench));
    bench.step(Unit::Epoch, 5);
    bench.send(Command::Keep { mark: 1 });
    let kept = bench.events.iter().find_map(|event| match event {
        Event::Kept { checkpoint, .. } => checkpoint.clone(),
        _ => None,
    });
    bench.send(Command::Reset);
    bench.run(100.0);
    assert!(chosen(&bench));
    let checkpoint = kept.expect("a checkpoint");
    bench.send(Command::Restore { config: Box::new(config), checkpoint, curve: Vec::new() });
    bench.run(100.0);
    assert_eq!(bench.last().epoch, 5);
    assert!(chosen(&bench));
    // Other rows of the same columns, and other columns.
    let more = flowers(120);
    bring(&mut bench, &more);
    bench.configure(&of(&more));
    assert!(chosen(&bench));
    let mut columns = table.columns().to_vec();
    columns[0].name = "width".to_owned();
    let other = Table::new(columns, table.goal().clone());
    let other = other.with(table.values().to_vec(), table.targets().to_vec()).expect("whole");
    bring(&mut bench, &other);
    bench.configure(&of(&other));
    assert_eq!((bench.data().view.across.column, bench.data().view.up.column), (0, 2));
    bring(&mut bench, &table);
    bench.configure(&of(&table));
    assert!(chosen(&bench));
}

/// Other names are another table, however alike the numbers are.
#[test]
fn a_table_of_other_columns_is_a_new_start() {
    let table = flowers(60);
    let mut columns = table.columns().to_vec();
    columns[0].name = "width".to_owned();
    let other = Table::new(columns, table.goal().clone());
    let other = other.with(table.values().to_vec(), table.targets().to_vec()).expect("whole");
    let mut bench = on(&table, &of(&table));
    bench.step(Unit::Epoch, 3);
    let before = bench.last().run;
    bring(&mut bench, &other);
    bench.configure(&of(&other));
    assert_ne!(bench.last().run, before);
    assert_eq!(bench.last().epoch, 0);
}

/// As points are drawn while it trains.
#[test]
fn other_rows_of_the_same_columns_leave_weights_and_epoch() {
    let many = flowers(150);
    for other in [flowers(40), flowers(180)] {
        let mut bench = on(&many, &of(&many));
        bench.step(Unit::Epoch, 5);
        bench.step(Unit::Batch, 6);
        let before = bench.last().clone();
        assert_eq!((before.epoch, before.sample), (5, 60));
        bring(&mut bench, &other);
        bench.configure(&of(&other));
        let after = bench.last();
        assert_eq!((after.run, after.epoch, &after.weights), (before.run, 5, &before.weights));
        assert!(after.sample < other.len() / 2, "{}", after.sample);
        assert_eq!(bench.data().rows(&bench.data().train).len(), other.len() / 2);
        bench.step(Unit::Epoch, 1);
        assert_eq!(bench.last().epoch, 6);
        assert_ne!(bench.last().weights, before.weights);
    }
}

#[test]
fn a_run_on_a_table_goes_on_from_a_checkpoint_bit_by_bit() {
    let table = flowers(90);
    let config = of(&table);
    let mut whole = on(&table, &config);
    whole.step(Unit::Epoch, 12);
    let mut first = on(&table, &config);
    first.step(Unit::Epoch, 5);
    first.run(2_000.0);
    let checkpoint = first.checkpoints().last().map(|&checkpoint| checkpoint.clone());
    let mut second = Bench::new(&Config::default());
    bring(&mut second, &table);
    second.send(Command::Restore {
        config: Box::new(config),
        checkpoint: Box::new(checkpoint.expect("a checkpoint")),
        curve: Vec::new(),
    });
    second.step(Unit::Epoch, 7);
    assert_eq!(second.last().epoch, 12);
    assert_eq!(second.last().weights, whole.last().weights);
}

#[test]
fn everything_that_a_brief_claims_is_held_to_the_limits() {
    let table = flowers(30);
    let brief = table.brief();
    for (field, wrong) in [
        ("rows", Config { own: Some(Brief { rows: 100_001, ..brief.clone() }), ..of(&table) }),
        ("rows", Config { own: Some(Brief { rows: 0, ..brief.clone() }), ..of(&table) }),
        (
            "columns",
            Config { own: Some(Brief { columns: vec![None; 65], ..brief.clone() }), ..of(&table) },
        ),
        (
            "inputs",
            Config {
                own: Some(Brief { columns: vec![Some(129); 2], ..brief.clone() }),
                ..of(&table)
            },
        ),
        (
            "classes",
            Config { own: Some(Brief { aim: Aim::Classes(101), ..brief.clone() }), ..of(&table) },
        ),
        (
            "targets",
            Config { own: Some(Brief { aim: Aim::Numbers(3), ..brief.clone() }), ..of(&table) },
        ),
    ] {
        assert_eq!(wrong.validate().unwrap_err().field, field);
    }
    let huge = Brief { columns: vec![Some(usize::MAX); 2], ..brief };
    assert_eq!(Config { own: Some(huge), ..of(&table) }.validate().unwrap_err().field, "inputs");
}

/// The network of the textbooks: two units, sigmoids, momentum; without a single test sample.
#[test]
fn four_rows_without_a_test_part_teach_exclusive_or() {
    let columns = ["a", "b"].map(Column::number).to_vec();
    let mut table = Table::new(columns, Goal::Classes(names(&["0", "1"])));
    for (a, b) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)] {
        table.push(&[a, b], &[f64::from(u8::from(a != b))]);
    }
    let sgd = Tuned::new(Optimizer::Sgd).with("momentum", 0.9).with("nesterov", 1.0);
    let mut config = Config {
        own: Some(table.brief()),
        train_percent: 100,
        batch_size: 4,
        activation: Activation::Sigmoid.into(),
        loss: Some(Loss::BinaryCrossentropy.into()),
        coding: Some(Coding::Binary),
        optimizer: sgd,
        learning_rate: 0.1,
        initializer: Initializer::GlorotUniform.into(),
        ..Config::default()
    };
    config.set_hidden(&[2]);
    let solved = |seed: usize| {
        let mut bench = on(&table, &Config { seed: seed.to_string(), ..config.clone() });
        assert_eq!(bench.last().shape, [2, 2, 1]);
        bench.play(Speed::Max, Some(3_000));
        bench.run(600_000.0);
        let metrics = bench.last().metrics;
        assert!(metrics.test_loss.is_nan() && metrics.test_accuracy.is_nan());
        metrics.train_accuracy == 1.0
    };
    // Fifteen of twenty when this was written; the others rest where three rows are right.
    let seeds: Vec<usize> = (0..20).filter(|&seed| solved(seed)).collect();
    assert!(seeds.contains(&1) && seeds.len() >= 12, "{seeds:?}");
}

/// What stands behind a drawing.
pub fn drawn(table: &Table) -> Config {
    let mut config = Config::default();
    setting::bring(&mut config, table.brief());
    config
}

#[test]
fn a_drawing_is_shown_in_its_plane_and_trains_as_it_is() {
    let table = heaps(40);
    let mut bench = on(&table, &drawn(&table));
    let data = bench.data();
    for axis in [&data.view.across, &data.view.up] {
        assert_eq!((axis.low, axis.high), (-6.0, 6.0));
    }
    let row = table.row(0);
    assert_eq!(data.inputs.numbers(row.values), row.values);
    bench.play(Speed::Max, Some(200));
    bench.run(60_000.0);
    assert_eq!(bench.last().metrics.train_accuracy, 1.0);
}

/// A stroke puts down a point after the other while the network trains.
#[test]
fn a_point_more_leaves_weights_and_epoch_and_the_half_of_every_other_point() {
    let (before, after) = (heaps(40), heaps(42));
    let mut bench = on(&before, &drawn(&before));
    bench.step(Unit::Epoch, 5);
    let weights = bench.last().weights.clone();
    let rows = |data: &Data, half: &[f64]| -> Vec<Vec<f64>> {
        data.rows(half).map(|(row, _)| row.to_vec()).collect()
    };
    let trained = rows(bench.data(), &bench.data().train);
    bring(&mut bench, &after);
    bench.configure(&drawn(&after));
    assert_eq!((bench.last().epoch, bench.last().weights.clone()), (5, weights));
    let now = rows(bench.data(), &bench.data().train);
    assert_eq!((trained.len(), now.len()), (20, 21));
    let left = trained.iter().filter(|row| !now.contains(row)).count();
    assert!(left <= 1, "{left} of them have changed sides");
}

/// Nothing is drawn yet, or all is erased: nothing trains, and what comes then does.
#[test]
fn a_drawing_may_be_empty_or_smaller_than_a_batch() {
    let (empty, one) = (heaps(0), heaps(1));
    let mut bench = on(&empty, &drawn(&empty));
    assert!(bench.last().metrics.train_loss.is_nan());
    bench.play(Speed::Max, Some(10));
    bench.run(1_000.0);
    assert_eq!(bench.last().epoch, 0);
    let weights = bench.last().weights.clone();
    assert!(!bench.events.iter().any(|event| matches!(event, Event::Failed(_))));
    for rules in [Rules::Modern, Rules::Playground] {
        bring(&mut bench, &one);
        bench.configure(&Config { rules, ..drawn(&one) });
        assert!(
            bench.last().metrics.test_loss.is_nan() && bench.last().metrics.train_loss.is_finite()
        );
        let epoch = bench.last().epoch;
        bench.step(Unit::Epoch, 3);
        assert_eq!(bench.last().epoch, epoch + 3);
        assert_ne!(bench.last().weights, weights, "{rules:?}");
    }
    bring(&mut bench, &empty);
    bench.configure(&drawn(&empty));
    bench.step(Unit::Epoch, 1);
    assert!(!bench.events.iter().any(|event| matches!(event, Event::Failed(_))));
}

/// A heap of points for each of so many classes, of as many as the drawing says to have.
fn classes(count: usize, told: usize) -> Table {
    let mut drawing = Drawing::new(Told::Classes(told));
    for at in 0..20 * count {
        let (class, wave) = (at % count, (at as f64 * 0.7).sin());
        let turn = class as f64 * std::f64::consts::TAU / 8.0;
        drawing.put((4.0 * turn.cos() + wave, 4.0 * turn.sin() + (at as f64).cos()), class as i32);
    }
    drawing.table()
}

/// Biases and kernels of an output layer that sees two units, a class each: behind so many hidden weights.
fn outputs(weights: &[f64], hidden: usize) -> Vec<[f64; 3]> {
    let own = &weights[hidden..];
    let (biases, kernel) = own.split_at(own.len() / 3);
    biases.iter().zip(kernel.chunks_exact(2)).map(|(&bias, two)| [bias, two[0], two[1]]).collect()
}

#[test]
fn a_class_that_comes_or_goes_leaves_hidden_weights_and_those_of_every_other_class() {
    for (precision, optimizer) in
        [(Precision::Bits32, Optimizer::Sgd), (Precision::Bits64, Optimizer::Adam)]
    {
        let of = |table: &Table| Config { precision, optimizer: optimizer.into(), ..drawn(table) };
        let mut table = classes(2, 2);
        let mut bench = on(&table, &of(&table));
        for (drawn, told) in [(2, 3), (3, 3), (4, 4), (5, 8), (5, 3), (2, 2)] {
            bench.step(Unit::Epoch, 4);
            let (before, known) = (bench.last().clone(), bench.progress());
            table = classes(drawn.min(told), told);
            bring(&mut bench, &table);
            bench.configure(&of(&table));
            let (after, now) = (bench.last().clone(), bench.progress());
            assert_eq!((after.run, after.epoch), (before.run, before.epoch), "{told}");
            assert_eq!(after.shape, [2, 4, 2, told]);
            assert_eq!(bench.data().goal, *table.goal());
            assert_eq!(after.weights[..22], before.weights[..22], "{told}");
            let [ours, theirs] = [&after, &before].map(|frame| outputs(&frame.weights, 22));
            let stay = ours.len().min(theirs.len());
            assert_eq!(ours[..stay], theirs[..stay], "{told}");
            // What is new is what a fresh page draws there.
            let fresh = on(&table, &of(&table)).last().weights.clone();
            assert_eq!(ours[stay..], outputs(&fresh, 22)[stay..], "{told}");
            // Nor does the optimizer forget the classes that stay, or know others.
            let memory = |progress: &Progress| -> Vec<(String, Vec<f64>)> {
                let of_output = progress.extra.iter().filter(|one| one.name.starts_with("output/"));
                of_output.map(|one| (one.name.clone(), one.values.clone())).collect()
            };
            let [now, known] = [&now, &known].map(memory);
            for ((name, now), (_, known)) in now.iter().zip(&known) {
                let stay = now.len().min(known.len());
                assert_eq!(now[..stay], known[..stay], "{name} {told}");
                let remembers = known.iter().any(|&value| value != 0.0);
                assert_eq!(remembers, optimizer == Optimizer::Adam, "{name}");
                assert!(now[stay..].iter().all(|&value| value == 0.0), "{name} {told}");
            }
            bench.step(Unit::Epoch, 1);
            assert_eq!(bench.last().epoch, before.epoch + 1);
            assert_ne!(outputs(&bench.last().weights, 22)[told - 1], ours[told - 1]);
        }
    }
}

#[test]
fn from_one_output_for_two_classes_to_one_each_the_hidden_weights_stay() {
    let (two, three) = (classes(2, 2), classes(3, 3));
    let single = Config { loss: Some(Loss::BinaryCrossentropy.into()), ..drawn(&two) };
    let each = Config { own: Some(three.brief()), ..single.clone() };
    let mut bench = on(&two, &single);
    bench.step(Unit::Epoch, 5);
    let before = bench.last().clone();
    assert_eq!(before.shape, [2, 4, 2, 1]);
    bring(&mut bench, &three);
    bench.configure(&each);
    let after = bench.last().clone();
    assert_eq!((after.run, after.epoch, &after.shape[..]), (before.run, 5, &[2, 4, 2, 3][..]));
    assert_eq!(after.weights[..22], before.weights[..22]);
    assert_eq!(after.weights[22..], on(&three, &each).last().weights[22..]);
    // And back.
    bench.step(Unit::Epoch, 1);
    let between = bench.last().clone();
    bring(&mut bench, &two);
    bench.configure(&single);
    assert_eq!(bench.last().weights[..22], between.weights[..22]);
    assert_eq!(bench.last().weights[22..], on(&two, &single).last().weights[22..]);
}

#[test]
fn pruned_marks_stay_with_the_classes_that_stay() {
    let of = |table: &Table| {
        let (rules, regularizer) = (Rules::Playground, Regularizer::L1);
        Config { rules, regularizer, regularization_rate: 0.03, ..drawn(table) }
    };
    let mut table = classes(3, 3);
    let mut bench = on(&table, &of(&table));
    bench.play(Speed::Max, Some(300));
    bench.run(60_000.0);
    for told in [4, 2] {
        let before = bench.last().clone();
        let kernel = |frame: &Frame| {
            let first = 22 + frame.shape[3];
            let own = frame.pruned.iter().filter_map(move |at| at.checked_sub(first));
            own.collect::<Vec<usize>>()
        };
        assert!(!kernel(&before).is_empty(), "nothing is pruned there");
        table = classes(told, told);
        bring(&mut bench, &table);
        bench.configure(&of(&table));
        let stay = 2 * before.shape[3].min(told);
        let expected: Vec<usize> = kernel(&before).into_iter().filter(|&at| at < stay).collect();
        assert_eq!(kernel(bench.last()), expected, "{told}");
    }
}
