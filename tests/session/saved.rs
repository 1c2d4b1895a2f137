//! A run that is saved as a file goes on from it bit for bit, and with its curve.

use super::heaps::heaps;
use super::tables::bring;
use super::*;
use neural_playground::app::saved::{Opened, opened, saved};
use neural_playground::engine::table::Table;
use neural_playground::formats::{Snapshot, run};
use neural_playground::protocol::CurvePoint;

/// Everything that a checkpoint must have: an optimizer's memory, the order of samples, masks, the best
/// network so far.
const HASH: &str = "#rules=modern&seed=0.5&networkShape=6,4&noise=20&optimizer=adam\
                    &layers=dense,dropout(rate:0.2),dense,layer_normalization&batchSize=7\
                    &callbacks=early_stopping(patience:60),reduce_lr_on_plateau(patience:9)";

fn points(bench: &Bench) -> Vec<CurvePoint> {
    bench.frames().flat_map(|frame| frame.curve.iter().copied()).collect()
}

fn on(config: &Config, table: Option<&Table>) -> Bench {
    let mut bench = Bench::new(&Config::default());
    table.into_iter().for_each(|table| bring(&mut bench, table));
    bench.configure(config);
    bench.events.clear();
    // The first frame is on show again, with the run's beginning.
    bench.send(Command::Reset);
    bench.run(100.0);
    bench
}

/// The state that the session tells of this moment.
fn state(bench: &mut Bench) -> Vec<u8> {
    bench.send(Command::Keep { mark: 1 });
    match bench.events.pop() {
        Some(Event::Kept { checkpoint: Some(checkpoint), .. }) => checkpoint.state,
        other => panic!("{other:?}"),
    }
}

/// The file of a run as it stands.
fn file(bench: &mut Bench, config: &Config, table: Option<&Table>) -> Vec<u8> {
    let snapshot = Snapshot {
        config: Box::new(config.clone()),
        table: table.map(|table| Box::new(table.clone())),
        curve: points(bench),
        state: state(bench),
    };
    run::write(&saved(snapshot, None)).expect("a file")
}

/// What a page does with such a file: a session that has had another run goes on from it.
fn reopen(bytes: &[u8]) -> Bench {
    let Opened { run: snapshot, choice: None, notices, ignored } =
        opened(run::read(bytes).expect("a run file")).expect("a run")
    else {
        panic!("a view was chosen")
    };
    assert_eq!((notices.len(), ignored.len()), (0, 0), "{notices:?} {ignored:?}");
    let mut bench = Bench::new(&exact());
    bench.step(Unit::Epoch, 3);
    bench.play(Speed::Max, None);
    bench.run(50.0);
    bench.events.clear();
    bench.send(Command::Pause);
    let Snapshot { config, table, curve, state } = snapshot;
    table.into_iter().for_each(|table| bench.send(Command::Bring { table }));
    let checkpoint = Box::new(Checkpoint { run: 0, epoch: 0, state });
    bench.send(Command::Restore { config, checkpoint, curve });
    bench.run(1_000.0);
    assert!(!bench.events.iter().any(|event| matches!(event, Event::Failed(_))));
    bench
}

#[test]
fn a_run_saved_after_35_epochs_is_at_70_where_one_is_that_was_never_saved() {
    let rows = heaps(64);
    for precision in [Precision::Bits32, Precision::Bits64] {
        for table in [None, Some(&rows)] {
            let mut config = Config { precision, ..open(HASH) };
            if let Some(table) = table {
                neural_playground::app::setting::bring(&mut config, table.brief());
            }
            // Layers that were moved about have ids that no link has.
            for (layer, id) in config.layers.iter_mut().zip([7, 3, 12, 5]) {
                layer.id = id;
            }
            let mut straight = on(&config, table);
            straight.play(Speed::Sixty, Some(70));
            straight.run(60_000.0);
            assert_eq!(straight.last().epoch, 70);

            let mut first = on(&config, table);
            first.play(Speed::Sixty, Some(35));
            first.run(60_000.0);
            let (then, curve) = (first.last().clone(), points(&first));
            let bytes = file(&mut first, &config, table);
            let mut second = reopen(&bytes);
            let now = second.last();
            assert_eq!((now.epoch, now.sample, now.running), (35, 0, false), "it stands still");
            assert_eq!((&now.weights, now.metrics), (&then.weights, then.metrics));
            assert_eq!(points(&second), curve, "with its curve");
            second.play(Speed::Sixty, Some(70));
            second.run(60_000.0);
            let [ours, theirs] = [second.last(), straight.last()];
            let told = format!("{precision:?}, {}", table.is_some());
            assert_eq!((ours.epoch, ours.learning_rate), (70, theirs.learning_rate), "{told}");
            assert_eq!(ours.weights, theirs.weights, "{told}");
            assert_eq!(ours.metrics, theirs.metrics, "{told}");
            assert_eq!(points(&second), points(&straight), "{told}");
            let [ours, theirs] = [&mut second, &mut straight].map(|bench| bench.progress());
            assert_eq!(ours, theirs, "{told}");
        }
    }
}

/// In mid-batch, gradients wait for the rest of it.
#[test]
fn a_run_saved_within_an_epoch_goes_on_from_there() {
    let config = open(HASH);
    let mut bench = on(&config, None);
    bench.step(Unit::Epoch, 2);
    bench.step(Unit::Sample, 10);
    let bytes = file(&mut bench, &config, None);
    let mut second = reopen(&bytes);
    assert_eq!((second.last().epoch, second.last().sample), (2, 10));
    for bench in [&mut bench, &mut second] {
        bench.step(Unit::Epoch, 2);
    }
    assert_eq!(second.last().weights, bench.last().weights);
}
