//! The diagram on the page: its canvas and elements, made for each layout and painted with each
//! frame. What pointer and keys do in it is in `diagram`.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::{html, svg};

use super::brush::{self, Palette};
use super::diagram::{Diagram, is_mouse, target_of};
use super::layout::{Layout, Point};
use super::lit;
use super::marks::Marks;
use super::markup;
use super::outputs::OutputNames;
use super::painter::Painter;
use super::parts::{InputColumn, LayerHeaders, Notes};
use super::readings::Readings;
use super::target::unit_name;
use super::thin;
use super::welcome::Welcome;
use crate::app::canvas::surface::Size;
use crate::app::preference::theme;
use crate::app::reactive::{effect, memo};
use crate::app::state::{Looked, use_page, use_run};
use crate::engine::config::Config;
use crate::engine::inputs::Input;
use crate::protocol::{UnitId, WeightId};

/// Links and what of them is pointed at; the units; the canvas of their maps.
type Elements = ([NodeRef<svg::G>; 2], NodeRef<html::Div>, NodeRef<html::Canvas>);

/// The scrolling picture with everything in it.
#[component]
pub fn Drawing() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let canvas = NodeRef::<html::Canvas>::new();
    let links = NodeRef::<svg::G>::new();
    let hits = NodeRef::<svg::G>::new();
    let units = NodeRef::<html::Div>::new();
    let painter = StoredValue::new_local(Painter::default());
    let painted = Trigger::new();
    let built = follow(diagram, painter, painted, ([links, hits], units, canvas));
    forget_what_is_gone(diagram);
    diagram.release_outside();

    let layout = diagram.layout;
    let extent = move || {
        layout.with(|layout| format!("width:{:.1}px;height:{:.1}px", layout.width, layout.height))
    };
    let highlight = move || {
        let weight = run.editing.get().or(diagram.pointed.get())?;
        layout.with(|layout| Some(layout.curve(weight.to, weight.from?)?.path()))
    };
    let touched = StoredValue::new(false);
    let scroller = diagram.scroller;
    let scrolled = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            let (x, y) = (scroller.scroll_left(), scroller.scroll_top());
            diagram.scroll.set(Point { x: f64::from(x), y: f64::from(y) });
        }
    };
    let moved = move |event: PointerEvent| {
        // Links with elements say by themselves when they are met.
        if layout.with_untracked(|layout| !markup::links_are_elements(layout)) && is_mouse(&event) {
            diagram.pointer_over(&event);
        }
    };
    view! {
        <div class="network-scroll" node_ref=scroller on:scroll=scrolled>
            <div
                class="network-content"
                role="group"
                aria-label=move || page.text().network.title
                node_ref=diagram.content
                prop:style=extent
                on:pointerdown=move |event| touched.set_value(!is_mouse(&event))
                on:pointerover=move |event| diagram.pointer_over(&event)
                on:pointerout=move |event| diagram.pointer_out(&event)
                on:pointermove=moved
                on:click=move |event| diagram.click(&event, touched.get_value())
                on:focusin=move |event| diagram.focus_in(&event)
                on:focusout=move |event| diagram.focus_out(&event)
                on:keydown=move |event| diagram.key(&event)
            >
                <canvas class="network-maps" prop:style=extent node_ref=canvas aria-hidden="true"></canvas>
                <Lit painter built />
                <InputColumn />
                <LayerHeaders />
                <div node_ref=units></div>
                // Behind all else, and after it for the keyboard.
                <svg class="network-links network-links--all">
                    <path class="network-pointed" d=highlight></path>
                    <g class="network-strands" node_ref=links></g>
                    <g node_ref=hits></g>
                </svg>
                <Marks />
                <OutputNames />
                <Readings />
                <Enlarged painter painted />
                <Notes />
                <Welcome />
            </div>
        </div>
    }
}

