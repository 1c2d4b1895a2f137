//! The words for taking the network along in Korean.

use super::Words;
use crate::app::offers::{Group, Item};
use crate::formats::{Accelerator, Format, Note, Refused};

/// Korean.
pub static KOREAN: Words = Words {
    lead: "저장하는 순간의 신경망을 담으며, 그동안에도 학습은 계속됩니다. 파일은 이 기기에서 만들고 브라우저 밖으로 \
           아무것도 나가지 않습니다.",
    back: "다시 열 때: 이어하기 파일, .keras, .safetensors, TensorFlow.js(model.json과 가중치 파일을 함께), JSON이나 \
           CSV로 적은 가중치를 열 수 있습니다. 페이지 아무 곳에나 끌어다 놓으세요.",
    asking: "이 신경망을 담을 수 있는 형식을 확인하는 중",
    groups: |group| match group {
        Group::Keras => "Keras",
        Group::Programs => "다른 프로그램",
        Group::Code => "코드와 수식",
        Group::Run => "이어하기와 숫자",
    },
    names: |item| match item {
        Item::Format(Format::KerasCode) => "Keras 코드(.py)",
        Item::Format(Format::Notebook) => "노트북(.ipynb)",
        Item::Format(Format::Keras) => "Keras 모델(.keras)",
        Item::Format(Format::Onnx) => "ONNX(.onnx)",
        Item::Format(Format::Tfjs) => "TensorFlow.js(파일 두 개)",
        Item::Format(Format::Safetensors) => "safetensors(.safetensors)",
        Item::Format(Format::Python) => "Python(.py)",
        Item::Format(Format::Javascript) => "JavaScript(.js)",
        Item::Format(Format::Rust) => "Rust(.rs)",
        Item::Format(Format::C) => "C(.c)",
        Item::Format(Format::Equations) => "수식(.html)",
        Item::Format(Format::History) => "손실(.csv)",
        Item::Format(Format::Points) => "데이터와 답(.csv)",
        Item::Format(Format::Grid) => "그림의 숫자(.csv)",
        Item::Run => "이어하기 파일(.run)",
    },
    about: |item| match item {
        Item::Format(Format::KerasCode) => {
            "같은 신경망을 만들어 같은 데이터로, 같은 첫 가중치에서부터 학습하는 스크립트입니다. Keras 3이 있는 \
             Python에서 실행합니다."
        }
        Item::Format(Format::Notebook) => {
            "같은 내용을 설명과 그래프를 곁들여 한 단계씩 담았습니다. Google Colab과 Jupyter에서 엽니다."
        }
        Item::Format(Format::Keras) => {
            "학습된 신경망과 옵티마이저의 상태입니다. Keras 3의 load_model로 열어 이어서 학습할 수 있습니다."
        }
        Item::Format(Format::Onnx) => {
            "ONNX Runtime을 비롯한 여러 프로그램에서 쓰는 학습된 신경망입니다. Netron으로 그려 볼 수 있습니다."
        }
        Item::Format(Format::Tfjs) => {
            "웹 페이지에서 쓰는 학습된 신경망입니다. 가중치 파일을 옆에 두고 tf.loadLayersModel로 model.json을 \
             엽니다."
        }
        Item::Format(Format::Safetensors) => {
            "모든 가중치를 이름과 함께 담고 설정을 머리에 적었습니다. safetensors 라이브러리로 엽니다."
        }
        Item::Format(Format::Python) => {
            "학습된 신경망을 라이브러리 없이 쓰는 함수 하나로 담았습니다. 행을 넣으면 답이 나옵니다."
        }
        Item::Format(Format::Javascript) => {
            "웹 페이지와 Node.js에서 쓰는 같은 함수이며, 모듈입니다."
        }
        Item::Format(Format::Rust) => "Rust에서 크레이트 없이 쓰는 같은 함수입니다.",
        Item::Format(Format::C) => "C에서 표준 라이브러리만으로 쓰는 같은 함수입니다.",
        Item::Format(Format::Equations) => {
            "학습된 신경망을 조판된 수식으로 나타냅니다. 어느 브라우저에서나 보고 인쇄할 수 있습니다."
        }
        Item::Format(Format::History) => {
            "곡선의 점마다 손실과 정확도를 담았습니다. 스프레드시트에서 엽니다."
        }
        Item::Format(Format::Points) => {
            "데이터의 행마다 신경망의 답을 붙였습니다. 스프레드시트에서 엽니다."
        }
        Item::Format(Format::Grid) => {
            "그림의 모든 자리에서 신경망이 내는 답입니다. 스프레드시트에서 엽니다."
        }
        Item::Run => {
            "설정, 데이터, 가중치, 옵티마이저, 난수, 곡선을 모두 담습니다. 이 페이지에 끌어다 놓으면 마지막 비트까지 \
             똑같이 이어서 학습합니다."
        }
    },
    note: |note| match note {
        Note::Opset(opset, ir) => {
            format!(
                "ONNX 연산자 집합 {opset}, IR 버전 {ir} 이상을 아는 프로그램에서 열 수 있습니다."
            )
        }
        Note::Narrowed => {
            "파일의 숫자는 32비트, 신경망의 숫자는 64비트입니다. 답은 약 일곱 자리까지 같습니다."
                .to_owned()
        }
        Note::NotCompiled(name) => format!(
            "학습 설정은 담지 못합니다. Keras의 fit은 다르게 합니다: {name}. 이어서 학습하려면 직접 컴파일하세요."
        ),
        Note::ScaledTargets => {
            "학습 설정은 담지 못합니다. 원래 단위로 답하지만 표준화한 숫자로 학습했습니다."
                .to_owned()
        }
        Note::Untrained => "답을 낼 수는 있지만 이어서 학습할 수는 없습니다.".to_owned(),
    },
    refused: |why| match why {
        Refused::Lacks(names) => {
            format!("이 신경망을 담을 수 없는 형식입니다. 없는 것: {}", names.join(", "))
        }
        Refused::Failed(detail) => format!("파일을 쓰지 못했습니다: {detail}"),
    },
    save: "저장",
    save_item: |name| format!("저장: {name}"),
    copy: "코드 복사",
    copied: "코드를 복사했습니다.",
    saved: |names| format!("저장했습니다: {names}"),
    accelerator: "실행할 장치",
    accelerators: |accelerator| match accelerator {
        Accelerator::None => "CPU",
        Accelerator::Gpu => "GPU(T4)",
        Accelerator::Tpu => "TPU(v5e-1)",
    },
    not_made: "브라우저가 파일을 만들지 못했습니다. 메모리가 부족했을 수 있습니다.",
    no_state: "지금은 담을 신경망이 없습니다. 아직 준비되지 않았거나 가중치가 유한한 수가 아닙니다. 처음부터 다시 \
               시작하거나 잠시 기다린 다음 다시 시도하세요.",
    unreached: "파일을 쓰는 프로그램을 불러오지 못했거나 프로그램이 중단되었습니다. 인터넷 연결을 확인하고 다시 \
                시도하세요.",
    unfit: "그사이 신경망이 바뀌었습니다. 다시 시도하세요.",
    try_again: "다시 시도",
};
