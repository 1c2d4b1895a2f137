//! The words of: notices. What happened is a [`Notice`]; here is how it is said. Each message
//! names the value refused and what is used instead, so that nobody has to guess.
//!
//! To add a notice: a variant there, and its arms in [`kind`] and in both languages below.

mod korean;

use std::str::FromStr as _;

use super::number::{grouped, loss, rough};
use super::{controls, formula, network, training};
use crate::app::draw::code::Wrong;
use crate::app::notice::{Allowed, Dropped, Interrupted, Keeping, Lost, Mending, Notice, Place};
use crate::app::setting::{Setting, number_text};
use crate::engine::config::limits;
use crate::engine::kind::Kind as _;
use crate::engine::loss::Misfit;
use crate::protocol::{Cause, Difference};

/// The words of this area.
pub struct Words {
    /// A notice as a sentence or two.
    pub say: fn(&Notice) -> String,
    /// The button that takes a notice away.
    pub dismiss: &'static str,
    /// The list of notices, for a screen reader.
    pub list: &'static str,
    /// The button that starts what trains once more.
    pub try_again: &'static str,
    /// The button that loads the page anew.
    pub reload: &'static str,
    /// The page itself has broken.
    pub broken: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    say: english,
    dismiss: "Dismiss this notice",
    list: "Notices",
    try_again: "Try again",
    reload: "Reload the page",
    broken: "Something in this page has broken. If it no longer answers, reload it: your settings are \
        in its address; what was trained begins anew.",
};

/// Korean.
pub static KOREAN: Words = Words {
    say: korean::say,
    dismiss: "이 알림 닫기",
    list: "알림",
    try_again: "다시 시도",
    reload: "페이지 새로 고침",
    broken: "페이지에 문제가 생겼습니다. 더 이상 반응하지 않으면 새로 고치세요. 설정은 주소에 남아 \
        있고, 학습은 처음부터 다시 시작합니다.",
};

/// The notice in the words of a language.
pub fn say(notice: &Notice, words: &Words) -> String {
    (words.say)(notice)
}

/// The notice's kind, for `data-kind`.
pub fn kind(notice: &Notice) -> &'static str {
    if let Notice::Hint { hint } = notice {
        hint.into()
    } else if let Notice::Keeping { what } = notice {
        what.into()
    } else {
        notice.into()
    }
}

