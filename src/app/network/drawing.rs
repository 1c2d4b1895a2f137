//! The diagram on the page: its canvas and elements, made for each layout and painted with each
//! frame. What pointer and keys do in it is in `diagram`.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use leptos::{html, svg};

use super::brush::{self, Palette};
use super::diagram::{Diagram, is_mouse, target_of};
use super::layout::Point;
use super::marks::Marks;
use super::markup;
use super::painter::Painter;
use super::parts::{FeatureColumn, LayerHeaders, Notes};
use crate::app::preference::theme;
use crate::app::state::{Looked, use_page, use_run};
use crate::engine::config::Config;

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
    follow(diagram, [links, hits], units, canvas);
    forget_what_is_gone(diagram);

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
                <svg class="network-links">
                    <path class="network-pointed" d=highlight></path>
                    <g class="network-strands" node_ref=links></g>
                    <g node_ref=hits></g>
                </svg>
                <canvas class="network-maps" prop:style=extent node_ref=canvas aria-hidden="true"></canvas>
                <FeatureColumn />
                <LayerHeaders />
                <div node_ref=units></div>
                <Marks />
                <Notes />
            </div>
        </div>
    }
}

/// Makes the elements of each new layout, and shows each new frame in them.
fn follow(
    diagram: Diagram,
    [links, hits]: [NodeRef<svg::G>; 2],
    units: NodeRef<html::Div>,
    canvas: NodeRef<html::Canvas>,
) {
    let run = diagram.run;
    let painter = StoredValue::new_local(Painter::default());
    let built = RwSignal::new(0_u32);
    let frozen = Memo::new(move |_| run.config.with(Config::frozen));
    // Before the room is known all elements would be made for nothing.
    let placed = Memo::new(move |_| diagram.size.with(Option::is_some));
    Effect::new(move |_| {
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
        hits.set_inner_html(&markup::hits(&layout, words));
        units.set_inner_html(&markup::units(&layout, words));
        painter.update_value(|painter| painter.adopt(layout, &links, &units));
        diagram.point(None);
        if let Some(target) = focused {
            diagram.focus(target);
        }
        built.update(|built| *built = built.wrapping_add(1));
    });
    let dark = theme::use_dark(run.page.theme);
    let discretize = Memo::new(move |_| run.page.view.with(|view| view.discretize));
    let target = Memo::new(move |_| run.config.with(|config| config.target()));
    Effect::new(move |_| {
        built.track();
        let (dark, discretize, target) = (dark.get(), discretize.get(), target.get());
        let palette = Palette { dark, discretize, target };
        let ratio = diagram.size.get().map_or(1.0, |size| size.ratio);
        let frame = run.frame.get();
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
                let _ = painter.paint(&canvas, &frame, &pictures, palette, ratio);
            });
        }
    });
}

/// A unit or weight that a smaller network no longer has is neither enlarged nor edited.
fn forget_what_is_gone(diagram: Diagram) {
    let run = diagram.run;
    Effect::new(move |_| {
        let layout = diagram.layout.get();
        let gone = |looked: Option<Looked>| match looked {
            Some(Looked::Unit(id)) => layout.tile(id).is_none(),
            Some(Looked::Feature(_)) | None => false,
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
