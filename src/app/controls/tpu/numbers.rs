//! What the race shows of a TPU, in numbers: of the run's config, of a frame and its data.

use crate::engine::config::{Config, Precision};
use crate::engine::layer::Layer;
use crate::engine::systolic::{Array, Product, forward};
use crate::protocol::{Data, Frame};

/// The side of the grid that is drawn cell by cell, and the rows that flow through.
pub const SIDE: usize = 8;

/// The workers that stand for a graphics card's thousands.
pub const WORKERS: [usize; 2] = [64, 32];

/// A grid before the first product of the network: rows of the training data, as the network sees them,
/// times the first kernel of the frame. `None` where the frame is not of this data, or no row is there.
pub fn grid(frame: &Frame, data: &Data) -> Option<Array> {
    let (&inputs, &units) = (frame.shape.first()?, frame.shape.get(1)?);
    let rows = data.rows(&data.train).take(SIDE);
    let product = Product { rows: rows.len(), inputs, units };
    let input = data.inputs.of(rows.map(|(columns, _)| columns));
    // The biases stand in front of it.
    let kernel = frame.weights.get(units..units * (inputs + 1))?;
    Array::new(SIDE, product, input, kernel.to_vec()).filter(|_| frame.run == data.run)
}

/// Whether rows come to the first kernel as they are: what only adds chance while training hands them on.
pub fn comes_first(layers: &[Layer]) -> bool {
    layers.iter().take_while(|layer| !layer.has_units()).all(|layer| layer.ends_in().is_none())
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
    use crate::engine::table::{Column, Goal};

    fn scene() -> (Frame, Data) {
        // Three points of the plane; one unit over both coordinates, and an output.
        let data = Data {
            columns: vec![Column::number("x"), Column::number("y")],
            goal: Goal::Numbers(vec!["z".to_owned()]),
            train: vec![1.0, 2.0, 1.0, 3.0, 4.0, -1.0, 5.0, 6.0, 1.0],
            ..Data::default()
        };
        let weights = vec![0.5, 10.0, 100.0, 7.0, 8.0];
        (Frame { shape: vec![2, 1, 1], weights, ..Frame::default() }, data)
    }

    #[test]
    fn the_grid_multiplies_rows_of_the_data_by_the_first_kernel() {
        let (frame, data) = scene();
        let mut grid = grid(&frame, &data).expect("there are rows");
        assert_eq!(grid.product(), Product { rows: 3, inputs: 2, units: 1 });
        while !grid.is_done() {
            grid.step();
        }
        assert_eq!(grid.sums(), [Some(210.0), Some(430.0), Some(650.0)]);
    }

    #[test]
    fn without_numbers_of_one_run_there_is_no_grid() {
        let (frame, data) = scene();
        assert_eq!(grid(&Frame::default(), &Data::default()), None);
        assert_eq!(grid(&Frame { run: 1, ..frame.clone() }, &data), None);
        assert_eq!(grid(&Frame { shape: vec![3, 1, 1], ..frame.clone() }, &data), None);
        assert_eq!(grid(&Frame { weights: vec![0.5], ..frame.clone() }, &data), None);
        assert_eq!(grid(&frame, &Data { train: Vec::new(), ..data }), None);
    }

    #[test]
    fn what_stands_before_the_first_dense_layer_counts_unless_it_hands_rows_on() {
        let first = |texts: &[&str]| {
            let layers = texts.iter().filter_map(|text| Layer::read(text, 0));
            comes_first(&layers.map(|(layer, _)| layer).collect::<Vec<_>>())
        };
        assert!(first(&[]) && first(&["dense(units:3)", "batch_normalization"]));
        assert!(first(&["dropout", "gaussian_noise", "dense(units:3)"]));
        for text in ["batch_normalization", "layer_normalization", "rms_normalization"] {
            assert!(!first(&[text, "dense(units:3)"]) && !first(&[text]), "{text}");
        }
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
