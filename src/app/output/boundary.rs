//! The big picture: what a unit answers for two columns of the data, with points, scale and toggles.

use std::rc::Rc;

use leptos::ev::{Event, KeyboardEvent, MouseEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::answer;
use super::easel::Easel;
use super::legend::Legend;
use super::line;
use super::marks::Kind;
use super::paint::{self, Map, Points};
use super::picture::{self, Style, Subject};
use super::plot::Plot;
use super::remarks::LogitRemark;
use super::sample::{Pointing, Sample};
use super::sides::{self, Sides};
use super::ticks::Ticks;
use super::toolbar::{self, Picture};
use super::wrong::Wrong;
use crate::app::canvas::bitmap::Bitmap;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::hint;
use crate::app::link::{Control, View};
use crate::app::reactive::{effect, memo};
use crate::app::scene::Scene;
use crate::app::spot::Spot;
use crate::app::state::{Run, use_page, use_run};
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::app::widgets::field::presses;
use crate::app::widgets::help::{HelpTopic, Term};
use crate::app::widgets::later::Later;
use crate::engine::view::Side;
use crate::protocol::{self, Data, Place};

/// What the picture is composed of, kept between frames.
#[derive(Default)]
struct Layers {
    /// One pixel to a value.
    map: Option<HtmlCanvasElement>,
    /// As large as the picture; painted when the data change, not in each frame.
    points: Option<HtmlCanvasElement>,
    /// The same of the points that are told wrong, upon it; painted when others are.
    wrong: Option<HtmlCanvasElement>,
    /// Those that it shows.
    marked: Option<protocol::Wrong>,
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
    let easel = expect_context::<Easel>();
    let canvas = NodeRef::<html::Canvas>::new();
    let size = surface::observe(canvas);
    let layers = StoredValue::new_local(Layers::default());
    let shape = memo(move || run.frame.with(|frame| frame.shape.clone()));
    let subject = memo(move || shape.with(|shape| paint::subject(run.looked.get(), shape)));
    let target = memo(move || run.config.with(|config| config.target()));
    let second = RwSignal::new(false);
    let style = memo(move || {
        shape.with(|shape| Style::of(subject.get(), &target.get(), shape, second.get()))
    });
    let told =
        memo(move || shape.with(|shape| style.get().number(subject.get(), &target.get(), shape)));
    let plot = Memo::new(move |before: Option<&Option<Plot>>| {
        let (subject, style, target) = (subject.get(), style.get(), target.get());
        run.scene.with(|Scene { frame, data, .. }| {
            let maps = picture::map_of(subject, frame, data);
            // Until the worker has the map that is asked for, the one before stays.
            let before = || before.cloned().flatten().filter(|_| data.view.is_line());
            maps.and_then(|maps| Plot::of(&maps, (subject, style), &target, (frame, data)))
                .or_else(before)
        })
    });
    let heights = memo(move || plot.with(|plot| plot.as_ref().map(|plot| plot.heights)));
    let titles = memo(move || {
        let of = (subject.get(), style.get());
        plot.with(|plot| plot.as_ref().map(|plot| line::titles(run, of, plot)))
    });
    let painted = draw(run, canvas, size, layers, (subject, style, dark), (plot, titles));
    let spot = run.spot;
    let is_read = memo(move || {
        // Arrows are drawn from values, and a place is read in them.
        spot.get().is_some() || matches!(style.get(), Style::Flow { .. })
    });
    effect(move || {
        let (size, values, second) = (size.get(), is_read.get(), second.get());
        run.wish(|wish| {
            // A pixel of the screen to each; a float cast saturates.
            wish.big = size.map_or(0.0, |size| size.width * size.ratio).round() as usize;
            (wish.values, wish.second) = (values, second);
        });
    });
    effect(move || {
        let on = run.worst.get();
        run.watch(|watched| watched.worst = on);
    });
    on_cleanup(move || {
        easel.finish();
        run.watch(|watched| watched.worst = false);
        run.wish(|wish| wish.big = 0);
        spot.set(None);
    });
    let logits = memo(move || run.config.with(hint::logits));
    let labels = super::labels(run);
    let readout = memo(move || {
        painted.track();
        let words = page.text().output;
        let Some(spot) = spot.get() else {
            return String::new();
        };
        let values = layers.with_value(|layers| spot.values(&layers.values));
        let place = run.data.with(|data| place(data, spot, words));
        let value = |at: usize| values.get(at).map_or(f64::NAN, |&y| f64::from(y));
        let reading = |told| run.data.with(|data| picture::reading(data, told, value(0)));
        match style.get() {
            Style::Scale { .. } | Style::Class { .. } => {
                match logits.get().filter(|_| subject.get() == Subject::Output) {
                    Some(_) => {
                        let logit = values.first().map_or(f64::NAN, |&y| f64::from(y));
                        let sure = number::percent(hint::probability(logit));
                        (page.text().hint.spot_logit)(&place, &reading(None), &sure)
                    }
                    None => {
                        // A table's own name for it.
                        let name = told
                            .get()
                            .and_then(|at| labels.with(|labels| labels.own(at).map(str::to_owned)));
                        let name = name.as_deref().unwrap_or(words.value);
                        (words.spot)(&place, name, &reading(told.get()))
                    }
                }
            }
            Style::Flow { .. } => {
                let part = |at| run.data.with(|data| picture::part(data, at, value(at)));
                let [u, v] = [0, 1].map(part);
                (words.spot_flow)(&place, &u, &v)
            }
            Style::Classes { span } => {
                let outputs: Vec<f64> = values.iter().map(|&y| f64::from(y)).collect();
                let said = colour::told(&values, span).map(|(best, _)| {
                    labels
                        .with(|labels| answer::said(&outputs, best, (&target.get(), labels), words))
                });
                (words.spot_class)(&place, said.as_deref().unwrap_or(number::NONE))
            }
        }
    });
    let pointing = Pointing::new(run, size, heights);
    let place_of = move |event: &MouseEvent| {
        let size = size.get_untracked()?;
        let share = |at: i32, length: f64| f64::from(at) / length.max(1.0);
        Some(Spot::at(share(event.offset_x(), size.width), share(event.offset_y(), size.height)))
    };
    let point = move |event: &PointerEvent| {
        if let Some(place) = place_of(event) {
            spot.set(Some(place));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            easel.moved(&canvas, &event);
        }
        point(&event);
    };
    let down = move |event: PointerEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            easel.down(&canvas, &event);
        }
        point(&event);
    };
    let keyed = StoredValue::new(false);
    effect(move || {
        let (line, of_point) = (readout.get(), pointing.said());
        // Where the worker paints, the values that are read come a moment later, and so does the answer
        // to a point.
        let is_known = layers.with_value(|layers| !layers.values.is_empty());
        if is_known
            && keyed.get_value()
            && let Some(of_point) = of_point
        {
            keyed.set_value(false);
            page.say(line + &of_point);
        }
    });
    let key = move |event: KeyboardEvent| {
        let from = spot.get_untracked();
        match step(&event.key()) {
            Some((x, y)) => {
                keyed.set_value(true);
                let to = from.map_or(Spot::MIDDLE, |spot| spot.moved(x, y));
                // Sideways along the curve, to what is above and below it the other way.
                let to = plot.with_untracked(|plot| match plot {
                    Some(plot) if y == 0.0 => plot.on_curve(to),
                    Some(_) | None => to,
                });
                spot.set(Some(to));
                easel.stepped(to);
            }
            None if easel.key(&event, spot) => {}
            None if event.key() == "Escape" && pointing.let_go() => {}
            None if presses(&event, "Enter") && pointing.hold(from) => {}
            None if event.key() == "Escape" && from.is_some() => spot.set(None),
            None => return,
        }
        // Elsewhere on the page arrow keys step through training.
        event.prevent_default();
        event.stop_propagation();
    };
    provide_context(Picture { dark, canvas });
    view! {
        <div class="boundary">
            <div class="boundary-plot" translate="no">
                <div class="boundary-picture">
                    <canvas
                        node_ref=canvas
                        id=run.element(picture::PICTURE)
                        class="boundary-canvas"
                        class:boundary-canvas--drawn=move || easel.open.get()
                        data-testid="boundary"
                        role="application"
                        tabindex="0"
                        title=move || match easel.open.get() {
                            true => page.text().draw.keys,
                            false => page.text().output.picture_hint,
                        }
                        aria-label=move || {
                            let words = page.text().output;
                            let sides = run.data.with(|data| sides::told(data, words));
                            let name = (words.picture)(&paint::caption(run, subject.get()), &sides);
                            easel.named(match titles.get() {
                                Some([answer, parts]) => (words.plot)(&name, &answer, &parts),
                                None => name,
                            })
                        }
                        aria-describedby=run.element("boundary-readout")
                        on:pointermove=moved
                        on:pointerdown=down
                        on:pointerup=move |event| easel.up(&event)
                        on:pointercancel=move |event| easel.cancelled(&event)
                        on:lostpointercapture=move |event| easel.up(&event)
                        on:pointerleave=move |_| spot.set(None)
                        on:blur=move |_| {
                            easel.finish();
                            // Who goes for another tool comes back to the place.
                            if !easel.open.get_untracked() {
                                spot.set(None);
                            }
                        }
                        on:keydown=key
                        on:click=move |event| {
                            pointing.hold(place_of(&event));
                        }
                    ></canvas>
                    <Ticks class="boundary-rows" down=true />
                    <Ticks class="boundary-columns" down=false />
                    <h2
                        class="boundary-caption"
                        class:spoken=move || subject.get() == Subject::Output || heights.get().is_some()
                        data-testid="boundary-caption"
                    >
                        {move || paint::caption(run, subject.get())}
                    </h2>
                    <Sides />
                    <Outside />
                    <SpotMark spot=spot />
                    <Sample pointing canvas />
                    // Nobody reads where they draw, and it would cover that.
                    <p
                        class="boundary-readout"
                        class:spoken=move || easel.open.get()
                        id=run.element("boundary-readout")
                        data-testid="boundary-readout"
                    >
                        {move || readout.get()}
                    </p>
                </div>
                <div class="boundary-rail">
                    <Legend style told target labels second dark />
                    <Worst />
                </div>
            </div>
            <Show when=move || easel.open.get() fallback=Foot>
                <Later part=toolbar::tools missed=move |()| easel.open.set(false) />
            </Show>
            <LogitRemark />
        </div>
    }
}

