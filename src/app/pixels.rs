//! Pictures of pixels: what the rows of such data show together, and a pad on which a visitor draws one
//! more. It becomes a row as those of the digits look: a pixel counts the ink in a block of dots, and thin
//! strokes are made thicker before, for in the set a one has no less ink than an eight (`tests/sets.rs`).

use super::spot::Spot;
use crate::protocol::Data;

/// Pixels along either side of a picture.
pub const SIDE: usize = 8;
/// Dots along either side of a pixel.
const BLOCK: usize = 4;
/// Dots along either side of the pad.
pub const DOTS: usize = SIDE * BLOCK;
/// What a pixel counts that is full of ink.
pub const FULL: f64 = (BLOCK * BLOCK) as f64;
/// How far from the middle of a stroke there is ink, in dots: a long one is then as wide as the set's.
const REACH: f64 = 2.2;
/// Dots with ink that a picture has at least, where it takes no more than so many dots on either side of
/// its strokes; the set's have 312 in the mean.
const LEAST: usize = 250;
const THICKER: usize = 2;

/// What the picture shows that the inputs are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Shows {
    /// The mean of the training part.
    Mean,
    /// The row at the place of the big picture that is read.
    Place,
    /// The sample that is told of there.
    Sample,
    /// What is drawn on the pad.
    Drawing,
}

/// A pad of dots, each of which has ink or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pad {
    // Row by row.
    dots: Vec<bool>,
}

impl Default for Pad {
    fn default() -> Self {
        Self { dots: vec![false; DOTS * DOTS] }
    }
}

impl Pad {
    /// Whether nothing is drawn on it.
    pub fn is_empty(&self) -> bool {
        !self.dots.contains(&true)
    }

    /// The dots that have ink: column and row of each.
    pub fn ink(&self) -> impl Iterator<Item = (usize, usize)> {
        let dots = self.dots.iter().enumerate().filter(|(_, has_ink)| **has_ink);
        dots.map(|(at, _)| (at % DOTS, at / DOTS))
    }

    /// Draws a straight stroke, which may lead off the pad.
    pub fn line(&mut self, from: Spot, to: Spot) {
        let [from, to] = [from, to].map(|spot| (spot.x * DOTS as f64, spot.y * DOTS as f64));
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let length = (across * across + down * down).max(f64::MIN_POSITIVE);
        for (at, dot) in self.dots.iter_mut().enumerate() {
            let (x, y) = ((at % DOTS) as f64 + 0.5 - from.0, (at / DOTS) as f64 + 0.5 - from.1);
            let share = ((x * across + y * down) / length).clamp(0.0, 1.0);
            *dot |= (x - share * across).hypot(y - share * down) <= REACH;
        }
    }

    /// Fills the pixel of this column and row, or empties it where it has ink.
    pub fn turn(&mut self, (column, row): (usize, usize)) {
        let is_in = |at: usize| (at % DOTS / BLOCK, at / DOTS / BLOCK) == (column, row);
        let had_ink = self.ink_in((column, row)) > 0;
        let dots = self.dots.iter_mut().enumerate().filter(|&(at, _)| is_in(at));
        dots.for_each(|(_, dot)| *dot = !had_ink);
    }

    /// The same with its strokes as thick as they count.
    pub fn thick(&self) -> Self {
        let mut pad = self.clone();
        for _ in 0..THICKER {
            if pad.ink().count() >= LEAST {
                break;
            }
            for (column, row) in pad.clone().ink() {
                let at = row * DOTS + column;
                let beside = [
                    (column > 0).then(|| at - 1),
                    (column + 1 < DOTS).then_some(at + 1),
                    at.checked_sub(DOTS),
                    Some(at + DOTS),
                ];
                for at in beside.into_iter().flatten() {
                    pad.dots.get_mut(at).into_iter().for_each(|dot| *dot = true);
                }
            }
        }
        pad
    }

    /// How much ink is in the pixel of this column and row, as it is drawn.
    pub fn ink_in(&self, pixel: (usize, usize)) -> usize {
        self.ink().filter(|&(column, row)| (column / BLOCK, row / BLOCK) == pixel).count()
    }

    /// What its pixels count, row by row.
    pub fn row(&self) -> Vec<f64> {
        let mut row = vec![0.0; SIDE * SIDE];
        for (column, line) in self.thick().ink() {
            row[line / BLOCK * SIDE + column / BLOCK] += 1.0;
        }
        row
    }
}

