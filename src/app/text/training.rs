//! The words of: the training panel and the knobs of what can be tuned.

/// The words of this area.
pub struct Words {
    /// Name of the panel, and of the button that opens it.
    pub title: &'static str,
    /// Heading: optimizer, weight decay, clipping.
    pub steps: &'static str,
    /// Heading: learning rate.
    pub rate: &'static str,
    /// Heading: loss, output activation, labels.
    pub goal: &'static str,
    /// Heading: activation, regularization.
    pub units: &'static str,
    /// Heading: initializer.
    pub start: &'static str,
    /// Before the learning rate in use.
    pub rate_now: &'static str,
    /// The finder's button.
    pub find_rate: &'static str,
    /// The same while it searches.
    pub finding: &'static str,
    /// Below the callbacks.
    pub always_stops: &'static str,
    /// A callback on the accuracy when regressing.
    pub no_accuracy: &'static str,
    /// The select box's entry that leaves the choice open; the argument is what suits. It comes first:
    /// a box that is too narrow cuts the end.
    pub automatic: fn(&str) -> String,
    /// What a little curve is; the argument is the setting.
    pub curve: fn(&str) -> String,
    /// What the little curve of a loss is.
    pub loss_curve: &'static str,
    /// Words in the place of a knob's own name; Keras's arguments keep theirs.
    knobs: &'static [(&'static str, &'static str)],
    /// Words in the place of the English names of kinds; a kind that has none keeps its own, as
    /// GELU and Adam do in every language.
    labels: &'static [(&'static str, &'static str)],
}

impl Words {
    /// What a kind is called, from its `About::label`.
    pub fn label(&self, label: &'static str) -> &'static str {
        self.labels.iter().find(|(known, _)| *known == label).map_or(label, |(_, word)| word)
    }

    /// What a knob, or one of its choices, is called.
    pub fn knob<'a>(&self, name: &'a str) -> &'a str {
        self.knobs.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| word)
    }
}

/// English.
pub static ENGLISH: Words = Words {
    title: "Training",
    steps: "Steps",
    rate: "Learning rate over time",
    goal: "Loss and output",
    units: "Units and weights",
    start: "First weights",
    rate_now: "Learning rate now",
    find_rate: "Find a learning rate",
    finding: "Trying rates…",
    no_accuracy: "Regression has no accuracy: this never acts.",
    always_stops: "Training always stops where a number is no longer finite (TerminateOnNaN).",
    automatic: |what| format!("{what} (auto)"),
    curve: |setting| format!("Curve of: {setting}"),
    loss_curve: "The loss of one prediction, over what it says; its label is 1.",
    knobs: &[
        ("classes", "Classes"),
        ("spread", "Spread"),
        ("turns", "Turns"),
        ("gap", "Gap"),
        ("cells", "Cells"),
        ("swirl", "Swirl"),
        ("val_loss", "test loss"),
        ("loss", "training loss"),
        ("val_accuracy", "test accuracy"),
        ("accuracy", "training accuracy"),
    ],
    labels: &[],
};