/// What is below the picture while nobody draws.
#[component]
fn Foot() -> impl IntoView {
    view! {
        <div class="boundary-foot">
            <Wrong />
            <Toggles />
        </div>
    }
}

/// The values of the columns on show at a spot: "x₁ 1.20 · x₂ −0.48".
fn place(data: &Data, spot: Spot, words: &Words) -> String {
    let sides = [(Side::Across, spot.x), (Side::Up, 1.0 - spot.y)];
    let told = sides.into_iter().filter_map(|(side, share)| {
        let axis = data.view.axis(side);
        let value = number::coordinate(axis.at(share), axis.span());
        Some(format!("{} {value}", picture::side_name(data, side, words)?))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Marks the ten worst points, as long as it is pressed.
#[component]
fn Worst() -> impl IntoView {
    let page = use_page();
    let worst = use_run().worst;
    view! {
        <button
            type="button"
            class="curves-toggle boundary-worst"
            data-testid="worst"
            title=move || page.text().output.worst_title
            aria-pressed=move || worst.get().to_string()
            on:click=move |_| worst.update(|on| *on = !*on)
        >
            {move || page.text().output.worst}
        </button>
    }
}

/// How far a key moves the pointer in the picture: shares of its width and its height.
fn step(key: &str) -> Option<(f64, f64)> {
    match key {
        "ArrowLeft" => Some((-0.02, 0.0)),
        "ArrowRight" => Some((0.02, 0.0)),
        "ArrowUp" => Some((0.0, -0.02)),
        "ArrowDown" => Some((0.0, 0.02)),
        _ => None,
    }
}

/// Where the keyboard or the pointer reads the picture.
#[component]
fn SpotMark(
    /// The place.
    spot: RwSignal<Option<Spot>>,
) -> impl IntoView {
    move || {
        let Spot { x, y } = spot.get()?;
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
            />
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
    /// What its words explain.
    help: HelpTopic,
    /// Picks its words.
    name: fn(&Words) -> &'static str,
    /// The field of the view that it sets.
    field: fn(&mut View) -> &mut bool,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let key: &str = control.into();
    let shown = page.shows(control);
    let on = memo(move || *field(&mut page.view.get()));
    let name_id = move || run.element(&format!("name-{key}"));
    view! {
        <Show when=move || shown.get()>
            <span class="boundary-toggle">
                <label class="boundary-check">
                    <input
                        type="checkbox"
                        data-testid=format!("setting-{key}")
                        aria-labelledby=name_id()
                        prop:checked=move || on.get()
                        on:change=move |event: Event| {
                            let on = event_target_checked(&event);
                            page.edit_view(|view| *field(view) = on);
                        }
                    />
                </label>
                <Term topic=help id=name_id()>{move || name(page.text().output)}</Term>
            </span>
        </Show>
    }
}

/// How many of the points shown lie outside the picture; nothing where none does. It stands inside, where it
/// moves nothing when it comes and goes.
#[component]
fn Outside() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let count = memo(move || {
        let show_test = page.view.with(|view| view.show_test);
        run.data.with(|data| {
            let test = if show_test { picture::outside(data, &data.test) } else { 0 };
            picture::outside(data, &data.train) + test
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
    (plot, titles): (Memo<Option<Plot>>, Memo<Option<[String; 2]>>),
) -> Trigger {
    // A point that was drawn is seen whichever half it is in.
    let easel = expect_context::<Easel>();
    let show_test = memo(move || easel.open.get() || run.page.view.with(|view| view.show_test));
    let discretize = memo(move || run.page.view.with(|view| view.discretize));
    let second = memo(move || style.get().is_second());
    let kind = memo(move || run.data.with(|data| Kind::of(data, second.get())));
    let span = memo(move || run.config.with(|config| config.target().span));
    let points = memo(move || Points {
        kind: kind.get(),
        span: span.get(),
        heights: plot.with(|plot| plot.as_ref().map(|plot| plot.heights)),
        show_test: show_test.get(),
        dark: dark.get(),
    });
    let pointed = Trigger::new();
    let painted = Trigger::new();
    effect(move || {
        let (Some(size), points, restored) = (size.get(), points.get(), run.page.restored.get())
        else {
            return;
        };
        let data = run.data.get();
        layers.update_value(|layers| {
            if std::mem::replace(&mut layers.restored, restored) != restored {
                (layers.points, layers.map) = (None, None);
            }
            on_layer(&mut layers.points, size, |context, square| {
                points.paint(context, &data, square)
            });
            (layers.wrong, layers.marked) = (None, None);
        });
        pointed.notify();
    });
    effect(move || {
        pointed.track();
        let (subject, style, points) = (subject.get(), style.get(), points.get());
        let (discretize, dark, rings) = (discretize.get(), dark.get(), run.worst.get());
        let frame = run.frame.get();
        let (Some(canvas), Some(size)) = (canvas.get(), size.get()) else {
            return;
        };
        layers.update_value(|layers| {
            // Until the worker has the map that is asked for, the one before stays.
            let drawn = run.pictures().big;
            let drawn = drawn.filter(|_| subject.is_shown_by(frame.look, &frame.shape));
            let values = run.data.with_untracked(|data| picture::map_of(subject, &frame, data));
            if drawn.is_some() || values.is_some() {
                (layers.drawn, layers.values) = (drawn, values.unwrap_or_default());
            }
            if layers.marked != frame.wrong {
                layers.marked.clone_from(&frame.wrong);
                let wrong = layers.marked.clone().unwrap_or_default();
                let data = run.data.get_untracked();
                on_layer(&mut layers.wrong, size, |context, square| {
                    points.paint_wrong(context, &data, &wrong, square)
                });
            }
            // The frame may be one of before they were called off.
            let worst = (if rings { &frame.worst[..] } else { &[] }, points);
            let data = run.data.get_untracked();
            let (plot, titles) = (plot.get(), titles.get());
            let units = run.page.text().controls.units;
            let plot = plot.as_ref().zip(titles.as_ref());
            let plot = plot.map(|(plot, titles)| (plot, titles, units));
            layers.compose(&canvas, size, (style, dark, discretize), (&data, plot), worst);
        });
        painted.notify();
    });
    painted
}

/// Paints onto a layer as large as the picture, which is made where there is none.
fn on_layer(
    layer: &mut Option<HtmlCanvasElement>,
    size: Size,
    paint: impl FnOnce(&CanvasRenderingContext2d, (f64, f64, f64)) -> Option<()>,
) -> Option<()> {
    *layer = layer.take().or_else(surface::offscreen);
    paint(&surface::prepare(layer.as_ref()?, size)?, (0.0, 0.0, size.width))
}

impl Layers {
    /// Paints map and points onto the canvas on the page.
    fn compose(
        &mut self,
        canvas: &HtmlCanvasElement,
        size: Size,
        (style, dark, discretize): (Style, bool, bool),
        (data, plot): (&Data, Option<line::Said<'_>>),
        (worst, points): (&[Place], Points),
    ) -> Option<()> {
        let context = surface::prepare(canvas, size)?;
        let square = (0.0, 0.0, size.width);
        self.map = self.map.take().or_else(surface::offscreen);
        let map = self.map.as_ref()?;
        if let Some((plot, ..)) = plot {
            line::below(&context, plot, dark, square)?;
        } else if let Some(drawn) = &self.drawn {
            paint::ground(&context, Map::Drawn(drawn), square, dark)?;
        } else if !self.values.is_empty() {
            // The planes of the style before, for one frame: nothing is drawn.
            if paint::map(&self.values, style, colour::scale(dark), discretize, map).is_some() {
                paint::ground(&context, Map::Values(map), square, dark)?;
            }
        }
        for layer in [&self.points, &self.wrong].into_iter().flatten() {
            paint::lay(&context, layer, square)?;
        }
        match plot {
            Some(plot) => line::above(&context, plot, dark, square)?,
            None => paint::arrows(&context, &self.values, style, dark, square),
        }
        points.paint_worst(&context, data, worst, square)
    }
}
