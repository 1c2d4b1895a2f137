//! The focus stays where somebody works: a control that goes, is made anew or cannot be used any more by
//! what its own press has done leaves it to what stands beside it. Else the browser gives it to the page,
//! and the keyboard begins at its top.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element, HtmlElement};

use super::help::ahead;

/// What can have the focus.
const CONTROL: &str = "a[href], button, input, select, textarea, summary, [tabindex='0']";
/// Pictures of the page for which what a press does may take, storage included; about two seconds.
const PICTURES: u32 = 120;

/// A control, and what it stands in.
struct Place {
    control: Element,
    /// Each with how many controls of its kind come before it there, and how many of any; the innermost
    /// first.
    within: Vec<(Element, [usize; 2])>,
}

/// Puts the focus on what has this id, where that is on the page.
pub fn onto(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        // What cannot have it leaves it where it is. An op of the graph is no HTML, yet takes it alike.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Looks after the focus as long as the page stands.
pub fn install() {
    // Before what is pressed does anything.
    ahead("click", |event: Event| watch(&event));
    ahead("change", |event: Event| watch(&event));
}

fn watch(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let control = target.and_then(|target| target.closest(CONTROL).ok().flatten());
    // One that has no focus has none to lose.
    if let Some(control) =
        control.filter(|control| document().active_element().as_ref() == Some(control))
    {
        follow(Place::of(control), PICTURES);
    }
}

/// Looks after each picture whether the focus is lost.
fn follow(place: Place, left: u32) {
    request_animation_frame(move || {
        let active = document().active_element();
        if active.as_ref() == Some(&place.control) {
            if let Some(left) = left.checked_sub(1) {
                follow(place, left);
            }
        } else if active.is_none_or(|active| active.tag_name() == "BODY") && !place.is_there() {
            place.pass_on();
        }
    });
}

impl Place {
    fn of(control: Element) -> Self {
        // Behind a dialog that closes the browser knows where the focus was.
        let parent = |element: &Element| match element.tag_name().as_str() {
            "DIALOG" => None,
            _ => element.parent_element(),
        };
        let around = std::iter::successors(parent(&control), parent);
        let within = around.map(|around| {
            let before = |alike: bool| {
                let all = controls(&around, alike.then_some(&control));
                all.iter().position(|one| *one == control).unwrap_or_default()
            };
            let before = [before(true), before(false)];
            (around, before)
        });
        Self { within: within.collect(), control }
    }

    /// Whether the control can have the focus: then somebody has taken it away.
    fn is_there(&self) -> bool {
        self.control.is_connected() && !self.control.matches(":disabled").unwrap_or(false)
    }

    /// Gives the focus to the nearest control, one of its kind before others.
    fn pass_on(&self) {
        for (around, before) in self.within.iter().filter(|(around, _)| around.is_connected()) {
            for (alike, at) in [Some(&self.control), None].into_iter().zip(before) {
                let all = controls(around, alike);
                // What took its place, else what stands before it.
                let order = all.iter().skip(*at).chain(all.iter().take(*at).rev());
                for one in order {
                    // What is hidden or off does not take it.
                    let _ = one.unchecked_ref::<HtmlElement>().focus();
                    if document().active_element().as_ref() == Some(one) {
                        return;
                    }
                }
            }
        }
    }
}

/// The controls in an element, those of the same class as another's alone or all.
fn controls(within: &Element, alike: Option<&Element>) -> Vec<Element> {
    let Ok(all) = within.query_selector_all(CONTROL) else { return Vec::new() };
    let all = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<Element>().ok());
    all.filter(|one| alike.is_none_or(|other| one.class_name() == other.class_name())).collect()
}
