//! The places of what a visitor is told who has never played, where the diagram leaves room; `welcome` has
//! the words there.

use super::layout::{Layout, Point, Rect};
use crate::protocol::UnitId;

/// The notes' widths, in CSS pixels: below the links there is more room than between columns.
const WIDTH: f64 = 164.0;
const WIDER: f64 = 208.0;
/// Its height at most.
const HEIGHT: f64 = 64.0;
/// Between a note and what it is about.
const APART: f64 = 24.0;

/// A note's place, and its arrow as the `d` of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where its words stand.
    pub spot: Rect,
    /// From the words to what they are about.
    pub arrow: String,
}

/// The notes about a unit and about a link: right of the first hidden unit, and below the links
/// behind it. Where columns stand too close for words there is none; nor is one that would lie over
/// a tile.
pub fn notes(layout: &Layout) -> [Option<Note>; 2] {
    let free =
        |note: &Note| layout.tiles().chain(layout.picture).all(|tile| note.spot.is_apart(tile));
    let notes = wished(layout).map_or([None, None], |notes| notes.map(Some));
    notes.map(|note| note.filter(free))
}

/// The same wherever they lie.
fn wished(layout: &Layout) -> Option<[Note; 2]> {
    let unit = layout.tile(UnitId { layer: 0, unit: 0 })?;
    let next = layout.tile(UnitId { layer: 1, unit: 0 })?;
    if next.x - unit.right() < WIDTH * 0.8 || layout.layers.len() > 3 {
        return None;
    }
    let spot = |x: f64, y: f64, width: f64| Rect { x, y, width, height: HEIGHT };
    let from = Point { x: unit.right() + APART, y: unit.y - 8.0 };
    let of_unit = Note {
        spot: spot(from.x + 4.0, (from.y - 10.0).max(0.0), WIDTH),
        arrow: arrow(from, Point { x: unit.right() + 3.0, y: unit.y + 4.0 }),
    };
    let last = layout.layers.first()?.tiles.len().checked_sub(1)?;
    let below = layout.layers.get(1)?.tiles.len().checked_sub(1)?;
    let link = layout.curve(UnitId { layer: 1, unit: below }, last)?.middle();
    let lowest = layout.tile(UnitId { layer: 0, unit: last })?.bottom();
    let y = (lowest + APART).min(layout.height - HEIGHT);
    let of_link = Note {
        spot: spot(link.x - WIDTH / 4.0, y, WIDER),
        arrow: arrow(Point { x: link.x, y: y - 2.0 }, Point { x: link.x, y: link.y + 8.0 }),
    };
    Some([of_unit, of_link])
}

/// A bent line with a head at its end.
fn arrow(from: Point, to: Point) -> String {
    let (x, y) = ((from.x + to.x) / 2.0, (from.y + to.y) / 2.0);
    let (dx, dy) = (to.x - x, to.y - y);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length * 6.0, dy / length * 6.0);
    // The two sides of the head, each turned by half a right angle.
    let side = |turn: f64| {
        let (s, c) = (turn * 0.6_f64.sin(), 0.6_f64.cos());
        (to.x - dx * c + dy * s, to.y - dy * c - dx * s)
    };
    let ((ax, ay), (bx, by)) = (side(1.0), side(-1.0));
    format!(
        "M{:.1} {:.1}Q{x:.1} {:.1} {:.1} {:.1}M{ax:.1} {ay:.1}L{:.1} {:.1}L{bx:.1} {by:.1}",
        from.x, from.y, from.y, to.x, to.y, to.x, to.y
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;
    use strum::VariantArray as _;

    /// Whether there is a note about a unit, and one about a link.
    fn of(sizes: &[usize], width: f64, height: f64) -> [bool; 2] {
        let shown: Vec<_> =
            Feature::VARIANTS.iter().map(|&one| (Input::Feature(one), true)).collect();
        let layout = Layout::new(&shown, sizes, Room::desk(width, height));
        let notes = notes(&layout);
        for note in notes.iter().flatten() {
            assert!(note.spot.right() <= layout.width && note.spot.bottom() <= layout.height);
            for (_, tile) in layout.units() {
                assert!(note.spot.is_apart(tile), "{note:?} over {tile:?}");
            }
        }
        notes.map(|note| note.is_some())
    }

    #[test]
    fn notes_stand_beside_the_units_of_a_small_network_and_nowhere_in_a_large_one() {
        assert_eq!(of(&[4, 2, 1], 704.0, 580.0), [true, true]);
        assert_eq!(of(&[8, 8, 8, 8, 8, 8, 1], 704.0, 580.0), [false, false]);
        assert_eq!(of(&[1], 704.0, 580.0), [false, false]);
    }

    #[test]
    fn no_note_lies_over_a_tile_whatever_the_network_and_the_room() {
        for [first, second] in [[1, 1], [8, 8], [2, 8], [8, 2], [5, 3]] {
            for (width, height) in [(788.0, 420.0), (704.0, 580.0), (980.0, 760.0), (360.0, 210.0)]
            {
                of(&[first, second, 1], width, height);
            }
        }
    }
}
