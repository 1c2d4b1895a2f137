//! The big picture on the page: what a unit answers for every x₁ and x₂, the data points
//! on top, the scale and the toggles below.

use std::rc::Rc;

use leptos::ev::{Event, KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlCanvasElement;

use super::marks::{self, Kind};
use super::paint;
use super::picture::{self, Style, Subject};
use super::remarks::LogitRemark;
use crate::app::canvas::bitmap::Bitmap;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::hint;
use crate::app::link::{Control, View};
use crate::app::spot::Spot;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::help::{Help, HelpTopic};
use crate::engine::config::Target;

/// Marks on both axes.
const TICKS: [&str; 5] = ["−6", "−3", "0", "3", "6"];

/// What the picture is composed of, kept between frames.
#[derive(Default)]
struct Layers {
    /// One pixel to a value.
    map: Option<HtmlCanvasElement>,
    /// As large as the picture; painted when the data change, not in each frame.
    points: Option<HtmlCanvasElement>,
    /// The values of the maps; where the worker draws them only while they are read.
    values: Vec<f32>,
    /// What the worker has drawn.
    drawn: Option<Rc<Bitmap>>,
    /// How often the browser had forgotten its canvases when these were made.
    restored: u32,
}

/// The decision boundary, or the answer of the unit that is looked at.
#[component]
pub fn Boundary(
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = surface::observe(canvas);
    let layers = StoredValue::new_local(Layers::default());
    let shape = Memo::new(move |_| run.frame.with(|frame| frame.shape.clone()));
    let subject = Memo::new(move |_| shape.with(|shape| paint::subject(run.looked.get(), shape)));
    let target = Memo::new(move |_| run.config.with(|config| config.target()));
    let second = RwSignal::new(false);
    let style = Memo::new(move |_| {
        shape.with(|shape| Style::of(subject.get(), &target.get(), shape, second.get()))
    });
    let painted = draw(run, canvas, size, layers, (subject, style, dark));
    let spot = run.spot;
    let is_read = Memo::new(move |_| {
        // Arrows are drawn from values, and a place is read in them.
        spot.get().is_some() || matches!(style.get(), Style::Flow { .. })
    });
    Effect::new(move |_| {
        let (size, values, second) = (size.get(), is_read.get(), second.get());
        run.wish(|wish| {
            // A pixel of the screen to each; a float cast saturates.
            wish.big = size.map_or(0.0, |size| size.width * size.ratio).round() as usize;
            (wish.values, wish.second) = (values, second);
        });
    });
    on_cleanup(move || {
        run.wish(|wish| wish.big = 0);
        spot.set(None);
    });
    let logits = Memo::new(move |_| run.config.with(hint::logits));
    let readout = Memo::new(move |_| {
        painted.track();
        let words = page.text().output;
        let Some(spot) = spot.get() else {
            return words.picture_hint.to_owned();
        };
        let values = layers.with_value(|layers| spot.values(&layers.values));
        let [x1, x2] = [spot.x1, spot.x2].map(number::signed);
        let value = |at: usize| number::signed(values.get(at).map_or(f64::NAN, |&y| f64::from(y)));
        match style.get() {
            Style::Scale { .. } => {
                match logits.get().filter(|_| subject.get() == Subject::Output) {
                    Some(_) => {
                        let logit = values.first().map_or(f64::NAN, |&y| f64::from(y));
                        let sure = number::percent(hint::probability(logit));
                        (page.text().hint.spot_logit)(&x1, &x2, &value(0), &sure)
                    }
                    None => (words.spot)(&x1, &x2, &value(0)),
                }
            }
            Style::Flow { .. } => (words.spot_flow)(&x1, &x2, &value(0), &value(1)),
            Style::Classes { span } => {
                let told = colour::told(&values, span);
                let class =
                    told.map_or(number::NONE.to_owned(), |(best, _)| (words.class)(best + 1));
                let sure = told.map_or(f64::NAN, |(_, sure)| f64::from(sure));
                (words.spot_class)(&x1, &x2, &class, &number::percent(sure))
            }
        }
    });
    let moved = move |event: PointerEvent| {
        if let Some(size) = size.get_untracked() {
            let share = |at: i32, length: f64| f64::from(at) / length.max(1.0);
            let (x, y) = (event.offset_x(), event.offset_y());
            spot.set(Some(Spot::at(share(x, size.width), share(y, size.height))));
        }
    };
    let keyed = StoredValue::new(false);
    let spoken = RwSignal::new(String::new());
    let speak = move |line: String| spoken.set(line);
    Effect::new(move |_| {
        let line = readout.get();
        // Where the worker paints, the values that are read come a moment later.
        let is_known = layers.with_value(|layers| !layers.values.is_empty());
        if is_known && keyed.get_value() {
            keyed.set_value(false);
            speak(line);
        }
    });
    let key = move |event: KeyboardEvent| {
        let from = spot.get_untracked();
        match step(&event.key()) {
            Some((x1, x2)) => {
                keyed.set_value(true);
                spot.set(Some(from.map_or(Spot::MIDDLE, |spot| spot.moved(x1, x2))));
            }
            None if event.key() == "Escape" && from.is_some() => spot.set(None),
            None => return,
        }
        // Elsewhere on the page arrow keys step through training.
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="boundary">
            <div class="boundary-head">
                <h2 class="boundary-caption" translate="no" data-testid="boundary-caption">
                    {move || paint::caption(run, subject.get())}
                </h2>
                <Help topic=HelpTopic::Output />
            </div>
            <div class="boundary-plot" translate="no">
                <Ticks class="boundary-rows" down=true />
                <div class="boundary-picture">
                    <canvas
                        node_ref=canvas
                        class="boundary-canvas"
                        data-testid="boundary"
                        role="application"
                        tabindex="0"
                        aria-label=move || (page.text().output.picture)(&paint::caption(run, subject.get()))
                        aria-describedby=run.element("boundary-readout")
                        on:pointermove=moved
                        on:pointerdown=moved
                        on:pointerleave=move |_| spot.set(None)
                        on:blur=move |_| spot.set(None)
                        on:keydown=key
                    ></canvas>
                    <SpotMark spot=spot />
                </div>
                <Ticks class="boundary-columns" down=false />
            </div>
            <div class="boundary-legend" translate="no">
                <Legend style target second dark />
                <Help topic=HelpTopic::Colours />
            </div>
            <p class="boundary-readout" id=run.element("boundary-readout") translate="no" data-testid="boundary-readout" class:is-hint=move || spot.get().is_none()>
                {move || readout.get()}
            </p>
            <div class="spoken" aria-live="polite" translate="no" data-testid="spot-spoken">
                {move || spoken.get()}
            </div>
            <Toggles />
            <Outside />
            <LogitRemark />
        </div>
    }
}

/// What the colours mean: the scale with its ends, or the classes with their marks.
#[component]
fn Legend(
    /// How the picture is drawn.
    style: Memo<Style>,
    /// What the outputs are to say.
    target: Memo<Target>,
    /// Whether the second part of a flow lies below its arrows.
    second: RwSignal<bool>,
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let scale = move |(low, high): (f64, f64)| {
        view! {
            <div
                class="boundary-scale"
                class:is-discretized=move || page.view.with(|view| view.discretize)
                role="img"
                aria-label=move || {
                    (page.text().output.scale)(&number::end(low), &number::end(high))
                }
            >
                <span>{number::end(low)}</span>
                <span class="boundary-scale-bar"><i></i></span>
                <span>{number::end(high)}</span>
            </div>
        }
    };
    let part = move |of_second: bool, name: &'static str| {
        view! {
            <button
                type="button"
                class="curves-toggle"
                data-testid=format!("flow-{name}")
                aria-pressed=move || (second.get() == of_second).to_string()
                on:click=move |_| second.set(of_second)
            >
                {name}
            </button>
        }
    };
    move || match style.get() {
        Style::Scale { span } => scale(span).into_any(),
        Style::Flow { .. } => {
            view! { {part(false, "u")} {part(true, "v")} {scale((-1.0, 1.0))} }.into_any()
        }
        Style::Classes { .. } => {
            let swatch = move |class: usize| {
                let fill = colour::css(colour::class(class, dark.get()));
                let shape = match marks::polygon(class, 4.5) {
                    disc if disc.is_empty() => view! { <circle r="4.5" fill=fill /> }.into_any(),
                    points => view! { <polygon points=points fill=fill /> }.into_any(),
                };
                view! {
                    <li>
                        <svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">{shape}</svg>
                        {(page.text().output.class)(class + 1)}
                    </li>
                }
            };
            let classes = (0..target.get().classes).map(swatch).collect_view();
            view! { <ul class="boundary-classes" data-testid="classes">{classes}</ul> }.into_any()
        }
    }
}