/// The mean of the training part, column by column.
pub fn mean(data: &Data) -> Vec<f64> {
    let mut mean = vec![0.0; data.columns.len()];
    let rows = data.rows(&data.train);
    let count = rows.len().max(1) as f64;
    for (row, _) in rows {
        mean.iter_mut().zip(row).for_each(|(mean, value)| *mean += value / count);
    }
    mean
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::Column;

    /// The pixels that have ink as it is drawn, with how much of it.
    fn drawn(pad: &Pad) -> Vec<((usize, usize), usize)> {
        let pixels = (0..SIDE * SIDE).map(|at| (at % SIDE, at / SIDE));
        pixels.map(|at| (at, pad.ink_in(at))).filter(|&(_, ink)| ink > 0).collect()
    }

    #[test]
    fn a_pixel_has_the_dots_of_its_block() {
        let mut pad = Pad::default();
        assert!(pad.is_empty() && drawn(&pad).is_empty());
        // A dab is four dots wide: over the corner of four pixels it gives each a quarter.
        pad.line(Spot::MIDDLE, Spot::MIDDLE);
        assert_eq!(drawn(&pad), [((3, 3), 4), ((4, 3), 4), ((3, 4), 4), ((4, 4), 4)]);
        // In the middle of a pixel it fills that one.
        let mut pad = Pad::default();
        let middle = Spot { x: 2.5 / 8.0, y: 6.5 / 8.0 };
        pad.line(middle, middle);
        assert_eq!(drawn(&pad), [((2, 6), 16)]);
    }

    #[test]
    fn a_stroke_in_pieces_is_the_same_and_one_off_the_pad_is_none() {
        let mut pad = Pad::default();
        pad.line(Spot { x: 0.5, y: -0.2 }, Spot { x: 0.5, y: 1.2 });
        let columns: Vec<_> = (0..SIDE).flat_map(|row| [((3, row), 8), ((4, row), 8)]).collect();
        assert_eq!(drawn(&pad), columns);
        let mut pieces = Pad::default();
        for at in 0..10 {
            let spot = |at: i32| Spot { x: 0.5, y: -0.2 + 0.14 * f64::from(at) };
            pieces.line(spot(at), spot(at + 1));
        }
        assert_eq!(pieces, pad);
        let mut beside = Pad::default();
        beside.line(Spot { x: 1.3, y: 0.0 }, Spot { x: 1.3, y: 1.0 });
        assert!(beside.is_empty());
        assert_eq!(beside.row(), [0.0; SIDE * SIDE]);
    }

    #[test]
    fn what_has_ink_enough_counts_as_it_is_drawn() {
        let mut pad = Pad::default();
        // A ring of pixels.
        for at in 0..SIDE {
            for pixel in [(at, 0), (at, SIDE - 1), (0, at), (SIDE - 1, at)] {
                if pad.ink_in(pixel) == 0 {
                    pad.turn(pixel);
                }
            }
        }
        let row = pad.row();
        for (at, ink) in row.into_iter().enumerate() {
            let is_inside =
                (1..SIDE - 1).contains(&(at % SIDE)) && (1..SIDE - 1).contains(&(at / SIDE));
            assert_eq!(ink, if is_inside { 0.0 } else { FULL }, "{at}");
        }
        assert_eq!(pad.thick(), pad);
    }

    #[test]
    fn thin_strokes_count_as_thicker_ones() {
        let mut pad = Pad::default();
        pad.line(Spot { x: 0.5, y: -0.2 }, Spot { x: 0.5, y: 1.2 });
        // Four dots wide, and two more on either side: 256 of them.
        for line in pad.row().chunks_exact(SIDE) {
            assert_eq!(line, [0.0, 0.0, 0.0, 16.0, 16.0, 0.0, 0.0, 0.0]);
        }
        // At an edge there is nothing beyond, and nothing comes in on the other side.
        let mut pad = Pad::default();
        pad.turn((SIDE - 1, 2));
        let row = pad.row();
        let expected = [((7, 1), 8.0), ((6, 2), 8.0), ((7, 2), FULL), ((7, 3), 8.0)];
        for (at, ink) in row.into_iter().enumerate() {
            let expected = expected.iter().find(|(pixel, _)| *pixel == (at % SIDE, at / SIDE));
            let corner = [(6, 1), (6, 3)].contains(&(at % SIDE, at / SIDE));
            let expected = expected.map_or(if corner { 1.0 } else { 0.0 }, |&(_, ink)| ink);
            assert_eq!(ink, expected, "{at}");
        }
    }

    #[test]
    fn a_pixel_is_turned_full_and_empty() {
        let mut pad = Pad::default();
        pad.turn((7, 1));
        assert_eq!(drawn(&pad), [((7, 1), 16)]);
        pad.line(Spot::MIDDLE, Spot::MIDDLE);
        pad.turn((7, 1));
        pad.turn((3, 3));
        assert_eq!(drawn(&pad), [((4, 3), 4), ((3, 4), 4), ((4, 4), 4)]);
    }

    #[test]
    fn the_mean_is_that_of_the_training_part() {
        let columns = ["a", "b"].map(Column::number).to_vec();
        let (train, test) = (vec![16.0, 2.0, 0.0, 4.0], vec![9.0, 9.0]);
        let mut data = Data { columns, train, test, ..Data::default() };
        assert_eq!(mean(&data), [8.0, 3.0]);
        data.train.clear();
        assert_eq!(mean(&data), [0.0, 0.0]);
    }
}
