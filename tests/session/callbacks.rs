//! Callbacks in a session: when they stop, what they bring back, and what makes them begin anew.

use super::*;

/// Noisy blobs of few points, learned by heart: the test loss soon rises.
const OVERFITS: &str = "#dataset=gauss&noise=50&networkShape=8&learningRate=0.3&percTrainData=10\
                        &seed=0.5&callbacks=early_stopping(patience:5)&rules=modern";

/// Runs until something stops it: the epoch, and the epoch that was brought back.
fn stopped(bench: &mut Bench) -> (u64, Option<u64>) {
    bench.play(Speed::Max, Some(5_000));
    bench.run(600_000.0);
    match bench.stops().last() {
        Some(&Stopped::Callback { epoch, restored, .. }) => (epoch, restored),
        other => panic!("{other:?}"),
    }
}

#[test]
fn early_stopping_brings_the_best_weights_back_and_tells_their_epoch() {
    let mut bench = Bench::new(&open(OVERFITS));
    let (epoch, restored) = stopped(&mut bench);
    let best = restored.expect("the best weights");
    assert_eq!(epoch, best + 5);
    assert_eq!((bench.last().epoch, bench.last().restored), (epoch, Some(best)));
    let mut plain = Bench::new(&Config { callbacks: Vec::new(), ..open(OVERFITS) });
    plain.play(Speed::Max, Some(best));
    plain.run(600_000.0);
    assert_eq!(bench.last().weights, plain.last().weights);
    assert_eq!(plain.last().restored, None);
    bench.step(Unit::Sample, 1);
    assert_eq!(bench.last().restored, None, "other weights from then on");
}

#[test]
fn training_that_goes_on_after_an_early_stop_is_watched_anew() {
    let mut bench = Bench::new(&open(OVERFITS));
    let (first, _) = stopped(&mut bench);
    let (second, restored) = stopped(&mut bench);
    assert!(second > first + 5, "{first} {second}");
    assert!(restored > Some(first), "{restored:?}");
    bench.events.clear();
    bench.step(Unit::Epoch, 3);
    assert_eq!(bench.last().epoch, second + 3);
    assert!(bench.stops().iter().all(|stop| *stop == Stopped::Paused), "{:?}", bench.stops());
}

#[test]
fn what_is_monitored_is_watched_anew_when_it_changes() {
    let config = open(OVERFITS);
    for changed in
        ["callbacks=early_stopping(monitor:1,patience:5)", "loss=huber", "learningRate=0.1"]
    {
        let mut bench = Bench::new(&config);
        let (epoch, _) = stopped(&mut bench);
        bench.configure(&open(&format!("{OVERFITS}&{changed}")));
        // One epoch is the best there is, and five are waited for.
        bench.play(Speed::Max, Some(epoch + 5));
        bench.run(60_000.0);
        assert_eq!(bench.stops().last(), Some(&Stopped::Reached { epoch: epoch + 5 }), "{changed}");
        assert_eq!(bench.last().epoch, epoch + 5, "{changed}");
    }
}

#[test]
fn a_pause_or_a_step_is_no_new_run_and_changes_no_result() {
    let mut whole = Bench::new(&open(OVERFITS));
    let expected = stopped(&mut whole);
    let mut cut = Bench::new(&open(OVERFITS));
    cut.step(Unit::Batch, 3);
    cut.step(Unit::Epoch, 2);
    cut.play(Speed::Ten, None);
    cut.run(300.0);
    cut.send(Command::Pause);
    assert_eq!(stopped(&mut cut), expected);
    assert_eq!(cut.last().weights, whole.last().weights);
}

#[test]
fn a_restarted_worker_has_the_best_weights_still() {
    let mut first = Bench::new(&open(OVERFITS));
    let expected = stopped(&mut first);
    let mut early = Bench::new(&open(OVERFITS));
    early.play(Speed::Max, Some(expected.0 - 1));
    early.run(600_000.0);
    let state = checkpoint::pack(&early.progress(), &[]);
    let mut second = Bench::new(&Config::default());
    let checkpoint = Box::new(Checkpoint { run: 1, epoch: 0, state });
    second.send(Command::Restore {
        config: Box::new(open(OVERFITS)),
        checkpoint,
        curve: Vec::new(),
    });
    assert_eq!(stopped(&mut second), expected);
    assert_eq!(second.last().weights, first.last().weights);
}

#[test]
fn callbacks_that_wait_for_an_accuracy_never_act_when_regressing() {
    let hash = "#problem=regression&regDataset=reg-gauss&seed=0.5&rules=modern&callbacks=\
                early_stopping(monitor:2,patience:2),reduce_lr_on_plateau(monitor:3,patience:2)";
    let mut bench = Bench::new(&open(hash));
    bench.play(Speed::Max, Some(30));
    bench.run(600_000.0);
    assert_eq!(bench.stops(), [Stopped::Reached { epoch: 30 }]);
    assert_eq!(bench.last().learning_rate, 0.03);
}

#[test]
fn a_run_that_ends_by_its_length_keeps_its_last_weights() {
    let mut bench = Bench::new(&open(OVERFITS));
    let mut plain = Bench::new(&Config { callbacks: Vec::new(), ..open(OVERFITS) });
    let (epoch, _) = stopped(&mut Bench::new(&open(OVERFITS)));
    for bench in [&mut bench, &mut plain] {
        bench.play(Speed::Max, Some(epoch - 1));
        bench.run(600_000.0);
    }
    assert_eq!(bench.last().weights, plain.last().weights, "as in Keras, nothing is restored");
    assert_eq!(bench.last().restored, None);
}
