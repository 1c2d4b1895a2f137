//! What a run is made of: its data, drawn or of a table, and a model on a backend that has them.

use std::rc::Rc;

use super::Tables;
use super::means::Means;
use crate::engine::backend::{Maker, Set};
use crate::engine::config::Config;
use crate::engine::dataset::Split;
use crate::engine::error::Result;
use crate::engine::inputs::Inputs;
use crate::engine::model::Model;
use crate::engine::seedrandom::SeedRandom;
use crate::engine::table::Table;
use crate::engine::targets::Targets;
use crate::engine::view::View;

/// The data of a run.
pub struct Drawn {
    /// The table that they are of; `None` where they are generated.
    pub table: Option<Rc<Table>>,
    /// Its rows.
    pub data: Split,
    /// The way from a row to the network, fitted on the training part.
    pub inputs: Inputs,
    /// The way from its targets to the answers, fitted there too.
    pub targets: Targets,
    /// The stream that first weights are drawn from. It stands behind the data of the run's seed, even
    /// where the data are of a seed of their own.
    pub start: SeedRandom,
}

impl Drawn {
    /// The data that a config says.
    ///
    /// # Errors
    /// Where it names a table that is not there.
    pub fn new(config: &Config, tables: &Tables) -> Result<Self> {
        let table = tables.of(config)?;
        let draw = |rng: &mut SeedRandom| match &table {
            Some(table) => Split::of(table, config, rng),
            None => Split::draw(config, rng),
        };
        let mut start = SeedRandom::from_text(&config.seed);
        let mut data = draw(&mut start);
        if !config.data_seed.is_empty() {
            data = draw(&mut SeedRandom::from_text(&config.data_seed));
        }
        let inputs = Inputs::fit(config, &data.train);
        let targets = Targets::fit(config, &data.train);
        Ok(Self { table, data, inputs, targets, start })
    }

    /// Its rows, and the ways from them to a network.
    pub(super) fn fitted(&self) -> Fitted<'_> {
        (&self.data, &self.inputs, &self.targets)
    }
}

/// Rows, and the ways from them to a network.
pub(super) type Fitted<'a> = (&'a Split, &'a Inputs, &'a Targets);

/// What pictures show of a run's data by themselves, and as it is chosen.
pub(super) fn shown(config: &Config, data: &Split, means: &Means) -> [View; 2] {
    let middle = View::of(config, data);
    [middle.clone(), means.seen(config, middle, data)]
}

/// A config's model on a backend of its own, with its data loaded.
pub(super) fn build(config: &Config, data: Fitted<'_>, make: &Maker) -> Result<Model> {
    let mut model = Model::on(config.architecture(), |plan| make(config, plan))?;
    load(&mut model, config, data)?;
    Ok(model)
}

/// Loads a config's data into a model of its plan.
///
/// # Errors
/// Where its batches do not fit; the model is then as before.
pub(super) fn load(
    model: &mut Model,
    config: &Config,
    (data, inputs, targets): Fitted<'_>,
) -> Result<()> {
    let target = config.target();
    let backend = model.backend().get();
    backend.set_batch(config.batch())?;
    for (set, table) in [(Set::Train, &data.train), (Set::Test, &data.test)] {
        let mut told = target.encode(table);
        targets.scale(&mut told);
        backend.load(set, table.len(), &inputs.of_table(table), &told);
    }
    Ok(())
}
