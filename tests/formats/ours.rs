//! Our own files of weights, opened again: the network that was written, with what its optimizer remembers.

use neural_playground::engine::config::Precision;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::trainer::{Means, Trainer};
use neural_playground::formats::opened::Unreadable;
use neural_playground::formats::read::open;
use neural_playground::formats::{Format, Refused, Wishes, write};

use crate::cases::{self, Case};
use crate::near;

/// Writes a case in a format and opens that over the same run: it answers as it did, and no more of it is
/// left out than `missing` says. Whether it could be written.
fn check(case: &Case, format: Format) -> bool {
    let trained = &case.trained;
    let written = match write(format, trained, &Wishes::default()) {
        Ok(written) => written,
        Err(Refused::Lacks(_)) => return false,
        Err(error) => panic!("{}: {error}", case.name),
    };
    let files: Vec<_> = written.files.into_iter().map(|own| (own.name, own.bytes)).collect();
    let opened = open(&files[0].0, &files, &trained.config);
    let opened = match opened {
        // What makes inputs of a row is layers of no row there.
        Err(Unreadable::Branches { .. }) if format == Format::Tfjs => return false,
        opened => opened.unwrap_or_else(|error| panic!("{} as {format:?}: {error}", case.name)),
    };
    // What an optimizer remembers is of weights that take scaled inputs.
    let scaled = trained.config.scaling != Scaling::None;
    let untold = opened.ignored.is_empty() || scaled && opened.ignored == ["optimizer/vars"];
    assert!(untold && opened.missing.is_empty(), "{}: {opened:?}", case.name);
    let (next, progress) = opened.network.apply(&trained.config).unwrap();
    let means: Means = case.trainer().means();
    let mut trainer = Trainer::on(&next, means).unwrap();
    trainer.restore(&progress).unwrap();
    let wide = trained.config.precision == Precision::Bits64 && format != Format::Tfjs;
    let within = if wide { 1e-10 } else { 1e-4 };
    let theirs = case.outputs.iter().map(|own| own / own.abs().max(1.0));
    let ours = trainer.predict(&case.rows);
    let ours = ours.iter().zip(&case.outputs).map(|(ours, own)| ours / own.abs().max(1.0));
    near(&ours.collect::<Vec<_>>(), &theirs.collect::<Vec<_>>(), within);
    if let Some(own) = &opened.network.remembered {
        assert_eq!(own.iterations, trained.progress.iterations);
        let moved = trained.plan.in_keras_order().into_iter().filter(|own| own.is_trained());
        let moved = moved.filter(|_| !scaled);
        let slots: Vec<_> = moved.flat_map(|own| own.slots.clone()).collect();
        assert_eq!(slots.len(), own.slots.len(), "{}", case.name);
        for (slot, values) in slots.into_iter().zip(&own.slots) {
            if let Some(values) = values {
                let most = trained.values(slot).iter().map(|own| own.abs()).fold(1.0, f64::max);
                near(values, trained.values(slot), within * most);
            }
        }
    }
    true
}

#[test]
fn our_own_files_open_as_the_networks_that_they_were() {
    let cases = cases::all();
    for format in [Format::Safetensors, Format::Keras, Format::Tfjs] {
        let opened = cases.iter().filter(|case| check(case, format)).count();
        assert!(opened >= 40, "{format:?}: {opened}");
    }
}
