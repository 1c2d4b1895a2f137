//! A run: data, model, and where training stands. It steps, measures and probes; when to do so
//! is its caller's business, and so are time and messages.

mod change;
mod drawn;
mod health;
mod maps;
mod means;
mod points;
mod progress;
mod sound;
mod visit;

use std::rc::Rc;

pub use drawn::Drawn;
use drawn::{Fitted, build, shown};
pub use means::{Means, Tables};
pub use points::Answer;
pub use progress::{Best, Progress};
use sound::Sound;
pub use sound::{LOOKS, Soundness};

use super::backend::{Set, on_cpu};
use super::callback::{Callback, CallbackState, Measured, Verdict};
use super::config::{Config, Rules, Target};
use super::dataset::Split;
use super::error::{Error, Result};
use super::inputs::Inputs;
use super::metric::{self, Report};
use super::model::Model;
use super::noise::{Draw, shuffle};
use super::plan::Plan;
use super::regularizer::Regularizer;
use super::schedule;
use super::seedrandom::SeedRandom;
use super::table::Table;
use super::targets::Targets;
use super::view::View;

/// Losses and accuracies over both halves of the data. NaN where there is nothing to measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// Mean loss over the training data, without any penalty.
    pub train_loss: f64,
    /// Mean loss over the test data.
    pub test_loss: f64,
    /// Share of the training data whose class is told (classes only).
    pub train_accuracy: f64,
    /// Share of the test data whose class is told (classes only).
    pub test_accuracy: f64,
}

/// The learning rate after so many updates, schedule and callbacks included.
fn learning_rate(config: &Config, callbacks: &CallbackState, updates: u64) -> f64 {
    let rate = schedule::rate(&config.schedule, config.learning_rate, updates);
    callbacks.adjust(&config.callbacks, rate)
}

impl Evaluation {
    /// Whether the losses are numbers; without test data theirs is NaN by nature.
    pub fn is_finite(&self) -> bool {
        self.train_loss.is_finite() && !self.test_loss.is_infinite()
    }
}

/// A run.
pub struct Trainer {
    config: Config,
    target: Target,
    model: Model,
    means: Means,
    // Where a visitor has brought it.
    table: Option<Rc<Table>>,
    data: Split,
    inputs: Inputs,
    targets: Targets,
    // What pictures show of the data by themselves, and as it is chosen.
    views: [View; 2],
    // Where the random stream stands behind the data: what a fresh page draws weights from.
    start: SeedRandom,
    generator: SeedRandom,
    epoch: u64,
    // Samples of the epoch whose gradients are summed up, and those behind them that have only been
    // visited.
    sample: usize,
    ahead: usize,
    restored: Option<u64>,
    callbacks: CallbackState,
    best: Option<Rc<Best>>,
    sound: Sound,
    // Which samples of either half were not told right when they were last measured.
    wrong: [Vec<bool>; 2],
    // The training samples in the running epoch's order.
    order: Vec<u32>,
    // 32 bits of the config's seed, for masks, noise and order.
    seed: u32,
}

impl Trainer {
    /// A run from its start: data and first weights drawn from the seed.
    ///
    /// # Errors
    /// Where the config is out of its limits.
    pub fn new(config: &Config) -> Result<Self> {
        Self::on(config, on_cpu())
    }

    /// [`Self::new`] by these means.
    ///
    /// # Errors
    /// Where the config is out of its limits, names a table that is not there, or has a plan that is
    /// refused.
    pub fn on(config: &Config, means: impl Into<Means>) -> Result<Self> {
        config.validate()?;
        let means = means.into();
        let drawn = Drawn::new(config, &means.tables)?;
        let model = build(config, drawn.fitted(), &means.make)?;
        let Drawn { table, data, inputs, targets, start } = drawn;
        let views = shown(config, &data, &means);
        let target = config.target();
        let config = config.clone();
        // FNV-1a: a seed is a text.
        let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(16_777_619);
        let seed = config.seed.bytes().fold(2_166_136_261, fold);
        let generator = start.clone();
        let (epoch, sample, ahead, restored) = Default::default();
        let (callbacks, best, sound, wrong, order) = Default::default();
        let mut trainer = Self {
            config,
            target,
            model,
            means,
            table,
            data,
            inputs,
            targets,
            views,
            start,
            generator,
            epoch,
            sample,
            ahead,
            restored,
            callbacks,
            best,
            sound,
            wrong,
            order,
            seed,
        };
        trainer.start()?;
        Ok(trainer)
    }

    /// The run's config.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What it is made with, for another one that goes on with the run: of tables it has this run's,
    /// whichever has been brought since.
    pub fn means(&self) -> Means {
        let tables = Tables::of_run(&self.config, self.table.as_ref());
        Means { tables, ..self.means.clone() }
    }

