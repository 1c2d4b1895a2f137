//! The words of: notices. What happened is a [`Notice`]; here is how it is said. Each message
//! names the value refused and what is used instead, so that nobody has to guess.
//!
//! To add a notice: a variant there, and its arms in [`kind`] and in both languages below.

use std::str::FromStr as _;

use super::number::{grouped, rough};
use super::{controls, formula, network, training};
use crate::app::draw::code::Wrong;
use crate::app::notice::{Allowed, Dropped, Interrupted, Keeping, Lost, Mending, Notice, Place};
use crate::app::setting::{Setting, number_text};
use crate::engine::config::limits;
use crate::engine::kind::Kind as _;
use crate::engine::loss::Misfit;
use crate::protocol::Cause;

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
    say: korean,
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
                | Allowed::Letters(_) => "",
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
        Notice::NotSaved => "The picture could not be made.".to_owned(),
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
        Notice::TableGone => "Your own data are no longer on this page; the generated data set is used \
            instead. To go on with them, choose the file or draw again."
            .to_owned(),
        Notice::Keeping { what } => match what {
            Keeping::NoRoom => {
                "Your own table is not kept: this browser has no room left for it, and a reload loses it. \
                Beside the data it can be saved as a file."
            }
            Keeping::NotKept => {
                "Your own table is not kept: this browser does not let the page store it, as in a private \
                window, and a reload loses it. Beside the data it can be saved as a file."
            }
            Keeping::Forgotten => {
                "Your own table is no longer kept in this browser. It is in use until you leave the page."
            }
            Keeping::NotForgotten => {
                "Your own table could not be removed from this browser. Try again, or clear the data of \
                this site in the browser’s settings."
            }
        }
        .to_owned(),
        Notice::Unfetched { set } => (super::sets::ENGLISH.unfetched)(*set),
        Notice::PartMissing => "A part of this page could not be fetched. Check the connection and try \
                                once more, or load the page anew.".into(),
        Notice::More { count: 1 } => "One more value in the link was not usable.".to_owned(),
        Notice::More { count } => format!("{count} more values in the link were not usable."),
    }
}