/// How far a key moves the pointer in the picture.
fn step(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowLeft" => Some((-0.24, 0.0)),
        "ArrowRight" => Some((0.24, 0.0)),
        "ArrowUp" => Some((0.0, 0.24)),
        "ArrowDown" => Some((0.0, -0.24)),
        _ => None,
    }
}

/// The numbers along one side of the picture.
#[component]
fn Ticks(
    /// The side's class.
    class: &'static str,
    /// From the top down (x₂), which begins with 6.
    down: bool,
) -> impl IntoView {
    let labels: Vec<_> = if down { TICKS.into_iter().rev().collect() } else { TICKS.to_vec() };
    let spans =
        labels.into_iter().map(|label| view! { <span><b>{label}</b></span> }).collect_view();
    view! { <div class=format!("boundary-ticks {class}") aria-hidden="true">{spans}</div> }
}

/// Where the keyboard or the pointer reads the picture.
#[component]
fn SpotMark(
    /// The place.
    spot: RwSignal<Option<Spot>>,
) -> impl IntoView {
    move || {
        let (x, y) = spot.get()?.shares();
        let percent = |share: f64| format!("{:.2}%", share * 100.0);
        Some(view! {
            <span class="boundary-spot" style:left=percent(x) style:top=percent(y) aria-hidden="true"></span>
        })
    }
}

