//! A grid of multipliers that computes one product, cycle by cycle. What a cell does in a cycle, it does
//! with what its neighbours above and on the left held after the one before.

use super::Product;

/// A weight in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weight {
    /// Its value; 0 where the tile is smaller than the grid.
    pub value: f64,
    /// The tile that it belongs to, from 0.
    pub tile: usize,
    /// Whether it only fills the tile up.
    pub is_padding: bool,
    /// The row of cells that it is for.
    to: usize,
}

/// A number of a row on its way through the grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Its value; 0 where the tile is smaller than the grid.
    pub value: f64,
    /// The row, from 0.
    pub row: usize,
    /// The tile whose weights it meets.
    tile: usize,
}

/// A cell after a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// The weight that stays here.
    pub weight: Option<Weight>,
    /// One of the next tile: it waits here for its first row, or is on its way down.
    pub waiting: Option<Weight>,
    /// The number that it has multiplied in this cycle; it goes on to the right.
    pub flow: Option<Flow>,
    /// What came from above and this cell's own product; it goes on down.
    pub sum: f64,
}

impl Cell {
    /// Whether its product in this cycle is one of those asked for.
    pub fn is_useful(&self) -> bool {
        self.flow.is_some() && self.weight.is_some_and(|weight| !weight.is_padding)
    }
}

/// The grid, what it multiplies, and the sums that have come out so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    size: usize,
    product: Product,
    // [rows, inputs]
    input: Vec<f64>,
    // [units, inputs]
    kernel: Vec<f64>,
    // [size, size]: along inputs, along units
    cells: Vec<Cell>,
    // [rows, units]
    sums: Vec<Option<f64>>,
    cycle: u64,
}

impl Array {
    /// An empty grid of this side before `input · kernelᵀ`, of `input` `[rows, inputs]` and `kernel`
    /// `[units, inputs]`. `None` where the lengths are others, or there is nothing to multiply.
    pub fn new(size: usize, product: Product, input: Vec<f64>, kernel: Vec<f64>) -> Option<Self> {
        let Product { rows, inputs, units } = product;
        let fits = input.len() == rows * inputs && kernel.len() == units * inputs;
        let (cells, sums) = (vec![Cell::default(); size * size], vec![None; rows * units]);
        let array = Self { size, product, input, kernel, cells, sums, cycle: 0 };
        (fits && size > 0 && product.multiplications() > 0).then_some(array)
    }

    /// The product that it computes.
    pub fn product(&self) -> Product {
        self.product
    }

    /// The side of the grid.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Cycles so far.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// Whether every sum has come out.
    pub fn is_done(&self) -> bool {
        self.cycle >= self.product.cycles(self.size)
    }

    /// The cells after the last cycle, `[size, size]`: along a tile's inputs, along its units.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The sums that have come out, `[rows, units]`; of a kernel with several tiles along the inputs
    /// those of the tiles so far, added up below the grid.
    pub fn sums(&self) -> &[Option<f64>] {
        &self.sums
    }

    /// Cells whose product in the last cycle is one of those asked for.
    pub fn busy(&self) -> usize {
        self.cells.iter().filter(|cell| cell.is_useful()).count()
    }

    /// The tile whose rows go in at the left; before the first and after the last row the one beside it.
    pub fn tile(&self) -> usize {
        let since = self.cycle.saturating_sub(self.size as u64 + 1);
        // A tile's number is a small one.
        (since / self.product.period(self.size)).min(self.tiles() as u64 - 1) as usize
    }

    /// Tiles of the kernel.
    pub fn tiles(&self) -> usize {
        self.product.tiles(self.size).iter().product()
    }

    /// Where a tile begins: its first input and its first unit. Tiles of the same units follow each other.
    pub fn origin(&self, tile: usize) -> [usize; 2] {
        let [along, _] = self.product.tiles(self.size);
        [tile % along * self.size, tile / along * self.size]
    }

    /// The product as it is defined, in the order of additions of the engine's 64-bit backend: what
    /// [`Self::sums`] comes to. `[rows, units]`
    pub fn plain(&self) -> Vec<f64> {
        let inputs = self.product.inputs;
        let rows = self.input.chunks_exact(inputs);
        let sum = |row: &[f64], kernel: &[f64]| {
            row.iter().zip(kernel).fold(0.0, |sum, (value, weight)| sum + weight * value)
        };
        rows.flat_map(|row| self.kernel.chunks_exact(inputs).map(move |kernel| sum(row, kernel)))
            .collect()
    }

