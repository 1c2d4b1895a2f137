//! `model.weights.h5`: a group a layer with its variables, and one of the optimizer's, as Keras's
//! `saving_lib` lays them out.

use super::super::hdf5::{self, Member, Numbers};
use super::super::trained::Trained;
use super::compile::rate;
use super::graph::Group;
use crate::engine::config::Precision;
use crate::engine::optimizer::Optimizer;
use crate::engine::plan::{Parameter, Slot};
use crate::engine::schedule;

/// Writes the variables of these layers and, where the model is compiled, the optimizer's.
pub fn write(groups: &[Group], trained: &Trained, compiled: bool) -> Vec<u8> {
    let mut file = hdf5::Group::default();
    let mut layers = hdf5::Group::default();
    for (at, group) in groups.iter().enumerate() {
        let same = groups.iter().take(at).filter(|other| other.class == group.class).count();
        let name = match same {
            0 => group.class.to_owned(),
            number => format!("{}_{number}", group.class),
        };
        let parameters = group.layer.map(|layer| trained.of_layer(layer)).unwrap_or_default();
        let own = parameters.iter().map(|own| variable(trained, own, own.weights));
        layers.put(name, holder(&group.name, own.collect()));
    }
    file.put("layers", layers);
    if compiled {
        let name: &str = trained.config.optimizer.kind().into();
        file.put("optimizer", holder(name, memory(trained)));
    }
    file.put("vars", variables(super::MODEL, Vec::new()));
    hdf5::write(&file)
}

/// The group of what has variables.
fn holder(name: &str, own: Vec<Member>) -> hdf5::Group {
    let mut group = hdf5::Group::default();
    group.put("vars", variables(name, own));
    group
}

/// The group of the variables themselves.
fn variables(name: &str, own: Vec<Member>) -> hdf5::Group {
    let members = (0..).zip(own).map(|(at, own): (usize, _)| (at.to_string(), own));
    hdf5::Group { name: Some(name.to_owned()), members: members.collect() }
}

/// An array of what the network computes in.
fn array(trained: &Trained, shape: Vec<usize>, values: Vec<f64>) -> Member {
    let numbers = match trained.config.precision {
        Precision::Bits64 => Numbers::Float64(values),
        Precision::Bits32 => Numbers::Float32(values.iter().map(|&value| value as f32).collect()),
    };
    Member::Array(shape, numbers)
}

/// What is known of a parameter, as Keras turns it.
fn variable(trained: &Trained, parameter: &Parameter, slot: Slot) -> Member {
    let values = Trained::turned(parameter, trained.values(slot));
    array(trained, parameter.keras_axes(), values)
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
fn memory(trained: &Trained) -> Vec<Member> {
    let (config, progress) = (&trained.config, &trained.progress);
    let count = i32::try_from(progress.iterations).unwrap_or(i32::MAX);
    let mut all = vec![Member::Array(Vec::new(), Numbers::Int32(vec![count]))];
    if schedule::is_constant(&config.schedule) {
        all.push(array(trained, Vec::new(), vec![rate(trained)]));
    }
    let parameters = trained.plan.in_keras_order();
    for slots in remembered(trained) {
        for own in parameters.iter().filter(|own| own.is_trained()) {
            let of = slots.iter().filter_map(|&at| own.slots.get(at));
            all.extend(of.map(|&slot| variable(trained, own, slot)));
        }
    }
    if config.optimizer.kind() == Optimizer::Nadam {
        all.push(array(trained, Vec::new(), vec![progress.memory.product]));
    }
    all
}
