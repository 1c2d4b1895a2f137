//! The sets of real measurements that lie beside the page and are fetched when one is chosen: which
//! they are, what a config says of each, and where they come from. `sets/README.md` says more, and what
//! was changed in them; their names stand in `text::sets`.
//!
//! What a config says of a set is known before its file has come, so that a link which names one is
//! read as what it is. `tests/sets.rs` holds it, and the sources, to the files.
//!
//! To add a set: its file in `sets/`, a line of `index.html`, a variant and its arms here and in
//! `text::sets`, its facts in the test.

use strum::VariantArray as _;

use super::pixels;
use crate::engine::config::Config;
use crate::engine::table::{Aim, Brief};

/// A set of real measurements: of classes, but for the last one's numbers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum RealSet {
    /// Flowers of three species.
    Iris,
    /// Penguins of three species.
    Penguins,
    /// Wines of three cultivars.
    Wine,
    /// Cells of tumours.
    BreastCancer,
    /// Handwritten digits of 8 × 8 pixels.
    Digits,
    /// How far a disease came within a year.
    Diabetes,
}

/// What may be done with a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Licence {
    /// Anything, where source, licence and changes are named.
    By,
    /// Anything.
    Zero,
    /// Anything, with the licence's own text. It is that of the package which hands the values on: those
    /// who measured them have stated none.
    ScikitLearn,
}

impl Licence {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::By => "CC BY 4.0",
            Self::Zero => "CC0 1.0",
            Self::ScikitLearn => "BSD-3-Clause",
        }
    }

    /// Where its text is: for some beside the page, as it asks for that.
    pub fn address(self) -> &'static str {
        match self {
            Self::By => "https://creativecommons.org/licenses/by/4.0/",
            Self::Zero => "https://creativecommons.org/publicdomain/zero/1.0/",
            Self::ScikitLearn => "sets/diabetes-licence.txt",
        }
    }
}

/// Where a set comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Who is to be named, and the work.
    pub citation: &'static str,
    /// Where it is found.
    pub address: &'static str,
    /// What may be done with it.
    pub licence: Licence,
}

impl RealSet {
    /// The set that a config's table is.
    pub fn of(brief: &Brief) -> Option<Self> {
        Self::VARIANTS.iter().copied().find(|set| set.brief() == *brief)
    }

    /// Pixels along either side of the picture that a row of the config's data is; `None` where rows
    /// are no pictures.
    pub fn pixels_of(config: &Config) -> Option<usize> {
        config.own.as_ref().and_then(Self::of)?.pixels()
    }

    /// Pixels along either side of the picture that a row of it is; `None` where it is none.
    pub fn pixels(self) -> Option<usize> {
        match self {
            Self::Digits => Some(pixels::SIDE),
            Self::Iris | Self::Penguins | Self::Wine | Self::BreastCancer | Self::Diabetes => None,
        }
    }

    /// Its file, beside the page.
    pub fn file(self) -> String {
        format!("sets/{}.csv", <&str>::from(self))
    }

    /// What a config says of it. Rows with missing values are left out.
    pub fn brief(self) -> Brief {
        let numbers = |count| vec![None; count];
        let (id, kind, rows, columns, aim) = match self {
            Self::Iris => {
                (0x462f_6b19_c9e4_fddf, 0xe49c_dd4f_4f5a_5412, 150, numbers(4), Aim::Classes(3))
            }
            Self::Penguins => {
                // The island, measures, the sex, the year.
                let columns = vec![Some(3), None, None, None, None, Some(2), None];
                (0xb32b_b026_e25a_91ed, 0x6431_0a4f_2fd6_a624, 333, columns, Aim::Classes(3))
            }
            Self::Wine => {
                (0x0ed9_9024_803d_27d6, 0x2363_aa95_8fcf_e2da, 178, numbers(13), Aim::Classes(3))
            }
            Self::BreastCancer => {
                (0x6ccb_e555_e6ff_568f, 0x303c_710b_69a1_108f, 569, numbers(30), Aim::Classes(2))
            }
            Self::Digits => {
                (0x5db9_d2d2_23a7_833a, 0x121d_00ef_3c40_f123, 1797, numbers(64), Aim::Classes(10))
            }
            Self::Diabetes => {
                (0x8e95_5ec9_c4d5_26ae, 0xe4f1_9f1e_adf0_f7d1, 442, numbers(10), Aim::Numbers(1))
            }
        };
        Brief { id, kind, rows, columns, aim, drawn: false }
    }

    /// Where it comes from.
    pub fn source(self) -> Source {
        let (citation, address, licence) = match self {
            Self::Iris => (
                "R. A. Fisher, The use of multiple measurements in taxonomic problems (1936)",
                "https://doi.org/10.24432/C56C76",
                Licence::By,
            ),
            Self::Penguins => (
                "K. B. Gorman, T. D. Williams, W. R. Fraser (2014); A. M. Horst, A. P. Hill, \
                 K. B. Gorman, palmerpenguins (2020)",
                "https://doi.org/10.5281/zenodo.3960218",
                Licence::Zero,
            ),
            Self::Wine => (
                "S. Aeberhard, M. Forina, Wine (1992)",
                "https://doi.org/10.24432/C5PC7J",
                Licence::By,
            ),
            Self::BreastCancer => (
                "W. H. Wolberg, O. L. Mangasarian, W. N. Street, N. Street, Breast Cancer Wisconsin \
                 (Diagnostic) (1993)",
                "https://doi.org/10.24432/C5DW2B",
                Licence::By,
            ),
            Self::Digits => (
                "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (1998)",
                "https://doi.org/10.24432/C50P49",
                Licence::By,
            ),
            Self::Diabetes => (
                "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least angle regression (2004)",
                "https://doi.org/10.1214/009053604000000067",
                Licence::ScikitLearn,
            ),
        };
        Source { citation, address, licence }
    }
}
