//! What is asked and told of single points of a run's data, and of the first rows of it.

use serde::{Deserialize, Serialize};

/// Points of highest loss that are told of each half, and shown of both.
pub const WORST: usize = 10;

/// Rows of the training data of which is told what comes into a layer.
pub const FIRST_ROWS: usize = 8;

/// A half of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Half {
    /// What trains.
    Train,
    /// What is only measured.
    Test,
}

/// A point, by its place in the data of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The half that it is in.
    pub half: Half,
    /// Its row there.
    pub row: usize,
}

/// What the network makes of a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The point.
    pub place: Place,
    /// What each output unit says.
    pub outputs: Vec<f64>,
    /// The class that they tell; `None` where there are no classes, or an output is no number.
    pub class: Option<usize>,
    /// The loss, without any penalty.
    pub loss: f64,
}

/// What the network makes of a row that need not be one of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The row, as it was asked: another may be asked by the time that this comes.
    pub row: Vec<f64>,
    /// What each output unit says.
    pub outputs: Vec<f64>,
    /// The class that they tell; `None` where there are no classes, or an output is no number.
    pub class: Option<usize>,
}

/// What comes into a dense layer for the first rows of the training data, outside training.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerInput {
    /// The layer, as it was asked, from 0.
    pub layer: usize,
    /// `[rows, inputs]`, [`FIRST_ROWS`] or as many as there are.
    pub rows: Vec<f64>,
}

/// What the page wants beside a frame's pictures and losses. What it does not want costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// All metrics, with each frame.
    pub report: bool,
    /// The plan, whenever it changes.
    pub graph: bool,
    /// The points of highest loss, with each frame.
    pub worst: bool,
    /// The answer to this point, with each frame.
    pub point: Option<Place>,
    /// The reply to this row, as it would stand in the table, with each frame.
    pub row: Option<Vec<f64>>,
    /// What comes into this dense layer, with each frame.
    pub input: Option<usize>,
}

impl Watched {
    /// Whether it has something of a frame that `before` had not.
    pub fn wants_more_than(&self, before: &Self) -> bool {
        let Self { report, graph: _, worst, point, row, input } = self;
        let other_point = point.is_some() && *point != before.point;
        let other_row = row.is_some() && *row != before.row;
        let other_input = input.is_some() && *input != before.input;
        let more = *report && !before.report || *worst && !before.worst;
        more || other_point || other_row || other_input
    }
}
