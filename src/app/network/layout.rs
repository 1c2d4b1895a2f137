//! Where everything in the diagram stands: a pure function of the network's shape and the room
//! there is. Tiles take what the tallest column and the number of columns leave them, gaps shrink
//! first; a layer that no longer fits in one column takes several, so that the diagram grows
//! sideways, where it scrolls, and never over what is below.

mod geometry;

use geometry::tenths;
pub use geometry::{Curve, Point, Rect};

use crate::engine::config::Config;
use crate::engine::inputs::Input;
use crate::protocol::{UnitId, WeightId};

/// Around everything.
const MARGIN: f64 = 8.0;
/// Above the tiles: a layer's units with their buttons, and what it is.
const HEADER: f64 = 64.0;
/// The same under a finger.
const TOUCH_HEADER: f64 = 98.0;
/// The same in a low room, where the second line is left out.
const LOW_HEADER: f64 = 34.0;
const LOW: f64 = 340.0;
/// Left of the inputs' tiles: their names.
const LABEL: f64 = 48.0;
/// The same where they are those of columns, in shares of the width and in pixels; from line to line
/// of them, of which there are two at least.
const COLUMN_LABEL_SHARE: f64 = 0.15;
const COLUMN_LABELS: (f64, f64) = (72.0, 120.0);
const LINE: f64 = 14.0;
const MOST_LINES: f64 = 3.0;
/// Right of the output's tile: what its name needs. Where outputs have names of their own more: so much
/// for a letter and beside them, up to a share of the width.
const END: f64 = 24.0;
const NAME_LETTER: f64 = 7.2;
const NAME_SPACE: f64 = 8.0;
const END_SHARE: f64 = 0.12;
/// The smallest tile with room for a short name within.
const NAMED: f64 = 26.0;
/// Width that a layer's header needs; where there is less its buttons come on demand.
const HEADER_WIDTH: f64 = 76.0;
const NARROW: f64 = 64.0;
/// Width of the card of the formulas; the style sheet keeps to it.
const INPUTS_CARD: f64 = 304.0;
/// From one header to the next at least where a finger is to hit both its buttons.
const TOUCH_PITCH: f64 = 82.0;
/// The tiles of single columns, in even numbers. Below the smallest ones they shrink only where the
/// columns would not fit side by side.
const LARGEST: f64 = 88.0;
const SMALLEST: f64 = 28.0;
const LOW_SMALLEST: f64 = 20.0;
const LEAST: f64 = 16.0;
/// The tiles' share of the way from row to row and from column to column; links need the rest.
const ROW_SHARE: f64 = 0.7;
const COLUMN_SHARE: f64 = 0.6;
/// From tile to tile in a column at most, in tiles and in pixels, so that few units do not drift
/// apart.
const SPREAD: f64 = 1.85;
const LEAST_SPREAD: f64 = 64.0;
/// Between the tiles of one column at least, and in a layer of several columns.
const SPACE: f64 = 4.0;
const DENSE_SPACE: f64 = 6.0;
/// Between two columns at least, in pixels and in tiles: a bias and its link.
const GAP: f64 = 14.0;
const GAP_SHARE: f64 = 0.4;
/// Side of the picture that the inputs are where they are its pixels: its share of the width, and in
/// pixels; its share of the height at most where formulas stand below it, and how far below.
const PICTURE_SHARE: f64 = 0.2;
const PICTURE: (f64, f64) = (64.0, 168.0);
const PICTURE_ROWS: f64 = 0.5;
const PICTURE_SPACE: f64 = 12.0;
/// Height for the tiles at least, whatever the window.
const LOWEST_BODY: f64 = 168.0;
/// Links into one tile fan out over this share of it, and no wider than so many pixels.
const FAN_SHARE: f64 = 0.3;
const WIDEST_FAN: f64 = 14.0;
/// The tiles of a layer of several columns: as large as its share of the way allows.
const DENSE_TILES: std::ops::RangeInclusive<u32> = 16..=30;
const DENSE_SHARE: f64 = 0.55;
/// How near a pointer must be to a link.
const REACH: f64 = 8.0;

