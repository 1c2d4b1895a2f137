//! What every data set promises: as many samples as asked for, inside the picture, of every
//! class its share, the same for the same seed, and something that can be learnt. And what can be
//! done to the samples: another share of the first class, wrong labels, a test part that is moved, the
//! same share of each class in both parts.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::app::draw::{Drawing, Told};
use neural_playground::engine::change::Change;
use neural_playground::engine::config::{Config, Problem};
use neural_playground::engine::dataset::{
    CURVE, Dataset, EXTENT, Sample, Split, Splitting, class_of, classes, generate, targets,
};
use neural_playground::engine::kind::{Kind as _, Tuned};
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::table::{Goal, Table};
use neural_playground::engine::trainer::Trainer;
use proptest::prelude::*;
use strum::VariantArray as _;

/// Every set at its defaults, at both ends of each knob, and with each number of classes.
fn variants() -> Vec<Tuned<Dataset>> {
    let mut all = Vec::new();
    for &kind in Dataset::VARIANTS {
        all.push(Tuned::new(kind));
        for knob in kind.knobs() {
            let ends = [*knob.range.start(), *knob.range.end()];
            all.extend(ends.map(|value| Tuned::new(kind).with(knob.name, value)));
            if knob.name == "classes" {
                all.extend((3..8).map(|k| Tuned::new(kind).with("classes", f64::from(k))));
            }
        }
    }
    all
}

fn draw(dataset: &Tuned<Dataset>, count: usize, noise: f64, seed: &str) -> Vec<Sample> {
    generate(dataset, CURVE, count, noise, &mut SeedRandom::from_text(seed))
}

/// The points of a curve.
fn draw_curve(curve: &str, count: usize, noise: f64) -> Vec<Sample> {
    generate(&Dataset::Curve.into(), curve, count, noise, &mut SeedRandom::from_text("curve"))
}

#[test]
fn samples_are_finite_inside_the_picture_and_as_many_as_asked_for() {
    for dataset in variants() {
        for count in [20, 101, 500] {
            let samples = draw(&dataset, count, 0.0, "a");
            // The Playground's sets of two halves draw one more of an odd number.
            let two_halves = dataset.kind().in_playground() && count % 2 == 1;
            assert!(samples.len() == count || two_halves && samples.len() == count + 1);
            for sample in &samples {
                let Sample { x1, x2, label, other } = *sample;
                assert!([x1, x2, label, other].iter().all(|x| x.is_finite()), "{dataset}");
                let tails = dataset.kind() == Dataset::Gauss;
                let inside = x1.abs() <= EXTENT + 0.5 && x2.abs() <= EXTENT + 0.5;
                assert!(tails || inside, "{dataset}: {sample:?}");
            }
        }
    }
}

#[test]
fn a_seed_says_it_all() {
    for dataset in variants() {
        assert_eq!(draw(&dataset, 60, 0.3, "a"), draw(&dataset, 60, 0.3, "a"), "{dataset}");
        assert_ne!(draw(&dataset, 60, 0.3, "a"), draw(&dataset, 60, 0.3, "b"), "{dataset}");
    }
}

#[test]
fn every_class_has_its_share() {
    for dataset in
        variants().into_iter().filter(|set| set.kind().problem() == Problem::Classification)
    {
        let count = classes(&dataset);
        let mut found = vec![0; count];
        for sample in draw(&dataset, 480, 0.0, "share") {
            found[class_of(&dataset, &sample)] += 1;
        }
        // Exclusive or draws its quadrants at random, a curve all its points.
        let share = 480 / count;
        let at_random = [Dataset::Xor, Dataset::Curve].contains(&dataset.kind());
        let slack = if at_random { share / 4 } else { share / 8 };
        // A board with fewer diagonals than classes cannot show them all.
        let cells = dataset.get("cells").unwrap_or(f64::INFINITY);
        if (2.0 * cells - 1.0) < count as f64 {
            continue;
        }
        assert!(found.iter().all(|&n: &usize| n.abs_diff(share) <= slack), "{dataset}: {found:?}");
    }
}

