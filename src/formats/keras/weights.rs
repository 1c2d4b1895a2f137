//! `model.weights.h5`: a group a layer with its variables, and one of the optimizer's, as Keras's
//! `saving_lib` lays them out.

use hdf5_pure::{AttrValue, FileBuilder, GroupBuilder};

use super::super::trained::Trained;
use super::compile::rate;
use super::graph::Group;
use crate::engine::config::Precision;
use crate::engine::optimizer::Optimizer;
use crate::engine::plan::{Parameter, Slot};
use crate::engine::schedule;

/// A variable.
enum Variable {
    /// A count.
    Count(i32),
    /// Numbers of this shape, in its order.
    Numbers(Vec<usize>, Vec<f64>),
}

/// Writes the variables of these layers and, where the model is compiled, the optimizer's.
///
/// # Errors
/// What the library that lays the file out says.
pub fn write(
    groups: &[Group],
    trained: &Trained,
    compiled: bool,
) -> Result<Vec<u8>, hdf5_pure::Error> {
    let wide = trained.config.precision == Precision::Bits64;
    let mut file = FileBuilder::new();
    let mut layers = file.create_group("layers");
    for (at, group) in groups.iter().enumerate() {
        let same = groups.iter().take(at).filter(|other| other.class == group.class).count();
        let name = match same {
            0 => group.class.to_owned(),
            number => format!("{}_{number}", group.class),
        };
        let parameters = group.layer.map(|layer| trained.of_layer(layer)).unwrap_or_default();
        let variables: Vec<_> =
            parameters.iter().map(|own| variable(trained, own, own.weights)).collect();
        let mut layer = layers.create_group(&name);
        put(&mut layer, &group.name, &variables, wide);
        layers.add_group(layer.finish());
    }
    file.add_group(layers.finish());
    if compiled {
        let name: &str = trained.config.optimizer.kind().into();
        let mut optimizer = file.create_group("optimizer");
        put(&mut optimizer, name, &memory(trained), wide);
        file.add_group(optimizer.finish());
    }
    let mut own = file.create_group("vars");
    own.set_attr("name", AttrValue::VarLenString(super::MODEL.to_owned()));
    file.add_group(own.finish());
    file.finish()
}

/// The group of variables within that of what has them.
fn put(of: &mut GroupBuilder, name: &str, variables: &[Variable], wide: bool) {
    let mut group = of.create_group("vars");
    group.set_attr("name", AttrValue::VarLenString(name.to_owned()));
    for (at, variable) in variables.iter().enumerate() {
        let data = group.create_dataset(&at.to_string());
        match variable {
            Variable::Count(count) => data.with_i32_data(&[*count]).with_shape(&[]),
            Variable::Numbers(shape, values) => {
                let shape: Vec<u64> = shape.iter().map(|&length| length as u64).collect();
                match wide {
                    true => data.with_f64_data(values),
                    false => {
                        let narrow: Vec<f32> = values.iter().map(|&value| value as f32).collect();
                        data.with_f32_data(&narrow)
                    }
                }
                .with_shape(&shape)
            }
        };
    }
    of.add_group(group.finish());
}

/// What is known of a parameter, as Keras turns it.
fn variable(trained: &Trained, parameter: &Parameter, slot: Slot) -> Variable {
    let values = Trained::turned(parameter, trained.values(slot));
    Variable::Numbers(parameter.keras_axes(), values)
}

/// What the optimizer's own variables remember of each weight, in Keras's order: some are listed one
/// after the other for each parameter, others for all before the next. The numbers are places among
/// [`Parameter::slots`].
fn remembered(trained: &Trained) -> Vec<&'static [usize]> {
    let optimizer = &trained.config.optimizer;
    let on = |knob| optimizer.get(knob).is_some_and(|value| value > 0.0);
    let also = |knob, slots: &'static [usize]| on(knob).then_some(slots);
    match optimizer.kind() {
        Optimizer::Sgd => also("momentum", &[0]).into_iter().collect(),
        Optimizer::RmsProp => {
            let more = also("momentum", &[1]).into_iter().chain(also("centered", &[2]));
            std::iter::once(&[0][..]).chain(more).collect()
        }
        Optimizer::Adam | Optimizer::AdamW => {
            std::iter::once(&[0, 1][..]).chain(also("amsgrad", &[2])).collect()
        }
        Optimizer::Adadelta | Optimizer::Adamax | Optimizer::Nadam | Optimizer::Ftrl => {
            vec![&[0, 1]]
        }
        Optimizer::Adagrad | Optimizer::Lion => vec![&[0]],
    }
}

/// The optimizer's variables.
fn memory(trained: &Trained) -> Vec<Variable> {
    let (config, progress) = (&trained.config, &trained.progress);
    let mut all = vec![Variable::Count(i32::try_from(progress.iterations).unwrap_or(i32::MAX))];
    if schedule::is_constant(&config.schedule) {
        all.push(Variable::Numbers(Vec::new(), vec![rate(trained)]));
    }
    let parameters = trained.plan.in_keras_order();
    for slots in remembered(trained) {
        for own in parameters.iter().filter(|own| own.is_trained()) {
            let of = slots.iter().filter_map(|&at| own.slots.get(at));
            all.extend(of.map(|&slot| variable(trained, own, slot)));
        }
    }
    if config.optimizer.kind() == Optimizer::Nadam {
        all.push(Variable::Numbers(Vec::new(), vec![progress.memory.product]));
    }
    all
}
