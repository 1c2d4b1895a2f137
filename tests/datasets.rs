//! What every data set promises: as many samples as asked for, inside the picture, of every
//! class its share, the same for the same seed, and something that can be learnt.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::config::Problem;
use neural_playground::engine::dataset::{
    Dataset, EXTENT, Sample, class_of, classes, generate, targets,
};
use neural_playground::engine::kind::{Kind as _, Tuned};
use neural_playground::engine::seedrandom::SeedRandom;
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
    generate(dataset, count, noise, &mut SeedRandom::from_text(seed))
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
        // Exclusive or draws its quadrants at random.
        let share = 480 / count;
        let slack = if dataset.kind() == Dataset::Xor { share / 4 } else { share / 8 };
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