#[test]
fn the_nearest_neighbour_tells_the_class_of_fresh_samples() {
    for &kind in Dataset::VARIANTS.iter().filter(|kind| kind.problem() == Problem::Classification) {
        for count in [2.0, 3.0, 5.0] {
            let dataset = Tuned::new(kind).with("classes", count);
            let known = draw(&dataset, 2000, 0.0, "known");
            let fresh = draw(&dataset, 400, 0.0, "fresh");
            let distance = |a: &Sample, b: &Sample| (a.x1 - b.x1).powi(2) + (a.x2 - b.x2).powi(2);
            let right = fresh.iter().filter(|sample| {
                let nearest = known
                    .iter()
                    .min_by(|a, b| distance(a, sample).total_cmp(&distance(b, sample)))
                    .unwrap();
                class_of(&dataset, nearest) == class_of(&dataset, sample)
            });
            let share = right.count() as f64 / fresh.len() as f64;
            assert!(share > 0.93, "{dataset}: {share}");
        }
    }
}

#[test]
fn a_field_has_two_targets_and_turns_with_its_swirl() {
    assert_eq!(targets(&Dataset::RegField.into()), 2);
    assert_eq!(targets(&Dataset::RegPlane.into()), 1);
    // The turning part of a flow: how much of it goes around the middle.
    let turning = |swirl: f64| -> f64 {
        let field = Tuned::new(Dataset::RegField).with("swirl", swirl);
        let samples = draw(&field, 300, 0.0, "swirl");
        samples.iter().map(|s| s.x1 * s.other - s.x2 * s.label).sum()
    };
    assert!(turning(0.8) > 1.0 && turning(-0.8) < -1.0);
    assert!(turning(0.0).abs() < 1e-9);
}

#[test]
fn a_wave_is_the_sine_of_its_only_column_and_noise_moves_its_label_alone() {
    let wave = Tuned::new(Dataset::Sine);
    for noise in [0.0, 0.2] {
        for Sample { x1, x2, label, other } in draw(&wave, 300, noise, "wave") {
            assert!((label - libm::sin(x1)).abs() <= noise + 1e-12, "sin {x1} is {label}");
            assert_eq!((x2, other), (0.0, 0.0));
        }
    }
    let config = Config {
        problem: Problem::Regression,
        reg_dataset: wave,
        learning_rate: 0.1,
        ..Config::default()
    };
    let mut trainer = Trainer::new(&config).unwrap();
    let names: Vec<_> = trainer.data().train.columns().iter().map(|it| &*it.name).collect();
    assert_eq!((names, config.shape()), (vec!["x₁"], vec![1, 4, 2, 1]));
    let view = trainer.view();
    assert!(view.has(&view.across) && !view.has(&view.up), "it runs across, and nothing up");
    assert_eq!((view.across.low, view.across.high), (-EXTENT, EXTENT));
    let before = trainer.evaluate().test_loss;
    while trainer.epoch() < 300 {
        trainer.finish_epoch();
    }
    assert!(trainer.evaluate().test_loss < before / 2.0);
}

#[test]
fn a_heart_is_whole_and_nothing_lies_near_its_edge() {
    let samples = draw(&Tuned::new(Dataset::Heart), 2000, 0.0, "heart");
    let of = |sample: &Sample, scale: f64| {
        let (x, y) = (sample.x1 / (4.0 * scale), (sample.x2 + 0.5) / (4.0 * scale));
        let round = x * x + y * y - 1.0;
        round.powi(3) < x * x * y.powi(3)
    };
    for sample in &samples {
        let within = sample.label == 1.0;
        // Neither a tenth larger nor smaller would have it on the other side.
        let sides = [0.901, 1.0, 1.099].map(|scale| of(sample, scale));
        assert_eq!(sides, [within; 3], "{sample:?}");
    }
}

