//! One word for one thing: Korean words that the page once had beside those it keeps.
//!
//! To settle on a word: a line of [`SETTLED`], and the word in CONTRIBUTING.md.

use super::{Complaint, SourceFile};

/// Where the words of the page stand.
const WORDS: &str = "src/app/text/";

/// What is not written, and the word in its place.
const SETTLED: [(&str, &str); 7] = [
    ("걸음", "단계"),
    ("그래디언트", "기울기"),
    ("실행 환경", "런타임"),
    ("잡음", "노이즈"),
    ("훈련 중", "학습 중"),
    ("훈련하", "학습하"),
    ("훈련할", "학습할"),
];

pub fn complaints(file: &SourceFile) -> Vec<Complaint> {
    if !file.path.starts_with(WORDS) {
        return Vec::new();
    }
    let lines = file.text.lines().enumerate();
    let found = lines.flat_map(|(index, line)| {
        let settled = SETTLED.iter().filter(|(other, _)| line.contains(other));
        settled.map(move |(other, word)| (index + 1, format!("`{other}`: the page says `{word}`")))
    });
    found.map(|(line, what)| Complaint::new(&file.path, line, what)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_the_page_are_held_to_its_terms() {
        for (path, text, expected) in [
            ("src/app/text/hint.rs", "\"가우스 잡음\"", 1),
            ("src/app/text/hint.rs", "\"가우스 노이즈\"", 0),
            ("src/app/text/help/korean.rs", "걸음마다\n그래디언트", 2),
            ("tests/setting.rs", "\"잡음\"", 0),
        ] {
            let file = SourceFile { path: path.into(), text: text.into() };
            assert_eq!(complaints(&file).len(), expected, "{path}: {text}");
        }
    }
}