fn korean(notice: &Notice) -> String {
    match notice {
        Notice::Replaced { place, key, value, used, allowed, suggestion } => {
            let name = name(*place, key, &KOREAN_NAMES);
            // The values come last or before a comma or a noun: no particle has to agree
            // with how they are read.
            let refused = if value.trim().is_empty() {
                format!("{name}: 빈 값은 쓸 수 없습니다.")
            } else {
                format!("{name}: ‘{value}’ 값은 쓸 수 없습니다.")
            };
            let whose = match allowed {
                Allowed::OrPlaygrounds(_) => "TensorFlow Playground처럼 ",
                Allowed::Untold
                | Allowed::Numbers(_)
                | Allowed::Names(_)
                | Allowed::Shape
                | Allowed::Letters(_) => "",
            };
            let instead = if used.is_empty() {
                " 이 설정은 적용하지 않았습니다.".to_owned()
            } else {
                format!(" {whose}대신 사용하는 값: {used}.")
            };
            let hint = match suggestion {
                Some(name) => format!(" 혹시 ‘{name}’ 아닌가요?"),
                None => korean_allowed(allowed),
            };
            format!("{refused}{instead}{hint}")
        }
        Notice::Mended { mending } => match mending {
            Mending::Entities => {
                "링크의 기호가 HTML 소스처럼(& 대신 &amp;) 적혀 있어 본래 기호로 바꾸어 읽었습니다."
            }
            Mending::Backslashes => "링크의 기호 앞에 붙은 역슬래시를 빼고 읽었습니다.",
            Mending::Blanks => "링크에 섞인 빈칸이나 줄바꿈을 빼고 읽었습니다.",
            Mending::Slash => "링크의 값 뒤에 붙은 빗금(/)을 빼고 읽었습니다.",
        }
        .to_owned(),
        Notice::NoDrawing { wrong } => match wrong {
            Wrong::Cut => {
                "링크에 담긴 그림이 중간에서 잘렸습니다. 긴 링크를 자르는 프로그램이 있습니다. 대신 \
                생성한 데이터를 사용합니다. 전체 링크나 점을 담은 파일을 다시 받으세요."
            }
            Wrong::Changed => "링크에 담긴 그림이 도중에 바뀌어, 대신 생성한 데이터를 사용합니다.",
        }
        .to_owned(),
        Notice::ModernRules => {
            "TensorFlow Playground에 없는 설정이어서 현대식 규칙으로 바꾸었습니다.".to_owned()
        }
        Notice::ClippingDropped { dropped, value, kept } => {
            let own = |key: &'static str| name(Place::Setting, key, &KOREAN_NAMES);
            let [dropped, kept] = [own(dropped), own(kept)];
            format!(
                "기울기 자르기는 Keras처럼 한 번에 한 가지만 씁니다. 끈 것: ‘{dropped}’({value}). 남은 \
                 것: ‘{kept}’."
            )
        }
        Notice::Hint { hint } => (super::hint::KOREAN.say)(hint),
        Notice::UnstableL2 { product } => format!(
            "학습률 × 규제 강도 = {}. 이 값이 2보다 크면 L2 갱신이 매번 0을 지나쳐 \
             가중치가 끝없이 커집니다.",
            rough(*product)
        ),
        Notice::NoFeature => {
            "선택한 입력 특성이 없어 편향만 학습합니다. 특성을 하나 이상 선택하세요.".to_owned()
        }
        Notice::LossMisfit { reason } => match reason {
            Misfit::NoProbability => {
                "이 손실은 확률을 받는데 출력이 0과 1 사이를 벗어납니다. 출력 \
                활성화 함수를 시그모이드나 소프트맥스로 바꾸거나 다른 손실을 고르세요."
            }
            Misfit::SignedLabels => {
                "이 손실은 레이블 0과 1을 받는데 지금 레이블은 −1과 +1이어서, 손실이 0 아래로 \
                내려가 뜻을 잃습니다. 레이블 값을 0, 1로 바꾸세요."
            }
            Misfit::OneSided => {
                "힌지 손실은 0의 양쪽에 걸친 출력이 필요한데 이 출력은 음수가 되지 \
                않습니다. 출력 활성화 함수를 tanh나 linear로 바꾸세요."
            }
            Misfit::NoClasses => {
                "이 손실은 클래스를 비교하는데 문제는 수를 묻습니다. 제곱 오차, 절대 \
                오차, Huber 손실 가운데 고르세요."
            }
            Misfit::OutOfReach => {
                "출력이 레이블 값에 닿을 수 없습니다. 가중치가 어떻든 손실이 0까지 \
                내려가지 않습니다."
            }
        }
        .to_owned(),
        Notice::BatchOfOne => {
            "배치 크기가 1이면 배치 정규화 뒤에 남는 것은 옮긴 값뿐입니다. 배치를 더 \
            크게 하세요."
                .to_owned()
        }
        Notice::FormulaDropped { formula: text, reason } => (formula::KOREAN.dropped)(text, reason),
        Notice::LayerDropped { layer, reason } => match reason {
            Dropped::Unknown => {
                let known = korean_allowed(&Allowed::Names(Setting::Layers.names()));
                format!("‘{layer}’: 그런 층이 없어 뺐습니다.{known}")
            }
            Dropped::Residual => format!(
                "‘{layer}’: 잔차 연결은 실제로 있고 너비가 변하지 않는 층을 둘러싸야 하므로 뺐습니다."
            ),
            Dropped::TooMany => format!(
                "은닉층은 모두 {}개, 그 가운데 밀집층은 {}개까지입니다. ‘{layer}’부터 그 뒤는 뺐습니다.",
                limits::LAYERS.end(),
                limits::HIDDEN_LAYERS.end()
            ),
        },
        Notice::StoppedBy { epoch, reason, restored } => {
            let reason = training::KOREAN.label(reason.about().label);
            let back = restored.map_or_else(String::new, |best| {
                format!(" 에포크 {}의 가중치로 되돌렸습니다.", grouped(best))
            });
            format!("에포크 {}에서 멈췄습니다({reason}).{back}", grouped(*epoch))
        }
        Notice::Diverged { epoch, cause } => {
            let cause = match cause {
                Cause::Regularization => "학습률 × 규제 강도가 2보다 큽니다. 둘 중 하나를 낮추고",
                Cause::LearningRate => "학습률이 너무 높은 듯합니다. 학습률을 낮추고",
            };
            format!(
                "에포크 {}에서 발산했습니다. {cause} 재생하면 마지막 정상 에포크부터 이어집니다.",
                grouped(*epoch)
            )
        }
        Notice::Reached { epoch } => format!("에포크 {}에 도달했습니다.", grouped(*epoch)),
        Notice::WorkerRestarted { epoch } => {
            format!("학습이 중단되어 다시 시작했습니다. 에포크 {}부터 이어집니다.", grouped(*epoch))
        }
        Notice::GpuLost { epoch: Some(epoch) } => format!(
            "그래픽 카드와 연결이 끊어졌습니다. 에포크 {}부터 CPU로 이어서 학습합니다. \
             런타임 메뉴에서 다시 GPU를 고를 수 있습니다.",
            grouped(*epoch)
        ),
        Notice::GpuLost { epoch: None } => "그래픽 카드와 연결이 끊어졌습니다. CPU가 이어서 \
            계산합니다. 런타임 메뉴에서 다시 GPU를 고를 수 있습니다."
            .to_owned(),
        Notice::WorkerLost { why } => match why {
            Lost::Slow => "학습 프로그램이 아직 응답하지 않습니다. 불러오는 중일 수 있습니다.",
            Lost::Unstarted => {
                "학습 프로그램을 불러오지 못해 학습을 시작할 수 없습니다. 연결을 확인하고 다시 \
                시도하세요."
            }
            Lost::Forbidden => {
                "이 사이트의 보안 정책이 학습 프로그램을 막고 있습니다. 사이트 운영자는 \
                Content-Security-Policy 헤더에 worker-src 'self'를 넣어 허용할 수 있습니다."
            }
            Lost::Stuck => {
                "학습이 같은 지점에서 거듭 중단되어 멈추었습니다. 다시 시도하거나 먼저 설정을 \
                바꾸어 보세요."
            }
            Lost::Version => "페이지와 학습 프로그램의 버전이 다릅니다. 페이지를 새로 고치세요.",
        }
        .to_owned(),
        Notice::Interrupted { what } => match what {
            Interrupted::Race => "경주가 중단되었습니다. 다시 시작할 수 있습니다.",
            Interrupted::Profile => "연산 시간 측정이 중단되었습니다. 다시 시작할 수 있습니다.",
            Interrupted::Rates => "학습률 찾기가 중단되었습니다. 다시 시작할 수 있습니다.",
        }
        .to_owned(),
        Notice::NoGpu { gpu } => {
            let why = (super::runtime::KOREAN.no_gpu)(gpu).unwrap_or_default();
            format!("GPU를 요청했지만 CPU로 학습합니다. {why}").trim_end().to_owned()
        }
        Notice::LinkCopied => "링크를 복사했습니다.".to_owned(),
        Notice::PointsCopied { points } => (super::draw::KOREAN.copied)(*points),
        Notice::NotSaved => "그림을 만들지 못했습니다.".to_owned(),
        Notice::TableBrought { rows, dropped, filled } => {
            let mut said = format!("내 표를 사용합니다. {}행", grouped(*rows as u64));
            if *dropped > 0 {
                said += &format!(", 뺀 행 {}개", grouped(*dropped as u64));
            }
            if *filled > 0 {
                said += &format!(", 채운 값 {}개", grouped(*filled as u64));
            }
            said + "."
        }
        Notice::TableGone => {
            "내 데이터가 이 페이지에 더는 없어, 생성된 데이터 세트를 대신 사용합니다. \
            계속하려면 파일을 다시 선택하거나 다시 그리세요."
                .to_owned()
        }
        Notice::Keeping { what } => match what {
            Keeping::NoRoom => {
                "브라우저에 남은 공간이 없어 내 표를 보관하지 못했습니다. 새로 고치면 사라지니, \
                데이터 옆의 단추로 파일에 저장해 두세요."
            }
            Keeping::NotKept => {
                "사생활 보호 창처럼 브라우저가 저장을 허용하지 않아 내 표를 보관하지 못했습니다. \
                새로 고치면 사라지니, 데이터 옆의 단추로 파일에 저장해 두세요."
            }
            Keeping::Forgotten => {
                "보관한 내 표를 이 브라우저에서 지웠습니다. 페이지를 떠날 때까지는 계속 사용합니다."
            }
            Keeping::NotForgotten => {
                "보관한 내 표를 이 브라우저에서 지우지 못했습니다. 다시 시도하거나 브라우저 설정에서 \
                이 사이트의 데이터를 지워 주세요."
            }
        }
        .to_owned(),
        Notice::Unfetched { set } => (super::sets::KOREAN.unfetched)(*set),
        Notice::PartMissing => {
            "페이지의 일부를 불러오지 못했습니다. 연결을 확인하고 다시 시도하거나 페이지를 새로 고치세요.".into()
        }
        Notice::More { count } => format!("이 밖에도 링크에서 쓸 수 없는 값이 {count}개 있습니다."),
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

static KOREAN_NAMES: Names =
    Names { controls: &controls::KOREAN, training: &training::KOREAN, network: &network::KOREAN };

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
    }
}

