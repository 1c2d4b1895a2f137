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
    /// The select box's entry that leaves the choice open; the argument is what suits.
    pub automatic: fn(&str) -> String,
    /// Name of a little curve, for screen readers; the argument is the setting.
    pub curve: fn(&str) -> String,
    /// Words in the place of a knob's own name; Keras's arguments keep theirs.
    knobs: &'static [(&'static str, &'static str)],
}

impl Words {
    /// What a knob, or one of its choices, is called.
    pub fn knob(&self, name: &'static str) -> &'static str {
        self.knobs.iter().find(|(known, _)| *known == name).map_or(name, |(_, word)| word)
    }
}

/// English.
pub static ENGLISH: Words = Words {
    title: "Training settings",
    steps: "Steps",
    rate: "Learning rate over time",
    goal: "Loss and output",
    start: "First weights",
    rate_now: "Learning rate now",
    find_rate: "Find a learning rate",
    finding: "Trying rates…",
    always_stops: "Training always stops where a number is no longer finite (TerminateOnNaN).",
    automatic: |what| format!("automatic ({what})"),
    curve: |setting| format!("Curve of: {setting}"),
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
};

/// Korean.
pub static KOREAN: Words = Words {
    title: "학습 설정",
    steps: "갱신 방법",
    rate: "학습률의 변화",
    goal: "손실과 출력",
    start: "처음 가중치",
    rate_now: "현재 학습률",
    find_rate: "학습률 찾기",
    finding: "학습률을 시험하는 중…",
    always_stops: "값이 더는 유한한 수가 아니면 학습은 언제나 멈춥니다(TerminateOnNaN).",
    automatic: |what| format!("자동({what})"),
    curve: |setting| format!("{setting} 그래프"),
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
};
