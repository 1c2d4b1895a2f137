//! What a TPU does with a product of matrices: a grid of `size × size` multipliers in which the weights
//! stay, rows of numbers flow through from left to right, and sums fall down (Kung and Leiserson, 1978,
//! Systolic arrays (for VLSI)). [`Array`] computes one, cycle by cycle; here its cycles are counted
//! without computing anything, for grids of real sizes.
//!
//! It models the matrix unit alone: no memory, no activation function, no way to the chip. Its numbers
//! are 64-bit, those of a TPU are not ([`Chip::numbers`]).
//!
//! Letters: `s` the grid's side, `B` rows, `I` inputs, `U` units. A kernel larger than the grid is cut
//! into `T` tiles. A tile takes `s` cycles to shift in, which is hidden behind the rows of the tile before;
//! `B` rows go through in `B` cycles, one behind the other (both: Jouppi et al., 2017, section 2). The
//! last row is behind the last cell `2s − 2` cycles after it has met the first one.
//!
//! To add a chip: a variant of [`Chip`] and its arms.

mod array;

pub use array::{Array, Cell, Flow, Weight};

use strum::VariantArray;

/// What is counted, in the letters above, as it stands beside the numbers: tiles, cycles of a product,
/// the share of the grid that does useful work, and time at a clock of `f`.
pub const FORMULAS: [&str; 4] = [
    "T = ⌈I / s⌉ · ⌈U / s⌉",
    "C = s + (T − 1) · max(B, s) + B + 2s − 2",
    "η = Σ (B · I · U) / (s² · Σ C)",
    "t = Σ C / f",
];

/// A grid pays, as it is told here, once at least one of so many multipliers does useful work.
pub const PAYS: u64 = 2;

/// A product of matrices: `[rows, inputs]` times `[inputs, units]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// Rows that flow through.
    pub rows: usize,
    /// Numbers of a row.
    pub inputs: usize,
    /// Sums of a row.
    pub units: usize,
}

impl Product {
    /// Products of two numbers that it takes, each with an addition.
    pub fn multiplications(self) -> u64 {
        [self.rows, self.inputs, self.units].map(|length| length as u64).iter().product()
    }

    /// Tiles of the kernel along inputs and along units, on a grid of this side.
    pub fn tiles(self, size: usize) -> [usize; 2] {
        [self.inputs, self.units].map(|length| length.div_ceil(size.max(1)))
    }

    /// Cycles from the first weight that goes in to the last sum that comes out; none where there is
    /// nothing to multiply.
    pub fn cycles(self, size: usize) -> u64 {
        if self.multiplications() == 0 {
            return 0;
        }
        let tiles: u64 = self.tiles(size).map(|tiles| tiles as u64).iter().product();
        let (rows, side) = (self.rows as u64, size.max(1) as u64);
        side + (tiles - 1) * self.period(size) + rows + 2 * side - 2
    }

    /// Cycles from one tile's first row to the next one's.
    fn period(self, size: usize) -> u64 {
        self.rows.max(size) as u64
    }
}

/// The products of a batch on its way through dense layers of these widths, inputs first: each layer
/// waits for the sums of the one before.
pub fn forward(widths: &[usize], rows: usize) -> Vec<Product> {
    widths.windows(2).map(|pair| Product { rows, inputs: pair[0], units: pair[1] }).collect()
}

/// Products one after the other on a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The grid's side.
    pub size: usize,
    /// Useful products of two numbers.
    pub multiplications: u64,
    /// Cycles.
    pub cycles: u64,
}

impl Count {
    /// Counts products on a grid of this side.
    pub fn of(products: &[Product], size: usize) -> Self {
        Self {
            size,
            multiplications: products.iter().map(|product| product.multiplications()).sum(),
            cycles: products.iter().map(|product| product.cycles(size)).sum(),
        }
    }

    /// The share of the grid that does useful work, over all cycles.
    pub fn utilisation(self) -> f64 {
        let cells = (self.size * self.size) as f64;
        if self.cycles == 0 {
            0.0
        } else {
            self.multiplications as f64 / (cells * self.cycles as f64)
        }
    }

