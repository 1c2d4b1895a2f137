//! The last state of a run that is known to be finite: where it goes back to when its numbers
//! overflow. It is that of the last epoch's end, or what a change since then has left; where that
//! was not finite, the one before, carried over as the state itself is.

use super::{Progress, Trainer};
use crate::engine::error::Result;

/// A weight beyond this makes the losses suspect: they may have overflowed although it has not.
const SUSPECT: f64 = 1e15;

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
        let weights = || noted.weights.iter();
        let found = if !weights().all(|w| w.is_finite()) {
            Soundness::Broken
        } else if weights().any(|w| w.abs() > SUSPECT) {
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
