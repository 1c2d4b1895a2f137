//! A run that becomes one of another config: what is built anew, and what is kept.

use strum::VariantArray as _;

use super::drawn::{Drawn, build, load, shown};
use super::sound::Sound;
use super::{Progress, Trainer};
use crate::engine::callback::CallbackState;
use crate::engine::change::{self, Change, Part};
use crate::engine::config::Config;
use crate::engine::error::Result;
use crate::engine::plan::Plan;
use crate::engine::view::{Choice, View};

impl Trainer {
    /// Makes the run one of `config`, keeping of it what [`change::TABLE`] says, and returns how
    /// large the change was.
    ///
    /// # Errors
    /// Where the config is out of its limits; the run stays as it was.
    pub fn configure(&mut self, config: &Config) -> Result<Change> {
        config.validate()?;
        let change = config.change_since(&self.config);
        let kept = change::kept(&config.aspects_since(&self.config));
        match change {
            Change::Nothing => return Ok(change),
            Change::Live | Change::Reload | Change::Relink => self.catch_up(),
            Change::Rebuild => {}
        }
        match change {
            Change::Nothing => {}
            Change::Live => self.retune(config, &kept)?,
            Change::Reload => self.reload(config, &kept)?,
            Change::Relink => self.relink(config, &kept)?,
            Change::Rebuild => *self = Self::on(config, self.means.clone())?,
        }
        Ok(change)
    }

    /// Shows what a visitor has chosen; whether that is something else. The grids are as before.
    pub fn show(&mut self, choice: Option<Choice>) -> bool {
        self.means.choice = choice;
        let [middle, before] = &mut self.views;
        // Principal components that are known are not sought again.
        let middle = View { plane: before.plane.clone(), ..middle.clone() };
        let view = self.means.seen(&self.config, middle, &self.data);
        let other = *before != view;
        *before = view;
        other
    }

    /// The same plan with other numbers.
    fn retune(&mut self, config: &Config, kept: &[Part]) -> Result<()> {
        let mut lost = Part::VARIANTS.iter().filter(|part| !kept.contains(part));
        let old = lost.any(|&part| !self.is_new(part)).then(|| self.progress());
        let reorder = config.rules != self.config.rules;
        self.model.backend().get().set_batch(config.batch())?;
        self.config = config.clone();
        if let Some(old) = old {
            let plan = self.plan().clone();
            self.carry(old.emptied(&plan), (&old, &plan), kept)?;
        } else {
            self.settle();
        }
        if reorder {
            self.order();
        }
        Ok(())
    }

    /// Whether a part of the state is as at the start, as far as no weight has to be read.
    fn is_new(&mut self, part: Part) -> bool {
        match part {
            Part::Weights | Part::Gradients | Part::Optimizer | Part::Statistics => false,
            Part::Marks => self.pruned().is_empty(),
            Part::Stopping => {
                self.best.is_none() && self.callbacks.stopping == CallbackState::default().stopping
            }
            Part::Plateau => self.callbacks.plateau == CallbackState::default().plateau,
            Part::Goals => self.callbacks.goals == CallbackState::default().goals,
            Part::Place => (self.epoch, self.sample, self.restored) == Default::default(),
            Part::Stream => false,
        }
    }

    /// Other rows through the same plan, whose backend stays with all that was made for it.
    fn reload(&mut self, config: &Config, kept: &[Part]) -> Result<()> {
        if self.is_untouched()? {
            *self = Self::on(config, self.means.clone())?;
            return Ok(());
        }
        let drawn = Drawn::new(config, &self.means.tables)?;
        let (old, plan) = (self.progress(), self.plan().clone());
        load(&mut self.model, config, drawn.fitted())?;
        (self.config, self.target) = (config.clone(), config.target());
        self.hold(drawn);
        self.carry(old.emptied(&plan), (&old, &plan), kept)
    }

    /// Takes over other data, which the model has.
    fn hold(&mut self, Drawn { table, data, inputs, targets, start }: Drawn) {
        self.views = shown(&self.config, &data, &self.means);
        (self.table, self.data) = (table, data);
        (self.inputs, self.targets) = (inputs, targets);
        // Behind another number of rows the stream stands elsewhere.
        self.start = start;
        self.forget_wrong();
    }

    /// Another plan, and perhaps other points.
    fn relink(&mut self, config: &Config, kept: &[Part]) -> Result<()> {
        if self.is_untouched()? {
            *self = Self::on(config, self.means.clone())?;
            return Ok(());
        }
        let others = config.data_seed != self.config.data_seed || config.own != self.config.own;
        let drawn = others.then(|| Drawn::new(config, &self.means.tables)).transpose()?;
        let new = drawn.as_ref().map_or_else(|| self.fitted(), Drawn::fitted);
        let model = build(config, new, &self.means.make)?;
        let (old, from) = (self.progress(), self.plan().clone());
        (self.config, self.target, self.model) = (config.clone(), config.target(), model);
        if let Some(drawn) = drawn {
            self.hold(drawn);
        }
        self.generator = self.start.clone();
        self.model.draw_weights(config.init_zero, &mut self.generator)?;
        self.forget_place();
        let fresh = self.progress();
        self.carry(fresh, (&old, &from), kept)
    }

    /// Whether the network is still the one that the run's link opens with.
    fn is_untouched(&mut self) -> Result<bool> {
        if (self.epoch, self.sample, self.model.iterations()) != (0, 0, 0) {
            return Ok(false);
        }
        let mut fresh = build(&self.config, self.fitted(), &self.means.make)?;
        fresh.draw_weights(self.config.init_zero, &mut self.start.clone())?;
        let mut drawn = Vec::new();
        fresh.dense_weights(&mut drawn);
        Ok(self.weights() == drawn)
    }

    /// Goes on from where the run has come elsewhere, to which it set out under the config `from`, of
    /// the same plan: with what the change since then keeps of that.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn land(&mut self, progress: &Progress, from: &Config) -> Result<()> {
        let kept = change::kept(&self.config.aspects_since(from));
        let plan = self.plan();
        let next = self.carried(progress.emptied(plan), (progress, plan), &kept);
        self.restore(&next)
    }

    /// Goes on from a new start with what is kept of the state before.
    fn carry(&mut self, fresh: Progress, old: (&Progress, &Plan), kept: &[Part]) -> Result<()> {
        let next = self.carried(fresh.clone(), old, kept);
        self.restore(&next)?;
        if !self.settle()
            && let Some(sound) = self.sound.known()
        {
            self.sound = Sound::of(self.carried(fresh, (sound, old.1), kept));
        }
        Ok(())
    }

    /// A new start with what is kept of the state before.
    fn carried(&self, mut fresh: Progress, old: (&Progress, &Plan), kept: &[Part]) -> Progress {
        fresh.carry(self.plan(), old, kept);
        // Other points may be fewer than the running epoch has visited.
        fresh.sample %= self.data.train.len().max(1);
        fresh
    }
}
