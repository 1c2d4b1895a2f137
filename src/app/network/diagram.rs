//! What the parts of the diagram share, and what pointer and keys do in it.

use std::sync::Arc;

use leptos::ev::{self, FocusEvent, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, EventTarget, HtmlElement, Node, SvgElement};

use super::layout::{Layout, Point, Room};
use super::lens::{self, Lens};
use super::markup;
use super::notes::{self, Note};
use super::target::{self, Names, PART, Target, Way};
use crate::app::canvas::surface::{self, Size};
use crate::app::output;
use crate::app::output::labels::Labels;
use crate::app::preference::visit;
use crate::app::reactive::{memo, on_window};
use crate::app::real_set::RealSet;
use crate::app::state::{Looked, Run};
use crate::engine::inputs::{Input, Name};
use crate::protocol::{UnitId, WeightId};

/// What the parts of the diagram share. Copy it into closures.
#[derive(Clone, Copy)]
pub struct Diagram {
    /// What it shows.
    pub run: Run,
    /// Where everything stands.
    pub layout: Memo<Arc<Layout>>,
    /// Pixels along either side of the picture that a row of the data is; `None` where it is none.
    pub pixels: Memo<Option<usize>>,
    /// What the numbers of a row are called.
    pub numbers: Memo<Vec<Name>>,
    /// What the network's inputs and outputs are called.
    pub names: Memo<Names>,
    /// What is visible without scrolling.
    pub room: Memo<Room>,
    /// How far the diagram is scrolled.
    pub scroll: RwSignal<Point>,
    /// The weight whose card is shown while none is edited.
    pub pointed: RwSignal<Option<WeightId>>,
    /// Where the pointer met a weight, in the diagram.
    pub met: RwSignal<Option<(WeightId, Point)>>,
    /// What a tap holds enlarged.
    pub held: RwSignal<Option<Looked>>,
    /// What is pointed at and enlarged over its tile, and where.
    pub lens: Memo<Option<(Looked, Lens)>>,
    /// The unit at which the tab key stops: the one that had the focus last.
    pub stop: StoredValue<UnitId>,
    /// What scrolls.
    pub scroller: NodeRef<html::Div>,
    /// What is scrolled.
    pub content: NodeRef<html::Div>,
    /// How large the scroller is; `None` before it is on the page.
    pub size: RwSignal<Option<Size>>,
    /// Whether the card of the formulas is open.
    pub formulas: RwSignal<bool>,
    /// What stands in its field.
    pub draft: RwSignal<String>,
    /// Whether its visitor has never played.
    pub newcomer: Memo<bool>,
    /// What such a one is told beside the units and links.
    pub notes: Memo<[Option<Note>; 2]>,
}

/// Whether nothing but inputs stands before the network (reactive): a feature that is switched off
/// would be gone, so that pressing one there enlarges it as it does a unit.
pub fn has_inputs_alone(run: Run) -> bool {
    run.page.presents.get() || run.page.phone.get()
}

/// The inputs on show and whether each is switched on. A presentation and a phone have those alone;
/// on a phone [`super::inputs`] has the others.
pub fn shown_inputs(run: Run) -> Vec<(Input, bool)> {
    let alone = has_inputs_alone(run);
    let offered = offered_inputs(run).into_iter();
    offered.filter(|&(_, active)| active || !alone).collect()
}

/// The inputs on offer and whether each is switched on. A hidden feature is on offer while it is an
/// input: a link without an origin would be worse.
pub fn offered_inputs(run: Run) -> Vec<(Input, bool)> {
    let mut offered = run.config.with(Input::offered);
    run.page.view.with(|view| {
        offered.retain(|&(input, active)| match input {
            Input::Feature(feature) => {
                active || !view.hidden_features.contains(<&str>::from(feature))
            }
            Input::Number(_) => true,
        });
    });
    offered
}

