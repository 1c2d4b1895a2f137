//! The words of: formulas among the inputs and of a curve, and where one goes wrong.

use strum::VariantArray as _;

use crate::app::notice::Unread;
use crate::app::setting::quote;
use crate::engine::expression::{Expected, Function, LENGTH, MOST, Wrong};

/// The words of this area.
pub struct Words {
    /// Opens the card, in the diagram.
    pub add: &'static str,
    /// What the field is called.
    pub field: &'static str,
    /// Below the field while nothing is wrong; the names of the columns.
    pub hint: fn(&[String]) -> String,
    /// Below the field of a curve that parts points.
    pub curve: &'static str,
    /// In the place of the field where there are as many as there may be.
    pub full: fn() -> String,
    /// Removes a formula.
    pub remove: fn(&str) -> String,
    /// Where a formula goes wrong.
    pub wrong: fn(&Wrong) -> String,
    /// A formula has no value for so many rows.
    pub undefined: fn(&str) -> String,
    /// A formula is always what another input is; that one's name.
    pub same: fn(&str) -> String,
    /// A formula was left out; its text.
    pub dropped: fn(&str, &Unread) -> String,
}

/// Names that a message lists at most.
const LISTED: usize = 8;

/// The first of some names.
fn listed(names: &[String]) -> String {
    let mut said: Vec<String> = names.iter().take(LISTED).map(|name| quote(name)).collect();
    said.extend((names.len() > LISTED).then(|| "…".to_owned()));
    said.join(", ")
}

/// The functions that there are.
fn functions() -> String {
    Function::VARIANTS.iter().map(|&function| function.into()).collect::<Vec<&str>>().join(", ")
}

/// English.
pub static ENGLISH: Words = Words {
    add: "+ formula",
    field: "New formula",
    hint: |names| {
        format!("Enter adds it. Names: {}. Functions: {}. pi, e.", listed(names), functions())
    },
    curve: "x₂ = this formula of x1: one class lies above it, the other below.",
    full: || format!("There can be {MOST} formulas."),
    remove: |formula| format!("Remove {formula}"),
    wrong: english,
    undefined: |rows| {
        format!(
            "For {rows} training rows it is no finite number, or too large a one; it counts as 0 there."
        )
    },
    same: |input| {
        format!("It has the same values as {input}: the network learns nothing new from it.")
    },
    dropped: |formula, reason| match reason {
        Unread::Wrong(wrong) => {
            format!("The formula “{formula}” is left out. {}", english(wrong))
        }
        Unread::TooMany => {
            format!("The formula “{formula}” is left out: there can be {MOST}.")
        }
    },
};

fn english(wrong: &Wrong) -> String {
    let expected = match &wrong.expected {
        Expected::Value => "a number, a name or “(”".to_owned(),
        Expected::Operator => "an operator such as + or *".to_owned(),
        Expected::Closing => "an operator or “)”".to_owned(),
        Expected::Comma => "“,” and another number".to_owned(),
        Expected::Opening => "“(” behind the function".to_owned(),
        Expected::Number => "a number such as 2.5".to_owned(),
        Expected::Quote => "a name that ends with a quote".to_owned(),
        Expected::Function => format!("a function: {}", functions()),
        Expected::Name(names) => format!("a column: {}", listed(names)),
        Expected::Numbers(names) => format!("a column of numbers: {}", listed(names)),
        Expected::Shorter => format!("at most {LENGTH} characters"),
    };
    let found = match wrong.found.is_empty() {
        true => "the end".to_owned(),
        false => format!("“{}”", quote(&wrong.found)),
    };
    format!("Character {}: found {found}, expected {expected}.", wrong.at + 1)
}

/// Korean.
pub static KOREAN: Words = Words {
    add: "+ 수식",
    field: "새 수식",
    hint: |names| {
        format!(
            "Enter를 누르면 추가됩니다. 쓸 수 있는 이름: {}. 함수: {}. pi, e.",
            listed(names),
            functions()
        )
    },
    curve: "x₂ = 이 수식(x1): 위와 아래의 점이 서로 다른 클래스입니다.",
    full: || format!("수식은 {MOST}개까지 쓸 수 있습니다."),
    remove: |formula| format!("수식 제거: {formula}"),
    wrong: korean,
    undefined: |rows| {
        format!("유한한 수가 아니거나 너무 큰 훈련 데이터 행: {rows}개. 그 행에서는 0으로 봅니다.")
    },
    same: |input| format!("값이 같은 입력: {input}. 이 수식에서는 새로 배울 것이 없습니다."),
    dropped: |formula, reason| match reason {
        Unread::Wrong(wrong) => format!("수식 ‘{formula}’: 쓸 수 없어 뺐습니다. {}", korean(wrong)),
        Unread::TooMany => {
            format!("수식 ‘{formula}’: 수식은 {MOST}개까지 쓸 수 있어 뺐습니다.")
        }
    },
};

fn korean(wrong: &Wrong) -> String {
    let expected = match &wrong.expected {
        Expected::Value => "숫자, 이름 또는 ‘(’".to_owned(),
        Expected::Operator => "+, * 같은 연산자".to_owned(),
        Expected::Closing => "연산자 또는 ‘)’".to_owned(),
        Expected::Comma => "‘,’와 또 하나의 수".to_owned(),
        Expected::Opening => "함수 뒤의 ‘(’".to_owned(),
        Expected::Number => "2.5 같은 숫자".to_owned(),
        Expected::Quote => "따옴표로 끝나는 이름".to_owned(),
        Expected::Function => format!("함수({})", functions()),
        Expected::Name(names) => format!("열 이름({})", listed(names)),
        Expected::Numbers(names) => format!("수로 된 열({})", listed(names)),
        Expected::Shorter => format!("{LENGTH}자 이하의 수식"),
    };
    let found = match wrong.found.is_empty() {
        true => "수식이 여기서 끝났습니다".to_owned(),
        false => format!("‘{}’", quote(&wrong.found)),
    };
    format!("{}번째 글자: {found}. 여기에 와야 하는 것: {expected}.", wrong.at + 1)
}