#[test]
fn a_point_is_of_the_side_of_the_curve_that_it_lies_on() {
    for (text, curve) in [
        (CURVE, (|x| 2.0 * libm::sin(x)) as fn(f64) -> f64),
        ("x1^2/4 - 3", |x| x * x / 4.0 - 3.0),
        ("-5.5", |_| -5.5),
        ("min(x1, 1)", |x| x.min(1.0)),
    ] {
        let samples = draw_curve(text, 1000, 0.0);
        for Sample { x1, x2, label, other } in &samples {
            let above = if *x2 > curve(*x1) { 1.0 } else { 0.0 };
            assert_eq!((*label, *other), (above, 0.0), "{text}: {x1}, {x2}");
        }
        let above = samples.iter().filter(|sample| sample.label == 1.0).count();
        assert!((1..1000).contains(&above), "{text}: {above}");
        // All over the plane, whatever the curve.
        for quarter in [(1.0, 1.0), (1.0, -1.0), (-1.0, 1.0), (-1.0, -1.0)] {
            let within =
                samples.iter().filter(|it| it.x1 * quarter.0 > 0.0 && it.x2 * quarter.1 > 0.0);
            assert!((180..320).contains(&within.count()), "{text}: {quarter:?}");
        }
    }
    let noisy = draw_curve("0", 1000, 0.3);
    let moved = noisy.iter().filter(|it| (it.label == 1.0) != (it.x2 > 0.0));
    let near = moved.clone().all(|it| it.x2.abs() <= 0.3 * EXTENT);
    assert!(near && (30..120).contains(&moved.count()), "noise moves those near the curve");
}

#[test]
fn a_curve_parts_points_only_where_it_has_a_value() {
    for noise in [0.0, 0.4] {
        let right = draw_curve("log(x1)", 500, noise);
        assert_eq!(right.len(), 500);
        assert!(right.iter().all(|sample| sample.x1 > 0.0), "with noise {noise}");
    }
    // Of one that is nowhere all points are below, of one that is no formula as well.
    for text in ["log(-1)", "1/0", "x1+"] {
        let below = draw_curve(text, 500, 0.0);
        assert!(below.len() == 500 && below.iter().all(|sample| sample.label == 0.0), "{text}");
    }
    // Where there is no point of a class, the other has all.
    for (curve, expected) in [("-9", [0, 500]), ("9", [500, 0]), ("1/0", [500, 0])] {
        let config = config(Dataset::Curve, |config| {
            (config.curve, config.first_class) = (curve.to_owned(), Some(20));
        });
        let Split { train, test } = split(&config, "one");
        assert_eq!(counts(&[&train, &test]), expected, "{curve}");
    }
}

#[test]
fn another_curve_is_other_data_where_the_data_are_those_of_one() {
    let bent = |before: &Config| {
        let after = Config { curve: "x1".to_owned(), ..before.clone() };
        after.change_since(before)
    };
    assert_eq!(bent(&config(Dataset::Curve, |_| {})), Change::Rebuild);
    assert_eq!(bent(&config(Dataset::Circle, |_| {})), Change::Nothing);
    let wrong = Config { curve: "x2".to_owned(), ..Config::default() };
    assert_eq!(wrong.validate().unwrap_err().field, "curve");
}

/// The config of a set with some of what can be done to its samples.
fn config(dataset: Dataset, change: impl FnOnce(&mut Config)) -> Config {
    let mut config = Config::default();
    match dataset.problem() {
        Problem::Classification => config.dataset = dataset.into(),
        Problem::Regression => {
            (config.problem, config.reg_dataset) = (Problem::Regression, dataset.into());
        }
    }
    change(&mut config);
    config.validate().unwrap();
    config
}

fn split(config: &Config, seed: &str) -> Split {
    Split::draw(config, &mut SeedRandom::from_text(seed))
}

/// How many rows there are of each class.
fn counts(tables: &[&Table]) -> Vec<usize> {
    let Goal::Classes(names) = tables[0].goal() else { panic!("no classes") };
    let mut counts = vec![0; names.len()];
    for row in tables.iter().flat_map(|table| table.rows()) {
        counts[row.class()] += 1;
    }
    counts
}

fn sets_of_classes() -> impl Iterator<Item = Dataset> {
    Dataset::VARIANTS.iter().copied().filter(|set| set.problem() == Problem::Classification)
}

