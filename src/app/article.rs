//! The article below the experiment: what a neural network is, what the picture shows, what
//! to try, where to go on. The words and links are in `text/article.rs`.

use leptos::prelude::*;
use strum::VariantArray as _;

use super::state::{Page, use_page};
use super::surroundings;
use super::text::article::{Experiment, Section, Source};
use crate::app::reactive::memo;

/// The whole article; nothing where the link hides it (`hideText=true`).
#[component]
pub fn Article() -> impl IntoView {
    let page = use_page();
    // A memo, or every other toggle of the view would build the article anew.
    let hidden = memo(move || page.view.with(|view| view.hide_text));
    move || {
        // Components read untracked: another language builds the article anew.
        page.language.track();
        (!hidden.get()).then(|| view! { <Sections page /> })
    }
}

/// All sections in the language on show.
#[component]
fn Sections(
    /// The page.
    page: Page,
) -> impl IntoView {
    let words = page.text().article;
    view! {
        // What goes with the experiment, for who goes from landmark to landmark.
        <aside class="article" data-testid="article">
            <Part section=words.network />
            <Part section=words.picture />
            <Part section=words.colours />
            <Part section=words.experiments>
                <ul class="article__list">
                    {Experiment::VARIANTS
                        .iter()
                        .map(|&experiment| {
                            let pointer = words.experiment(experiment);
                            view! {
                                <li>
                                    <a
                                        href=experiment.hash()
                                        on:click=move |event| {
                                            surroundings::keep_history(&event, experiment.hash());
                                            to_the_top();
                                        }
                                    >
                                        {pointer.title}
                                    </a>
                                    " "
                                    {pointer.body}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </Part>
            <Part section=words.tools />
            <Part section=words.onward>
                <ul class="article__list">
                    {Source::VARIANTS
                        .iter()
                        .map(|&source| {
                            let pointer = words.source(source);
                            view! {
                                <li>
                                    <a href=source.address() rel="noopener" target="_blank">
                                        {pointer.title}
                                    </a>
                                    " — "
                                    {pointer.body}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </Part>
        </aside>
    }
}

/// A heading, its paragraphs and what follows them.
#[component]
fn Part(
    /// The words.
    section: Section,
    /// What follows the paragraphs.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="article__section">
            <h2 class="article__title">{section.title}</h2>
            {section.paragraphs.iter().map(|&paragraph| view! { <p>{paragraph}</p> }).collect_view()}
            {children.map(|children| children())}
        </section>
    }
}

/// An experiment's link changes the page above it, so the visitor is taken there; the style
/// sheet decides whether the way is smooth.
fn to_the_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}
