//! What is lit while a unit or an input is pointed at: the links into it and out of it. A wash lies
//! over the others, so that neither thousands of elements nor a canvas change for it; wash and links
//! leave out the tiles.

use std::fmt::Write as _;

use super::layout::{Layout, Rect};
use crate::engine::inputs::Input;
use crate::protocol::{UnitId, WeightId};

/// The links into a unit, then those out of it.
pub fn of_unit(id: UnitId, layout: &Layout) -> Vec<WeightId> {
    let inputs = layout.shape().get(id.layer).copied().unwrap_or_default();
    let into = (0..inputs).map(|from| WeightId { to: id, from: Some(from) });
    into.chain(out(id.layer + 1, id.unit, layout)).collect()
}

/// The links out of an input; none where it is switched off.
pub fn of_input(input: Input, layout: &Layout) -> Vec<WeightId> {
    let place = layout.inputs.iter().find(|place| place.input == input);
    let index = place.and_then(|place| place.index);
    index.into_iter().flat_map(|index| out(0, index, layout)).collect()
}

/// The links to all units of a layer from index `from` of what stands before it.
fn out(layer: usize, from: usize, layout: &Layout) -> impl Iterator<Item = WeightId> {
    let units = layout.layers.get(layer).map_or(0, |place| place.tiles.len());
    (0..units).map(move |unit| WeightId { to: UnitId { layer, unit }, from: Some(from) })
}

/// All but the tiles, as the `d` of a path that is filled by the even-odd rule.
pub fn beside_tiles(layout: &Layout) -> String {
    let mut path = format!("M0 0H{:.1}V{:.1}H0z", layout.width, layout.height);
    for Rect { x, y, width, height } in layout.tiles() {
        // Writing into a `String` cannot fail.
        let _ = write!(path, "M{x:.1} {y:.1}h{width:.1}v{height:.1}h-{width:.1}z");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::app::network::target::Target;
    use crate::engine::feature::Feature;

    fn layout() -> Layout {
        let shown = [
            (Input::Feature(Feature::X), true),
            (Input::Feature(Feature::Y), false),
            (Input::Feature(Feature::SinX), true),
        ];
        Layout::new(&shown, &[3, 2, 1], Room::desk(856.0, 740.0))
    }

    fn names(links: &[WeightId]) -> Vec<String> {
        links.iter().map(|&id| Target::Weight(id).id()).collect()
    }

    #[test]
    fn the_links_into_and_out_of_a_unit_are_lit() {
        let layout = layout();
        let of = |layer, unit| names(&of_unit(UnitId { layer, unit }, &layout));
        assert_eq!(of(0, 2), ["link-0-2-0", "link-0-2-1", "link-1-0-2", "link-1-1-2"]);
        assert_eq!(of(1, 0), ["link-1-0-0", "link-1-0-1", "link-1-0-2", "link-2-0-0"]);
        assert_eq!(of(2, 0), ["link-2-0-0", "link-2-0-1"]);
    }

    #[test]
    fn the_links_out_of_an_input_are_lit_where_it_is_switched_on() {
        let layout = layout();
        let of = |feature| names(&of_input(Input::Feature(feature), &layout));
        assert_eq!(of(Feature::SinX), ["link-0-0-1", "link-0-1-1", "link-0-2-1"]);
        assert!(of(Feature::Y).is_empty() && of(Feature::XTimesY).is_empty());
    }

    #[test]
    fn each_tile_is_left_out() {
        assert_eq!(beside_tiles(&layout()).matches('M').count(), 1 + 3 + 6);
    }
}
