//! The points of a run one by one, without a browser: which one is pointed at, what is told of it, which
//! are the worst of those on show, and all of them as a table to take along.

use super::answer;
use super::labels::Labels;
use super::panel::Heights;
use super::picture;
use crate::app::spot::Spot;
use crate::app::text::Text;
use crate::app::text::number;
use crate::engine::config::Target;
use crate::engine::table::{Goal, Meaning, Table};
use crate::protocol::{Answer, Data, Half, Place, WORST};

/// How many things are told of a point before the values of its columns.
pub const HEAD: usize = 3;

/// Columns of a row and its targets.
type Row<'a> = (&'a [f64], &'a [f64]);

/// The halves of the data whose points are shown.
fn halves(show_test: bool) -> impl Iterator<Item = Half> {
    [Half::Train].into_iter().chain(show_test.then_some(Half::Test))
}

/// Its rows.
pub fn half(data: &Data, half: Half) -> &[f64] {
    match half {
        Half::Train => &data.train,
        Half::Test => &data.test,
    }
}

/// The row of a point; `None` where the data have no such point.
pub fn row(data: &Data, place: Place) -> Option<Row<'_>> {
    data.rows(half(data, place.half)).nth(place.row)
}

/// The point that is nearest to a spot, no farther than this share of the picture's side; of several at
/// one place the one that is drawn strongest.
pub fn nearest(
    (data, heights): (&Data, Option<Heights>),
    spot: Spot,
    show_test: bool,
    reach: f64,
) -> Option<Place> {
    let near = halves(show_test).flat_map(|of| {
        data.rows(half(data, of)).enumerate().filter_map(move |(at, (row, targets))| {
            let (x, y) = picture::place(data, heights, (row, targets))?;
            let away = (x - spot.x).hypot(y - spot.y);
            (away <= reach).then(|| (away, data.view.nearness(row), Place { half: of, row: at }))
        })
    });
    let order = |a: &(f64, f64, Place), b: &(f64, f64, Place)| {
        a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1))
    };
    near.min_by(order).map(|(_, _, place)| place)
}

/// The worst of the points on show, of those that a frame tells.
pub fn worst(told: &[Place], show_test: bool) -> impl Iterator<Item = Place> {
    let shown = move |place: &&Place| show_test || place.half == Half::Train;
    told.iter().filter(shown).take(WORST).copied()
}

/// What is told of a point: its label, the network's answer and its loss, then the values of its
/// columns, each with what it is called.
pub fn told(
    (data, place): (&Data, Place),
    answer: Option<&Answer>,
    (target, labels): (&Target, &Labels),
    text: &Text,
) -> Vec<(String, String)> {
    let words = text.output;
    let Some((values, targets)) = row(data, place) else { return Vec::new() };
    let numbers =
        |of: &[f64]| of.iter().map(|&one| number::value(one)).collect::<Vec<_>>().join(", ");
    let label = match &data.goal {
        Goal::Classes(_) => targets.first().map(|&at| labels.class(at as usize, words)),
        Goal::Numbers(_) => Some(numbers(targets)),
    };
    let answered = answer.filter(|answer| answer.place == place);
    let said = answered.map(|Answer { outputs, class, .. }| match class {
        None => numbers(outputs),
        Some(class) => answer::said(outputs, *class, (target, labels), words),
    });
    let loss = answered.map(|answer| number::loss(answer.loss));
    let none = || number::NONE.to_owned();
    // A table has a name for the numbers that are to be told; what its classes are called together it does
    // not say.
    let name = match &data.goal {
        Goal::Numbers(names) if labels.own(0).is_some() => names.join(", "),
        Goal::Numbers(_) | Goal::Classes(_) => words.label.to_owned(),
    };
    let head: [_; HEAD] =
        [(name, label), (words.answer.to_owned(), said), (words.loss.to_owned(), loss)];
    let head = head.map(|(name, value)| (name, value.unwrap_or_else(none)));
    let columns = data.columns.iter().zip(values).map(|(column, &value)| {
        let value = match &column.meaning {
            Meaning::Number => number::value(value),
            // A place among the names; a float cast saturates.
            Meaning::Category(names) => names.get(value as usize).cloned().unwrap_or_else(none),
        };
        (column.name.clone(), value)
    });
    head.into_iter().chain(columns).collect()
}

