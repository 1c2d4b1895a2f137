//! What each output tells, where there are several: the name of its class or its number, beside its tile
//! or, where tiles stand close and the name is short, in the tile's corner.

#[cfg(feature = "app")]
use leptos::prelude::*;

#[cfg(feature = "app")]
use super::diagram::Diagram;
use super::layout::{Layout, Rect};
use crate::app::output::labels::Labels;
#[cfg(feature = "app")]
use crate::app::reactive::memo;
#[cfg(feature = "app")]
use crate::app::state::use_run;
use crate::engine::config::Target;

/// Letters of a name that has room within a tile.
const SHORT: usize = 2;

/// The names with their places, and whether those are within the tiles. None where there is one output,
/// and none for numbers without names of their own.
pub fn named(layout: &Layout, labels: &Labels, target: &Target) -> (Vec<(Rect, String)>, bool) {
    let places = layout.output_names().filter(|(tiles, _)| tiles.len() > 1);
    let Some((places, within)) = places else { return (Vec::new(), false) };
    let name = |at: usize| match target.one_each() {
        true => Some(labels.get(at)),
        false => labels.own(at).map(str::to_owned),
    };
    let names: Option<Vec<_>> =
        places.into_iter().enumerate().map(|(at, place)| Some((place, name(at)?))).collect();
    match names {
        Some(names) if !within || labels.letters() <= SHORT => (names, within),
        Some(_) | None => (Vec::new(), false),
    }
}

/// The names of a diagram's outputs (reactive).
#[cfg(feature = "app")]
pub fn of(diagram: Diagram) -> (Vec<(Rect, String)>, bool) {
    let target = diagram.run.config.with(|config| config.target());
    diagram.layout.with(|layout| diagram.names.with(|names| named(layout, &names.outputs, &target)))
}

/// The names on the page. The units tell them where they are read aloud.
#[cfg(feature = "app")]
#[component]
pub fn OutputNames() -> impl IntoView {
    let run = use_run();
    let diagram = expect_context::<Diagram>();
    let shown = memo(move || of(diagram));
    // In several columns of tiles a page before a room has no place for its letters.
    let fits = move |within: bool| !(within && run.page.presents.get());
    let name = |(place, name): (Rect, String), within: bool| {
        let style = match within {
            true => place.style(),
            false => format!("{};line-height:{:.1}px", place.style(), place.height),
        };
        let title = (!within).then(|| name.clone());
        view! {
            <span
                class="network-output-name"
                class:network-output-name--within=within
                title=title
                prop:style=style
            >
                {name}
            </span>
        }
    };
    move || {
        let (names, within) = shown.get();
        let names = if fits(within) { names } else { Vec::new() };
        view! {
            <div data-testid="output-names" aria-hidden="true">
                {names.into_iter().map(|one| name(one, within)).collect_view()}
            </div>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::network::layout::Room;
    use crate::engine::config::{Config, Problem};
    use crate::engine::inputs::Input;
    use crate::engine::table::{Column, Goal, Table};

    /// What `outputs` that tell `goal` are called in a room, and how far its diagram goes.
    fn told(goal: &Goal, outputs: usize, room: Room) -> (Vec<(Rect, String)>, bool, f64) {
        let mut table = Table::new(vec![Column::number("length")], goal.clone());
        table.push(&[1.0], &vec![0.0; goal.width()]);
        let problem = match goal {
            Goal::Classes(_) => Problem::Classification,
            Goal::Numbers(_) => Problem::Regression,
        };
        let config = Config { own: Some(table.brief()), problem, ..Config::default() };
        let labels = Labels::of(&config, goal);
        let room = Room { output_letters: labels.letters(), ..room };
        let layout = Layout::new(&[(Input::Number(0), true)], &[4, outputs], room);
        let (names, within) = named(&layout, &labels, &config.target());
        (names, within, layout.width)
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_class_is_named_beside_its_tile_with_room_for_its_letters() {
        let goal = Goal::Classes(names(&["setosa", "versicolor", "virginica"]));
        let (told, within, width) = told(&goal, 3, Room::desk(784.0, 760.0));
        let texts: Vec<_> = told.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(texts, ["setosa", "versicolor", "virginica"]);
        assert!(!within && width <= 784.0 + 1e-6, "{width}");
        for (place, name) in &told {
            assert!(place.width >= 70.0 && place.right() <= width + 1e-6, "{name}: {place:?}");
        }
    }

    #[test]
    fn digits_are_named_within_close_tiles_and_long_names_are_not() {
        let phone = Room { touch: true, ..Room::desk(374.0, 226.0) };
        let digits: Vec<String> = (0..10).map(|digit| digit.to_string()).collect();
        let (close, within, _) = told(&Goal::Classes(digits.clone()), 10, phone);
        assert!(within && close.len() == 10 && close[7].1 == "7");
        let (beside, within, _) = told(&Goal::Classes(digits), 10, Room::desk(784.0, 760.0));
        assert!(!within && beside.len() == 10);
        let long = (0..10).map(|at| format!("class {at}")).collect();
        assert!(told(&Goal::Classes(long), 10, phone).0.is_empty());
    }

    #[test]
    fn several_numbers_have_their_names_and_a_single_output_has_none() {
        let room = Room::desk(784.0, 760.0);
        let (numbers, _, _) = told(&Goal::Numbers(names(&["price", "area"])), 2, room);
        assert_eq!(numbers[1].1, "area");
        assert!(told(&Goal::Numbers(names(&["price"])), 1, room).0.is_empty());
        let layout = Layout::new(&[(Input::Number(0), true)], &[4, 3], room);
        let target = Target { classes: 3, outputs: 3, ..Config::default().target() };
        let (numbered, _) = named(&layout, &Labels::default(), &target);
        assert_eq!(numbered[2].1, "3");
        let unnamed = Target { classes: 0, ..target };
        assert!(named(&layout, &Labels::default(), &unnamed).0.is_empty());
    }
}
