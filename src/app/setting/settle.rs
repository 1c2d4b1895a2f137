//! What a change of the config carries with it: what no longer fits is brought into line, and
//! what should be known is said once.

use super::registry::{Setting, largest_batch};
use super::value::quote;
use crate::app::hint;
use crate::app::notice::{Dropped, Notice};
use crate::engine::architecture;
use crate::engine::config::{Config, Rules};
use crate::engine::layer::LayerKind;

/// Brings into line what a change of `before` into `config` carries with it: the batch fits
/// the training samples, residual connections what they go around, and what the TensorFlow
/// Playground lacks switches to modern rules. Says so, and what is new and should be known (no
/// input, an L2 step that overshoots, a loss that does not fit, a hint).
pub fn settle(config: &mut Config, before: &Config) -> Vec<Notice> {
    let mut notices = fit(config);
    if !before.beyond_playground() {
        notices.extend(modernise(config));
    }
    // What was said when it began need not be said at every later change.
    let said = warnings(before);
    let new = |notice: &Notice| !said.iter().any(|said| same(said, notice));
    notices.extend(warnings(config).into_iter().filter(new));
    notices
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
    let featureless = config.features.iter().next().is_none().then_some(Notice::NoFeature);
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

/// At least one sample trains, a batch is at most all that do, and a residual connection goes
/// around layers that keep the width.
pub(in crate::app) fn fit(config: &mut Config) -> Vec<Notice> {
    let mut notices = Vec::new();
    if config.train_count() == 0 {
        let before = config.train_percent.to_string();
        config.train_percent = 100_usize.div_ceil(config.sample_count().max(1));
        let setting = Setting::PercTrainData;
        notices.push(setting.refuse(&before, setting.get(config)));
    }
    if config.batch_size > largest_batch(config) {
        let before = config.batch_size.to_string();
        config.batch_size = largest_batch(config);
        let setting = Setting::BatchSize;
        notices.push(setting.refuse(&before, setting.get(config)));
    }
    let inputs = config.features.iter().count();
    // One at a time: a later one may fit once an earlier one is gone.
    while let Some(&at) = architecture::misfits(inputs, &config.layers).first() {
        let layer = quote(&config.layers.remove(at).to_string());
        notices.push(Notice::LayerDropped { layer, reason: Dropped::Residual });
    }
    notices
}