/// Over the links those into and out of what is pointed at, and a wash that dims the others.
#[component]
fn Lit(
    /// Colours the links.
    painter: StoredValue<Painter, LocalStorage>,
    /// Counts the layouts that elements were made for.
    built: RwSignal<u32>,
) -> impl IntoView {
    let diagram = expect_context::<Diagram>();
    let run = diagram.run;
    let group = NodeRef::<svg::G>::new();
    let lit = memo(move || {
        let looked = run.looked.get()?;
        Some(diagram.layout.with(|layout| links_of(looked, layout)))
    });
    let is_on = memo(move || lit.with(Option::is_some));
    let many = move || lit.with(|lit| lit.as_ref().is_some_and(|lit| lit.len() >= thin::MANY));
    // Once there it stays: with thousands of tiles it is long.
    let wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_on.get());
    let beside = memo(move || diagram.layout.with(|layout| lit::beside_tiles(layout)));
    effect(move || {
        built.track();
        let Some(group) = group.get() else { return };
        let links = lit.get();
        painter.update_value(|painter| {
            if let Some(links) = &links {
                let markup = diagram.layout.with_untracked(|layout| markup::lit(layout, links));
                group.set_inner_html(&markup);
            }
            let links = links.unwrap_or_default();
            run.frame.with_untracked(|frame| painter.light(&group, links, frame));
        });
    });
    view! {
        <svg
            class="network-links network-lit"
            class:is-on=is_on
            class:is-many=many
            data-testid="lit"
            aria-hidden="true"
            // In a layer of several columns links to the far ones run behind the near ones' tiles. The
            // clip is the whole picture's: that of a group counts from the links it happens to hold.
            prop:style=move || {
                wanted.get().then(|| format!("clip-path:path(evenodd,\"{}\")", beside.get()))
            }
        >
            <rect class="network-wash" width="100%" height="100%"></rect>
            <g class="network-strands" node_ref=group></g>
        </svg>
    }
}

/// The links of what is pointed at.
fn links_of(looked: Looked, layout: &Layout) -> Vec<WeightId> {
    match looked {
        Looked::Unit(id) => lit::of_unit(id, layout),
        Looked::Input(input) => lit::of_input(input, layout),
    }
}

/// The map of what is pointed at, larger, with its name below; of a unit that sees the pixels of a picture
/// its weights.
#[component]
fn Enlarged(
    /// Has the maps.
    painter: StoredValue<Painter, LocalStorage>,
    /// Fires when they have changed.
    painted: Trigger,
) -> impl IntoView {
    let diagram = expect_context::<Diagram>();
    let run = diagram.run;
    let canvas = NodeRef::<html::Canvas>::new();
    effect(move || {
        painted.track();
        let ratio = diagram.size.get().map_or(1.0, |size| size.ratio);
        if let (Some(canvas), Some((looked, lens))) = (canvas.get(), diagram.lens.get()) {
            let size = Size { width: lens.map.width, height: lens.map.height, ratio };
            let (side, frame) = (diagram.pixels.get(), run.frame.get_untracked());
            // Without a canvas there is nothing to see, and nobody to tell.
            let _ = painter
                .with_value(|painter| painter.magnify(&canvas, looked, size, (side, &frame)));
        }
    });
    let place = move || diagram.lens.get().map(|(_, lens)| lens.map.style());
    let has_weights = memo(move || {
        let of_first = |(looked, _)| matches!(looked, Looked::Unit(UnitId { layer: 0, .. }));
        diagram.pixels.get().is_some() && diagram.lens.get().is_some_and(of_first)
    });
    let caption = move || {
        let (looked, _) = diagram.lens.get().filter(|(_, lens)| lens.captioned)?;
        let words = run.page.text().network;
        let name = match looked {
            Looked::Input(input) => diagram.numbers.with(|numbers| input.name(numbers).to_string()),
            Looked::Unit(id) => diagram.layout.with(|layout| {
                let is_hidden = id.layer + 1 < layout.layers.len();
                match is_hidden {
                    true => (words.unit)(id.layer + 1, id.unit + 1),
                    false => diagram
                        .names
                        .with(|names| unit_name(id, &layout.shape(), &names.outputs, words)),
                }
            }),
        };
        let name = if has_weights.get() { (words.weights_of)(&name) } else { name };
        Some(view! { <span class="network-lens-caption" data-testid="lens-caption">{name}</span> })
    };
    view! {
        <div
            class="network-lens"
            class:has-weights=has_weights
            data-testid="lens"
            aria-hidden="true"
            hidden=move || diagram.lens.get().is_none()
            prop:style=place
        >
            <canvas node_ref=canvas></canvas>
            {caption}
        </div>
    }
}

