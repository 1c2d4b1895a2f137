//! The words of 32-bit maths against those of 64 bits, for every float: the largest error of each
//! and where, in some minutes. Fails if a stated bound does not hold. `cargo bench --bench words`.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program for the command line")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use neural_playground::engine::formula::accuracy::{WORDS, Word, Worst};

/// How many floats a thread takes at a time: all with the same upper half.
const PIECE: u32 = 1 << 16;

/// The largest error over all floats, on all cores.
fn worst(word: &Word) -> Worst {
    let next = AtomicU32::new(0);
    let work = || {
        let mut worst = word.none();
        loop {
            let piece = next.fetch_add(1, Ordering::Relaxed);
            if piece > u32::MAX / PIECE {
                return worst;
            }
            worst = worst.or(word.worst((0..PIECE).map(|low| piece * PIECE + low)));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().fold(word.none(), |worst, worker| {
            worst.or(worker.join().expect("a worker does not panic"))
        })
    })
}

fn main() -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for word in &WORDS {
        let worst = worst(word);
        let verdict = if worst.holds() { "" } else { ": TOO FAR" };
        println!("{}: {worst}{verdict}", word.name);
        if !worst.holds() {
            code = ExitCode::FAILURE;
        }
    }
    code
}
