//! What the program of networks' files answers about a run.

use strum::VariantArray as _;

use super::format::{File, Format};
use super::opened::{Opened, Remarks, Unreadable};
use super::order::{Answer, Offer, Order, Snapshot};
use super::read::{self, Found};
use super::run::{Damage, Part};
use super::trained::Trained;
use super::write::{notes, write};
use crate::engine::config::Config;
use crate::engine::trainer::{Progress, Tables};
use crate::files::Listed;
use crate::protocol::CurvePoint;
use crate::protocol::curve::Curve;
use crate::worker::checkpoint;

/// The answer to a question.
pub fn answer(order: Order) -> Answer {
    match order {
        Order::Offer { run } => match trained(run) {
            Ok(trained) => Answer::Offers(offers(&trained)),
            Err(damage) => Answer::Damaged(damage),
        },
        Order::Write { format, wishes, run } => match trained(run) {
            Ok(trained) => Answer::Written(write(format, &trained, &wishes)),
            Err(damage) => Answer::Damaged(damage),
        },
        Order::Check { run } => match trained(run) {
            Ok(trained) => Answer::Sound { epoch: trained.progress.epoch },
            Err(damage) => Answer::Damaged(damage),
        },
        Order::Open { name, files, run } => match opened(&name, files, &run.config) {
            Ok(opened) => Answer::Opened(Box::new(opened)),
            Err(why) => Answer::Unreadable(why),
        },
    }
}

/// The run on show with the network of files, one of them of this name.
fn opened(name: &str, files: Vec<File>, config: &Config) -> Result<Opened, Unreadable> {
    let files: Vec<_> = files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let Found { network, ignored, missing } = read::open(name, &files, config)?;
    let (next, progress) = network.apply(config)?;
    let unscaled = next.scaling != config.scaling;
    let remarks = Remarks { ignored: listed(ignored), missing: listed(missing), unscaled };
    let state = checkpoint::pack(&progress, &[]);
    Ok(Opened { config: Box::new(next), state, remarks })
}

/// The first of many names.
fn listed(names: Vec<String>) -> Listed<String> {
    let mut listed = Listed::default();
    names.into_iter().for_each(|name| listed.add(name));
    listed
}

/// What each format makes of a network.
fn offers(trained: &Trained) -> Vec<Offer> {
    let offer = |&format: &Format| Offer { format, holds: notes(format, trained) };
    Format::VARIANTS.iter().map(offer).collect()
}

/// The run of a snapshot, if training can go on from it.
fn trained(run: Snapshot) -> Result<Trained, Damage> {
    let Snapshot { config, table, curve, state } = run;
    let (progress, unseen) = checkpoint::unpack(&state).ok_or(Damage::Part(Part::State))?;
    if !is_finite(&progress) {
        return Err(Damage::NotFinite);
    }
    let tables = Tables::default();
    table.into_iter().for_each(|table| tables.put(*table));
    let mut trained = Trained::of(&config, &tables, progress).map_err(|_| Damage::Unfit)?;
    let samples = trained.data.train.len();
    if !trained.progress.fits(&trained.plan, samples) {
        return Err(Damage::Unfit);
    }
    trained.curve = whole(&trained.progress, samples, curve.into_iter().chain(unseen));
    Ok(trained)
}

fn is_finite(progress: &Progress) -> bool {
    let best = progress.best.iter().flat_map(|best| &best.weights);
    progress.weights.iter().chain(best).all(|weight| weight.is_finite())
}

/// The curve up to a state, of what the page knew and what it had yet to see.
fn whole(
    progress: &Progress,
    samples: usize,
    points: impl Iterator<Item = CurvePoint>,
) -> Vec<CurvePoint> {
    let part = (progress.sample + progress.ahead) as f64 / samples.max(1) as f64;
    let end = progress.epoch as f64 + part;
    let mut curve = Curve::default();
    points.filter(|point| point.epoch <= end).for_each(|point| curve.push(point));
    curve.take()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trainer::Trainer;
    use crate::protocol::Metrics;

    #[test]
    fn the_curve_ends_at_the_state_and_has_what_the_page_had_yet_to_see() {
        let config = Box::new(Config::default());
        let mut trainer = Trainer::new(&config).unwrap();
        trainer.finish_epoch();
        trainer.finish_epoch();
        let point = |epoch| CurvePoint { epoch, metrics: Metrics::default() };
        let state = checkpoint::pack(&trainer.progress(), &[point(1.0), point(2.0)]);
        let curve = [0.0, 0.5, 40.0].map(point).to_vec();
        let run = Snapshot { config, table: None, curve, state };
        let epochs = trained(run).unwrap().curve.into_iter().map(|point| point.epoch);
        assert_eq!(epochs.collect::<Vec<_>>(), [0.0, 0.5, 1.0, 2.0]);
    }
}
