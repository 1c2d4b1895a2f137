//! A pad to draw a digit on, with pointer or keys, and beside it what the network takes it for, live while
//! it trains. What a drawing is as a row, `pixels` knows.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::answer;
use super::easel;
use crate::app::canvas::colour;
use crate::app::canvas::surface;
use crate::app::pixels::{self, DOTS, FULL, SIDE};
use crate::app::preference::theme;
use crate::app::reactive::{effect, memo};
use crate::app::real_set::RealSet;
use crate::app::spot::Spot;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::app::text::pixels::of;
use crate::app::widgets::each::Each;
use crate::app::widgets::field::presses;

/// How strong the ink is that is not drawn but counts.
const THICKER: f32 = 0.3;

/// What the network makes of a drawing.
#[derive(Clone, Debug, Default, PartialEq)]
struct Told {
    /// The class.
    class: Option<usize>,
    /// The share of each class; empty where nothing is drawn, or an output is no number.
    shares: Vec<f32>,
    /// The outputs themselves.
    outputs: Vec<f64>,
}

/// Where a key leads from a pixel, column and row.
fn beside((column, row): (usize, usize), key: &str) -> Option<(usize, usize)> {
    let last = SIDE - 1;
    match key {
        "ArrowLeft" => Some((column.saturating_sub(1), row)),
        "ArrowRight" => Some(((column + 1).min(last), row)),
        "ArrowUp" => Some((column, row.saturating_sub(1))),
        "ArrowDown" => Some((column, (row + 1).min(last))),
        _ => None,
    }
}

/// The pad, and below it what to draw and a button that clears it; beside it a bar for each class.
#[component]
pub fn Pad() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let words = move || of(page.language.get());
    let pad = run.pad;
    let has_pixels = memo(move || run.config.with(RealSet::pixels_of).is_some());
    effect(move || {
        let row = pad.with(|pad| (!pad.is_empty()).then(|| pad.row()));
        run.ask(row.filter(|_| has_pixels.get()));
    });
    on_cleanup(move || run.ask(None));
    let target = memo(move || run.config.with(|config| config.target()));
    let told = memo(move || {
        let is_asked = run.asked.with(Option::is_some);
        run.frame.with(|frame| match frame.reply.as_ref().filter(|_| is_asked) {
            Some(reply) => {
                let narrow: Vec<f32> = reply.outputs.iter().map(|&y| y as f32).collect();
                let shares = colour::shares(&narrow, target.get().span);
                Told { class: reply.class, shares, outputs: reply.outputs.clone() }
            }
            None => Told::default(),
        })
    });
    let labels = super::labels(run);
    // Said is what is made of a whole stroke, and once.
    let ended = RwSignal::new(false);
    effect(move || {
        if !ended.get() {
            return;
        }
        let row = pad.with_untracked(pixels::Pad::row);
        let replied = run.frame.with(|frame| frame.reply.as_ref().is_some_and(|it| it.row == row));
        if !replied {
            return;
        }
        ended.set(false);
        told.with_untracked(|told| {
            if let Some(class) = told.class {
                let language = page.language.get_untracked();
                let words = language.text().output;
                let said = labels.with_untracked(|labels| {
                    answer::said(&told.outputs, class, (&target.get_untracked(), labels), words)
                });
                page.say((of(language).told)(&said));
            }
        });
    });
    let clear = move || {
        ended.set(false);
        pad.set(pixels::Pad::default());
        page.say(of(page.language.get_untracked()).cleared.to_owned());
    };
    let bar = move |class: usize| {
        let share = memo(move || told.with(|told| told.shares.get(class).copied()));
        let value = move || {
            told.with(|told| match answer::probabilities(&told.outputs, &target.get()) {
                Some(shares) => number::percent(shares.get(class).copied().unwrap_or(f64::NAN)),
                None => number::signed(told.outputs.get(class).copied().unwrap_or(f64::NAN)),
            })
        };
        view! {
            <li
                class="pad-bar"
                class:is-told=move || told.with(|told| told.class == Some(class))
                data-testid=format!("pad-bar-{class}")
                data-value=move || share.get()
            >
                <b>{move || labels.with(|labels| labels.get(class))}</b>
                <span
                    class="pad-share"
                    prop:style=move || format!("--share:{:.3}", share.get().unwrap_or_default())
                ></span>
                <span class="pad-value">{value}</span>
            </li>
        }
    };
    view! {
        <div class="pad" translate="no" data-testid="pad-panel">
            <Sheet ended clear />
            <ol class="pad-bars" data-testid="pad-bars" aria-label=move || words().bars>
                <Each
                    each=move || 0..target.get().classes
                    key=|class| *class
                    children=bar
                />
            </ol>
            <div class="pad-foot">
                <p>{move || words().hint}</p>
                <button type="button" class="link-button" data-testid="pad-clear" on:click=move |_| clear()>
                    {move || words().clear}
                </button>
            </div>
        </div>
    }
}

