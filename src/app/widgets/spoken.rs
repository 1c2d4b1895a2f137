//! A line for who does not see the page.

use leptos::prelude::*;

use crate::app::state::use_run;

/// Something that has become due to be said: spoken once a run, though its numbers go on changing.
#[component]
pub fn SpokenOnce(
    /// What is to be said; `None` while it is not due.
    text: Memo<Option<String>>,
) -> impl IntoView {
    let run = use_run();
    let number = Memo::new(move |_| run.frame.with(|frame| frame.run));
    let said = Memo::new(move |before: Option<&(u32, Option<String>)>| match before {
        Some((of, Some(said))) if *of == number.get() => (*of, Some(said.clone())),
        Some(_) | None => (number.get(), text.get()),
    });
    view! {
        <div class="spoken" aria-live="polite">
            {move || said.with(|(_, said)| said.clone())}
        </div>
    }
}