/// How much room the diagram has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    /// Width of what is visible without scrolling.
    pub width: f64,
    /// Height of the same.
    pub height: f64,
    /// How much larger than on a desk its letters are: 1 there, more in a presentation.
    pub type_scale: f64,
    /// Whether a finger points: what stands in a header is then larger to hit.
    pub touch: bool,
    /// Whether inputs are called by the columns of a table, which may have any names.
    pub names_columns: bool,
    /// Letters of the longest name of an output; 0 where they have none of their own.
    pub output_letters: usize,
}

impl Room {
    /// So much room with a desk's letters and a mouse.
    pub const fn desk(width: f64, height: f64) -> Self {
        let (touch, names_columns, output_letters) = (false, false, 0);
        Self { width, height, type_scale: 1.0, touch, names_columns, output_letters }
    }

    /// The same for a config's inputs.
    #[must_use]
    pub fn of_inputs(self, config: &Config) -> Self {
        let names_columns = config.own.as_ref().is_some_and(|own| !own.drawn);
        Self { names_columns, ..self }
    }

    /// Height above the tiles.
    fn header(self) -> f64 {
        match (self.is_low(), self.touch) {
            (true, _) => LOW_HEADER,
            (false, false) => HEADER,
            (false, true) => TOUCH_HEADER,
        }
    }

    /// Room right of the outputs' tiles.
    fn end(self) -> f64 {
        let name = NAME_LETTER * self.output_letters as f64 + NAME_SPACE;
        (self.type_scale.max(1.0) * name).min(END_SHARE * self.width).max(END)
    }

    /// Room for an input's name, left of its tile: for a column's, which may be any text, or for a
    /// formula.
    fn label(self, of_column: bool) -> f64 {
        let (least, most) = COLUMN_LABELS;
        let wide = (COLUMN_LABEL_SHARE * self.width).clamp(least, most);
        self.type_scale.max(1.0) * if of_column { wide } else { LABEL }
    }

    /// Whether an input is called by a column, or as a formula that a visitor wrote.
    pub fn names(self, input: Input) -> bool {
        match input {
            Input::Feature(_) => self.names_columns,
            Input::Number(_) => true,
        }
    }

    /// Whether headers have one line only.
    pub fn is_low(self) -> bool {
        self.height < LOW
    }
}

/// The place of an input, or of what may become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InputPlace {
    /// Which one.
    pub input: Input,
    /// Its index among the network's inputs; `None` where it is switched off.
    pub index: Option<usize>,
    /// Its map.
    pub tile: Rect,
    /// Room for its name, left of it; 0 where the tiles stand in several columns.
    label: f64,
    /// From its tile to the next.
    pitch: f64,
}

impl InputPlace {
    /// Width of the room for its name.
    pub fn label(self) -> f64 {
        (self.label - SPACE).max(0.0)
    }

    /// What can be pressed, and below it how a column's name is written: in how many lines, and how far
    /// apart names are.
    pub fn style(self) -> String {
        let (place, pitch, lines) = (self.button().style(), tenths(self.pitch), self.lines());
        format!("{place};--pitch:{pitch}px;--lines:{lines}")
    }

    /// Lines of a column's name that have room beside its tile.
    fn lines(self) -> f64 {
        (self.pitch / LINE).floor().clamp(2.0, MOST_LINES)
    }

    /// What can be pressed: name and map.
    pub fn button(self) -> Rect {
        let Rect { x, y, width, height } = self.tile;
        Rect { x: x - self.label, y, width: width + self.label, height }
    }
}

/// A dense layer's place.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerPlace {
    /// Above its tiles.
    pub header: Rect,
    /// One tile for each unit.
    pub tiles: Vec<Rect>,
    /// Tiles stand close, in several columns.
    pub dense: bool,
    /// The header has no room for its buttons.
    pub narrow: bool,
}

