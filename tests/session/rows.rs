//! Rows that come in the place of others, in a run that goes on.

use super::heaps::heaps;
use super::tables::{bring, drawn, on};
use super::*;
use neural_playground::engine::table::Table;

/// The backend stays as other rows come: nothing of those before may be left in it.
#[test]
fn a_run_that_was_given_other_rows_goes_on_as_one_that_begins_with_them() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        for rules in [Rules::Modern, Rules::Playground] {
            let of = |table: &Table| Config { precision, rules, ..drawn(table) };
            let mut first = on(&heaps(64), &of(&heaps(64)));
            for count in [66, 30, 9, 71] {
                first.step(Unit::Epoch, 2);
                first.step(Unit::Sample, 7);
                bring(&mut first, &heaps(count));
                first.configure(&of(&heaps(count)));
            }
            let state = checkpoint::pack(&first.progress(), &[]);
            let config = Box::new(of(&heaps(71)));
            let checkpoint = Box::new(Checkpoint { run: 0, epoch: 0, state });
            let mut second = Bench::new(&Config::default());
            bring(&mut second, &heaps(71));
            second.send(Command::Restore { config, checkpoint, curve: Vec::new() });
            for bench in [&mut first, &mut second] {
                bench.play(Speed::Max, Some(40));
                bench.run(60_000.0);
            }
            let [ours, theirs] = [first.last(), second.last()];
            assert_eq!((ours.epoch, ours.sample), (40, 0));
            assert_eq!(ours.weights, theirs.weights, "{precision:?} {rules:?}");
            assert_eq!((ours.metrics, &ours.big), (theirs.metrics, &theirs.big));
        }
    }
}