/// Test points and two colours; a link may hide either.
#[component]
fn Toggles() -> impl IntoView {
    view! {
        <div class="boundary-toggles">
            <Toggle
                control=Control::ShowTestData
                help=HelpTopic::TestData
                name=|words| words.show_test
                field=|view| &mut view.show_test
            >
                <i class="mark-test" aria-hidden="true"></i>
            </Toggle>
            <Toggle
                control=Control::Discretize
                help=HelpTopic::Discretize
                name=|words| words.discretize
                field=|view| &mut view.discretize
            />
        </div>
    }
}

/// A box to tick that changes how the picture is drawn, unless the link hides it.
#[component]
fn Toggle(
    /// Its name in a link's hide keys and in `data-testid`.
    control: Control,
    /// What its "?" explains.
    help: HelpTopic,
    /// Picks its words.
    name: fn(&Words) -> &'static str,
    /// The field of the view that it sets.
    field: fn(&mut View) -> &mut bool,
    /// A sign after its words.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let page = use_page();
    let key: &str = control.into();
    let shown = page.shows(control);
    let on = Memo::new(move |_| *field(&mut page.view.get()));
    view! {
        <Show when=move || shown.get()>
            <span class="boundary-toggle">
                <label class="boundary-check">
                    <input
                        type="checkbox"
                        data-testid=format!("setting-{key}")
                        prop:checked=move || on.get()
                        on:change=move |event: Event| {
                            let on = event_target_checked(&event);
                            page.edit_view(|view| *field(view) = on);
                        }
                    />
                    <span>{move || name(page.text().output)}</span>
                    {children.as_ref().map(|children| children())}
                </label>
                <Help topic=help />
            </span>
        </Show>
    }
}