/// All points of a run as a table, those that train first, with all their columns; `None` where there are
/// none. Test points are among them whether they are shown or not: what is brought back is divided anew.
pub fn table(data: &Data) -> Option<Table> {
    let mut table = Table::new(data.columns.clone(), data.goal.clone());
    for of in [&data.train, &data.test] {
        data.rows(of).for_each(|(values, targets)| table.push(values, targets));
    }
    (!table.is_empty()).then_some(table)
}

/// A table of points as comma-separated values, which are read back as they are.
#[cfg(feature = "files")]
pub fn csv(table: &Table) -> String {
    // What its classes are called together, a table does not say.
    let mut told = "class".to_owned();
    while table.columns().iter().any(|column| column.name == told) {
        told.push('′');
    }
    crate::files::csv(table, &told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::link;
    use crate::app::text::Language;
    use crate::engine::config::Config;
    use crate::engine::table::Column;
    use crate::engine::view::{Axis, View};

    fn place(half: Half, row: usize) -> Place {
        Place { half, row }
    }

    /// A size, a length and a kind of three classes; size runs across and length up.
    fn shells() -> Data {
        let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        let columns = vec![
            Column::number("size"),
            Column::category("kind", names(["a", "<b>", "c"])),
            Column::number("length"),
        ];
        let axis = |column| Axis { column, low: 0.0, high: 10.0 };
        let view = View {
            across: axis(0),
            up: axis(2),
            held: vec![5.0, 1.0, 5.0],
            spread: vec![1.0, 0.5, 1.0],
            plane: None,
        };
        #[rustfmt::skip]
        let train = vec![
            2.0, 0.0, 2.0, 0.0,
            2.0, 1.0, 2.0, 1.0,
            8.0, 2.0, 8.0, 2.0,
            99.0, 2.0, 8.0, 2.0,
        ];
        let test = vec![2.2, 1.0, 2.0, 0.0];
        let goal = Goal::Classes(names(["x", "y", "0"]));
        Data { columns, goal, view, train, test, ..Data::default() }
    }

    #[test]
    fn the_nearest_point_on_show_is_pointed_at_within_reach() {
        let data = shells();
        let at = |x: f64, y: f64, show_test| nearest((&data, None), Spot { x, y }, show_test, 0.05);
        assert_eq!(at(0.79, 0.21, false), Some(place(Half::Train, 2)));
        assert_eq!(at(0.2, 0.8, false), Some(place(Half::Train, 1)), "near what is held");
        assert_eq!(at(0.23, 0.8, false), Some(place(Half::Train, 1)));
        assert_eq!(at(0.23, 0.8, true), Some(place(Half::Test, 0)));
        assert_eq!(at(0.5, 0.5, true), None);
        assert_eq!(at(1.0, 0.2, true), None, "outside of the picture");
        assert_eq!(nearest((&Data::default(), None), Spot::MIDDLE, true, 2.0), None);
    }

    #[test]
    fn the_worst_are_of_the_points_on_show() {
        let told: Vec<Place> = (0..2 * WORST)
            .map(|at| place(if at % 2 == 0 { Half::Test } else { Half::Train }, at))
            .collect();
        let train: Vec<Place> = worst(&told, false).collect();
        assert_eq!(train.len(), WORST);
        assert!(train.iter().all(|place| place.half == Half::Train));
        assert_eq!(worst(&told, true).collect::<Vec<_>>(), told[..WORST]);
        assert_eq!(worst(&told[..3], false).count(), 1);
    }

    /// The values of what is told, in English.
    fn values(data: &Data, place: Place, answer: Option<&Answer>, config: &Config) -> Vec<String> {
        let labels = Labels::of(config, &data.goal);
        let text = Language::English.text();
        let told = told((data, place), answer, (&config.target(), &labels), text);
        told.into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn a_point_tells_its_label_the_answer_its_loss_and_its_values() {
        let data = shells();
        let own = Some(table(&data).unwrap().brief());
        let config = Config { own, ..Config::default() };
        let here = place(Half::Train, 1);
        assert_eq!(values(&data, here, None, &config), ["y", "—", "—", "2", "<b>", "2"]);
        let outputs = vec![0.0, 1.0, 0.0];
        let answer = Answer { place: here, outputs, class: Some(1), loss: 0.25 };
        let told = values(&data, here, Some(&answer), &config);
        assert_eq!(told[..3], ["y", "y (probability 100.0%)", "0.250"]);
        // The answer to another point is none to this one.
        let there = place(Half::Train, 2);
        assert_eq!(values(&data, there, Some(&answer), &config)[..2], ["Class 0", "—"]);
        assert_eq!(values(&data, place(Half::Test, 7), None, &config), Vec::<String>::new());
    }

    #[test]
    fn generated_points_tell_numbers_and_two_classes_too() {
        let here = place(Half::Train, 0);
        let names = ["-1", "1"].map(str::to_owned).to_vec();
        let columns = ["x₁", "x₂"].map(Column::number).to_vec();
        let train = vec![1.5, -2.0, 1.0];
        let data = Data { columns, goal: Goal::Classes(names), train, ..Data::default() };
        let answer = Answer { place: here, outputs: vec![-0.5], class: Some(0), loss: 1.25 };
        let told = values(&data, here, Some(&answer), &Config::default());
        assert_eq!(
            told,
            ["Class 2", "Class 1 (output −0.5, 0.5 from the threshold 0)", "1.25", "1.5", "−2"]
        );
        let config = link::parse("problem=regression").link.config;
        let data = Data { goal: Goal::Numbers(vec!["y".to_owned()]), ..data };
        let answer = Answer { class: None, loss: f64::NAN, ..answer };
        assert_eq!(values(&data, here, Some(&answer), &config), ["1", "−0.5", "—", "1.5", "−2"]);
    }

    #[test]
    fn what_a_table_tells_is_called_by_its_name() {
        let of = |data: &Data, config: &Config| {
            let labels = Labels::of(config, &data.goal);
            let text = Language::English.text();
            let told = told((data, place(Half::Train, 0)), None, (&config.target(), &labels), text);
            told.into_iter().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>()
        };
        let columns = vec![Column::number("rooms")];
        let goal = Goal::Numbers(vec!["price".to_owned()]);
        let data = Data { columns, goal, train: vec![4.0, 628_450.0], ..Data::default() };
        let own = Some(table(&data).unwrap().brief());
        let prices = Config { own, ..Config::default() };
        assert_eq!(of(&data, &prices), ["price 628,450", "Answer —", "Loss —", "rooms 4"]);
        let generated = link::parse("problem=regression").link.config;
        assert_eq!(of(&data, &generated)[0], "Label 628,450");
        let flowers = shells();
        let own = Some(table(&flowers).unwrap().brief());
        assert_eq!(of(&flowers, &Config { own, ..Config::default() })[0], "Label x");
    }

    #[test]
    fn the_points_of_both_halves_are_a_table_of_all_columns() {
        let data = shells();
        let all = table(&data).unwrap();
        assert_eq!((all.len(), all.columns(), all.goal()), (5, &data.columns[..], &data.goal));
        assert_eq!((all.row(4).values, all.row(4).targets), (&data.test[..3], &data.test[3..]));
        assert_eq!(table(&Data::default()), None);
    }
}
