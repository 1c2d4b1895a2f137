//! The words of: drawing points.

use super::number::value;
use crate::app::draw::drawing::MOST;
use crate::app::draw::{Shortfall, Tool};

/// The words of this area.
pub struct Words {
    /// The button beside the head of the data, and what the tools are called together.
    pub draw: &'static str,
    /// What it does.
    pub draw_title: &'static str,
    /// What was drawn, where a change of it is undone.
    pub drawing: &'static str,
    /// That a drawing of so many points is in use; short, so that it stays a line while they grow.
    pub in_use: fn(usize) -> String,
    /// A tool.
    pub tools: fn(Tool) -> &'static str,
    /// The labels to draw with, together.
    pub labels: &'static str,
    /// One more class.
    pub add_class: &'static str,
    /// The value to draw with.
    pub value: &'static str,
    /// Takes all points away.
    pub clear: &'static str,
    /// Puts the tools away.
    pub done: &'static str,
    /// The keys: what the picture is called, and what stands above it and the tools while a pointer rests there.
    pub keys: &'static str,
    /// How many points there are.
    pub points: fn(usize) -> String,
    /// There are as many points as can be.
    pub full: fn(usize) -> String,
    /// There are more points than a link takes along: how many that are.
    pub too_many: fn(usize) -> String,
    /// The link has so many signs.
    pub long: fn(usize) -> String,
    /// So many points are on the clipboard.
    pub copied: fn(usize) -> String,
    /// So many points are in a file.
    pub saved: fn(usize) -> String,
    /// Begins with the points that were there before, so many.
    pub begin: fn(usize) -> String,
    /// What is not as it was of the points that a drawing begins with.
    pub drawn_on: fn(Shortfall) -> String,
    /// Takes the points along as a file.
    pub file: &'static str,
    /// That file's name, without its ending.
    pub file_name: &'static str,
}

/// English.
pub static ENGLISH: Words = Words {
    draw: "Draw",
    draw_title: "Draw points onto the picture, on an empty sheet or beginning with those that are there",
    drawing: "Your drawing",
    in_use: |points| match points {
        1 => "Your drawing: 1 point".to_owned(),
        _ => format!("Your drawing: {points} points"),
    },
    tools: |tool| match tool {
        Tool::Brush => "Brush",
        Tool::Spray => "Spray",
        Tool::Erase => "Erase",
        Tool::Move => "Move",
    },
    labels: "What to draw",
    add_class: "Add a class",
    value: "Value",
    clear: "Clear",
    done: "Done",
    keys: "Drawing: arrow keys move the pointer, Enter uses the tool, 1 to 8 choose a class, Escape \
        takes a stroke back.",
    points: |points| match points {
        1 => "1 point".to_owned(),
        _ => format!("{points} points"),
    },
    full: |most| format!("A drawing has at most {most} points."),
    too_many: |most| format!("A link takes up to {most} points along, a file all of them."),
    long: |signs| format!("The link has {signs} signs: some programs cut such links."),
    copied: |points| match points {
        1 => "1 point is copied, as CSV.".to_owned(),
        _ => format!("All {points} points are copied, as CSV."),
    },
    saved: |points| match points {
        1 => "The CSV file has the 1 point.".to_owned(),
        _ => format!("The CSV file has all {points} points."),
    },
    begin: |points| match points {
        1 => "Begin with the point that was there".to_owned(),
        _ => format!("Begin with the {points} points that were there"),
    },
    drawn_on: |Shortfall { left_out, divided, unnamed }| {
        let room = match left_out {
            0 => String::new(),
            1 => format!("1 point is left out: a drawing has at most {MOST}. "),
            _ => format!("{left_out} points are left out: a drawing has at most {MOST}. "),
        };
        let values = divided.map(|by| {
            format!("Values are divided by {}: a drawing has them from −1 to 1. ", value(by))
        });
        let names =
            if unnamed { "A drawing does not keep the names of columns and classes. " } else { "" };
        room + &values.unwrap_or_default() + names + "Undo, twice, brings the data back."
    },
    file: "Save points",
    file_name: "points",
};

/// Korean.
pub static KOREAN: Words = Words {
    draw: "그리기",
    draw_title: "빈 판에서, 또는 지금 있는 점에서 시작해 그림 위에 점을 그립니다",
    drawing: "직접 그린 점",
    in_use: |points| format!("직접 그린 점 {points}개"),
    tools: |tool| match tool {
        Tool::Brush => "붓",
        Tool::Spray => "스프레이",
        Tool::Erase => "지우개",
        Tool::Move => "옮기기",
    },
    labels: "그릴 것",
    add_class: "클래스 추가",
    value: "값",
    clear: "모두 지우기",
    done: "완료",
    keys: "그리기: 방향키로 포인터를 움직이고 Enter로 도구를 씁니다. 1~8로 클래스를 고르고 Esc로 \
        획을 취소합니다.",
    points: |points| format!("점 {points}개"),
    full: |most| format!("점은 {most}개까지 그릴 수 있습니다."),
    too_many: |most| format!("링크에는 점을 {most}개까지, 파일에는 모두 담을 수 있습니다."),
    long: |signs| format!("링크가 {signs}자입니다. 이렇게 긴 링크를 자르는 프로그램이 있습니다."),
    copied: |points| format!("점 {points}개를 모두 CSV로 복사했습니다."),
    saved: |points| format!("CSV 파일에 점 {points}개를 모두 담았습니다."),
    begin: |points| format!("전에 있던 점 {points}개에서 시작하기"),
    drawn_on: |Shortfall { left_out, divided, unnamed }| {
        let room = match left_out {
            0 => String::new(),
            _ => format!("점 {left_out}개를 뺐습니다. 점은 {MOST}개까지 그릴 수 있습니다. "),
        };
        let values = divided.map(|by| {
            format!(
                "그림의 값은 −1에서 1까지여서, 값을 모두 나누었습니다. 나눈 수: {}. ",
                value(by)
            )
        });
        let names = if unnamed {
            "그림에는 열과 클래스의 이름이 남지 않습니다. "
        } else {
            ""
        };
        room + &values.unwrap_or_default()
            + names
            + "실행 취소를 두 번 하면 전의 데이터로 돌아갑니다."
    },
    file: "점 저장",
    file_name: "points",
};
