//! A run as tables, CSV that our own reader reads back: its curve, its data with what is told of each row,
//! and what the network answers over the picture. Nothing is refused.

use super::format::File;
use super::trained::Trained;
use crate::engine::metric;
use crate::engine::table::{Column, Goal, Table};
use crate::files;
use crate::protocol::BIG_MAP;

fn csv(name: &str, table: &Table) -> File {
    File::new(name, "text/csv", files::csv(table, "told"))
}

/// `history.csv`: a row for each point of the curve, with the epoch, the losses, and of classes the
/// accuracies; what was not measured is NaN.
pub fn history(trained: &Trained) -> File {
    let measured = ["loss", "val_loss", "accuracy", "val_accuracy"].map(str::to_owned);
    let count = if trained.target.classes > 0 { 4 } else { 2 };
    let goal = Goal::Numbers(measured.into_iter().take(count).collect());
    let mut table = Table::new(vec![Column::number("epoch")], goal);
    for point in &trained.curve {
        let [epoch, measured @ ..] = point.numbers();
        table.push(&[epoch], &measured);
    }
    csv("history.csv", &table)
}

/// `answers.csv`: a row for each of the data: its columns, its part, `train` or `test`, its label, the
/// outputs, and the class that they tell.
pub fn points(trained: &Trained) -> File {
    let data = &trained.data;
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let mut beside = vec![Column::category("part", names(&["train", "test"]))];
    match data.train.goal() {
        Goal::Classes(names) => beside.push(Column::category("label", names.clone())),
        Goal::Numbers(names) => beside.extend(names.iter().map(Column::number)),
    }
    let mut answers = Answers::new(trained, beside);
    for (part, table) in [(0.0, &data.train), (1.0, &data.test)] {
        let rows: Vec<&[f64]> = table.rows().map(|row| row.values).collect();
        let besides = table.rows().map(|row| [&[part], row.targets].concat()).collect::<Vec<_>>();
        answers.add(&rows, &besides);
    }
    csv("answers.csv", &answers.table)
}

/// `grid.csv`: a row for each cell of the picture as a run shows it by itself, the top row of cells first:
/// all columns, of which those that are not shown are held, the outputs, and the class that they tell.
pub fn grid(trained: &Trained) -> File {
    let view = trained.view();
    let mut rows = Vec::with_capacity(BIG_MAP * BIG_MAP);
    view.grid(BIG_MAP, |row| rows.push(row.to_vec()));
    if view.is_line() {
        // All rows of cells are alike.
        rows.truncate(BIG_MAP);
    }
    let mut answers = Answers::new(trained, Vec::new());
    answers.add(&rows, &[]);
    csv("grid.csv", &answers.table)
}

/// A table of rows and what the network answers to them.
struct Answers<'a> {
    trained: &'a Trained,
    table: Table,
}

impl<'a> Answers<'a> {
    /// Without rows; `beside` are columns between those of the data and the outputs.
    fn new(trained: &'a Trained, beside: Vec<Column>) -> Self {
        let columns = [trained.data.train.columns(), &beside].concat();
        let output = |name: &String| ["output ", name].concat();
        let (outputs, goal) = match trained.data.train.goal() {
            Goal::Classes(names) => {
                let outputs = match trained.target.one_each() {
                    true => names.iter().map(output).collect(),
                    false => vec!["output".to_owned()],
                };
                (outputs, Goal::Classes(names.clone()))
            }
            Goal::Numbers(names) => (Vec::new(), Goal::Numbers(names.iter().map(output).collect())),
        };
        let columns = columns.into_iter().chain(outputs.into_iter().map(Column::number)).collect();
        Self { trained, table: Table::new(columns, goal) }
    }

