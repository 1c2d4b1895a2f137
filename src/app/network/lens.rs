//! The lens: the map of the unit or input that is pointed at, larger, over its own tile. Where it
//! stands is a pure function of the layout; `painter` paints it.

use super::layout::{Layout, Rect};

/// So much larger than its tile where there is room.
const TIMES: f64 = 2.25;
/// Below this it would show no more than the tile.
const LEAST: f64 = 1.3;
/// With its caption it may be that small; else it stands without.
const LEAST_CAPTIONED: f64 = 1.5;
/// Height of the caption below; the style sheet keeps to it.
const CAPTION: f64 = 20.0;
/// Between the lens and what bounds it.
const CLEAR: f64 = 2.0;
/// A tap's lens is no smaller, and stands so far from its tile: a finger hides what is below it.
const LEAST_BESIDE: f64 = 96.0;
const BESIDE: f64 = 14.0;

/// A lens on its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// Its map.
    pub map: Rect,
    /// Whether there is room for the caption below.
    pub captioned: bool,
}

/// What a lens must stay within.
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Bounds of a tile's lens: the columns beside, and the middles of its neighbours in its own layer,
/// which must stay in sight and at hand; and the notes that it would reach.
fn bounds(tile: Rect, layout: &Layout, notes: &[Rect]) -> Bounds {
    let inputs: Vec<Rect> = layout.inputs.iter().map(|place| place.tile).collect();
    let columns = std::iter::once(inputs.as_slice())
        .chain(layout.layers.iter().map(|layer| layer.tiles.as_slice()));
    let (middle, mut bounds) =
        (tile.middle(), Bounds { left: 0.0, top: 0.0, right: layout.width, bottom: layout.height });
    for column in columns {
        let own = column.contains(&tile);
        for other in column.iter().filter(|&&other| other != tile) {
            let at = other.middle();
            let (left, right) = if own { (at.x, at.x) } else { (other.right(), other.x) };
            if at.x + 0.5 < middle.x {
                bounds.left = bounds.left.max(left + CLEAR);
            } else if at.x - 0.5 > middle.x {
                bounds.right = bounds.right.min(right - CLEAR);
            } else if at.y < middle.y {
                bounds.top = bounds.top.max(at.y + CLEAR);
            } else {
                bounds.bottom = bounds.bottom.min(at.y - CLEAR);
            }
        }
    }
    // Above the tiles stand the layer's name and its buttons.
    let header = layout.layers.first().map_or(0.0, |layer| layer.header.bottom());
    bounds.top = bounds.top.max(header.min(tile.y));
    let reach = (TIMES - 1.0) / 2.0 * tile.width + CAPTION;
    let within = |from: f64, to: f64, low: f64, high: f64| from < high + reach && low - reach < to;
    for note in notes {
        let (across, down) = (
            within(note.x, note.right(), tile.x, tile.right()),
            within(note.y, note.bottom(), tile.y, tile.bottom()),
        );
        if !(across && down) {
            continue;
        }
        if note.x >= tile.right() {
            bounds.right = bounds.right.min(note.x - CLEAR);
        } else if note.right() <= tile.x {
            bounds.left = bounds.left.max(note.right() + CLEAR);
        } else if note.y >= tile.bottom() {
            bounds.bottom = bounds.bottom.min(note.y - CLEAR);
        } else {
            bounds.top = bounds.top.max(note.bottom() + CLEAR);
        }
    }
    bounds
}

/// The square of `side` around a tile's middle, moved to lie within.
fn around(tile: Rect, side: f64, within: &Bounds) -> Rect {
    let hold = |at: f64, low: f64, high: f64| at.min(high - side).max(low);
    let middle = tile.middle();
    Rect {
        x: hold(middle.x - side / 2.0, within.left, within.right),
        y: hold(middle.y - side / 2.0, within.top, within.bottom),
        width: side,
        height: side,
    }
}

/// The lens over a tile, beside the notes that stand in the diagram; `None` where there is no room for
/// one.
pub fn over(tile: Rect, layout: &Layout, notes: &[Rect]) -> Option<Lens> {
    let wanted = tile.width * TIMES;
    let all = bounds(tile, layout, notes);
    let width = all.right - all.left;
    let captioned = Bounds { bottom: all.bottom - CAPTION, ..all };
    let side = wanted.min(width).min(captioned.bottom - captioned.top);
    // A name is wider than the tiles of a layer of several columns, which stand close.
    let dense = layout.layers.iter().any(|layer| layer.dense && layer.tiles.contains(&tile));
    if side >= tile.width * LEAST_CAPTIONED && !dense {
        return Some(Lens { map: around(tile, side, &captioned), captioned: true });
    }
    let side = wanted.min(width).min(all.bottom - all.top);
    let fits = side >= tile.width * LEAST;
    fits.then(|| Lens { map: around(tile, side, &all), captioned: false })
}

