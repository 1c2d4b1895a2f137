//! What the program of networks' files is asked about a run, and what it answers. Plain data: how it crosses,
//! `message` knows.

use serde::{Deserialize, Serialize};

use super::format::{File, Format, Note, Refused, Wishes, Written};
use super::opened::{Opened, Unreadable};
use super::run::Damage;
use crate::engine::config::Config;
use crate::engine::table::Table;
use crate::protocol::CurvePoint;

/// A run as it stands at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What the visitor has chosen.
    pub config: Box<Config>,
    /// The table that the config names.
    pub table: Option<Box<Table>>,
    /// The curve, as far as the page knows it. In a message a part of its own.
    #[serde(skip)]
    pub curve: Vec<CurvePoint>,
    /// The state as the worker has told it, which the page does not read. In a message a part of its own.
    #[serde(skip)]
    pub state: Vec<u8>,
}

impl Snapshot {
    /// The curve as numbers, `[points, 5]`.
    pub fn curve_numbers(&self) -> Vec<f64> {
        self.curve.iter().flat_map(CurvePoint::numbers).collect()
    }

    /// Takes a curve over from what [`Self::curve_numbers`] says.
    pub fn set_curve(&mut self, numbers: &[f64]) {
        self.curve = numbers.as_chunks().0.iter().map(CurvePoint::from_numbers).collect();
    }
}

/// Asked about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
pub enum Order {
    /// Say which formats can hold it.
    Offer {
        /// The run.
        run: Snapshot,
    },
    /// Write it in a format.
    Write {
        /// The format.
        format: Format,
        /// What the visitor wants of the files.
        wishes: Wishes,
        /// The run.
        run: Snapshot,
    },
    /// Say whether training can go on from it: it comes from a file.
    Check {
        /// The run.
        run: Snapshot,
    },
    /// Open a network out of files of another program.
    Open {
        /// The name of the one that says what it is.
        name: String,
        /// It and those beside it. In a message their bytes are parts of their own.
        files: Vec<File>,
        /// The run on show, of which the config alone counts.
        run: Snapshot,
    },
}

impl Order {
    /// The run that it is about.
    pub fn run(&self) -> &Snapshot {
        match self {
            Self::Offer { run }
            | Self::Write { run, .. }
            | Self::Check { run }
            | Self::Open { run, .. } => run,
        }
    }

    /// The files that come with it, for a change.
    pub fn files_mut(&mut self) -> &mut [File] {
        match self {
            Self::Open { files, .. } => files,
            Self::Offer { .. } | Self::Write { .. } | Self::Check { .. } => &mut [],
        }
    }

    /// The run, for a change.
    pub fn run_mut(&mut self) -> &mut Snapshot {
        match self {
            Self::Offer { run }
            | Self::Write { run, .. }
            | Self::Check { run }
            | Self::Open { run, .. } => run,
        }
    }
}

/// What a format makes of a run: what to know beside its files, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The format.
    pub format: Format,
    /// What becomes of the run in it.
    pub holds: Result<Vec<Note>, Refused>,
}

/// Answered about a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, strum::IntoStaticStr)]
pub enum Answer {
    /// What each format makes of it.
    Offers(Vec<Offer>),
    /// Its files in one of them, or why there are none.
    Written(Result<Written, Refused>),
    /// Training can go on from it.
    Sound {
        /// Whole epochs trained.
        epoch: u64,
    },
    /// It is no run.
    Damaged(Damage),
    /// The run that it is with the network of a file.
    Opened(Box<Opened>),
    /// Why there is none.
    Unreadable(Unreadable),
}

impl Answer {
    /// What travels beside a message: the bytes of files, or a state.
    pub fn bytes(&self) -> Vec<&[u8]> {
        match self {
            Self::Written(Ok(written)) => written.files.iter().map(|file| &*file.bytes).collect(),
            Self::Opened(opened) => vec![&opened.state],
            Self::Written(Err(_))
            | Self::Offers(_)
            | Self::Sound { .. }
            | Self::Damaged(_)
            | Self::Unreadable(_) => Vec::new(),
        }
    }

    /// The same, for a change.
    pub fn bytes_mut(&mut self) -> Vec<&mut Vec<u8>> {
        match self {
            Self::Written(Ok(written)) => {
                written.files.iter_mut().map(|file| &mut file.bytes).collect()
            }
            Self::Opened(opened) => vec![&mut opened.state],
            Self::Written(Err(_))
            | Self::Offers(_)
            | Self::Sound { .. }
            | Self::Damaged(_)
            | Self::Unreadable(_) => Vec::new(),
        }
    }
}