fn english(notice: &Notice) -> String {
    match notice {
        Notice::Replaced { place, key, value, used, allowed, suggestion } => {
            let name = name(*place, key, &ENGLISH_NAMES);
            let refused = if value.trim().is_empty() {
                format!("{name}: an empty value is refused")
            } else {
                format!("{name}: “{value}” is refused")
            };
            let whose = match allowed {
                Allowed::OrPlaygrounds(_) => ", as in the TensorFlow Playground",
                Allowed::Untold
                | Allowed::Numbers(_)
                | Allowed::Names(_)
                | Allowed::Shape
                | Allowed::Letters(_)
                | Allowed::Formula(_) => "",
            };
            let instead = if used.is_empty() {
                "; the setting is left out.".to_owned()
            } else {
                format!("; {used} is used instead{whose}.")
            };
            let hint = match suggestion {
                Some(name) => format!(" Did you mean {name}?"),
                None => english_allowed(allowed),
            };
            format!("{refused}{instead}{hint}")
        }
        Notice::Mended { mending } => match mending {
            Mending::Entities => {
                "The link came with signs spelt as in HTML’s source (&amp; for &). They are read \
                as what they stand for."
            }
            Mending::Backslashes => {
                "The link came with backslashes before some signs. They are left out."
            }
            Mending::Blanks => {
                "The link came with blanks or line breaks between its letters. They are left out."
            }
            Mending::Slash => "The link came with a slash behind a value. It is left out.",
        }
        .to_owned(),
        Notice::NoDrawing { wrong } => match wrong {
            Wrong::Cut => {
                "The link is cut off within its drawing, as some programs do with long links. A \
                generated data set is used instead; ask for the whole link, or for the points as a file."
            }
            Wrong::Changed => {
                "The link’s drawing was changed on its way; a generated data set is used instead."
            }
        }
        .to_owned(),
        Notice::ModernRules => "A setting goes beyond what the TensorFlow Playground has: \
            the rules are now modern."
            .to_owned(),
        Notice::ClippingDropped { dropped, value, kept } => {
            let own = |key: &'static str| name(Place::Setting, key, &ENGLISH_NAMES);
            let [dropped, kept] = [own(dropped), own(kept)];
            format!(
                "Gradients are clipped one way at a time, as in Keras: “{dropped}” ({value}) is off \
                 now, “{kept}” stays."
            )
        }
        Notice::Hint { hint } => (super::hint::ENGLISH.say)(hint),
        Notice::UnstableL2 { product } => format!(
            "Learning rate × regularization rate is {}. Above 2 each L2 step overshoots zero, \
             and the weights grow without bound.",
            rough(*product)
        ),
        Notice::NoFeature => {
            "No input is chosen, so only the biases train. Choose a feature.".to_owned()
        }
        Notice::LossMisfit { reason } => match reason {
            Misfit::NoProbability => {
                "The loss takes probabilities, and the outputs leave 0 to 1: \
                choose sigmoid or softmax for the output, or another loss."
            }
            Misfit::SignedLabels => {
                "The loss takes labels of 0 and 1, and these are −1 and +1: it falls below 0 \
                and says nothing. Choose 0, 1 as the label coding."
            }
            Misfit::OneSided => {
                "A hinge loss wants outputs on both sides of 0, and these are \
                never negative: choose tanh or linear for the output."
            }
            Misfit::NoClasses => {
                "This loss compares classes, and the problem asks for a number: \
                choose a squared, absolute or Huber loss."
            }
            Misfit::OutOfReach => {
                "The outputs cannot reach the labels: the loss stays above 0 \
                whatever the weights."
            }
        }
        .to_owned(),
        Notice::BatchOfOne => {
            "Batch normalization over a batch of 1 leaves nothing but its shift: \
            choose a larger batch."
                .to_owned()
        }
        Notice::FormulaDropped { formula: text, reason } => (formula::ENGLISH.dropped)(text, reason),
        Notice::LayerDropped { layer, reason } => match reason {
            Dropped::Unknown => {
                let known = english_allowed(&Allowed::Names(Setting::Layers.names()));
                format!("“{layer}” is no layer and is left out.{known}")
            }
            Dropped::Residual => format!(
                "“{layer}” is left out: a residual connection must go around layers that are \
                 there and keep the width."
            ),
            Dropped::TooMany => format!(
                "A network has at most {} hidden layers, {} of them dense: “{layer}” and what \
                 follows are left out.",
                limits::LAYERS.end(),
                limits::HIDDEN_LAYERS.end()
            ),
        },
        Notice::StoppedBy { epoch, reason, restored } => {
            let reason = reason.about().label;
            let back = restored.map_or_else(String::new, |best| {
                format!(" The weights of epoch {} are back.", grouped(best))
            });
            format!("Stopped at epoch {}: {reason}.{back}", grouped(*epoch))
        }
        Notice::Diverged { epoch, cause } => {
            let cause = match cause {
                Cause::Regularization => {
                    "learning rate × regularization rate is above 2. Lower one of them"
                }
                Cause::LearningRate => "the learning rate is probably too high. Lower it",
            };
            format!(
                "Diverged at epoch {}: {cause} and play on, from the last good epoch.",
                grouped(*epoch)
            )
        }
        Notice::Reached { epoch } => format!("Epoch {} is reached.", grouped(*epoch)),
        Notice::WorkerRestarted { epoch } => format!(
            "Training broke off and was restarted; it goes on from epoch {}.",
            grouped(*epoch)
        ),
        Notice::GpuLost { epoch: Some(epoch) } => format!(
            "The graphics card was lost. Training goes on at epoch {} on the CPU; \
             the runtime menu can go back to the GPU.",
            grouped(*epoch)
        ),
        Notice::GpuLost { epoch: None } => "The graphics card was lost. The CPU goes on; \
            the runtime menu can go back to the GPU."
            .to_owned(),
        Notice::GpuWrong { difference: Difference { name, by }, epoch } => {
            let off = match by.is_finite() {
                true => format!("{name} differs by {}", loss(*by)),
                false => format!("{name} is no finite number there"),
            };
            format!(
                "The graphics card computed something else than the CPU: {off}. Training goes on at \
                 epoch {} on the CPU, and the card is left alone.",
                grouped(*epoch)
            )
        }
        Notice::WorkerLost { why } => match why {
            Lost::Slow => {
                "The program that trains has not answered yet: it may still be on its way."
            }
            Lost::Unstarted => {
                "Training cannot begin: the program that trains could not be loaded. Check the \
                connection and try again."
            }
            Lost::Forbidden => {
                "Training cannot begin: a security policy of this site forbids the program that \
                trains. Whoever runs the site can allow it: the header Content-Security-Policy needs \
                worker-src 'self'."
            }
            Lost::Stuck => {
                "Training broke off again and again at the same point and now rests. Try again, or \
                change a setting first."
            }
            Lost::Version => {
                "The page and the program that trains are of different versions. Reload the page."
            }
        }
        .to_owned(),
        Notice::Interrupted { what } => match what {
            Interrupted::Race => "The race broke off. It can be started again.",
            Interrupted::Profile => "The timing of the ops broke off. It can be started again.",
            Interrupted::Rates => {
                "The search for a learning rate broke off. It can be started again."
            }
        }
        .to_owned(),
        Notice::NoGpu { gpu } => {
            let why = (super::runtime::ENGLISH.no_gpu)(gpu).unwrap_or_default();
            format!("The GPU was asked for, but the CPU trains. {why}").trim_end().to_owned()
        }
        Notice::LinkCopied => "The link is copied.".to_owned(),
        Notice::PointsCopied { points } => (super::draw::ENGLISH.copied)(*points),
        Notice::PointsSaved { points } => (super::draw::ENGLISH.saved)(*points),
        Notice::NotSaved => "The file could not be made.".to_owned(),
        Notice::TableBrought { rows, dropped, filled } => {
            let mut said =
                format!("Your own table is in use. Rows: {}", grouped(*rows as u64));
            if *dropped > 0 {
                said += &format!("; rows left out: {}", grouped(*dropped as u64));
            }
            if *filled > 0 {
                said += &format!("; values filled in: {}", grouped(*filled as u64));
            }
            said + "."
        }
        Notice::Widened { classes, units } => format!(
            "The page's own layers are too narrow for {classes} classes: the network has one layer of \
             {units} units now. Undo takes both back."
        ),
        Notice::NoPoints => {
            "There are no points yet. Draw some on the picture: then the network learns.".to_owned()
        }
        Notice::DrawnOn { shortfall } => (super::draw::ENGLISH.drawn_on)(*shortfall),
        Notice::RunOpened { epoch, ignored } => {
            let said = format!("The saved run is open, at epoch {}.", grouped(*epoch));
            match ignored.as_slice() {
                [] => said,
                ignored => format!("{said} This page does not know, and has left out: {}", ignored.join(", ")),
            }
        }
        Notice::NetworkOpened => {
            "The network of the file is open. Undo brings back the one before.".to_owned()
        }
        Notice::TableGone => "Your own data are no longer on this page; the generated data set is used \
            instead. To go on with them, choose the file or draw again."
            .to_owned(),
        Notice::Keeping { what } => match what {
            Keeping::NoRoom => {
                "Your data are not kept: this browser has no room left for them, and a reload loses them. \
                Beside the data they can be saved as a file."
            }
            Keeping::NotKept => {
                "Your data are not kept: this browser does not let the page store them, as in a private \
                window, and a reload loses them. Beside the data they can be saved as a file."
            }
            Keeping::Forgotten => {
                "Your data are no longer kept in this browser. What is in use stays so until you leave the page."
            }
            Keeping::NotForgotten => {
                "Your data could not be removed from this browser. Try again, or clear the data of \
                this site in the browser’s settings."
            }
        }
        .to_owned(),
        Notice::MadeRoom { name, drawn, rows } => {
            let what = match (*drawn, name.as_str()) {
                (true, _) => "a drawing",
                (false, "") => "a pasted table",
                (false, name) => name,
            };
            format!(
                "This browser keeps your last three tables and drawings. No longer kept: {what} (rows: {}).",
                grouped(*rows as u64)
            )
        }
        Notice::Unfetched { set } => (super::sets::ENGLISH.unfetched)(*set),
        Notice::PartMissing => "A part of this page could not be fetched. Check the connection and try \
                                once more, or load the page anew.".into(),
        Notice::More { count: 1 } => "One more value in the link was not usable.".to_owned(),
        Notice::More { count } => format!("{count} more values in the link were not usable."),
    }
}

