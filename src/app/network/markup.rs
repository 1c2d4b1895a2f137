//! The units, biases and links as markup. There can be thousands, and what they look like
//! changes sixty times a second while their number seldom does: so they are written once for
//! a layout, found by what they are (`data-part`), and painted through references. Where a unit stands is set
//! through a reference too (`painter`): markup with a style in it is what the page's policy stops.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::app::text::network::Words;
use crate::protocol::{UnitId, WeightId};

use super::layout::{Curve, Layout};
use super::target::{Names, PART, Target, unit_name, weight_name};

/// Above so many links they are drawn on a canvas and have no elements.
pub const MOST_LINKS: usize = 1500;

/// Whether links have elements.
pub fn links_are_elements(layout: &Layout) -> bool {
    layout.link_count() <= MOST_LINKS
}

/// A name as an attribute holds it. Names may come from anywhere.
fn quoted(name: &str) -> Cow<'_, str> {
    if !name.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(name);
    }
    let parts = name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    Cow::Owned(parts.replace('"', "&quot;"))
}

/// A part's own name, and the one by which tests find it.
fn named(target: Target) -> String {
    let id = target.id();
    format!(r#"{PART}="{id}" data-testid="{id}""#)
}

/// The links that are seen, in the order of the weights; empty where they are on the canvas.
/// Those into a `frozen` layer look still.
pub fn links(layout: &Layout, frozen: &[bool]) -> String {
    let mut markup = String::new();
    if links_are_elements(layout) {
        for (id, curve) in layout.links() {
            let still = frozen.get(id.to.layer).copied().unwrap_or_default();
            strand(&mut markup, curve, still);
        }
    }
    markup
}

/// One link that is seen; a `still` one does not move.
fn strand(markup: &mut String, curve: Curve, still: bool) {
    let class = if still { " network-link--frozen" } else { "" };
    // Writing into a `String` cannot fail, here and below.
    let _ = write!(markup, r#"<path class="network-link{class}" d="{}"/>"#, curve.path());
}

/// Those links again that are lit, over the others.
pub fn lit(layout: &Layout, links: &[WeightId]) -> String {
    let mut markup = String::new();
    let curves = links.iter().filter_map(|id| layout.curve(id.to, id.from?));
    curves.for_each(|curve| strand(&mut markup, curve, false));
    markup
}

/// The links that are pointed at: wide, invisible, and named; those at either end by its `names`.
pub fn hits(layout: &Layout, names: &Names, words: &Words) -> String {
    let mut markup = String::new();
    if links_are_elements(layout) {
        let shape = layout.shape();
        for (id, curve) in layout.links() {
            let _ = write!(
                markup,
                r#"<path class="network-hit" {} role="button" tabindex="-1" aria-label="{}" d="{}"/>"#,
                named(Target::Weight(id)),
                quoted(&weight_name(id, names, &shape, words)),
                curve.path()
            );
        }
    }
    markup
}

/// The biases and units: each bias before its unit, so that it is reached right before it. The tab
/// key stops at `stop` alone.
pub fn units(layout: &Layout, names: &Names, words: &Words, stop: UnitId) -> String {
    let shape = layout.shape();
    let mut markup = String::new();
    for (id, tile) in layout.units() {
        let bias = WeightId { to: id, from: None };
        let _ = write!(
            markup,
            r#"<button type="button" class="network-bias" {} tabindex="-1" aria-label="{}"></button>"#,
            named(Target::Weight(bias)),
            quoted(&weight_name(bias, names, &shape, words))
        );
        let small = if tile.is_small() { " network-unit--small" } else { "" };
        let _ = write!(
            markup,
            r#"<button type="button" class="network-unit{small}" {} tabindex="{}" aria-label="{}"></button>"#,
            named(Target::Unit(id)),
            if id == stop { 0 } else { -1 },
            quoted(&unit_name(id, &shape, &names.outputs, words))
        );
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::app::text::network::{ENGLISH, KOREAN};
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;

    fn layout(sizes: &[usize]) -> Layout {
        let shown = [
            (Input::Feature(Feature::X), true),
            (Input::Feature(Feature::Y), false),
            (Input::Feature(Feature::SinX), true),
        ];
        Layout::new(&shown, sizes, Room::desk(856.0, 740.0))
    }

    fn names() -> Names {
        called(["x₁", "sin x₁"])
    }

    fn called(inputs: [&str; 2]) -> Names {
        Names { inputs: inputs.map(str::to_owned).to_vec(), ..Names::default() }
    }

    #[test]
    fn every_unit_bias_and_link_is_there_once() {
        let layout = layout(&[4, 2, 1]);
        let units = units(&layout, &names(), &ENGLISH, UnitId { layer: 1, unit: 0 });
        assert_eq!(units.matches("data-testid=\"unit-").count(), 7);
        assert_eq!(units.matches("data-testid=\"bias-").count(), 7);
        assert!(units.contains("data-testid=\"unit-2-0\" tabindex=\"-1\" aria-label=\"Output\""));
        assert_eq!(units.matches("tabindex=\"0\"").count(), 1);
        assert!(units.contains("data-testid=\"unit-1-0\" tabindex=\"0\""));
        let links = links(&layout, &[false, true, false]);
        assert_eq!(links.matches("<path").count(), 18);
        assert_eq!(links.matches("network-link--frozen").count(), 8);
        let hits = hits(&layout, &names(), &ENGLISH);
        assert_eq!(hits.matches("data-testid=\"link-").count(), 18);
        assert!(hits.contains("Weight from sin x₁ to layer 1, unit 4"));
    }

    #[test]
    fn many_links_have_no_elements() {
        let layout = layout(&[40, 40, 1]);
        assert!(!links_are_elements(&layout));
        assert_eq!(links(&layout, &[]) + &hits(&layout, &names(), &ENGLISH), "");
    }

    #[test]
    fn a_name_with_markup_in_it_stays_a_name() {
        let evil = "\"><img src=x onerror='go()'>&";
        let words = Words { output: evil, ..ENGLISH };
        let (layout, names) = (layout(&[2, 1]), called([evil, "y"]));
        let escaped = "&quot;&gt;&lt;img src=x onerror='go()'&gt;&amp;";
        let markup = units(&layout, &names, &words, UnitId { layer: 0, unit: 0 });
        assert!(markup.contains(&format!("aria-label=\"{escaped}\">")), "{markup}");
        let hits = hits(&layout, &names, &words);
        assert!(hits.contains(&format!("from {escaped} to")), "{hits}");
        for markup in [markup, hits] {
            assert!(markup.contains(escaped) && !markup.contains("<img"), "{markup}");
        }
        assert_eq!(quoted(KOREAN.output), KOREAN.output);
    }
}