    /// What the configs to come name are these tables.
    pub fn bring(&mut self, tables: &Tables) {
        self.means.tables = tables.clone();
    }

    /// The run's data.
    pub fn data(&self) -> &Split {
        &self.data
    }

    /// The way from a row of the data to the network.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The way from the targets of a row to the network's answers.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    fn fitted(&self) -> Fitted<'_> {
        (&self.data, &self.inputs, &self.targets)
    }

    /// What pictures show of the data.
    pub fn view(&self) -> &View {
        &self.views[1]
    }

    /// The run's network.
    pub fn model(&mut self) -> &mut Model {
        &mut self.model
    }

    /// What the run's backend executes.
    pub fn plan(&self) -> &Plan {
        self.model.plan()
    }

    /// Whole epochs trained.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Epochs trained, the running one as a fraction.
    pub fn epochs(&self) -> f64 {
        self.epoch as f64 + self.sample() as f64 / self.data.train.len().max(1) as f64
    }

    /// Samples of the running epoch already visited.
    pub fn sample(&self) -> usize {
        self.sample + self.ahead
    }

    /// The epoch whose weights stand there, where a callback has brought them back and nothing
    /// has been trained since.
    pub fn restored(&self) -> Option<u64> {
        self.restored
    }

    /// Units of all dense layers together, the output included.
    pub fn unit_count(&self) -> usize {
        self.plan().unit_count()
    }

    /// All parameters of the network.
    pub fn parameter_count(&self) -> usize {
        self.plan().parameter_count()
    }

    /// The learning rate of the next update, schedule and callbacks included.
    pub fn learning_rate(&self) -> f64 {
        learning_rate(&self.config, &self.callbacks, self.model.iterations())
    }

    /// A new start as the rules have it: Playground rules draw the weights on from where the
    /// one stream stands, modern rules give the same start again.
    ///
    /// # Errors
    /// Never, for a run that could be built.
    pub fn reset(&mut self) -> Result<()> {
        if self.config.rules == Rules::Modern {
            self.generator = self.start.clone();
        }
        self.model = build(&self.config, self.fitted(), &self.means.make)?;
        self.sound = Sound::default();
        self.forget_place();
        self.start()
    }

    /// No epoch has been trained, and nothing was watched.
    fn forget_place(&mut self) {
        (self.epoch, self.sample, self.ahead, self.restored) = Default::default();
        (self.callbacks, self.best) = Default::default();
    }

    fn start(&mut self) -> Result<()> {
        self.model.draw_weights(self.config.init_zero, &mut self.generator)?;
        self.order();
        Ok(())
    }

    /// What is drawn at random within the running epoch.
    fn draw(&self) -> Draw {
        Draw { seed: self.seed, epoch: self.epoch }
    }

    /// Puts the training samples into the running epoch's order.
    fn order(&mut self) {
        let (rows, draw) = (self.data.train.len(), self.draw());
        match self.config.rules {
            Rules::Playground => self.order = (0..).take(rows).collect(),
            Rules::Modern => shuffle(&mut self.order, rows, draw),
        }
        self.model.backend().get().order(&self.order);
    }

    /// The training samples in the running epoch's order.
    pub fn order_of_epoch(&self) -> &[u32] {
        &self.order
    }

    /// The dense layers' weights: per layer bias `[units]`, kernel `[units, inputs]`.
    pub fn weights(&mut self) -> Vec<f64> {
        let mut weights = Vec::new();
        self.model.dense_weights(&mut weights);
        weights
    }

    /// Indices into [`Self::weights`] of the kernel entries that L1 holds at 0.
    pub fn pruned(&mut self) -> Vec<usize> {
        let rules = self.config.rules;
        if rules == Rules::Modern && self.config.regularizer != Regularizer::L1 {
            return Vec::new();
        }
        let kernels: Vec<_> = self.plan().kernels().map(|(at, own)| (at, own.weights)).collect();
        let backend = self.model.backend().get();
        let mut pruned = Vec::new();
        for (at, kernel) in kernels {
            let dead: Vec<bool> = match rules {
                Rules::Playground => backend.pruned(kernel),
                Rules::Modern => backend.read(kernel).iter().map(|&w| w == 0.0).collect(),
            };
            let marked = dead.iter().enumerate().filter(|&(_, &dead)| dead);
            pruned.extend(marked.map(|(i, _)| at + i));
        }
        pruned
    }

    /// Sets one weight by hand; `index` is its place in [`Self::weights`].
    ///
    /// # Errors
    /// Where there is no such weight.
    pub fn set_weight(&mut self, index: usize, value: f64) -> Result<()> {
        let count = self.plan().weight_count();
        if index >= count {
            return Err(Error::NoWeight { index, count });
        }
        self.catch_up();
        let mut progress = self.progress();
        progress.weights.get_mut(index).into_iter().for_each(|weight| *weight = value);
        self.restore(&progress)?;
        self.settle();
        Ok(())
    }

    /// Losses and accuracies of the network as it stands.
    pub fn evaluate(&mut self) -> Evaluation {
        let (train_loss, train_accuracy) = self.measure(Set::Train);
        let (test_loss, test_accuracy) = self.measure(Set::Test);
        Evaluation { train_loss, test_loss, train_accuracy, test_accuracy }
    }

    /// The loss over all training data alone.
    pub fn train_loss(&mut self) -> f64 {
        self.measure(Set::Train).0
    }

    /// The rows of a set; none of what is only drawn.
    fn table(&self, set: Set) -> Option<&Table> {
        match set {
            Set::Train => Some(&self.data.train),
            Set::Test => Some(&self.data.test),
            Set::Maps | Set::Big | Set::Points => None,
        }
    }

    fn classes(&self, set: Set) -> Vec<usize> {
        self.table(set).into_iter().flat_map(Table::rows).map(|row| row.class()).collect()
    }

    fn measure(&mut self, set: Set) -> (f64, f64) {
        let outputs = self.model.backend().get().evaluate(set);
        let loss = self.model.loss_of(&outputs, &self.answers(set));
        if self.target.classes == 0 {
            return (loss, f64::NAN);
        }
        let classes = self.classes(set);
        let shape = (self.target.outputs, self.target.threshold());
        let mut wrong = std::mem::take(self.wrong_in(set));
        let accuracy = metric::accuracy(&outputs, &classes, shape, &mut wrong);
        *self.wrong_in(set) = wrong;
        (loss, accuracy)
    }

    fn wrong_in(&mut self, set: Set) -> &mut Vec<bool> {
        let [train, test] = &mut self.wrong;
        if set == Set::Train { train } else { test }
    }

    /// Which samples of the training and of the test data were not told right when they were last
    /// measured; empty where they were not, since [`Self::forget_wrong`].
    pub fn wrong(&self) -> [&[bool]; 2] {
        self.wrong.each_ref().map(Vec::as_slice)
    }

    /// The network is measured elsewhere: which samples it gets wrong is not known here.
    pub fn forget_wrong(&mut self) {
        self.wrong.iter_mut().for_each(Vec::clear);
    }

    /// Whether its samples have classes to be told.
    pub fn classifies(&self) -> bool {
        self.target.classes > 0
    }

    /// What the network is to answer to the rows of a set, `[rows, outputs]`.
    fn answers(&self, set: Set) -> Vec<f64> {
        self.table(set).map(|table| self.encode(table)).unwrap_or_default()
    }

    /// What it is to answer to the rows of a table of these columns, `[rows, outputs]`.
    fn encode(&self, table: &Table) -> Vec<f64> {
        let mut answers = self.target.encode(table);
        self.targets.scale(&mut answers);
        answers
    }

    /// All metrics over the training or the test data; those of numbers as the table has them.
    pub fn report(&mut self, set: Set) -> Report {
        let mut outputs = self.model.backend().get().evaluate(set);
        let Target { outputs: width, classes, .. } = self.target;
        if classes == 0 {
            self.targets.undo(&mut outputs);
            let told = self.table(set).map(|table| self.target.encode(table)).unwrap_or_default();
            return metric::regression(&outputs, &told, width);
        }
        let told = self.classes(set);
        metric::classification(&outputs, &told, (width, classes), self.target.threshold())
    }

    /// Lets the callbacks judge an epoch that has ended so: which one stops the training, and the
    /// epoch whose weights it has brought back.
    pub fn end_epoch(&mut self, measured: &Measured) -> (Option<Callback>, Option<u64>) {
        let (callbacks, epoch) = (&self.config.callbacks, self.epoch);
        let rate = schedule::rate(
            &self.config.schedule,
            self.config.learning_rate,
            self.model.iterations(),
        );
        let Verdict { stop, improved, restore_best } =
            self.callbacks.end_epoch(callbacks, epoch, rate, measured);
        if improved {
            self.best = Some(Rc::new(self.best_now()));
        }
        self.judged();
        let restored = if restore_best { self.bring_back() } else { None };
        if restored.is_some() {
            self.settle();
        }
        (stop, restored)
    }

    /// The outputs for some rows `[columns]`, at full precision, before [`Targets::undo`]: `[rows, outputs]`.
    pub fn predict<R: AsRef<[f64]>>(&mut self, rows: &[R]) -> Vec<f64> {
        let inputs = self.inputs.of(rows);
        let backend = self.model.backend().get();
        backend.load(Set::Points, rows.len(), &inputs, &[]);
        backend.evaluate(Set::Points)
    }
}
