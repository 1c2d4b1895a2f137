//! Nothing in the diagram lies over anything else, whatever the network and the window.

use proptest::prelude::*;
use strum::VariantArray as _;

use super::*;
use crate::engine::feature::Feature;

fn apart(a: Rect, b: Rect) -> bool {
    // Places are sums of fractions: touching may come out a hair over.
    let hair = 1e-6;
    a.right() <= b.x + hair
        || b.right() <= a.x + hair
        || a.bottom() <= b.y + hair
        || b.bottom() <= a.y + hair
}

fn shown(active: &[bool]) -> Vec<(Input, bool)> {
    let features = Feature::VARIANTS.iter().map(|&feature| Input::Feature(feature));
    features.zip(active.iter().copied()).collect()
}

fn columns(count: usize) -> Vec<(Input, bool)> {
    (0..count).map(|at| (Input::Number(at), true)).collect()
}

/// A picture of 8 × 8 pixels and so many formulas.
fn pictured(formulas: usize, sizes: &[usize], room: Room) -> Layout {
    Layout::of(&columns(64 + formulas), Some(8), sizes, room)
}

fn check(layout: &Layout) {
    let content = Rect { x: 0.0, y: 0.0, width: layout.width, height: layout.height };
    let within = |rect: Rect| {
        rect.x >= 0.0 && rect.y >= 0.0 && rect.right() <= content.right() + 1e-6 && {
            rect.bottom() <= content.bottom() + 1e-6
        }
    };
    // One group a layer: its header, tiles and biases lie apart, and so do the groups.
    let mut groups: Vec<Vec<Rect>> = vec![
        layout.inputs.iter().map(|place| place.button()).chain([layout.inputs_header]).collect(),
    ];
    for (layer, place) in layout.layers.iter().enumerate() {
        let units = 0..place.tiles.len();
        let biases = units.filter_map(|unit| layout.bias(UnitId { layer, unit }));
        groups.push(place.tiles.iter().copied().chain([place.header]).chain(biases).collect());
    }
    let mut edge = f64::NEG_INFINITY;
    for group in &groups {
        for (at, &rect) in group.iter().enumerate() {
            assert!(within(rect), "{rect:?} outside {content:?}");
            for &other in &group[at + 1..] {
                assert!(apart(rect, other), "{rect:?} over {other:?}");
            }
        }
        let left = group.iter().map(|rect| rect.x).fold(f64::INFINITY, f64::min);
        assert!(left >= edge - 1e-6, "a layer from {left} on, the one before ends at {edge}");
        edge = group.iter().map(|rect| rect.right()).fold(edge, f64::max);
    }
}

