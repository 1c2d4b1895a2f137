//! A network as a file has it, layer by layer with its arrays, and the checks that all files share.

use super::array::{Array, absent};
use super::brought::{Brought, Remembered, Sight};
use super::{Report, Unreadable};
use crate::engine::activation::Activation;
use crate::engine::architecture::Architecture;
use crate::engine::config::limits;
use crate::engine::error::within;
use crate::engine::kind::Tuned;
use crate::engine::layer::{Layer, LayerKind};
use crate::engine::loss::Loss;
use crate::engine::optimizer::Optimizer;
use crate::engine::optimizer::build::Training;
use crate::engine::plan::{Parameter, Plan};
use crate::engine::table;

/// A layer of a file.
#[derive(Debug)]
pub struct Part {
    /// What the file calls it.
    pub name: String,
    /// What it is to us.
    pub layer: Layer,
    /// Its arrays in Keras's order; `None` for one that the layer goes without.
    pub arrays: Vec<Option<Array>>,
}

/// What is done to the inputs before the first layer: `factor · x + shift`, a number an input or one for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// What the file calls the layer that does it first.
    pub name: String,
    /// `[1]` or `[inputs]`
    pub factor: Vec<f64>,
    /// `[1]` or `[inputs]`
    pub shift: Vec<f64>,
}

/// A network of a file.
#[derive(Debug, Default)]
pub struct Model {
    /// Its layers, first to last.
    pub parts: Vec<Part>,
    /// What is done to its inputs.
    pub scale: Option<Scale>,
    /// What is done to its outputs, the same way.
    pub told: Option<Scale>,
    /// How it sees a row, where the file says so.
    pub sight: Option<Sight>,
    /// The numbers of a row go into it as they are.
    pub raw: bool,
    /// What it was trained to minimise.
    pub loss: Option<Tuned<Loss>>,
    /// What moved its weights.
    pub training: Option<Training>,
}

/// Reads what the optimizer remembers of these parameters, those that it moves in Keras's order.
pub type Remember<'a> = &'a mut dyn FnMut(&[&Parameter]) -> Option<Remembered>;

impl Model {
    /// The network, where ours can be like it.
    ///
    /// # Errors
    /// Where it has no dense layer, is beyond our limits, or has other arrays than its layers need.
    pub fn finish(
        mut self,
        report: &mut Report,
        remember: Remember<'_>,
    ) -> Result<Brought, Unreadable> {
        self.end(report)?;
        let whole = self.scale(report) & self.tell(report);
        let first = self.parts.iter().flat_map(|part| &part.arrays).flatten().next();
        let inputs = first.and_then(|array| array.shape.first()).copied().unwrap_or_default();
        within("inputs", inputs, &(1..=table::INPUTS))?;
        within("layers", self.parts.len() - 1, &limits::LAYERS)?;
        let dense = self.parts.iter().filter(|part| part.layer.is_dense()).count();
        within("hidden layers", dense - 1, &limits::HIDDEN_LAYERS)?;
        let numbered = |(id, part): (u32, &Part)| Layer { id, ..part.layer };
        let mut layers: Vec<Layer> = (0..).zip(&self.parts).map(numbered).collect();
        let optimizer = self.training.as_ref().map_or(Optimizer::Sgd.into(), |own| own.optimizer);
        let loss = self.loss.unwrap_or(Loss::MeanSquaredError.into());
        let architecture = Architecture { inputs, layers: layers.clone(), loss, optimizer };
        if architecture.check().is_err() {
            let misfits = crate::engine::architecture::misfits(inputs, &layers);
            let part = misfits.first().and_then(|&at| self.parts.get(at));
            let layer = part.map(|part| part.name.clone()).unwrap_or_default();
            return Err(Unreadable::Branches { layer });
        }
        let plan = Plan::new(&architecture);
        let parameters = plan.in_keras_order();
        let mut values = Vec::new();
        for (at, part) in std::mem::take(&mut self.parts).into_iter().enumerate() {
            let mut arrays = part.arrays.into_iter();
            for own in parameters.iter().filter(|own| own.layer == at) {
                let tensor = format!("{}/{}", part.name, short(&plan, own));
                values.push(match arrays.next() {
                    Some(Some(array)) => Array { name: tensor, ..array }.of(own)?,
                    Some(None) => absent(own),
                    None => return Err(Unreadable::Missing { tensor }),
                });
            }
        }
        let moved: Vec<&Parameter> =
            parameters.into_iter().filter(|own| own.is_trained()).collect();
        let remembered = remember(if whole { &moved } else { &[] });
        let outputs = architecture.outputs();
        let output = layers.pop().unwrap_or(Layer::new(0, LayerKind::Dense));
        let output = bare(output);
        let Self { parts: _, scale: _, told: _, sight, raw, loss, training } = self;
        Ok(Brought {
            sight,
            raw,
            inputs,
            layers,
            output,
            outputs,
            loss,
            training,
            values,
            remembered,
        })
    }