/// How many of the points shown lie outside the picture; nothing where none does.
#[component]
fn Outside() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let count = Memo::new(move |_| {
        let show_test = page.view.with(|view| view.show_test);
        run.data.with(|data| {
            let test = if show_test { picture::outside(&data.test) } else { 0 };
            picture::outside(&data.train) + test
        })
    });
    move || {
        let count = count.get();
        (count > 0).then(|| {
            let said = (page.text().output.outside)(count);
            view! { <p class="boundary-outside" translate="no" data-testid="outside" data-value=count>{said}</p> }
        })
    }
}

/// Keeps the canvas painted; the trigger fires after each time.
fn draw(
    run: Run,
    canvas: NodeRef<html::Canvas>,
    size: RwSignal<Option<Size>>,
    layers: StoredValue<Layers, LocalStorage>,
    (subject, style, dark): (Memo<Subject>, Memo<Style>, Memo<bool>),
) -> Trigger {
    let show_test = Memo::new(move |_| run.page.view.with(|view| view.show_test));
    let discretize = Memo::new(move |_| run.page.view.with(|view| view.discretize));
    let second = Memo::new(move |_| style.get() == Style::Flow { second: true });
    let kind = Memo::new(move |_| run.config.with(|config| Kind::of(config, second.get())));
    let pointed = Trigger::new();
    let painted = Trigger::new();
    Effect::new(move |_| {
        let (Some(size), dark, show_test) = (size.get(), dark.get(), show_test.get()) else {
            return;
        };
        let (data, kind, restored) = (run.data.get(), kind.get(), run.page.restored.get());
        layers.update_value(|layers| {
            if std::mem::replace(&mut layers.restored, restored) != restored {
                (layers.points, layers.map) = (None, None);
            }
            layers.points = layers.points.take().or_else(surface::offscreen);
            if let Some(canvas) = &layers.points
                && let Some(context) = surface::prepare(canvas, size)
            {
                paint::points(&context, &data, kind, show_test, dark, (0.0, 0.0, size.width));
            }
        });
        pointed.notify();
    });
    Effect::new(move |_| {
        pointed.track();
        let (subject, style) = (subject.get(), style.get());
        let (discretize, dark) = (discretize.get(), dark.get());
        let frame = run.frame.get();
        let (Some(canvas), Some(size)) = (canvas.get(), size.get()) else {
            return;
        };
        layers.update_value(|layers| {
            // Until the worker has the map that is asked for, the one before stays.
            let drawn = run.pictures().big;
            let drawn = drawn.filter(|_| subject.is_shown_by(frame.look, &frame.shape));
            let values = paint::map_of(subject, &frame);
            if drawn.is_some() || values.is_some() {
                (layers.drawn, layers.values) = (drawn, values.unwrap_or_default());
            }
            layers.compose(&canvas, size, style, dark, discretize);
        });
        painted.notify();
    });
    painted
}

impl Layers {
    /// Paints map and points onto the canvas on the page.
    fn compose(
        &mut self,
        canvas: &HtmlCanvasElement,
        size: Size,
        style: Style,
        dark: bool,
        discretize: bool,
    ) -> Option<()> {
        let context = surface::prepare(canvas, size)?;
        let square = (0.0, 0.0, size.width);
        self.map = self.map.take().or_else(surface::offscreen);
        let map = self.map.as_ref()?;
        if let Some(drawn) = &self.drawn {
            paint::lay_bitmap(&context, drawn, square)?;
        } else if !self.values.is_empty() {
            // The planes of the style before, for one frame: nothing is drawn.
            if paint::map(&self.values, style, colour::scale(dark), discretize, map).is_some() {
                paint::lay(&context, map, square)?;
            }
        }
        paint::lay(&context, self.points.as_ref()?, square)?;
        paint::arrows(&context, &self.values, style, dark, square);
        Some(())
    }
}
