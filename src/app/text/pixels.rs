//! The words of: rows that are pictures, and the pad to draw one. They come with the parts of the page that
//! say them.

use crate::app::pixels::Shows;
use crate::app::preference::language::Language;

/// The words of this area.
pub struct Words {
    /// The inputs as a picture with so many pixels along either side, and what it shows.
    pub picture: fn(usize, Shows) -> String,
    /// The pad, for screen readers, with its keys.
    pub pad: &'static str,
    /// What to draw.
    pub hint: &'static str,
    /// Takes all ink away.
    pub clear: &'static str,
    /// That it is taken away.
    pub cleared: &'static str,
    /// The bars together.
    pub bars: &'static str,
    /// What the network makes of the drawing: the class, as one of the `answer_` words says it.
    pub told: fn(&str) -> String,
    /// A pixel of the pad: row and column from 1, how much ink it has, and how much at most.
    pub pixel: fn(usize, usize, usize, f64) -> String,
}

/// English.
pub static ENGLISH: Words = Words {
    picture: |side, shows| {
        let shown = match shows {
            Shows::Mean => "the mean of the training data",
            Shows::Place => "the place in the picture",
            Shows::Sample => "the sample pointed at",
            Shows::Drawing => "your digit",
        };
        format!("{} pixels, {side} × {side}: {shown}", side * side)
    },
    pad: "Pad for a digit. Draw with a pointer, or move by arrow keys: Space fills a pixel or empties \
          it, Delete clears the pad.",
    hint: "Draw a digit that fills the pad, as those of the set do. Thin strokes count as thicker ones.",
    clear: "Clear",
    cleared: "The pad is empty.",
    bars: "What the network takes it for",
    told: |answer| format!("The network says {answer}."),
    pixel: |row, column, ink, full| format!("Row {row}, column {column}: {ink} of {full}"),
};

/// Korean.
pub static KOREAN: Words = Words {
    picture: |side, shows| {
        let shown = match shows {
            Shows::Mean => "훈련 데이터의 평균",
            Shows::Place => "그림에서 가리킨 자리",
            Shows::Sample => "가리킨 샘플",
            Shows::Drawing => "직접 그린 숫자",
        };
        format!("화소 {}개({side}×{side}): {shown}", side * side)
    },
    pad: "숫자를 그리는 판입니다. 포인터로 그리거나 방향키로 움직이세요. 스페이스로 화소를 채우거나 비우고, \
          Delete로 모두 지웁니다.",
    hint: "데이터의 숫자들처럼 판에 가득 차게 숫자를 그리세요. 가는 획은 굵게 셉니다.",
    clear: "모두 지우기",
    cleared: "판을 모두 지웠습니다.",
    bars: "신경망이 본 숫자",
    told: |answer| format!("신경망의 답: {answer}."),
    pixel: |row, column, ink, full| format!("{row}행 {column}열: {full} 중 {ink}"),
};

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn a_picture_says_its_pixels_and_what_it_shows_in_each_language() {
        for language in Language::VARIANTS {
            let name = |shows: Shows| (of(*language).picture)(8, shows);
            for (at, &shows) in Shows::VARIANTS.iter().enumerate() {
                assert!(name(shows).contains("64") && name(shows).contains('8'));
                assert!(Shows::VARIANTS[..at].iter().all(|&other| name(other) != name(shows)));
            }
        }
        assert!((ENGLISH.picture)(8, Shows::Mean).starts_with("64 pixels, 8 × 8"));
        assert_eq!((ENGLISH.pixel)(1, 8, 4, 16.0), "Row 1, column 8: 4 of 16");
    }
}