#[test]
fn a_picture_without_formulas_stands_in_no_height_at_all() {
    let layout = pictured(0, &[10], Room::desk(2105.0, 0.0));
    check(&layout);
    assert!(layout.picture.is_some() && layout.singles().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nothing_overlaps_and_everything_is_inside(
        inputs in prop_oneof![
            proptest::collection::vec(any::<bool>(), 0..=7).prop_map(|active| shown(&active)),
            (1..=256_usize).prop_map(columns),
        ],
        hidden in proptest::collection::vec(prop_oneof![1..=16_usize, 1..=256_usize], 0..=12),
        outputs in 1..=8_usize,
        width in 200.0..2400.0_f64,
        height in 0.0..1600.0_f64,
    ) {
        let room = Room::desk(width, height);
        let sizes: Vec<usize> = hidden.iter().copied().chain([outputs]).collect();
        let layout = Layout::new(&inputs, &sizes, room);
        check(&layout);
        prop_assert!(layout.width >= width - 1e-6 && layout.height >= height - 1e-6);
        let inputs = inputs.iter().filter(|&&(_, on)| on).count();
        let expected: Vec<usize> = [inputs].into_iter().chain(sizes).collect();
        prop_assert_eq!(layout.shape(), expected);
    }

    #[test]
    fn nothing_overlaps_a_picture_and_all_links_of_its_pixels_leave_from_it(
        formulas in 0..=16_usize,
        hidden in proptest::collection::vec(1..=64_usize, 0..=6),
        width in 200.0..2400.0_f64,
        height in 0.0..1600.0_f64,
    ) {
        let sizes: Vec<usize> = hidden.iter().copied().chain([10]).collect();
        let layout = pictured(formulas, &sizes, Room::desk(width, height));
        check(&layout);
        let picture = layout.picture.unwrap();
        prop_assert!(picture.width >= 64.0 && picture.width == picture.height);
        prop_assert_eq!(layout.singles().len(), formulas);
        let hair = 1e-6;
        for place in &layout.inputs[..64] {
            let Rect { x, y, .. } = place.tile;
            prop_assert!(x >= picture.x - hair && place.tile.right() <= picture.right() + hair);
            prop_assert!(y >= picture.y - hair && place.tile.bottom() <= picture.bottom() + hair);
        }
        for place in layout.singles() {
            prop_assert!(place.tile.y >= picture.bottom());
        }
        let mut above = picture.y;
        for from in 0..64 {
            let start = layout.curve(UnitId { layer: 0, unit: 0 }, from).unwrap().start;
            prop_assert_eq!(start.x, picture.right());
            prop_assert!(start.y > above && start.y < picture.bottom());
            above = start.y;
        }
        prop_assert_eq!(layout.shape()[0], 64 + formulas);
    }

    #[test]
    fn links_come_in_the_order_of_the_weights(
        hidden in proptest::collection::vec(1..=9_usize, 0..=4),
    ) {
        let sizes: Vec<usize> = hidden.iter().copied().chain([1]).collect();
        let layout = Layout::new(&shown(&[true; 3]), &sizes, HOME);
        let shape = layout.shape();
        let indices: Vec<usize> =
            layout.links().filter_map(|(id, _)| id.index(&shape)).collect();
        prop_assert_eq!(indices.len(), layout.link_count());
        prop_assert!(indices.is_sorted());
    }

    #[test]
    fn a_card_stays_where_it_can_be_seen(
        x in -500.0..2000.0_f64,
        y in -500.0..2000.0_f64,
        width in 300.0..1500.0_f64,
        height in 200.0..900.0_f64,
    ) {
        let place = card_place(Point { x, y }, (240.0, 120.0), (width, height));
        prop_assert!(place.x >= 0.0 && place.x + 240.0 <= width);
        prop_assert!(place.y + 120.0 <= height);
    }
}

/// The diagram's room at 1440×900, at 1280×720, and at 1024×768.
const HOME: Room = Room::desk(784.0, 760.0);
const CLASSROOM: Room = Room::desk(704.0, 580.0);
const PROJECTOR: Room = Room::desk(664.0, 628.0);

#[test]
fn up_to_twelve_layers_of_eight_units_fit_without_scrolling() {
    for room in [HOME, CLASSROOM, PROJECTOR] {
        for count in 0..=12 {
            let sizes: Vec<usize> = std::iter::repeat_n(8, count).chain([1]).collect();
            let layout = Layout::new(&shown(&[true; 7]), &sizes, room);
            assert!((layout.width - room.width).abs() < 1e-6, "{count}: {}", layout.width);
            assert!((layout.height - room.height).abs() < 1e-6, "{count}: {}", layout.height);
            let (_, tile) = layout.units().next().unwrap();
            assert!((28.0..=88.0).contains(&tile.width), "{count}: {}", tile.width);
        }
    }
    let tile = |count, room| {
        let sizes: Vec<usize> = std::iter::repeat_n(8, count).chain([1]).collect();
        Layout::new(&shown(&[true; 7]), &sizes, room).layers[0].tiles[0].width
    };
    assert_eq!(tile(6, CLASSROOM), 44.0);
    assert_eq!(tile(12, CLASSROOM), 28.0);
    assert_eq!(tile(6, Room::desk(1300.0, 940.0)), 74.0);
}

#[test]
fn the_default_network_is_whole_on_a_phone() {
    for room in [Room::desk(390.0, 300.0), Room::desk(360.0, 210.0)] {
        let layout = Layout::new(&shown(&[true; 7]), &[4, 2, 1], room);
        assert!((layout.width - room.width).abs() < 1e-6, "{}", layout.width);
        assert!(layout.units().all(|(_, tile)| tile.bottom() <= room.height && tile.width >= 20.0));
    }
}

#[test]
fn names_of_columns_have_two_lines_that_touch_no_others() {
    let low = Room { touch: true, ..Room::desk(374.0, 226.0) };
    for room in [HOME, CLASSROOM, PROJECTOR, Room::desk(820.0, 560.0), low] {
        for count in 1..=256 {
            let layout = Layout::new(&columns(count), &[4, 2, 3], room);
            let (first, last) = (layout.inputs[0], layout.inputs[count - 1]);
            if first.label() == 0.0 {
                assert!(last.tile.x > first.tile.x, "{count}: a single column has names");
                continue;
            }
            assert!(first.label() >= 68.0, "{count}: {}", first.label());
            assert!((2.0..=3.0).contains(&first.lines()));
            let below = layout.inputs.get(1).map_or(f64::INFINITY, |next| next.tile.y);
            assert!(below - first.tile.y >= 24.0 - 1e-6, "{count}: no room for two lines");
            assert!((last.button().x - MARGIN).abs() < 1e-6);
        }
    }
    assert_eq!(Layout::new(&columns(7), &[4, 2, 3], low).inputs[0].lines(), 2.0);
    assert_eq!(Layout::new(&columns(4), &[4, 2, 3], HOME).inputs[0].lines(), 3.0);
}

#[test]
fn a_picture_is_whole_beside_its_network_on_every_desk_and_a_phone() {
    let low = Room { touch: true, ..Room::desk(374.0, 226.0) };
    for room in [HOME, CLASSROOM, PROJECTOR, Room::desk(820.0, 560.0), low] {
        for sizes in [&[10][..], &[32, 10], &[16, 16, 10]] {
            let layout = pictured(0, sizes, room);
            assert!((layout.height - room.height).abs() < 1e-6, "{}", layout.height);
            if room.width > 400.0 {
                assert!((layout.width - room.width).abs() < 1e-6, "{}", layout.width);
            }
            assert_eq!(layout.picture.unwrap().x, MARGIN);
        }
    }
    assert_eq!(pictured(0, &[32, 10], HOME).picture.unwrap().width, 152.0);
    assert_eq!(pictured(0, &[32, 10], low).picture.unwrap().width, 72.0);
    // Columns that are no picture stand as they stood.
    let plain = Layout::of(&columns(64), None, &[32, 10], HOME);
    assert_eq!(plain, Layout::new(&columns(64), &[32, 10], HOME));
    assert_eq!((plain.picture, plain.singles().len()), (None, 64));
    // Fewer columns than a picture has are none.
    assert_eq!(Layout::of(&columns(63), Some(8), &[10], HOME).picture, None);
}

#[test]
fn formulas_stand_where_they_stood() {
    let layout = Layout::new(&shown(&[true; 7]), &[4, 2, 1], HOME);
    let place = layout.inputs[0];
    assert_eq!((place.tile.x, place.label()), (56.0, 44.0));
    // Called by the columns of a table they have the room of those.
    let table = Room { names_columns: true, ..HOME };
    let named = Layout::new(&shown(&[true; 7]), &[4, 2, 1], table).inputs[0];
    assert_eq!(named.label(), Layout::new(&columns(7), &[4, 2, 1], HOME).inputs[0].label());
}

#[test]
fn tiles_shrink_and_then_stand_in_columns() {
    let tile = |units| {
        let layout = Layout::new(&shown(&[true, true]), &[units, 1], HOME);
        let columns: std::collections::BTreeSet<_> =
            layout.layers[0].tiles.iter().map(|tile| tile.x as u32).collect();
        (layout.layers[0].tiles[0].width, columns.len())
    };
    assert_eq!(tile(4), (88.0, 1));
    assert_eq!(tile(16), (30.0, 1));
    assert_eq!(tile(21), (28.0, 1));
    assert_eq!(tile(29), (30.0, 2));
    assert_eq!(tile(64), (30.0, 4));
    assert_eq!(tile(256), (16.0, 9));
}

#[test]
fn the_link_under_the_pointer_is_found() {
    let layout = Layout::new(&shown(&[true, true]), &[4, 2, 1], HOME);
    for (id, curve) in layout.links() {
        let quarter = curve.start.x + (curve.end.x - curve.start.x) * 0.25;
        let y = curve.height(quarter).unwrap();
        let found = layout.nearest(Point { x: quarter, y }).unwrap();
        let there = layout.curve(found.to, found.from.unwrap()).unwrap();
        assert!((there.height(quarter).unwrap() - y).abs() < 1e-6, "{id:?} is {found:?}");
        assert!((curve.height(curve.bend()).unwrap() - curve.middle().y).abs() < 1e-6);
    }
    assert_eq!(layout.nearest(Point { x: 2.0, y: 2.0 }), None);
}