impl LayerPlace {
    /// Left edge and width of what belongs to the layer.
    pub fn column(&self) -> (f64, f64) {
        let edges = self.tiles.iter().copied().chain([self.header]);
        let (left, right) = edges.fold((f64::INFINITY, 0.0f64), |(left, right), edge| {
            (left.min(edge.x), right.max(edge.right()))
        });
        (left, (right - left).max(0.0))
    }
}

/// Everything's place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// Width of the whole, at least the room's.
    pub width: f64,
    /// Height of the whole, at least the room's.
    pub height: f64,
    /// Above the inputs.
    pub inputs_header: Rect,
    /// The inputs on show, in network order.
    pub inputs: Vec<InputPlace>,
    /// The picture whose pixels the first of them are, each with its part of it as its tile.
    pub picture: Option<Rect>,
    /// How many pixels it has.
    pixels: usize,
    /// The dense layers; the last is the output unit.
    pub layers: Vec<LayerPlace>,
}

/// How the tiles of one layer are arranged.
struct Grid {
    tile: f64,
    pitch: f64,
    rows: usize,
    columns: usize,
    dense: bool,
}

/// Whether so many units stand in a single column of this height, as small as they may be.
fn is_single(units: usize, height: f64, smallest: f64) -> bool {
    units as f64 * (smallest + SPACE) - SPACE <= height
}

impl Grid {
    /// A single column of tiles of this size.
    fn single(units: usize, height: f64, tile: f64) -> Self {
        let spread = (height - tile) / (units as f64 - 1.0).max(1.0);
        let pitch = spread.min((SPREAD * tile).max(LEAST_SPREAD));
        Self { tile, pitch, rows: units.max(1), columns: 1, dense: false }
    }

    /// As many columns as it takes, if possible within `width`.
    fn dense(units: usize, height: f64, width: f64) -> Self {
        let columns_of = |tile: f64| {
            let pitch = tile + DENSE_SPACE;
            let fitting = (((height + DENSE_SPACE) / pitch) as usize).max(1);
            let columns = units.div_ceil(fitting).max(1);
            Self { tile, pitch, rows: units.div_ceil(columns).max(1), columns, dense: true }
        };
        let sizes = DENSE_TILES.rev().map(|tile| columns_of(f64::from(tile)));
        let mut fitting = sizes.filter(|grid| grid.width() <= width);
        fitting.next().unwrap_or_else(|| columns_of(f64::from(*DENSE_TILES.start())))
    }

    fn width(&self) -> f64 {
        (self.columns - 1) as f64 * self.pitch + self.tile
    }

    fn height(&self) -> f64 {
        (self.rows - 1) as f64 * self.pitch + self.tile
    }

    /// The tiles, column by column, within a body from `top` of `height`.
    fn tiles(&self, units: usize, left: f64, top: f64, height: f64) -> Vec<Rect> {
        let top = top + (height - self.height()) / 2.0;
        let place = |unit: usize| {
            let (column, row) = (unit / self.rows, unit % self.rows);
            let (x, y) = (column as f64 * self.pitch, row as f64 * self.pitch);
            Rect::square(left + x, top + y, self.tile)
        };
        (0..units).map(place).collect()
    }
}

impl Layout {
    /// [`Self::of`] inputs that are no picture.
    #[cfg(test)]
    pub fn new(shown: &[(Input, bool)], sizes: &[usize], room: Room) -> Self {
        Self::of(shown, None, sizes, room)
    }