    /// Appends rows with what stands beside each.
    fn add<R: AsRef<[f64]>>(&mut self, rows: &[R], beside: &[Vec<f64>]) {
        let target = &self.trained.target;
        let outputs = self.trained.predict(rows);
        for (at, (row, outputs)) in
            rows.iter().zip(outputs.chunks_exact(target.outputs)).enumerate()
        {
            let beside = beside.get(at).map_or(&[][..], Vec::as_slice);
            if target.classes > 0 {
                // Past all names there is none.
                let told = metric::told(outputs, target.threshold()).unwrap_or(target.classes);
                self.table.push(&[row.as_ref(), beside, outputs].concat(), &[told as f64]);
            } else {
                self.table.push(&[row.as_ref(), beside].concat(), outputs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::config::{Config, Problem};
    use crate::engine::dataset::Dataset;
    use crate::engine::trainer::{Tables, Trainer};
    use crate::files::{Corrections, Limits, Plain, Reader, Reading, Sheet};
    use crate::protocol::{CurvePoint, Metrics};

    fn trained(config: &Config, table: Option<Table>) -> Trained {
        let (tables, mut config) = (Tables::default(), config.clone());
        if let Some(table) = table {
            config.own = Some(table.brief());
            tables.put(table);
        }
        let means = crate::engine::trainer::Means {
            tables: tables.clone(),
            ..crate::engine::backend::on_cpu().into()
        };
        let progress = Trainer::on(&config, means).unwrap().progress();
        Trained::of(&config, &tables, progress).unwrap()
    }

    fn read(file: File) -> Sheet {
        let mut reader = Reader::new(Plain, Corrections::default(), Limits::default());
        reader.push(&file.bytes).unwrap();
        reader.finish().unwrap()
    }

    fn number(sheet: &Sheet, row: usize, column: usize) -> f64 {
        match sheet.number(row, column) {
            Reading::Number(number) => number,
            Reading::Missing | Reading::Infinite | Reading::Text => f64::NAN,
        }
    }

    #[test]
    fn points_have_their_part_their_label_and_what_is_told_of_them() {
        let config =
            Config { dataset: Dataset::Blobs.into(), samples: Some(40), ..Config::default() };
        let trained = trained(&config, None);
        let file = points(&trained);
        // Another one than the points themselves, which the page saves as points.csv.
        assert_eq!(file.name, "answers.csv");
        let sheet = read(file);
        let expected = ["x₁", "x₂", "part", "label", "output 1", "output 2", "output 3", "told"];
        assert_eq!((sheet.names(), sheet.rows()), (&expected.map(str::to_owned)[..], 40));
        for (at, row) in trained.rows().enumerate() {
            let outputs = trained.predict(&[row.values]);
            let found: Vec<_> = [0, 1, 4, 5, 6].map(|column| number(&sheet, at, column)).to_vec();
            assert_eq!(found, [row.values, &outputs].concat());
            let part = if at < trained.data.train.len() { "train" } else { "test" };
            let largest = (0..3).max_by(|&a, &b| outputs[a].total_cmp(&outputs[b])).unwrap();
            let texts = [2, 3, 7].map(|column| sheet.text(at, column).to_owned());
            let class = |class: usize| (class + 1).to_string();
            assert_eq!(texts, [part.to_owned(), class(row.class()), class(largest)]);
        }
    }

    #[test]
    fn numbers_stand_beside_their_predictions() {
        let problem = Problem::Regression;
        let trained = trained(&Config { problem, samples: Some(40), ..Config::default() }, None);
        let sheet = read(points(&trained));
        assert_eq!(sheet.names(), ["x₁", "x₂", "part", "y", "output y"].map(str::to_owned));
        let first = trained.data.train.row(0);
        assert_eq!(number(&sheet, 0, 3), first.targets[0]);
        assert_eq!(number(&sheet, 0, 4), trained.predict(&[first.values])[0]);
    }

    #[test]
    fn no_class_is_told_of_outputs_that_are_no_numbers() {
        let mut config = Config { samples: Some(40), ..Config::default() };
        config.train_percent = 100;
        let trained = trained(&config, None);
        let mut progress = trained.progress.clone();
        progress.weights.iter_mut().for_each(|weight| *weight = f64::NAN);
        let trained = Trained::of(&config, &Tables::default(), progress).unwrap();
        let sheet = read(points(&trained));
        assert_eq!(sheet.names()[3..], ["label", "output", "told"].map(str::to_owned));
        assert!(number(&sheet, 0, 4).is_nan());
        assert_eq!(sheet.text(0, 5), "");
    }

    #[test]
    fn the_grid_is_the_picture_and_other_columns_are_held() {
        let grid_of = |trained: &Trained| read(grid(trained));
        let plane = trained(&Config::default(), None);
        let sheet = grid_of(&plane);
        assert_eq!(sheet.names(), ["x₁", "x₂", "output", "told"].map(str::to_owned));
        assert_eq!(sheet.rows(), BIG_MAP * BIG_MAP);
        assert_eq!([0, 1].map(|column| number(&sheet, 0, column)), [-5.94, 5.94]);
        assert_eq!(number(&sheet, 77, 2), plane.predict(&[[number(&sheet, 77, 0), 5.94]])[0]);

        let problem = Problem::Regression;
        let wave = Config { problem, reg_dataset: Dataset::Sine.into(), ..Config::default() };
        assert_eq!(grid_of(&trained(&wave, None)).rows(), BIG_MAP, "a line");

        let columns = ["a", "b", "c"].map(Column::number).to_vec();
        let mut table = Table::new(columns, Goal::Numbers(vec!["y".to_owned()]));
        for row in [[1.0, 2.0, 3.0], [2.0, 5.0, 5.0], [0.0, 1.0, 4.0], [4.0, 0.0, 4.0]] {
            table.push(&row, &[row[0]]);
        }
        let config = Config { train_percent: 100, batch_size: 1, ..Config::default() };
        let sheet = grid_of(&trained(&config, Some(table)));
        assert_eq!(sheet.names(), ["a", "b", "c", "output y"].map(str::to_owned));
        // The third tells more than the second.
        assert!((0..sheet.rows()).all(|row| number(&sheet, row, 1) == 2.0));
    }

    #[test]
    fn history_is_the_curve() {
        let mut trained = trained(&Config::default(), None);
        let metrics = Metrics {
            train_loss: 0.25,
            test_loss: f64::NAN,
            train_accuracy: 0.875,
            test_accuracy: f64::NAN,
        };
        trained.curve = vec![CurvePoint::default(), CurvePoint { epoch: 1.5, metrics }];
        let sheet = read(history(&trained));
        let expected = ["epoch", "loss", "val_loss", "accuracy", "val_accuracy"].map(str::to_owned);
        assert_eq!((sheet.names(), sheet.rows()), (&expected[..], 2));
        assert_eq!([0, 1, 3].map(|column| number(&sheet, 1, column)), [1.5, 0.25, 0.875]);
        assert_eq!(sheet.number(1, 2), Reading::Missing);

        let problem = Problem::Regression;
        let numbers = trained_of_numbers(problem);
        assert_eq!(read(history(&numbers)).names(), &expected[..3]);
    }

    fn trained_of_numbers(problem: Problem) -> Trained {
        let mut numbers = trained(&Config { problem, ..Config::default() }, None);
        numbers.curve = vec![CurvePoint::default()];
        numbers
    }
}
