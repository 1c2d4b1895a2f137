//! Arrays as files have them, and how they become a network's parameters.

use super::Unreadable;
use crate::engine::plan::{Parameter, Start};

/// An array of numbers, its axes as Keras has them: a kernel's are `[inputs, units]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// What its file calls it.
    pub name: String,
    /// How long it is along each axis.
    pub shape: Vec<usize>,
    /// `[product of the shape]`, the last axis running fastest.
    pub values: Vec<f64>,
}

impl Array {
    /// An array whose values are as many as its shape says; else how many it lacks or has too many is
    /// an error.
    ///
    /// # Errors
    /// [`Unreadable::Claims`] with both numbers.
    pub fn new(name: String, shape: Vec<usize>, values: Vec<f64>) -> Result<Self, Unreadable> {
        let count = shape.iter().try_fold(1_usize, |all, &axis| all.checked_mul(axis));
        if count == Some(values.len()) {
            return Ok(Self { name, shape, values });
        }
        let claims = count.map_or(u64::MAX, |count| count as u64);
        Err(Unreadable::Claims { part: name, claims, has: values.len() as u64 })
    }

    /// A matrix with its axes the other way round; anything else as it is.
    #[must_use]
    pub fn turned(self) -> Self {
        let &[rows, columns] = self.shape.as_slice() else { return self };
        let values = turned(&self.values, columns, rows);
        Self { shape: vec![columns, rows], values, ..self }
    }

    /// Its values as a parameter's, in the engine's layout.
    ///
    /// # Errors
    /// Where it has another shape, or a number that is not finite.
    pub fn of(self, parameter: &Parameter) -> Result<Vec<f64>, Unreadable> {
        let expected = parameter.keras_axes();
        let Self { name: tensor, shape: got, values } = self;
        if got != expected {
            return Err(Unreadable::Shape { tensor, expected, got });
        }
        if let Some(at) = values.iter().position(|value| !value.is_finite()) {
            let value = values.get(at).map(f64::to_string).unwrap_or_default();
            let mut rest = at;
            let mut place: Vec<usize> = got
                .iter()
                .rev()
                .map(|&axis| {
                    let own = rest % axis.max(1);
                    rest /= axis.max(1);
                    own
                })
                .collect();
            place.reverse();
            return Err(Unreadable::NotFinite { tensor, place, value });
        }
        let [units, inputs] = parameter.matrix();
        Ok(turned(&values, units, inputs))
    }
}

/// Numbers `[inputs, units]` as `[units, inputs]`; where there are none, either may be any number.
fn turned(values: &[f64], units: usize, inputs: usize) -> Vec<f64> {
    let units = if values.is_empty() { 0 } else { units };
    let column = |at: usize| values.iter().skip(at).step_by(units.max(1)).take(inputs).copied();
    (0..units).flat_map(column).collect()
}

/// What a parameter starts at, where a file has none because Keras leaves it out: a normalization without
/// a gain has one of 1.
pub fn absent(parameter: &Parameter) -> Vec<f64> {
    let start = match parameter.start {
        Start::At(value) => value,
        Start::Drawn(_) => 0.0,
    };
    vec![start; parameter.length()]
}
