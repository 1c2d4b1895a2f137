//! The points of every data set, written by the page and read again as anybody's file is.

use neural_playground::{
    app::{
        draw::{Drawing, Told},
        output::points,
        real_set::RealSet,
        setting,
    },
    engine::{
        config::{Config, Problem as Posed},
        dataset::Dataset,
        table::{Column, Goal, Meaning, Table},
    },
    files::{Choice, Fill, Kind, Problem, Role, Use},
    protocol::{Command, Data, Event},
    worker::session::Session,
};
use strum::VariantArray as _;

use super::{sheet, suggested};

/// The data that a session tells the page of a config, on a table where there is one.
fn data(config: &Config, table: Option<&Table>) -> Data {
    let mut session = Session::default();
    if let Some(table) = table {
        session.handle(Command::Bring { table: Box::new(table.clone()) }, 0.0);
    }
    let told = session.handle(Command::Configure { config: Box::new(config.clone()) }, 0.0);
    let data = told.into_iter().find_map(|event| match event {
        Event::Data(data) => Some(data),
        _ => None,
    });
    *data.expect("data")
}

fn on(table: &Table) -> Data {
    let mut config = Config { train_percent: 60, ..Config::default() };
    setting::bring(&mut config, table.brief());
    data(&config, Some(table))
}

/// A table whose numbers are compared by their bits.
#[derive(Debug, PartialEq)]
struct Content<'a> {
    values: Vec<u64>,
    targets: Vec<u64>,
    columns: Vec<(&'a str, &'a Meaning)>,
    goal: &'a Goal,
}

impl<'a> Content<'a> {
    fn of(table: &'a Table) -> Self {
        let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect();
        let columns = table.columns().iter().map(|column| (column.name.as_str(), &column.meaning));
        Self {
            values: bits(table.values()),
            targets: bits(table.targets()),
            columns: columns.collect(),
            goal: table.goal(),
        }
    }
}

/// What stands in the columns, and which of them are targets.
fn choice(table: &Table) -> Choice {
    let (targets, kind, problem) = match table.goal() {
        Goal::Classes(_) => (1, Kind::Text, Problem::Classes),
        Goal::Numbers(names) => (names.len(), Kind::Number, Problem::Numbers),
    };
    let inputs = table.columns().iter().map(|column| match column.meaning {
        Meaning::Number => Use { role: Role::Input, kind: Kind::Number },
        Meaning::Category(_) => Use { role: Role::Input, kind: Kind::Text },
    });
    let targets = (0..targets).map(|_| Use { role: Role::Target, kind });
    Choice { columns: inputs.chain(targets).collect(), problem, fill: Fill::Drop }
}

/// That all points are read back bit for bit, with whatever the reader guesses of the file.
fn check(name: &str, data: &Data) {
    let all = points::table(data).expect("points");
    let [train, test] = [&data.train, &data.test].map(|half| data.rows(half).len());
    assert_eq!(all.len(), train + test, "{name}");
    let text = points::csv(&all);
    let read = sheet(&text);
    let back = read.table(&choice(&all)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
    assert_eq!((back.dropped, back.filled), (0, 0), "{name}");
    assert!(Content::of(&back.table) == Content::of(&all), "{name}: {text:.200}");
}

#[test]
fn points_of_every_generated_set_are_read_back_as_they_are() {
    for &set in Dataset::VARIANTS {
        let mut config = Config { noise: 35.0, ..Config::default() };
        config.problem = set.problem();
        match set.problem() {
            Posed::Classification => config.dataset = set.into(),
            Posed::Regression => config.reg_dataset = set.into(),
        }
        let data = data(&config, None);
        check(<&str>::from(set), &data);
        // What the dialog suggests is right, but for a second number to be told.
        let shown = points::table(&data).expect("points");
        if data.goal.width() == 1 {
            let read = sheet(&points::csv(&shown));
            let back = read.table(&suggested(&read)).expect("a table").table;
            assert!(Content::of(&back) == Content::of(&shown), "{set:?}: {:?}", back.goal());
        }
    }
}

#[test]
fn points_of_a_drawing_are_read_back_as_they_are() {
    for told in [Told::Classes(2), Told::Classes(8), Told::Value] {
        let mut drawing = Drawing::new(told);
        for at in 0..200 {
            let at = f64::from(at);
            let place = (5.9 * (at * 0.7).sin(), 5.9 * (at * 1.3).cos());
            drawing.put(
                place,
                told.label((at % 8.0) - 4.0 * f64::from(u8::from(told == Told::Value))),
            );
        }
        // Each class is among those on show.
        (0..8).for_each(|class| {
            (0..9).for_each(|_| drawing.put((0.0, 0.0), told.label(f64::from(class))))
        });
        let data = on(&drawing.table());
        let shown = points::table(&data).expect("points");
        let read = sheet(&points::csv(&shown));
        let back = read.table(&choice(&shown)).expect("a table").table;
        assert!(Content::of(&back) == Content::of(&shown), "{told:?}");
    }
}

#[test]
fn points_of_every_set_of_measurements_are_read_back_as_they_are() {
    for &set in RealSet::VARIANTS {
        let name: &str = set.into();
        let text = std::fs::read_to_string(format!("sets/{name}.csv")).expect("a set");
        let read = sheet(&text);
        let table = read.table(&suggested(&read)).expect("a table").table;
        assert_eq!(table.brief(), set.brief(), "{name}");
        check(name, &on(&table));
    }
}

/// Names as people give them: with what tables are made of, and the word that classes have.
#[test]
fn untidy_names_are_read_back_as_they_are() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let mut kinds = names(&["\"quoted\"", " led by a blank", "NA", "a,b;c\td", "two\nlines"]);
    kinds.sort();
    let columns = vec![
        Column::number("width, \"in\" cm"),
        Column::category("class", kinds),
        Column::number("two\r\nlines"),
    ];
    let mut table = Table::new(columns, Goal::Classes(names(&["", "=1+1", "반"])));
    for row in 0..60_i32 {
        let x = f64::from(row);
        let odd = [0.1 + 0.2, -0.0, 5e-324, f64::MAX, 1e21][row as usize % 5];
        table.push(&[odd, f64::from(row % 5), x / 3.0], &[f64::from(1 + row % 2)]);
    }
    let text = points::csv(&table);
    assert!(text.starts_with("\"width, \"\"in\"\" cm\",class,\"two\r\nlines\",class′\n"), "{text}");
    let read = sheet(&text);
    let back = read.table(&choice(&table)).expect("a table").table;
    // A class that no row has is not in the file.
    let goal = Goal::Classes(names(&["=1+1", "반"]));
    let targets = (0..60).map(|row| f64::from(row % 2).to_bits()).collect();
    let expected = Content { goal: &goal, targets, ..Content::of(&table) };
    assert!(Content::of(&back) == expected, "{text}");
}
