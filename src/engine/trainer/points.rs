//! What the network makes of single rows: those of a run's data, and any other; and what of them comes
//! into a layer.

use super::Trainer;
use crate::engine::backend::{AnyBackend, Set};
use crate::engine::metric;

/// What the network answers to a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// `[outputs]`; numbers as the table has them.
    pub outputs: Vec<f64>,
    /// The class that they tell; `None` where there are no classes, or an output is no number.
    pub class: Option<usize>,
    /// Its loss, without any penalty.
    pub loss: f64,
}

impl Trainer {
    /// The answer to a row of the training or of the test data; `None` where there is no such row.
    pub fn answer(&mut self, set: Set, row: usize) -> Option<Answer> {
        let one = self.table(set).filter(|table| row < table.len())?.pick(&[row]);
        let answers = self.predict(&[one.values()]);
        let loss = self.model.loss_of(&answers, &self.encode(&one));
        let (outputs, class) = self.told(answers);
        Some(Answer { class, outputs, loss })
    }

    /// The outputs for a row that need not be one of the data, numbers as the table has them, and the class
    /// that they tell; `None` where the data have another number of columns.
    pub fn tell(&mut self, row: &[f64]) -> Option<(Vec<f64>, Option<usize>)> {
        if row.len() != self.data().train.columns().len() {
            return None;
        }
        let answers = self.predict(&[row]);
        Some(self.told(answers))
    }

    /// What comes into a dense layer for the first `count` rows of the training data, `[rows, inputs]`: what
    /// all that stands before it makes of them in evaluation mode. `None` where there is no such layer.
    pub fn layer_input(&mut self, layer: usize, count: usize) -> Option<Vec<f64>> {
        let plan = self.plan().before(layer)?;
        let first: Vec<usize> = (0..count.min(self.data.train.len())).collect();
        let rows = self.data.train.pick(&first);
        let mut before = AnyBackend::new(self.config.precision, plan.clone());
        let (own, before) = (self.model.backend().get(), before.get());
        for parameter in &plan.parameters {
            before.write(parameter.weights, &own.read(parameter.weights)).ok()?;
        }
        before.load(Set::Points, rows.len(), &self.inputs.of_table(&rows), &[]);
        Some(before.evaluate(Set::Points))
    }

    /// What the network's answers to a row say, numbers as the table has them, and the class.
    fn told(&self, mut answers: Vec<f64>) -> (Vec<f64>, Option<usize>) {
        let class = metric::told(&answers, self.target.threshold());
        self.targets.undo(&mut answers);
        (answers, class.filter(|_| self.classifies()))
    }

    /// The `count` rows of the training or of the test data with the highest losses, and these, the
    /// highest first; a loss that is no number is higher than any.
    pub fn worst(&mut self, set: Set, count: usize) -> Vec<(usize, f64)> {
        let outputs = self.model.backend().get().evaluate(set);
        let (answers, width) = (self.answers(set), self.target.outputs.max(1));
        let rows = outputs.chunks_exact(width).zip(answers.chunks_exact(width));
        let loss = |(at, (y, t)): (usize, (&[f64], &[f64]))| {
            let loss = self.model.loss_of(y, t);
            (at, if loss.is_nan() { f64::INFINITY } else { loss })
        };
        let mut worst: Vec<(usize, f64)> = Vec::new();
        for (row, loss) in rows.enumerate().map(loss) {
            // Of equal losses the first rows, however often it is asked.
            let place = worst.partition_point(|&(_, other)| other >= loss);
            if place < count {
                worst.truncate(count - 1);
                worst.insert(place, (row, loss));
            }
        }
        worst
    }
}
