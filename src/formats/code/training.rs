//! Loss, optimizer, callbacks, and the run.

use super::model::REGISTERED;
use super::python::{arguments, call, number, unusual};
use super::{Writer, comment};
use crate::engine::callback::{Callback, monitors_accuracy};
use crate::engine::config::{Config, Rules};
use crate::engine::kind::{Kind as _, Scale, Tuned};
use crate::engine::layer::Layer;
use crate::engine::loss::Loss;
use crate::engine::optimizer::{Extras, Optimizer};
use crate::engine::regularizer::{LayerRegularizer, Regularizer};
use crate::engine::schedule::{Schedule, boundaries, is_constant};
use crate::formats::classes::{self, class};

/// The page's loss, which Keras does not have.
const HALF_SQUARED_ERROR: &str = "def half_squared_error(y_true, y_pred):
    return ops.mean(0.5 * ops.square(y_pred - y_true), axis=-1)


";

/// Each step takes a share off the kernels, which stands before it.
const SHRINK: &str = "        variable.assign(variable - variable * share * learning_rate)
        super().update_step(gradient, variable, learning_rate)
";

/// Behind each step kernels go towards 0.
const SHORTEN: &str = "if variable.name == \"kernel\":
            length = ops.maximum(ops.abs(variable) - learning_rate * RATE, 0.0)
            variable.assign(ops.sign(variable) * length)
";

/// The same, and what crosses 0 is pruned.
const PRUNE: &str = "        before = ops.copy(variable)
        super().update_step(gradient, variable, learning_rate)
        if variable.path in self.alive:
            alive = self.alive[variable.path]
            shorter = variable - learning_rate * RATE * ops.sign(before)
            alive.assign(ops.where(variable * shorter < 0.0, 0.0, alive.value))
            variable.assign(ops.where(alive.value > 0.0, shorter, 0.0))
";

