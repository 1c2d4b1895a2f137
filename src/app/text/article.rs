//! The words of: article, the short text below the experiment; and the experiments and
//! sources that it links to, which are the same in every language.
//!
//! To add an experiment or a source: a variant, its arms and an entry a language.

/// An experiment to try; its link opens on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Experiment {
    /// One unit draws one line; three enclose the disc.
    OneUnit,
    /// No straight line separates xor, its product feature does.
    Product,
    /// The spiral with all features.
    Spiral,
    /// Few noisy points, learned by heart.
    Overfit,
    /// L1 prunes most of the inputs.
    Prune,
    /// A learning rate that is too large.
    TooFast,
}

impl Experiment {
    /// The hash that opens it: the TensorFlow Playground's keys, so it runs by its rules.
    pub fn hash(self) -> &'static str {
        match self {
            Self::OneUnit => "#dataset=circle&networkShape=1&activation=tanh&seed=0.3",
            Self::Product => "#dataset=xor&networkShape=&seed=0.3",
            Self::Spiral => {
                "#dataset=spiral&networkShape=8&activation=tanh&seed=0.3&x=true&y=true\
                 &xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true"
            }
            Self::Overfit => {
                "#dataset=gauss&noise=50&percTrainData=10&batchSize=1&networkShape=8,8\
                 &activation=relu&seed=0.3"
            }
            Self::Prune => {
                "#dataset=circle&networkShape=4&activation=tanh&seed=0.3\
                 &regularization=L1&regularizationRate=0.003&x=true&y=true\
                 &xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true"
            }
            Self::TooFast => {
                "#problem=regression&regDataset=reg-plane&networkShape=4&activation=relu\
                 &learningRate=3&seed=0.3"
            }
        }
    }
}

/// Where to read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
pub enum Source {
    /// The library whose words this page uses.
    Keras,
    /// The page that this one descends from.
    TensorflowPlayground,
    /// Michael Nielsen's book.
    Nielsen,
    /// Grant Sanderson's films.
    ThreeBlueOneBrown,
}

impl Source {
    /// Its address.
    pub fn address(self) -> &'static str {
        match self {
            Self::Keras => "https://keras.io",
            Self::TensorflowPlayground => "https://playground.tensorflow.org",
            Self::Nielsen => "http://neuralnetworksanddeeplearning.com",
            Self::ThreeBlueOneBrown => "https://www.3blue1brown.com/topics/neural-networks",
        }
    }
}

/// A heading and its paragraphs.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its heading.
    pub title: &'static str,
    /// Its paragraphs.
    pub paragraphs: &'static [&'static str],
}

/// A link and what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Pointer {
    /// The link's text.
    pub title: &'static str,
    /// The sentences after it.
    pub body: &'static str,
}

/// The words of this area.
#[expect(missing_docs, reason = "each is the section, experiment or source that its name says")]
pub struct Words {
    pub network: Section,
    pub picture: Section,
    pub colours: Section,
    pub experiments: Section,
    pub one_unit: Pointer,
    pub product: Pointer,
    pub spiral: Pointer,
    pub overfit: Pointer,
    pub prune: Pointer,
    pub too_fast: Pointer,
    pub tools: Section,
    pub onward: Section,
    pub keras: Pointer,
    pub tensorflow_playground: Pointer,
    pub nielsen: Pointer,
    pub three_blue_one_brown: Pointer,
}

impl Words {
    /// What is said of an experiment.
    pub fn experiment(&self, experiment: Experiment) -> Pointer {
        match experiment {
            Experiment::OneUnit => self.one_unit,
            Experiment::Product => self.product,
            Experiment::Spiral => self.spiral,
            Experiment::Overfit => self.overfit,
            Experiment::Prune => self.prune,
            Experiment::TooFast => self.too_fast,
        }
    }

    /// What is said of a source.
    pub fn source(&self, source: Source) -> Pointer {
        match source {
            Source::Keras => self.keras,
            Source::TensorflowPlayground => self.tensorflow_playground,
            Source::Nielsen => self.nielsen,
            Source::ThreeBlueOneBrown => self.three_blue_one_brown,
        }
    }
}

