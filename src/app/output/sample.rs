//! What is told of a point of the picture: of the one below the pointer, and of the one that the visitor
//! has pressed, until something else is pressed.

use leptos::html;
use leptos::prelude::*;

use super::easel::Easel;
use super::panel::Heights;
use super::picture;
use super::points;
use crate::app::canvas::surface::Size;
use crate::app::reactive::{effect, memo};
use crate::app::real_set::RealSet;
use crate::app::spot::Spot;
use crate::app::state::{Run, use_page, use_run};
use crate::app::widgets::field::presses;
use crate::protocol::{Data, Place};

/// How far beside a point it is still meant, in CSS pixels: by a mouse or the keyboard, and by a finger.
const REACH: [f64; 2] = [8.0, 22.0];

/// The point that is told of. Copy it into closures.
#[derive(Clone, Copy)]
pub(super) struct Pointing {
    run: Run,
    easel: Easel,
    size: RwSignal<Option<Size>>,
    /// How high points stand over one column.
    heights: Memo<Option<Heights>>,
    /// What was pressed, with its row: among other data another point has its place.
    pressed: RwSignal<Option<(Place, Vec<f64>)>>,
    /// That point, as long as it is there.
    held: Memo<Option<Place>>,
    /// It, or the one below the pointer.
    point: Memo<Option<Place>>,
    /// What is told of that, each with its name.
    told: Memo<Vec<(String, String)>>,
}

/// A point's values and targets.
fn whole(data: &Data, place: Place) -> Option<Vec<f64>> {
    points::row(data, place).map(|(values, targets)| [values, targets].concat())
}

impl Pointing {
    /// Follows the run's spot on the picture of this size, and has the worker answer to the point there.
    pub fn new(run: Run, size: RwSignal<Option<Size>>, heights: Memo<Option<Heights>>) -> Self {
        let easel = expect_context::<Easel>();
        let pressed = RwSignal::new(None::<(Place, Vec<f64>)>);
        let held = memo(move || {
            let (place, row) = pressed.get()?;
            let is_there = run.data.with(|data| whole(data, place)) == Some(row);
            is_there.then_some(place)
        });
        let point =
            memo(move || held.get().or_else(|| near(run, easel, (size, heights), run.spot.get())));
        let labels = super::labels(run);
        let has_pixels = memo(move || run.config.with(RealSet::pixels_of).is_some());
        let told = memo(move || {
            let Some(place) = point.get() else { return Vec::new() };
            let target = run.config.with(|config| config.target());
            let (data, frame, text) = (run.data.get(), run.frame.get(), run.page.text());
            labels.with(|labels| {
                let answer = frame.answer.as_ref();
                let mut told = points::told((&data, place), answer, (&target, labels), text);
                if has_pixels.get() {
                    // They are seen in the diagram.
                    told.truncate(points::HEAD);
                }
                told
            })
        });
        effect(move || {
            if easel.open.get() {
                pressed.set(None);
            }
        });
        effect(move || {
            let point = point.get();
            run.sample.set(point);
            run.watch(|watched| watched.point = point);
        });
        on_cleanup(move || {
            run.sample.set(None);
            run.watch(|watched| watched.point = None);
        });
        Self { run, easel, size, heights, pressed, held, point, told }
    }

    /// Goes on telling of the point at a spot; where there is none, lets go of the one before. True where
    /// there is one.
    pub fn hold(self, spot: Option<Spot>) -> bool {
        let place = untrack(|| near(self.run, self.easel, (self.size, self.heights), spot));
        let row = place.and_then(|place| self.run.data.with_untracked(|data| whole(data, place)));
        self.pressed.set(place.zip(row));
        place.is_some()
    }

    /// Lets go of the point that is held; true where there was one.
    pub fn let_go(self) -> bool {
        let held = self.held.get_untracked().is_some();
        self.pressed.set(None);
        held
    }