impl Diagram {
    /// The signals of a new diagram.
    pub fn new(run: Run) -> Self {
        let scroller = NodeRef::new();
        let size = surface::observe(scroller);
        let outputs = output::labels(run);
        let room = memo(move || {
            let Size { width, height, ratio: _ } = size.get().unwrap_or_default();
            // As style/tokens.css has it.
            let type_scale = if run.page.presents.get() { 1.5 } else { 1.0 };
            let touch = run.page.coarse.get();
            let output_letters = match run.config.with(|config| config.target().outputs) {
                1 => 0,
                _ => outputs.with(Labels::letters),
            };
            let room = Room { type_scale, touch, output_letters, ..Room::desk(width, height) };
            run.config.with(|config| room.of_inputs(config))
        });
        let shown = memo(move || shown_inputs(run));
        let shape = memo(move || run.config.with(|config| config.shape()));
        let pixels = memo(move || run.config.with(RealSet::pixels_of));
        let layout = memo(move || {
            let (shown, pixels, room) = (shown.get(), pixels.get(), room.get());
            Arc::new(shape.with(|shape| Layout::of(&shown, pixels, &shape[1..], room)))
        });
        let numbers = memo(move || {
            run.config.with(|config| {
                run.data.with(|data| Name::of_numbers(&data.columns, &config.formulas))
            })
        });
        let names = memo(move || {
            let inputs = layout.with(|layout| {
                let inputs = layout.inputs.iter().filter(|place| place.index.is_some());
                numbers.with(|numbers| {
                    inputs.map(|place| place.input.name(numbers).to_string()).collect()
                })
            });
            Names { inputs, outputs: outputs.get() }
        });
        let held = RwSignal::new(None);
        let newcomer = visit::follow(run.playing);
        let notes = memo(move || match newcomer.get() && !run.page.presents.get() {
            true => layout.with(|layout| notes::notes(layout)),
            false => [None, None],
        });
        let lens = memo(move || {
            let looked = run.looked.get()?;
            let lens = layout.with(|layout| {
                let tile = match looked {
                    Looked::Unit(id) => layout.tile(id)?,
                    Looked::Input(input) => {
                        layout.inputs.iter().find(|place| place.input == input)?.tile
                    }
                };
                let is_held = held.get() == Some(looked);
                match is_held {
                    true => Some(lens::beside(tile, layout)),
                    false => {
                        let spots = |notes: &[Option<Note>; 2]| {
                            notes.iter().flatten().map(|note| note.spot).collect::<Vec<_>>()
                        };
                        lens::over(tile, layout, &notes.with(spots))
                    }
                }
            });
            Some((looked, lens?))
        });
        Self {
            run,
            layout,
            pixels,
            numbers,
            names,
            room,
            scroll: RwSignal::default(),
            pointed: RwSignal::new(None),
            met: RwSignal::new(None),
            held,
            lens,
            stop: StoredValue::new(UnitId { layer: 0, unit: 0 }),
            scroller,
            content: NodeRef::new(),
            size,
            formulas: RwSignal::new(false),
            draft: RwSignal::new(String::new()),
            newcomer,
            notes,
        }
    }

    /// Enlarges a unit or an input in the big picture.
    pub fn look(self, looked: Looked) {
        if self.run.looked.get_untracked() != Some(looked) {
            self.run.looked.set(Some(looked));
        }
    }

    /// Goes back to what a tap holds, or to the output.
    pub fn look_away(self) {
        let held = self.held.get_untracked();
        if self.run.looked.get_untracked() != held {
            self.run.looked.set(held);
        }
    }

    /// A tap on a unit, or on an input where it chooses nothing, holds it enlarged; the next lets go.
    pub fn hold(self, looked: Looked) {
        let held = (self.held.get_untracked() != Some(looked)).then_some(looked);
        self.held.set(held);
        self.run.looked.set(held);
    }

    /// Lets go of what a tap holds: something else was tapped, or a key pressed.
    fn release(self) {
        if self.held.get_untracked().is_some() {
            self.held.set(None);
            self.run.looked.set(None);
        }
    }

    /// Lets go of what a tap holds wherever on the page something else happens.
    pub fn release_outside(self) {
        let clicked = on_window(ev::click, move |event| {
            let content = self.content.get_untracked();
            let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
            if !content.is_some_and(|content| content.contains(target.as_ref())) {
                self.release();
            }
        });
        let pressed = on_window(ev::keydown, move |_| self.release());
        on_cleanup(move || {
            clicked.remove();
            pressed.remove();
        });
    }

