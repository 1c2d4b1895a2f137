//! `bench`: how fast everything is, measured side by side in one run.

use crate::{
    failure::{Failure, Outcome},
    setup, step,
};

/// `bench gpu`
pub fn run(arguments: &[&str]) -> Outcome {
    match arguments {
        ["gpu"] => {
            let toolchain = setup::for_gpu()?;
            step::loud("bench gpu", || {
                step::run(
                    toolchain
                        .cargo(["bench", "--locked", "--package", "neural-playground"])
                        .args(["--features", "gpu", "--bench", "gpu"]),
                )
            })
        }
        other => Err(Failure::new(format!("bench takes gpu, not: {}", other.join(" ")))),
    }
}