/// Korean.
pub static KOREAN: Words = Words {
    title: "학습 설정",
    steps: "갱신 방법",
    rate: "학습률의 변화",
    goal: "손실과 출력",
    units: "유닛과 가중치",
    start: "처음 가중치",
    rate_now: "현재 학습률",
    find_rate: "학습률 찾기",
    finding: "학습률을 시험하는 중…",
    no_accuracy: "회귀에는 정확도가 없어 이 콜백은 작동하지 않습니다.",
    always_stops: "값이 더는 유한한 수가 아니면 학습은 언제나 멈춥니다(TerminateOnNaN).",
    automatic: |what| format!("{what} (자동)"),
    curve: |setting| format!("{setting} 그래프"),
    loss_curve: "예측 하나의 손실을 예측값에 따라 그린 곡선입니다. 레이블은 1입니다.",
    knobs: &[
        ("classes", "클래스 수"),
        ("spread", "퍼짐"),
        ("turns", "감긴 횟수"),
        ("gap", "간격"),
        ("cells", "칸 수"),
        ("swirl", "소용돌이"),
        ("val_loss", "테스트 손실"),
        ("loss", "훈련 손실"),
        ("val_accuracy", "테스트 정확도"),
        ("accuracy", "훈련 정확도"),
    ],
    labels: &[
        ("Half squared error", "제곱 오차의 절반"),
        ("Mean squared error", "평균 제곱 오차"),
        ("Mean absolute error", "평균 절대 오차"),
        ("Hinge", "힌지"),
        ("Squared hinge", "제곱 힌지"),
        ("Binary cross-entropy", "이진 교차 엔트로피"),
        ("Categorical cross-entropy", "범주형 교차 엔트로피"),
        ("constant", "고정"),
        ("exponential decay", "지수 감쇠"),
        ("cosine decay", "코사인 감쇠"),
        ("cosine decay with restarts", "재시작하는 코사인 감쇠"),
        ("polynomial decay", "다항식 감쇠"),
        ("inverse time decay", "역시간 감쇠"),
        ("piecewise constant", "구간별 고정"),
        ("Zeros", "모두 0"),
        ("Ones", "모두 1"),
        ("Random uniform", "균등분포"),
        ("Random normal", "정규분포"),
        ("Truncated normal", "절단 정규분포"),
        ("Glorot uniform", "Glorot 균등"),
        ("Glorot normal", "Glorot 정규"),
        ("He uniform", "He 균등"),
        ("He normal", "He 정규"),
        ("LeCun uniform", "LeCun 균등"),
        ("LeCun normal", "LeCun 정규"),
        ("Orthogonal", "직교"),
        ("Identity", "항등"),
        ("linear", "선형"),
        ("exponential", "지수"),
        ("Gaussian", "가우스"),
        ("sine", "사인"),
        ("Dense", "밀집층"),
        ("Activation", "활성화"),
        ("Dropout", "드롭아웃"),
        ("Gaussian noise", "가우스 노이즈"),
        ("Batch normalization", "배치 정규화"),
        ("Layer normalization", "층 정규화"),
        ("RMS normalization", "RMS 정규화"),
        ("Residual", "잔차 연결"),
        ("Early stopping", "조기 종료"),
        ("Reduce learning rate on plateau", "정체되면 학습률 낮추기"),
        ("Stop at a loss", "목표 손실에서 멈춤"),
        ("Stop at an accuracy", "목표 정확도에서 멈춤"),
        ("none", "없음"),
        ("accuracy", "정확도"),
        ("precision", "정밀률(precision)"),
        ("recall", "재현율"),
        ("top-2 accuracy", "상위 2개 정확도"),
        ("top-3 accuracy", "상위 3개 정확도"),
    ],
};

#[cfg(test)]
mod tests {
    use super::KOREAN;
    use crate::engine::activation::Activation;
    use crate::engine::callback::Callback;
    use crate::engine::initializer::Initializer;
    use crate::engine::kind::Kind;
    use crate::engine::layer::LayerKind;
    use crate::engine::loss::Loss;
    use crate::engine::metric::Metric;
    use crate::engine::regularizer::LayerRegularizer;
    use crate::engine::schedule::Schedule;

    fn labels<K: Kind>() -> impl Iterator<Item = &'static str> {
        K::all().iter().map(|kind| kind.about().label)
    }

    #[test]
    fn every_korean_label_is_that_of_a_kind() {
        let known: Vec<_> = labels::<Activation>()
            .chain(labels::<Loss>())
            .chain(labels::<Schedule>())
            .chain(labels::<Initializer>())
            .chain(labels::<LayerKind>())
            .chain(labels::<LayerRegularizer>())
            .chain(labels::<Callback>())
            .chain(labels::<Metric>())
            .collect();
        for (label, word) in KOREAN.labels {
            assert!(known.contains(label), "no kind is called {label}");
            assert!(!word.is_empty());
        }
    }
}
