//! What each thing is called that explains itself: these words stand on the page, the rest of
//! its help comes when it is asked for.

use super::HelpTopic;
use crate::app::text::Language;

impl HelpTopic {
    /// Its name.
    pub fn title(self, language: Language) -> &'static str {
        match language {
            Language::English => self.english(),
            Language::Korean => self.korean(),
        }
    }

    fn english(self) -> &'static str {
        match self {
            Self::LearningRate => "Learning rate",
            Self::Activation => "Activation",
            Self::Regularization => "Regularization",
            Self::RegularizationRate => "Regularization rate",
            Self::Problem => "Problem",
            Self::Dataset => "Data set",
            Self::TrainPercent => "Training share",
            Self::Noise => "Noise",
            Self::BatchSize => "Batch size",
            Self::Samples => "Samples",
            Self::Seed => "Seed",
            Self::Rules => "Rules",
            Self::Precision => "Precision",
            Self::Features => "Features",
            Self::HiddenLayers => "Hidden layers",
            Self::Units => "Units",
            Self::Bias => "Bias",
            Self::Weights => "Weights",
            Self::DeadUnits => "Dead units",
            Self::Colours => "Colours",
            Self::Output => "Output",
            Self::Losses => "Loss",
            Self::Accuracy => "Accuracy",
            Self::Curves => "Curves",
            Self::TestData => "Test points",
            Self::Discretize => "Discretize",
            Self::Speed => "Speed",
            Self::Step => "Step",
            Self::RunTo => "Run to epoch",
            Self::Initializer => "Initializer",
            Self::OutputActivation => "Output activation",
            Self::LossFunction => "Loss function",
            Self::LabelCoding => "Label coding",
            Self::Optimizer => "Optimizer",
            Self::WeightDecay => "Weight decay",
            Self::Clipping => "Gradient clipping",
            Self::Schedule => "Learning-rate schedule",
            Self::Callbacks => "Callbacks",
            Self::RateFinder => "Learning-rate finder",
            Self::Runtime => "Runtime",
            Self::Share => "Share",
        }
    }

    fn korean(self) -> &'static str {
        match self {
            Self::LearningRate => "학습률",
            Self::Activation => "활성화 함수",
            Self::Regularization => "규제",
            Self::RegularizationRate => "규제 강도",
            Self::Problem => "문제 유형",
            Self::Dataset => "데이터셋",
            Self::TrainPercent => "훈련 데이터 비율",
            Self::Noise => "노이즈",
            Self::BatchSize => "배치 크기",
            Self::Samples => "샘플 수",
            Self::Seed => "시드",
            Self::Rules => "규칙",
            Self::Precision => "정밀도",
            Self::Features => "특성",
            Self::HiddenLayers => "은닉층",
            Self::Units => "유닛",
            Self::Bias => "편향",
            Self::Weights => "가중치",
            Self::DeadUnits => "죽은 유닛",
            Self::Colours => "색",
            Self::Output => "출력",
            Self::Losses => "손실",
            Self::Accuracy => "정확도",
            Self::Curves => "곡선",
            Self::TestData => "테스트 점",
            Self::Discretize => "이산화",
            Self::Speed => "속도",
            Self::Step => "한 단계",
            Self::RunTo => "목표 에포크",
            Self::Initializer => "가중치 초기화",
            Self::OutputActivation => "출력 활성화 함수",
            Self::LossFunction => "손실 함수",
            Self::LabelCoding => "레이블 표현",
            Self::Optimizer => "옵티마이저",
            Self::WeightDecay => "가중치 감쇠",
            Self::Clipping => "기울기 자르기",
            Self::Schedule => "학습률 스케줄",
            Self::Callbacks => "콜백",
            Self::RateFinder => "학습률 찾기",
            Self::Runtime => "런타임",
            Self::Share => "공유",
        }
    }
}
