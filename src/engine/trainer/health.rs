//! Which units of a run have stopped learning.

use super::Trainer;
use crate::engine::activation;
use crate::engine::backend::reference::Reference;
use crate::engine::backend::{Backend as _, Set};
use crate::engine::health::Dead;
use crate::engine::plan::{Op, Plan};

/// Training rows that are looked at in one piece; mostly the first piece shows that all units live.
const ROWS: usize = 256;

impl Trainer {
    /// The hidden layers with units whose output is the same for every training sample, where their
    /// activation has no slope. Costs a few hundred rows forward where there is none, and a
    /// pass over the training data where there is; nothing where no activation can die.
    ///
    /// A unit is judged by what the next layer sees of it. Behind a normalization over the units or
    /// a residual sum a dead unit is as lively as the others there, and not counted.
    pub fn dead(&mut self) -> Vec<Dead> {
        let hidden = self.plan().columns.len().saturating_sub(1);
        let groups: Vec<Vec<Op>> = mortal(self.plan()).into_iter().take(hidden).collect();
        if self.data.train.is_empty() || groups.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        // The layer of each unit.
        let sizes: Vec<usize> = self.plan().units().take(hidden).collect();
        let layer = |(at, &units)| std::iter::repeat_n(at, units);
        let layers: Vec<usize> = sizes.iter().enumerate().flat_map(layer).collect();
        let mut still: Vec<bool> = layers.iter().map(|&at| !groups[at].is_empty()).collect();
        let mut values = Vec::new();
        let rows = self.data.train.len();
        for first in (0..rows).step_by(ROWS) {
            let rows = first..(first + ROWS).min(rows);
            let part = rows.clone().map(|at| self.data.train.row(at).values);
            let part = self.inputs.of(part);
            let backend = self.model.backend().get();
            backend.load(Set::Points, rows.len(), &part, &[]);
            let found = backend.probe(Set::Points, 0..hidden);
            let units = found.chunks_exact(rows.len());
            if values.is_empty() {
                values = units.clone().map(|own| own[0]).collect();
            }
            for ((still, own), value) in still.iter_mut().zip(units).zip(&values) {
                *still &= own.iter().all(|y| y == value);
            }
            if !still.contains(&true) {
                return Vec::new();
            }
        }
        let first = self.inputs.of([self.data.train.row(0).values]);
        let flat = self.flat(&groups, &first);
        let dead = |(at, &units): (usize, &usize)| {
            let own = layers.iter().zip(still.iter().zip(&flat)).filter(|(own, _)| **own == at);
            let dead = own.filter(|(_, (still, flat))| **still && **flat).count();
            (dead > 0).then_some(Dead { layer: at, dead, units })
        };
        sizes.iter().enumerate().filter_map(dead).collect()
    }

    /// Whether each hidden unit's activation has no slope at a sample's inputs. Where its output is the
    /// same everywhere, one sample stands for all.
    fn flat(&mut self, groups: &[Vec<Op>], inputs: &[f64]) -> Vec<bool> {
        let plan = self.model.plan().clone();
        let mut one = Reference::new(plan.clone());
        for slot in plan.parameters.iter().map(|parameter| parameter.weights) {
            let values = self.model.backend().get().read(slot);
            // It is the same plan: the lengths agree.
            let _ = one.write(slot, &values);
        }
        one.load(Set::Points, 1, inputs, &[]);
        one.evaluate(Set::Points);
        let mut flat = Vec::new();
        for (units, ops) in plan.units().zip(groups) {
            let mut own = vec![false; units];
            for op in ops {
                if let Op::Activate { activation, input, output } = op {
                    let (x, y) = (one.read(*input), one.read(*output));
                    let mut slopes = vec![1.0; x.len()];
                    activation::apply_slope(activation, &x, &y, &mut slopes);
                    own.iter_mut().zip(slopes).for_each(|(own, slope)| *own |= slope == 0.0);
                }
            }
            flat.append(&mut own);
        }
        flat
    }
}

/// The activations of each column that have a flat side.
fn mortal(plan: &Plan) -> Vec<Vec<Op>> {
    fn is_flat(op: &&Op) -> bool {
        matches!(op, Op::Activate { activation, .. } if activation::has_flat_side(activation))
    }
    let ends = plan.columns.iter().skip(1).map(|column| column.first).chain([plan.forward.len()]);
    let ops = plan.columns.iter().zip(ends).map(|(column, end)| &plan.forward[column.first..end]);
    ops.map(|ops| ops.iter().filter(is_flat).copied().collect()).collect()
}