    /// The places for a network with these inputs on show (and whether they are switched on) and
    /// dense layers of these sizes, the output last. Where the first of the inputs are the pixels of a
    /// picture with so many along either side, they stand as that picture, and what else there is
    /// below it.
    pub fn of(shown: &[(Input, bool)], side: Option<usize>, sizes: &[usize], room: Room) -> Self {
        let header = room.header();
        let pixels = side.map_or(0, |side| side * side).min(shown.len());
        let side = side.filter(|side| *side > 0 && pixels == side * side);
        let (pixels, singles) = shown.split_at(if side.is_some() { pixels } else { 0 });
        let smallest = if room.is_low() { LOW_SMALLEST } else { SMALLEST };
        let body = (room.height - header - MARGIN).max(LOWEST_BODY);
        let gaps = sizes.len() as f64;
        let outputs = sizes.last().copied().unwrap_or_default();
        // Beside the tiles of several columns names find no room.
        let end = if is_single(outputs, body, smallest) { room.end() } else { END };
        // The picture's side; 0 where there is none.
        let picture = side.map_or(0.0, |side| {
            let (least, most) = PICTURE;
            let beside = room.width - MARGIN - end - gaps * (smallest + GAP);
            let height = if singles.is_empty() { body } else { PICTURE_ROWS * body };
            let wished = (PICTURE_SHARE * room.width).min(beside).min(height).clamp(least, most);
            (wished / side as f64).floor() * side as f64
        });
        let below = if picture > 0.0 { body - picture - PICTURE_SPACE } else { body };
        let of_columns = singles.iter().any(|(input, _)| room.names(*input));
        let named = is_single(singles.len(), below, smallest);
        let is_picture_alone = side.is_some() && singles.is_empty();
        let label = if is_picture_alone { 0.0 } else { room.label(of_columns && named) };
        let left = MARGIN + label;
        let columns = sizes.iter().copied();
        let tallest = columns.filter(|&units| is_single(units, body, smallest)).max().unwrap_or(1);
        let row = (body / tallest.max(1) as f64).min(if named {
            below / singles.len().max(1) as f64
        } else {
            body
        });
        // From the left edge of one column to that of the next, could all be single ones.
        let way = |tile: f64| (room.width - left - end - tile.max(picture - label)) / gaps;
        let even = |tile: f64| (tile / 2.0).floor() * 2.0;
        let by_width = COLUMN_SHARE
            * match side {
                None => (room.width - left - end) / (gaps + COLUMN_SHARE),
                Some(_) => (room.width - MARGIN - end - picture.max(label)) / gaps,
            };
        let wished = even(by_width.min(ROW_SHARE * row)).clamp(smallest, LARGEST);
        let tile = match way(wished) - wished {
            gap if gap >= GAP => wished,
            _ => even(way(wished) - GAP).clamp(LEAST, smallest),
        };
        let dense_width = way(tile) * DENSE_SHARE;
        let grid_of = |units: usize, height: f64| match is_single(units, height, smallest) {
            true => Grid::single(units, height, tile),
            false => Grid::dense(units, height, dense_width),
        };

        let grid = grid_of(singles.len(), below);
        let width = if is_picture_alone { 0.0 } else { grid.width() };
        let left = left + (picture - label - width).max(0.0);
        let after_inputs = left + width;
        let used = if is_picture_alone { -PICTURE_SPACE } else { grid.height() };
        // Picture and tiles stand in the middle together.
        let (top, height) = match side {
            None => (header, body),
            Some(_) => (header + (below - used) / 2.0 + picture + PICTURE_SPACE, used),
        };
        let frame = side
            .map(|_| Rect::square(after_inputs - picture, top - PICTURE_SPACE - picture, picture));
        let cell = picture / side.unwrap_or(1) as f64;
        let place = |at: usize| {
            let (row, column) = (at / side.unwrap_or(1), at % side.unwrap_or(1));
            let Rect { x, y, .. } = frame.unwrap_or_default();
            Rect::square(x + column as f64 * cell, y + row as f64 * cell, cell)
        };
        let label = if named { left - MARGIN } else { 0.0 };
        let tiles = grid.tiles(singles.len(), left, top, height);
        let tiles = tiles.into_iter().map(|tile| (tile, label, grid.pitch));
        let mut count = 0;
        let inputs = (0..pixels.len())
            .map(|at| (place(at), 0.0, cell))
            .chain(tiles)
            .zip(shown)
            .map(|((tile, label, pitch), &(input, active))| {
                let index = active.then_some(count);
                count += usize::from(active);
                InputPlace { input, index, tile, label, pitch }
            })
            .collect();

        let grids: Vec<Grid> = sizes.iter().map(|&units| grid_of(units, body)).collect();
        let fixed = after_inputs + grids.iter().map(Grid::width).sum::<f64>() + end;
        let gap = ((room.width - fixed) / gaps).max(GAP).max(GAP_SHARE * tile);
        let mut at = after_inputs;
        let mut layers = Vec::with_capacity(grids.len());
        for (grid, &units) in grids.iter().zip(sizes) {
            at += gap;
            let width = grid.width().max(HEADER_WIDTH.min(grid.width() + gap.min(2.0 * END)));
            layers.push(LayerPlace {
                header: Rect {
                    x: at + (grid.width() - width) / 2.0,
                    y: SPACE,
                    width,
                    height: header - 2.0 * SPACE,
                },
                tiles: grid.tiles(units, at, header, body),
                dense: grid.dense,
                narrow: width < NARROW || room.touch && grid.width() + gap < TOUCH_PITCH,
            });
            at += grid.width();
        }
        Self {
            width: at + end,
            height: header + body + MARGIN,
            inputs_header: Rect {
                x: 0.0,
                y: SPACE,
                width: after_inputs,
                height: header - 2.0 * SPACE,
            },
            inputs,
            picture: frame,
            pixels: pixels.len(),
            layers,
        }
    }