#[test]
fn the_first_class_has_exactly_the_share_that_is_asked_for() {
    for dataset in sets_of_classes() {
        for (percent, samples, noise) in [(5, 500, 0.0), (20, 333, 30.0), (90, 101, 0.0)] {
            let config = config(dataset, |config| {
                config.first_class = Some(percent);
                (config.samples, config.noise) = (Some(samples), noise);
            });
            let Split { train, test } = split(&config, "share");
            let found = counts(&[&train, &test]);
            let first = (samples as f64 * percent as f64 / 100.0).round() as usize;
            assert_eq!((found[0], found.iter().sum()), (first, samples), "{dataset:?}: {found:?}");
            let others = &found[1..];
            let spread = others.iter().max().unwrap() - others.iter().min().unwrap();
            assert!(spread <= 1, "the others have the rest in equal parts: {found:?}");
            assert_eq!(Split { train, test }, split(&config, "share"));
            assert_ne!(split(&config, "share"), split(&config, "another"));
        }
    }
}

#[test]
fn a_class_that_becomes_rare_keeps_its_shape_and_no_sample_is_there_twice() {
    let config = config(Dataset::Spiral, |config| config.first_class = Some(10));
    let Split { train, test } = split(&config, "rare");
    let of = |class: usize| {
        let rows = train.rows().chain(test.rows()).filter(move |row| row.class() == class);
        rows.map(|row| row.values[0].hypot(row.values[1])).collect::<Vec<_>>()
    };
    for class in 0..2 {
        let mut far = of(class);
        far.sort_by(f64::total_cmp);
        assert!(far[0] < 0.5 && far[far.len() - 1] > 4.5, "the whole arm: {far:?}");
        assert!(far.windows(2).all(|two| two[1] > two[0]), "{far:?}");
    }
}

#[test]
fn classes_that_a_set_does_not_show_have_no_share() {
    let few = Tuned::new(Dataset::Checkerboard).with("classes", 8.0).with("cells", 2.0);
    let config = Config { dataset: few, first_class: Some(40), ..Config::default() };
    let Split { train, test } = split(&config, "few");
    assert_eq!(counts(&[&train, &test]), [200, 150, 150, 0, 0, 0, 0, 0]);
}

#[test]
fn so_many_training_labels_are_wrong_and_no_test_label_is() {
    for dataset in sets_of_classes() {
        let plain = config(dataset, |_| {});
        let right = split(&plain, "labels");
        let mut before: Vec<usize> = Vec::new();
        for percent in [10.0, 25.0, 100.0] {
            let noisy = config(dataset, |config| config.label_noise = percent);
            let wrong = split(&noisy, "labels");
            assert_eq!(wrong.test, right.test, "{dataset:?}");
            assert_eq!(wrong.train.values(), right.train.values(), "no point moves");
            let rows = right.train.rows().zip(wrong.train.rows()).enumerate();
            let other = rows.filter(|(_, (right, wrong))| right.class() != wrong.class());
            let other: Vec<usize> = other.map(|(at, _)| at).collect();
            let expected = (right.train.len() as f64 * percent / 100.0).round() as usize;
            assert_eq!(other.len(), expected, "{dataset:?} at {percent} %");
            assert!(before.iter().all(|at| other.contains(at)), "those before stay wrong");
            assert_eq!(split(&noisy, "labels"), wrong);
            before = other;
        }
    }
}

#[test]
fn a_wrong_label_may_be_any_other_class() {
    let all = config(Dataset::Blobs, |config| config.label_noise = 100.0);
    let (right, wrong) =
        (split(&Config { label_noise: 0.0, ..all.clone() }, "a"), split(&all, "a"));
    let mut seen = [[0; 3]; 3];
    for (right, wrong) in right.train.rows().zip(wrong.train.rows()) {
        seen[right.class()][wrong.class()] += 1;
    }
    for (class, to) in seen.iter().enumerate() {
        let others = (0..3).filter(|&other| other != class);
        assert!(to[class] == 0 && others.clone().all(|other| to[other] > 20), "{seen:?}");
    }
}