    /// What is told of the point below the pointer, as a sentence behind another; nothing where there is
    /// none, and `None` as long as it has no answer (reactive).
    pub fn said(self) -> Option<String> {
        // Of another one that is held nothing is said in the place of this one.
        let below = near(self.run, self.easel, (self.size, self.heights), self.run.spot.get());
        let Some(place) = self.point.get().filter(|&place| below == Some(place)) else {
            return Some(String::new());
        };
        let is_answered = |place: Place| {
            let frame = self.run.frame.get();
            frame.answer.as_ref().is_some_and(|answer| answer.place == place)
        };
        let told = self.told.get();
        let told = told.iter().map(|(name, value)| format!("{name} {value}"));
        is_answered(place).then(|| format!(". {}", told.collect::<Vec<_>>().join(", ")))
    }
}

/// The point at a spot of the picture; none while somebody draws (reactive).
fn near(
    run: Run,
    easel: Easel,
    (size, heights): (RwSignal<Option<Size>>, Memo<Option<Heights>>),
    spot: Option<Spot>,
) -> Option<Place> {
    let (spot, size) = (spot?, size.get()?);
    if easel.open.get() {
        return None;
    }
    let reach = REACH[usize::from(run.page.coarse.get())] / size.width.max(1.0);
    let show_test = run.page.view.with(|view| view.show_test);
    run.data.with(|data| points::nearest((data, heights.get()), spot, show_test, reach))
}

/// What is told, on the side of the picture where the point is not; of one that is held with what can be
/// done with it.
#[component]
pub(super) fn Sample(
    /// The point.
    pointing: Pointing,
    /// The picture.
    canvas: NodeRef<html::Canvas>,
) -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let Pointing { heights, held, point, told, .. } = pointing;
    let spot = memo(move || {
        let place = point.get()?;
        run.data.with(|data| picture::place(data, heights.get(), points::row(data, place)?))
    });
    let is_held = memo(move || held.get().is_some());
    let right = move || spot.get().is_some_and(|(x, _)| x > 0.5);
    let high = move || spot.get().is_some_and(|(_, y)| y < 0.5);
    let has_others = memo(move || run.data.with(|data| others(data).next().is_some()));
    let close = move || {
        pointing.let_go();
        // The button goes; the keyboard goes on at the picture.
        if let Some(canvas) = canvas.get_untracked() {
            // It fails only where the picture has left the page.
            let _ = canvas.focus();
        }
    };
    let hold_here = move |_| {
        let row = held.get_untracked().and_then(|place| {
            run.data.with_untracked(|data| {
                let (values, _) = points::row(data, place)?;
                Some(others(data).filter_map(|at| Some((at, *values.get(at)?))).collect::<Vec<_>>())
            })
        });
        run.choose_view(|choice| {
            for (at, value) in row.into_iter().flatten() {
                choice.held.get_mut(at).into_iter().for_each(|held| *held = Some(value));
            }
        });
    };
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    let mark = move || {
        let (x, y) = spot.get().filter(|_| is_held.get())?;
        Some(view! {
            <span class="boundary-spot" style:left=percent(x) style:top=percent(y) aria-hidden="true"></span>
        })
    };
    let line = |(name, value): (String, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
    view! {
        {mark}
        <Show when=move || point.get().is_some()>
            <div
                class="boundary-sample"
                class:is-held=move || is_held.get()
                class:is-left=right
                class:is-below=high
                role="group"
                aria-label=move || page.text().output.point
                data-testid="sample"
                on:keydown=move |event| {
                    if presses(&event, "Escape") {
                        event.stop_propagation();
                        close();
                    }
                }
            >
                <dl>{move || told.get().into_iter().map(line).collect_view()}</dl>
                <Show when=move || is_held.get()>
                    <div class="boundary-sample-ways">
                        <Show when=move || has_others.get()>
                            <button
                                type="button"
                                class="link-button"
                                data-testid="sample-hold"
                                on:click=hold_here
                            >
                                {move || page.text().output.hold_here}
                            </button>
                        </Show>
                        <button
                            type="button"
                            class="link-button"
                            data-testid="sample-close"
                            on:click=move |_| close()
                        >
                            {move || page.text().controls.close}
                        </button>
                    </div>
                </Show>
            </div>
        </Show>
    }
}

/// The columns that no side of the picture shows.
fn others(data: &Data) -> impl Iterator<Item = usize> + '_ {
    (0..data.columns.len()).filter(|&at| !data.view.shows(at))
}
