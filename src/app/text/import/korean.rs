//! The words for a table of the visitor's own in Korean.

use super::Words;
use crate::app::reason::Reason;
use crate::app::text::number::{bytes, grouped};
use crate::files::{
    Content, Encoding, Fault, Fill, Header, Kind, LeftOut, Mark, Problem, Quotes, Refusal, Role,
    Separator, Thousands, Unreadable,
};
use crate::formats::run::{BYTES, Damage, Part};

/// A number with marks between thousands.
fn count(number: usize) -> String {
    grouped(number as u64)
}

/// Korean.
pub static KOREAN: Words = Words {
    private: "파일은 이 기기에서만 읽으며, 브라우저 밖으로 나가지 않습니다. 새로 고쳐도 쓸 수 있도록 최근 표 세 \
              개를 지울 때까지 브라우저에 보관합니다.",
    lead: "텍스트로 된 표(CSV 또는 TSV)를 고르세요. 한 행이 샘플 하나, 한 열이 샘플에 대해 아는 값 하나입니다. \
           페이지 아무 곳에나 파일을 끌어다 놓거나 스프레드시트의 셀을 복사해 붙여 넣어도 됩니다. 여기서 저장한 \
           이어하기 파일과 신경망 파일(.keras, .safetensors, TensorFlow.js, JSON이나 CSV로 적은 가중치)도 같은 \
           방법으로 엽니다.",
    others: "여러 파일 가운데 첫 파일만 읽습니다.",
    busy: "표를 읽는 중",
    choose_file: "파일 선택",
    pasted: "붙여 넣은 표",
    reading: |read, of, rows| {
        format!("{} 가운데 {} 읽음, 지금까지 {}행", bytes(of), bytes(read), count(rows))
    },
    recognised: "읽은 방식",
    encoding: "인코딩",
    separator: "셀 구분",
    quotes: "따옴표",
    decimal: "소수점",
    thousands: "천 단위 구분",
    header: "첫 행",
    encodings: |encoding| match encoding {
        Encoding::EucKr => "한국어(CP949, EUC-KR)",
        Encoding::Utf16Be => "UTF-16(상위 바이트 먼저)",
        Encoding::Utf16Le => "UTF-16(하위 바이트 먼저)",
        Encoding::Utf8 => "UTF-8",
        Encoding::Windows1252 => "서유럽어(Windows-1252)",
    },
    separators: |separator| match separator {
        Separator::Tab => "탭",
        Separator::Semicolon => "세미콜론 ;",
        Separator::Comma => "쉼표 ,",
    },
    quotations: |quotes| match quotes {
        Quotes::Double => "한 셀을 묶음",
        Quotes::None => "보통 글자로 봄",
    },
    marks: |mark| match mark {
        Mark::Comma => "쉼표: 1,5",
        Mark::Point => "점: 1.5",
    },
    groups: |thousands| match thousands {
        Thousands::Apostrophe => "작은따옴표: 1'000",
        Thousands::Comma => "쉼표: 1,000",
        Thousands::None => "없음: 1000",
        Thousands::Point => "점: 1.000",
        Thousands::Space => "빈칸: 1 000",
    },
    headers: |header| match header {
        Header::Names => "열 이름",
        Header::None => "다른 행과 같은 데이터",
    },
    size: |rows, columns| format!("{}행, {}열", count(rows), count(columns)),
    preview: "처음 몇 행",
    columns: "열",
    heads: ["이름", "종류", "쓰임", "결측", "값"],
    kinds: |kind| match kind {
        Kind::Number => "숫자",
        Kind::Text => "범주",
    },
    roles: |role| match role {
        Role::Ignored => "쓰지 않음",
        Role::Input => "입력",
        Role::Target => "목표",
    },
    kind_of: |column| format!("열의 종류: {column}"),
    role_of: |column| format!("열의 쓰임: {column}"),
    reason: |why| match why {
        Reason::Constant => "값이 모두 같아 알려 주는 것이 없습니다".to_owned(),
        Reason::Dates => {
            "날짜는 숫자로 읽지 않습니다. 쓰려면 날 수나 연도로 바꿔 적으세요".to_owned()
        }
        Reason::Identifies => "행을 구별하기만 합니다".to_owned(),
        Reason::Many(most) => format!("범주가 너무 많습니다(최대 {}개)", count(most)),
    },
    empty: "값이 없습니다",
    numbers: |low, high, mean| format!("{low} ~ {high}, 평균 {mean}"),
    texts: |distinct| format!("범주 {}개", count(distinct)),
    problem: "신경망이 맞힐 것",
    problems: |problem| match problem {
        Problem::Classes => "클래스(분류)",
        Problem::Numbers => "숫자(회귀)",
    },
    scaled: "신경망은 표준화한 숫자를 봅니다. 훈련 데이터에서 평균이 0, 표준 편차가 1이 됩니다.",
    scaled_too: "맞힐 값도 그렇게 학습합니다. 손실은 표준화한 숫자의 손실이고, 예측은 원래 단위로 보여 줍니다.",
    fill: "입력에 결측값이 있는 행",
    fills: |fill| match fill {
        Fill::Drop => "뺍니다",
        Fill::Usual => "평균이나 가장 흔한 범주로 채웁니다",
    },
    remarks: "읽지 못한 것",
    bad_row: |row| {
        let line = grouped(row.line);
        match row.fault {
            Fault::Cells { found, expected } => format!(
                "{line}번째 줄: 셀이 {}개인데 표의 열은 {}개입니다. 셀 구분이 다를 수 있습니다.",
                count(found),
                count(expected)
            ),
            Fault::OpenQuote { column } => format!(
                "{line}번째 줄 {column}번째 열: 따옴표가 열리고 닫히지 않았습니다. 따옴표가 보통 글자라면 \
                 위에서 바꿔 주세요."
            ),
            Fault::TooLong { limit } => format!(
                "{line}번째 줄: {}바이트보다 깁니다. 따옴표가 닫히지 않았을 수 있습니다.",
                count(limit)
            ),
            Fault::TooManyCells { limit } => {
                format!("{line}번째 줄: 셀이 {}개보다 많습니다.", count(limit))
            }
        }
    },
    bad_cell: |cell| {
        format!(
            "{}번째 줄, ‘{}’ 열: ‘{}’ – 유한한 숫자가 아니어서 결측값으로 봅니다.",
            grouped(cell.line),
            cell.column,
            cell.found
        )
    },
    more: |number| format!("이 밖에 {}개 더", grouped(number)),
    blank_rows: |rows| format!("빈 행 {}개는 뺐습니다.", grouped(rows)),
    garbled: |garbled| {
        format!(
            "이 인코딩에 없는 글자가 있는 행이 {}개이고, 처음은 {}번째 줄입니다. 다른 인코딩을 골라 보세요.",
            grouped(garbled.rows),
            grouped(garbled.line)
        )
    },
    left_out: |left| match *left {
        LeftOut::Columns { found, limit } => {
            format!("파일의 열 {}개 가운데 처음 {}개만 읽었습니다.", count(found), count(limit))
        }
        LeftOut::Rows { limit } => format!("처음 {}행만 읽었습니다.", count(limit)),
        LeftOut::Text { limit } => {
            format!("텍스트를 {}까지만 읽었고, 그 뒤의 행은 뺐습니다.", bytes(limit as u64))
        }
    },
    unreadable: |why| {
        match why {
        Unreadable::Empty => "빈 파일이거나 폴더입니다. 다른 파일을 고르세요.".to_owned(),
        Unreadable::NotText { content: Content::Workbook } => {
            "스프레드시트 파일이거나 압축 파일입니다. 스프레드시트에서 CSV로 저장하거나, 셀을 복사해 여기에 \
             붙여 넣으세요."
                .to_owned()
        }
        Unreadable::NotText { content: Content::Other } => {
            "텍스트 파일이 아닙니다. CSV나 TSV로 된 표를 고르세요.".to_owned()
        }
        Unreadable::NoRows { names, bad_rows } => match (names.len(), bad_rows.total) {
            (0, 0) => "파일에 데이터 행이 없습니다.".to_owned(),
            (columns, 0) => {
                format!("열 이름 {}개만 있고 그 아래에 데이터 행이 없습니다.", count(columns))
            }
            (_, total) => {
                let first = bad_rows.named.first().map(KOREAN.bad_row).unwrap_or_default();
                format!("행 {}개를 하나도 읽지 못했습니다. {first}", grouped(total))
            }
        },
    }
    },
    opening: "파일을 여는 중",
    damaged: |why| match why {
        Damage::Foreign => {
            "이어하기 파일이 아니라 다른 프로그램이 만든 파일입니다. 여기서 저장한 파일을 고르세요."
                .to_owned()
        }
        Damage::Version(version) => format!(
            "이어하기 파일의 버전({version})을 이 페이지에서 읽을 수 없습니다. 파일을 저장한 버전의 페이지에서 여세요."
        ),
        Damage::Length { found, expected } if found < expected => format!(
            "이어하기 파일이 잘렸습니다. {}바이트 가운데 {}바이트만 있습니다. 다시 복사하거나 내려받으세요.",
            grouped(*expected),
            grouped(*found)
        ),
        Damage::Length { found, expected } => format!(
            "이어하기 파일 뒤에 다른 내용이 붙어 있습니다. {}바이트여야 하는데 {}바이트입니다. 다시 복사하거나 \
             내려받으세요.",
            grouped(*expected),
            grouped(*found)
        ),
        Damage::Large { found } => format!(
            "파일 크기가 {}입니다. 이어하기 파일은 최대 {}입니다.",
            bytes(*found),
            bytes(BYTES)
        ),
        Damage::Altered => {
            "이어하기 파일이 손상되어 저장할 때의 내용과 다릅니다. 다시 복사하거나 내려받으세요."
                .to_owned()
        }
        Damage::Part(part) => {
            let part = match part {
                Part::Link => "설정",
                Part::Layers => "층",
                Part::State => "가중치",
                Part::Table => "데이터",
                Part::Curve => "손실",
            };
            format!("이어하기 파일에 없거나 읽을 수 없는 내용이 있습니다: {part}")
        }
        Damage::Unfit => "이어하기 파일의 설정, 데이터, 가중치가 서로 맞지 않습니다.".to_owned(),
        Damage::NotFinite => {
            "이어하기 파일의 가중치에 유한한 수가 아닌 값이 있어 이어서 학습할 수 없습니다."
                .to_owned()
        }
    },
    refused: |why| match why {
        Refusal::Columns { found, expected } => format!(
            "표의 열은 {}개인데 {}개에 대해서만 골랐습니다. 파일을 다시 고르세요.",
            count(*expected),
            count(*found)
        ),
        Refusal::NoInput => {
            "입력으로 쓰는 열이 없습니다. 하나 이상을 입력으로 고르세요.".to_owned()
        }
        Refusal::NoRows { column, missing } => format!(
            "필요한 값이 모두 있는 행이 없습니다. ‘{column}’ 열에 결측값이 {}개 있습니다. 이 열을 빼거나 \
             결측값을 채우세요.",
            count(*missing)
        ),
        Refusal::NoTarget => "목표로 쓰는 열이 없습니다. 하나를 목표로 고르세요.".to_owned(),
        Refusal::OneClass { column, class } => format!(
            "‘{column}’ 열에는 클래스가 하나(‘{class}’)뿐이어서 맞힐 것이 없습니다. 다른 목표를 고르세요."
        ),
        Refusal::SeveralTargets { columns } => format!(
            "클래스는 한 열에 있어야 하는데 목표가 여럿입니다: {}. 하나만 남기세요.",
            columns.join(", ")
        ),
        Refusal::TextTarget { column } => format!(
            "‘{column}’ 열의 값은 숫자가 아니라 범주입니다. 클래스를 맞히게 하거나 다른 목표를 고르세요."
        ),
        Refusal::TooManyClasses { column, found, limit } => format!(
            "‘{column}’ 열의 클래스는 {}개인데 {}개까지만 됩니다. 다른 목표를 고르거나, 숫자라면 숫자를 맞히게 \
             하세요.",
            count(*found),
            count(*limit)
        ),
        Refusal::TooManyInputs { found, limit, column, own } => format!(
            "입력이 모두 {}개인데 {}개까지만 됩니다. ‘{column}’ 열 하나가 {}개이니 빼 보세요.",
            count(*found),
            count(*limit),
            count(*own)
        ),
        Refusal::TooManyTargets { found, limit } => format!(
            "목표가 {}개인데 {}개까지만 됩니다. 나머지는 입력으로 쓰거나 쓰지 마세요.",
            count(*found),
            count(*limit)
        ),
    },
    unfetched: "표를 읽는 프로그램을 불러오지 못했습니다. 인터넷 연결을 확인하고 다시 시도하세요.",
    died: "표를 읽는 프로그램이 중단되었습니다. 메모리가 부족했을 수 있습니다. 다시 시도하거나 더 작은 파일을 \
           고르세요.",
    unread: "브라우저가 이 파일을 읽지 못합니다. 폴더이거나, 그사이 옮겨지거나 바뀌었을 수 있습니다. 다시 골라 \
             보세요.",
    try_again: "다시 시도",
    use_it: "이 표 사용",
    cancel: "취소",
    kept: "이 브라우저에 보관한 데이터",
    use_one: "사용",
    use_kept: |name| format!("사용: {name}"),
    forget_one: "지우기",
    forget_kept: |name| format!("지우기: {name}"),
};
