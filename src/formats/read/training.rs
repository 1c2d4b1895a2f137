//! What a Keras model says of its training: loss, optimizer, and what that remembers.

use std::str::FromStr as _;

use super::Report;
use super::array::Array;
use super::brought::Remembered;
use super::classes::{snake, tune};
use super::json::Json;
use crate::decimal;
use crate::engine::config::limits;
use crate::engine::kind::Tuned;
use crate::engine::loss::Loss;
use crate::engine::optimizer::build::Training;
use crate::engine::optimizer::{Extras, Memory, Optimizer};
use crate::engine::plan::Parameter;
use crate::engine::schedule::Schedule;

/// A loss; where it is none of ours, it is told by name.
pub fn loss(said: &Json, report: &mut Report) -> Option<Tuned<Loss>> {
    let config = said.get("config");
    let called = match said.get("class_name").text() {
        Some("function") => config.text(),
        Some(class) => Some(class),
        None => said.text(),
    }?;
    let name = snake(called);
    let kind = match name.as_str() {
        "mse" => Loss::MeanSquaredError,
        "mae" => Loss::MeanAbsoluteError,
        "logcosh" => Loss::LogCosh,
        "bce" => Loss::BinaryCrossentropy,
        // The same, told by a number a row.
        "sparse_categorical_crossentropy" => Loss::CategoricalCrossentropy,
        name => match Loss::from_str(name) {
            Ok(kind) if kind != Loss::HalfSquaredError => kind,
            _ => {
                report.ignored.push(called.to_owned());
                return None;
            }
        },
    };
    let mut own = Tuned::new(kind);
    report.ignored.extend(tune(&mut own, config).into_iter().map(str::to_owned));
    Some(own)
}

/// A number as someone has written it, where 32 bits have kept it: 0.001 for 0.0010000000474974513.
fn written(value: f64) -> f64 {
    let narrow = value as f32;
    let short = decimal::read(&narrow.to_string()).filter(|_| f64::from(narrow) == value);
    short.unwrap_or(value)
}

/// An optimizer with its rate and schedule; where it is none of ours, it is told by name.
pub fn read(said: &Json, report: &mut Report) -> Option<Training> {
    let class = said.get("class_name").text()?;
    let config = said.get("config");
    let Ok(kind) = Optimizer::from_str(&class.to_ascii_lowercase()) else {
        report.ignored.push(class.to_owned());
        return None;
    };
    let mut optimizer = Tuned::new(kind);
    let mut lost = tune(&mut optimizer, config);
    let rate = config.get("learning_rate");
    let (mut schedule, mut learning_rate) = (Tuned::new(Schedule::Constant), rate.number());
    if let Some(class) = rate.get("class_name").text() {
        let own = rate.get("config");
        learning_rate = own.get("initial_learning_rate").number();
        match Schedule::from_str(&snake(class)) {
            Ok(kind) if kind != Schedule::PiecewiseConstantDecay => {
                schedule = Tuned::new(kind);
                lost.extend(tune(&mut schedule, own));
            }
            _ => report.ignored.push(class.to_owned()),
        }
    }
    let mut extras = Extras::default();
    for (name, own, most) in [
        ("weight_decay", &mut extras.weight_decay, limits::WEIGHT_DECAY),
        ("clipnorm", &mut extras.clipnorm, limits::CLIP),
        ("clipvalue", &mut extras.clipvalue, limits::CLIP),
        ("global_clipnorm", &mut extras.global_clipnorm, limits::CLIP),
    ] {
        let value = config.get(name).number().filter(|_| optimizer.get(name).is_none());
        match value.map(|value| (value, most.contains(&value))) {
            Some((value, true)) => *own = value,
            Some((_, false)) => lost.push(name),
            None => {}
        }
    }
    if extras.check().is_err() {
        extras = Extras { weight_decay: extras.weight_decay, ..Extras::default() };
        lost.push("clipnorm, clipvalue, global_clipnorm");
    }
    for name in ["use_ema", "loss_scale_factor", "gradient_accumulation_steps"] {
        if !config.get(name).is_off() {
            lost.push(name);
        }
    }
    let learning_rate =
        learning_rate.map(written).filter(|rate| limits::LEARNING_RATE.contains(rate));
    if learning_rate.is_none() {
        lost.push("learning_rate");
    }
    report.ignored.extend(lost.into_iter().map(|name| format!("{class}: {name}")));
    let learning_rate = learning_rate.unwrap_or(kind.spec().learning_rate);
    Some(Training { optimizer, learning_rate, schedule, extras })
}

/// What Keras's optimizer keeps of each parameter: groups, one behind the other, each with so many of our
/// slots of every parameter in turn.
fn groups(own: &Tuned<Optimizer>) -> Vec<Vec<usize>> {
    let on = |knob: &str| own.get(knob).is_some_and(|value| value > 0.0);
    let kept = |group: Vec<usize>, kept: bool| kept.then_some(group);
    let groups = match own.kind() {
        Optimizer::Sgd => vec![kept(vec![0], on("momentum"))],
        Optimizer::RmsProp => {
            vec![Some(vec![0]), kept(vec![1], on("momentum")), kept(vec![2], on("centered"))]
        }
        Optimizer::Adam | Optimizer::AdamW => vec![Some(vec![0, 1]), kept(vec![2], on("amsgrad"))],
        Optimizer::Adagrad | Optimizer::Lion => vec![Some(vec![0])],
        Optimizer::Adadelta | Optimizer::Adamax | Optimizer::Nadam | Optimizer::Ftrl => {
            vec![Some(vec![0, 1])]
        }
    };
    groups.into_iter().flatten().collect()
}

/// What an optimizer remembers of the parameters that it moves, in Keras's order. Its variables are the
/// number of updates, the learning rate where no schedule has it, and the [`groups`]; Nadam has the product
/// of its momentums behind them. `None` where one is not there or of another shape.
pub fn remembered(
    training: &Training,
    moved: &[&Parameter],
    array: impl Fn(usize) -> Option<Array>,
) -> Option<Remembered> {
    let own = &training.optimizer;
    let single = |array: Array| array.values.first().copied().filter(|value| value.is_finite());
    let iterations = single(array(0)?)? as u64;
    let width = own.kind().spec().slots.len();
    let mut slots = vec![None; width * moved.len()];
    let mut next = if training.schedule.kind() == Schedule::Constant { 2.. } else { 1.. };
    for group in groups(own) {
        for (at, parameter) in moved.iter().enumerate() {
            for slot in &group {
                let values = array(next.next()?)?.of(parameter).ok()?;
                *slots.get_mut(at * width + slot)? = Some(values);
            }
        }
    }
    let memory = match own.kind() {
        Optimizer::Nadam => Memory { product: single(array(next.next()?)?)? },
        Optimizer::Sgd
        | Optimizer::RmsProp
        | Optimizer::Adagrad
        | Optimizer::Adadelta
        | Optimizer::Adam
        | Optimizer::AdamW
        | Optimizer::Adamax
        | Optimizer::Lion
        | Optimizer::Ftrl => Memory::default(),
    };
    // With more of them it remembers something else.
    array(next.next()?).is_none().then_some(Remembered { iterations, memory, slots })
}