    /// The time that it takes, in seconds.
    pub fn seconds(self, clock: f64) -> f64 {
        self.cycles as f64 / clock
    }

    /// Whether the grid pays.
    fn pays(self) -> bool {
        let cells = (self.size * self.size) as u128;
        let [useful, cycles] = [self.multiplications, self.cycles].map(u128::from);
        useful > 0 && useful * u128::from(PAYS) >= cells * cycles
    }
}

/// The share of their tiles that kernels of these widths fill: what the utilisation comes to as the
/// batch grows, and never reaches.
pub fn filled(widths: &[usize], size: usize) -> f64 {
    let products = forward(widths, 1);
    let weights: u64 = products.iter().map(|product| product.multiplications()).sum();
    let tiles: usize =
        products.iter().map(|product| product.tiles(size).iter().product::<usize>()).sum();
    if tiles == 0 { 0.0 } else { weights as f64 / (tiles * size * size) as f64 }
}

/// The smallest batch from which on the grid pays for layers of these widths; `None` where none is large
/// enough, since the kernels leave half of it empty.
pub fn paying_batch(widths: &[usize], size: usize) -> Option<usize> {
    let pays = |rows: usize| Count::of(&forward(widths, rows), size).pays();
    // The utilisation grows with the batch: it is doubled until it pays, and then halved in between.
    let mut large = 1;
    while !pays(large) {
        large = usize::checked_mul(large, 2).filter(|&rows| rows <= LARGEST)?;
    }
    let mut small = large / 2;
    while large - small > 1 {
        let middle = small + (large - small) / 2;
        if pays(middle) { large = middle } else { small = middle }
    }
    Some(large)
}

/// No batch is larger.
const LARGEST: usize = 1 << 30;

/// The smallest width with which a layer of as many inputs as units pays for a batch; `None` where no width
/// does: shifting a tile in then takes longer than two batches. A little more width may pay no longer,
/// since it begins tiles that it hardly fills.
pub fn paying_width(rows: usize, size: usize) -> Option<usize> {
    let hopeless = rows as u64 * PAYS <= size as u64;
    // Beyond so many tiles along a side the first and the last cycles no longer count.
    let widest = if hopeless { 0 } else { size * size.max(2) * 4 };
    (1..=widest).find(|&width| Count::of(&forward(&[width, width], rows), size).pays())
}

/// A matrix unit as it is known from its makers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Chip {
    /// The first TPU, of 2015, for inference alone.
    V1,
    /// The fourth, of 2020, that trains too.
    V4,
}