/// English.
pub static ENGLISH: Words = Words {
    network: Section {
        title: "What is a neural network?",
        paragraphs: &[
            "A formula with many numbers that can be adjusted. Its smallest part, the unit, \
             multiplies each input by a weight, adds the products and a bias, and bends the sum \
             with an activation function. Units stand in layers, and each layer works with what \
             the layer before has found.",
            "Nobody types in the right weights. The network answers a few examples, the loss says \
             how wrong it was, and every weight moves a little to where the loss is smaller. Those \
             few examples are a batch; once through all of them is an epoch. Repeat this a few \
             hundred times, and the formula fits the examples: it has learned.",
        ],
    },
    picture: Section {
        title: "What the picture shows",
        paragraphs: &[
            "Follow the data through the network: a point’s two coordinates become features, the \
             features feed the hidden layers, and the output unit gives the answer. The small \
             picture in each unit shows its value at every place of the plane at once. In the \
             first layer that is a soft edge; later layers combine edges into corners, bands and \
             islands.",
            "The large picture is the answer of the whole network. Its background is what the \
             network says, the points upon it are the truth. The two curves tell how wrong it is: \
             on the points that it trains with, and on test points that it never learns from. \
             Only the second tells whether it has understood.",
        ],
    },
    colours: Section {
        title: "What the colours mean",
        paragraphs: &[
            "Orange is negative, blue is positive, and what is nearly 0 is pale. A point has the \
             colour of its label, a line that of its weight (the thicker, the larger), \
             a background that of the value there, so a strong colour is a confident answer. \
             Orange and blue can also be told apart by people who confuse red and green.",
        ],
    },
    experiments: Section {
        title: "What to try",
        paragraphs: &[
            "Each link opens an experiment above. Press play, look, change one thing, guess \
             first what will happen. Your browser’s Back button returns.",
        ],
    },
    one_unit: Pointer {
        title: "One unit, one line.",
        body: "A single hidden unit cannot close a ring around the disc. Add units one by one: \
               with how many does it succeed?",
    },
    product: Pointer {
        title: "A riddle without a straight answer.",
        body: "Without a hidden layer the network never gets the four squares. Switch on x₁x₂ and \
               play again: sometimes the right feature is worth more than a bigger network.",
    },
    spiral: Pointer {
        title: "The spiral.",
        body: "The hardest set, here with all features and eight units. Give it 500 epochs; then \
               find out which features it can do without.",
    },
    overfit: Pointer {
        title: "Learning by heart.",
        body: "Only 50 noisy points to learn from. The training loss falls while the test loss \
               climbs. Choose L2 with rate 0.1, reset, and compare.",
    },
    prune: Pointer {
        title: "A network that tidies up.",
        body: "L1 takes a little off every weight, all the time. Watch lines fade and vanish until \
               those that matter are left.",
    },
    too_fast: Pointer {
        title: "Too fast.",
        body: "With this learning rate each step jumps over its goal, farther each time, until \
               the numbers have no end: the loss climbs out of sight and the picture bursts. Go \
               back, choose a smaller rate and find the largest that still works.",
    },
    tools: Section {
        title: "TensorFlow, Keras, and what they run on",
        paragraphs: &[
            "Outside the playground nobody writes this arithmetic by hand. A tensor is a block of \
             numbers: a row, a table, a stack of tables. TensorFlow describes a calculation as \
             a graph in which tensors flow from one operation to the next, just as values flow \
             along the lines above. Keras sits on top: one set of plain words, such as Dense, \
             activation and batch_size, over engines that can be exchanged (TensorFlow, JAX or \
             PyTorch). This page uses the same words.",
            "What computes matters too. A CPU has a few quick cores that can do anything. A GPU \
             has thousands of small ones that do the same thing to many numbers at once. A TPU is \
             a chip that Google built for one purpose: multiplying large blocks of numbers. They \
             work best together: the CPU prepares the data, the GPU or TPU does the bulk of the \
             multiplying. For networks as small as these the CPU wins, as sending the work to \
             another chip takes longer than doing it. In Google Colab you choose under Runtime › \
             Change runtime type; here the chip at the top says what trains.",
        ],
    },
    onward: Section { title: "Where to go on", paragraphs: &[] },
    keras: Pointer {
        title: "Keras",
        body: "Build such networks yourself, in a few lines of Python, for pictures, sound and text.",
    },
    tensorflow_playground: Pointer {
        title: "TensorFlow Playground",
        body: "By Daniel Smilkov, Shan Carter and others (Apache-2.0): the ancestor of this page, \
               and the idea of it is theirs.",
    },
    nielsen: Pointer {
        title: "Neural Networks and Deep Learning",
        body: "Michael Nielsen’s free book explains how networks learn, from the first unit on.",
    },
    three_blue_one_brown: Pointer {
        title: "3Blue1Brown: Neural networks",
        body: "Grant Sanderson’s films show the mathematics in motion.",
    },
};

