//! A run's progress as bytes, and back: a head with everything that is short, its length before it
//! (32 bits), and behind it all long lists of numbers, 64 bits each, the lowest byte first. The points of the curve that
//! the page may not have seen travel along: a worker that dies takes them with it else. Only
//! workers of one build read each other's; the page keeps the bytes and knows nothing of them.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::engine::callback::CallbackState;
use crate::engine::model::Tensor;
use crate::engine::optimizer::Memory;
use crate::engine::seedrandom::SeedRandom;
use crate::engine::trainer::{Best, Progress};
use crate::protocol::{CurvePoint, wire};

/// Names and lengths of some tensors.
type Names = Vec<(String, usize)>;

/// What stands in the head.
#[derive(Serialize, Deserialize)]
struct Header {
    epoch: u64,
    sample: usize,
    ahead: usize,
    restored: Option<u64>,
    accumulated: usize,
    iterations: u64,
    memory: Memory,
    callbacks: CallbackState,
    generator: Vec<u8>,
    pruned: Vec<usize>,
    // How many there are, and of the gradients as many.
    weights: usize,
    extra: Names,
    best: Option<BestHeader>,
    points: usize,
}

#[derive(Serialize, Deserialize)]
struct BestHeader {
    epoch: u64,
    pruned: Vec<usize>,
    weights: usize,
    extra: Names,
}

fn names(tensors: &[Tensor]) -> Names {
    tensors.iter().map(|tensor| (tensor.name.clone(), tensor.values.len())).collect()
}

/// The bytes of a run's progress and of the points of its curve that are still to be seen.
pub fn pack(progress: &Progress, points: &[CurvePoint]) -> Vec<u8> {
    let Progress {
        epoch,
        sample,
        ahead,
        restored,
        accumulated,
        iterations,
        memory,
        weights,
        gradients,
        extra,
        pruned,
        generator,
        callbacks,
        best,
    } = progress;
    let header = Header {
        epoch: *epoch,
        sample: *sample,
        ahead: *ahead,
        restored: *restored,
        accumulated: *accumulated,
        iterations: *iterations,
        memory: *memory,
        callbacks: *callbacks,
        generator: generator.to_bytes(),
        pruned: pruned.clone(),
        weights: weights.len(),
        extra: names(extra),
        best: best.as_ref().map(|best| BestHeader {
            epoch: best.epoch,
            pruned: best.pruned.clone(),
            weights: best.weights.len(),
            extra: names(&best.extra),
        }),
        points: points.len(),
    };
    // There is nothing in it that the writer could refuse.
    let head = wire::encode(&header).unwrap_or_default();
    let mut bytes = (head.len() as u32).to_le_bytes().to_vec();
    bytes.extend(head);
    let best = best.iter();
    let best = best.flat_map(|best| [&best.weights].into_iter().chain(values(&best.extra)));
    let lists = [weights, gradients].into_iter().chain(values(extra)).chain(best);
    for value in lists.flatten().copied().chain(points.iter().flat_map(CurvePoint::numbers)) {
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

fn values(tensors: &[Tensor]) -> impl Iterator<Item = &Vec<f64>> {
    tensors.iter().map(|tensor| &tensor.values)
}

/// What [`pack`] wrote; `None` where it did not.
pub fn unpack(bytes: &[u8]) -> Option<(Progress, Vec<CurvePoint>)> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (head, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let header: Header = wire::decode(head).ok()?;
    let mut numbers = Numbers(rest);
    let [weights, gradients] = [numbers.take(header.weights)?, numbers.take(header.weights)?];
    let extra = numbers.tensors(header.extra)?;
    let best = match header.best {
        None => None,
        Some(BestHeader { epoch, pruned, weights, extra }) => {
            let (weights, extra) = (numbers.take(weights)?, numbers.tensors(extra)?);
            Some(Rc::new(Best { epoch, weights, extra, pruned }))
        }
    };
    let points = numbers.take(header.points.checked_mul(5)?)?;
    let points = points.as_chunks().0.iter().map(CurvePoint::from_numbers).collect();
    let progress = Progress {
        epoch: header.epoch,
        sample: header.sample,
        ahead: header.ahead,
        restored: header.restored,
        accumulated: header.accumulated,
        iterations: header.iterations,
        memory: header.memory,
        weights,
        gradients,
        extra,
        pruned: header.pruned,
        generator: SeedRandom::from_bytes(&header.generator)?,
        callbacks: header.callbacks,
        best,
    };
    Some((progress, points))
}

/// Numbers that are yet to be read.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn take(&mut self, count: usize) -> Option<Vec<f64>> {
        let (own, rest) = self.0.split_at_checked(count.checked_mul(size_of::<f64>())?)?;
        self.0 = rest;
        let (numbers, _) = own.as_chunks();
        Some(numbers.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect())
    }

    fn tensors(&mut self, names: Names) -> Option<Vec<Tensor>> {
        let tensor = |(name, length)| Some(Tensor { name, values: self.take(length)? });
        names.into_iter().map(tensor).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::{Config, Rules};
    use crate::engine::trainer::Trainer;
    use crate::engine::{callback::Callback, optimizer::Optimizer};
    use crate::protocol::Metrics;

    #[test]
    fn what_is_packed_comes_back_and_what_is_cut_off_is_refused() {
        let callbacks = vec![Callback::EarlyStopping.into()];
        let config = Config {
            rules: Rules::Playground,
            optimizer: Optimizer::Adam.into(),
            batch_size: 30,
            callbacks,
            ..Config::default()
        };
        let mut trainer = Trainer::new(&config).unwrap();
        trainer.finish_epoch();
        let mut progress = trainer.progress();
        let best = Best {
            epoch: 1,
            weights: vec![0.1, -0.0, f64::MIN_POSITIVE],
            extra: vec![Tensor { name: "γ".to_owned(), values: vec![1.0 / 3.0] }],
            pruned: vec![2],
        };
        progress.best = Some(Rc::new(best));
        let metrics = Metrics { train_loss: 0.1, test_loss: 1e-300, ..Metrics::default() };
        let points = vec![CurvePoint { epoch: 0.5, metrics }, CurvePoint { epoch: 1.0, metrics }];
        let bytes = pack(&progress, &points);
        assert_eq!(unpack(&bytes), Some((progress, points)));
        for end in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            assert_eq!(unpack(&bytes[..end]), None, "{end}");
        }
    }
}
