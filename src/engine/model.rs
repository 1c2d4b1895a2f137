//! A network at work: an architecture, its plan and a backend that executes it, with Keras's
//! methods. The page's `Trainer` trains one; so does whoever builds one by
//! [`Sequential`](super::sequential::Sequential).

use std::fmt::Write as _;
use std::ops::Range;

use rand::Rng;

use super::architecture::Architecture;
use super::backend::{AnyBackend, Set};
use super::config::{Precision, Rules};
use super::error::{Error, Result};
use super::kind::Tuned;
use super::loss;
use super::noise::{Draw, shuffle};
use super::optimizer::{Extras, Memory, Optimizer, Step};
use super::plan::{Parameter, Plan, Slot, names};
use super::regularizer::Regularizer;
use super::schedule::{self, Schedule};
use super::seedrandom::SeedRandom;

/// What an update reads beside the gradients: all that may change at every step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// The step size of this update.
    pub learning_rate: f64,
    /// The optimizer, of the kind that the model was made with.
    pub optimizer: Tuned<Optimizer>,
    /// Weight decay and gradient clipping.
    pub extras: Extras,
    /// The Playground's penalty on kernels.
    pub regularizer: Regularizer,
    /// Its factor.
    pub regularization_rate: f64,
    /// Whose rules the penalty follows.
    pub rules: Rules,
}

/// A named part of a model's state.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Layer and role, e.g. `dense_1/kernel` or `dense_1/kernel/momentum`.
    pub name: String,
    /// Its values.
    pub values: Vec<f64>,
}

/// A network at work.
pub struct Model {
    architecture: Architecture,
    plan: Plan,
    // The plan's state beside what frames hold.
    extra: Vec<Slot>,
    backend: AnyBackend,
    iterations: u64,
    memory: Memory,
    accumulated: usize,
}

impl Model {
    /// A model whose kernels are 0; see [`Self::draw_weights`].
    ///
    /// # Errors
    /// Where [`Architecture::check`] refuses.
    pub fn new(architecture: Architecture, precision: Precision) -> Result<Self> {
        Self::on(architecture, |plan| Ok(AnyBackend::new(precision, plan)))
    }

    /// [`Self::new`] on a backend of its own.
    ///
    /// # Errors
    /// Where [`Architecture::check`] refuses, or `make` does.
    pub fn on(
        architecture: Architecture,
        make: impl FnOnce(Plan) -> Result<AnyBackend>,
    ) -> Result<Self> {
        architecture.check()?;
        let plan = Plan::new(&architecture);
        let backend = make(plan.clone())?;
        let extra = plan.extra_state();
        let (iterations, memory, accumulated) = Default::default();
        Ok(Self { architecture, plan, extra, backend, iterations, memory, accumulated })
    }

    /// What it is made of.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// What its backend executes.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What executes it.
    pub fn backend(&mut self) -> &mut AnyBackend {
        &mut self.backend
    }

    /// Number of weight updates so far, Keras's `optimizer.iterations`.
    pub fn iterations(&self) -> u64 {
        self.iterations
    }

    /// Samples whose gradients wait for the next update.
    pub fn accumulated(&self) -> usize {
        self.accumulated
    }

    /// The optimizer's own numbers, one for all parameters.
    pub fn memory(&self) -> Memory {
        self.memory
    }

    /// Sets what [`Self::iterations`], [`Self::memory`] and [`Self::accumulated`] tell.
    pub fn resume(&mut self, iterations: u64, memory: Memory, accumulated: usize) {
        (self.iterations, self.memory, self.accumulated) = (iterations, memory, accumulated);
    }

    /// Draws the first weights, parameter by parameter; with `zero` kernels and biases are 0, yet
    /// the Playground's draws are taken.
    ///
    /// # Errors
    /// Never, for a model that could be built.
    pub fn draw_weights<R: Rng>(&mut self, zero: bool, rng: &mut R) -> Result<()> {
        for own in &self.plan.parameters {
            self.backend.get().write(own.weights, &own.draw(zero, rng))?;
        }
        Ok(())
    }

