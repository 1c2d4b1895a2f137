//! What cargo knows of this workspace, as far as the chores ask.

use serde_json::Value;

use crate::{
    failure::{Failure, Outcome},
    step,
    toolchain::Toolchain,
};

/// One crate of the dependency graph.
pub struct Package {
    /// Name and version, as cargo prints them.
    pub label: String,
    /// The SPDX expression, empty where the crate names none.
    pub licence: String,
    /// The registry's address; none for the workspace's own.
    pub source: Option<String>,
}

/// The answer of `cargo metadata`.
pub struct Metadata(Value);

impl Metadata {
    /// Asks cargo, which refuses when Cargo.lock is out of date.
    pub fn read(toolchain: &Toolchain) -> Outcome<Self> {
        let text =
            step::read(&mut toolchain.cargo(["metadata", "--locked", "--format-version", "1"]))?;
        serde_json::from_str(&text)
            .map(Self)
            .map_err(|error| Failure::new(format!("cargo metadata: {error}")))
    }

    /// Every crate that any feature, target or test pulls in.
    pub fn packages(&self) -> impl Iterator<Item = Package> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list(&self.0["packages"]).map(move |package| Package {
            label: format!("{} {}", text(&package["name"]), text(&package["version"])),
            licence: text(&package["license"]),
            source: package["source"].as_str().map(str::to_owned),
        })
    }

    /// The `required-features` of one of our test targets.
    pub fn required_features(&self, test: &str) -> Outcome<Vec<String>> {
        list(&self.0["packages"])
            .filter(|package| package["source"].is_null())
            .flat_map(|package| list(&package["targets"]))
            .find(|target| {
                target["name"] == test && list(&target["kind"]).any(|kind| kind == "test")
            })
            .map(|target| {
                list(&target["required-features"])
                    .filter_map(|feature| feature.as_str().map(str::to_owned))
                    .collect()
            })
            .ok_or_else(|| Failure::new(format!("Cargo.toml has no test target `{test}`")))
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
