//! Drawing on the big picture: what a pointer or the keyboard does there while the tools are out. A
//! stroke follows the pointer wherever the browser has seen it, is one step to undo, and leaves nothing
//! where it is cancelled. What a stroke makes of the points, `draw` knows.

use js_sys::{Array, JsString, Reflect};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlCanvasElement;

use crate::app::draw::drawing::CLASSES;
use crate::app::draw::{Drawing, Shortfall, Stroke, Told, Tool};
use crate::app::notice::Notice;
use crate::app::reactive::{effect, memo};
use crate::app::spot::Spot;
use crate::app::state::Run;
use crate::engine::config::Config;
use crate::engine::dataset::EXTENT;
use crate::engine::table::Column;
use crate::engine::view::View;

/// What draws, and with what (a context).
#[derive(Clone, Copy)]
pub(super) struct Easel {
    /// Whether the tools are out.
    pub open: RwSignal<bool>,
    /// The tool in hand.
    pub tool: RwSignal<Tool>,
    /// The class that it draws, from 0.
    pub class: RwSignal<usize>,
    /// The value that it draws where there are no classes.
    pub value: RwSignal<f64>,
    /// What the labels of the drawing say; `None` where the data are no drawing.
    pub told: Memo<Option<Told>>,
    /// The points that were there before the drawing, to begin with, and what is lost of them.
    pub offered: RwSignal<Option<(Drawing, Shortfall)>>,
    run: Run,
    hand: StoredValue<Option<Hand>>,
    /// Whether a stroke is under way.
    pub busy: RwSignal<bool>,
    /// Strokes so far: each spray is another one.
    strokes: StoredValue<u32>,
}

/// A stroke under way.
struct Hand {
    /// The pointer that draws it; `None` for the keyboard.
    pointer: Option<i32>,
    stroke: Stroke,
    before: Config,
}

/// Makes the tools ready, which go away with the drawing (call it before any part of the page).
pub fn install(run: Run) {
    let told = memo(move || {
        run.config.with(|config| {
            let classes = config.target().classes;
            let told = if classes > 0 { Told::Classes(classes) } else { Told::Value };
            config.own.as_ref().filter(|own| own.drawn).map(|_| told)
        })
    });
    let easel = Easel {
        open: RwSignal::new(false),
        tool: RwSignal::new(Tool::Brush),
        class: RwSignal::new(0),
        value: RwSignal::new(1.0),
        told,
        offered: RwSignal::new(None),
        run,
        hand: StoredValue::new(None),
        busy: RwSignal::new(false),
        strokes: StoredValue::new(0),
    };
    provide_context(easel);
    effect(move || {
        if told.get().is_none() {
            easel.open.set(false);
            easel.offered.set(None);
        }
    });
}

/// What columns are called.
fn names(columns: &[Column]) -> impl Iterator<Item = &str> {
    columns.iter().map(|column| column.name.as_str())
}

impl Easel {
    /// What the picture is called, with the keys that draw on it while the tools are out.
    pub fn named(self, name: String) -> String {
        match self.open.get() {
            true => format!("{name} {}", self.run.page.text().draw.keys),
            false => name,
        }
    }

    /// Takes the tools out, or puts them away. In the place of other data there is an empty sheet then, and
    /// their points are offered to begin with.
    pub fn toggle(self) {
        self.finish();
        if !self.open.get_untracked() && self.run.drawing().is_none() {
            let offered = self.given();
            let sheet = match &offered {
                Some((drawing, _)) => drawing.empty(),
                None => self.sheet(),
            };
            self.replace(&sheet);
            self.offered.set(offered);
        }
        self.open.update(|open| *open = !*open);
    }

    /// Begins with the points that are offered.
    pub fn begin_with_points(self) {
        self.finish();
        let Some((drawing, shortfall)) = self.offered.get_untracked() else { return };
        self.replace(&drawing);
        if shortfall != Shortfall::default() {
            self.run.page.notify(Notice::DrawnOn { shortfall });
        }
    }