    /// Forward and backward over training rows; see [`super::backend::Backend::accumulate`].
    pub fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>) {
        self.accumulated += rows.len();
        self.backend.get().accumulate(rows, draw, outputs);
    }

    /// Moves the weights along the mean gradient of the samples accumulated.
    pub fn update(&mut self, rates: &Rates) {
        let step = step(rates, self.iterations, &mut self.memory, self.accumulated);
        self.backend.get().apply(&step);
        self.iterations += 1;
        self.accumulated = 0;
    }

    /// Trains on training rows, whole batches of `batch` all of them, at the rates after so many
    /// updates, which are `steady` where they are always the same; false, and nothing has happened,
    /// where the backend does not do that at once or samples wait for an update. See
    /// [`super::backend::Backend::descend`].
    pub fn descend(
        &mut self,
        rows: Range<usize>,
        draw: Draw,
        batch: usize,
        (rates, steady): (impl Fn(u64) -> Rates, bool),
    ) -> bool {
        if self.accumulated > 0 {
            return false;
        }
        let updates = (rows.len() / batch) as u64;
        let (mut memory, mut iteration) = (self.memory, self.iterations);
        let mut next = || {
            let step = step(&rates(iteration), iteration, &mut memory, batch);
            iteration += 1;
            step
        };
        let first = next();
        let done = self.backend.get().descend(rows, draw, (&first, steady), &mut next);
        if done {
            (self.memory, self.iterations) = (memory, self.iterations + updates);
        }
        done
    }

    /// The mean loss of outputs `[rows, outputs]` over their targets, without any penalty.
    pub fn loss_of(&self, outputs: &[f64], targets: &[f64]) -> f64 {
        let logits = self.architecture.outputs_are_logits();
        let Architecture { loss, .. } = &self.architecture;
        loss::mean(loss, logits, outputs, targets, self.architecture.outputs())
    }

    /// The layers' penalties on the weights as they stand, Keras's `sum(model.losses)`: what is frozen
    /// takes no part.
    pub fn penalty(&mut self) -> f64 {
        let mut sum = 0.0;
        for at in 0..self.plan.parameters.len() {
            let (l1, l2) = self.plan.parameters[at].penalty;
            if self.plan.parameters[at].is_trained() && (l1 != 0.0 || l2 != 0.0) {
                let weights = self.backend.get().read(self.plan.parameters[at].weights);
                sum += weights.iter().map(|w| l1 * w.abs() + l2 * w * w).sum::<f64>();
            }
        }
        sum
    }

    /// Writes the weights that frames hold into `out`: per dense layer bias `[units]`, kernel
    /// `[units, inputs]`; see [`Plan::framed`].
    pub fn dense_weights(&mut self, out: &mut Vec<f64>) {
        self.dense_values(out, |own| Some(own.weights));
    }

    /// The gradient sums of [`Self::dense_weights`].
    pub fn dense_gradients(&mut self, out: &mut Vec<f64>) {
        self.dense_values(out, |own| own.gradients);
    }

    fn dense_values(&mut self, out: &mut Vec<f64>, slot: impl Fn(&Parameter) -> Option<Slot>) {
        out.clear();
        let backend = self.backend.get();
        let slots = self.plan.framed().filter_map(|(_, own)| slot(own));
        slots.for_each(|slot| backend.read_into(slot, out));
    }

    /// Writes what [`Self::dense_weights`] reads.
    ///
    /// # Errors
    /// Where there are more or fewer values.
    pub fn set_dense_weights(&mut self, values: &[f64]) -> Result<()> {
        self.set_dense_values(values, |own| Some(own.weights))
    }

    /// Writes what [`Self::dense_gradients`] reads.
    ///
    /// # Errors
    /// Where there are more or fewer values.
    pub fn set_dense_gradients(&mut self, values: &[f64]) -> Result<()> {
        self.set_dense_values(values, |own| own.gradients)
    }

    fn set_dense_values(
        &mut self,
        values: &[f64],
        slot: impl Fn(&Parameter) -> Option<Slot>,
    ) -> Result<()> {
        let (expected, got) = (self.plan.weight_count(), values.len());
        if expected != got {
            return Err(Error::Length { name: "the dense layers".to_owned(), expected, got });
        }
        for (at, own) in self.plan.framed() {
            if let Some(slot) = slot(own) {
                self.backend.get().write(slot, &values[at..][..own.length()])?;
            }
        }
        Ok(())
    }

    /// All state beside [`Self::dense_weights`] and their gradients, under the plan's names, into
    /// `out`: what has the names already is overwritten.
    pub fn extra_state(&mut self, out: &mut Vec<Tensor>) {
        let backend = self.backend.get();
        let name = |slot: Slot| self.plan.name(slot);
        let fits = out.len() == self.extra.len()
            && self.extra.iter().zip(&*out).all(|(&slot, tensor)| *name(slot) == tensor.name);
        if !fits {
            let tensor = |&slot: &Slot| Tensor { name: name(slot).to_owned(), values: Vec::new() };
            *out = self.extra.iter().map(tensor).collect();
        }
        for (&slot, tensor) in self.extra.iter().zip(out) {
            tensor.values.clear();
            backend.read_into(slot, &mut tensor.values);
        }
    }

    /// All state, under the plan's names.
    pub fn state(&mut self, slots: &[Slot]) -> Vec<Tensor> {
        let tensor = |&slot: &Slot| Tensor {
            name: self.plan.name(slot).to_owned(),
            values: self.backend.get().read(slot),
        };
        slots.iter().map(tensor).collect()
    }

    /// Takes over what fits by name and length; the rest stays as it is.
    pub fn adopt(&mut self, tensors: &[Tensor]) {
        for at in 0..self.plan.buffers.len() {
            let name = &self.plan.buffers[at].name;
            if let Some(tensor) = tensors.iter().find(|tensor| tensor.name == *name) {
                // Of another length it is another layer's by now, and left alone.
                let _ = self.backend.get().write(Slot(at), &tensor.values);
            }
        }
    }
}

