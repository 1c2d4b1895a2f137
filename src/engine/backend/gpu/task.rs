//! What one step of a kernel is told: a row range, what is drawn in it, and the update behind it.

use crate::engine::config::Rules;
use crate::engine::optimizer::{CONSTANTS, Step};
use crate::engine::regularizer::Regularizer;

/// Its members in WGSL, four bytes each, in the order in which [`Task::words`] writes them.
pub const WGSL: &str = "\
struct Task {
    // Whether it trains, else it evaluates.
    trains: u32,
    // The first row: of the epoch, or of the set.
    first: u32,
    rows: u32,
    // One more than where the epoch's order starts in `order`; 0: the rows' own order.
    order: u32,
    // Where the set's rows start in `data`.
    base: u32,
    // From seed and epoch.
    draw: u32,
    // Bits of `task.rs`.
    flags: u32,
    // Where in `ring` an evaluation adds to.
    ring: u32,
    // 1 / samples
    share: f32,
    // Learning rate / samples
    scale: f32,
    // Learning rate · regularization rate
    decay: f32,
    // Learning rate · weight decay
    shrink: f32,
    clipnorm: f32,
    clipvalue: f32,
    global_clipnorm: f32,
    padding: f32,
    c: array<f32, 8>,
}
";

/// The members' names and places in words; a test compares them with what a compiler makes of
/// [`WGSL`].
pub const MEMBERS: [(&str, usize); 17] = [
    ("trains", 0),
    ("first", 1),
    ("rows", 2),
    ("order", 3),
    ("base", 4),
    ("draw", 5),
    ("flags", 6),
    ("ring", 7),
    ("share", 8),
    ("scale", 9),
    ("decay", 10),
    ("shrink", 11),
    ("clipnorm", 12),
    ("clipvalue", 13),
    ("global_clipnorm", 14),
    ("padding", 15),
    ("c", 16),
];

/// Words of a task.
pub const WORDS: usize = 16 + CONSTANTS;

/// An update follows.
pub const APPLY: u32 = 1;
/// It is gradient descent and nothing else, for whatever has no penalty of its own.
pub const PLAIN: u32 = 2;
/// The optimizer has nothing to do.
pub const IDLE: u32 = 4;
/// Pruned weights stay dead.
pub const PLAYGROUND: u32 = 8;
/// The Playground's penalties.
pub const L1: u32 = 16;
/// See [`L1`].
pub const L2: u32 = 32;

/// One step.
#[derive(Clone, Copy, Default)]
pub struct Task {
    /// See [`WGSL`], also for what follows.
    pub trains: bool,
    #[expect(missing_docs, reason = "see WGSL")]
    pub first: u32,
    #[expect(missing_docs, reason = "see WGSL")]
    pub rows: u32,
    #[expect(missing_docs, reason = "see WGSL")]
    pub order: u32,
    #[expect(missing_docs, reason = "see WGSL")]
    pub base: u32,
    #[expect(missing_docs, reason = "see WGSL")]
    pub draw: u32,
    /// `None`: nothing is measured.
    pub ring: Option<u32>,
    /// The update behind it.
    pub step: Option<Step>,
}

impl Task {
    /// The task as the kernels read it.
    pub fn words(&self) -> [u32; WORDS] {
        let mut words = [0; WORDS];
        words[..6].copy_from_slice(&[
            u32::from(self.trains),
            self.first,
            self.rows,
            self.order,
            self.base,
            self.draw,
        ]);
        words[7] = self.ring.unwrap_or_default();
        let Some(step) = &self.step else { return words };
        let penalty = step.penalty;
        let flag = |bit: u32, on: bool| if on { bit } else { 0 };
        words[6] = APPLY
            | flag(PLAIN, step.plain)
            | flag(IDLE, step.idle)
            | flag(PLAYGROUND, penalty.rules == Rules::Playground)
            | match penalty.regularizer {
                Regularizer::None => 0,
                Regularizer::L1 => L1,
                Regularizer::L2 => L2,
            };
        let numbers = [
            1.0 / step.count,
            step.learning_rate / step.count,
            penalty.decay,
            step.weight_decay * step.learning_rate,
            step.extras.clipnorm,
            step.extras.clipvalue,
            step.extras.global_clipnorm,
            0.0,
        ];
        for (word, number) in words[8..].iter_mut().zip(numbers.into_iter().chain(step.constants)) {
            *word = (number as f32).to_bits();
        }
        words
    }
}
