//! Samples of which the first class has a share of its own.

use rand::Rng;

use super::{Dataset, Sample, class_of, classes, generate};
use crate::engine::kind::Tuned;

/// How often samples are drawn, each time twice as many, while a class has too few: noise makes some rare.
const ROUNDS: usize = 4;

/// So many samples, of whose classes the first has `percent` and the others the rest in equal parts;
/// classes that the set does not show have none.
///
/// More are drawn than there shall be, and of each class some are taken at even distances: a spiral's
/// arm stays whole.
pub(super) fn draw<R: Rng>(
    dataset: &Tuned<Dataset>,
    curve: &str,
    (count, percent): (usize, usize),
    noise: f64,
    rng: &mut R,
) -> Vec<Sample> {
    let mut drawn = vec![Vec::new(); classes(dataset)];
    for round in 0..ROUNDS {
        drawn.iter_mut().for_each(Vec::clear);
        for sample in generate(dataset, curve, (count * drawn.len()) << round, noise, rng) {
            drawn[class_of(dataset, &sample)].push(sample);
        }
        let wanted = wanted(&drawn, count, percent);
        if drawn.iter().zip(&wanted).all(|(drawn, &wanted)| drawn.len() >= wanted) {
            break;
        }
    }
    let wanted = wanted(&drawn, count, percent);
    let taken = drawn.iter().zip(wanted).flat_map(|(drawn, wanted)| {
        // Where there still are too few, some are taken twice.
        (0..wanted).filter_map(move |at| drawn.get(at * drawn.len() / wanted).copied())
    });
    taken.collect()
}

/// How many of each class there shall be.
fn wanted(drawn: &[Vec<Sample>], count: usize, percent: usize) -> Vec<usize> {
    let shown = drawn.iter().skip(1).filter(|drawn| !drawn.is_empty()).count();
    let first = match (drawn.first().is_some_and(|first| !first.is_empty()), shown) {
        (false, _) => 0,
        (true, 0) => count,
        (true, _) => (count * percent + 50) / 100,
    };
    let rest = count - first;
    let mut others = 0..;
    let other = |drawn: &Vec<Sample>| {
        let place = if drawn.is_empty() { None } else { others.next() };
        place.map_or(0, |place| rest / shown + usize::from(place < rest % shown))
    };
    std::iter::once(first).chain(drawn.iter().skip(1).map(other)).collect()
}