/// Samples to train or measure on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Data {
    /// `[rows, inputs]`
    pub x: Vec<f64>,
    /// `[rows, outputs]`
    pub y: Vec<f64>,
}

/// How [`Compiled::fit`] trains; the names and defaults are those of Keras's `fit()`
/// (<https://keras.io/api/models/model_training_apis/#fit-method>).
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Passes over the data.
    pub epochs: usize,
    /// Samples per weight update.
    pub batch_size: usize,
    /// Whether each epoch has an order of its own.
    pub shuffle: bool,
    /// Seeds order, masks and noise.
    pub seed: u32,
    /// What is only measured, at the end of each epoch.
    pub validation_data: Option<Data>,
}

impl Default for Fit {
    fn default() -> Self {
        Self { epochs: 1, batch_size: 32, shuffle: true, seed: 0, validation_data: None }
    }
}

/// What training measured, one value an epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The mean loss over the batches while the weights moved, penalties included, as Keras
    /// reports it.
    pub loss: Vec<f64>,
    /// The loss over the validation data after each epoch, if there is any.
    pub val_loss: Vec<f64>,
}

/// A model with what `compile` adds to it.
pub struct Compiled {
    model: Model,
    rates: Rates,
    schedule: Tuned<Schedule>,
}

impl Compiled {
    /// A model with Keras's starting weights, drawn from `seed`.
    ///
    /// # Errors
    /// Where [`Architecture::check`] refuses.
    pub fn new(
        architecture: Architecture,
        (learning_rate, schedule): (f64, Tuned<Schedule>),
        extras: Extras,
        precision: Precision,
        seed: u64,
    ) -> Result<Self> {
        let optimizer = architecture.optimizer;
        let mut model = Model::new(architecture, precision)?;
        model.draw_weights(false, &mut SeedRandom::from_text(&seed.to_string()))?;
        let rates = Rates {
            learning_rate,
            optimizer,
            extras,
            regularizer: Regularizer::None,
            regularization_rate: 0.0,
            rules: Rules::Modern,
        };
        Ok(Self { model, rates, schedule })
    }

    /// The model itself.
    pub fn model(&mut self) -> &mut Model {
        &mut self.model
    }

    /// Trains.
    ///
    /// # Errors
    /// Where the data are of another shape than the network's, or a batch has no sample.
    pub fn fit(&mut self, data: &Data, fit: Fit) -> Result<History> {
        let rows = self.load(Set::Train, data)?;
        let validation = fit.validation_data.as_ref().map(|data| self.rows(data)).transpose()?;
        if fit.batch_size == 0 {
            let (name, value, allowed) = ("batch_size", "0".to_owned(), "1 or more".to_owned());
            return Err(Error::Argument { name, value, allowed });
        }
        let outputs = self.model.architecture.outputs();
        let mut history = History::default();
        for epoch in 0..fit.epochs as u64 {
            let draw = Draw { seed: fit.seed, epoch };
            let mut order: Vec<u32> = (0..).take(rows).collect();
            if fit.shuffle {
                shuffle(&mut order, rows, draw);
            }
            self.model.backend.get().order(&order);
            let mut sum = 0.0;
            for start in (0..rows).step_by(fit.batch_size) {
                let batch = start..(start + fit.batch_size).min(rows);
                let mut found = Vec::new();
                let penalty = self.model.penalty();
                self.model.accumulate(batch.clone(), draw, Some(&mut found));
                let rows = order[batch.clone()].iter().map(|&row| row as usize * outputs);
                let targets: Vec<f64> =
                    rows.flat_map(|at| &data.y[at..at + outputs]).copied().collect();
                let loss = self.model.loss_of(&found, &targets) + penalty;
                sum += loss * batch.len() as f64;
                let initial = self.rates.learning_rate;
                let learning_rate =
                    schedule::rate(&self.schedule, initial, self.model.iterations());
                self.model.update(&Rates { learning_rate, ..self.rates });
            }
            history.loss.push(sum / rows as f64);
            if let (Some(_), Some(data)) = (validation, &fit.validation_data) {
                history.val_loss.push(self.evaluate(data)?);
            }
        }
        Ok(history)
    }

