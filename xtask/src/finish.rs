//! `finish`: what Trunk leaves to us: the page's parts, smaller files, names for the worker's files, and the policy. Trunk calls
//! it after each build, before the files are moved to their place.

use std::{env, path::PathBuf};

use crate::{
    failure::{Failure, Outcome},
    policy, shrink, split, version_worker,
};

/// `finish`, with Trunk's variables in the environment.
pub fn run() -> Outcome {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or_else(|| Failure::new("finish is called by Trunk; see Trunk.toml"))?;
    let published = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
    split::lay(&folder, published)?;
    shrink::files(&folder)?;
    version_worker::version(&folder)?;
    policy::apply(&folder)
}
