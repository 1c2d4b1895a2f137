//! The network as one function in a file of its own, without dependencies: Python, JavaScript, Rust and C.
//!
//! A file has the network's numbers as arrays, the functions that it needs and no more, and `predict`,
//! which is written from the plan's ops: a new op needs its arm in `program` and its function in each
//! language's file. All arithmetic has 64 bits, whatever the network was trained with. Names are written
//! as quoted texts within line comments, so that none ends a comment. Nothing is refused.

mod c;
mod dialect;
mod expression;
mod header;
mod javascript;
mod program;
mod python;
mod rust;

use super::format::File;
use super::trained::Trained;
use dialect::Dialect;

fn write(trained: &Trained, dialect: &Dialect) -> File {
    File::new(dialect.file, dialect.media, program::write(trained, dialect))
}

/// `network.py`: `predict(row)` takes a list of the row's columns and returns the list of the outputs.
pub fn python(trained: &Trained) -> File {
    write(trained, &python::PYTHON)
}

/// `network.js`, a module: `predict(row)` takes an array of the row's columns and returns the array of the
/// outputs.
pub fn javascript(trained: &Trained) -> File {
    write(trained, &javascript::JAVASCRIPT)
}

/// `network.rs`, a module: `predict(row: [f64; columns]) -> [f64; outputs]`.
pub fn rust(trained: &Trained) -> File {
    write(trained, &rust::RUST)
}

/// `network.c`: `void predict(const double row[columns], double output[outputs])`.
pub fn c(trained: &Trained) -> File {
    write(trained, &c::C)
}