    /// The points that are there as a drawing; `None` where there are none, or they cannot be drawn on.
    fn given(self) -> Option<(Drawing, Shortfall)> {
        if !self.run.config.with_untracked(Config::has_features) {
            return None;
        }
        let is_own = self.run.config.with_untracked(|config| config.own.is_some());
        let given = self.run.data.with_untracked(|data| {
            let view = &data.view;
            let ends = |column: usize| {
                let sides = [&view.across, &view.up].into_iter();
                let shown = sides.filter(|axis| view.has(axis)).find(|axis| axis.column == column);
                shown.map_or((-EXTENT, EXTENT), |axis| (axis.low, axis.high))
            };
            let rows = data.rows(&data.train).chain(data.rows(&data.test));
            let (drawing, shortfall) = Drawing::of(&data.goal, rows, [ends(0), ends(1)])?;
            let drawn = drawing.empty().table();
            let is_named =
                !names(&data.columns).eq(names(drawn.columns())) || data.goal != *drawn.goal();
            Some((drawing, Shortfall { unnamed: is_own && is_named, ..shortfall }))
        });
        given.filter(|(drawing, _)| !drawing.points.is_empty())
    }

    /// An empty sheet with as many classes as the run tells.
    fn sheet(self) -> Drawing {
        Drawing::new(match self.run.config.with_untracked(|config| config.target().classes) {
            0 => Told::Value,
            classes => Told::Classes(classes.clamp(*CLASSES.start(), *CLASSES.end())),
        })
    }

    /// Another drawing, one step to undo.
    fn replace(self, drawing: &Drawing) {
        self.run.draw(drawing);
        self.run.finish();
        self.say(drawing);
    }

    fn say(self, drawing: &Drawing) {
        let words = self.run.page.language.get_untracked().text().draw;
        self.run.page.say((words.points)(drawing.points.len()));
    }

    /// Takes all points away.
    pub fn clear(self) {
        self.finish();
        if let Some(drawing) = self.run.drawing() {
            self.replace(&drawing.empty());
        }
    }

    /// One class more, to be drawn next.
    pub fn add_class(self) {
        self.finish();
        let Some(mut drawing) = self.run.drawing() else { return };
        if let Told::Classes(classes) = drawing.told
            && classes < *CLASSES.end()
        {
            drawing.told = Told::Classes(classes + 1);
            self.replace(&drawing);
            self.class.set(classes);
        }
    }

    /// A pointer has come down on the picture; false where it does not draw.
    pub fn down(self, canvas: &HtmlCanvasElement, event: &PointerEvent) -> bool {
        let draws = event.is_primary() && event.button() == 0 && !event.ctrl_key();
        if !self.open.get_untracked() || !draws {
            return false;
        }
        self.finish();
        // A pointer that is gone already cannot be held.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        self.begin(Some(event.pointer_id()), place(spot(canvas, event)));
        true
    }

    /// A pointer has moved.
    pub fn moved(self, canvas: &HtmlCanvasElement, event: &PointerEvent) {
        let pointer = Some(event.pointer_id());
        if event.buttons() & 1 == 0 {
            // It has gone up where nobody has told of it.
            return self.up(event);
        }
        let events = coalesced(event);
        self.follow(pointer, events.iter().map(|event| place(spot(canvas, event))));
    }

    /// A pointer has gone up.
    pub fn up(self, event: &PointerEvent) {
        if self.holds(Some(event.pointer_id())) {
            self.finish();
        }
    }

    /// The browser has taken a pointer for something else.
    pub fn cancelled(self, event: &PointerEvent) {
        if self.holds(Some(event.pointer_id())) {
            self.cancel();
        }
    }

