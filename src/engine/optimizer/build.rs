//! The optimizers as Keras's constructors take them: `Adam { learning_rate: 0.01, ..Adam::default() }`.

use super::{Extras, Optimizer};
use crate::engine::kind::{Kind as _, Tuned};
use crate::engine::schedule::Schedule;

/// An optimizer with all that `compile` needs to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Which one, and its knobs.
    pub optimizer: Tuned<Optimizer>,
    /// The step size at the start.
    pub learning_rate: f64,
    /// How it changes.
    pub schedule: Tuned<Schedule>,
    /// Weight decay and clipping.
    pub extras: Extras,
}

impl Training {
    /// With a learning-rate schedule.
    #[must_use]
    pub fn schedule(self, schedule: impl Into<Tuned<Schedule>>) -> Self {
        Self { schedule: schedule.into(), ..self }
    }

    /// With weight decay and clipping.
    #[must_use]
    pub fn extras(self, extras: Extras) -> Self {
        Self { extras, ..self }
    }
}

/// A constructor of an optimizer: the learning rate and the kind's knobs as fields, whose
/// defaults come from the kind.
macro_rules! constructor {
    ($name:ident, $kind:ident, [$($knob:ident),*]) => {
        #[doc = concat!("Keras's `", stringify!($name), "`; see [`Optimizer::", stringify!($kind), "`].")]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name {
            /// The step size.
            pub learning_rate: f64,
            $(
                #[doc = concat!("Keras's argument `", stringify!($knob), "`; 0 and 1 for off and on where it is a switch.")]
                pub $knob: f64,
            )*
        }

        impl Default for $name {
            fn default() -> Self {
                let default = |name: &str| {
                    let knobs = Optimizer::$kind.knobs().iter();
                    knobs.filter(|knob| knob.name == name).map(|knob| knob.default).sum()
                };
                Self {
                    learning_rate: Optimizer::$kind.spec().learning_rate,
                    $($knob: default(stringify!($knob)),)*
                }
            }
        }

        impl From<$name> for Training {
            fn from(from: $name) -> Self {
                let optimizer = Tuned::new(Optimizer::$kind)
                    $(.with(stringify!($knob), from.$knob))*;
                let (schedule, extras) = (Schedule::Constant.into(), Extras::default());
                Self { optimizer, learning_rate: from.learning_rate, schedule, extras }
            }
        }
    };
}

constructor!(Sgd, Sgd, [momentum, nesterov]);
constructor!(RmsProp, RmsProp, [rho, momentum, epsilon, centered]);
constructor!(Adagrad, Adagrad, [initial_accumulator_value, epsilon]);
constructor!(Adadelta, Adadelta, [rho, epsilon]);
constructor!(Adam, Adam, [beta_1, beta_2, epsilon, amsgrad]);
constructor!(AdamW, AdamW, [weight_decay, beta_1, beta_2, epsilon, amsgrad]);
constructor!(Adamax, Adamax, [beta_1, beta_2, epsilon]);
constructor!(Nadam, Nadam, [beta_1, beta_2, epsilon]);
constructor!(Lion, Lion, [beta_1, beta_2]);
constructor!(
    Ftrl,
    Ftrl,
    [
        learning_rate_power,
        initial_accumulator_value,
        l1_regularization_strength,
        l2_regularization_strength,
        l2_shrinkage_regularization_strength,
        beta
    ]
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constructor_has_every_knob_with_its_default() {
        let kinds: [(Training, Optimizer); 10] = [
            (Sgd::default().into(), Optimizer::Sgd),
            (RmsProp::default().into(), Optimizer::RmsProp),
            (Adagrad::default().into(), Optimizer::Adagrad),
            (Adadelta::default().into(), Optimizer::Adadelta),
            (Adam::default().into(), Optimizer::Adam),
            (AdamW::default().into(), Optimizer::AdamW),
            (Adamax::default().into(), Optimizer::Adamax),
            (Nadam::default().into(), Optimizer::Nadam),
            (Lion::default().into(), Optimizer::Lion),
            (Ftrl::default().into(), Optimizer::Ftrl),
        ];
        assert_eq!(kinds.len(), Optimizer::all().len());
        for (training, kind) in kinds {
            assert_eq!(training.optimizer, kind.into());
        }
    }
}