    /// Has the last dense layer as its end: an activation behind it becomes its own, and what else stands
    /// there is left out.
    fn end(&mut self, report: &mut Report) -> Result<(), Unreadable> {
        let last = self.parts.iter().rposition(|part| part.layer.is_dense());
        let behind = self.parts.split_off(last.ok_or(Unreadable::NoDense)? + 1);
        for Part { name, layer, arrays: _ } in behind {
            let output = self.parts.last_mut().map(|part| &mut part.layer.activation);
            match (layer.kind.kind(), output) {
                (LayerKind::Activation, Some(Some(own))) if own.kind() == Activation::Linear => {
                    *own = layer.activation.unwrap_or(*own);
                }
                (LayerKind::Dropout | LayerKind::GaussianNoise, _) => report.ignored.push(name),
                (
                    LayerKind::Dense
                    | LayerKind::Activation
                    | LayerKind::BatchNormalization
                    | LayerKind::LayerNormalization
                    | LayerKind::RmsNormalization
                    | LayerKind::Add,
                    _,
                ) => report.missing.push(name),
            }
        }
        Ok(())
    }

    /// Has the first layer do what is done to the inputs, which changes no answer: `kernel · (factor · x +
    /// shift) + bias`. Where it cannot, that is left out. Whether all weights are still those of the file,
    /// which are the ones that its optimizer remembers something of.
    fn scale(&mut self, report: &mut Report) -> bool {
        let Some(own) = self.scale.take() else { return true };
        if self.fold(&own).is_none() {
            report.missing.push(own.name);
        }
        false
    }

    /// Has the last layer do what is done to the outputs, as [`Self::scale`].
    fn tell(&mut self, report: &mut Report) -> bool {
        let Some(Scale { name, factor, shift }) = self.told.take() else { return true };
        let linear = Some(Activation::Linear.into());
        let last = self.parts.last_mut().filter(|part| part.layer.activation == linear);
        let mut arrays = last.map(|part| &mut part.arrays).into_iter().flatten();
        // What has no bias cannot be moved, and outputs of another number are not these.
        let fits = |own: &Array| own.shape.last() == Some(&factor.len());
        if let (Some(Some(kernel)), Some(Some(bias))) = (arrays.next(), arrays.next())
            && fits(kernel)
            && fits(bias)
        {
            for row in kernel.values.chunks_exact_mut(factor.len().max(1)) {
                row.iter_mut().zip(&factor).for_each(|(own, factor)| *own *= factor);
            }
            let numbers = bias.values.iter_mut().zip(factor.iter().zip(&shift));
            numbers.for_each(|(own, (factor, shift))| *own = *own * factor + shift);
        } else {
            report.missing.push(name);
        }
        false
    }

    fn fold(&mut self, Scale { name: _, factor, shift }: &Scale) -> Option<()> {
        let reaches =
            |(at, part): (usize, &Part)| part.layer.reach() > 0 && part.layer.reach() == at;
        let around = self.parts.iter().enumerate().any(reaches);
        let first = self.parts.first_mut().filter(|part| part.layer.is_dense() && !around)?;
        let mut arrays = first.arrays.iter_mut();
        let kernel = arrays.next()?.as_mut()?;
        let mut bias = arrays.next().and_then(Option::as_mut);
        let &[inputs, units] = kernel.shape.as_slice() else { return None };
        let fit = [factor, shift].iter().all(|own| own.len() == 1 || own.len() == inputs);
        let shifts = bias.is_some() || shift.iter().all(|&shift| shift == 0.0);
        (fit && shifts && units > 0).then_some(())?;
        let of =
            |values: &[f64], at: usize| values.get(if values.len() == 1 { 0 } else { at }).copied();
        for (at, row) in kernel.values.chunks_exact_mut(units).enumerate() {
            let (factor, shift) = (of(factor, at)?, of(shift, at)?);
            let bias = bias.iter_mut().flat_map(|bias| &mut bias.values);
            row.iter().zip(bias).for_each(|(kernel, bias)| *bias += kernel * shift);
            row.iter_mut().for_each(|kernel| *kernel *= factor);
        }
        Some(())
    }
}

/// The names of a layer's arrays in Keras's order.
pub fn wanted(layer: &Layer) -> &'static [&'static str] {
    match layer.kind.kind() {
        LayerKind::Dense if layer.is_on("use_bias") => &["kernel", "bias"],
        LayerKind::Dense => &["kernel"],
        LayerKind::BatchNormalization => &["gamma", "beta", "moving_mean", "moving_variance"],
        LayerKind::LayerNormalization => &["gamma", "beta"],
        LayerKind::RmsNormalization => &["scale"],
        LayerKind::Activation | LayerKind::Dropout | LayerKind::GaussianNoise | LayerKind::Add => {
            &[]
        }
    }
}

/// An output layer as a config has it: how many units it has follows from the data.
fn bare(output: Layer) -> Layer {
    let plain = Layer::new(0, LayerKind::Dense);
    let units = plain.kind.get("units").unwrap_or_default();
    Layer { id: plain.id, kind: output.kind.with("units", units), ..output }
}

/// A parameter's name without its layer's.
pub fn short<'a>(plan: &'a Plan, own: &Parameter) -> &'a str {
    let name = plan.name(own.weights);
    name.rsplit_once('/').map_or(name, |(_, short)| short)
}
