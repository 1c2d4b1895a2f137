//! The loss curves on the page: the canvas, its toggles and the crosshair above it.

use std::time::Duration;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlCanvasElement;
use plotters::drawing::IntoDrawingArea as _;
use plotters_canvas::CanvasBackend;

use super::axis::Axis;
use super::chart::{Chart, FINENESS, Fine, Layout, Look};
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::curve::{self, CurveView, Metric};
use crate::app::reactive::memo;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::{Language, number};
use crate::app::widgets::help::{HelpTopic, Term};
use crate::decimal;
use crate::protocol::CurvePoint;

/// While training runs the chart is drawn about ten times a second: nobody reads faster.
const PAUSE: Duration = Duration::from_millis(100);

/// What changes how the chart looks at once, unlike new points.
#[derive(Clone, Copy, PartialEq)]
struct Manner {
    size: Option<Size>,
    view: CurveView,
    dark: bool,
    language: Language,
    restored: u32,
}

/// Where the crosshair stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Held {
    /// Under the pointer, at this share of the plot's width.
    Place(f64),
    /// At this epoch, put there with the keyboard.
    Epoch(f64),
}

impl Held {
    fn point(self, points: &[CurvePoint], x: &Axis) -> Option<CurvePoint> {
        match self {
            Self::Place(at) => curve::nearest(points, x.value(at)),
            Self::Epoch(epoch) => curve::nearest(points, epoch),
        }
    }
}

/// Loss or accuracy over the epochs, with a crosshair to read values.
#[component]
pub fn Curves(
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = surface::observe(canvas);
    let axes = draw_in_time(run, canvas, size, dark);
    let held = RwSignal::new(None::<Held>);
    let pointed = memo(move || {
        let (held, axes) = (held.get()?, axes.get()?);
        run.curve.with(|curve| held.point(curve.points(), &axes.x))
    });
    let readout = memo(move || {
        let words = page.text().output;
        let Some(point) = pointed.get() else {
            return String::new();
        };
        let view = shown_view(run);
        let [train, test] = view.metric.of(point.metrics).map(|value| match view.metric {
            Metric::Loss => number::loss(value),
            Metric::Accuracy => number::percent(value),
        });
        (words.readout)(&number::epoch(point.epoch), &train, &test)
    });
    let moved = move |event: PointerEvent| {
        if let Some(axes) = axes.get_untracked() {
            held.set(Some(Held::Place(axes.layout.at(f64::from(event.offset_x())))));
        }
    };
    let key = move |event: KeyboardEvent| {
        let from = pointed.get_untracked().map(|point| point.epoch);
        match steps(&event.key()) {
            Some(steps) => {
                let to =
                    run.curve.with_untracked(|curve| curve::neighbour(curve.points(), from, steps));
                held.set(to.map(|point| Held::Epoch(point.epoch)));
            }
            None if event.key() == "Escape" && from.is_some() => held.set(None),
            None => return,
        }
        // Elsewhere on the page arrow keys step through training.
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="curves">
            <CurveToggles />
            <div
                class="curves-plot"
                translate="no"
                role="slider"
                tabindex="0"
                aria-label=move || page.text().output.curves
                title=move || page.text().output.curves_hint
                aria-valuemin="0"
                aria-valuemax=move || axes.get().map(|axes| axes.x.value(1.0)).unwrap_or(1.0)
                aria-valuenow=move || pointed.get().map(|point| point.epoch).unwrap_or(0.0)
                aria-valuetext=move || readout.get()
                on:pointermove=moved
                on:pointerdown=moved
                on:pointerleave=move |_| held.set(None)
                on:blur=move |_| held.set(None)
                on:keydown=key
            >
                <canvas node_ref=canvas class="curves-canvas" data-testid="curves"></canvas>
                <Crosshair axes=axes pointed=pointed />
                <p class="curves-readout" data-testid="curve-readout">{move || readout.get()}</p>
            </div>
        </div>
    }
}

/// How far a key moves along the curve.
fn steps(key: &str) -> Option<isize> {
    match key {
        "ArrowLeft" | "ArrowDown" => Some(-1),
        "ArrowRight" | "ArrowUp" => Some(1),
        "PageDown" => Some(-20),
        "PageUp" => Some(20),
        "Home" => Some(isize::MIN),
        "End" => Some(isize::MAX),
        _ => None,
    }
}

/// The axes of the chart as it was last drawn.
#[derive(Clone, Copy, PartialEq)]
struct Axes {
    x: Axis,
    y: Axis,
    layout: Layout,
}

/// A line at the epoch pointed at and a dot on each curve; elements above the canvas, so that
/// the chart need not be drawn anew for them.
#[component]
fn Crosshair(
    /// The axes on show.
    axes: RwSignal<Option<Axes>>,
    /// The point pointed at.
    pointed: Memo<Option<CurvePoint>>,
) -> impl IntoView {
    let run = use_run();
    move || {
        let (axes, point) = (axes.get()?, pointed.get()?);
        let layout = axes.layout;
        let left = format!("{:.1}px", layout.x(axes.x.place(point.epoch)?));
        let metric = shown_view(run).metric;
        let dots = metric.of(point.metrics).into_iter().zip(["is-train", "is-test"]);
        let dots = dots
            .filter(|(value, _)| value.is_finite())
            .filter_map(|(value, class)| {
                let top = format!("{:.1}px", layout.y(axes.y.place(value)?));
                let class = format!("curves-dot {class}");
                Some(view! { <span class=class style:left=left.clone() style:top=top></span> })
            })
            .collect_view();
        let line_left = left.clone();
        Some(view! {
            <div class="curves-crosshair" aria-hidden="true">
                <span
                    class="curves-line"
                    style:left=line_left
                    style:top=format!("{:.1}px", layout.y(1.0))
                    style:height=format!("{:.1}px", layout.plot_height())
                ></span>
                {dots}
            </div>
        })
    }
}

