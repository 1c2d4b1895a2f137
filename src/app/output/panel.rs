//! Parts of a picture that have an axis of their own from bottom to top, and how high points stand there.

use super::axis::Axis;
use crate::engine::scaling::Scale;

/// An axis from bottom to top of a part of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// The axis.
    pub axis: Axis,
    /// Its ends, in shares of the picture's height from its top.
    top: f64,
    bottom: f64,
}

/// How high the points stand that are told so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heights {
    /// Where.
    pub panel: Panel,
    /// What of their labels is their height.
    pub label: Label,
}

/// What of a label is a height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label {
    /// One of the numbers.
    Number {
        /// Which.
        at: usize,
        /// What it is brought to; else it is as the table has it.
        scale: Option<Scale>,
    },
    /// Whether it is the class that is asked for; each one is where none is.
    Class {
        /// It.
        asked: Option<usize>,
        /// The height of another.
        no: f64,
        /// The height of this one.
        yes: f64,
    },
}

impl Panel {
    /// One for these values, between two places from the top of the picture.
    pub fn of(values: impl Iterator<Item = f64>, (top, bottom): (f64, f64)) -> Self {
        Self { axis: Axis::numbers(values), top, bottom }
    }

    /// Where a place of its axis lies, from the top of the picture.
    pub fn down(&self, at: f64) -> f64 {
        self.bottom - at * (self.bottom - self.top)
    }

    /// Where a value lies, from the top of the picture; one that is no number lies nowhere.
    pub fn place(&self, value: f64) -> Option<f64> {
        self.axis.place(value).map(|at| self.down(at))
    }
}

impl Label {
    /// The height of a point of these targets.
    pub fn height(self, targets: &[f64]) -> Option<f64> {
        match self {
            Self::Number { at, scale } => {
                let number = *targets.get(at)?;
                Some(scale.map_or(number, |scale| scale.apply(number)))
            }
            Self::Class { asked, no, yes } => {
                // A class is a whole number.
                let class = *targets.first()? as usize;
                Some(if asked.is_none_or(|asked| asked == class) { yes } else { no })
            }
        }
    }
}

impl Heights {
    /// How high a point of these targets stands, from the top of the picture.
    pub fn place(&self, targets: &[f64]) -> Option<f64> {
        self.panel.place(self.label.height(targets)?)
    }
}
