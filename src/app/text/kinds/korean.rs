//! What can be chosen from a list, in Korean.

use super::Words;
use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::dataset::Dataset;
use crate::engine::initializer::Initializer;
use crate::engine::layer::LayerKind;
use crate::engine::loss::Loss;
use crate::engine::metric::Metric;
use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::LayerRegularizer;
use crate::engine::schedule::Schedule;

/// Korean.
pub static KOREAN: Words = Words {
    dataset: |kind| match kind {
        Dataset::Circle => "고리 안에 원판이 있습니다.",
        Dataset::Xor => "마주 보는 사분면이 같은 클래스입니다.",
        Dataset::Gauss => "두 무리가 있습니다.",
        Dataset::Spiral => "두 갈래가 서로 감겨 있습니다.",
        Dataset::RegPlane => "기울어진 평면입니다.",
        Dataset::RegGauss => "부호가 번갈아 바뀌는 여섯 봉우리입니다.",
        Dataset::Blobs => "클래스마다 한 무리씩 원 위에 놓입니다.",
        Dataset::Arms => "클래스마다 한 갈래인 나선입니다.",
        Dataset::Rings => "가운데를 둘러싼 고리가 클래스마다 하나씩 있습니다.",
        Dataset::Checkerboard => "대각선을 따라 색을 칠한 정사각형 칸입니다.",
        Dataset::Moons => "두 반달이 서로 맞물려 있습니다.",
        Dataset::RegField => "가운데를 돌며 흘러드는 흐름으로, 점마다 숫자가 두 개입니다.",
        Dataset::Heart => "하트와 그 둘레입니다.",
        Dataset::Sine => "열이 하나뿐인 사인 곡선입니다.",
        Dataset::Curve => "직접 쓴 곡선의 위와 아래입니다.",
    },
    layer: |kind| match kind {
        LayerKind::Dense => {
            "각 유닛이 앞 층의 모든 값에 가중치를 곱해 더하고 편향을 더한 뒤 활성화 함수를 적용합니다. use_bias를 끄면 편향이 없고, trainable을 끄면 층이 배우지 않고 그대로 있습니다."
        }
        LayerKind::Activation => {
            "값마다 함수를 적용합니다. 정규화 층 뒤에 두면, 밀집층의 활성화가 너무 일찍 하는 일을 제자리에서 합니다."
        }
        LayerKind::Dropout => {
            "학습 중에 값의 일부를 무작위로 0으로 만들고 나머지를 키워, 유닛이 서로에게 기대지 못하게 합니다. 평가할 때는 아무 일도 하지 않습니다."
        }
        LayerKind::GaussianNoise => {
            "학습 중에 값에 난수를 더합니다. 가벼운 데이터 증강이며, 평가할 때는 아무 일도 하지 않습니다."
        }
        LayerKind::BatchNormalization => {
            "유닛마다 배치 전체의 평균을 0, 분산을 1로 맞춘 뒤, 학습된 크기와 위치로 옮깁니다. 평가할 때는 이동 평균을 씁니다. trainable을 끄면 학습할 때도 이동 평균을 쓰고 아무것도 배우지 않습니다."
        }
        LayerKind::LayerNormalization => {
            "샘플마다 층의 유닛 전체에서 평균을 0, 분산을 1로 맞춘 뒤, 학습된 크기와 위치로 옮깁니다. 배치와는 무관합니다. trainable을 끄면 크기와 위치가 그대로 있습니다."
        }
        LayerKind::RmsNormalization => {
            "샘플마다 유닛 전체의 제곱평균제곱근으로 나눕니다. 평균을 빼지 않는 층 정규화이며, 오늘날의 언어 모델이 씁니다. trainable을 끄면 학습된 크기가 그대로 있습니다."
        }
        LayerKind::Add => {
            "앞 층들에 들어간 값을 나온 값에 더해, 기울기가 지름길로 돌아가게 합니다. 두 너비가 같아야 합니다."
        }
    },
    activation: |kind| match kind {
        Activation::Relu => {
            "양수는 그대로 보내고 나머지는 막습니다. 계산이 싸고 층이 깊어져도 기울기가 줄지 않지만, 늘 음수인 유닛은 학습을 멈춥니다."
        }
        Activation::Tanh => {
            "값을 0을 중심으로 −1과 1 사이로 모읍니다. 합이 크면 기울기가 사라집니다."
        }
        Activation::Sigmoid => {
            "값을 0과 1 사이로 모아 확률로 읽을 수 있게 합니다. 은닉층에서는 함수의 기울기가 최대 ¼이어서, 거꾸로 전해지는 기울기가 빠르게 줄어듭니다."
        }
        Activation::Linear => {
            "값을 바꾸지 않습니다. 이 함수만 쓰면 층이 몇 개든 하나의 선형 사상과 같습니다. 숫자를 내는 출력에 씁니다."
        }
        Activation::Relu6 => "6에서 멈추는 ReLU입니다. 비트 수가 적은 연산을 위해 만들어졌습니다.",
        Activation::LeakyRelu => {
            "음수 쪽도 조금 통과시키는 ReLU여서 학습을 멈추는 유닛이 없습니다."
        }
        Activation::Elu => {
            "양수에서는 선형이고 음수에서는 −alpha로 휘어, 층의 평균을 0에 가깝게 합니다."
        }
        Activation::Selu => {
            "두 상수를 골라, 가중치를 LecunNormal로 시작하면 층이 스스로 평균 0과 분산 1을 지키게 한 ELU입니다."
        }
        Activation::Celu => "alpha가 무엇이든 0에서 매끄러운 ELU입니다.",
        Activation::Gelu => {
            "표준정규 난수가 그 값보다 작을 확률로 값을 가중합니다. 살짝 파인 매끄러운 ReLU로, 트랜스포머가 씁니다."
        }
        Activation::GeluTanh => {
            "오차 함수 대신 tanh를 쓰는 GELU입니다. 더 싸고 차이는 천분의 일 안쪽입니다."
        }
        Activation::Silu => {
            "값에 자기 자신의 시그모이드를 곱합니다. swish라고도 하며, 매끄럽지만 단조롭지 않습니다."
        }
        Activation::Mish => "값에 softplus의 tanh를 곱합니다. SiLU와 많이 닮았습니다.",
        Activation::Softplus => "0이 되지 않는 매끄러운 ReLU입니다. 기울기가 시그모이드입니다.",
        Activation::Softsign => {
            "tanh와 비슷하지만 ±1에 천천히 다가가므로, 합이 커도 기울기가 남습니다."
        }
        Activation::HardSigmoid => "시그모이드를 세 직선으로 줄여, 지수 함수를 계산하지 않습니다.",
        Activation::HardSilu => {
            "hard sigmoid를 쓰는 SiLU로, hard swish라고도 합니다. 휴대 기기를 위해 만들어졌습니다."
        }
        Activation::HardTanh => "tanh를 세 직선으로 줄인 것입니다.",
        Activation::Exponential => {
            "늘 양수이고 금세 엄청나게 커집니다. 비율이나 횟수를 내는 출력에 쓰며, 학습률은 작게 두어야 합니다."
        }
        Activation::LogSigmoid => {
            "시그모이드의 로그입니다. 양수가 되지 않고, 음수 쪽에서는 선형입니다."
        }
        Activation::TanhShrink => {
            "값에서 tanh를 뺍니다. 작은 값은 거의 사라지고 큰 값은 1만큼 줄어듭니다."
        }
        Activation::Sine => {
            "파동입니다. 유닛 몇 개로 나선처럼 세밀한 모양을 그립니다. Keras에는 없으며, 주파수가 높으면 쉽게 외워 버립니다."
        }
        Activation::Gaussian => {
            "0을 중심으로 한 봉우리입니다. 유닛이 한 직선 근처에서만 반응합니다. Keras에는 없습니다."
        }
        Activation::Softmax => {
            "층의 값들을 합이 1인 확률로 바꿉니다. 클래스마다 유닛이 하나씩 있습니다."
        }
    },
    initializer: |kind| match kind {
        Initializer::Playground => {
            "층의 크기와 상관없이 −½과 ½ 사이에서 고르게 뽑고 편향은 0.1입니다. TensorFlow Playground의 방식입니다."
        }
        Initializer::Zeros => "모두 0입니다. 한 층의 유닛들이 서로 같아서 같은 것만 배웁니다.",
        Initializer::Ones => "모두 1입니다. 역시 서로 같고, 게다가 큽니다.",
        Initializer::RandomUniform => "minval과 maxval 사이에서 고르게 뽑습니다.",
        Initializer::RandomNormal => "정규분포에서 뽑습니다.",
        Initializer::TruncatedNormal => {
            "정규분포에서 뽑되, 표준편차의 두 배를 벗어나면 다시 뽑습니다."
        }
        Initializer::GlorotUniform => {
            "값도 기울기도 커지지 않도록 층의 입력과 유닛 수에 맞춘 폭에서 고르게 뽑습니다. Keras의 기본값이며 tanh와 시그모이드에 알맞습니다."
        }
        Initializer::GlorotNormal => "Glorot uniform과 같되 정규분포에서 뽑습니다.",
        Initializer::HeUniform => "값의 절반을 막는 ReLU 계열에 맞추어 √2배 넓습니다.",
        Initializer::HeNormal => "He uniform과 같되 정규분포에서 뽑습니다.",
        Initializer::LecunUniform => "들어오는 값의 분산을 지킵니다. SELU에 필요한 시작입니다.",
        Initializer::LecunNormal => "LeCun uniform과 같되 정규분포에서 뽑습니다.",
        Initializer::Orthogonal => "무작위 회전이어서 층이 늘이지도 줄이지도 않습니다.",
        Initializer::Identity => "유닛마다 입력 하나를 그대로 베끼며 시작합니다.",
    },
    loss: |kind| match kind {
        Loss::HalfSquaredError => {
            "거리 제곱의 절반으로, TensorFlow Playground의 손실입니다. 기울기가 거리 그 자체입니다."
        }
        Loss::MeanSquaredError => {
            "거리의 제곱이어서 크게 빗나간 값이 가장 무겁습니다. 목표값의 평균을 향합니다."
        }
        Loss::MeanAbsoluteError => {
            "거리 그 자체여서 이상값이 거리만큼만 무겁습니다. 목표값의 중앙값을 향합니다."
        }
        Loss::Huber => {
            "목표 근처에서는 제곱이고 delta를 넘으면 직선이어서, 이상값이 덜 끌어당깁니다."
        }
        Loss::LogCosh => "꺾인 곳이 없는 Huber와 같습니다. 작을 때는 제곱, 클 때는 직선입니다.",
        Loss::Hinge => {
            "서포트 벡터 머신처럼, 여유 1을 두고 올바른 쪽에 있기만 하면 됩니다. 레이블은 −1과 +1입니다."
        }
        Loss::SquaredHinge => {
            "꺾인 곳이 없는 힌지입니다. 잘못된 쪽으로 멀리 있는 점이 가장 무겁습니다."
        }
        Loss::BinaryCrossentropy => {
            "확률이 답을 보고 얼마나 놀라는지입니다. 시그모이드와 함께 쓰면, 아무리 틀려도 기울기가 출력 빼기 레이블입니다."
        }
        Loss::CategoricalCrossentropy => {
            "여러 클래스 가운데 정답을 보고 놀라는 정도입니다. 소프트맥스와 함께 쓰면 기울기가 출력 빼기 레이블입니다."
        }
    },
    optimizer: |kind| match kind {
        Optimizer::Sgd => {
            "기울기를 따라 한 단계씩 내려갑니다. 모멘텀을 주면 지난 단계의 움직임이 굴러가는 공처럼 쌓이고, 네스테로프는 방향을 바꾸기 전에 앞을 내다봅니다."
        }
        Optimizer::RmsProp => {
            "가중치마다 최근 기울기 제곱 평균의 제곱근으로 단계의 크기를 나누어, 가파른 방향과 완만한 방향을 고르게 움직입니다."
        }
        Optimizer::Adagrad => {
            "지금까지의 기울기 제곱을 모두 더한 값의 제곱근으로 나눕니다. 드문 방향은 큰 단계로 움직이고, 모든 단계가 점점 작아집니다."
        }
        Optimizer::Adadelta => {
            "지난 단계들을 보고 단계의 크기를 스스로 정하며, 천천히 시작합니다. 논문의 학습률은 1이고, Keras 기본값 0.001로는 거의 움직이지 않습니다."
        }
        Optimizer::Adam => {
            "모멘텀과 RMSprop을 합치고, 둘 다 0에서 시작한 치우침을 바로잡습니다. 흔히 가장 먼저 고르는 방법입니다."
        }
        Optimizer::AdamW => {
            "가중치 감쇠가 Adam의 나눗셈을 거치지 않아 뜻한 대로 작용하는 Adam입니다."
        }
        Optimizer::Adamax => "제곱 평균의 제곱근 대신 최근의 가장 큰 기울기로 나누는 Adam입니다.",
        Optimizer::Nadam => "네스테로프처럼 앞을 내다보는 Adam입니다.",
        Optimizer::Lion => {
            "부호만 보고 움직여, 모든 가중치가 학습률만큼 움직입니다. 프로그램 탐색으로 발견되었고, 학습률은 Adam의 3분의 1에서 10분의 1이 알맞습니다."
        }
        Optimizer::Ftrl => {
            "지금까지의 모든 기울기를 따르되, 벌점으로 가중치를 정확히 0으로 만듭니다. 특성이 수십억 개인 희소 모델을 위한 것이며, 초깃값을 잊습니다."
        }
    },
    schedule: |kind| match kind {
        Schedule::Constant => "학습률을 그대로 둡니다.",
        Schedule::ExponentialDecay => {
            "decay_steps번 갱신할 때마다 decay_rate를 곱합니다. 매끄럽게 또는 계단식으로 줄입니다."
        }
        Schedule::CosineDecay => {
            "코사인 반 주기를 따라 시작값의 alpha배까지 내립니다. 원하면 먼저 직선으로 예열합니다."
        }
        Schedule::CosineDecayRestarts => {
            "코사인으로 내려갔다가 다시 뛰어오르며, 그때마다 길이는 t_mul배, 높이는 m_mul배가 됩니다."
        }
        Schedule::PolynomialDecay => {
            "남은 거리의 거듭제곱을 따라 end_learning_rate까지 내립니다. 지수가 1이면 직선입니다."
        }
        Schedule::InverseTimeDecay => {
            "1 + decay_rate × 단계 / decay_steps로 나눕니다. 처음에는 빠르게, 갈수록 느리게 줄어듭니다."
        }
        Schedule::PiecewiseConstantDecay => {
            "경계를 지날 때마다 다른 값을 씁니다. 경계가 0이면 쓰지 않습니다."
        }
    },
    regularizer: |kind| match kind {
        LayerRegularizer::None => "벌점을 주지 않습니다.",
        LayerRegularizer::L1 => "가중치의 크기마다 값을 매겨, 많은 가중치가 0 근처로 갑니다.",
        LayerRegularizer::L2 => "가중치의 제곱에 값을 매겨, 큰 가중치가 가장 많이 줄어듭니다.",
        LayerRegularizer::L1L2 => "두 가지 값을 함께 매기는 엘라스틱 넷입니다.",
    },
    callback: |kind| match kind {
        Callback::EarlyStopping => {
            "값이 몇 에포크 동안 나아지지 않으면 멈추고, 가장 좋았던 가중치를 되돌립니다. 다른 이유로 끝난 학습은 마지막 가중치를 그대로 둡니다. 멈춘 뒤 이어서 학습하면 처음부터 다시 지켜봅니다."
        }
        Callback::ReduceLrOnPlateau => {
            "값이 몇 에포크 동안 나아지지 않으면 학습률에 계수를 곱해 낮춥니다."
        }
        Callback::StopAtLoss => {
            "손실이 이만큼 작아지면 바로 멈춥니다. 그 뒤로 이어서 학습할 수 있습니다."
        }
        Callback::StopAtAccuracy => {
            "정확도가 이만큼 높아지면 바로 멈춥니다. 그 뒤로 이어서 학습할 수 있습니다."
        }
    },
    metric: |kind| match kind {
        Metric::Accuracy => "클래스를 맞힌 샘플의 비율입니다.",
        Metric::Precision => {
            "어떤 클래스라고 말한 샘플 가운데 실제로 그런 비율입니다. 클래스들의 평균이며, 둘이면 두 번째 클래스의 값입니다."
        }
        Metric::Recall => "어떤 클래스인 샘플 가운데 그렇게 말한 비율입니다.",
        Metric::F1Score => "정밀률과 재현율의 조화평균입니다.",
        Metric::Top2Accuracy => "정답이 가장 그럴듯한 두 클래스 안에 든 샘플의 비율입니다.",
        Metric::Top3Accuracy => "정답이 가장 그럴듯한 세 클래스 안에 든 샘플의 비율입니다.",
        Metric::Auc => {
            "그 클래스의 샘플이 다른 샘플보다 높은 점수를 받을 확률입니다. ½이면 찍는 것과 같습니다. 클래스가 여럿이면 평균입니다."
        }
        Metric::MeanAbsoluteError => "출력과 목표 사이 거리의 평균입니다.",
        Metric::RootMeanSquaredError => {
            "거리 제곱 평균의 제곱근입니다. 목표와 같은 단위이고, 크게 빗나간 값에 더 엄격합니다."
        }
        Metric::R2Score => {
            "목표의 분산 가운데 출력이 설명하는 비율입니다. 1이면 전부, 0이면 평균만큼입니다. 목표가 모두 같으면 설명할 분산이 없어 0입니다. 출력이 여럿이면 평균입니다."
        }
    },
};
