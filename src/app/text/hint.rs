//! The words of: hints, what is due to be said of a network or a run though nothing is wrong.
//! Numbers stand where no particle depends on how they are read.

use super::training;
use crate::app::hint::{Chance, FarBelow, Hint, Logits, StopsFirst};
use crate::app::setting::number_text;
use crate::app::text::number::{end, grouped};
use crate::engine::health::{Dead, Young};
use crate::engine::kind::Kind as _;

/// The words of this area.
pub struct Words {
    /// A hint that is a notice too, as a sentence or two.
    pub say: fn(&Hint) -> String,
    /// The outputs are logits.
    pub logits: fn(&Logits) -> String,
    /// The place under the pointer, the logit there and its probability.
    pub spot_logit: fn(&str, &str, &str) -> String,
    /// What is random in training is not where losses are measured.
    pub chance: fn(&Chance) -> String,
    /// The weights on show are those of an earlier epoch.
    pub restored: fn(u64) -> String,
    /// Moving averages have seen few batches.
    pub young: fn(&Young) -> String,
    /// Units are dead.
    pub dead: fn(&[Dead]) -> String,
    /// Draws another seed.
    pub another_seed: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    say: english,
    logits: |logits| match logits {
        Logits::One { end: last, least, most } => format!(
            "The output is a logit, which the loss puts through a sigmoid itself: 0 is even odds, \
             {} is {} and {} is {}.",
            end(-last),
            percent(*least),
            end(*last),
            percent(*most)
        ),
        Logits::Several { outputs } => format!(
            "The {outputs} outputs are logits: loss and colours put them through a softmax."
        ),
        Logits::Each { outputs } => format!(
            "The {outputs} outputs are logits: the loss puts each through a sigmoid of its own; colours \
             compare them by a softmax."
        ),
    },
    spot_logit: |place, value, sure| format!("{place} · logit {value} ({sure})"),
    chance: |chance| {
        let what = named(chance, ["dropout", "noise"], " and ");
        format!(
            "Losses are measured with {what} off; Keras logs the training loss with it on, as a mean \
             over the epoch."
        )
    },
    restored: |epoch| {
        format!(
            "The weights are those of epoch {}, the best: early stopping brought them back.",
            grouped(epoch)
        )
    },
    young: |Young { batches, share }| {
        let seen = match batches {
            0 => "no batch".to_owned(),
            1 => "1 batch".to_owned(),
            _ => format!("{batches} batches"),
        };
        format!(
            "Batch normalization has seen {seen}: {} of its averages is still the start value, and \
             losses use it.",
            percent(*share)
        )
    },
    dead: |dead| {
        let each = dead
            .iter()
            .map(|Dead { layer, dead, units }| format!("{dead} of {units} in layer {}", layer + 1));
        format!("Dead units: {}", each.collect::<Vec<_>>().join(", "))
    },
    another_seed: "Try another seed",
};

/// Korean.
pub static KOREAN: Words = Words {
    say: korean,
    logits: |logits| match logits {
        Logits::One { end: last, least, most } => format!(
            "출력은 로짓이고, 손실이 직접 시그모이드를 적용합니다. 로짓과 확률: 0 → 50%, {} → {}, \
             {} → {}.",
            end(-last),
            percent(*least),
            end(*last),
            percent(*most)
        ),
        Logits::Several { outputs } => {
            format!("출력 {outputs}개는 로짓입니다. 손실과 색 모두 소프트맥스를 적용합니다.")
        }
        Logits::Each { outputs } => format!(
            "출력 {outputs}개는 로짓입니다. 손실은 하나하나에 시그모이드를 적용하고, 색은 소프트맥스로 \
             비교합니다."
        ),
    },
    spot_logit: |place, value, sure| format!("{place} · 로짓 {value} ({sure})"),
    chance: |chance| {
        let what = named(chance, ["드롭아웃", "가우스 노이즈"], "과 ");
        format!(
            "손실은 {what} 없이 잰 값입니다. Keras 로그의 훈련 손실은 이를 켠 채 에포크 동안 \
             평균한 값이어서 더 높습니다."
        )
    },
    restored: |epoch| {
        format!("가장 좋았던 에포크 {}의 가중치입니다. 조기 종료가 되돌렸습니다.", grouped(epoch))
    },
    young: |Young { batches, share }| {
        format!(
            "배치 정규화가 지금까지 본 배치는 {batches}개입니다. 이동 평균의 {}가 아직 처음 값이고, \
             손실은 이 평균으로 잽니다.",
            percent(*share)
        )
    },
    dead: |dead| {
        let each = dead.iter().map(|Dead { layer, dead, units }| {
            format!("{}층에서 {units}개 중 {dead}개", layer + 1)
        });
        format!("죽은 유닛: {}", each.collect::<Vec<_>>().join(", "))
    },
    another_seed: "다른 시드로 해 보기",
};

