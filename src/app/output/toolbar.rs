//! The tools for drawing, below the picture that they draw on, and the button that takes them out.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use strum::VariantArray as _;

use super::easel::Easel;
use super::legend::Swatch;
use super::save;
use crate::app::draw::code::TRAVELLING;
use crate::app::draw::drawing::{CLASSES, MOST};
use crate::app::draw::{Told, Tool};
use crate::app::part::part;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::text::number;
use crate::decimal;

/// A link of more signs than these is cut by some programs.
const LONG: usize = 2000;

/// Takes the tools out.
#[component]
pub fn DrawButton() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let easel = expect_context::<Easel>();
    let press = move |event: MouseEvent| {
        easel.toggle();
        // The keyboard goes on where it draws; a pointer goes there itself.
        if event.detail() == 0 && easel.open.get_untracked() {
            super::tab::focus_picture(run);
        }
    };
    view! {
        <button
            type="button"
            class="link-button"
            data-testid="draw"
            title=move || page.text().draw.draw_title
            aria-pressed=move || easel.open.get().to_string()
            on:click=press
        >
            {move || page.text().draw.draw}
        </button>
    }
}

/// What the tools draw on (a context).
#[derive(Clone, Copy)]
pub(super) struct Picture {
    /// Whether the page is dark.
    pub dark: Memo<bool>,
    /// The picture.
    pub canvas: NodeRef<html::Canvas>,
}

part! {
    /// The tools.
    pub(super) tools in panels: Toolbar()
}

/// The tools, what they draw, and what is to be told of the drawing.
#[component]
fn Toolbar() -> impl IntoView {
    let page = use_page();
    let Picture { dark, canvas } = expect_context();
    let easel = expect_context::<Easel>();
    let words = move || page.text().draw;
    let told = easel.told;
    let done = move |_| {
        easel.toggle();
        // The button goes; the keyboard goes on at the picture.
        if let Some(canvas) = canvas.get_untracked() {
            // It fails only where the picture has left the page.
            let _ = canvas.focus();
        }
    };
    let tool = move |&tool: &'static Tool| {
        view! {
            <button
                type="button"
                class="curves-toggle"
                data-testid=format!("tool-{}", <&str>::from(tool))
                data-name=move || (words().tools)(tool)
                aria-pressed=move || (easel.tool.get() == tool).to_string()
                on:click=move |_| {
                    easel.finish();
                    easel.tool.set(tool);
                }
            >
                {move || (words().tools)(tool)}
            </button>
        }
    };
    view! {
        <div
            class="easel"
            role="group"
            aria-label=move || words().draw
            title=move || words().keys
            data-testid="easel"
        >
            <div class="easel-row">
                {Tool::VARIANTS.iter().map(tool).collect_view()}
                <span class="easel-ways">
                    <button type="button" class="link-button" data-testid="draw-clear" on:click=move |_| easel.clear()>
                        {move || words().clear}
                    </button>
                    <button type="button" class="link-button" data-testid="draw-done" on:click=done>
                        {move || words().done}
                    </button>
                </span>
            </div>
            <div class="easel-row" role="group" aria-label=move || words().labels>
                {move || match told.get() {
                    Some(Told::Classes(classes)) => Some(view! { <Classes classes dark /> }.into_any()),
                    Some(Told::Value) => Some(view! { <Value /> }.into_any()),
                    None => None,
                }}
                <Count />
            </div>
            <Remarks />
        </div>
    }
}

/// The classes to draw, and one more.
#[component]
fn Classes(
    /// How many there are.
    classes: usize,
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let page = use_page();
    let easel = expect_context::<Easel>();
    let chosen = move || easel.class.get().min(classes.saturating_sub(1));
    let class = move |class: usize| {
        let name = move || (page.text().output.class)(&(class + 1).to_string());
        view! {
            <button
                type="button"
                class="easel-class"
                data-testid=format!("draw-class-{}", class + 1)
                title=name
                aria-label=name
                aria-pressed=move || (chosen() == class).to_string()
                on:click=move |_| easel.class.set(class)
            >
                <Swatch class dark />
            </button>
        }
    };
    let add = move || page.text().draw.add_class;
    view! {
        {(0..classes).map(class).collect_view()}
        <Show when=move || classes < *CLASSES.end()>
            <button
                type="button"
                class="easel-class"
                data-testid="draw-add-class"
                title=add
                aria-label=add
                on:click=move |_| easel.add_class()
            >
                "+"
            </button>
        </Show>
    }
}

/// The value to draw, from −1 to 1.
#[component]
fn Value() -> impl IntoView {
    let page = use_page();
    let easel = expect_context::<Easel>();
    let filled = move || format!("--filled:{:.2}%", 50.0 * (easel.value.get() + 1.0));
    view! {
        <input
            type="range"
            class="track"
            data-testid="draw-value"
            aria-label=move || page.text().draw.value
            min="-1"
            max="1"
            step="0.125"
            prop:value=move || easel.value.get().to_string()
            prop:style=filled
            on:input=move |event| {
                if let Some(value) = decimal::read(&event_target_value(&event)) {
                    easel.value.set(value);
                }
            }
        />
        <output class="easel-value">{move || number::signed(easel.value.get())}</output>
    }
}

/// How many points there are.
#[component]
fn Count() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let count = memo(move || run.config.with(|config| config.sample_count()));
    view! {
        <span class="easel-count" data-testid="draw-count" data-value=move || count.get()>
            {move || (page.text().draw.points)(count.get())}
        </span>
    }
}

/// One line, whose place is kept where it is empty, so that the picture stays as large as it is: the points
/// to begin with, while there are none, else what a link does with the drawing, where that is not all well,
/// and the file that has it all.
#[component]
fn Remarks() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let easel = expect_context::<Easel>();
    let offered = memo(move || {
        let is_empty = run.config.with(|config| config.sample_count()) == 0;
        easel.offered.with(|offered| {
            let points = offered
                .as_ref()
                .map(|(drawing, shortfall)| drawing.points.len() + shortfall.left_out);
            points.filter(|_| is_empty)
        })
    });
    let remark = memo(move || {
        let words = page.text().draw;
        page.view.track();
        let points = run.config.with(|config| config.sample_count());
        if points >= MOST {
            return Some((words.full)(MOST));
        }
        if points > TRAVELLING {
            return Some((words.too_many)(TRAVELLING));
        }
        let signs = page.address().len();
        (signs > LONG).then(|| (words.long)(signs))
    });
    let offer = move |points: usize| {
        view! {
            <button
                type="button"
                class="link-button"
                data-testid="draw-begin"
                on:click=move |event| {
                    easel.begin_with_points();
                    // The button goes; the keyboard goes on where it draws.
                    if event.detail() == 0 {
                        super::tab::focus_picture(run);
                    }
                }
            >
                {move || (page.text().draw.begin)(points)}
            </button>
        }
    };
    let said = move |said: String| {
        view! {
            <span data-testid="draw-remark">{said}</span> " "
            <button type="button" class="link-button" data-testid="draw-save" on:click=move |_| save::points(run)>
                {move || page.text().draw.file}
            </button>
        }
    };
    view! {
        <p class="easel-remark">
            {move || match offered.get() {
                Some(points) => Some(offer(points).into_any()),
                None => remark.get().map(|remark| said(remark).into_any()),
            }}
        </p>
    }
}
