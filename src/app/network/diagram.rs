//! The diagram on the page: its canvas and elements, and what pointer and keys do in it.

use std::sync::Arc;

use leptos::ev::{FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, EventTarget, HtmlElement, SvgElement};
use leptos::{html, svg};
use strum::VariantArray as _;

use super::brush::{self, Palette};
use super::layout::{Layout, Point, Room};
use super::marks::Marks;
use super::markup;
use super::painter::Painter;
use super::parts::{FeatureColumn, LayerHeaders, Notes};
use super::target::{self, Arrow, Target};
use crate::app::output::surface::{self, Size};
use crate::app::state::{Looked, State, use_state};
use crate::engine::config::Config;
use crate::engine::feature::Feature;
use crate::protocol::WeightId;

/// What the parts of the diagram share. Copy it into closures.
#[derive(Clone, Copy)]
pub struct Diagram {
    state: State,
    /// Where everything stands.
    pub layout: Memo<Arc<Layout>>,
    /// What is visible without scrolling.
    pub room: Memo<Room>,
    /// How far the diagram is scrolled.
    pub scroll: RwSignal<Point>,
    /// The weight whose card is shown while none is edited.
    pub pointed: RwSignal<Option<WeightId>>,
    /// Where the pointer met a weight, in the diagram.
    pub met: RwSignal<Option<(WeightId, Point)>>,
    /// What a tap holds enlarged.
    held: RwSignal<Option<Looked>>,
    scroller: NodeRef<html::Div>,
    content: NodeRef<html::Div>,
    size: RwSignal<Option<Size>>,
}

/// The features on show and whether each is an input. A hidden one is shown while it is an
/// input: a link without an origin would be worse.
pub fn shown_features(state: State) -> Vec<(Feature, bool)> {
    let features = state.config.with(|config| config.features);
    state.view.with(|view| {
        let shown = |feature: Feature| {
            let name: &str = feature.into();
            features.contains(feature) || !view.hidden_features.contains(name)
        };
        let all = Feature::VARIANTS.iter().copied();
        all.filter(|&feature| shown(feature))
            .map(|feature| (feature, features.contains(feature)))
            .collect()
    })
}

impl Diagram {
    /// The signals of a new diagram.
    pub fn new(state: State) -> Self {
        let scroller = NodeRef::new();
        let size = surface::observe(scroller);
        let touch = coarse_pointer();
        let room = Memo::new(move |_| {
            let Size { width, height, ratio: _ } = size.get().unwrap_or_default();
            Room { width, height, touch }
        });
        let shown = Memo::new(move |_| shown_features(state));
        let shape = Memo::new(move |_| state.config.with(|config| config.shape()));
        let layout = Memo::new(move |_| {
            Arc::new(shape.with(|shape| Layout::new(&shown.get(), &shape[1..], room.get())))
        });
        Self {
            state,
            layout,
            room,
            scroll: RwSignal::default(),
            pointed: RwSignal::new(None),
            met: RwSignal::new(None),
            held: RwSignal::new(None),
            scroller,
            content: NodeRef::new(),
            size,
        }
    }

    /// Enlarges a unit or a feature in the big picture.
    pub fn look(self, looked: Looked) {
        if self.state.looked.get_untracked() != Some(looked) {
            self.state.looked.set(Some(looked));
        }
    }

    /// Goes back to what a tap holds, or to the output.
    pub fn look_away(self) {
        let held = self.held.get_untracked();
        if self.state.looked.get_untracked() != held {
            self.state.looked.set(held);
        }
    }

    /// A tap on a unit holds it enlarged; the next lets go.
    fn hold(self, looked: Looked) {
        let held = (self.held.get_untracked() != Some(looked)).then_some(looked);
        self.held.set(held);
        self.state.looked.set(held);
    }

    fn point(self, weight: Option<WeightId>) {
        if self.pointed.get_untracked() != weight {
            self.pointed.set(weight);
        }
    }

    /// Where an event happened, in the diagram.
    fn place(self, x: i32, y: i32) -> Option<Point> {
        let bounds = self.content.get_untracked()?.get_bounding_client_rect();
        Some(Point { x: f64::from(x) - bounds.left(), y: f64::from(y) - bounds.top() })
    }

    /// The link below a point where links have no elements.
    fn link_at(self, at: Point) -> Option<WeightId> {
        let layout = self.layout.get_untracked();
        if markup::links_are_elements(&layout) { None } else { layout.nearest(at) }
    }

    /// The weight that an event belongs to, and where.
    fn weight_of(self, event: &MouseEvent) -> Option<(WeightId, Point)> {
        let at = self.place(event.client_x(), event.client_y())?;
        match target_of(event.target()) {
            Some(Target::Weight(id)) => Some((id, at)),
            Some(Target::Unit(_)) => None,
            None => self.link_at(at).map(|id| (id, at)),
        }
    }

    fn pointer_over(self, event: &PointerEvent) {
        if let (Some(Target::Unit(unit)), true) = (target_of(event.target()), is_mouse(event)) {
            self.look(Looked::Unit(unit));
        }
        let met = self.weight_of(event);
        self.point(met.map(|(id, _)| id));
        if met.is_some() && self.state.editing.get_untracked().is_none() {
            self.met.set(met);
        }
    }

