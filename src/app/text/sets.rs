//! The words for the sets of real measurements: what they are called and hold, and what was changed in
//! them.

use super::number::{count, grouped};
use crate::app::real_set::RealSet;

/// The words of this area.
pub struct Words {
    /// The button that brings a table of the visitor's own.
    pub own: &'static str,
    /// That such a table is in use: its file's name, if it has one, its rows and those of the file.
    pub own_in_use: fn(&str, usize, usize) -> String,
    /// That it is kept, and for how long: `shelf::KEPT` newer ones take its place.
    pub kept: &'static str,
    /// The button that has it kept no longer.
    pub forget: &'static str,
    /// That it is not kept.
    pub unkept: &'static str,
    /// The button that saves it as a file.
    pub save: &'static str,
    /// What such a table is, and that nothing leaves the browser.
    pub way_in: &'static str,
    /// Where a file is let go.
    pub drop_here: &'static str,
    /// The select box beside the head of the data, and what it shows while no set is in use.
    pub label: &'static str,
    /// A set's name.
    pub name: fn(RealSet) -> &'static str,
    /// What is told by what.
    pub about: fn(RealSet) -> &'static str,
    /// How large a table is: its rows, those of the file, and columns beside the target.
    pub size: fn(usize, usize, usize) -> String,
    /// What is not as in the source.
    pub changed: fn(RealSet) -> &'static str,
    /// A set could not be had, and all stays as it was.
    pub unfetched: fn(RealSet) -> String,
}

/// The rows of a table, and of how many of its file where some are not in it.
fn of_read(rows: usize, read: usize) -> String {
    if read > rows {
        format!("{} of {}", grouped(rows as u64), count(read, "row", "rows"))
    } else {
        count(rows, "row", "rows")
    }
}

/// The same in Korean.
fn korean_of_read(rows: usize, read: usize) -> String {
    let [used, all] = [rows, read].map(|rows| grouped(rows as u64));
    if read > rows { format!("{all}행 중 {used}행") } else { format!("{used}행") }
}

/// English.
pub static ENGLISH: Words = Words {
    own: "Table…",
    own_in_use: |name, rows, read| {
        let name = if name.is_empty() { "your own table" } else { name };
        let rows = of_read(rows, read);
        format!("In use: {name}, {rows}. A link to this page leaves it out.")
    },
    kept: "It is kept in this browser until you forget it or three newer ones are kept.",
    forget: "Forget it",
    unkept: "It is not kept: a reload loses it.",
    save: "Save as CSV",
    way_in: "A table of your own (CSV), a run file or a network (.keras). It stays in your browser.",
    drop_here: "Drop the file here",
    label: "Real",
    name: |set| match set {
        RealSet::Iris => "Iris",
        RealSet::Penguins => "Penguins",
        RealSet::Wine => "Wine",
        RealSet::BreastCancer => "Breast cancer",
        RealSet::Digits => "Digits",
        RealSet::Diabetes => "Diabetes",
    },
    about: |set| match set {
        RealSet::Iris => "The species of an iris, from the size of its petals and sepals.",
        RealSet::Penguins => "The species of a penguin, from its measures, sex, island and year.",
        RealSet::Wine => "Which of three cultivars a wine is made of, from its chemistry.",
        RealSet::BreastCancer => "Whether a tumour is malignant, from an image of its cells.",
        RealSet::Digits => "Which digit was written by hand, from 8 × 8 pixels.",
        RealSet::Diabetes => {
            "How far diabetes progressed within a year, a number, from ten measures of a patient."
        }
    },
    size: |rows, read, columns| {
        format!("{}, {}", of_read(rows, read), count(columns, "input column", "input columns"))
    },
    changed: |set| match set {
        RealSet::Iris => "Changed: names in words; two flowers as Fisher has them.",
        RealSet::Penguins => "Changed: names in words; 11 birds that lack a value are left out.",
        RealSet::Wine => "Changed: names in words.",
        RealSet::BreastCancer => "Changed: names in words; no patients’ numbers.",
        RealSet::Digits => "Changed: each pixel is named by row and column.",
        RealSet::Diabetes => {
            "Changed: names in words. The authors state no licence; scikit-learn hands the values on under its own."
        }
    },
    unfetched: |set| {
        format!(
            "The data set “{}” could not be fetched; your data stay as they were. Check the \
             connection and choose it once more.",
            (ENGLISH.name)(set)
        )
    },
};