    /// The inputs that have a tile of their own: all that are no pixels.
    pub fn singles(&self) -> &[InputPlace] {
        self.inputs.get(self.pixels..).unwrap_or_default()
    }

    /// From where on a card of the inputs stands beside them, as far as the room goes.
    pub fn beside_inputs(&self, room: Room, scroll: Point) -> f64 {
        let left = self.inputs_header.right() + SPACE - scroll.x;
        left.min(room.width - INPUTS_CARD - SPACE).max(SPACE)
    }

    /// Where the names of the outputs stand, and whether that is within their tiles: right of them, or in
    /// several columns, and for short names alone, in their corners.
    pub fn output_names(&self) -> Option<(Vec<Rect>, bool)> {
        let LayerPlace { tiles, dense, .. } = self.layers.last()?;
        let beside = |tile: &Rect| {
            let x = tile.right() + SPACE;
            Rect { x, width: self.width - x, ..*tile }
        };
        match *dense {
            false => Some((tiles.iter().map(beside).collect(), false)),
            true if tiles.iter().all(|tile| tile.width >= NAMED) => Some((tiles.clone(), true)),
            true => None,
        }
    }

    /// Units of each layer, inputs first: what `Config::shape` says.
    pub fn shape(&self) -> Vec<usize> {
        let inputs = self.inputs.iter().filter(|place| place.index.is_some()).count();
        std::iter::once(inputs).chain(self.layers.iter().map(|layer| layer.tiles.len())).collect()
    }

    /// How many links there are, biases not counted.
    pub fn link_count(&self) -> usize {
        self.shape().windows(2).map(|pair| pair.iter().product::<usize>()).sum()
    }

    /// All units, layer by layer.
    pub fn units(&self) -> impl Iterator<Item = (UnitId, Rect)> {
        self.layers.iter().enumerate().flat_map(|(layer, place)| {
            let id = move |unit| UnitId { layer, unit };
            place.tiles.iter().enumerate().map(move |(unit, &tile)| (id(unit), tile))
        })
    }

    /// The tiles of all inputs that have one of their own, then of all units.
    pub fn tiles(&self) -> impl Iterator<Item = Rect> {
        let inputs = self.singles().iter().map(|place| place.tile);
        inputs.chain(self.units().map(|(_, tile)| tile))
    }

