//! Keras 3's archive: `config.json`, and the weights and the optimizer's state in `model.weights.h5`.

use super::archive::Archive;
use super::array::Array;
use super::brought::Brought;
use super::classes::Dialect;
use super::graph::{self, Place};
use super::hdf5::Hdf5;
use super::json::Json;
use super::{Report, Unreadable, network, training};

/// The network of an archive.
///
/// # Errors
/// Where a part is not there or damaged, and where the network is none that ours can be like.
pub fn read(name: &str, bytes: &[u8], report: &mut Report) -> Result<Brought, Unreadable> {
    let mut archive = Archive::new(name, bytes);
    let mut part = |part: &str| {
        let absent = || Unreadable::Absent { part: part.to_owned() };
        archive.part(part)?.ok_or_else(absent)
    };
    let config = Json::read("config.json", &part("config.json")?)?;
    let weights = part("model.weights.h5")?;
    let metadata = part("metadata.json").ok();
    let metadata = metadata.map_or(Ok(Json::Null), |own| Json::read("metadata.json", &own))?;
    let weights = Hdf5::open("model.weights.h5", &weights)?;
    for (field, value) in config.fields() {
        let known =
            ["module", "class_name", "config", "registered_name", "build_config", "compile_config"];
        if !known.contains(&field.as_str()) && !value.is_off() {
            report.ignored.push(field.clone());
        }
    }
    let mut fetch = |place: &Place<'_>| {
        let Place { layer: _, group, index, array: _ } = place;
        weights.array(&format!("layers/{group}/vars/{index}"))
    };
    // What ours say of themselves is shorter than the operations that it stands for.
    let mut model = match metadata.get("network") {
        Json::Null => graph::model(&config, Dialect::Keras, report, &mut fetch)?,
        own => network::model(own, report, &mut fetch)?,
    };
    let compiled = config.get("compile_config");
    model.loss = training::loss(compiled.get("loss"), report).or(model.loss);
    model.training = training::read(compiled.get("optimizer"), report);
    let (training, whole) = (model.training.clone(), report.missing.is_empty());
    let array =
        |at: usize| -> Option<Array> { weights.array(&format!("optimizer/vars/{at}")).ok()? };
    let brought = model.finish(report, &mut |moved| {
        training.as_ref().filter(|_| whole).and_then(|own| training::remembered(own, moved, array))
    })?;
    if brought.training.is_some() && brought.remembered.is_none() && array(0).is_some() {
        report.ignored.push("optimizer/vars".to_owned());
    }
    Ok(brought)
}
