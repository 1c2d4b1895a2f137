//! What Keras's `compile` is told: optimizer, schedule and loss; and why it cannot be told.

use super::super::classes;
use super::super::format::Note;
use super::super::trained::Trained;
use super::json::{Fields, class, flag, knobs, list, null, number, object, text};
use crate::engine::config::Rules;
use crate::engine::kind::Tuned;
use crate::engine::loss::Loss;
use crate::engine::optimizer::{Extras, Optimizer, weight_decay};
use crate::engine::regularizer::Regularizer;
use crate::engine::schedule::{self, Schedule};
use crate::order;

/// The compile settings.
///
/// # Errors
/// What Keras's `fit` does not do as the run does.
pub fn write(trained: &Trained) -> Result<String, Note> {
    // The model tells numbers as the table has them, whose loss is another.
    if !trained.targets.scales().is_empty() {
        return Err(Note::ScaledTargets);
    }
    check(trained).map_err(Note::NotCompiled)?;
    Ok(object(&[
        ("optimizer", optimizer(trained)),
        ("loss", loss(trained).map_err(Note::NotCompiled)?),
        ("loss_weights", null()),
        ("metrics", null()),
        ("weighted_metrics", null()),
        ("run_eagerly", flag(false)),
        ("steps_per_execution", "1".to_owned()),
        ("jit_compile", text("auto")),
    ]))
}

/// Whether an update is one of Keras's.
fn check(trained: &Trained) -> Result<(), String> {
    let (config, progress) = (&trained.config, &trained.progress);
    let penalised = config.regularizer != Regularizer::None && config.regularization_rate != 0.0;
    if penalised {
        let name: &str = config.regularizer.into();
        return Err(name.to_owned());
    }
    // Weights that L1 has set to 0 stay so, whatever the penalty is now.
    if config.rules == Rules::Playground && !progress.pruned.is_empty() {
        let name: &str = Regularizer::L1.into();
        return Err(name.to_owned());
    }
    // A rate that a plateau has lowered is Keras's learning rate, but no schedule's.
    if !schedule::is_constant(&config.schedule) && rate(trained) != scheduled(trained) {
        return Err("reduce_lr_on_plateau".to_owned());
    }
    let optimizer = config.optimizer;
    if optimizer.kind() == Optimizer::Lion && optimizer.get("beta_1") == Some(0.0) {
        return Err(optimizer.to_string());
    }
    Ok(())
}

/// The learning rate of the next update by the schedule alone.
fn scheduled(trained: &Trained) -> f64 {
    let config = &trained.config;
    schedule::rate(&config.schedule, config.learning_rate, trained.progress.iterations)
}

/// The learning rate of the next update.
pub fn rate(trained: &Trained) -> f64 {
    let (config, callbacks) = (&trained.config, &trained.progress.callbacks);
    callbacks.adjust(&config.callbacks, scheduled(trained))
}

/// The optimizer with all its knobs.
fn optimizer(trained: &Trained) -> String {
    let (optimizer, extras) = (&trained.config.optimizer, &trained.config.extras);
    let Extras { weight_decay: _, clipnorm, clipvalue, global_clipnorm } = *extras;
    let name: &str = optimizer.kind().into();
    let off_at_0 = |value: f64| if value == 0.0 { null() } else { number(value) };
    let decay = weight_decay(optimizer, extras);
    let decay = if optimizer.kind() == Optimizer::AdamW { number(decay) } else { off_at_0(decay) };
    let mut own = vec![
        ("name", text(name)),
        ("learning_rate", learning_rate(trained)),
        ("weight_decay", decay),
        ("clipnorm", off_at_0(clipnorm)),
        ("global_clipnorm", off_at_0(global_clipnorm)),
        ("clipvalue", off_at_0(clipvalue)),
    ];
    own.extend(knobs(optimizer).into_iter().filter(|(name, _)| *name != "weight_decay"));
    class("keras.optimizers", classes::optimizer(optimizer.kind()), &own)
}

/// The learning rate as it stands, or its schedule.
fn learning_rate(trained: &Trained) -> String {
    let (schedule, first) = (&trained.config.schedule, trained.config.learning_rate);
    if schedule::is_constant(schedule) {
        return number(rate(trained));
    }
    let mut own: Fields = vec![("initial_learning_rate", number(first))];
    own.extend(knobs(schedule));
    match schedule.kind() {
        Schedule::PiecewiseConstantDecay => own = steps(schedule, first),
        Schedule::CosineDecay if schedule.get("warmup_target") == Some(0.0) => {
            own.retain(|(name, _)| *name != "warmup_target");
        }
        Schedule::Constant
        | Schedule::CosineDecay
        | Schedule::ExponentialDecay
        | Schedule::CosineDecayRestarts
        | Schedule::PolynomialDecay
        | Schedule::InverseTimeDecay => {}
    }
    class("keras.optimizers.schedules", &classes::class(schedule.kind().into()), &own)
}

/// The boundaries that count, in Keras's order, and the rates before, between and behind them.
fn steps(schedule: &Tuned<Schedule>, first: f64) -> Fields {
    let mut boundaries: Vec<u64> =
        schedule::boundaries(schedule).map(|(at, _)| at as u64).collect();
    order::sort_by_key(&mut boundaries, |&at| at);
    boundaries.dedup();
    let behind = boundaries.iter().map(|at| at + 1);
    let rates = std::iter::once(0).chain(behind).map(|at| schedule::rate(schedule, first, at));
    let written = list(boundaries.iter().map(u64::to_string));
    vec![("boundaries", written), ("values", list(rates.map(number)))]
}

/// The loss.
///
/// # Errors
/// Its name where it is none of Keras's.
fn loss(trained: &Trained) -> Result<String, String> {
    let loss = &trained.architecture.loss;
    let kind: &str = loss.kind().into();
    if loss.kind() == Loss::HalfSquaredError {
        return Err(kind.to_owned());
    }
    let mut own: Fields = vec![
        ("name", text(kind)),
        ("reduction", text("sum_over_batch_size")),
        // Else it would be that of whoever loads the model.
        ("dtype", text(super::dtype(trained))),
    ];
    if loss.kind().takes_logits() {
        own.push(("from_logits", flag(trained.architecture.outputs_are_logits())));
    }
    own.extend(knobs(loss));
    Ok(class("keras.losses", &classes::class(kind), &own))
}
