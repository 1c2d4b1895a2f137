//! The few words beside the equations, in each language.

use crate::language::Language;

/// They.
pub struct Words {
    pub title: &'static str,
    pub rounded: &'static str,
    pub columns: &'static str,
    pub inputs: &'static str,
    pub undefined: &'static str,
    pub functions: &'static str,
    pub elementwise: &'static str,
    pub otherwise: &'static str,
    pub outputs: &'static str,
    pub class: &'static str,
    pub largest: &'static str,
}

/// Those of a language.
pub fn words(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

static ENGLISH: Words = Words {
    title: "Equations of a neural network",
    rounded: "Numbers are rounded to 4 significant digits.",
    columns: "Columns",
    inputs: "Inputs",
    undefined: "Where a formula has no finite value, its input is 0.",
    functions: "Activation functions",
    elementwise: "They are applied to each value by itself.",
    otherwise: "otherwise",
    outputs: "Outputs",
    class: "class",
    largest: "The largest output tells the class.",
};

static KOREAN: Words = Words {
    title: "신경망의 수식",
    rounded: "수는 유효 숫자 4자리로 반올림했습니다.",
    columns: "열",
    inputs: "입력",
    undefined: "수식에 유한한 값이 없으면 그 입력은 0입니다.",
    functions: "활성화 함수",
    elementwise: "값마다 따로 적용합니다.",
    otherwise: "그 밖의 경우",
    outputs: "출력",
    class: "클래스",
    largest: "가장 큰 출력이 클래스를 나타냅니다.",
};