fn english(hint: &Hint) -> String {
    match hint {
        Hint::RateOfZero => {
            "The learning rate is 0: no weight moves. Choose a larger one.".to_owned()
        }
        Hint::RateFarBelow(FarBelow { optimizer, rate, paper }) => {
            let [rate, paper] = [*rate, *paper].map(number_text);
            format!(
                "{optimizer}’s paper means a learning rate of {paper}. At {rate} the weights \
                 hardly move."
            )
        }
        Hint::StopsFirst(StopsFirst { stop, plateau }) => {
            let epochs = if *stop == 1 { "epoch" } else { "epochs" };
            format!(
                "Early stopping comes first: it ends training after {stop} {epochs} without a \
                 better value, and the plateau waits for {plateau}."
            )
        }
        Hint::BesideSchedule { schedule, factor } => {
            let schedule = training::ENGLISH.label(schedule.about().label);
            format!(
                "Keras refuses a plateau beside a schedule ({schedule}). Here both count: each \
                 plateau multiplies what the schedule gives by {}.",
                number_text(*factor)
            )
        }
    }
}

fn korean(hint: &Hint) -> String {
    match hint {
        Hint::RateOfZero => {
            "학습률이 0이어서 가중치가 움직이지 않습니다. 더 큰 값을 고르세요.".to_owned()
        }
        Hint::RateFarBelow(FarBelow { optimizer, rate, paper }) => {
            let [rate, paper] = [*rate, *paper].map(number_text);
            format!(
                "{optimizer} 논문의 학습률은 {paper}입니다. 지금 학습률 {rate}에서는 가중치가 거의 \
                 움직이지 않습니다."
            )
        }
        Hint::StopsFirst(StopsFirst { stop, plateau }) => format!(
            "조기 종료가 먼저 옵니다. 값이 나아지지 않으면 {stop}에포크 만에 학습이 끝나는데, \
             학습률 낮추기는 {plateau}에포크를 기다립니다."
        ),
        Hint::BesideSchedule { schedule, factor } => {
            let schedule = training::KOREAN.label(schedule.about().label);
            format!(
                "Keras는 학습률 스케줄({schedule})과 이 콜백을 함께 쓰지 못하게 합니다. 여기서는 둘 \
                 다 작용하여, 정체될 때마다 스케줄의 학습률이 {}배가 됩니다.",
                number_text(*factor)
            )
        }
    }
}

/// What is random while training, each with its number.
fn named(chance: &Chance, names: [&str; 2], and: &str) -> String {
    let each = names.into_iter().zip([chance.dropout, chance.noise]);
    let each = each.filter(|(_, value)| *value > 0.0);
    let each = each.map(|(name, value)| format!("{name} ({})", number_text(value)));
    each.collect::<Vec<_>>().join(and)
}

/// A share in whole percent; what is not all of it is not said to be.
fn percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    let whole = if whole >= 100.0 && share < 1.0 { 99.0 } else { whole };
    format!("{whole}%")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schedule::Schedule;

    #[test]
    fn every_hint_names_its_numbers_in_each_language() {
        let far = FarBelow { optimizer: "Adadelta", rate: 0.001, paper: 1.0 };
        let far = Hint::RateFarBelow(far);
        let first = Hint::StopsFirst(StopsFirst { stop: 8, plateau: 10 });
        let beside = Hint::BesideSchedule { schedule: Schedule::CosineDecay, factor: 0.2 };
        let logit = Logits::One { end: 4.0, least: 0.018, most: 0.982 };
        let chance = Chance { dropout: 0.5, noise: 0.25 };
        let young = Young { batches: 6, share: 0.9415 };
        let dead = [Dead { layer: 0, dead: 2, units: 4 }, Dead { layer: 2, dead: 7, units: 9 }];
        for words in [&ENGLISH, &KOREAN] {
            for (said, numbers) in [
                ((words.say)(&far), &["Adadelta", "0.001", "1"][..]),
                ((words.say)(&first), &["8", "10"]),
                ((words.say)(&beside), &["0.2"]),
                ((words.logits)(&logit), &["−4", "2%", "4", "98%"]),
                ((words.logits)(&Logits::Several { outputs: 5 }), &["5"]),
                ((words.logits)(&Logits::Each { outputs: 6 }), &["6"]),
                ((words.chance)(&chance), &["0.5", "0.25"]),
                ((words.young)(&young), &["6", "94%"]),
                ((words.dead)(&dead), &["2", "4", "1", "7", "9", "3"]),
            ] {
                for number in numbers {
                    assert!(said.contains(number), "{said}");
                }
                assert!(!said.contains("  "), "{said}");
            }
        }
        // One of the two is named alone, one batch is one.
        let said = (ENGLISH.chance)(&Chance { noise: 0.0, ..chance });
        assert!(said.contains("dropout (0.5) off") && !said.contains("noise"), "{said}");
        assert!((ENGLISH.young)(&Young { batches: 1, share: 0.999 }).contains("1 batch: 99%"));
    }
}