impl Chip {
    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::V1 => "TPU v1",
            Self::V4 => "TPU v4",
        }
    }

    /// The side of its grid.
    pub fn size(self) -> usize {
        match self {
            Self::V1 => 256,
            Self::V4 => 128,
        }
    }

    /// Grids in a chip: of v4 four in each of two cores. What is counted here keeps one of them busy.
    pub fn grids(self) -> usize {
        match self {
            Self::V1 => 1,
            Self::V4 => 8,
        }
    }

    /// Cycles a second.
    pub fn clock(self) -> f64 {
        match self {
            Self::V1 => 700e6,
            Self::V4 => 1050e6,
        }
    }

    /// What is multiplied, and what is added up. Of v1 that is its full speed: with 16 bits on one side
    /// it has half of that, with 16 on both a quarter. v4 multiplies 8-bit integers as fast.
    pub fn numbers(self) -> &'static str {
        match self {
            Self::V1 => "int8 · int8 → int32",
            Self::V4 => "bfloat16 · bfloat16 → float32",
        }
    }

    /// Where that stands: authors, year, title.
    pub fn source(self) -> &'static str {
        match self {
            Self::V1 => {
                "Jouppi et al., 2017, In-Datacenter Performance Analysis of a Tensor Processing Unit, ISCA"
            }
            Self::V4 => {
                "Jouppi et al., 2023, TPU v4: An Optically Reconfigurable Supercomputer for Machine Learning \
                 with Hardware Support for Embeddings, ISCA"
            }
        }
    }

    /// Where that can be read.
    pub fn address(self) -> &'static str {
        match self {
            Self::V1 => "https://arxiv.org/abs/1704.04760",
            Self::V4 => "https://arxiv.org/abs/2304.01433",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_comes_to_the_peak_that_its_makers_tell() {
        // Two operations a multiplier and cycle: 92 and 275 · 10¹².
        for (chip, peak) in [(Chip::V1, 92e12), (Chip::V4, 275e12)] {
            let cells = (chip.size() * chip.size() * chip.grids()) as f64;
            let found = 2.0 * cells * chip.clock();
            assert!((found / peak - 1.0).abs() < 0.005, "{chip:?}: {found}");
        }
    }

    #[test]
    fn a_small_network_leaves_a_large_grid_empty() {
        let widths = [2, 4, 2, 1];
        let count = Count::of(&forward(&widths, 10), 256);
        assert_eq!(count.multiplications, 10 * (8 + 8 + 2));
        assert_eq!(count.cycles, 3 * (256 + 10 + 510));
        assert!((count.utilisation() - 180.0 / (65_536.0 * 2328.0)).abs() < 1e-18);
        assert!((count.seconds(700e6) - 2328.0 / 700e6).abs() < 1e-18);
        assert_eq!(paying_batch(&widths, 256), None);
        assert!((filled(&widths, 256) - 18.0 / (3.0 * 65_536.0)).abs() < 1e-18);
    }

    #[test]
    fn a_layer_as_wide_as_the_grid_pays_from_a_batch_on() {
        // B / (B + 3s − 2) is a half where B is 3s − 2.
        for chip in Chip::VARIANTS {
            let size = chip.size();
            assert_eq!(paying_batch(&[size, size], size), Some(3 * size - 2), "{chip:?}");
        }
        assert_eq!(Count::of(&forward(&[256, 256], 766), 256).utilisation(), 0.5);
    }

    #[test]
    fn where_a_batch_or_a_width_pays_one_less_does_not() {
        let pays =
            |widths: &[usize], rows| Count::of(&forward(widths, rows), 16).utilisation() >= 0.5;
        for widths in [&[16, 16][..], &[12, 16], &[40, 16, 16], &[100, 100, 7], &[11, 12]] {
            match paying_batch(widths, 16) {
                Some(rows) => {
                    assert!(pays(widths, rows) && !pays(widths, rows - 1), "{widths:?}: {rows}");
                }
                None => assert!(filled(widths, 16) <= 0.5, "{widths:?}"),
            }
        }
        for rows in 1..100 {
            match paying_width(rows, 16) {
                Some(width) => {
                    assert!(pays(&[width, width], rows), "{rows}: {width}");
                    assert!(!pays(&[width - 1, width - 1], rows), "{rows}: {width}");
                }
                None => assert!(rows <= 8 && !pays(&[2048, 2048], rows), "{rows}"),
            }
        }
    }

    #[test]
    fn a_width_is_found_for_each_batch_that_is_longer_than_half_a_tile() {
        for chip in Chip::VARIANTS {
            let size = chip.size();
            assert_eq!(paying_width(size / 2, size), None, "{chip:?}");
            assert!(paying_width(size / 2 + 1, size).is_some(), "{chip:?}");
            assert!(
                paying_width(3 * size - 2, size).is_some_and(|width| width <= size),
                "{chip:?}"
            );
        }
    }

    #[test]
    fn nothing_takes_no_time() {
        for widths in [&[][..], &[3], &[0, 4], &[4, 0]] {
            let count = Count::of(&forward(widths, 5), 8);
            assert_eq!((count.multiplications, count.cycles), (0, 0), "{widths:?}");
            assert_eq!(count.utilisation(), 0.0);
            assert_eq!((paying_batch(widths, 8), filled(widths, 8)), (None, 0.0), "{widths:?}");
        }
        assert_eq!(paying_width(0, 8), None);
    }
}
