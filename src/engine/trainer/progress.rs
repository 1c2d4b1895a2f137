//! Where a run stands, as something to keep and to go on from: everything that training changes
//! is here and nowhere else. What of it survives a change of the config, `change` says.

use std::rc::Rc;

use super::Trainer;
use crate::engine::callback::CallbackState;
use crate::engine::change::Part;
use crate::engine::config::Rules;
use crate::engine::error::{Error, Result};
use crate::engine::model::Tensor;
use crate::engine::optimizer::Memory;
use crate::engine::plan::{Parameter, Plan, Slot, State};
use crate::engine::seedrandom::SeedRandom;

/// Everything that training has changed since the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Whole epochs trained.
    pub epoch: u64,
    /// Samples of the running epoch whose gradients are summed up.
    pub sample: usize,
    /// Samples behind these that have been visited one by one: their gradients come with those of the
    /// rest of their piece.
    pub ahead: usize,
    /// The epoch whose weights stand there, where a callback has brought them back and nothing
    /// has been trained since.
    pub restored: Option<u64>,
    /// Samples whose gradients wait for the next update.
    pub accumulated: usize,
    /// Weight updates so far.
    pub iterations: u64,
    /// The optimizer's own numbers.
    pub memory: Memory,
    /// Per dense layer bias `[units]`, kernel `[units, inputs]`.
    pub weights: Vec<f64>,
    /// The gradient sums in the same order.
    pub gradients: Vec<f64>,
    /// All other state: normalization, moving statistics, the optimizer's memory of each weight.
    pub extra: Vec<Tensor>,
    /// Indices into `weights` of the pruned ones.
    pub pruned: Vec<usize>,
    /// Where the random stream stands.
    pub generator: SeedRandom,
    /// What the callbacks remember.
    pub callbacks: CallbackState,
    /// The best network so far, where early stopping may bring it back.
    pub best: Option<Rc<Best>>,
}

/// A network as it was: what Keras's `get_weights` returns, and which weights were pruned.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The epochs that it had been trained for.
    pub epoch: u64,
    /// As [`Progress::weights`].
    pub weights: Vec<f64>,
    /// The weights and moving statistics of normalizations.
    pub extra: Vec<Tensor>,
    /// As [`Progress::pruned`].
    pub pruned: Vec<usize>,
}

impl Progress {
    /// This state with nothing that a new start of its plan has not, but for the weights: what leaves
    /// the plan as it is draws none.
    pub(super) fn emptied(&self, plan: &Plan) -> Self {
        let (accumulated, pruned, callbacks, best) = Default::default();
        let mut fresh = Self { accumulated, pruned, callbacks, best, ..self.clone() };
        for role in roles(plan).iter().filter(|role| role.part == Part::Gradients) {
            fresh.find_mut(plan, role).into_iter().for_each(|sums| sums.fill(0.0));
        }
        fresh
    }

    /// Takes over from `old`, the state of a run of the plan `from`, the parts that are `kept`:
    /// by layer and role, wherever this state, a new start of the plan `to`, has the same in the
    /// same shape, or of classes that it has too. Everything else stays as new as it is.
    pub fn carry(&mut self, to: &Plan, (old, from): (&Self, &Plan), kept: &[Part]) {
        let known = roles(from);
        for role in roles(to).into_iter().filter(|role| kept.contains(&role.part)) {
            let same = |before: &&Role| (before.name, before.part) == (role.name, role.part);
            if let Some(before) = known.iter().find(same)
                && let Some(units) = common(before.shape, role.shape)
                && let (Some(values), Some(own)) =
                    (old.find(from, before), self.find_mut(to, &role))
                && let length = units * role.shape[1]
                && let (Some(values), Some(own)) = (values.get(..length), own.get_mut(..length))
            {
                own.copy_from_slice(values);
            }
        }
        for part in kept {
            match part {
                // Tensors all of them.
                Part::Weights | Part::Statistics => {}
                Part::Gradients => self.accumulated = old.accumulated,
                Part::Optimizer => {
                    (self.iterations, self.memory) = (old.iterations, old.memory);
                }
                Part::Marks => self.pruned = moved(&old.pruned, from, to),
                Part::Stopping => {
                    self.callbacks.stopping = old.callbacks.stopping;
                    self.best.clone_from(&old.best);
                }
                Part::Plateau => self.callbacks.plateau = old.callbacks.plateau,
                Part::Goals => self.callbacks.goals = old.callbacks.goals,
                Part::Place => {
                    (self.epoch, self.sample) = (old.epoch, old.sample);
                    self.restored = old.restored;
                }
                Part::Stream => self.generator.clone_from(&old.generator),
            }
        }
    }

