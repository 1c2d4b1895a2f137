//! The words of: help, the card behind each "?". Two or three plain sentences for somebody who
//! meets the thing for the first time and, where there is one, its formula.
//!
//! To add a topic: a variant of [`HelpTopic`], a field of [`Words`], its arm in [`Words::get`]
//! and an entry a language.

/// What a "?" stands beside; the names are those of `data-testid="help-…"`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "each is the thing on the page that its name says")]
pub enum HelpTopic {
    LearningRate,
    Activation,
    Regularization,
    RegularizationRate,
    Problem,
    Dataset,
    TrainPercent,
    Noise,
    BatchSize,
    Samples,
    Seed,
    Rules,
    Precision,
    Features,
    HiddenLayers,
    Units,
    Bias,
    Weights,
    Colours,
    Output,
    Losses,
    Accuracy,
    Curves,
    TestData,
    Discretize,
    Speed,
    Step,
    RunTo,
    Runtime,
    Share,
}

/// What a help card says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its heading.
    pub title: &'static str,
    /// Two or three sentences.
    pub body: &'static str,
    /// The formula in Unicode, where there is one; a line feed separates two.
    pub formula: Option<&'static str>,
}

impl Entry {
    const fn plain(title: &'static str, body: &'static str) -> Self {
        Self { title, body, formula: None }
    }

    const fn with(title: &'static str, body: &'static str, formula: &'static str) -> Self {
        Self { title, body, formula: Some(formula) }
    }
}

/// The words of this area: an entry a topic.
#[expect(missing_docs, reason = "each is the entry of its topic")]
pub struct Words {
    pub learning_rate: Entry,
    pub activation: Entry,
    pub regularization: Entry,
    pub regularization_rate: Entry,
    pub problem: Entry,
    pub dataset: Entry,
    pub train_percent: Entry,
    pub noise: Entry,
    pub batch_size: Entry,
    pub samples: Entry,
    pub seed: Entry,
    pub rules: Entry,
    pub precision: Entry,
    pub features: Entry,
    pub hidden_layers: Entry,
    pub units: Entry,
    pub bias: Entry,
    pub weights: Entry,
    pub colours: Entry,
    pub output: Entry,
    pub losses: Entry,
    pub accuracy: Entry,
    pub curves: Entry,
    pub test_data: Entry,
    pub discretize: Entry,
    pub speed: Entry,
    pub step: Entry,
    pub run_to: Entry,
    pub runtime: Entry,
    pub share: Entry,
}

impl Words {
    /// The entry of a topic.
    pub fn get(&self, topic: HelpTopic) -> &Entry {
        match topic {
            HelpTopic::LearningRate => &self.learning_rate,
            HelpTopic::Activation => &self.activation,
            HelpTopic::Regularization => &self.regularization,
            HelpTopic::RegularizationRate => &self.regularization_rate,
            HelpTopic::Problem => &self.problem,
            HelpTopic::Dataset => &self.dataset,
            HelpTopic::TrainPercent => &self.train_percent,
            HelpTopic::Noise => &self.noise,
            HelpTopic::BatchSize => &self.batch_size,
            HelpTopic::Samples => &self.samples,
            HelpTopic::Seed => &self.seed,
            HelpTopic::Rules => &self.rules,
            HelpTopic::Precision => &self.precision,
            HelpTopic::Features => &self.features,
            HelpTopic::HiddenLayers => &self.hidden_layers,
            HelpTopic::Units => &self.units,
            HelpTopic::Bias => &self.bias,
            HelpTopic::Weights => &self.weights,
            HelpTopic::Colours => &self.colours,
            HelpTopic::Output => &self.output,
            HelpTopic::Losses => &self.losses,
            HelpTopic::Accuracy => &self.accuracy,
            HelpTopic::Curves => &self.curves,
            HelpTopic::TestData => &self.test_data,
            HelpTopic::Discretize => &self.discretize,
            HelpTopic::Speed => &self.speed,
            HelpTopic::Step => &self.step,
            HelpTopic::RunTo => &self.run_to,
            HelpTopic::Runtime => &self.runtime,
            HelpTopic::Share => &self.share,
        }
    }
}

