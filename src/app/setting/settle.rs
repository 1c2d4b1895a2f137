//! What a change of the config carries with it: what no longer fits is brought into line, and
//! what should be known is said once.

use std::str::FromStr as _;

use super::clipping::is_clipping;
use super::formulas;
use super::own;
use super::registry::{Kind, Setting, least_percent};
use super::value::quote;
use crate::app::hint;
use crate::app::notice::{Dropped, Notice, Place};
use crate::engine::architecture;
use crate::engine::config::{Config, Rules, Runtime};
use crate::engine::layer::LayerKind;

/// Brings into line what a change of `before` into `config` carries with it: the batch fits
/// the training samples, residual connections what they go around, a table of many classes takes
/// layers that tell them, and what the TensorFlow Playground lacks switches to modern rules. Says so, and what is new and should be known (no
/// input, an L2 step that overshoots, a loss that does not fit, a hint).
pub fn settle(config: &mut Config, before: &Config) -> Vec<Notice> {
    let mut notices: Vec<_> = own::widen(config, before).into_iter().collect();
    notices.extend(fit(config));
    if !before.beyond_playground() {
        notices.extend(modernise(config));
    }
    // What was said when it began need not be said at every later change.
    let said = warnings(before);
    let new = |notice: &Notice| !said.iter().any(|said| same(said, notice));
    notices.extend(warnings(config).into_iter().filter(new));
    notices
}

/// A notice as it stands in a config: as it is, with the numbers of now, or, where it is no longer so,
/// not at all.
pub fn standing(notice: &Notice, config: &Config) -> Option<Notice> {
    let stands = match notice {
        Notice::UnstableL2 { .. }
        | Notice::NoFeature
        | Notice::LossMisfit { .. }
        | Notice::BatchOfOne
        | Notice::Hint { .. } => {
            return warnings(config).into_iter().find(|warning| same(warning, notice));
        }
        Notice::ModernRules => config.rules == Rules::Modern && config.beyond_playground(),
        Notice::Replaced { place, key, used, .. } => match place {
            Place::Link | Place::Setting => uses(config, key, used),
            // Whoever sets them again takes it away.
            Place::Knob | Place::Weight => true,
        },
        Notice::ClippingDropped { kept, .. } => {
            let kept = Setting::from_str(kept).ok().filter(|&kept| is_clipping(kept));
            kept.is_none_or(|kept| kept.get(config) != "0")
        }
        Notice::NoGpu { .. } => config.runtime == Runtime::Gpu,
        Notice::Widened { units, classes } => {
            config.hidden() == [*units] && config.target().classes == *classes
        }
        Notice::NoPoints => config.sample_count() == 0,
        Notice::TableBrought { rows, .. } => {
            config.own.as_ref().is_some_and(|own| !own.drawn && own.rows == *rows)
        }
        Notice::DrawnOn { .. } => config.own.as_ref().is_some_and(|own| own.drawn),
        Notice::Mended { .. }
        | Notice::NoDrawing { .. }
        | Notice::FormulaDropped { .. }
        | Notice::LayerDropped { .. }
        | Notice::StoppedBy { .. }
        | Notice::Diverged { .. }
        | Notice::Reached { .. }
        | Notice::WorkerRestarted { .. }
        | Notice::GpuLost { .. }
        | Notice::GpuWrong { .. }
        | Notice::WorkerLost { .. }
        | Notice::Interrupted { .. }
        | Notice::LinkCopied
        | Notice::PointsCopied { .. }
        | Notice::PointsSaved { .. }
        | Notice::NotSaved
        | Notice::RunOpened { .. }
        | Notice::NetworkOpened
        | Notice::TableGone
        | Notice::Keeping { .. }
        | Notice::MadeRoom { .. }
        | Notice::Unfetched { .. }
        | Notice::PartMissing
        | Notice::More { .. } => true,
    };
    stands.then(|| notice.clone())
}

/// Whether a config still uses what a notice says; of what is no setting nothing is known.
fn uses(config: &Config, key: &str, used: &str) -> bool {
    Setting::from_str(key).ok().is_none_or(|setting| match setting.kind() {
        // One of several.
        Kind::List => setting.get(config).contains(used),
        Kind::Slider | Kind::Select | Kind::Choice | Kind::Tuned | Kind::Text | Kind::Shape => {
            quote(&setting.get(config)) == used
        }
    })
}

/// Whether two warnings say the same, whatever their numbers.
fn same(a: &Notice, b: &Notice) -> bool {
    match (a, b) {
        (Notice::LossMisfit { reason: a }, Notice::LossMisfit { reason: b }) => a == b,
        (Notice::Hint { hint: a }, Notice::Hint { hint: b }) => a.says_the_same(b),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// What a visitor should know about a config before it runs.
pub fn warnings(config: &Config) -> Vec<Notice> {
    let featureless = (config.inputs() == 0).then_some(Notice::NoFeature);
    let unstable = config.unstable_l2().map(|product| Notice::UnstableL2 { product });
    let target = config.target();
    let coding = (target.classes > 0).then_some(target.coding);
    let misfit = target.loss.kind().misfit(&target.activation, coding);
    let misfit = misfit.map(|reason| Notice::LossMisfit { reason });
    let normalizes =
        config.layers.iter().any(|layer| layer.kind.kind() == LayerKind::BatchNormalization);
    let alone = (config.batch_size == 1 && normalizes).then_some(Notice::BatchOfOne);
    let wrong = featureless.into_iter().chain(unstable).chain(misfit).chain(alone);
    wrong.chain(hint::due(config).map(|hint| Notice::Hint { hint })).collect()
}

/// Sets the rules; a precision that the rules before had brought along follows.
pub fn set_rules(config: &mut Config, rules: Rules) {
    if config.precision == config.rules.default_precision() {
        config.precision = rules.default_precision();
    }
    config.rules = rules;
}

/// Playground rules promise nothing for what the TensorFlow Playground lacks: modern ones then.
pub(in crate::app) fn modernise(config: &mut Config) -> Option<Notice> {
    if config.rules != Rules::Playground || !config.beyond_playground() {
        return None;
    }
    set_rules(config, Rules::Modern);
    Some(Notice::ModernRules)
}

/// Formulas name what the data have, at least one sample trains, a batch is at most all that do, and a
/// residual connection goes around layers that keep the width.
pub(in crate::app) fn fit(config: &mut Config) -> Vec<Notice> {
    let mut notices = formulas::fit(config);
    if config.train_count() == 0 && config.own.is_none() {
        let before = config.train_percent.to_string();
        config.train_percent = least_percent(config);
        let setting = Setting::PercTrainData;
        notices.push(setting.refuse(config, &before, setting.get(config)));
    }
    if config.batch_size > config.largest_batch() {
        let before = config.batch_size.to_string();
        config.batch_size = config.largest_batch();
        let setting = Setting::BatchSize;
        notices.push(setting.refuse(config, &before, setting.get(config)));
    }
    let inputs = config.inputs();
    // One at a time: a later one may fit once an earlier one is gone.
    while let Some(&at) = architecture::misfits(inputs, &config.layers).first() {
        let layer = quote(&config.layers.remove(at).to_string());
        notices.push(Notice::LayerDropped { layer, reason: Dropped::Residual });
    }
    notices
}