/// Makes the elements of each new layout, which it counts, and shows each new frame in them.
fn follow(
    diagram: Diagram,
    painter: StoredValue<Painter, LocalStorage>,
    painted: Trigger,
    ([links, hits], units, canvas): Elements,
) -> RwSignal<u32> {
    let run = diagram.run;
    let built = RwSignal::new(0_u32);
    let frozen = memo(move || run.config.with(Config::frozen));
    // Before the room is known all elements would be made for nothing.
    let placed = memo(move || diagram.size.with(Option::is_some));
    effect(move || {
        if !placed.get() {
            return;
        }
        let layout = diagram.layout.get();
        let words = run.page.text().network;
        let (Some(links), Some(hits), Some(units)) = (links.get(), hits.get(), units.get()) else {
            return;
        };
        let focused =
            document().active_element().and_then(|element| target_of(Some(element.into())));
        links.set_inner_html(&frozen.with(|frozen| markup::links(&layout, frozen)));
        let names = diagram.names.get();
        hits.set_inner_html(&markup::hits(&layout, &names, words));
        let stop = diagram.stop.get_value();
        let stop = layout.tile(stop).map_or(UnitId { layer: 0, unit: 0 }, |_| stop);
        diagram.stop.set_value(stop);
        units.set_inner_html(&markup::units(&layout, &names, words, stop));
        painter.update_value(|painter| painter.adopt(layout, &links, &units));
        diagram.point(None);
        if let Some(target) = focused {
            diagram.focus(target);
        }
        built.update(|built| *built = built.wrapping_add(1));
    });
    let dark = theme::use_dark(run.page.theme);
    let discretize = memo(move || run.page.view.with(|view| view.discretize));
    let target = memo(move || run.config.with(|config| config.target()));
    effect(move || {
        built.track();
        let (dark, discretize, target) = (dark.get(), discretize.get(), target.get());
        let palette = Palette { dark, discretize, target };
        let ratio = diagram.size.get().map_or(1.0, |size| size.ratio);
        let (frame, data) = (run.frame.get(), run.data.get());
        let pictures = run.pictures();
        let restored = run.page.restored.get();
        run.wish(|wish| {
            let tile = diagram.layout.with_untracked(|layout| layout.units().next());
            let side = tile.map_or(0.0, |(_, tile)| brush::inner(tile).width * ratio);
            // A pixel of the screen to each; a float cast saturates.
            wish.maps = side.ceil() as usize;
            wish.palette = palette.scale().palette(palette.dark, palette.discretize);
        });
        if let Some(canvas) = canvas.get() {
            // Without a canvas there is nothing to see, and nobody to tell.
            painter.update_value(|painter| {
                painter.renew(restored);
                painter.show(data);
                let _ = painter.paint(&canvas, &frame, &pictures, palette, ratio);
            });
            painted.notify();
        }
    });
    built
}

/// A unit or weight that a smaller network no longer has is neither enlarged nor edited.
fn forget_what_is_gone(diagram: Diagram) {
    let run = diagram.run;
    effect(move || {
        let layout = diagram.layout.get();
        let gone = |looked: Option<Looked>| match looked {
            Some(Looked::Unit(id)) => layout.tile(id).is_none(),
            // A feature that is switched off may come back, a column of another table does not.
            Some(Looked::Input(input @ Input::Number(_))) => {
                !layout.inputs.iter().any(|place| place.input == input)
            }
            Some(Looked::Input(Input::Feature(_))) | None => false,
        };
        if gone(diagram.held.get_untracked()) {
            diagram.held.set(None);
        }
        if gone(run.looked.get_untracked()) {
            run.looked.set(None);
        }
        let edited = run.editing.get_untracked();
        if edited.is_some_and(|id| layout.anchor(id).is_none()) {
            run.editing.set(None);
        }
    });
}