    /// The mean loss over data, penalties included, in evaluation mode.
    ///
    /// # Errors
    /// Where the data are of another shape than the network's.
    pub fn evaluate(&mut self, data: &Data) -> Result<f64> {
        self.load(Set::Test, data)?;
        let outputs = self.model.backend.get().evaluate(Set::Test);
        Ok(self.model.loss_of(&outputs, &data.y) + self.model.penalty())
    }

    /// The outputs `[rows, outputs]` for inputs `[rows, inputs]`.
    ///
    /// # Errors
    /// Where the inputs are no whole number of samples.
    pub fn predict(&mut self, x: &[f64]) -> Result<Vec<f64>> {
        let inputs = self.model.architecture.inputs;
        let rows = whole_rows("inputs", x.len(), inputs)?;
        self.model.backend.get().load(Set::Points, rows, x, &[]);
        Ok(self.model.backend.get().evaluate(Set::Points))
    }

    /// The parameters in Keras's order, layer by layer: a dense layer's kernel `[units, inputs]`
    /// and bias, a normalization's gain and shift and then its moving statistics.
    pub fn weights(&mut self) -> Vec<Tensor> {
        let slots = self.keras_slots();
        self.model.state(&slots)
    }

    /// Sets what [`Self::weights`] returns.
    ///
    /// # Errors
    /// Where there are more or fewer tensors, or one has another length.
    pub fn set_weights(&mut self, values: &[Vec<f64>]) -> Result<()> {
        let slots = self.keras_slots();
        if slots.len() != values.len() {
            let (name, expected, got) = ("the model".to_owned(), slots.len(), values.len());
            return Err(Error::Length { name, expected, got });
        }
        slots
            .iter()
            .zip(values)
            .try_for_each(|(&slot, values)| self.model.backend.get().write(slot, values))
    }

    fn keras_slots(&self) -> Vec<Slot> {
        self.model.plan.in_keras_order().iter().map(|own| own.weights).collect()
    }

    /// Keras's table: layer, output shape, parameters.
    pub fn summary(&self) -> String {
        let Architecture { layers, .. } = &self.model.architecture;
        let widths = self.model.architecture.widths();
        let parameters = self.model.plan.in_keras_order();
        let count = |is: &dyn Fn(&Parameter) -> bool| -> usize {
            parameters.iter().filter(|own| is(own)).map(|own| own.length()).sum()
        };
        let mut text = String::new();
        let line = |text: &mut String, cells: [&str; 3]| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{:<32}{:<16}{:>10}", cells[0], cells[1], cells[2]);
        };
        line(&mut text, ["Layer (type)", "Output Shape", "Param #"]);
        for (at, (name, layer)) in names(layers).iter().zip(layers).enumerate() {
            let kind = format!("{name} ({})", layer.kind.kind().class());
            let shape = format!("(None, {})", widths[at + 1]);
            line(&mut text, [&kind, &shape, &count(&|own| own.layer == at).to_string()]);
        }
        let trained = count(&Parameter::is_trained);
        let total = count(&|_| true);
        for (what, number) in [
            ("Total params", total),
            ("Trainable params", trained),
            ("Non-trainable params", total - trained),
        ] {
            let _ = writeln!(text, "{what}: {number}");
        }
        text
    }

    /// The number of rows of data of the network's shape.
    fn rows(&self, data: &Data) -> Result<usize> {
        let Architecture { inputs, .. } = self.model.architecture;
        let outputs = self.model.architecture.outputs();
        let rows = whole_rows("targets", data.y.len(), outputs)?;
        if data.x.len() != rows * inputs {
            let got = data.x.len().checked_div(rows).unwrap_or_default();
            return Err(Error::Data { what: "inputs", expected: inputs, got });
        }
        Ok(rows)
    }

    fn load(&mut self, set: Set, data: &Data) -> Result<usize> {
        let rows = self.rows(data)?;
        self.model.backend.get().load(set, rows, &data.x, &data.y);
        Ok(rows)
    }
}

/// The update after `iterations` others along gradients that are sums over so many rows.
fn step(rates: &Rates, iterations: u64, memory: &mut Memory, rows: usize) -> Step {
    let penalty = (rates.regularizer, rates.regularization_rate, rates.rules);
    let Rates { optimizer, learning_rate, extras, .. } = rates;
    Step::new(optimizer, *learning_rate, iterations, memory, rows, *extras, penalty)
}

fn whole_rows(what: &'static str, values: usize, width: usize) -> Result<usize> {
    match values.checked_div(width) {
        Some(rows) if rows * width == values => Ok(rows),
        _ => Err(Error::Data { what, expected: width, got: values }),
    }
}