    /// All of this state's numbers, of the plan's that it is of: a tensor's name and values each.
    pub fn tensors<'a>(&'a self, plan: &'a Plan) -> Vec<(&'a str, &'a [f64])> {
        let found = |role: Role<'a>| Some((role.name, self.find(plan, &role)?));
        roles(plan).into_iter().filter_map(found).collect()
    }

    /// Whether a run of this plan over so many training samples can go on from it, and lacks nothing.
    pub fn fits(&self, plan: &Plan, samples: usize) -> bool {
        let count = plan.weight_count();
        let all = roles(plan);
        let in_extra = || all.iter().filter(|role| matches!(place(plan, role), Place::Extra));
        let has = |extra: &[Tensor], role: &Role| {
            let same =
                |tensor: &Tensor| tensor.name == role.name && tensor.values.len() == role.length();
            extra.iter().any(same)
        };
        let best = self.best.as_ref().is_none_or(|best| {
            let of_network = |role: &&Role| matches!(role.part, Part::Weights | Part::Statistics);
            best.weights.len() == count
                && in_extra().filter(of_network).all(|role| has(&best.extra, role))
        });
        let visited = self.sample.saturating_add(self.ahead);
        best && [&self.weights, &self.gradients].iter().all(|of| of.len() == count)
            && visited < samples.max(1)
            && in_extra().all(|role| has(&self.extra, role))
    }

    /// The values of a role.
    fn find(&self, plan: &Plan, role: &Role) -> Option<&[f64]> {
        match place(plan, role) {
            Place::Weights(at) => self.weights.get(at..at + role.length()),
            Place::Gradients(at) => self.gradients.get(at..at + role.length()),
            Place::Extra => {
                let tensor = self.extra.iter().find(|tensor| tensor.name == role.name)?;
                Some(&tensor.values)
            }
        }
    }

    /// [`Self::find`], for a change.
    fn find_mut(&mut self, plan: &Plan, role: &Role) -> Option<&mut [f64]> {
        match place(plan, role) {
            Place::Weights(at) => self.weights.get_mut(at..at + role.length()),
            Place::Gradients(at) => self.gradients.get_mut(at..at + role.length()),
            Place::Extra => {
                let tensor = self.extra.iter_mut().find(|tensor| tensor.name == role.name)?;
                Some(&mut tensor.values)
            }
        }
    }
}

/// A tensor of a plan that training goes on with. A bias that is switched off is none, nor is
/// the gradient of what is frozen.
#[derive(Clone, Copy)]
struct Role<'a> {
    slot: Slot,
    name: &'a str,
    part: Part,
    /// [`Parameter::matrix`], of what is remembered of it too; `[1, length]` of a normalization's, which
    /// is of all units together.
    shape: [usize; 2],
}

/// The units, from the first on, that two shapes of the same name have in common; `None` where they have
/// nothing. In mid-run only an output layer comes to other units, by its classes: one unit alone tells
/// two of them apart, and is none of theirs.
fn common([before, from]: [usize; 2], [units, inputs]: [usize; 2]) -> Option<usize> {
    let grown = before > 1 && units > 1;
    (from == inputs && (before == units || grown)).then_some(before.min(units))
}

impl Role<'_> {
    fn length(&self) -> usize {
        self.shape[0] * self.shape[1]
    }
}

fn roles(plan: &Plan) -> Vec<Role<'_>> {
    let mut roles = Vec::new();
    let role = |slot: Slot, part, shape| Role { slot, name: plan.name(slot), part, shape };
    for parameter in plan.parameters.iter().filter(|own| own.state != State::Off) {
        let framed = parameter.is_framed();
        let shape = if framed { parameter.matrix() } else { [1, parameter.length()] };
        let part = if parameter.is_statistic() { Part::Statistics } else { Part::Weights };
        roles.push(role(parameter.weights, part, shape));
        let gradients = parameter.gradients.filter(|_| parameter.is_trained());
        roles.extend(gradients.map(|slot| role(slot, Part::Gradients, shape)));
        roles.extend(parameter.slots.iter().map(|&slot| role(slot, Part::Optimizer, shape)));
    }
    roles
}

/// Where a role's values stand in a [`Progress`].
enum Place {
    /// From there on in `weights`.
    Weights(usize),
    /// From there on in `gradients`.
    Gradients(usize),
    /// In `extra`, under its name.
    Extra,
}

fn place(plan: &Plan, role: &Role) -> Place {
    let of = |at, own: &Parameter| match role.slot {
        slot if slot == own.weights => Some(Place::Weights(at)),
        slot if Some(slot) == own.gradients => Some(Place::Gradients(at)),
        _ => None,
    };
    plan.framed().find_map(|(at, own)| of(at, own)).unwrap_or(Place::Extra)
}

/// Where each kernel begins in `weights`, with its name and shape.
fn kernels(plan: &Plan) -> impl Iterator<Item = (usize, &str, [usize; 2])> {
    plan.kernels().map(|(at, own)| (at, plan.name(own.weights), own.matrix()))
}

