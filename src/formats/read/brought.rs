//! A network that has come from a file, and how it takes the place of the one on show.

use super::Unreadable;
use crate::engine::activation::Activation;
use crate::engine::callback::CallbackState;
use crate::engine::config::Config;
use crate::engine::feature::{Feature, Features};
use crate::engine::kind::Tuned;
use crate::engine::layer::Layer;
use crate::engine::loss::{Coding, Loss};
use crate::engine::model::Tensor;
use crate::engine::optimizer::Memory;
use crate::engine::optimizer::build::Training;
use crate::engine::plan::{Parameter, Plan, Slot, State};
use crate::engine::scaling::Scaling;
use crate::engine::seedrandom::SeedRandom;
use crate::engine::trainer::Progress;

/// A network that has come from a file: all that can be applied to a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// How it sees a row, where the file says so.
    pub sight: Option<Sight>,
    /// The numbers of a row go into it as they are, whatever the run on show does to them.
    pub raw: bool,
    /// Numbers that go in.
    pub inputs: usize,
    /// The hidden layers, numbered from 0.
    pub layers: Vec<Layer>,
    /// The output layer, without its units.
    pub output: Layer,
    /// Numbers that come out.
    pub outputs: usize,
    /// What it was trained to minimise, where the file says so.
    pub loss: Option<Tuned<Loss>>,
    /// What moved its weights, where the file says so.
    pub training: Option<Training>,
    /// The values of each parameter in Keras's order, as the engine has them: a kernel `[units, inputs]`.
    pub values: Vec<Vec<f64>>,
    /// What the optimizer remembers, where the file has all of it.
    pub remembered: Option<Remembered>,
}

/// How a network sees a row of the data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// The functions of a plane; `None` for those on show.
    pub features: Option<Features>,
    /// Formulas beside them.
    pub formulas: Vec<String>,
}

/// What an optimizer remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// Updates so far.
    pub iterations: u64,
    /// The optimizer's own numbers.
    pub memory: Memory,
    /// For each parameter that it moves, in Keras's order, each of its slots; one that Keras does not keep
    /// is as at the start.
    pub slots: Vec<Option<Vec<f64>>>,
}

impl Brought {
    /// The config of a run with this network in the place of its own, and where such a run stands: at the
    /// network's weights, no epoch trained. The random stream stands at its start.
    ///
    /// # Errors
    /// Where the network's inputs or outputs are not those of the run's data.
    pub fn apply(&self, config: &Config) -> Result<(Config, Progress), Unreadable> {
        let layers = self.layers.clone();
        let mut next = Config { layers, output: self.output, ..config.clone() };
        self.look(&mut next)?;
        self.tell(config, &mut next)?;
        if let Some(Training { optimizer, learning_rate, schedule, extras }) = self.training.clone()
        {
            next = Config { optimizer, learning_rate, schedule, extras, ..next };
        }
        next.validate()?;
        let plan = Plan::new(&next.architecture());
        let progress = self.progress(&plan, &next.seed);
        Ok((next, progress))
    }

    /// Gives the config the inputs that the network has. Where its file says of none, those are the ones on
    /// show, or else the columns of the data alone.
    fn look(&self, next: &mut Config) -> Result<(), Unreadable> {
        if let Some(Sight { features, formulas }) = &self.sight {
            next.features = features.unwrap_or(next.features);
            next.formulas.clone_from(formulas);
        }
        if self.raw {
            next.scaling = Scaling::None;
        }
        if next.inputs() != self.inputs {
            next.formulas.clear();
        }
        if next.inputs() != self.inputs && next.has_features() {
            let columns = next.offered().filter(|one| matches!(one, Feature::X | Feature::Y));
            next.features = columns.fold(Features::empty(), |set, one| set.with(one, true));
        }
        match next.inputs() == self.inputs {
            true => Ok(()),
            false => Err(Unreadable::Inputs { file: self.inputs, data: next.inputs() }),
        }
    }

