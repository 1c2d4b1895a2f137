//! Files for other programs, and what those make of them: each network is trained a little, written, loaded
//! by the real program and asked. `cargo xtask test interop` sets up these programs and says where they
//! are: `INTEROP_PYTHON` is a Python that has Keras, JAX, onnxruntime, safetensors and nbclient,
//! `INTEROP_NODE` a folder whose `node_modules` have TensorFlow.js.
//!
//! A format's file here writes all cases into one folder and calls one script over it, since programs
//! take seconds to start. The script prints what it finds wrong, a line each, and fails then.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stdout, reason = "the largest deviations are the tests' result")]

mod cases;
mod code;
#[allow(dead_code, reason = "what an optimizer may do is asked of compiled code alone")]
#[path = "../drawn/mod.rs"]
mod drawn;
mod equations;
mod keras;
mod onnx;
mod plain;
mod programs;
mod safetensors;
mod tfjs;
mod variants;