/// What [`PRUNE`] remembers of each weight.
const ALIVE: &str = "    def build(self, variables):
        super().build(variables)
        self.alive = {
            variable.path: self.add_variable_from_reference(variable, \"alive\", initializer=\"ones\")
            for variable in variables
            if variable.path in PRUNED
        }

";

const STOP_AT: &str = "    def __init__(self, monitor, value):
        super().__init__()
        self.monitor, self.value = monitor, value

    def on_epoch_end(self, epoch, logs=None):
        ahead = logs[self.monitor] - self.value
        if ahead >= 0 if self.monitor.endswith(\"accuracy\") else ahead <= 0:
            self.model.stop_training = True


";

const SCHEDULED_PLATEAU: &str = "    cut, step = 1.0, 0

    def set_rate(self):
        rate = float(schedule(self.step))
        self.model.optimizer.learning_rate = max(rate * self.cut, min(self.min_lr, rate))
        return float(ops.convert_to_numpy(self.model.optimizer.learning_rate))

    def on_train_batch_begin(self, batch, logs=None):
        self.set_rate()
        self.step += 1

    def on_epoch_end(self, epoch, logs=None):
        before = self.set_rate()
        super().on_epoch_end(epoch, logs)
        if float(ops.convert_to_numpy(self.model.optimizer.learning_rate)) < before:
            self.cut *= self.factor


";

/// The loss.
fn loss(writer: &Writer<'_>) -> String {
    let own = writer.trained.target.loss;
    if own.kind() == Loss::HalfSquaredError {
        return format!("{REGISTERED}{HALF_SQUARED_ERROR}loss = half_squared_error\n");
    }
    let architecture = &writer.trained.architecture;
    let mut given = unusual(&own);
    given.extend(architecture.outputs_are_logits().then(|| "from_logits=True".to_owned()));
    let name: &str = own.kind().into();
    let note =
        if architecture.fuses_output() { comment(writer.words.clipped, "") } else { String::new() };
    format!("{note}loss = {}\n", call(&format!("keras.losses.{}", class(name)), &given))
}

/// The learning rate of each step.
fn schedule(config: &Config) -> String {
    let own = &config.schedule;
    let initial = number(config.learning_rate);
    let name: &str = own.kind().into();
    let given = match own.kind() {
        Schedule::Constant => return initial,
        Schedule::PiecewiseConstantDecay => {
            // Of two boundaries the later one in the list counts, from where on both do.
            let mut pairs: Vec<(f64, f64)> = Vec::new();
            for (boundary, value) in boundaries(own) {
                pairs.retain(|(before, _)| *before < boundary);
                pairs.push((boundary, value));
            }
            let places: Vec<_> = pairs.iter().map(|(at, _)| at.to_string()).collect();
            let values = pairs.iter().map(|(_, value)| number(*value));
            let values: Vec<_> = [initial].into_iter().chain(values).collect();
            vec![format!("[{}]", places.join(", ")), format!("[{}]", values.join(", "))]
        }
        Schedule::CosineDecay if own.get("warmup_target") == Some(0.0) => {
            let mut given = arguments(own);
            given.retain(|one| !one.starts_with("warmup"));
            [initial].into_iter().chain(given).collect()
        }
        Schedule::ExponentialDecay
        | Schedule::CosineDecay
        | Schedule::CosineDecayRestarts
        | Schedule::PolynomialDecay
        | Schedule::InverseTimeDecay => [initial].into_iter().chain(arguments(own)).collect(),
    };
    call(&format!("keras.optimizers.schedules.{}", class(name)), &given)
}

/// The paths of the kernels that the Playground's L1 prunes: where plain descent moves them. Other
/// kernels are shortened as with modern rules.
fn pruned(writer: &Writer<'_>) -> Vec<String> {
    let trained = writer.trained;
    let Config { optimizer, extras, rules, .. } = &trained.config;
    let plain = *optimizer == Optimizer::Sgd.into() && *extras == Extras::default();
    if *rules == Rules::Modern || !plain {
        return Vec::new();
    }
    let none = LayerRegularizer::None.into();
    let prunes = |layer: &Layer| {
        layer.is_dense()
            && (layer.kernel_regularizer == none
                || layer.kernel_regularizer.coefficients() == (0.0, 0.0))
    };
    let layers = trained.architecture.layers.iter().zip(&trained.names);
    let layers = layers.filter(|(layer, _)| prunes(layer));
    layers.map(|(_, name)| format!("{name}/kernel")).collect()
}

/// An optimizer whose steps have the page's penalty, `class` of Keras's being below it.
fn penalized(writer: &Writer<'_>, class: &str, decay: f64) -> String {
    let Writer { trained, words, wide: _ } = writer;
    let Config { regularizer, regularization_rate, .. } = trained.config;
    let mut head = format!("RATE = {}\n", number(regularization_rate));
    let (note, build, mut step) = match regularizer {
        Regularizer::None => return String::new(),
        Regularizer::L1 => {
            let pruned = pruned(writer);
            let kernels = trained.plan.kernels().count();
            if pruned.is_empty() {
                let update = "super().update_step(gradient, variable, learning_rate)";
                (words.l1, "", format!("        {update}\n        {SHORTEN}"))
            } else {
                head.push_str(&format!("PRUNED = {}\n", super::python::list_of_texts(&pruned)));
                let (or, rest) =
                    if pruned.len() < kernels { ("        el", SHORTEN) } else { ("", "") };
                (words.l1_playground, ALIVE, [PRUNE, or, rest].concat())
            }
        }
        Regularizer::L2 => {
            let share = match decay {
                0.0 => "RATE if variable.name == \"kernel\" else 0.0".to_owned(),
                _ => format!("{0} + RATE if variable.name == \"kernel\" else {0}", number(decay)),
            };
            (words.l2, "", format!("        share = {share}\n{SHRINK}"))
        }
    };
    step.insert_str(0, "    def update_step(self, gradient, variable, learning_rate):\n");
    let note = comment(note, "    ");
    format!(
        "{head}\n\n{REGISTERED}class Penalized{class}(keras.optimizers.{class}):\n{note}{build}{step}\n\n"
    )
}

/// The optimizer, and before it what it needs.
fn optimizer(writer: &Writer<'_>) -> String {
    let Config {
        optimizer,
        extras,
        schedule: of,
        learning_rate,
        regularizer,
        regularization_rate,
        ..
    } = &writer.trained.config;
    let class = classes::optimizer(optimizer.kind());
    let acts = *regularizer != Regularizer::None && *regularization_rate > 0.0;
    let mut knobs = unusual(optimizer);
    let decay = crate::engine::optimizer::weight_decay(optimizer, extras);
    // The page's L2 and weight decay are one share of a weight: the class takes both.
    let takes_decay = acts && *regularizer == Regularizer::L2;
    let own = optimizer.kind() == Optimizer::AdamW;
    knobs.retain(|knob| !knob.starts_with("weight_decay"));
    let differs = if own {
        decay != Tuned::new(Optimizer::AdamW).get("weight_decay").unwrap_or_default()
    } else {
        decay > 0.0
    };
    if takes_decay && own {
        knobs.push("weight_decay=0.0".to_owned());
    } else if !takes_decay && differs {
        knobs.push(format!("weight_decay={}", number(decay)));
    }
    knobs.extend(extras.clippings().map(|(name, most)| format!("{name}={}", number(most))));
    let mut code = String::new();
    let rate = if is_constant(of) {
        number(*learning_rate)
    } else {
        code.push_str(&format!("schedule = {}\n", schedule(&writer.trained.config)));
        // The callback multiplies it.
        if plateau(writer) { number(*learning_rate) } else { "schedule".to_owned() }
    };
    knobs.insert(0, format!("learning_rate={rate}"));
    let name = match acts {
        true => format!("Penalized{class}"),
        false => format!("keras.optimizers.{class}"),
    };
    let before = if acts { penalized(writer, class, decay) } else { String::new() };
    format!("{before}{code}optimizer = {}\n", call(&name, &knobs))
}

/// What a callback monitors.
fn monitored(callback: &Tuned<Callback>) -> &'static str {
    let knobs = callback.kind().knobs().iter().zip(callback.values());
    let name = |(knob, value): (&crate::engine::kind::Knob, f64)| match knob.scale {
        Scale::Choice(names) => names.get(value as usize).copied(),
        Scale::Linear | Scale::Logarithmic | Scale::Whole | Scale::Switch => None,
    };
    knobs.filter_map(name).next().unwrap_or_default()
}

/// The callbacks that can ever act: an accuracy needs classes, a value of the test data needs these.
fn callbacks(writer: &Writer<'_>) -> Vec<Tuned<Callback>> {
    let trained = writer.trained;
    let tests = !trained.data.test.is_empty();
    let acts = |one: &&Tuned<Callback>| {
        (tests || !monitored(one).starts_with("val_"))
            && (trained.target.classes > 0 || !monitors_accuracy(one))
    };
    trained.config.callbacks.iter().filter(acts).copied().collect()
}

/// Whether a plateau lowers the rate of a schedule.
fn plateau(writer: &Writer<'_>) -> bool {
    callbacks(writer).iter().any(|one| one.kind() == Callback::ReduceLrOnPlateau)
}

/// The callback that measures.
fn measure(writer: &Writer<'_>, accuracy: bool) -> String {
    let Writer { trained, words, wide: _ } = writer;
    let target = &trained.target;
    let part = |prefix: &str, part: &str| {
        let classes = if accuracy { format!(", classes_{part}") } else { String::new() };
        format!("            (\"{prefix}\", x_{part}, y_{part}{classes}),\n")
    };
    let mut parts = part("", "train");
    if !trained.data.test.is_empty() {
        parts.push_str(&part("val_", "test"));
    }
    let note = comment(words.measure, "    ");
    let classes = if accuracy { ", classes" } else { "" };
    let told = match (accuracy, target.outputs) {
        (false, _) => String::new(),
        (true, 1) => format!("(answers[:, 0] >= {}) == (classes == 1)", number(target.threshold())),
        (true, _) => "np.argmax(answers, axis=1) == classes".to_owned(),
    };
    let told = match told.is_empty() {
        true => told,
        false => format!(
            "            answers = ops.convert_to_numpy(answers)\n            logs[prefix + \"accuracy\"] = float(np.mean({told}))\n"
        ),
    };
    format!(
        "class Measure(keras.callbacks.Callback):
{note}    def on_epoch_end(self, epoch, logs=None):
        for prefix, x, y{classes} in (
{parts}        ):
            answers = self.model(x, training=False)
            logs[prefix + \"loss\"] = float(ops.mean(loss(y, answers)))
{told}        if not np.isfinite(logs[\"loss\"]):
            self.model.stop_training = True


"
    )
}

/// Loss, optimizer and callbacks.
pub fn compile(writer: &Writer<'_>) -> String {
    let words = writer.words;
    let callbacks = callbacks(writer);
    let scheduled = !is_constant(&writer.trained.config.schedule);
    let mut code = format!(
        "{}\n{}model.compile(optimizer=optimizer, loss=loss)\n\n\n{}",
        loss(writer),
        optimizer(writer),
        measure(writer, callbacks.iter().any(monitors_accuracy))
    );
    let mut list = "callbacks = [\n    Measure(),\n".to_owned();
    let mut stops = false;
    for callback in &callbacks {
        let mut given = arguments(callback);
        let mode = if monitors_accuracy(callback) { "max" } else { "min" };
        let name = match callback.kind() {
            Callback::EarlyStopping => {
                if callback.get("restore_best_weights") != Some(0.0) {
                    list.push_str(&comment(words.restores, "    "));
                }
                given.push(format!("mode=\"{mode}\""));
                "keras.callbacks.EarlyStopping"
            }
            Callback::ReduceLrOnPlateau => {
                given.push(format!("mode=\"{mode}\""));
                if scheduled {
                    code.push_str("class ScheduledPlateau(keras.callbacks.ReduceLROnPlateau):\n");
                    code.push_str(&comment(words.scheduled, "    "));
                    code.push_str(SCHEDULED_PLATEAU);
                    "ScheduledPlateau"
                } else {
                    "keras.callbacks.ReduceLROnPlateau"
                }
            }
            Callback::StopAtLoss | Callback::StopAtAccuracy => {
                if !std::mem::replace(&mut stops, true) {
                    code.push_str("class StopAt(keras.callbacks.Callback):\n");
                    code.push_str(&comment(words.goal, "    "));
                    code.push_str(STOP_AT);
                }
                "StopAt"
            }
        };
        list.push_str(&format!("    {}({}),\n", name, given.join(", ")));
    }
    code + &list + "]\n"
}

/// The run, and its losses.
pub fn fit(writer: &Writer<'_>) -> String {
    let Writer { trained, words, wide: _ } = writer;
    let (batch, rows) = (trained.config.batch(), trained.data.train.len());
    let mut code = format!("EPOCHS = {}\nBATCH = {batch}\n", writer.epochs());
    let left = rows % batch;
    let (note, given): (_, &[&str]) = match (trained.config.rules, left) {
        (Rules::Modern, _) => {
            (words.modern, &["x_train", "y_train", "batch_size=BATCH", "shuffle=True"])
        }
        (Rules::Playground, 0) => {
            (words.playground, &["x_train", "y_train", "batch_size=BATCH", "shuffle=False"])
        }
        (Rules::Playground, _) => {
            let steps = "steps_per_epoch=len(x_train) // BATCH";
            (words.left_over, &["batches()", steps, "shuffle=False"])
        }
    };
    let note = comment(note, "");
    if trained.config.rules == Rules::Playground && left > 0 {
        let joined =
            if trained.plan.couples_rows { comment(words.joined, "") } else { String::new() };
        code.push_str(&format!(
            "

{note}{joined}def batches():
    whole = len(x_train) // BATCH * BATCH
    left = np.arange(0)
    while True:
        for begin in range(0, whole, BATCH):
            rows = np.concatenate([left, np.arange(begin, begin + BATCH)])
            left = np.arange(0)
            yield x_train[rows], y_train[rows]
        left = np.arange(whole, len(x_train))


"
        ));
    } else {
        code.push_str(&note);
    }
    let rest = ["epochs=EPOCHS", "callbacks=callbacks", "verbose=0"];
    let given: Vec<_> = given.iter().chain(&rest).map(|&one| one.to_owned()).collect();
    let call = call("model.fit", &given);
    let tests = !trained.data.test.is_empty();
    let (head, values) = match tests {
        true => ("epoch, training loss, test loss", "zip(losses[\"loss\"], losses[\"val_loss\"])"),
        false => ("epoch, training loss", "zip(losses[\"loss\"])"),
    };
    code.push_str(&format!(
        "losses = {call}.history
print(\"{head}\")
for epoch, values in enumerate({values}, start=1):
    print(epoch, *(f\"{{value:.6g}}\" for value in values))
"
    ));
    code
}