/// The longest list of names that a notice repeats.
const MOST_NAMES: usize = 8;

/// Where the names stand that the page has for settings, knobs and weights.
struct Names {
    controls: &'static controls::Words,
    training: &'static training::Words,
    network: &'static network::Words,
}

static ENGLISH_NAMES: Names = Names {
    controls: &controls::ENGLISH,
    training: &training::ENGLISH,
    network: &network::ENGLISH,
};

/// What a refused value was for: in a link its key, on the page the word that stands there.
fn name<'a>(place: Place, key: &'a str, names: &Names) -> &'a str {
    match place {
        Place::Link => key,
        Place::Setting => {
            Setting::from_str(key).map_or(key, |setting| names.controls.setting(setting))
        }
        Place::Knob => names.training.knob(key),
        Place::Weight => names.network.weight_key,
    }
}

/// The first of some names, and whether there are more.
fn listed(names: &[&str]) -> (String, bool) {
    let shown = names.get(..MOST_NAMES).unwrap_or(names);
    (shown.join(", "), names.len() > shown.len())
}

/// What would have been taken, as a sentence with a blank before it; nothing where it is untold.
fn english_allowed(allowed: &Allowed) -> String {
    match allowed {
        Allowed::Untold => String::new(),
        Allowed::Numbers(range) | Allowed::OrPlaygrounds(range) => {
            let [least, most] = [range.least, range.most].map(number_text);
            let said = match (least == most, range.whole) {
                (true, _) => format!("only {least} is allowed"),
                (false, true) => format!("whole numbers from {least} to {most} are allowed"),
                (false, false) => format!("{least} to {most} is allowed"),
            };
            match range.knob {
                Some(knob) => format!(" {knob}: {said}."),
                None => format!(" {}.", sentence(&said)),
            }
        }
        Allowed::Names(names) => match listed(names) {
            (names, _) if names.is_empty() => String::new(),
            (names, true) => format!(" Known names: {names} and others."),
            (names, false) => format!(" Known names: {names}."),
        },
        Allowed::Shape => format!(
            " Up to {} layers of {} to {} units are allowed.",
            limits::HIDDEN_LAYERS.end(),
            limits::UNITS.start(),
            limits::UNITS.end()
        ),
        Allowed::Letters(most) => format!(" 1 to {most} characters are allowed."),
        Allowed::Formula(wrong) => format!(" {}", (formula::ENGLISH.wrong)(wrong)),
    }
}

/// The words with a large first letter. All letters' cases would be 24 kB of the page's program.
fn sentence(words: &str) -> String {
    let mut words = words.to_owned();
    words.get_mut(..1).into_iter().for_each(str::make_ascii_uppercase);
    words
}
