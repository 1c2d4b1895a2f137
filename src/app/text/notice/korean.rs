//! Notices in Korean.

use super::{Names, listed, name};
use crate::app::draw::code::Wrong;
use crate::app::notice::{Allowed, Dropped, Interrupted, Keeping, Lost, Mending, Notice, Place};
use crate::app::setting::{Setting, number_text};
use crate::app::text::number::{grouped, loss, rough};
use crate::app::text::{controls, draw, formula, hint, network, runtime, sets, training};
use crate::engine::config::limits;
use crate::engine::kind::Kind as _;
use crate::engine::loss::Misfit;
use crate::protocol::{Cause, Difference};

static NAMES: Names =
    Names { controls: &controls::KOREAN, training: &training::KOREAN, network: &network::KOREAN };

/// A notice in Korean.
pub(super) fn say(notice: &Notice) -> String {
    match notice {
        Notice::Replaced { place, key, value, used, allowed, suggestion } => {
            let name = name(*place, key, &NAMES);
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
                | Allowed::Letters(_)
                | Allowed::Formula(_) => "",
            };
            let instead = if used.is_empty() {
                " 이 설정은 적용하지 않았습니다.".to_owned()
            } else {
                format!(" {whose}대신 사용하는 값: {used}.")
            };
            let hint = match suggestion {
                Some(name) => format!(" 혹시 ‘{name}’ 아닌가요?"),
                None => allowed_values(allowed),
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
            let own = |key: &'static str| name(Place::Setting, key, &NAMES);
            let [dropped, kept] = [own(dropped), own(kept)];
            format!(
                "기울기 자르기는 Keras처럼 한 번에 한 가지만 씁니다. 끈 것: ‘{dropped}’({value}). 남은 \
                 것: ‘{kept}’."
            )
        }
        Notice::Hint { hint } => (hint::KOREAN.say)(hint),
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
                let known = allowed_values(&Allowed::Names(Setting::Layers.names()));
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
        Notice::GpuWrong { difference: Difference { name, by }, epoch } => {
            let off = match by.is_finite() {
                true => format!("{name} 값의 차이: {}", loss(*by)),
                false => format!("{name} 값이 유한한 수가 아님"),
            };
            format!(
                "그래픽 카드의 계산이 CPU와 달랐습니다({off}). 에포크 {}부터 CPU로 이어서 \
                 학습하며, 그래픽 카드는 더 쓰지 않습니다.",
                grouped(*epoch)
            )
        }
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
            let why = (runtime::KOREAN.no_gpu)(gpu).unwrap_or_default();
            format!("GPU를 요청했지만 CPU로 학습합니다. {why}").trim_end().to_owned()
        }
        Notice::LinkCopied => "링크를 복사했습니다.".to_owned(),
        Notice::PointsCopied { points } => (draw::KOREAN.copied)(*points),
        Notice::PointsSaved { points } => (draw::KOREAN.saved)(*points),
        Notice::NotSaved => "파일을 만들지 못했습니다.".to_owned(),
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
        Notice::Widened { classes, units } => format!(
            "처음 주어진 층은 클래스 {classes}개를 가르기에 좁아서, 유닛 {units}개인 층 하나로 바꾸었습니다. \
             실행 취소를 하면 둘 다 되돌립니다."
        ),
        Notice::NoPoints => {
            "아직 점이 없습니다. 그림 위에 점을 그리면 학습을 시작합니다.".to_owned()
        }
        Notice::DrawnOn { shortfall } => (draw::KOREAN.drawn_on)(*shortfall),
        Notice::RunOpened { epoch, ignored } => {
            let said = format!("저장한 실행을 열었습니다. 에포크 {}입니다.", grouped(*epoch));
            match ignored.as_slice() {
                [] => said,
                ignored => format!("{said} 이 페이지가 모르는 내용은 뺐습니다: {}", ignored.join(", ")),
            }
        }
        Notice::NetworkOpened => {
            "파일의 신경망을 열었습니다. 실행 취소를 누르면 앞의 신경망으로 돌아갑니다.".to_owned()
        }
        Notice::TableGone => {
            "내 데이터가 이 페이지에 더는 없어, 생성된 데이터 세트를 대신 사용합니다. \
            계속하려면 파일을 다시 선택하거나 다시 그리세요."
                .to_owned()
        }
        Notice::Keeping { what } => match what {
            Keeping::NoRoom => {
                "브라우저에 남은 공간이 없어 내 데이터를 보관하지 못했습니다. 새로 고치면 사라지니, \
                데이터 옆의 단추로 파일에 저장해 두세요."
            }
            Keeping::NotKept => {
                "사생활 보호 창처럼 브라우저가 저장을 허용하지 않아 내 데이터를 보관하지 못했습니다. \
                새로 고치면 사라지니, 데이터 옆의 단추로 파일에 저장해 두세요."
            }
            Keeping::Forgotten => {
                "보관한 내 데이터를 이 브라우저에서 지웠습니다. 사용 중인 데이터는 페이지를 떠날 때까지 그대로 씁니다."
            }
            Keeping::NotForgotten => {
                "보관한 내 데이터를 이 브라우저에서 지우지 못했습니다. 다시 시도하거나 브라우저 설정에서 \
                이 사이트의 데이터를 지워 주세요."
            }
        }
        .to_owned(),
        Notice::MadeRoom { name, drawn, rows } => {
            let what = match (*drawn, name.as_str()) {
                (true, _) => "직접 그린 점",
                (false, "") => "붙여 넣은 표",
                (false, name) => name,
            };
            format!(
                "이 브라우저에는 최근 표와 그림을 세 개까지 보관합니다. 이제 보관하지 않음: {what}({}행).",
                grouped(*rows as u64)
            )
        }
        Notice::Unfetched { set } => (sets::KOREAN.unfetched)(*set),
        Notice::PartMissing => {
            "페이지의 일부를 불러오지 못했습니다. 연결을 확인하고 다시 시도하거나 페이지를 새로 고치세요.".into()
        }
        Notice::More { count } => format!("이 밖에도 링크에서 쓸 수 없는 값이 {count}개 있습니다."),
    }
}

/// The same in Korean.
fn allowed_values(allowed: &Allowed) -> String {
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
        Allowed::Formula(wrong) => format!(" {}", (formula::KOREAN.wrong)(wrong)),
    }
}