    /// The largest difference of a sum that has come out from [`Self::plain`]; NaN where one is no number.
    pub fn difference(&self) -> f64 {
        let pairs = self.sums.iter().zip(self.plain());
        let apart = pairs.filter_map(|(sum, plain)| sum.map(|sum| (sum - plain).abs()));
        apart.fold(0.0, |most, apart| if apart.is_nan() || apart > most { apart } else { most })
    }

    /// One more cycle; none once it is done.
    pub fn step(&mut self) {
        if self.is_done() {
            return;
        }
        let size = self.size;
        // From below and from the right: the neighbours that a cell asks still hold their old values.
        for at in (0..size * size).rev() {
            let (i, j) = (at / size, at % size);
            let flow = if j == 0 { self.enters(i) } else { self.cells[at - 1].flow };
            let (above, arrives) = match at.checked_sub(size).map(|above| self.cells[above]) {
                Some(above) => (above.sum, above.waiting.filter(|weight| weight.to >= i)),
                None => (0.0, self.shifts_in(j)),
            };
            let cell = &mut self.cells[at];
            let stays = cell.waiting.filter(|weight| weight.to == i);
            // The first number of a tile brings the cell's next weight to work.
            let is_next = |flow: Flow| cell.weight.is_none_or(|weight| weight.tile != flow.tile);
            let changes = flow.is_some_and(is_next);
            if changes {
                cell.weight = stays;
            }
            cell.waiting = arrives.or(stays.filter(|_| !changes));
            cell.flow = flow;
            let own = flow.zip(cell.weight).map_or(0.0, |(flow, weight)| weight.value * flow.value);
            cell.sum = above + own;
            let sum = cell.sum;
            if let Some(flow) = flow.filter(|_| i + 1 == size) {
                self.falls_out(flow, j, sum);
            }
        }
        self.cycle += 1;
    }

    /// The number that goes into a row of cells in this cycle: each row of cells begins a cycle after
    /// the one above, so that a sum and its next summand meet.
    fn enters(&self, i: usize) -> Option<Flow> {
        let since = self.cycle.checked_sub((self.size + i) as u64)?;
        let period = self.product.period(self.size);
        // Both are small numbers: a grid has few tiles, and a tile few rows.
        let (tile, row) = ((since / period) as usize, (since % period) as usize);
        if tile >= self.tiles() || row >= self.product.rows {
            return None;
        }
        let input = self.origin(tile)[0] + i;
        let inputs = self.product.inputs;
        let value = if input < inputs { self.input[row * inputs + input] } else { 0.0 };
        Some(Flow { value, row, tile })
    }

    /// The weight that goes in at the top of a column in this cycle, those for the lowest cells first.
    /// The first tile's go in at once, each other's along with the first rows of the one before.
    fn shifts_in(&self, j: usize) -> Option<Weight> {
        let (size, period) = (self.size as u64, self.product.period(self.size));
        let since = self.cycle.checked_sub(j as u64)?;
        let (tile, line) = match since.checked_sub(size) {
            None => (0, since),
            Some(since) => (since / period + 1, since % period),
        };
        if line >= size || tile >= self.tiles() as u64 {
            return None;
        }
        let (tile, to) = (tile as usize, self.size - 1 - line as usize);
        let [input, unit] = self.origin(tile);
        let (input, unit) = (input + to, unit + j);
        let Product { inputs, units, .. } = self.product;
        let is_padding = input >= inputs || unit >= units;
        let value = if is_padding { 0.0 } else { self.kernel[unit * inputs + input] };
        Some(Weight { value, tile, is_padding, to })
    }

    /// Adds what a column has come to for a row to what is there of it.
    fn falls_out(&mut self, flow: Flow, j: usize, sum: f64) {
        let unit = self.origin(flow.tile)[1] + j;
        if unit < self.product.units {
            let place = &mut self.sums[flow.row * self.product.units + unit];
            *place = Some(place.unwrap_or(0.0) + sum);
        }
    }
}
