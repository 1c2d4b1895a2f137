//! What the units of a run's network answer over the grids of pictures.

use std::ops::Range;

use super::Trainer;
use crate::engine::backend::Set;

impl Trainer {
    /// Prepares the grid of a set of maps: `side × side` cells of the view.
    pub fn set_grid(&mut self, set: Set, side: usize) {
        let inputs = self.grid_inputs(side);
        self.model.backend().get().load(set, side * side, &inputs, &[]);
    }

    /// The inputs of the grid's cells, `[side², inputs]`.
    pub fn grid_inputs(&self, side: usize) -> Vec<f64> {
        self.inputs.of_grid(self.view(), side)
    }

    /// The values of every unit of all layers over a grid: `[units, side, side]`.
    pub fn maps(&mut self, set: Set) -> Vec<f32> {
        let columns = 0..self.plan().columns.len();
        self.model.backend().get().probe(set, columns)
    }

    /// The values of one unit over a grid, `[side, side]`; empty where there is no such unit.
    pub fn map(&mut self, set: Set, layer: usize, unit: usize) -> Vec<f32> {
        let Some(units) = self.plan().units().nth(layer) else {
            return Vec::new();
        };
        if unit >= units {
            return Vec::new();
        }
        let values = self.layer_maps(set, layer..layer + 1);
        let side = values.len() / units;
        values[unit * side..][..side].to_vec()
    }

    /// The values of every output over a grid, `[outputs, side, side]`.
    pub fn output_maps(&mut self, set: Set) -> Vec<f32> {
        let layers = self.plan().columns.len();
        self.layer_maps(set, layers.saturating_sub(1)..layers)
    }

    fn layer_maps(&mut self, set: Set, layers: Range<usize>) -> Vec<f32> {
        self.model.backend().get().probe(set, layers)
    }
}