/// Logarithmic axis, smoothing.
#[component]
fn CurveToggles() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let view = page.curve_view;
    let words = move || page.text().output;
    let metric = move || shown_view(run).metric;
    view! {
        <div class="curves-toggles">
            <span class="caption"><Term topic=HelpTopic::Curves /></span>
                <button
                    type="button"
                    class="curves-toggle"
                    data-testid="curve-log"
                    data-name=move || words().log
                    aria-pressed=move || view.get().log.to_string()
                    disabled=move || metric() == Metric::Accuracy
                    title=move || words().log_title
                    on:click=move |_| view.update(|view| view.log = !view.log)
                >
                    {move || words().log}
                </button>
                <button
                    type="button"
                    class="curves-toggle"
                    data-testid="curve-smooth"
                    data-name=move || words().smooth
                    aria-pressed=move || view.get().smooth.to_string()
                    title=move || words().smooth_title
                    on:click=move |_| view.update(|view| view.smooth = !view.smooth)
                >
                    {move || words().smooth}
                </button>
        </div>
    }
}

/// The visitor's choice as far as the problem allows it: regression has no accuracy.
pub fn shown_view(run: Run) -> CurveView {
    let view = run.page.curve_view.get();
    match run.config.with(|config| config.target().classes) {
        0 => CurveView { metric: Metric::Loss, ..view },
        _ => view,
    }
}

/// Draws the chart whenever it changes, at most every [`PAUSE`] while training runs; gives
/// its axes.
fn draw_in_time(
    run: Run,
    canvas: NodeRef<html::Canvas>,
    size: RwSignal<Option<Size>>,
    dark: Memo<bool>,
) -> RwSignal<Option<Axes>> {
    let axes = RwSignal::new(None);
    let later = RwSignal::new(());
    let waits = StoredValue::new(false);
    let drawn = StoredValue::new(f64::NEG_INFINITY);
    Effect::new(move |before: Option<Manner>| {
        let view = shown_view(run);
        let language = run.page.language.get();
        let (size, dark, restored) = (size.get(), dark.get(), run.page.restored.get());
        let manner = Manner { size, view, dark, language, restored };
        run.curve.track();
        later.track();
        let now = window().performance().map_or(0.0, |performance| performance.now());
        let early = now - drawn.get_value() < PAUSE.as_secs_f64() * 1000.0;
        if early && before == Some(manner) {
            if !waits.get_value() {
                waits.set_value(true);
                let wake = move || {
                    waits.try_update_value(|waits| *waits = false);
                    later.try_set(());
                };
                set_timeout(wake, PAUSE);
            }
            return manner;
        }
        if let (Some(canvas), Some(size)) = (canvas.get(), manner.size) {
            drawn.set_value(now);
            let chart = chart(run, view);
            let look = look(&canvas, manner.dark);
            let layout = chart.layout(size.width, size.height, look.font_size);
            let new = Some(Axes { x: chart.x, y: chart.y, layout });
            paint(&chart, &canvas, size, &look);
            if axes.get_untracked() != new {
                axes.set(new);
            }
        }
        manner
    });
    axes
}

/// The chart of the run so far.
fn chart(run: Run, view: CurveView) -> Chart {
    let words = run.page.language.get_untracked().text().output;
    run.curve.with_untracked(|curve| Chart::new(curve.points(), view, [words.train, words.test]))
}

/// Letters as the style sheet sets them for the canvas.
fn look(canvas: &HtmlCanvasElement, dark: bool) -> Look {
    let style = window().get_computed_style(canvas).ok().flatten();
    let property = |name| {
        let value = style.as_ref().and_then(|style| style.get_property_value(name).ok());
        value.filter(|value| !value.is_empty())
    };
    let size = property("font-size").and_then(|size| decimal::read(size.strip_suffix("px")?));
    Look {
        ink: colour::ink(dark),
        font: property("font-family").unwrap_or_else(|| "sans-serif".to_owned()),
        font_size: size.unwrap_or(11.0),
    }
}

/// Draws a chart onto a canvas. A drawing that fails leaves the canvas empty: there is
/// nothing that the visitor could do about it.
fn paint(chart: &Chart, canvas: &HtmlCanvasElement, size: Size, look: &Look) -> Option<()> {
    let context = surface::prepare(canvas, size)?;
    context.reset_transform().ok()?;
    context.scale(1.0 / f64::from(FINENESS), 1.0 / f64::from(FINENESS)).ok()?;
    context.set_line_join("round");
    let area = Fine(CanvasBackend::with_canvas_object(canvas.clone())?).into_drawing_area();
    let scale = size.ratio * f64::from(FINENESS);
    let layout = chart.layout(size.width, size.height, look.font_size);
    chart.draw(&area, layout, scale, look).ok()
}

/// The curves as they are on show, for a file: `size` large, on the page's colour.
pub fn picture(run: Run, canvas: &HtmlCanvasElement, size: Size, dark: bool) -> Option<()> {
    let shown = untrack(|| shown_view(run));
    let body = document().body()?;
    let style = window().get_computed_style(&body).ok().flatten();
    let font = style.and_then(|style| style.get_property_value("font-family").ok());
    let font = font.filter(|font| !font.is_empty()).unwrap_or_else(|| "sans-serif".to_owned());
    let look = Look { ink: colour::ink(dark), font, font_size: 11.0 };
    paint(&chart(run, shown), canvas, size, &look)
}