/// The marks of the kernels of one plan, in another.
fn moved(pruned: &[usize], from: &Plan, to: &Plan) -> Vec<usize> {
    let mut marks = Vec::new();
    for (at, name, shape) in kernels(to) {
        let before = kernels(from).find(|&(_, of, _)| of == name);
        if let Some((start, _, before)) = before
            && let Some(units) = common(before, shape)
        {
            let within = |index: &usize| (start..start + units * shape[1]).contains(index);
            marks.extend(
                pruned.iter().filter(|index| within(index)).map(|index| index - start + at),
            );
        }
    }
    marks
}

impl Trainer {
    /// Everything that training has changed so far.
    pub fn progress(&mut self) -> Progress {
        let mut progress = Progress {
            epoch: self.epoch,
            sample: self.sample,
            ahead: self.ahead,
            restored: None,
            accumulated: 0,
            iterations: 0,
            memory: Memory::default(),
            weights: Vec::new(),
            gradients: Vec::new(),
            extra: Vec::new(),
            pruned: Vec::new(),
            generator: self.generator.clone(),
            callbacks: self.callbacks,
            best: None,
        };
        self.save(&mut progress);
        progress
    }

    /// [`Self::progress`] in the place of another, whose memory serves again: a small network's
    /// epoch takes little longer than so many allocations.
    pub fn save(&mut self, to: &mut Progress) {
        (to.epoch, to.sample, to.ahead) = (self.epoch, self.sample, self.ahead);
        to.restored = self.restored;
        to.accumulated = self.model.accumulated();
        to.iterations = self.model.iterations();
        to.memory = self.model.memory();
        self.model.dense_weights(&mut to.weights);
        self.model.dense_gradients(&mut to.gradients);
        self.model.extra_state(&mut to.extra);
        to.pruned = self.pruned();
        to.generator.clone_from(&self.generator);
        to.callbacks = self.callbacks;
        to.best.clone_from(&self.best);
    }

    /// Goes on from there; what [`Self::progress`] of a run of the same shape returned.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn restore(&mut self, progress: &Progress) -> Result<()> {
        let count = self.plan().weight_count();
        if progress.weights.len() != count || progress.gradients.len() != count {
            return Err(Error::Checkpoint { what: "the number of weights" });
        }
        let visited = progress.sample.saturating_add(progress.ahead);
        if visited >= self.data.train.len().max(1) {
            return Err(Error::Checkpoint { what: "the place within the epoch" });
        }
        self.model.set_dense_gradients(&progress.gradients)?;
        self.write_network(&progress.weights, &progress.pruned, &progress.extra)?;
        self.model.resume(progress.iterations, progress.memory, progress.accumulated);
        (self.epoch, self.sample, self.ahead) = (progress.epoch, progress.sample, progress.ahead);
        self.restored = progress.restored;
        self.generator = progress.generator.clone();
        self.callbacks = progress.callbacks;
        self.best.clone_from(&progress.best);
        self.order();
        Ok(())
    }

    /// Writes weights, marks and whatever else has a name.
    fn write_network(&mut self, weights: &[f64], pruned: &[usize], extra: &[Tensor]) -> Result<()> {
        self.model.set_dense_weights(weights)?;
        let kernel = |(at, own): (usize, &Parameter)| (at, own.weights, own.length());
        let kernels: Vec<_> = self.plan().kernels().map(kernel).collect();
        for (at, kernel, length) in kernels {
            let mut marks = vec![false; length];
            // Modern rules know no dead weight.
            if self.config.rules == Rules::Playground {
                for &index in pruned {
                    if let Some(mark) = index.checked_sub(at).and_then(|i| marks.get_mut(i)) {
                        *mark = true;
                    }
                }
            }
            self.model.backend().get().set_pruned(kernel, &marks);
        }
        self.model.adopt(extra);
        Ok(())
    }

    /// The network as it stands, for early stopping.
    pub(super) fn best_now(&mut self) -> Best {
        let mut best = Best {
            epoch: self.epoch,
            weights: Vec::new(),
            extra: Vec::new(),
            pruned: self.pruned(),
        };
        self.model.dense_weights(&mut best.weights);
        let known = |role: &Role| matches!(role.part, Part::Weights | Part::Statistics);
        let slots: Vec<Slot> = roles(self.plan())
            .into_iter()
            .filter(|role| known(role) && matches!(place(self.plan(), role), Place::Extra))
            .map(|role| role.slot)
            .collect();
        best.extra = self.model.state(&slots);
        best
    }

    /// Brings the best network back, whose epoch is returned, as Keras's `restore_best_weights`
    /// does: the optimizer's memory stays, and the run goes on counting where it stands. `None`
    /// where there is none.
    pub(super) fn bring_back(&mut self) -> Option<u64> {
        let best = self.best.clone()?;
        self.write_network(&best.weights, &best.pruned, &best.extra).ok()?;
        self.restored = Some(best.epoch);
        self.restored
    }
}