/// English.
pub static ENGLISH: Words = Words {
    learning_rate: Entry::with(
        "Learning rate",
        "How far each weight moves against its gradient after a batch. Too small, and learning \
         crawls; too large, and the loss jumps about or grows without end. You may change it \
         while training runs.",
        "w ← w − η · ∂L/∂w",
    ),
    activation: Entry::with(
        "Activation",
        "The function that a hidden unit applies to its weighted sum. It bends: without a bend, \
         any number of layers could do no more than a single one. ReLU cuts off negative values, \
         tanh squeezes into −1 to 1, sigmoid into 0 to 1, linear changes nothing.",
        "ReLU: max(x, 0)\ntanh: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)\nsigmoid: 1 / (1 + e⁻ˣ)",
    ),
    regularization: Entry::with(
        "Regularization",
        "A penalty on large weights, so that the network prefers a simple answer and does not \
         learn the noise by heart. L1 takes the same amount off every weight and prunes those \
         that do not help to exactly 0; L2 shrinks each in proportion to its size. Biases are \
         left alone.",
        "L1: λ · Σ|w|\nL2: λ · Σ ½w²",
    ),
    regularization_rate: Entry::with(
        "Regularization rate",
        "How strong the penalty is: 0 switches it off. With L2, learning rate × regularization \
         rate must stay below 2, or every step overshoots zero by more than it started with and \
         the weights blow up.",
        "L2 alone: w ← (1 − η·λ) · w",
    ),
    problem: Entry::plain(
        "Problem type",
        "Classification asks which of two classes a point belongs to, −1 (orange) or +1 (blue); \
         the output unit uses tanh. Regression asks for a number; the output unit is linear.",
    ),
    dataset: Entry::plain(
        "Data set",
        "Each set is a different riddle: some can be split with one straight line, the spiral \
         needs a long winding border. Every point has two coordinates, x₁ and x₂, and a label, \
         its colour.",
    ),
    train_percent: Entry::plain(
        "Training share",
        "The share of the points that the network learns from. The others are kept aside and only \
         test whether it also does well on points that it has never seen.",
    ),
    noise: Entry::plain(
        "Noise",
        "How much chance is mixed into the data. With a lot of it the classes overlap, and a \
         network that fits every training point has learned chance, not the pattern.",
    ),
    batch_size: Entry::with(
        "Batch size",
        "How many samples the network looks at before its weights move once, along the mean of \
         their gradients. A small batch moves often and unsteadily, a large one seldom and \
         smoothly.",
        "∂L/∂w = (1/B) · Σ ∂Lᵢ/∂w",
    ),
    samples: Entry::plain(
        "Samples",
        "How many points are drawn, for training and testing together. More points show the \
         pattern more clearly; an epoch then takes longer.",
    ),
    seed: Entry::plain(
        "Seed",
        "A text from which all chance in this run follows: the points and the first weights. The \
         same seed with the same settings gives the same run; draw a new one to see whether \
         a result was luck.",
    ),
    rules: Entry::plain(
        "Rules",
        "Modern: a short last batch counts at the end of its epoch, weights that L1 pruned may \
         come back, and Reset gives the same start again. Playground-exact: left-over samples join the \
         next batch, pruned weights stay at 0, and Reset draws other weights, as in the \
         TensorFlow Playground; with 64 bits you get its very numbers.",
    ),
    precision: Entry::plain(
        "Precision",
        "How many binary digits each number has. 32 bits (about 7 decimal digits) are enough for \
         learning and are computed four at a time (SIMD), so they are fast. 64 bits (about 16 \
         digits) give the exact numbers of the TensorFlow Playground.",
    ),
    features: Entry::plain(
        "Features",
        "What the network is shown of each point: its coordinates, or a square, product or sine of \
         them. A well-chosen feature can make a hard riddle easy: the circle needs only x₁² and \
         x₂². Click to switch one on or off.",
    ),
    hidden_layers: Entry::plain(
        "Hidden layers",
        "Layers between the features and the output. Each builds on what the layer before has \
         found, so later ones can form more complicated shapes. With no hidden layer the border \
         is a straight line, unless curved features are on.",
    ),
    units: Entry::with(
        "Units",
        "A unit multiplies each of its inputs by a weight, adds them up with its bias and applies \
         the activation. Its little picture shows the result at every place of the plane; point \
         at it to see it large.",
        "a = f(Σ wᵢ·xᵢ + b)",
    ),
    bias: Entry::plain(
        "Bias",
        "A number that a unit adds to its weighted sum, whatever the input. It shifts the place \
         where the unit switches. It is learned like a weight; choose it to see its value or to \
         set it by hand.",
    ),
    weights: Entry::plain(
        "Weights",
        "Each line carries one unit's output to the next, multiplied by its weight. Blue is \
         positive, orange negative, and the thicker the line, the larger the weight. Choose a \
         line to see its value or to set it by hand.",
    ),
    colours: Entry::plain(
        "Colours",
        "One scale for everything: orange is negative, blue positive, and the paler, the nearer \
         to 0. Points show their labels, lines their weights, pictures the values of a unit. \
         Grey hatching means that the value is no longer a number.",
    ),
    output: Entry::plain(
        "Output",
        "What the network says at every place of the plane, with the data drawn over it. Where \
         a point and its background have the same colour, the network is right. Point at a unit \
         to see that unit here instead.",
    ),
    losses: Entry::with(
        "Loss",
        "How wrong the network is on average; 0 is perfect. Training makes the training loss \
         small. When the test loss stays well above it, the network has learned its points by \
         heart: it overfits.",
        "L = (1/n) · Σ ½(output − label)²",
    ),
    accuracy: Entry::plain(
        "Accuracy",
        "The share of points on the right side: the output has the sign of the label. The loss \
         can still fall when it has reached 100 %, as the network becomes surer.",
    ),
    curves: Entry::plain(
        "Curves",
        "The losses from epoch to epoch; the training curve is solid, the test curve dashed. The \
         log scale spreads out small values, and smoothing calms the zigzag; neither changes \
         training.",
    ),
    test_data: Entry::plain(
        "Show test data",
        "Draws the test points too. The network never learns from them; they only show how well it \
         does on something new.",
    ),
    discretize: Entry::plain(
        "Discretize output",
        "Shows only two colours: the sign of the output. The line where they meet is the decision \
         boundary.",
    ),
    speed: Entry::plain(
        "Speed",
        "How fast training runs. “Sample” and “batch” are slow motion; then come 1, 10 \
         and 60 epochs a second, and as fast as this computer can. An epoch is one pass through \
         all the training samples.",
    ),
    step: Entry::plain(
        "Step",
        "Goes on by one epoch, one batch or one sample, and stops. After a single sample the \
         weights may stand still: they move when its batch is full.",
    ),
    run_to: Entry::plain(
        "Run to epoch",
        "Trains and stops exactly at the end of this epoch. Good for comparing two settings fairly.",
    ),
    runtime: Entry::plain(
        "Runtime",
        "What computes at the moment. Training runs on your own computer, in a background thread \
         of the browser, so the page stays smooth; nothing is sent anywhere.",
    ),
    share: Entry::plain(
        "Share",
        "The link holds all settings and the seed, but not the trained weights. Whoever opens it \
         begins where you began and can repeat your experiment.",
    ),
};

