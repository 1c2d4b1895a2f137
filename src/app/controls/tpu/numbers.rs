//! What the race shows of a TPU, in numbers: of the run's config and of a frame.

use crate::engine::config::{Config, Precision};
use crate::engine::systolic::{Array, Product, forward};
use crate::protocol::{Frame, LayerInput, UnitId, WeightId};

/// The side of the grid that is drawn cell by cell.
pub const SIDE: usize = 8;

/// The workers that stand for a graphics card's thousands.
pub const WORKERS: [usize; 2] = [64, 32];

/// A grid before the product of the dense layer that a frame has the input of: that times the layer's
/// kernel of the same frame. `None` where there is no row or no input.
pub fn grid(frame: &Frame) -> Option<Array> {
    let LayerInput { layer, rows } = frame.input.as_ref()?;
    let (&inputs, &units) = (frame.shape.get(*layer)?, frame.shape.get(layer + 1)?);
    let first = WeightId { to: UnitId { layer: *layer, unit: 0 }, from: Some(0) };
    let kernel = frame.weights.get(first.index(&frame.shape)?..)?.get(..inputs * units)?;
    let product = Product { rows: rows.len() / inputs, inputs, units };
    Array::new(SIDE, product, rows.clone(), kernel.to_vec())
}

/// What a network has to do on its way forward, and who can do it at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// Widths of the dense layers, inputs first.
    pub widths: Vec<usize>,
    /// Rows of a batch.
    pub rows: usize,
    /// Products of two numbers for a sample.
    pub of_sample: u64,
    /// Those for a batch.
    pub of_batch: u64,
    /// Rows that a core of the CPU takes at once: a vector is 128 bits wide.
    pub lanes: usize,
    /// Vectors of products that it takes for a batch.
    pub rounds: u64,
    /// Sums of a batch in the layer that has the most.
    pub sums: usize,
    /// Inputs and units of the largest kernel.
    pub kernel: [usize; 2],
}

impl Work {
    /// Of a run.
    pub fn of(config: &Config) -> Self {
        let (widths, rows) = (config.shape(), config.batch());
        let lanes = match config.precision {
            Precision::Bits32 => 4,
            Precision::Bits64 => 2,
        };
        let products = |rows: usize| forward(&widths, rows);
        let all = |rows| products(rows).iter().map(|product| product.multiplications()).sum();
        let largest = products(1).into_iter().max_by_key(|product| product.multiplications());
        Self {
            rows,
            of_sample: all(1),
            of_batch: all(rows),
            lanes,
            rounds: all(rows.div_ceil(lanes)),
            sums: rows * widths.iter().skip(1).max().copied().unwrap_or_default(),
            kernel: largest.map_or([0, 0], |product| [product.inputs, product.units]),
            widths,
        }
    }
}

/// So many of the places of a rectangle that has so many columns, row by row from the top: a path whose
/// dashes are the places, each a unit long.
pub fn places(count: usize, columns: usize) -> String {
    let columns = columns.max(1);
    let rows = 0..count.div_ceil(columns);
    let row = |y: usize| format!("M0 {y}.5h{}", columns.min(count - y * columns));
    rows.map(row).collect()
}

/// A share in per cent with two digits that count, however small it is.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent <= 0.0 || !percent.is_finite() {
        return "0%".to_owned();
    }
    // Between 10⁻³⁰⁰ and 100 there are at most 302 decimals.
    let decimals = (1.0 - percent.log10().floor()).max(0.0) as usize;
    format!("{percent:.decimals$}%")
}

/// A time in the unit that suits it.
pub fn time(seconds: f64) -> String {
    let units = [(1e-6, "ns", 1e9), (1e-3, "µs", 1e6), (1.0, "ms", 1e3)];
    let fits = units.into_iter().find(|&(below, ..)| seconds < below);
    let (unit, factor) = fits.map_or(("s", 1.0), |(_, unit, factor)| (unit, factor));
    format!("{:.2} {unit}", seconds * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame of three rows over two inputs, two units and an output, and what comes into a layer of it.
    fn frame(layer: usize, rows: &[f64]) -> Frame {
        let weights = vec![0.5, 0.25, 10.0, 100.0, 1.0, 1000.0, 7.0, 8.0, 9.0];
        let input = Some(LayerInput { layer, rows: rows.to_vec() });
        Frame { shape: vec![2, 2, 1], weights, input, ..Frame::default() }
    }

    const ROWS: [f64; 6] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];

    #[test]
    fn the_grid_multiplies_what_comes_into_a_layer_by_its_kernel() {
        for (layer, units, sums) in [
            (0, 2, &[210.0, 2001.0, 430.0, 4003.0, 650.0, 6005.0][..]),
            (1, 1, &[26.0, 60.0, 94.0]),
        ] {
            let mut grid = grid(&frame(layer, &ROWS)).expect("there are rows");
            assert_eq!(grid.product(), Product { rows: 3, inputs: 2, units });
            while !grid.is_done() {
                grid.step();
            }
            assert_eq!(grid.sums().iter().flatten().copied().collect::<Vec<_>>(), sums);
        }
    }

    #[test]
    fn without_rows_or_inputs_there_is_no_grid() {
        assert_eq!(grid(&Frame::default()), None);
        assert_eq!(grid(&frame(0, &[])), None);
        assert_eq!(grid(&frame(2, &ROWS)), None, "there is no such layer");
        assert_eq!(grid(&Frame { input: None, ..frame(0, &ROWS) }), None);
        assert_eq!(grid(&Frame { shape: vec![0, 2, 1], ..frame(0, &[]) }), None);
        assert_eq!(grid(&Frame { weights: vec![0.5; 5], ..frame(0, &ROWS) }), None);
    }

    #[test]
    fn the_work_of_a_network_is_counted() {
        let work = Work::of(&Config::default());
        assert_eq!((work.widths.as_slice(), work.rows), (&[2, 4, 2, 1][..], 10));
        assert_eq!((work.of_sample, work.of_batch), (18, 180));
        assert_eq!((work.lanes, work.rounds), (4, 54), "three vectors hold ten rows");
        assert_eq!((work.sums, work.kernel[0] * work.kernel[1]), (40, 8));
        let exact = Work::of(&Config { precision: Precision::Bits64, ..Config::default() });
        assert_eq!((exact.lanes, exact.rounds), (2, 90));
    }

    #[test]
    fn places_are_filled_row_by_row() {
        assert_eq!(places(0, 4), "");
        assert_eq!(places(3, 4), "M0 0.5h3");
        assert_eq!(places(9, 4), "M0 0.5h4M0 1.5h4M0 2.5h1");
    }

    #[test]
    fn shares_and_times_are_readable_at_every_size() {
        for (share, text) in [
            (0.0, "0%"),
            (f64::NAN, "0%"),
            (1.18e-6, "0.00012%"),
            (0.0123, "1.2%"),
            (0.5, "50%"),
            (0.999, "100%"),
            (1.0, "100%"),
        ] {
            assert_eq!(percent(share), text, "{share}");
        }
        for (seconds, text) in
            [(2.5e-8, "25.00 ns"), (3.3257e-6, "3.33 µs"), (0.012, "12.00 ms"), (1.5, "1.50 s")]
        {
            assert_eq!(time(seconds), text);
        }
    }
}
