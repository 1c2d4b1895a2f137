//! What the classes of a run, or the several numbers that it tells, are called: in a visitor's own
//! table as they are in the file, elsewhere by their numbers from 1. They are any text.

use crate::app::text::output::Words;
use crate::decimal;
use crate::engine::config::Config;
use crate::engine::table::{Aim, Goal};

/// The names, in the order of the outputs where there is one for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(Vec<String>);

impl Labels {
    /// Those of a run; numbers as long as its data are still those of another.
    pub fn of(config: &Config, goal: &Goal) -> Self {
        let (aim, names) = match goal {
            Goal::Classes(names) => (Aim::Classes(names.len()), names),
            Goal::Numbers(names) => (Aim::Numbers(names.len()), names),
        };
        let own = config.own.as_ref().is_some_and(|own| own.aim == aim);
        Self(if own { names.clone() } else { Vec::new() })
    }

    /// The name in the file, where there is one.
    pub fn own(&self, at: usize) -> Option<&str> {
        self.0.get(at).map(String::as_str)
    }

    /// The name, or the number from 1.
    pub fn get(&self, at: usize) -> String {
        self.own(at).map_or_else(|| (at + 1).to_string(), str::to_owned)
    }

    /// A class in a sentence: a name that is a number would tell nothing there.
    pub fn class(&self, at: usize, words: &Words) -> String {
        let name = self.get(at);
        if decimal::read(&name).is_some() { (words.class)(&name) } else { name }
    }

    /// Width of the longest name, in letters of the Latin alphabet; 0 where they are numbered.
    pub fn letters(&self) -> usize {
        // From the first Hangul letter on they are about twice as wide.
        let width = |name: &String| name.chars().map(|c| 1 + usize::from(c >= '\u{1100}')).sum();
        self.0.iter().map(width).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::output::{ENGLISH, KOREAN};
    use crate::engine::table::{Column, Table};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    /// The config of a table with that goal.
    fn own(goal: &Goal) -> Config {
        let mut table = Table::new(vec![Column::number("length")], goal.clone());
        table.push(&[1.0], &[0.0]);
        Config { own: Some(table.brief()), ..Config::default() }
    }

    #[test]
    fn classes_are_named_as_in_the_file() {
        let goal = Goal::Classes(names(&["setosa", "<b>", "0"]));
        let labels = Labels::of(&own(&goal), &goal);
        let told: Vec<_> = (0..4).map(|class| labels.get(class)).collect();
        assert_eq!(told, ["setosa", "<b>", "0", "4"]);
        assert_eq!((labels.own(1), labels.own(3)), (Some("<b>"), None));
        assert_eq!(labels.class(0, &ENGLISH), "setosa");
        assert_eq!(labels.class(2, &ENGLISH), "Class 0");
        assert_eq!(labels.class(2, &KOREAN), "클래스 0");
    }

    #[test]
    fn classes_of_generated_sets_are_numbered() {
        for of_set in [&["-1", "1"][..], &["1", "2", "3"]] {
            let labels = Labels::of(&Config::default(), &Goal::Classes(names(of_set)));
            assert_eq!([labels.get(0), labels.get(1)], ["1", "2"]);
            assert_eq!(labels.class(1, &ENGLISH), "Class 2");
            assert_eq!((labels.own(0), labels.letters()), (None, 0));
        }
    }

    #[test]
    fn names_of_a_table_that_is_not_there_yet_are_not_taken_from_the_one_before() {
        let goal = Goal::Classes(names(&["a", "b", "c"]));
        let before = Goal::Classes(names(&["x", "y"]));
        assert_eq!(Labels::of(&own(&goal), &before), Labels::default());
    }

    #[test]
    fn wide_letters_count_twice() {
        let letters = |of: &[&str]| {
            let goal = Goal::Classes(names(of));
            Labels::of(&own(&goal), &goal).letters()
        };
        assert_eq!(letters(&["a", "virginica"]), 9);
        assert_eq!(letters(&["꽃 하나", "b"]), 7);
    }

    #[test]
    fn several_numbers_are_named_too() {
        let goal = Goal::Numbers(names(&["price", "area"]));
        assert_eq!(Labels::of(&own(&goal), &goal).get(1), "area");
    }
}