    /// All links, in the order of `Frame::weights`.
    pub fn links(&self) -> impl Iterator<Item = (WeightId, Curve)> {
        let shape = self.shape();
        self.units().flat_map(move |(to, _)| {
            let inputs = shape.get(to.layer).copied().unwrap_or_default();
            (0..inputs).filter_map(move |from| {
                let id = WeightId { to, from: Some(from) };
                Some((id, self.curve(to, from)?))
            })
        })
    }

    /// A unit's tile.
    pub fn tile(&self, id: UnitId) -> Option<Rect> {
        self.layers.get(id.layer)?.tiles.get(id.unit).copied()
    }

    /// Where the links leave from what feeds `layer` from index `from`.
    fn source(&self, layer: usize, from: usize) -> Option<Point> {
        let tile = match (layer.checked_sub(1), self.picture) {
            (Some(before), _) => self.tile(UnitId { layer: before, unit: from })?,
            (None, Some(Rect { x, y, width, height })) if from < self.pixels => {
                // Row by row, one below the other.
                let share = (from as f64 + 0.5) / self.pixels as f64;
                return Some(Point { x: x + width, y: y + share * height });
            }
            (None, _) => {
                let mut inputs = self.inputs.iter().filter(|place| place.index.is_some());
                inputs.nth(from)?.tile
            }
        };
        Some(Point { x: tile.right(), y: tile.middle().y })
    }

    /// The bias's square, beside the lower left corner of its unit's tile.
    pub fn bias(&self, id: UnitId) -> Option<Rect> {
        let tile = self.tile(id)?;
        let dense = self.layers.get(id.layer)?.dense;
        let side = if dense { 4.0 } else { (tile.width / 7.0).round().clamp(5.0, 8.0) };
        let apart = if dense { 1.0 } else { 2.0 };
        Some(Rect::square(tile.x - side - apart, tile.bottom() - side, side))
    }

    /// The link to a unit from index `from` of the layer before.
    pub fn curve(&self, to: UnitId, from: usize) -> Option<Curve> {
        let (start, tile) = (self.source(to.layer, from)?, self.tile(to)?);
        let inputs = match to.layer.checked_sub(1) {
            Some(before) => self.layers.get(before)?.tiles.len(),
            None => self.inputs.iter().filter(|place| place.index.is_some()).count(),
        };
        let fan = (tile.height * FAN_SHARE).min(WIDEST_FAN);
        let share = (from as f64 + 0.5) / inputs.max(1) as f64 - 0.5;
        let end = Point { x: tile.x, y: tile.middle().y + fan * share };
        Some(Curve { start, end })
    }

    /// Where a weight's card points to.
    pub fn anchor(&self, id: WeightId) -> Option<Point> {
        match id.from {
            Some(from) => self.curve(id.to, from).map(Curve::middle),
            None => self.bias(id.to).map(Rect::middle),
        }
    }

    /// The link under the pointer, where links have no elements of their own.
    pub fn nearest(&self, at: Point) -> Option<WeightId> {
        let mut best: Option<(f64, WeightId)> = None;
        for (id, curve) in self.links() {
            let Some(height) = curve.height(at.x) else { continue };
            let distance = (height - at.y).abs();
            if distance <= REACH && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, id));
            }
        }
        best.map(|(_, id)| id)
    }
}

/// The left and top edge of a card of `card` size near `anchor`, kept within `room`: below the
/// anchor where it fits, else above.
pub fn card_place(anchor: Point, card: (f64, f64), room: (f64, f64)) -> Point {
    let (width, height) = card;
    let clear = 16.0;
    let x = (anchor.x - width / 2.0).min(room.0 - width - SPACE).max(SPACE);
    let below = anchor.y + clear;
    let above = anchor.y - clear - height;
    let y = if below + height + SPACE <= room.1 || above < SPACE { below } else { above };
    Point { x, y: y.min((room.1 - height - SPACE).max(SPACE)) }
}

#[cfg(test)]
mod tests;
