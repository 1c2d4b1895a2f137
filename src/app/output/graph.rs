//! The graph tab: tensors flowing through ops, forward and backward, as the backend executes
//! them; on request how long each op takes.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::app::reactive::memo;
use crate::app::state::{use_page, use_run};
use crate::app::widgets::focus;
use crate::protocol::{Command, Graph, GraphOp};

/// The plan.
#[component]
pub fn GraphPanel() -> impl IntoView {
    let page = use_page();
    let run = use_run();
    let touched = RwSignal::new(None::<usize>);
    // The op at which the tab key stops: the one that had the focus last.
    let stop = RwSignal::new(0_usize);
    let count = memo(move || run.graph.with(|graph| graph.forward.len() + graph.backward.len()));
    let stop_at = memo(move || stop.get().min(count.get().saturating_sub(1)));
    let key = move |event: KeyboardEvent| {
        let last = count.get_untracked().saturating_sub(1);
        let from = stop_at.get_untracked();
        let to = match event.key().as_str() {
            "ArrowUp" => from.saturating_sub(1),
            "ArrowDown" => (from + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        // Elsewhere on the page these keys run the training.
        event.prevent_default();
        event.stop_propagation();
        focus::onto(&run.element(&op_name(to)));
    };
    let micros = move |at: usize| run.profile.with(|profile| profile.micros.get(at).copied());
    let total = move || run.profile.with(|profile| profile.micros.iter().sum::<f64>());
    let running = move || run.profile.with(|profile| profile.running);
    // The times belong to the plan that they were measured on.
    Effect::new(move |before: Option<()>| {
        run.graph.track();
        if before.is_some() {
            run.profile.set(Default::default());
        }
    });
    let ops = move |graph: &Graph, ops: &[GraphOp], first: usize| {
        let row = |(at, op): (usize, &GraphOp)| {
            let place = first + at;
            let writes: Vec<String> = op.writes.iter().map(|&slot| tensor(graph, slot)).collect();
            let reads: Vec<String> = op.reads.iter().map(|&slot| tensor(graph, slot)).collect();
            let (of_reads, of_writes) = (op.reads.clone(), op.writes.clone());
            let touches = move |slots: &[usize]| {
                let Some(at) = touched.get() else { return false };
                run.graph.with(|graph| {
                    let all = graph.forward.iter().chain(&graph.backward);
                    let other = all.skip(at).take(1);
                    at != place
                        && other
                            .flat_map(|op| op.reads.iter().chain(&op.writes))
                            .any(|slot| slots.contains(slot))
                })
            };
            let (slots, hint) = ([of_reads, of_writes].concat(), reads.join("\n"));
            view! {
                <li
                    class="graph-op"
                    class:is-touched=move || touched.get() == Some(place)
                    class:is-beside=move || touches(&slots)
                    tabindex=move || if stop_at.get() == place { "0" } else { "-1" }
                    title=hint
                    id=run.element(&op_name(place))
                    data-testid=op_name(place)
                    on:pointerenter=move |_| touched.set(Some(place))
                    on:pointerleave=move |_| touched.set(None)
                    on:focus=move |_| {
                        stop.set(place);
                        touched.set(Some(place));
                    }
                    on:blur=move |_| touched.set(None)
                >
                    <span class="graph-name">{op.name.clone()}</span>
                    {move || {
                        let micros = micros(place)?;
                        let share = micros / total().max(1e-9);
                        Some(view! {
                            <span class="graph-time" prop:style=format!("--share:{share:.3}")>
                                {format!("{micros:.2} µs")}
                            </span>
                        })
                    }}
                    <span class="graph-tensors">{writes.join("\n")}</span>
                </li>
            }
        };
        ops.iter().enumerate().map(row).collect_view()
    };
    view! {
        <div class="graph" translate="no" data-testid="graph">
            <div class="curves-group">
                <button
                    type="button"
                    class="button"
                    data-testid="profile"
                    aria-disabled=move || running().then_some("true")
                    on:click=move |_| if !untrack(running) { run.send(Command::Profile) }
                >
                    {move || page.text().output.profile}
                </button>
                <p class="graph-note">{move || page.text().output.profile_note}</p>
            </div>
            {move || {
                let graph = run.graph.get();
                let words = page.text().output;
                let first = graph.forward.len();
                view! {
                    <div on:keydown=key>
                        <h3>{words.forward}</h3>
                        <ol class="graph-ops">{ops(&graph, &graph.forward, 0)}</ol>
                        <h3>{words.backward}</h3>
                        <ol class="graph-ops">{ops(&graph, &graph.backward, first)}</ol>
                    </div>
                }
            }}
        </div>
    }
}

/// What an op's element is called; it counts through both passes.
fn op_name(place: usize) -> String {
    format!("op-{place}")
}

/// A tensor with its shape and number type, as in `dense_1/sum [10, 4] float32` and
/// `dense_1/kernel [2, 4] float32`.
fn tensor(graph: &Graph, slot: usize) -> String {
    let Some(tensor) = graph.tensors.get(slot) else { return String::new() };
    let batch = tensor.rows.then_some(graph.batch);
    let sides = batch.iter().chain(&tensor.shape).map(usize::to_string).collect::<Vec<_>>();
    format!("{} [{}] float{}", tensor.name, sides.join(", "), graph.bits)
}