#[test]
fn wrong_labels_leave_the_first_weights_and_numbers_and_drawings_as_they_are() {
    let noisy = |config: &mut Config| config.label_noise = 30.0;
    let weights = |config: &Config| Trainer::new(config).unwrap().weights();
    let (plain, wrong) = (config(Dataset::Circle, |_| {}), config(Dataset::Circle, noisy));
    assert_eq!(weights(&plain), weights(&wrong));
    let (plain, wrong) = (config(Dataset::RegPlane, |_| {}), config(Dataset::RegPlane, noisy));
    assert_eq!(split(&plain, "a"), split(&wrong, "a"));
    let mut drawing = Drawing::new(Told::Classes(2));
    (0..40).for_each(|at| drawing.put((f64::from(at) / 8.0, 1.0), at % 2));
    let table = drawing.table();
    let own = |label_noise| Config { own: Some(table.brief()), label_noise, ..Config::default() };
    let of = |config| Split::of(&table, &config, &mut SeedRandom::from_text("a"));
    assert_eq!(of(own(0.0)), of(own(30.0)));
}

#[test]
fn the_test_part_is_moved_along_the_first_column_and_nothing_else_changes() {
    for &dataset in Dataset::VARIANTS {
        let plain = split(&config(dataset, |_| {}), "shift");
        for by in [1.5, -2.0] {
            let moved = split(&config(dataset, |config| config.test_shift = by), "shift");
            assert_eq!(moved.train, plain.train, "{dataset:?}");
            assert_eq!(moved.test.targets(), plain.test.targets());
            for (moved, plain) in moved.test.rows().zip(plain.test.rows()) {
                assert_eq!(moved.values[0], plain.values[0] + by);
                assert_eq!(moved.values[1..], plain.values[1..]);
            }
        }
    }
}

#[test]
fn what_is_done_to_generated_samples_alone_leaves_a_table_as_it_is() {
    let table = split(&config(Dataset::Blobs, |_| {}), "table").train;
    let plain = Config { own: Some(table.brief()), ..Config::default() };
    let of = |config: &Config| Split::of(&table, config, &mut SeedRandom::from_text("a"));
    let handled = Config { first_class: Some(10), test_shift: 2.0, ..plain.clone() };
    assert_eq!(of(&handled), of(&plain));
    let mislabelled = Config { label_noise: 10.0, ..plain.clone() };
    assert_ne!(of(&mislabelled).train, of(&plain).train);
    assert_eq!(of(&mislabelled).test, of(&plain).test);
}

#[test]
fn a_stratified_split_gives_each_class_the_same_share_of_both_parts() {
    let config = config(Dataset::Blobs, |config| {
        (config.split, config.first_class) = (Splitting::Stratified, Some(10));
        (config.train_percent, config.samples) = (80, Some(500));
    });
    let Split { train, test } = split(&config, "parts");
    assert_eq!((counts(&[&train]), counts(&[&test])), (vec![40, 180, 180], vec![10, 45, 45]));
    let random = Config { split: Splitting::Random, ..config };
    let parts = ["a", "b", "c", "d"].map(|seed| counts(&[&split(&random, seed).train]));
    assert!(parts.iter().any(|part| *part != [40, 180, 180]), "chance seldom does: {parts:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn a_stratified_split_is_off_by_less_than_a_row_and_loses_none(
        classes in 2_u8..=8,
        first in 1_usize..=99,
        percent in 1_usize..=100,
        samples in 20_usize..400,
    ) {
        let config = Config {
            dataset: Tuned::new(Dataset::Rings).with("classes", f64::from(classes)),
            first_class: Some(first),
            split: Splitting::Stratified,
            train_percent: percent,
            samples: Some(samples),
            ..Config::default()
        };
        let parts = split(&config, "any");
        let random = split(&Config { split: Splitting::Random, ..config.clone() }, "any");
        prop_assert_eq!(parts.train.len(), config.train_count());
        let share = config.train_count() as f64 / samples as f64;
        let all = counts(&[&random.train, &random.test]);
        prop_assert_eq!(counts(&[&parts.train, &parts.test]), all.clone());
        for (train, all) in counts(&[&parts.train]).into_iter().zip(all) {
            prop_assert!((train as f64 - share * all as f64).abs() < 1.0, "{train} of {all}");
        }
        let sorted = |split: &Split| {
            let rows = split.train.rows().chain(split.test.rows());
            let mut rows: Vec<_> = rows.map(|row| row.values.to_vec()).collect();
            rows.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
            rows
        };
        prop_assert_eq!(sorted(&parts), sorted(&random));
    }
}
