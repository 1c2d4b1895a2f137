//! A line for who does not see the page.

use leptos::prelude::*;

use crate::app::reactive::memo;
use crate::app::state::use_run;

/// Lets something be said that has become due: once a run, though its numbers go on changing. `None`
/// while it is not due.
pub fn say_once(text: Memo<Option<String>>) {
    let run = use_run();
    let number = memo(move || run.frame.with(|frame| frame.run));
    Effect::new(move |said: Option<(u32, bool)>| {
        let (number, text) = (number.get(), text.get());
        let already = said.is_some_and(|(of, said)| said && of == number);
        if let Some(text) = text.clone().filter(|_| !already) {
            run.page.say(text);
        }
        (number, already || text.is_some())
    });
}
