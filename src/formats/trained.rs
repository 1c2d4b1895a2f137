//! A trained network and its run, as all formats write them.

use crate::engine::architecture::Architecture;
use crate::engine::backend::reference::Reference;
use crate::engine::backend::{Backend as _, Set};
use crate::engine::config::{Config, Precision, Target};
use crate::engine::dataset::Split;
use crate::engine::error::Result;
use crate::engine::inputs::Inputs;
use crate::engine::plan::{self, Parameter, Plan, Slot};
use crate::engine::table::Row;
use crate::engine::targets::Targets;
use crate::engine::trainer::{Drawn, Progress, Tables};
use crate::engine::view::View;
use crate::protocol::CurvePoint;

/// A run at rest, and what follows from it.
pub struct Trained {
    /// What the visitor has chosen.
    pub config: Config,
    /// The network; its last layer with units is the output.
    pub architecture: Architecture,
    /// Each layer's name, as the plan has it: `dense_1`, and `output`.
    pub names: Vec<String>,
    /// What its outputs are to say.
    pub target: Target,
    /// Its ops and parameters.
    pub plan: Plan,
    /// The way from a row of the data to the network.
    pub inputs: Inputs,
    /// The way from the targets of a row to the network's answers.
    pub targets: Targets,
    /// Its data, training and test part, in the order in which the run has them.
    pub data: Split,
    /// What training has come to.
    pub progress: Progress,
    /// Its losses and accuracies by epoch, where whoever has them puts them here.
    pub curve: Vec<CurvePoint>,
    /// The weights that a fresh page starts with: those of each of the plan's parameters, `[length]`.
    pub first: Vec<Vec<f64>>,
    // Of each buffer of the plan that is state, `[length]`.
    state: Vec<Vec<f64>>,
}

impl Trained {
    /// That of a config, its table among `tables`, at this progress.
    ///
    /// # Errors
    /// Where the config is out of its limits or names a table that is not there.
    pub fn of(config: &Config, tables: &Tables, progress: Progress) -> Result<Self> {
        config.validate()?;
        let architecture = config.architecture();
        architecture.check()?;
        let plan = Plan::new(&architecture);
        let Drawn { table: _, data, inputs, targets, start: mut stream } =
            Drawn::new(config, tables)?;
        let draw = |own: &Parameter| own.draw(config.init_zero, &mut stream);
        let first = plan.parameters.iter().map(draw).collect();
        let zeros = |at| vec![0.0; plan.width(Slot(at))];
        let mut state: Vec<_> = (0..plan.buffers.len()).map(zeros).collect();
        for (name, values) in progress.tensors(&plan) {
            let at = plan.buffers.iter().position(|buffer| buffer.name == name);
            if let Some(own) = at.and_then(|at| state.get_mut(at)) {
                own.clear();
                own.extend_from_slice(values);
            }
        }
        Ok(Self {
            config: config.clone(),
            names: plan::names(&architecture.layers),
            architecture,
            target: config.target(),
            plan,
            inputs,
            targets,
            data,
            progress,
            curve: Vec::new(),
            first,
            state,
        })
    }

    /// Whether it computes with 64 bits.
    pub fn is_wide(&self) -> bool {
        self.config.precision == Precision::Bits64
    }

    /// Its picture as a run shows it by itself.
    pub fn view(&self) -> View {
        View::of(&self.config, &self.data)
    }

    /// The rows of its data, from the training part on.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.data.train.rows().chain(self.data.test.rows())
    }

    /// The values of a buffer of state: of a parameter's weights, or of what the optimizer remembers.
    pub fn values(&self, slot: Slot) -> &[f64] {
        self.state.get(slot.0).map(Vec::as_slice).unwrap_or_default()
    }

    /// Such values of a parameter with its axes the other way round, as Keras has them: a kernel's are
    /// `[inputs, units]`.
    pub fn turned(parameter: &Parameter, values: &[f64]) -> Vec<f64> {
        let [units, inputs] = parameter.matrix();
        let column = |at: usize| values.iter().skip(at).step_by(inputs.max(1)).take(units).copied();
        (0..inputs).flat_map(column).collect()
    }

    /// The parameters of a layer, by its place, in Keras's order; a bias that is switched off is none.
    pub fn of_layer(&self, layer: usize) -> Vec<&Parameter> {
        let all = self.plan.in_keras_order().into_iter();
        all.filter(|own| own.layer == layer).collect()
    }

    /// The parameter of a layer that is called so, without the layer's name: `kernel`, `gamma`.
    pub fn parameter(&self, layer: usize, name: &str) -> Option<&Parameter> {
        let of = |own: &&&Parameter| self.short(own) == name;
        self.of_layer(layer).iter().find(of).copied()
    }

    /// A parameter's name without its layer's.
    pub fn short(&self, parameter: &Parameter) -> &str {
        let name = self.plan.name(parameter.weights);
        name.rsplit_once('/').map_or(name, |(_, short)| short)
    }

    /// What is told of some rows `[columns]`, by the 64-bit backend: outputs, `[rows, outputs]`, numbers as
    /// the table has them.
    pub fn predict<R: AsRef<[f64]>>(&self, rows: &[R]) -> Vec<f64> {
        self.predict_by(rows, |value| value)
    }

    /// The same, where `number` becomes of every number of the rows, the inputs and the weights.
    pub fn predict_by<R: AsRef<[f64]>>(&self, rows: &[R], number: fn(f64) -> f64) -> Vec<f64> {
        let each = |values: &[f64]| values.iter().copied().map(number).collect::<Vec<_>>();
        let mut backend = Reference::new(self.plan.clone());
        for own in &self.plan.parameters {
            // Buffer and values are of one plan.
            let _ = backend.write(own.weights, &each(self.values(own.weights)));
        }
        let inputs = self.inputs.of(rows.iter().map(|row| each(row.as_ref())));
        backend.load(Set::Points, rows.len(), &each(&inputs), &[]);
        let mut outputs = backend.evaluate(Set::Points);
        self.targets.undo(&mut outputs);
        outputs
    }
}