/// What is drawn on.
#[component]
fn Sheet(
    /// Set where a stroke has ended.
    ended: RwSignal<bool>,
    /// Takes all ink away.
    clear: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let pad = run.pad;
    let canvas = NodeRef::<html::Canvas>::new();
    let size = surface::observe(canvas);
    let dark = theme::use_dark(page.theme);
    // The pixel at which the keyboard is, while it is there.
    let pixel = RwSignal::new((SIDE / 2, SIDE / 2));
    let keyed = RwSignal::new(false);
    effect(move || {
        let (dark, at) = (dark.get(), keyed.get().then(|| pixel.get()));
        page.restored.track();
        if let (Some(canvas), Some(size)) = (canvas.get(), size.get())
            // Without a canvas there is nothing to see, and nobody to tell.
            && let Some(context) = surface::prepare(&canvas, size)
        {
            pad.with(|pad| paint(&context, size.width, pad, at, dark));
        }
    });
    // The pointer that draws, and where it was.
    let hand = StoredValue::new(None::<(i32, Spot)>);
    let holds = move |event: &PointerEvent| {
        hand.with_value(|hand| hand.is_some_and(|(pointer, _)| pointer == event.pointer_id()))
    };
    let follow = move |canvas: &HtmlCanvasElement, event: &PointerEvent| {
        let to = easel::spot(canvas, event);
        hand.update_value(|hand| {
            if let Some((_, at)) = hand {
                let from = std::mem::replace(at, to);
                pad.update(|pad| pad.line(from, to));
            }
        });
    };
    let up = move |event: PointerEvent| {
        if holds(&event) {
            hand.set_value(None);
            ended.set(true);
        }
    };
    let down = move |event: PointerEvent| {
        let draws = event.is_primary() && event.button() == 0 && !event.ctrl_key();
        let Some(canvas) = canvas.get_untracked().filter(|_| draws) else { return };
        // A pointer that is gone already cannot be held.
        let _ = canvas.set_pointer_capture(event.pointer_id());
        keyed.set(false);
        ended.set(false);
        hand.set_value(Some((event.pointer_id(), easel::spot(&canvas, &event))));
        follow(&canvas, &event);
    };
    let moved = move |event: PointerEvent| {
        if !holds(&event) {
            return;
        }
        if event.buttons() & 1 == 0 {
            // It has gone up where nobody has told of it.
            return up(event);
        }
        if let Some(canvas) = canvas.get_untracked() {
            easel::coalesced(&event).iter().for_each(|event| follow(&canvas, event));
        }
    };
    let say = move |(column, row): (usize, usize)| {
        let ink = pad.with_untracked(|pad| pad.ink_in((column, row)));
        let words = of(page.language.get_untracked());
        page.say((words.pixel)(row + 1, column + 1, ink, FULL));
    };
    let key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let at = pixel.get_untracked();
        match event.key().as_str() {
            "Delete" | "Backspace" => clear(),
            _ if presses(&event, " ") || presses(&event, "Enter") => {
                keyed.set(true);
                if !event.repeat() {
                    pad.update(|pad| pad.turn(at));
                    say(at);
                    ended.set(true);
                }
            }
            key => {
                let Some(to) = beside(at, key) else { return };
                keyed.set(true);
                pixel.set(to);
                say(to);
            }
        }
        // Elsewhere on the page these keys run the training.
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <canvas
            node_ref=canvas
            id=run.element(super::picture::PICTURE)
            class="pad-sheet"
            data-testid="pad"
            role="application"
            tabindex="0"
            aria-label=move || of(page.language.get()).pad
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:lostpointercapture=up
            on:blur=move |_| keyed.set(false)
            on:keydown=key
        ></canvas>
    }
}

/// Paints the dots over the borders of the pixels, paler where strokes only count as so thick, and a frame
/// around the pixel at which the keyboard is.
fn paint(
    context: &CanvasRenderingContext2d,
    width: f64,
    pad: &pixels::Pad,
    at: Option<(usize, usize)>,
    dark: bool,
) {
    let ink = colour::ink(dark);
    let (pixel, dot) = (width / SIDE as f64, width / DOTS as f64);
    context.set_fill_style_str(&colour::css(ink.line));
    for border in 1..SIDE {
        let border = (border as f64 * pixel).round();
        context.fill_rect(border, 0.0, 1.0, width);
        context.fill_rect(0.0, border, width, 1.0);
    }
    for (pad, colour) in [(&pad.thick(), colour::inked(THICKER, dark)), (pad, ink.ink)] {
        context.set_fill_style_str(&colour::css(colour));
        for (column, row) in pad.ink() {
            // Over each other, so that nothing shows between two.
            let (x, y) = (column as f64 * dot, row as f64 * dot);
            context.fill_rect(x, y, dot + 0.5, dot + 0.5);
        }
    }
    if let Some((column, row)) = at {
        context.set_stroke_style_str(&colour::css(ink.accent));
        context.set_line_width(2.0);
        let (x, y) = (column as f64 * pixel, row as f64 * pixel);
        context.stroke_rect(x + 1.0, y + 1.0, pixel - 1.0, pixel - 1.0);
    }
}
