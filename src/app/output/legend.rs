//! What stands beside the big picture: what its colours mean.

use leptos::prelude::*;

use super::labels::Labels;
use super::marks;
use super::picture::{self, SHAPES, Style};
use crate::app::canvas::colour;
use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::each::Each;
use crate::engine::config::Target;

/// What the colours mean: the scale with its ends, or the classes with their marks.
#[component]
pub(super) fn Legend(
    /// How the picture is drawn.
    style: Memo<Style>,
    /// Which of the numbers that are to be told it answers.
    told: Memo<Option<usize>>,
    /// What the outputs are to say.
    target: Memo<Target>,
    /// What the classes are called.
    labels: Memo<Labels>,
    /// Whether the second part of a flow lies below its arrows.
    second: RwSignal<bool>,
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    let (page, run) = (use_page(), use_run());
    let name = move |class: usize| labels.with(|labels| labels.class(class, page.text().output));
    let scale = move |span: (f64, f64), class: Option<usize>| {
        let discretize = memo(move || page.view.with(|view| view.discretize));
        let bar = move || colour::bar(&bar(class, dark.get()), discretize.get());
        let ends = memo(move || {
            let brief = page.text().controls.brief;
            run.data.with(|data| picture::ends(data, told.get(), span, brief))
        });
        let end = move |at: usize| move || ends.with(|ends| ends[at].clone());
        let label = move || {
            let (words, [low, high]) = (page.text().output, ends.get());
            match class {
                None => (words.scale)(&low, &high),
                Some(class) => (words.class_scale)(&low, &high, &name(class)),
            }
        };
        view! {
            <div class="boundary-scale" role="img" aria-label=label>
                <span>{end(1)}</span>
                <span class="boundary-scale-bar" prop:style=bar><i></i></span>
                <span>{end(0)}</span>
            </div>
        }
    };
    let part = move |of_second: bool| {
        let name =
            move || run.data.with(|data| picture::name(data, usize::from(of_second)).to_owned());
        view! {
            <button
                type="button"
                class="curves-toggle"
                data-testid=if of_second { "flow-v" } else { "flow-u" }
                aria-pressed=move || (second.get() == of_second).to_string()
                on:click=move |_| second.set(of_second)
            >
                {name}
            </button>
        }
    };
    move || match style.get() {
        Style::Scale { span } => scale(span, None).into_any(),
        Style::Class { index, span } => scale(span, Some(index)).into_any(),
        Style::Flow { second: _, span } => {
            view! { {part(false)} {part(true)} {scale(span, None)} }.into_any()
        }
        Style::Classes { .. } => {
            let swatch = move |class: usize| {
                view! {
                    <li title=move || labels.with(|labels| labels.own(class).map(str::to_owned))>
                        <Swatch class dark />
                        <span class="boundary-class" aria-hidden="true">
                            {move || labels.with(|labels| labels.get(class))}
                        </span>
                        <span class="spoken">{move || name(class)}</span>
                    </li>
                }
            };
            // Asked for on its own: next to the style, which follows from it, its change would be missed.
            let classes = move || 0..target.get().classes;
            // What may not fit is scrolled, by the keyboard too.
            let stop = move || (target.get().classes > SHAPES).then_some("0");
            view! {
                <ul
                    class="boundary-classes"
                    data-testid="classes"
                    tabindex=stop
                    aria-label=move || page.text().training.label("classes")
                >
                    <Each each=classes key=|class| *class children=swatch />
                </ul>
            }
            .into_any()
        }
    }
}

/// A class's mark on its ground.
#[component]
pub(super) fn Swatch(
    /// The class, from 0.
    class: usize,
    /// Whether the page is dark.
    dark: Memo<bool>,
) -> impl IntoView {
    move || {
        let dark = dark.get();
        let hue = colour::class(class, dark);
        let ground = colour::css(colour::ground(hue, dark));
        let fill = colour::css(colour::point(hue, dark));
        let edge = colour::css(colour::right(dark));
        let shape = match marks::polygon(class, 4.5) {
            disc if disc.is_empty() => {
                view! { <circle r="4.5" fill=fill stroke=edge /> }.into_any()
            }
            points => view! { <polygon points=points fill=fill stroke=edge /> }.into_any(),
        };
        view! {
            <svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true">
                <rect x="-7" y="-7" width="14" height="14" rx="2" fill=ground />
                {shape}
            </svg>
        }
    }
}

/// The colours along the scale of a picture, or of a class's own output.
pub(super) fn bar(class: Option<usize>, dark: bool) -> [[u8; 3]; 3] {
    let scale = colour::scale(dark);
    let colours = match class {
        None => [scale.neg, scale.zero, scale.pos],
        Some(class) => [-1.0, 0.0, 1.0].map(|at| scale.class_colour(at, class, false)),
    };
    colours.map(|colour| colour::ground(colour, dark))
}
