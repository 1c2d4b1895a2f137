//! A run's progress as it travels, and back.

use crate::engine::model::Tensor;
use crate::engine::seedrandom::SeedRandom;
use crate::engine::trainer::Progress;
use crate::protocol::Checkpoint;

/// The checkpoint of a run.
pub fn pack(run: u32, progress: Progress) -> Checkpoint {
    Checkpoint {
        run,
        epoch: progress.epoch,
        sample: progress.sample,
        accumulated: progress.accumulated,
        pruned: progress.pruned,
        generator: progress.generator.to_bytes(),
        iterations: progress.iterations,
        memory: progress.memory,
        callbacks: progress.callbacks,
        tensors: progress.extra.iter().map(|t| (t.name.clone(), t.values.len())).collect(),
        weights: progress.weights,
        gradients: progress.gradients,
        extra: progress.extra.into_iter().flat_map(|tensor| tensor.values).collect(),
    }
}

/// What a checkpoint says; `None` where its random stream is none.
pub fn unpack(checkpoint: &Checkpoint) -> Option<Progress> {
    Some(Progress {
        epoch: checkpoint.epoch,
        sample: checkpoint.sample,
        accumulated: checkpoint.accumulated,
        weights: checkpoint.weights.clone(),
        gradients: checkpoint.gradients.clone(),
        pruned: checkpoint.pruned.clone(),
        generator: SeedRandom::from_bytes(&checkpoint.generator)?,
        iterations: checkpoint.iterations,
        memory: checkpoint.memory,
        callbacks: checkpoint.callbacks,
        extra: tensors(&checkpoint.tensors, &checkpoint.extra),
    })
}

/// The tensors, as far as there are values for them.
fn tensors(names: &[(String, usize)], values: &[f64]) -> Vec<Tensor> {
    let mut rest = values;
    let mut tensors = Vec::with_capacity(names.len());
    for (name, length) in names {
        let Some((own, behind)) = rest.split_at_checked(*length) else { break };
        tensors.push(Tensor { name: name.clone(), values: own.to_vec() });
        rest = behind;
    }
    tensors
}