    fn pointer_out(self, event: &PointerEvent) {
        if let (Some(Target::Unit(_)), true) = (target_of(event.target()), is_mouse(event)) {
            self.look_away();
        }
        self.point(None);
    }

    fn click(self, event: &MouseEvent, touched: bool) {
        if let Some((weight, at)) = self.weight_of(event) {
            // A press of Enter on a bias is a click from nowhere.
            let from_pointer = event.detail() > 0;
            self.met.set(from_pointer.then_some((weight, at)));
            self.state.editing.set(Some(weight));
        } else if let (Some(Target::Unit(unit)), true) = (target_of(event.target()), touched) {
            self.hold(Looked::Unit(unit));
        }
    }

    fn focus_in(self, event: &FocusEvent) {
        match target_of(event.target()) {
            Some(Target::Unit(unit)) => {
                self.look(Looked::Unit(unit));
                self.point(None);
            }
            Some(Target::Weight(id)) => {
                self.met.update(|met| *met = met.take().filter(|&(met, _)| met == id));
                self.point(Some(id));
            }
            None => {}
        }
    }

    fn focus_out(self, event: &FocusEvent) {
        match target_of(event.target()) {
            Some(Target::Unit(_)) => self.look_away(),
            Some(Target::Weight(_)) => self.point(None),
            None => {}
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let Some(focused) = target_of(event.target()) else { return };
        // Where links have no elements the focus stays on the unit, and the card moves.
        let pointed = self.pointed.get_untracked().map(Target::Weight);
        let at = pointed.filter(|at| at.unit() == focused.unit()).unwrap_or(focused);
        let key = event.key();
        match (Arrow::of(&key), at) {
            (Some(arrow), _) => {
                let to = target::go(at, arrow, &self.layout.get_untracked());
                self.met.set(None);
                if !self.focus(to) {
                    self.point(match to {
                        Target::Unit(_) => None,
                        Target::Weight(id) => Some(id),
                    });
                }
            }
            (None, Target::Weight(id)) if key == "Enter" || key == " " => {
                self.met.set(None);
                self.state.editing.set(Some(id));
            }
            (None, Target::Weight(_)) if key == "Escape" => {
                self.focus(Target::Unit(at.unit()));
                self.point(None);
            }
            (None, Target::Weight(_) | Target::Unit(_)) => return,
        }
        // Elsewhere on the page these keys run the training.
        event.prevent_default();
        event.stop_propagation();
    }

    /// Moves the focus to a part of the diagram; false where it has no element.
    pub fn focus(self, target: Target) -> bool {
        let selector = format!("[data-testid=\"{}\"]", target.id());
        let found = self.content.get_untracked().and_then(|content| {
            let element = content.query_selector(&selector).ok()??;
            Some(match element.dyn_into::<HtmlElement>() {
                Ok(element) => element.focus(),
                Err(element) => element.dyn_into::<SvgElement>().ok()?.focus(),
            })
        });
        found.is_some_and(|focused| focused.is_ok())
    }
}

fn is_mouse(event: &PointerEvent) -> bool {
    event.pointer_type() != "touch"
}

/// The unit or weight that an event happened to.
fn target_of(target: Option<EventTarget>) -> Option<Target> {
    let element: Element = target?.dyn_into().ok()?;
    Target::parse(&element.get_attribute("data-testid")?)
}

fn coarse_pointer() -> bool {
    let query = window().match_media("(pointer: coarse)").ok().flatten();
    query.is_some_and(|query| query.matches())
}

/// The scrolling picture with everything in it.
#[component]
pub fn Drawing() -> impl IntoView {
    let state = use_state();
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
        let weight = state.editing.get().or(diagram.pointed.get())?;
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
                aria-label=move || state.text().network.title
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
    let state = diagram.state;
    let painter = StoredValue::new_local(Painter::default());
    let built = RwSignal::new(0_u32);
    let frozen = Memo::new(move |_| state.config.with(Config::frozen));
    // Before the room is known all elements would be made for nothing.
    let placed = Memo::new(move |_| diagram.size.with(Option::is_some));
    Effect::new(move |_| {
        if !placed.get() {
            return;
        }
        let layout = diagram.layout.get();
        let words = state.text().network;
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
    let dark = surface::use_dark(state);
    let discretize = Memo::new(move |_| state.view.with(|view| view.discretize));
    let span = Memo::new(move |_| state.config.with(|config| config.target().span));
    Effect::new(move |_| {
        built.track();
        let palette = Palette { dark: dark.get(), discretize: discretize.get(), span: span.get() };
        let ratio = diagram.size.get().map_or(1.0, |size| size.ratio);
        let frame = state.frame.get();
        let pictures = state.pictures.get_untracked();
        let restored = state.restored.get();
        state.wish(|wish| {
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
    let state = diagram.state;
    Effect::new(move |_| {
        let layout = diagram.layout.get();
        let gone = |looked: Option<Looked>| match looked {
            Some(Looked::Unit(id)) => layout.tile(id).is_none(),
            Some(Looked::Feature(_)) | None => false,
        };
        if gone(diagram.held.get_untracked()) {
            diagram.held.set(None);
        }
        if gone(state.looked.get_untracked()) {
            state.looked.set(None);
        }
        let edited = state.editing.get_untracked();
        if edited.is_some_and(|id| layout.anchor(id).is_none()) {
            state.editing.set(None);
        }
    });
}
