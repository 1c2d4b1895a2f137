//! The words for a network out of a file of another program in Korean.

use super::{Words, place, shape};
use crate::app::setting::quote;
use crate::app::text::number::{bytes, grouped};
use crate::formats::opened::{BYTES, Unreadable};

/// Korean.
pub static KOREAN: Words = Words {
    opened: "파일의 신경망을 열었습니다. 실행 취소를 누르면 앞의 신경망으로 돌아갑니다.",
    unscaled: "이제 입력의 크기를 조정하지 않습니다. 이 신경망은 행의 숫자를 그대로 받습니다.",
    missing: "가져오지 못해 원래 프로그램과 답이 다를 수 있는 것(활성화 함수는 선형으로 바꾸고, 다른 층은 뺐습니다):",
    ignored: "뺐지만 답은 그대로인 것:",
    more: |more| format!("그 밖에 {}개", grouped(more)),
    unreadable: |why, sets| match why {
        Unreadable::Empty { file } => format!("빈 파일입니다: {}", quote(file)),
        Unreadable::Large { found } => format!(
            "파일 크기가 {}입니다. 신경망 파일은 최대 {}입니다.",
            bytes(*found),
            bytes(BYTES)
        ),
        Unreadable::Pointer { file } => format!(
            "파일 자체가 아니라 Git LFS 포인터입니다: {}. git lfs pull로 가져오거나 저장소 페이지에서 내려받으세요.",
            quote(file)
        ),
        Unreadable::Foreign { file } => format!(
            "여기서 열 수 있는 신경망 형식이 아닙니다: {}. Keras 모델(.keras), safetensors, TensorFlow.js(model.json과 \
             가중치 파일을 함께), JSON이나 CSV로 적은 가중치를 열 수 있습니다.",
            quote(file)
        ),
        Unreadable::Cut { file } => {
            format!("파일이 잘렸습니다: {}. 다시 복사하거나 내려받으세요.", quote(file))
        }
        Unreadable::Claims { part, claims, has } => format!(
            "잘렸거나 손상되었습니다: {}. 적혀 있는 개수: {}, 실제 개수: {}",
            quote(part),
            grouped(*claims),
            grouped(*has)
        ),
        Unreadable::Damaged { file, part } => {
            format!("파일이 손상되었습니다: {}. 읽을 수 없는 부분: {}", quote(file), quote(part))
        }
        Unreadable::Text { file, line, found } => format!(
            "{}, {line}번째 줄: 이 자리에 올 수 없는 내용입니다(“{}”).",
            quote(file),
            quote(found)
        ),
        Unreadable::Absent { part } => format!(
            "빠진 파일이 있습니다: {}. 신경망의 파일을 모두 함께 고르거나 끌어다 놓으세요.",
            quote(part)
        ),
        Unreadable::Kind { tensor, kind } => format!(
            "읽을 수 없는 종류의 숫자입니다: {}({}). 32비트와 64비트 숫자를 읽습니다.",
            quote(tensor),
            quote(kind)
        ),
        Unreadable::Shape { tensor, expected, got } => format!(
            "모양이 맞지 않습니다: {}. 파일에는 {}, 필요한 모양은 {}입니다.",
            quote(tensor),
            shape(got),
            shape(expected)
        ),
        Unreadable::NotFinite { tensor, place: at, value } => format!(
            "유한한 수가 아닌 가중치가 있습니다: {}의 {}에 {value}",
            quote(tensor),
            place(at)
        ),
        Unreadable::Missing { tensor } => {
            format!("신경망에 필요한 가중치가 파일에 없습니다: {}", quote(tensor))
        }
        Unreadable::Count { expected, got } => format!(
            "파일에는 가중치 배열이 {got}개 있고 지금의 신경망에는 {expected}개가 필요합니다. 먼저 층을 파일과 같게 \
             만드세요."
        ),
        Unreadable::Branches { layer } => format!(
            "층이 한 줄로 이어지지 않습니다: {}. 여기서는 한 줄로 이어진 층과 잔차 연결만 쓸 수 있습니다.",
            quote(layer)
        ),
        Unreadable::NoDense => "신경망에 Dense 층이 없어 출력이 없습니다.".to_owned(),
        Unreadable::Limit(error) => {
            let field = match &*error.field {
                "units" => "한 층의 유닛 수",
                "inputs" => "입력 수",
                "layers" => "층 수",
                "hidden layers" => "은닉층 수",
                field => field,
            };
            let allowed = error.allowed.replace(" to ", "~");
            format!("{field}: {}. 여기서 쓸 수 있는 범위: {allowed}", error.value)
        }
        Unreadable::Inputs { file, data } => {
            let sets = if sets.is_empty() { String::new() } else { format!("({sets})") };
            format!(
                "이 신경망은 숫자를 {file}개 받는데 지금의 데이터는 {data}개를 줍니다. 입력이 {file}개인 데이터를 \
                 고른 다음{sets} 파일을 다시 여세요."
            )
        }
        Unreadable::Outputs { file, data } => format!(
            "이 신경망은 숫자를 {file}개 내는데 지금의 데이터에는 {data}개가 필요합니다. 클래스 수가 맞는 데이터를 \
             고른 다음 파일을 다시 여세요."
        ),
    },
};
