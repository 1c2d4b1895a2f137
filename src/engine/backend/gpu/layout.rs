//! Where a plan's buffers lie on the GPU: all state in one array, all rows in another. What is
//! trained stands together, so that one loop updates it.

use crate::engine::plan::{Op, Plan, Shape, Slot};

/// Numbers of a parameter in `constants`: start, end, whether it is a kernel, l1, l2.
pub const PARAMETER: usize = 5;

/// Where everything lies, in 32-bit words.
pub struct Layout {
    // Per slot: its place in the state, or in units before it among the rows.
    places: Vec<usize>,
    /// Trained numbers. Their gradients stand `trained` behind the weights, then each slot of
    /// the optimizer's memory.
    pub trained: usize,
    /// Where the lengths of the gradients go, one a parameter.
    pub norms: usize,
    /// Length of the state in a kernel's own memory.
    pub state: usize,
    /// Units of all rows buffers, and behind them one each for loss and hit.
    pub units: usize,
    /// Inputs of a row of `data`; its targets follow.
    pub features: usize,
    /// Numbers of a row of `data`.
    pub stride: usize,
    /// The numbers that do not change while a plan stands.
    pub constants: Vec<f32>,
    /// Where the parameters' numbers start in `constants`.
    pub parameters: usize,
    /// Where each trained number's parameter stands in `constants`.
    pub table: usize,
    // Per op of forward and backward: where its knobs start in `constants`.
    knobs: Vec<usize>,
}

impl Layout {
    /// The layout of a plan.
    pub fn new(plan: &Plan) -> Self {
        let mut places = vec![usize::MAX; plan.buffers.len()];
        let mut end = 0;
        let parameters: Vec<_> = plan.trained().collect();
        let memory = parameters.iter().map(|(own, _)| own.slots.len()).max().unwrap_or_default();
        let mut ranges = Vec::new();
        for (own, _) in &parameters {
            places[own.weights.0] = end;
            ranges.push((end, end + plan.width(own.weights)));
            end += plan.width(own.weights);
        }
        let trained = end;
        for block in 0..1 + memory {
            for (&(own, gradients), (start, _)) in parameters.iter().zip(&ranges) {
                let slot = block.checked_sub(1).map_or(gradients, |at| own.slots[at]);
                places[slot.0] = trained * (block + 1) + start;
            }
        }
        end = trained * (2 + memory);
        let mut units = 0;
        for (place, buffer) in places.iter_mut().zip(&plan.buffers) {
            match buffer.shape {
                Shape::Rows(width) => {
                    *place = units;
                    units += width;
                }
                Shape::Fixed(length) | Shape::Scratch(length) if *place == usize::MAX => {
                    *place = end;
                    end += length;
                }
                Shape::Fixed(_) | Shape::Scratch(_) => {}
            }
        }
        let (norms, state) = (end, end + parameters.len());
        let mut constants = Vec::new();
        let mut knobs = Vec::new();
        for op in plan.forward.iter().chain(&plan.backward) {
            knobs.push(constants.len());
            constants.extend(knobs_of(op));
        }
        let start = constants.len();
        for ((own, _), &(first, end)) in parameters.iter().zip(&ranges) {
            let kernel = if own.is_kernel() { 1.0 } else { 0.0 };
            let (l1, l2) = own.penalty;
            constants.extend([first as f32, end as f32, kernel, l1 as f32, l2 as f32]);
        }
        let table = constants.len();
        for (at, (first, end)) in ranges.iter().enumerate() {
            constants.extend((*first..*end).map(|_| (start + at * PARAMETER) as f32));
        }
        // A binding must not be empty.
        constants.push(0.0);
        let features = plan.width(plan.input);
        let stride = features + plan.width(plan.target);
        let units = units + 2;
        Self {
            places,
            trained,
            norms,
            state,
            units,
            features,
            stride,
            constants,
            parameters: start,
            table,
            knobs,
        }
    }

    /// Where a slot starts: in the state, or in units among the rows.
    pub fn place(&self, slot: Slot) -> usize {
        self.places[slot.0]
    }

    /// Where the knobs of an op start in `constants`; `at` counts through forward, then backward.
    pub fn knobs(&self, at: usize) -> usize {
        self.knobs[at]
    }

    /// Where the marks of pruned weights start, behind the state.
    pub fn pruned(&self) -> usize {
        self.state
    }

    /// The places of a kernel's marks; `None` where it is frozen, and stands behind what is trained.
    pub fn pruned_of(&self, kernel: Slot) -> Option<usize> {
        let place = self.place(kernel);
        (place < self.trained).then(|| self.pruned() + place)
    }

    /// Length of the array of state.
    pub fn stored(&self) -> usize {
        (self.state + self.trained).max(1)
    }
}

/// The numbers of an op that are no buffers.
fn knobs_of(op: &Op) -> Vec<f32> {
    let narrow = |values: &[f64]| values.iter().map(|&value| value as f32).collect();
    match op {
        Op::Activate { activation, .. } | Op::ActivateGradient { activation, .. } => {
            narrow(&activation.values())
        }
        Op::LossGradient { loss, .. } => narrow(&loss.values()),
        // The threshold as a whole number: what is drawn has 24 bits, and so both are exact.
        Op::Dropout { rate, .. } => {
            narrow(&[(rate * f64::from(1 << 24)).ceil(), 1.0 / (1.0 - rate)])
        }
        Op::GaussianNoise { stddev, .. } => narrow(&[*stddev]),
        Op::BatchNormalization { momentum, epsilon, .. } => {
            narrow(&[*momentum, 1.0 - momentum, *epsilon])
        }
        Op::LayerNormalization { epsilon, .. } => narrow(&[*epsilon]),
        Op::Dense { .. }
        | Op::Softmax { .. }
        | Op::Add { .. }
        | Op::SoftmaxGradient { .. }
        | Op::DropoutGradient { .. }
        | Op::BatchNormalizationGradient { .. }
        | Op::LayerNormalizationGradient { .. }
        | Op::DenseGradient { .. }
        | Op::InputGradient { .. }
        | Op::Copy { .. }
        | Op::Accumulate { .. } => Vec::new(),
    }
}