    /// A key was pressed on the picture, whose pointer stands at `spot`; true where it draws.
    pub fn key(self, event: &KeyboardEvent, spot: RwSignal<Option<Spot>>) -> bool {
        if !self.open.get_untracked() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return false;
        }
        match event.key().as_str() {
            "Escape" => self.cancel(),
            "Enter" | " " => {
                let at = spot.get_untracked().unwrap_or(Spot::MIDDLE);
                spot.set(Some(at));
                if !event.repeat() {
                    self.press(place(at));
                }
                true
            }
            key => match (key.parse(), self.told.get_untracked()) {
                (Ok(class @ 1..=8), Some(Told::Classes(classes))) if class <= classes => {
                    self.class.set(class - 1);
                    let words = self.run.page.language.get_untracked().text();
                    self.run.page.say((words.output.class)(&class.to_string()));
                    true
                }
                (Ok(_) | Err(_), _) => false,
            },
        }
    }

    /// The keyboard has moved the picture's pointer.
    pub fn stepped(self, to: Spot) {
        self.follow(None, std::iter::once(place(to)));
    }

    /// Uses the tool at a place. A point is taken up, and put down the next time.
    fn press(self, at: (f64, f64)) {
        let holds = self.holds(None);
        if !holds {
            self.begin(None, at);
        }
        let holds_nothing =
            |hand: &Option<Hand>| hand.as_ref().is_some_and(|hand| !hand.stroke.holds());
        if holds || self.tool.get_untracked() != Tool::Move {
            self.finish();
        } else if self.hand.with_value(holds_nothing) {
            self.cancel();
        }
    }

    fn holds(self, pointer: Option<i32>) -> bool {
        let is_of = |hand: &Hand| hand.pointer == pointer;
        self.hand.with_value(|hand| hand.as_ref().is_some_and(is_of))
    }

    fn begin(self, pointer: Option<i32>, at: (f64, f64)) {
        let run = self.run;
        let Some(drawing) = run.drawing() else { return };
        let label = match drawing.told {
            Told::Classes(_) => self.class.get_untracked() as f64,
            Told::Value => self.value.get_untracked(),
        };
        let label = drawing.told.label(label);
        self.strokes.update_value(|strokes| *strokes = strokes.wrapping_add(1));
        let seed = self.strokes.get_value().to_string();
        let stroke = Stroke::begin(self.tool.get_untracked(), label, drawing, at, &seed);
        let before = run.config.get_untracked();
        run.draw(&stroke.drawing);
        self.hand.set_value(Some(Hand { pointer, stroke, before }));
        self.busy.set(true);
    }

    fn follow(self, pointer: Option<i32>, way: impl Iterator<Item = (f64, f64)>) {
        if !self.holds(pointer) {
            return;
        }
        self.hand.update_value(|hand| {
            if let Some(Hand { stroke, .. }) = hand {
                way.for_each(|at| stroke.to(at));
                self.run.draw(&stroke.drawing);
            }
        });
    }

    /// Ends the stroke under way, if there is one.
    pub fn finish(self) {
        if let Some(hand) = self.put_down() {
            self.run.finish();
            self.say(&hand.stroke.drawing);
        }
    }

    fn put_down(self) -> Option<Hand> {
        let hand = self.hand.try_update_value(Option::take).flatten();
        self.busy.set(false);
        hand
    }

    /// Takes back the stroke under way; false where there is none.
    fn cancel(self) -> bool {
        let hand = self.put_down();
        hand.map(|hand| self.run.undraw(hand.before)).is_some()
    }
}

/// All events that the browser has put into one, or that one alone.
pub(super) fn coalesced(event: &PointerEvent) -> Vec<PointerEvent> {
    let known = Reflect::has(event, &JsString::from("getCoalescedEvents")).unwrap_or_default();
    let events = if known { event.get_coalesced_events() } else { Array::new() };
    match events.length() {
        0 => vec![event.clone()],
        _ => events.iter().map(|event| event.unchecked_into()).collect(),
    }
}

/// Where an event lies in the picture. One that is put into another knows nothing but its place in the
/// window, and a pointer that draws may be outside of the picture.
pub(super) fn spot(canvas: &HtmlCanvasElement, event: &PointerEvent) -> Spot {
    let area = canvas.get_bounding_client_rect();
    let share = |at: i32, from: f64, length: f64| (f64::from(at) - from) / length.max(1.0);
    Spot {
        x: share(event.client_x(), area.left(), area.width()),
        y: share(event.client_y(), area.top(), area.height()),
    }
}

/// The place of a spot in the plane.
fn place(spot: Spot) -> (f64, f64) {
    let plane = View::default();
    (plane.across.at(spot.x), plane.up.at(1.0 - spot.y))
}