/// Korean.
pub static KOREAN: Words = Words {
    learning_rate: Entry::with(
        "학습률",
        "배치 하나를 본 뒤 가중치를 기울기의 반대 방향으로 얼마나 옮길지 정합니다. 너무 작으면 \
         학습이 더디고, 너무 크면 손실이 출렁이거나 끝없이 커집니다. 학습 중에도 바꿀 수 있습니다.",
        "w ← w − η · ∂L/∂w",
    ),
    activation: Entry::with(
        "활성화 함수",
        "은닉층의 유닛이 가중합에 적용하는 함수입니다. 이 함수가 휘어 있지 않으면 층을 아무리 쌓아도 \
         한 층과 다를 바가 없습니다. ReLU는 음수를 0으로 만들고, tanh는 −1~1, sigmoid는 0~1 \
         사이로 모으며, linear는 값을 그대로 둡니다.",
        "ReLU: max(x, 0)\ntanh: (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)\nsigmoid: 1 / (1 + e⁻ˣ)",
    ),
    regularization: Entry::with(
        "규제",
        "큰 가중치에 벌점을 주어, 신경망이 노이즈까지 외우지 않고 단순한 답을 찾게 합니다. L1은 모든 \
         가중치를 같은 양만큼 줄여서 쓸모없는 가중치를 정확히 0으로 만들고, L2는 크기에 비례해서 \
         줄입니다. 편향에는 적용하지 않습니다.",
        "L1: λ · Σ|w|\nL2: λ · Σ ½w²",
    ),
    regularization_rate: Entry::with(
        "규제 강도",
        "벌점의 세기입니다. 0이면 규제를 하지 않습니다. L2에서는 학습률 × 규제 강도가 2보다 작아야 \
         합니다. 2를 넘으면 걸음마다 0을 지나 더 멀리 튀어서 가중치가 끝없이 커집니다.",
        "L2만 볼 때: w ← (1 − η·λ) · w",
    ),
    problem: Entry::plain(
        "문제 유형",
        "분류는 점이 −1(주황)과 +1(파랑) 중 어느 클래스인지 묻고, 출력 유닛은 tanh를 씁니다. \
         회귀는 수를 하나 묻고, 출력 유닛은 선형입니다.",
    ),
    dataset: Entry::plain(
        "데이터셋",
        "데이터셋마다 다른 문제입니다. 직선 하나로 나뉘는 것도 있고, 나선처럼 길고 구불구불한 \
         경계가 필요한 것도 있습니다. 점마다 두 좌표 x₁, x₂와 색으로 나타낸 레이블이 있습니다.",
    ),
    train_percent: Entry::plain(
        "훈련 데이터 비율",
        "전체 점 가운데 훈련에 쓰는 비율입니다. 나머지는 따로 두었다가, 처음 보는 점도 잘 맞히는지 \
         시험하는 데에만 씁니다.",
    ),
    noise: Entry::plain(
        "노이즈",
        "데이터에 우연을 얼마나 섞을지 정합니다. 노이즈가 크면 두 클래스가 겹칩니다. 이때 훈련 데이터의 \
         모든 점에 맞춘 신경망은 규칙이 아니라 우연을 배운 것입니다.",
    ),
    batch_size: Entry::with(
        "배치 크기",
        "가중치를 한 번 옮기기 전에 샘플을 몇 개 볼지 정합니다. 가중치는 그 샘플들의 평균 기울기를 따라 \
         움직입니다. 배치가 작으면 자주 흔들리며 움직이고, 크면 드물지만 매끄럽게 움직입니다.",
        "∂L/∂w = (1/B) · Σ ∂Lᵢ/∂w",
    ),
    samples: Entry::plain(
        "샘플 수",
        "훈련용과 테스트용을 합한 점의 수입니다. 점이 많을수록 규칙이 뚜렷해지지만, 한 에포크가 더 오래 \
         걸립니다.",
    ),
    seed: Entry::plain(
        "시드",
        "점의 위치와 처음 가중치 등 이 실험의 모든 우연이 이 글자에서 나옵니다. 시드와 설정이 같으면 \
         결과도 같습니다. 새 시드로 다시 해 보면 결과가 운이었는지 알 수 있습니다.",
    ),
    rules: Entry::plain(
        "규칙",
        "현대식: 모자란 마지막 배치를 에포크 끝에 바로 반영하고, L1이 없앤 가중치도 되살아날 수 있으며, \
         초기화하면 같은 처음 상태로 돌아갑니다. 플레이그라운드 그대로: 남은 샘플을 다음 \
         배치로 넘기고, 없어진 가중치는 0에 머물며, 초기화하면 다른 가중치를 뽑습니다. 64비트를 쓰면 \
         TensorFlow Playground의 숫자가 그대로 나옵니다.",
    ),
    precision: Entry::plain(
        "정밀도",
        "수 하나를 나타내는 이진 자릿수입니다. 32비트(십진수 약 7자리)는 학습에 충분하고, 네 개씩 \
         한꺼번에 계산하므로(SIMD) 빠릅니다. 64비트(약 16자리)는 TensorFlow Playground와 똑같은 \
         숫자를 냅니다.",
    ),
    features: Entry::plain(
        "특성",
        "신경망에 점의 무엇을 보여 줄지 정합니다. 좌표 그대로일 수도 있고, 제곱이나 곱, 사인일 수도 \
         있습니다. 특성을 잘 고르면 어려운 문제도 쉬워집니다. 원은 x₁²과 x₂²만 있으면 됩니다. 눌러서 \
         켜고 끕니다.",
    ),
    hidden_layers: Entry::plain(
        "은닉층",
        "특성과 출력 사이의 층입니다. 각 층은 앞 층이 찾은 것을 바탕으로 하므로, 뒤로 갈수록 더 복잡한 \
         모양을 만들 수 있습니다. 은닉층이 없으면, 휘어진 특성을 쓰지 않는 한 경계는 직선입니다.",
    ),
    units: Entry::with(
        "유닛",
        "유닛(뉴런)은 입력마다 가중치를 곱해 더하고 편향을 보탠 다음 활성화 함수를 적용합니다. 작은 \
         그림은 평면의 모든 자리에서 그 결과를 보여 줍니다. 유닛을 가리키면 크게 볼 수 있습니다.",
        "a = f(Σ wᵢ·xᵢ + b)",
    ),
    bias: Entry::plain(
        "편향",
        "입력과 상관없이 유닛이 가중합에 더하는 수로, 유닛의 값이 바뀌는 자리를 옮깁니다. 가중치처럼 \
         학습되며, 선택하면 값을 보거나 직접 정할 수 있습니다.",
    ),
    weights: Entry::plain(
        "가중치",
        "선은 한 유닛의 출력에 가중치를 곱해 다음 유닛으로 보냅니다. 파란 선은 양수, 주황 선은 음수이고, \
         굵을수록 값이 큽니다. 선을 선택하면 값을 보거나 직접 정할 수 있습니다.",
    ),
    colours: Entry::plain(
        "색",
        "모든 그림이 같은 색을 씁니다. 주황은 음수, 파랑은 양수이고, 옅을수록 0에 가깝습니다. 점은 \
         레이블, 선은 가중치, 그림은 유닛의 값을 나타냅니다. 회색 빗금은 값이 더는 수가 아니라는 \
         뜻입니다.",
    ),
    output: Entry::plain(
        "출력",
        "평면의 모든 자리에서 신경망이 내는 답을 그리고, 그 위에 데이터를 찍은 그림입니다. 점과 배경의 \
         색이 같으면 맞힌 것입니다. 유닛을 가리키면 여기에 그 유닛이 나타납니다.",
    ),
    losses: Entry::with(
        "손실",
        "신경망이 평균적으로 얼마나 틀리는지 나타내며, 0이면 완벽합니다. 학습이 진행되면 훈련 손실이 줄어듭니다. \
         테스트 손실이 그보다 훨씬 높으면 훈련 데이터를 외운 것으로, 이를 과적합이라고 합니다.",
        "L = (1/n) · Σ ½(출력 − 레이블)²",
    ),
    accuracy: Entry::plain(
        "정확도",
        "출력과 레이블의 부호가 같은, 곧 맞힌 점의 비율입니다. 100%가 된 뒤에도 신경망이 더 확신하게 \
         되면 손실은 계속 줄어들 수 있습니다.",
    ),
    curves: Entry::plain(
        "곡선",
        "에포크마다 손실이 어떻게 변했는지 보여 줍니다. 실선은 훈련 손실, 점선은 테스트 손실입니다. 로그 \
         눈금은 작은 값을 넓게 펼치고, 평활은 들쭉날쭉한 선을 고르게 합니다. 둘 다 학습에는 영향이 \
         없습니다.",
    ),
    test_data: Entry::plain(
        "테스트 데이터 표시",
        "테스트 데이터의 점도 그립니다. 신경망은 이 점에서 배우지 않습니다. 처음 보는 데이터를 얼마나 잘 \
         맞히는지만 보여 줍니다.",
    ),
    discretize: Entry::plain(
        "출력 이산화",
        "출력의 부호만 두 가지 색으로 보여 줍니다. 두 색이 만나는 선이 결정 경계입니다.",
    ),
    speed: Entry::plain(
        "속도",
        "학습의 빠르기입니다. ‘샘플’과 ‘배치’는 느린 동작이고, 그다음은 초당 1, 10, 60에포크, 끝은 이 \
         컴퓨터의 최고 속도입니다. 에포크는 훈련 데이터를 처음부터 끝까지 한 번 보는 것입니다.",
    ),
    step: Entry::plain(
        "한 단계",
        "에포크, 배치 또는 샘플 하나만큼 나아가고 멈춥니다. 샘플 하나를 본 뒤에는 가중치가 그대로일 수 \
         있습니다. 배치가 다 차야 움직이기 때문입니다.",
    ),
    run_to: Entry::plain(
        "목표 에포크",
        "학습하다가 이 에포크가 끝나면 정확히 멈춥니다. 두 설정을 공평하게 비교할 때 좋습니다.",
    ),
    runtime: Entry::plain(
        "실행 환경",
        "지금 무엇으로 계산하는지 보여 줍니다. 학습은 이 컴퓨터에서, 브라우저의 백그라운드 스레드로 \
         돌아가므로 화면이 끊기지 않습니다. 데이터는 어디로도 보내지 않습니다.",
    ),
    share: Entry::plain(
        "공유",
        "링크에는 모든 설정과 시드가 담기지만 학습된 가중치는 담기지 않습니다. 링크를 연 사람은 같은 \
         출발점에서 실험을 되풀이할 수 있습니다.",
    ),
};

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    /// Roughly what fits a card without scrolling on a phone; Hangul is twice as wide.
    const LONGEST: usize = 380;

    #[test]
    fn every_topic_has_its_own_short_entry_in_each_language() {
        for words in [&ENGLISH, &KOREAN] {
            for (index, &topic) in HelpTopic::VARIANTS.iter().enumerate() {
                let entry = words.get(topic);
                let width: usize = entry.body.chars().map(|c| 1 + usize::from(c >= '가')).sum();
                assert!(width <= LONGEST, "{topic:?}: {width}");
                assert!(!entry.title.is_empty() && entry.body.ends_with('.'), "{topic:?}");
                assert!(!entry.body.contains("  "), "{topic:?}: a double space");
                for &other in &HelpTopic::VARIANTS[..index] {
                    assert_ne!(entry.body, words.get(other).body, "{topic:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn formulas_stand_at_the_same_topics_in_each_language() {
        for &topic in HelpTopic::VARIANTS {
            let (english, korean) = (ENGLISH.get(topic), KOREAN.get(topic));
            assert_eq!(english.formula.is_some(), korean.formula.is_some(), "{topic:?}");
        }
    }
}