/// The lens of a tile that a finger has tapped: above it, or below or beside it where that is not in
/// the diagram.
pub fn beside(tile: Rect, layout: &Layout) -> Lens {
    let side = (tile.width * TIMES).max(LEAST_BESIDE);
    let (above, below) = (tile.y - BESIDE - CAPTION - side, tile.bottom() + BESIDE);
    let [lowest, rightmost] =
        [layout.height - side - CAPTION, layout.width - side].map(|end| end.max(0.0));
    let centred = (tile.middle().x - side / 2.0).clamp(0.0, rightmost);
    let (x, y) = if above >= 0.0 {
        (centred, above)
    } else if below <= lowest {
        (centred, below)
    } else {
        let right = tile.right() + BESIDE;
        let left = (tile.x - BESIDE - side).max(0.0);
        let middle = (tile.middle().y - side / 2.0).clamp(0.0, lowest);
        (if right <= rightmost { right } else { left }, middle)
    };
    Lens { map: Rect { x, y, width: side, height: side }, captioned: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::app::network::notes;
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;

    fn layout(sizes: &[usize], width: f64) -> Layout {
        let shown = [
            (Input::Feature(Feature::X), true),
            (Input::Feature(Feature::Y), true),
            (Input::Feature(Feature::SinX), false),
        ];
        Layout::new(&shown, sizes, Room::desk(width, 740.0))
    }

    /// A lens with what is written below it.
    fn with_caption(map: Rect, captioned: bool) -> Rect {
        Rect { height: map.height + if captioned { CAPTION } else { 0.0 }, ..map }
    }

    #[test]
    fn a_lens_is_twice_its_tile_where_there_is_room() {
        let layout = layout(&[4, 2, 1], 900.0);
        for (id, tile) in layout.units() {
            let lens = over(tile, &layout, &[]).unwrap();
            let times = lens.map.width / tile.width;
            assert!((1.7..=2.5).contains(&times), "{id:?}: {times}");
            assert!(lens.captioned, "{id:?}");
            let middle = tile.middle();
            assert!(lens.map.x < middle.x && middle.x < lens.map.right());
            assert!(lens.map.y < middle.y && middle.y < lens.map.bottom());
        }
    }

    #[test]
    fn a_lens_leaves_the_notes_to_the_reader() {
        for sizes in [&[4, 2, 1][..], &[8, 2, 1], &[2, 8, 1], &[1, 1, 1], &[5, 1]] {
            for width in [640.0, 769.0, 900.0, 1600.0] {
                let layout = layout(sizes, width);
                let notes: Vec<Rect> =
                    notes::notes(&layout).into_iter().flatten().map(|note| note.spot).collect();
                for (id, tile) in layout.units() {
                    let plain = over(tile, &layout, &[]).is_some();
                    let Some(Lens { map, captioned }) = over(tile, &layout, &notes) else {
                        assert!(!plain, "{sizes:?} in {width}: no lens for {id:?}");
                        continue;
                    };
                    let whole = with_caption(map, captioned);
                    for &note in &notes {
                        let apart = note.is_apart(whole);
                        assert!(apart, "{sizes:?} in {width}: {map:?} over {note:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_lens_stays_within_the_gaps_and_off_its_neighbours_middles() {
        for sizes in [&[4, 2, 1][..], &[8, 8, 8, 8, 8, 8, 3], &[64, 64, 1], &[256, 1], &[1]] {
            for width in [500.0, 900.0, 1600.0] {
                let layout = layout(sizes, width);
                let mut tiles: Vec<(usize, Rect)> =
                    layout.inputs.iter().map(|place| (0, place.tile)).collect();
                tiles.extend(layout.units().map(|(id, tile)| (id.layer + 1, tile)));
                for &(column, tile) in &tiles {
                    let Some(Lens { map, captioned }) = over(tile, &layout, &[]) else { continue };
                    let whole = with_caption(map, captioned);
                    assert!(map.x >= 0.0 && map.right() <= layout.width);
                    assert!(map.width >= tile.width * LEAST);
                    for &(other, at) in tiles.iter().filter(|&&(_, at)| at != tile) {
                        let at = if other == column {
                            let middle = at.middle();
                            Rect { x: middle.x, y: middle.y, width: 0.0, height: 0.0 }
                        } else {
                            at
                        };
                        let apart = at.is_apart(whole);
                        assert!(apart, "{sizes:?} in {width}: {map:?} over {at:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_taps_lens_stays_in_a_low_diagram() {
        let shown = [(Input::Feature(Feature::X), true), (Input::Feature(Feature::Y), true)];
        let room = Room { touch: true, ..Room::desk(374.0, 226.0) };
        let layout = Layout::new(&shown, &[4, 2, 1], room);
        for (id, tile) in layout.units() {
            let Lens { map, captioned: _ } = beside(tile, &layout);
            assert!(map.x >= 0.0 && map.right() <= layout.width, "{id:?}: {map:?}");
            assert!(map.y >= 0.0 && map.bottom() + CAPTION <= layout.height, "{id:?}: {map:?}");
            let apart = map.right() < tile.x
                || map.x > tile.right()
                || map.bottom() < tile.y
                || map.y > tile.bottom();
            assert!(apart, "{id:?}: {map:?} over {tile:?}");
        }
    }

    #[test]
    fn a_taps_lens_leaves_its_tile_to_the_finger() {
        let layout = layout(&[8, 2, 1], 500.0);
        for (id, tile) in layout.units() {
            let Lens { map, captioned: _ } = beside(tile, &layout);
            assert!(map.bottom() + CAPTION < tile.y || map.y > tile.bottom(), "{id:?}");
            assert!(map.x >= 0.0 && map.y >= 0.0 && map.right() <= layout.width, "{id:?}");
        }
    }
}