/// Korean.
pub static KOREAN: Words = Words {
    own: "내 표",
    own_in_use: |name, rows, read| {
        let name = if name.is_empty() { "내 표" } else { name };
        format!("사용 중: {name}, {}. 링크에는 담기지 않습니다.", korean_of_read(rows, read))
    },
    kept: "지우거나 새 데이터 세 개를 더 보관할 때까지 이 브라우저에 보관합니다.",
    forget: "보관한 데이터 지우기",
    unkept: "보관하지 않으므로 새로 고치면 사라집니다.",
    save: "CSV로 저장",
    way_in: "내 표(CSV)로 학습하거나 이어하기 파일, 신경망(.keras)을 엽니다. 브라우저 밖으로 나가지 않습니다.",
    drop_here: "여기에 파일을 놓으세요",
    label: "실측",
    name: |set| match set {
        RealSet::Iris => "붓꽃",
        RealSet::Penguins => "펭귄",
        RealSet::Wine => "와인",
        RealSet::BreastCancer => "유방암",
        RealSet::Digits => "손글씨 숫자",
        RealSet::Diabetes => "당뇨병",
    },
    about: |set| match set {
        RealSet::Iris => "꽃잎과 꽃받침의 크기로 붓꽃의 종을 맞힙니다.",
        RealSet::Penguins => "몸의 치수, 성별, 섬, 연도로 펭귄의 종을 맞힙니다.",
        RealSet::Wine => "화학 성분으로 와인의 포도 품종(셋 가운데 하나)을 맞힙니다.",
        RealSet::BreastCancer => "세포 영상에서 잰 값으로 종양이 악성인지 맞힙니다.",
        RealSet::Digits => "8×8 화소로 손으로 쓴 숫자를 맞힙니다.",
        RealSet::Diabetes => {
            "환자에게서 잰 값 열 가지로 한 해 동안 당뇨병이 얼마나 나아갔는지(수)를 맞힙니다."
        }
    },
    size: |rows, read, columns| format!("{}, 입력 열 {columns}개", korean_of_read(rows, read)),
    changed: |set| match set {
        RealSet::Iris => "바꾼 점: 이름을 말로 풀었고, 꽃 두 송이는 Fisher의 표를 따랐습니다.",
        RealSet::Penguins => "바꾼 점: 이름을 말로 풀었고, 빠진 값이 있는 11마리를 뺐습니다.",
        RealSet::Wine => "바꾼 점: 이름을 말로 풀었습니다.",
        RealSet::BreastCancer => "바꾼 점: 이름을 말로 풀었고, 환자 번호를 뺐습니다.",
        RealSet::Digits => "바꾼 점: 화소마다 행과 열로 이름을 붙였습니다.",
        RealSet::Diabetes => {
            "바꾼 점: 이름을 말로 풀었습니다. 저자가 밝힌 라이선스는 없으며, scikit-learn이 제 라이선스로 나누는 값입니다."
        }
    },
    unfetched: |set| {
        format!(
            "데이터 세트 ‘{}’: 불러오지 못해 데이터를 그대로 두었습니다. 연결을 확인하고 다시 선택하세요.",
            (KOREAN.name)(set)
        )
    },
};

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::app::text::Language;

    #[test]
    fn every_set_is_named_and_described_in_each_language() {
        for language in Language::VARIANTS {
            let words = language.text().sets;
            for &set in RealSet::VARIANTS {
                let own: Vec<_> = RealSet::VARIANTS
                    .iter()
                    .filter(|&&it| (words.name)(it) == (words.name)(set))
                    .collect();
                assert_eq!(own, [&set]);
                assert!((words.about)(set).ends_with('.') && (words.changed)(set).ends_with('.'));
                assert!((words.unfetched)(set).contains((words.name)(set)));
            }
            assert!((words.size)(1797, 1797, 64).starts_with("1,797"));
            let said = [(words.size)(1797, 2345, 64), (words.own_in_use)("a.csv", 1797, 2345)];
            assert!(said.iter().all(|it| it.contains("1,797") && it.contains("2,345")), "{said:?}");
            assert!(said[1].contains("a.csv"), "{said:?}");
        }
    }
}
