//! The last state of a run that is known to be finite: where it goes back to when its numbers
//! overflow. It is that of the last epoch's end, or what a change since then has left; where that
//! was not finite, the one before, carried over as the state itself is.

use std::collections::VecDeque;

use super::{Evaluation, Progress, Trainer};
use crate::engine::error::Result;

/// A weight beyond this makes the losses suspect: they may have overflowed although it has not.
const SUSPECT: f64 = 1e15;
/// Batches that are kept where a run is known to break: the losses overflow before the weights do.
const KEPT: usize = 5;
/// Samples that are measured then, for each that was trained.
pub const LOOKS: usize = 4;

/// What the weights alone tell of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Soundness {
    /// All are finite.
    Finite,
    /// All are finite, and some so large that the losses may not be.
    Suspect,
    /// Some are not finite.
    Broken,
}

/// The last sound state, and one that may become it.
#[derive(Default)]
pub(super) struct Sound {
    known: Option<Progress>,
    // The state that was noted last; or just memory, which serves again.
    noted: Option<Progress>,
}

impl Sound {
    pub(super) fn of(known: Progress) -> Self {
        Self { known: Some(known), noted: None }
    }

    pub(super) fn known(&self) -> Option<&Progress> {
        self.known.as_ref()
    }
}

impl Trainer {
    /// Takes note of the state as it stands, for [`Self::vouch`], and says what its weights tell.
    pub fn note(&mut self) -> Soundness {
        let mut noted = match self.sound.noted.take() {
            Some(noted) => noted,
            None => self.progress(),
        };
        self.save(&mut noted);
        let found = if !is_finite(&noted) {
            Soundness::Broken
        } else if noted.weights.iter().any(|w| w.abs() > SUSPECT) {
            Soundness::Suspect
        } else {
            Soundness::Finite
        };
        self.sound.noted = Some(noted);
        found
    }

    /// The state that was noted last is sound.
    pub fn vouch(&mut self) {
        // The memory of the state before serves for the next.
        let Sound { known, noted } = &mut self.sound;
        std::mem::swap(known, noted);
    }

    /// The state as it stands is sound, if it is finite; whether that is so.
    pub(super) fn settle(&mut self) -> bool {
        let finite = self.note() != Soundness::Broken;
        if finite {
            self.vouch();
        }
        finite
    }

    /// For whoever begins to train: there is a sound state from now on.
    pub fn secure(&mut self) {
        if self.sound.known.is_none() {
            self.settle();
        }
    }

    /// The last sound state, where there is one.
    pub fn sound(&self) -> Option<&Progress> {
        self.sound.known()
    }

    /// The callbacks have judged the state that is known to be sound: who goes back to it has that
    /// behind them.
    pub(super) fn judged(&mut self) {
        if let Some(known) = &mut self.sound.known
            && (known.epoch, known.sample) == (self.epoch, self.sample)
        {
            known.callbacks = self.callbacks;
            known.best.clone_from(&self.best);
        }
    }

    /// Trains once more from the last sound state, which stays the one to go back to, batch by batch
    /// to the last one before the end of `epoch` whose weights and losses are finite, but over no
    /// more than `most` samples, and measures at most [`LOOKS`] as many and all data once. Returns the losses of the last batches, each by its epochs.
    ///
    /// # Errors
    /// Never: the states are the run's own.
    pub fn relive(&mut self, epoch: u64, most: usize) -> Result<Vec<(f64, Evaluation)>> {
        self.fall_back()?;
        let mut last = VecDeque::from([self.progress()]);
        let mut left = most;
        while self.epoch < epoch && left > 0 {
            let visited = self.run(self.config.batch());
            if visited == 0 {
                break;
            }
            left = left.saturating_sub(visited);
            // The memory of the oldest serves for the newest.
            let kept = if last.len() > KEPT { last.pop_front() } else { None };
            let mut now = kept.unwrap_or_else(|| self.progress());
            self.save(&mut now);
            if !is_finite(&now) {
                break;
            }
            last.push_back(now);
        }
        let (mut rise, mut shown, mut looked) = (VecDeque::new(), None, 0);
        for state in last.into_iter().rev() {
            self.restore(&state)?;
            let losses = self.evaluate();
            if losses.is_finite() {
                rise.push_front((self.epochs(), losses));
                shown = shown.or(Some(state));
            }
            looked += self.data.train.len() + self.data.test.len();
            if looked > most.saturating_mul(LOOKS) {
                break;
            }
        }
        match shown {
            Some(state) => self.restore(&state)?,
            None => self.fall_back()?,
        }
        Ok(rise.into())
    }

    /// Goes on from a state that is known to be sound.
    ///
    /// # Errors
    /// Where it does not fit this run.
    pub fn resume(&mut self, progress: &Progress) -> Result<()> {
        self.restore(progress)?;
        self.sound = Sound::of(progress.clone());
        Ok(())
    }

    /// Goes back to the last sound state; where there is none, nothing has been trained.
    ///
    /// # Errors
    /// Never: the state is the run's own.
    pub fn fall_back(&mut self) -> Result<()> {
        match self.sound.known.clone() {
            Some(known) => self.restore(&known),
            None => Ok(()),
        }
    }
}

fn is_finite(progress: &Progress) -> bool {
    progress.weights.iter().all(|weight| weight.is_finite())
}