/// Korean.
pub static KOREAN: Words = Words {
    network: Section {
        title: "신경망이란 무엇일까요?",
        paragraphs: &[
            "신경망은 조절할 수 있는 수가 많이 들어 있는 식입니다. 가장 작은 부분인 유닛은 입력마다 \
             가중치를 곱해 더하고 편향을 보탠 다음, 그 합을 활성화 함수로 휘게 합니다. 유닛은 층을 \
             이루고, 각 층은 앞 층이 찾아낸 것을 가지고 일합니다.",
            "알맞은 가중치를 사람이 넣어 주지는 않습니다. 신경망이 예제 몇 개에 답하면, 손실이 얼마나 \
             틀렸는지 알려 주고, 모든 가중치가 손실이 작아지는 쪽으로 조금씩 움직입니다. 이 예제 묶음이 \
             배치이고, 예제 전체를 한 번 보는 것이 에포크입니다. 이것을 수백 번 되풀이하면 식이 예제에 \
             들어맞습니다. 학습한 것입니다.",
        ],
    },
    picture: Section {
        title: "그림이 보여 주는 것",
        paragraphs: &[
            "데이터가 신경망을 지나는 길을 따라가 보세요. 점의 두 좌표가 특성이 되고, 특성이 은닉층으로 \
             들어가며, 출력 유닛이 답을 냅니다. 유닛 안의 작은 그림은 평면의 모든 자리에서 그 유닛이 \
             내는 값을 한꺼번에 보여 줍니다. 첫 층에서는 흐릿한 경계선 하나이지만, 뒤의 층은 여러 \
             경계선을 모아 모서리와 띠와 섬을 만듭니다.",
            "큰 그림은 신경망 전체의 답입니다. 배경은 신경망이 하는 말이고, 그 위의 점은 정답입니다. 두 \
             곡선은 얼마나 틀리는지 알려 줍니다. 하나는 학습하는 점에서, 다른 하나는 학습에 쓰지 않는 \
             테스트 점에서 잰 것입니다. 제대로 이해했는지는 두 번째 곡선만이 말해 줍니다.",
        ],
    },
    colours: Section {
        title: "색의 뜻",
        paragraphs: &[
            "주황은 음수, 파랑은 양수이고, 0에 가까우면 옅어집니다. 점의 색은 레이블, 선의 색은 가중치(굵을수록 \
             큽니다), 배경의 색은 그 자리의 값입니다. 그래서 색이 진하면 자신 있는 답입니다. 주황과 \
             파랑은 빨강과 초록을 구별하기 어려운 사람도 구별할 수 있습니다.",
        ],
    },
    experiments: Section {
        title: "해 볼 만한 실험",
        paragraphs: &[
            "링크를 누르면 위에서 실험이 열립니다. 재생하고, 살펴보고, 한 가지만 바꿔 보세요. 어떻게 \
             될지 먼저 짐작해 보세요. 브라우저의 뒤로 가기를 누르면 돌아옵니다.",
        ],
    },
    one_unit: Pointer {
        title: "유닛 하나에 선 하나.",
        body: "은닉 유닛 하나로는 원을 둘러쌀 수 없습니다. 유닛을 하나씩 늘려 보세요. 몇 개면 될까요?",
    },
    product: Pointer {
        title: "직선으로는 풀 수 없는 문제.",
        body: "은닉층이 없으면 네 칸을 끝내 나누지 못합니다. x₁x₂를 켜고 다시 재생해 보세요. 알맞은 특성 \
               하나가 더 큰 신경망보다 나을 때가 있습니다.",
    },
    spiral: Pointer {
        title: "나선.",
        body: "가장 어려운 데이터입니다. 여기서는 모든 특성과 유닛 여덟 개를 씁니다. 500에포크쯤 학습한 \
               다음, 어떤 특성이 없어도 되는지 찾아보세요.",
    },
    overfit: Pointer {
        title: "통째로 외우기.",
        body: "노이즈가 많은 점 50개로만 배웁니다. 훈련 손실은 내려가는데 테스트 손실은 올라갑니다. L2를 \
               고르고 규제 강도를 0.1로 한 뒤, 초기화하고 비교해 보세요.",
    },
    prune: Pointer {
        title: "스스로 정리하는 신경망.",
        body: "L1은 모든 가중치를 쉬지 않고 조금씩 줄입니다. 선이 옅어지다가 사라지고 꼭 필요한 것만 \
               남는 모습을 보세요.",
    },
    too_fast: Pointer {
        title: "너무 빠르면.",
        body: "이 학습률에서는 단계마다 목표를 뛰어넘고, 갈수록 더 멀리 튀어서 수가 끝없이 커집니다. \
               손실은 한없이 치솟고 그림은 터져 버립니다. 되돌아가 학습률을 낮추고, 아직 잘 되는 \
               가장 큰 값을 찾아보세요.",
    },
    tools: Section {
        title: "TensorFlow와 Keras, 그리고 계산하는 칩",
        paragraphs: &[
            "실제로는 이런 계산을 손으로 짜지 않습니다. 텐서는 수를 줄이나 표, 또는 표 더미로 늘어놓은 \
             것입니다. TensorFlow는 계산을 그래프로 나타내고, 텐서는 그 위에서 한 연산에서 다음 연산으로 \
             흐릅니다. 위의 선을 따라 값이 흐르는 것과 같습니다. Keras는 그 위에서 Dense, activation, \
             batch_size처럼 쉬운 말 한 벌을 제공하고, 그 아래의 엔진(TensorFlow, JAX, PyTorch)은 바꿔 \
             끼울 수 있습니다. 이 페이지도 같은 말을 씁니다.",
            "무엇으로 계산하는지도 중요합니다. CPU는 무엇이든 할 수 있는 빠른 코어가 몇 개 있습니다. \
             GPU는 작은 코어 수천 개가 많은 수에 같은 계산을 한꺼번에 합니다. TPU는 큰 수 덩어리를 \
             곱하는 일만을 위해 구글이 만든 칩입니다. 함께 쓸 때 가장 좋습니다. CPU가 데이터를 \
             준비하고, GPU나 TPU가 곱셈 대부분을 맡습니다. 이 페이지처럼 작은 신경망에서는 CPU가 더 \
             빠릅니다. 다른 칩으로 일을 보내는 시간이 계산하는 시간보다 길기 때문입니다. 구글 \
             Colab에서는 런타임 › 런타임 유형 변경에서 고르고, 여기서는 맨 위의 표시가 무엇으로 \
             학습하는지 알려 줍니다.",
        ],
    },
    onward: Section { title: "더 알아보기", paragraphs: &[] },
    keras: Pointer {
        title: "Keras",
        body: "파이썬 몇 줄로 그림과 소리, 글을 다루는 신경망을 직접 만들어 보세요. (영어)",
    },
    tensorflow_playground: Pointer {
        title: "TensorFlow Playground",
        body: "대니얼 스밀코프(Daniel Smilkov), 샨 카터(Shan Carter) 외(Apache-2.0). 이 페이지의 \
               뿌리이며, 생각은 그들의 것입니다. (영어)",
    },
    nielsen: Pointer {
        title: "Neural Networks and Deep Learning",
        body: "마이클 닐슨(Michael Nielsen)의 무료 책으로, 첫 유닛부터 신경망이 배우는 원리를 설명합니다. (영어)",
    },
    three_blue_one_brown: Pointer {
        title: "3Blue1Brown: Neural networks",
        body: "그랜트 샌더슨(Grant Sanderson)의 영상은 수학이 움직이는 모습을 보여 줍니다. (영어)",
    },
};

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::app::link;
    use crate::engine::config::Rules;

    #[test]
    fn each_experiment_opens_as_it_stands() {
        for &experiment in Experiment::VARIANTS {
            let opened = link::parse(experiment.hash());
            assert!(opened.notices.is_empty(), "{experiment:?}: {:?}", opened.notices);
            assert_eq!(opened.link.config.validate(), Ok(()), "{experiment:?}");
            assert_eq!(opened.link.config.rules, Rules::Playground, "{experiment:?}");
        }
    }

    #[test]
    fn no_two_spaces_and_no_empty_text() {
        for words in [&ENGLISH, &KOREAN] {
            let sections =
                [words.network, words.picture, words.colours, words.experiments, words.tools];
            let paragraphs = sections.iter().flat_map(|section| section.paragraphs);
            let experiments = Experiment::VARIANTS.iter().map(|&e| words.experiment(e).body);
            let sources = Source::VARIANTS.iter().map(|&s| words.source(s).body);
            for text in paragraphs.copied().chain(experiments).chain(sources) {
                assert!(!text.is_empty() && !text.contains("  "), "{text}");
            }
        }
    }
}