/// The same in Korean.
fn korean_allowed(allowed: &Allowed) -> String {
    match allowed {
        Allowed::Untold => String::new(),
        Allowed::Numbers(range) | Allowed::OrPlaygrounds(range) => {
            let [least, most] = [range.least, range.most].map(number_text);
            let said = match (least == most, range.whole) {
                (true, _) => least,
                (false, true) => format!("{least}~{most}의 정수"),
                (false, false) => format!("{least}~{most}"),
            };
            match range.knob {
                Some(knob) => format!(" {knob}에 쓸 수 있는 값: {said}."),
                None => format!(" 쓸 수 있는 값: {said}."),
            }
        }
        Allowed::Names(names) => match listed(names) {
            (names, _) if names.is_empty() => String::new(),
            (names, true) => format!(" 쓸 수 있는 이름: {names} 등."),
            (names, false) => format!(" 쓸 수 있는 이름: {names}."),
        },
        Allowed::Shape => format!(
            " 층은 {}개까지, 층마다 유닛은 {}~{}개를 쓸 수 있습니다.",
            limits::HIDDEN_LAYERS.end(),
            limits::UNITS.start(),
            limits::UNITS.end()
        ),
        Allowed::Letters(most) => format!(" 1~{most}글자를 쓸 수 있습니다."),
    }
}

/// The words with a large first letter.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
