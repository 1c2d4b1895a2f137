//! What stands between the columns of dense layers: a small mark for each other layer, in the
//! gap where it works, and a line along the foot for each residual connection.

#[cfg(feature = "app")]
use leptos::prelude::*;

use super::layout::{Layout, Rect};
#[cfg(feature = "app")]
use super::{diagram::Diagram, editor::Place, layers::Cards, summary};
#[cfg(feature = "app")]
use crate::app::reactive::memo;
#[cfg(feature = "app")]
use crate::app::state::use_run;
use crate::engine::layer::{Layer, LayerKind};

/// A mark's width and height.
const SIZE: (f64, f64) = (26.0, 18.0);
/// From mark to mark in one gap.
const PITCH: f64 = 20.0;
/// Above the first: beside the headers, or where those touch below their counts.
const TOP: f64 = 8.0;
const LOW: f64 = 34.0;
/// Between the lowest tile and a residual connection's line.
const DROP: f64 = 9.0;

/// A layer's mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The layer's place among all.
    pub at: usize,
    /// Where it stands.
    pub spot: Rect,
    /// A residual connection's line, as the `d` of a path.
    pub line: Option<String>,
}

/// A kind as a mark writes it; `None` for a dense layer, which is a column.
pub fn sign(kind: LayerKind) -> Option<&'static str> {
    match kind {
        LayerKind::Dense => None,
        LayerKind::Activation => Some("ƒ"),
        LayerKind::Dropout => Some("D"),
        LayerKind::GaussianNoise => Some("N"),
        LayerKind::BatchNormalization => Some("BN"),
        LayerKind::LayerNormalization => Some("LN"),
        LayerKind::RmsNormalization => Some("RMS"),
        LayerKind::Add => Some("+"),
    }
}

/// The marks of all layers that are no column of `layout`, whose hidden columns are the dense
/// ones among `layers`.
pub fn marks(layers: &[Layer], layout: &Layout) -> Vec<Mark> {
    let foot = layout.tiles().chain(layout.picture).map(Rect::bottom).fold(0.0, f64::max);
    // The middle of the gap behind so many columns, and where its first mark stands.
    let gap = |columns: usize| {
        let left = match columns.checked_sub(1).and_then(|at| layout.layers.get(at)) {
            Some(column) => column.header.right(),
            None => layout.inputs_header.right(),
        };
        let right = layout.layers.get(columns).map_or(left, |column| column.header.x);
        (f64::midpoint(left, right), if right - left >= SIZE.0 { TOP } else { LOW })
    };
    let inputs = layout.picture.or_else(|| Some(layout.inputs.first()?.tile));
    let inputs = inputs.map_or(0.0, |tile| tile.middle().x);
    // Where the values behind each layer are seen, those of the input first.
    let mut seen = vec![inputs];
    let mut marks = Vec::new();
    let (mut columns, mut above) = (0, 0);
    for (at, layer) in layers.iter().enumerate() {
        if layer.is_dense() {
            let header = layout.layers.get(columns).map_or(Rect::default(), |column| column.header);
            seen.push(header.middle().x);
            (columns, above) = (columns + 1, 0);
            continue;
        }
        let (x, highest) = gap(columns);
        let from = at.checked_sub(layer.reach()).and_then(|from| seen.get(from));
        let line = (layer.kind.kind() == LayerKind::Add).then_some(from).flatten().map(|from| {
            let y = foot + DROP;
            format!("M{from:.1} {foot:.1}V{y:.1}H{x:.1}V{:.1}", foot - SIZE.1 / 2.0)
        });
        // The sum stands where its line ends.
        let top = if line.is_some() { foot - SIZE.1 } else { highest + PITCH * f64::from(above) };
        above += u32::from(line.is_none());
        let spot = Rect { x: x - SIZE.0 / 2.0, y: top, width: SIZE.0, height: SIZE.1 };
        marks.push(Mark { at, spot, line });
        seen.push(x);
    }
    marks
}

/// The marks on the page; pressing one opens its layer's card.
#[cfg(feature = "app")]
#[component]
pub fn Marks() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let cards = expect_context::<Cards>();
    let drawn = memo(move || {
        diagram.layout.with(|layout| run.config.with(|config| marks(&config.layers, layout)))
    });
    let lines = move || {
        let marks = drawn.get().into_iter().filter_map(|mark| mark.line);
        marks.map(|line| view! { <path class="network-residual" d=line></path> }).collect_view()
    };
    let mark = move |mark: Mark| {
        let at = mark.at;
        let layer = run.config.with(|config| config.layers.get(at).copied())?;
        let id = layer.id;
        let said = run.config.with(|config| summary::said(&layer, config, run.page.text()));
        Some(view! {
            <button
                type="button"
                class="network-mark"
                data-testid=format!("mark-{at}")
                prop:style=mark.spot.style()
                title=said.clone()
                aria-label=said
                on:click=move |event| {
                    // Where links have no elements, the diagram would take it for one of them.
                    event.stop_propagation();
                    cards.show(run.page, Place::Hidden(id));
                }
            >
                {sign(layer.kind.kind())}
            </button>
        })
    };
    view! {
        <svg class="network-links network-residuals">{lines}</svg>
        {move || drawn.get().into_iter().map(mark).collect_view()}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;

    fn marked(layers: &[&str], sizes: &[usize]) -> (Layout, Vec<Mark>) {
        let room = Room::desk(856.0, 600.0);
        let layout = Layout::new(
            &[(Input::Feature(Feature::X), true), (Input::Feature(Feature::Y), true)],
            sizes,
            room,
        );
        let layers: Vec<Layer> =
            (0..).zip(layers).map(|(id, text)| Layer::read(text, id).unwrap().0).collect();
        let marks = marks(&layers, &layout);
        (layout, marks)
    }

    #[test]
    fn a_mark_stands_between_its_columns() {
        let layers = ["dropout", "dense", "batch_normalization", "activation", "dense"];
        let (layout, marks) = marked(&layers, &[4, 4, 1]);
        let places: Vec<usize> = marks.iter().map(|mark| mark.at).collect();
        assert_eq!(places, [0, 2, 3]);
        let first = layout.layers[0].header;
        assert!(marks[0].spot.right() <= first.x);
        for mark in &marks[1..] {
            assert!(mark.spot.x >= first.right(), "{mark:?}");
            assert!(mark.spot.right() <= layout.layers[1].header.x, "{mark:?}");
        }
        assert!(marks[1].spot.bottom() <= marks[2].spot.y);
    }

    #[test]
    fn a_residual_connection_has_a_line_from_where_it_starts() {
        let (layout, marks) = marked(&["dense", "dense", "dense", "add(layers:2)"], &[4, 4, 4, 1]);
        let line = marks[0].line.clone().unwrap();
        let start = layout.layers[0].header.middle().x;
        assert!(line.starts_with(&format!("M{start:.1} ")), "{line}");
        assert!(marks[0].spot.bottom() <= layout.height);
        let (_, marks) = marked(&["dense(units:2)", "add(layers:1)"], &[2, 1]);
        assert!(marks[0].line.as_ref().unwrap().starts_with('M'));
    }

    #[test]
    fn every_kind_but_dense_has_a_sign_of_its_own() {
        use strum::VariantArray as _;
        let mut signs: Vec<_> = LayerKind::VARIANTS.iter().filter_map(|&kind| sign(kind)).collect();
        assert_eq!(signs.len() + 1, LayerKind::VARIANTS.len());
        signs.sort_unstable();
        signs.dedup();
        assert_eq!(signs.len() + 1, LayerKind::VARIANTS.len());
    }
}
