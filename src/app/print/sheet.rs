//! The sheet on the page, and when it is there.

use std::any::Any;

use leptos::ev;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlCanvasElement};

use super::listing::listing;
use crate::app::curve::Metric;
use crate::app::network::layout::Room;
use crate::app::preference::theme;
use crate::app::reactive::on_window;
use crate::app::scene::Manner;
use crate::app::state::Run;
use crate::app::text::{NAME, number};
use crate::app::widgets::figure;
use crate::app::{network, output};
use crate::engine::inputs::Name;
use crate::protocol::Speed;

/// Tells the style sheets that a sheet is up.
const UP: &str = "prints";

/// The drawings' sizes in CSS pixels, of which paper has 96 to an inch; `style/print.css` makes them
/// smaller where the words need more room.
const NETWORK: Room = Room::desk(700.0, 400.0);
const PICTURE: f64 = 252.0;
const CURVES: (f64, f64) = (370.0, 200.0);

/// What is there while the browser prints.
struct Printing {
    /// The sheet; it goes when this is dropped.
    _sheet: Box<dyn Any>,
    /// Whether training rests for it.
    rests: bool,
}

/// Puts the sheet up before the browser prints, and takes it away afterwards.
pub fn install(run: Run) {
    let printing = StoredValue::new_local(None::<Printing>);
    let before = on_window(ev::beforeprint, move |_| {
        // A browser may begin once more before it has told of an end.
        let rested = printing.try_update_value(Option::take).flatten().is_some_and(|own| own.rests);
        let rests = run.rest() || rested;
        printing.set_value(put_up(run).map(|_sheet| Printing { _sheet, rests }));
    });
    let after = on_window(ev::afterprint, move |_| {
        mark(false);
        let own = printing.try_update_value(Option::take).flatten();
        if own.is_some_and(|own| own.rests) && !run.playing.get_untracked() {
            run.go_on();
        }
    });
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}

fn put_up(run: Run) -> Option<Box<dyn Any>> {
    let body = document().body()?;
    mark(true);
    Some(Box::new(leptos::mount::mount_to(body, move || untrack(|| view! { <Sheet run /> }))))
}

fn mark(up: bool) {
    if let Some(root) = document().document_element() {
        // It fails for names with spaces only.
        let _ = root.class_list().toggle_with_force(UP, up);
    }
}

/// Title and epoch, diagram, picture, figures and curve, settings, link. Nothing on it changes.
#[component]
fn Sheet(
    /// Whose.
    run: Run,
) -> impl IntoView {
    let page = run.page;
    let text = page.text();
    let manner = Manner::of_paper(theme::is_dark(page.theme), run.pictures());
    let subtitle = run.config.with(|config| figure::experiment(config, text));
    let epoch = run.frame.with(|frame| {
        let within = matches!(run.speed.get(), Speed::Sample | Speed::Batch);
        let train = run.config.with(|config| config.train_count());
        figure::epoch(frame.epoch, frame.sample, train, within)
    });
    let link = page.address();
    let numbers = run.data.with(|data| Name::of_numbers(&data.columns, &[]));
    let listed = |config: &_| page.view.with(|view| listing(config, &numbers, view, text));
    let settings = run.config.with(listed);
    let letters: usize = settings.iter().map(|(name, value)| name.len() + value.len()).sum();
    let size = size(letters + link.len());
    let settings = settings
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        <section class=format!("sheet {size}") data-testid="sheet" translate="no">
            <header class="sheet-head">
                <h1>{NAME}</h1>
                <p>{subtitle}</p>
                <p class="sheet-epoch num">
                    {text.controls.epoch} " " <b data-testid="sheet-epoch">{epoch}</b>
                </p>
            </header>
            <Drawing id="sheet-network" canvas=network::save::picture(run, NETWORK, &manner) />
            <div class="sheet-row">
                <Drawing id="sheet-picture" canvas=output::save::picture(run, PICTURE, &manner) />
                <div class="sheet-told">
                    <Figures run />
                    <Drawing id="sheet-curves" canvas=output::save::curve_picture(run, CURVES, &manner) />
                </div>
            </div>
            <dl class="sheet-settings" data-testid="sheet-settings">{settings}</dl>
            <p class="sheet-link">
                <b>{text.controls.this_link}</b>
                " "
                <a href=link.clone() data-testid="sheet-link">{link.clone()}</a>
            </p>
        </section>
    }
}

/// The class for so many letters of settings and link: large networks have long ones, and the
/// drawings need their room.
fn size(letters: usize) -> &'static str {
    match letters {
        0..1800 => "",
        1800..4000 => "sheet--long",
        _ => "sheet--longest",
    }
}

/// What has been painted; nothing where there is nothing to paint yet.
#[component]
fn Drawing(
    /// `data-testid` and class.
    id: &'static str,
    /// It.
    canvas: Option<HtmlCanvasElement>,
) -> impl IntoView {
    let put = |place: Element, canvas: Option<HtmlCanvasElement>| {
        if let Some(canvas) = canvas {
            // An element takes any child that is not around it.
            let _ = place.append_child(&canvas);
        }
    };
    view! { <div class=format!("sheet-drawing {id}") data-testid=id use:put=canvas></div> }
}

/// The figures of the frame, and what the curves below them show.
#[component]
fn Figures(
    /// Whose.
    run: Run,
) -> impl IntoView {
    let words = run.page.text().output;
    let classifies = run.config.with(|config| config.target().classes > 0);
    let metrics = run.frame.with(|frame| (!frame.shape.is_empty()).then_some(frame.metrics));
    let row = |id: &'static str, name: &'static str, value: f64, text: fn(f64) -> String| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="num" data-testid=id data-value=number::full(value)>{text(value)}</dd>
            </div>
        }
    };
    let rows = metrics.map(|metrics| {
        let accuracies = classifies.then(|| {
            let (train, test) = (metrics.train_accuracy, metrics.test_accuracy);
            view! {
                {row("sheet-train-accuracy", words.train_accuracy, train, number::percent)}
                {row("sheet-test-accuracy", words.test_accuracy, test, number::percent)}
            }
        });
        view! {
            {row("sheet-train-loss", words.train_loss, metrics.train_loss, number::loss)}
            {row("sheet-test-loss", words.test_loss, metrics.test_loss, number::loss)}
            {accuracies}
        }
    });
    let shown = match output::shown_view(run).metric {
        Metric::Loss => words.loss,
        Metric::Accuracy => words.accuracy,
    };
    view! {
        <dl class="sheet-figures">{rows}</dl>
        <h2>{shown}</h2>
    }
}