    /// Gives the config a loss and labels that go with the outputs that the network has. They stay as they
    /// are where the network ends as the one on show does, and the file says of neither.
    fn tell(&self, config: &Config, next: &mut Config) -> Result<(), Unreadable> {
        let ends_alike = self.loss.is_none() && self.output.activation == config.output.activation;
        if ends_alike && next.target().outputs == self.outputs {
            return Ok(());
        }
        let own = self.loss.or(next.loss);
        let ends_in = |kind| self.output.activation.is_some_and(|own| own.kind() == kind);
        let suiting = match (ends_in(Activation::Sigmoid), ends_in(Activation::Softmax)) {
            (true, _) => Loss::BinaryCrossentropy,
            (_, true) => Loss::CategoricalCrossentropy,
            (false, false) => Loss::MeanSquaredError,
        };
        let codings =
            [next.coding, None, Some(Coding::Binary), Some(Coding::Signed), Some(Coding::OneHot)];
        let losses = [own, Some(suiting.into()), Some(Loss::MeanSquaredError.into())];
        let mut any = None;
        for (loss, coding) in losses.iter().flat_map(|&loss| codings.map(|coding| (loss, coding))) {
            let tried = Config { loss, coding, ..next.clone() };
            let target = tried.target();
            if target.outputs == self.outputs {
                let labels = (target.classes > 0).then_some(target.coding);
                any = any.or(Some((loss, coding)));
                if target.loss.kind().misfit(&target.activation, labels).is_none() {
                    any = Some((loss, coding));
                    break;
                }
            }
        }
        let target = next.target();
        let data = if target.classes > 0 { target.classes } else { target.outputs };
        let (loss, coding) = any.ok_or(Unreadable::Outputs { file: self.outputs, data })?;
        (next.loss, next.coding) = (loss, coding);
        Ok(())
    }

    /// Where a run of this plan stands with these weights.
    fn progress(&self, plan: &Plan, seed: &str) -> Progress {
        let mut state: Vec<(usize, &[f64])> = Vec::new();
        let mut slots = self.remembered.iter().flat_map(|own| &own.slots);
        for (own, values) in plan.in_keras_order().into_iter().zip(&self.values) {
            state.push((own.weights.0, values));
            if own.is_trained() {
                let known = own.slots.iter().zip(slots.by_ref());
                state.extend(known.filter_map(|(slot, values)| Some((slot.0, values.as_deref()?))));
            }
        }
        let constants: Vec<_> = plan.constants().collect();
        let values = |slot: Slot| {
            let known =
                state.iter().find(|(at, _)| *at == slot.0).map(|(_, values)| values.to_vec());
            let constant =
                constants.iter().find(|(of, _)| *of == slot).map_or(0.0, |(_, value)| *value);
            known.unwrap_or_else(|| vec![constant; plan.width(slot)])
        };
        // A bias that is switched off is 0.
        let framed = |own: &Parameter| match own.state {
            State::Off => vec![0.0; own.length()],
            State::Trained | State::Held => values(own.weights),
        };
        let weights: Vec<f64> = plan.framed().flat_map(|(_, own)| framed(own)).collect();
        let tensor = |slot| Tensor { name: plan.name(slot).to_owned(), values: values(slot) };
        let remembered = self.remembered.as_ref();
        Progress {
            epoch: 0,
            sample: 0,
            ahead: 0,
            restored: None,
            accumulated: 0,
            iterations: remembered.map_or(0, |own| own.iterations),
            memory: remembered.map(|own| own.memory).unwrap_or_default(),
            gradients: vec![0.0; weights.len()],
            weights,
            extra: plan.extra_state().into_iter().map(tensor).collect(),
            pruned: Vec::new(),
            generator: SeedRandom::from_text(seed),
            callbacks: CallbackState::default(),
            best: None,
        }
    }
}