    /// Points at a weight, or at none.
    pub fn point(self, weight: Option<WeightId>) {
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

    /// The pointer has come over something. A finger means what its tap takes ([`Self::click`]).
    pub fn pointer_over(self, event: &PointerEvent) {
        if !is_mouse(event) {
            return;
        }
        if let Some(Target::Unit(unit)) = target_of(event.target()) {
            self.look(Looked::Unit(unit));
        }
        let met = self.weight_of(event);
        self.point(met.map(|(id, _)| id));
        if met.is_some() && self.run.editing.get_untracked().is_none() {
            self.met.set(met);
        }
    }

    /// The pointer has left something.
    pub fn pointer_out(self, event: &PointerEvent) {
        if let (Some(Target::Unit(_)), true) = (target_of(event.target()), is_mouse(event)) {
            self.look_away();
        }
        self.point(None);
    }

    /// What a tap means: what is nearest to the finger, where that is on no button of its own.
    fn tapped(self, event: &MouseEvent, at: Point) -> Option<Target> {
        let element: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let within = |what: &str| element.as_ref()?.closest(what).ok().flatten();
        // A tap on the number there brings its buttons.
        let (button, in_header) = (within("button"), within(".network-steps").is_some());
        let own = button.is_some_and(|button| !button.has_attribute(PART));
        if own || in_header { None } else { target::tapped(at, &self.layout.get_untracked()) }
    }

    /// Something was clicked, or tapped where `touched`.
    pub fn click(self, event: &MouseEvent, touched: bool) {
        // A press of Enter on a bias is a click from nowhere.
        let from_pointer = event.detail() > 0;
        let tapped = touched && from_pointer;
        let met = if tapped {
            let at = self.place(event.client_x(), event.client_y());
            at.and_then(|at| Some((self.tapped(event, at)?, at)))
        } else {
            self.weight_of(event).map(|(id, at)| (Target::Weight(id), at))
        };
        match met {
            Some((Target::Weight(weight), at)) => {
                self.release();
                self.met.set(from_pointer.then_some((weight, at)));
                self.run.editing.set(Some(weight));
            }
            Some((Target::Unit(unit), _)) => {
                // What lies around the finger may have taken the focus, and shows itself.
                self.focus(Target::Unit(unit));
                self.point(None);
                self.hold(Looked::Unit(unit));
            }
            None => self.release(),
        }
    }

    /// Something has the focus.
    pub fn focus_in(self, event: &FocusEvent) {
        let target = target_of(event.target());
        if let Some(target) = target {
            self.stop_at(target.unit());
        }
        match target {
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

    /// Makes a unit the one at which the tab key stops.
    fn stop_at(self, unit: UnitId) {
        let before = self.stop.get_value();
        if before == unit {
            return;
        }
        self.stop.set_value(unit);
        for (id, index) in [(before, "-1"), (unit, "0")] {
            if let Some(element) = self.element(Target::Unit(id)) {
                // A name that is one is always accepted.
                let _ = element.set_attribute("tabindex", index);
            }
        }
    }

    /// Something has lost it.
    pub fn focus_out(self, event: &FocusEvent) {
        match target_of(event.target()) {
            Some(Target::Unit(_)) => self.look_away(),
            Some(Target::Weight(_)) => self.point(None),
            None => {}
        }
    }

    /// A key was pressed.
    pub fn key(self, event: &KeyboardEvent) {
        let Some(focused) = target_of(event.target()) else { return };
        // Where links have no elements the focus stays on the unit, and the card moves.
        let pointed = self.pointed.get_untracked().map(Target::Weight);
        let at = pointed.filter(|at| at.unit() == focused.unit()).unwrap_or(focused);
        let key = event.key();
        match (Way::of(&key), at) {
            (Some(way), _) => {
                let to = target::go(at, way, &self.layout.get_untracked());
                self.met.set(None);
                self.focus(to);
                self.point(match to {
                    Target::Unit(_) => None,
                    Target::Weight(id) => Some(id),
                });
            }
            (None, Target::Weight(id)) if key == "Enter" || key == " " => {
                self.met.set(None);
                self.run.editing.set(Some(id));
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
        let focused = self.element(target).and_then(|element| {
            Some(match element.dyn_into::<HtmlElement>() {
                Ok(element) => element.focus(),
                Err(element) => element.dyn_into::<SvgElement>().ok()?.focus(),
            })
        });
        focused.is_some_and(|focused| focused.is_ok())
    }

    /// The element of a part of the diagram.
    fn element(self, target: Target) -> Option<Element> {
        let selector = format!("[{PART}=\"{}\"]", target.id());
        self.content.get_untracked()?.query_selector(&selector).ok()?
    }
}

/// Whether a pointer is one that hovers.
pub fn is_mouse(event: &PointerEvent) -> bool {
    event.pointer_type() != "touch"
}

/// The unit or weight that an event happened to.
pub fn target_of(target: Option<EventTarget>) -> Option<Target> {
    let element: Element = target?.dyn_into().ok()?;
    Target::parse(&element.get_attribute(PART)?)
}
