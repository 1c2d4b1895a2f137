//! The last check of a config before anything is built.

use super::{Config, ConfigError, Problem, limits};
use crate::engine::dataset;
use crate::engine::error::within;
use crate::engine::expression::Formula;
use crate::engine::optimizer::Extras;
use crate::engine::{architecture, expression};

impl Config {
    /// A config within all limits: the last check before anything is built. The page corrects
    /// and reports on its own; this is what makes every later line total.
    ///
    /// # Errors
    /// [`ConfigError`] names the first field that is out of its range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        match &self.own {
            None => within("samples", self.sample_count(), &limits::SAMPLES)?,
            Some(own) => own.validate()?,
        }
        expression::validate(&self.formulas)?;
        if Formula::read(&self.curve, &dataset::curve_columns()).is_err() {
            let value = self.curve.chars().take(expression::LENGTH).collect();
            let (field, allowed) = ("curve".to_owned(), "a formula of x1".to_owned());
            return Err(ConfigError { field, value, allowed });
        }
        within("noise", self.noise, &limits::NOISE)?;
        within("first_class", self.first_class.unwrap_or(50), &limits::FIRST_CLASS)?;
        within("label_noise", self.label_noise, &limits::LABEL_NOISE)?;
        within("test_shift", self.test_shift, &limits::TEST_SHIFT)?;
        within("train_percent", self.train_percent, &limits::TRAIN_PERCENT)?;
        within("batch_size", self.batch_size, &(1..=self.largest_batch()))?;
        let hidden = self.hidden();
        within("layers", self.layers.len(), &limits::LAYERS)?;
        within("hidden layers", hidden.len(), &limits::HIDDEN_LAYERS)?;
        for units in hidden {
            within("units", units, &limits::UNITS)?;
        }
        if !self.output.is_dense() {
            let (field, value) = ("output".to_owned(), self.output.to_string());
            return Err(ConfigError { field, value, allowed: "a dense layer".to_owned() });
        }
        if let Some(&at) = architecture::misfits(self.inputs(), &self.layers).first() {
            return Err(ConfigError {
                field: format!("layer {}", at + 1),
                value: self.layers[at].to_string(),
                allowed: "a residual connection around layers that keep the width".to_owned(),
            });
        }
        within("learning_rate", self.learning_rate, &limits::LEARNING_RATE)?;
        within("regularization_rate", self.regularization_rate, &limits::REGULARIZATION_RATE)?;
        let Extras { weight_decay, clipnorm, clipvalue, global_clipnorm } = self.extras;
        within("weight_decay", weight_decay, &limits::WEIGHT_DECAY)?;
        within("clipnorm", clipnorm, &limits::CLIP)?;
        within("clipvalue", clipvalue, &limits::CLIP)?;
        within("global_clipnorm", global_clipnorm, &limits::CLIP)?;
        self.extras.check()?;
        within("seed length", self.seed.chars().count(), &limits::SEED_LENGTH)?;
        let length = self.data_seed.chars().count();
        within("data_seed length", length, &(0..=*limits::SEED_LENGTH.end()))?;
        for (field, dataset, problem) in [
            ("dataset", self.dataset, Problem::Classification),
            ("reg_dataset", self.reg_dataset, Problem::Regression),
        ] {
            if dataset.kind().problem() != problem {
                let (name, allowed): (&str, &str) = (dataset.kind().into(), problem.into());
                let (field, value) = (field.to_owned(), name.to_owned());
                return Err(ConfigError {
                    field,
                    value,
                    allowed: format!("a data set for {allowed}"),
                });
            }
        }
        Ok(())
    }
}
