//! What the program of networks' files makes of a run: whether training can go on from it, and which formats
//! hold it; and a run file of the present version, which every build of that version reads.
//! `UPDATE_SNAPSHOTS=true` writes that file anew, which a new version needs.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::rc::Rc;

use neural_playground::app::saved::{opened, saved};
use neural_playground::app::{link, setting};
use neural_playground::engine::config::Config;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::engine::trainer::{Best, Progress, Trainer};
use neural_playground::formats::run::{self, Damage, Part, Saved};
use neural_playground::formats::{Answer, Format, Offer, Order, Snapshot, answer};
use neural_playground::worker::checkpoint;
use strum::VariantArray as _;

fn open(hash: &str) -> Config {
    link::parse(hash).link.config
}

/// A run of a few epochs and some samples more.
fn trained(config: &Config) -> Progress {
    let mut trainer = Trainer::new(config).unwrap();
    trainer.finish_epoch();
    trainer.finish_epoch();
    trainer.run(3);
    trainer.progress()
}

fn snapshot(config: &Config, progress: &Progress) -> Snapshot {
    let state = checkpoint::pack(progress, &[]);
    Snapshot { config: Box::new(config.clone()), state, ..Snapshot::default() }
}

fn check(config: &Config, progress: &Progress) -> Answer {
    answer(Order::Check { run: snapshot(config, progress) })
}

#[test]
fn a_run_of_any_layer_and_optimizer_can_be_gone_on_from() {
    let mut configs = vec![
        open(""),
        open("rules=playground&seed=0.5&regularization=L1&regularizationRate=0.1"),
        open("rules=modern&callbacks=early_stopping(patience:1)&optimizer=nadam&batchSize=7"),
    ];
    for &kind in LayerKind::VARIANTS {
        for optimizer in ["sgd(momentum:0.9)", "adam", "adafactor", "rmsprop"] {
            let mut config = open(&format!("rules=modern&seed=0.5&optimizer={optimizer}"));
            config.layers.push(Layer::new(9, kind));
            if config.validate().is_ok() {
                configs.push(config);
            }
        }
    }
    assert!(configs.len() > 30, "{}", configs.len());
    for config in configs {
        let progress = trained(&config);
        assert_eq!(check(&config, &progress), Answer::Sound { epoch: 2 }, "{config:?}");
    }
}

#[test]
fn what_does_not_fit_its_config_is_told_by_name() {
    let config = open("rules=modern&seed=0.5&optimizer=adam&layers=dense,batch_normalization");
    let progress = trained(&config);
    let damaged = |change: &dyn Fn(&mut Progress)| {
        let mut progress = progress.clone();
        change(&mut progress);
        check(&config, &progress)
    };
    assert_eq!(damaged(&|_| {}), Answer::Sound { epoch: 2 });
    let unfit = Answer::Damaged(Damage::Unfit);
    let not_finite = Answer::Damaged(Damage::NotFinite);
    assert_eq!(damaged(&|it| it.weights[3] = f64::NAN), not_finite);
    assert_eq!(damaged(&|it| it.weights[0] = f64::INFINITY), not_finite);
    assert_eq!(damaged(&|it| it.weights.truncate(3)), unfit);
    assert_eq!(damaged(&|it| it.sample = usize::MAX), unfit);
    assert_eq!(damaged(&|it| drop(it.extra.pop())), unfit);
    assert_eq!(damaged(&|it| it.extra[0].values.push(0.0)), unfit);
    assert_eq!(damaged(&|it| it.extra[0].name.push('x')), unfit);
    let best = |weights: usize| Best {
        epoch: 1,
        weights: vec![0.0; weights],
        extra: Vec::new(),
        pruned: Vec::new(),
    };
    assert_eq!(damaged(&|it| it.best = Some(Rc::new(best(1)))), unfit);
    let whole = snapshot(&config, &progress);
    for end in [0, 3, 40, whole.state.len() - 1] {
        let state = whole.state[..end].to_vec();
        let run = Snapshot { state, ..whole.clone() };
        let part = Answer::Damaged(Damage::Part(Part::State));
        assert_eq!(answer(Order::Check { run }), part, "{end}");
    }
    let other = Box::new(open("networkShape=3"));
    let run = Snapshot { config: other, ..whole.clone() };
    assert_eq!(answer(Order::Check { run }), unfit);
    let broken = Box::new(Config { batch_size: 0, ..config.clone() });
    let run = Snapshot { config: broken, ..whole.clone() };
    assert_eq!(answer(Order::Check { run }), unfit);
    // A table that is named and not there, and another one in its place.
    let mut table = Table::new(vec![Column::number("x")], Goal::Numbers(vec!["y".to_owned()]));
    (0..30).for_each(|row| table.push(&[f64::from(row)], &[1.0]));
    let mut on = config.clone();
    setting::bring(&mut on, table.brief());
    table.push(&[1.0], &[1.0]);
    for table in [None, Some(Box::new(table))] {
        let run = Snapshot { config: Box::new(on.clone()), table, ..whole.clone() };
        assert_eq!(answer(Order::Check { run }), unfit);
    }
}

#[test]
fn each_format_is_offered_once_and_what_is_offered_is_written() {
    let config = open("");
    let run = snapshot(&config, &trained(&config));
    let Answer::Offers(offers) = answer(Order::Offer { run: run.clone() }) else {
        panic!("no offers")
    };
    let formats: Vec<Format> = offers.iter().map(|offer| offer.format).collect();
    assert_eq!(formats, Format::VARIANTS);
    for Offer { format, holds } in offers {
        let order = Order::Write { format, wishes: Default::default(), run: run.clone() };
        let Answer::Written(written) = answer(order) else { panic!("{format:?}") };
        assert_eq!(written.as_ref().map(|written| &written.notes), holds.as_ref(), "{format:?}");
        assert!(written.is_err() || !written.unwrap().files.is_empty(), "{format:?}");
    }
}

/// Training goes on from a file that was saved before: a build that reads it otherwise has another version.
#[test]
fn a_file_of_this_version_is_read_as_it_was_written() {
    let path = format!("tests/fixtures/run/version-{}.run", run::VERSION);
    let config = open(
        "rules=modern&seed=0.5&networkShape=3&layers=dense,batch_normalization&optimizer=adam\
         &callbacks=early_stopping(patience:5)&samples=20",
    );
    let progress = trained(&config);
    let table = Table::new(vec![Column::number("x")], Goal::Numbers(vec!["y".to_owned()]));
    let written =
        saved(Snapshot { table: Some(Box::new(table)), ..snapshot(&config, &progress) }, None);
    if std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|on| on == "true") {
        std::fs::write(&path, run::write(&written).unwrap()).unwrap();
    }
    let read = run::read(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(
        (&read.layers, &read.table, &read.curve),
        (&written.layers, &written.table, &written.curve)
    );
    let (found, unseen) = checkpoint::unpack(&read.state).expect("raise formats::run::VERSION");
    assert_eq!(unseen, []);
    // Bits may differ from one machine to the next where the state is compared, never what it consists of.
    assert_eq!(
        (found.epoch, found.sample, found.iterations),
        (progress.epoch, progress.sample, progress.iterations)
    );
    assert!(found.fits(&neural_playground::engine::plan::Plan::new(&config.architecture()), 10));
    let opened = opened(Saved { table: None, ..read }).unwrap();
    assert_eq!((*opened.run.config, opened.notices, opened.ignored), (config, vec![], vec![]));
}
