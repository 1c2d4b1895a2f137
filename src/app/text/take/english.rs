//! The words for taking the network along in English.

use super::Words;
use crate::app::offers::{Group, Item};
use crate::formats::{Accelerator, Format, Note, Refused};

/// English.
pub static ENGLISH: Words = Words {
    lead: "The network as it stands when you save it; training goes on meanwhile. Nothing leaves your \
           browser: the files are made on this device.",
    back: "Back again: run files, .keras, .safetensors, TensorFlow.js (model.json and its weights together) and \
           weights as JSON or CSV open here. Drop one anywhere on the page.",
    asking: "Trying which formats can hold this network",
    groups: |group| match group {
        Group::Keras => "Keras",
        Group::Programs => "Other programs",
        Group::Code => "Plain code",
        Group::Run => "The run and its numbers",
    },
    names: |item| match item {
        Item::Format(Format::KerasCode) => "Keras code (.py)",
        Item::Format(Format::Notebook) => "Notebook (.ipynb)",
        Item::Format(Format::Keras) => "Keras model (.keras)",
        Item::Format(Format::Onnx) => "ONNX (.onnx)",
        Item::Format(Format::Tfjs) => "TensorFlow.js (two files)",
        Item::Format(Format::Safetensors) => "safetensors (.safetensors)",
        Item::Format(Format::Python) => "Python (.py)",
        Item::Format(Format::Javascript) => "JavaScript (.js)",
        Item::Format(Format::Rust) => "Rust (.rs)",
        Item::Format(Format::C) => "C (.c)",
        Item::Format(Format::Equations) => "Equations (.html)",
        Item::Format(Format::History) => "Losses (.csv)",
        Item::Format(Format::Points) => "Data and answers (.csv)",
        Item::Format(Format::Grid) => "Picture as numbers (.csv)",
        Item::Run => "Run file (.run)",
    },
    about: |item| match item {
        Item::Format(Format::KerasCode) => {
            "A script that builds this network and trains it on the same data from the same first \
             weights. Python runs it with Keras 3."
        }
        Item::Format(Format::Notebook) => {
            "The same, step by step with explanations and plots. Opens in Google Colab and Jupyter."
        }
        Item::Format(Format::Keras) => {
            "The trained network with its optimizer's memory. Keras 3 opens it with load_model and can \
             train on."
        }
        Item::Format(Format::Onnx) => {
            "The trained network for ONNX Runtime and many other programs; Netron draws it."
        }
        Item::Format(Format::Tfjs) => {
            "The trained network for web pages. tf.loadLayersModel opens model.json with the weights \
             beside it."
        }
        Item::Format(Format::Safetensors) => {
            "All weights by name, with the settings in the head. The safetensors library opens it."
        }
        Item::Format(Format::Python) => {
            "The trained network as one function that needs no library: a row in, the answer out."
        }
        Item::Format(Format::Javascript) => {
            "The same function for web pages and Node.js, as a module."
        }
        Item::Format(Format::Rust) => "The same function for Rust, without a crate.",
        Item::Format(Format::C) => "The same function for C, with the standard library alone.",
        Item::Format(Format::Equations) => {
            "The trained network as typeset equations. Every browser shows them, and prints them."
        }
        Item::Format(Format::History) => {
            "Losses and accuracy at each point of the curve, for a spreadsheet."
        }
        Item::Format(Format::Points) => {
            "Each row of the data, and what the network says of it, for a spreadsheet."
        }
        Item::Format(Format::Grid) => {
            "What the network answers all over the picture, for a spreadsheet."
        }
        Item::Run => {
            "Everything: settings, data, weights, optimizer, random numbers and curve. Drop it onto this \
             page, and training goes on bit for bit."
        }
    },
    note: |note| match note {
        Note::Opset(opset, ir) => {
            format!(
                "For programs that know ONNX operator set {opset} and IR version {ir}, or later ones."
            )
        }
        Note::Narrowed => {
            "Its numbers have 32 bits, those of the network 64: answers agree to about \
                           seven digits."
                .to_owned()
        }
        Note::NotCompiled(name) => format!(
            "Without settings for training, as Keras's fit does not do the same with {name}: compile it \
             yourself to train on."
        ),
        Note::ScaledTargets => {
            "Without settings for training: it answers in the target's own unit, and has \
                                been trained on standardized numbers."
                .to_owned()
        }
        Note::Untrained => "It answers, but cannot be trained on.".to_owned(),
    },
    refused: |why| match why {
        Refused::Lacks(names) => {
            format!("It cannot hold this network. It has no {}.", names.join(", "))
        }
        Refused::Failed(detail) => format!("It could not be written: {detail}."),
    },
    save: "Save",
    save_item: |name| format!("Save: {name}"),
    copy: "Copy the code",
    copied: "The code is on the clipboard.",
    saved: |names| format!("Saved: {names}"),
    accelerator: "To be run on",
    accelerators: |accelerator| match accelerator {
        Accelerator::None => "CPU",
        Accelerator::Gpu => "GPU (T4)",
        Accelerator::Tpu => "TPU (v5e-1)",
    },
    not_made: "The browser has not made the file, perhaps for lack of memory.",
    no_state: "There is no network to be had now: it is still on its way, or its weights are no longer \
               finite. Reset the run or wait for it, and try again.",
    unreached: "The program that writes files cannot be fetched, or has stopped. Check that you are \
                online, and try again.",
    unfit: "The network has changed meanwhile. Try again.",
    try_again: "Try again",
};
