//! TensorFlow.js's layers model: `model.json`, and its arrays one behind the other in the files that it
//! names.

use super::array::Array;
use super::brought::Brought;
use super::classes::Dialect;
use super::graph::{self, Place};
use super::json::Json;
use super::{Report, Unreadable, training};

/// Whether that is what a `model.json` says.
pub fn is(own: &Json) -> bool {
    !own.get("weightsManifest").list().is_empty()
}

/// The network of a model, its arrays in files beside it.
///
/// # Errors
/// Where a file is not there or too short, and where the network is none that ours can be like.
pub fn read(
    own: &Json,
    files: &[(String, Vec<u8>)],
    report: &mut Report,
) -> Result<Brought, Unreadable> {
    let mut arrays = Vec::new();
    // A manifest may name the same file again and again.
    let mut left: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    for group in own.get("weightsManifest").list() {
        let mut bytes = Vec::new();
        for path in group.get("paths").list() {
            let path = path.text().unwrap_or_default();
            // A file that is dropped or chosen comes without its folder.
            let name = path.rsplit('/').next().unwrap_or_default();
            let file = files.iter().find(|(own, _)| own.rsplit('/').next() == Some(name));
            let absent = || Unreadable::Absent { part: path.to_owned() };
            let (own, of_file) = file.ok_or_else(absent)?;
            left = left.checked_sub(of_file.len()).ok_or_else(|| Unreadable::Damaged {
                file: own.clone(),
                part: "weightsManifest".to_owned(),
            })?;
            bytes.extend_from_slice(of_file);
            report.beside.push(own.clone());
        }
        let mut rest = bytes.as_slice();
        for spec in group.get("weights").list() {
            let (array, behind) = read_array(spec, rest)?;
            (rest, _) = (behind, arrays.push(array));
        }
    }
    let topology = own.get("modelTopology");
    let topology = match topology.get("model_config") {
        Json::Null => topology,
        config => config,
    };
    let mut fetch = |place: &Place<'_>| {
        let Place { layer, group: _, index: _, array } = place;
        let name = format!("{layer}/{array}");
        let at = arrays.iter().position(|own: &Array| own.name == name);
        Ok(at.map(|at| arrays.swap_remove(at)))
    };
    let mut model = graph::model(topology, Dialect::Tfjs, report, &mut fetch)?;
    let compiled = match own.get("trainingConfig") {
        Json::Null => own.get("modelTopology").get("training_config"),
        config => config,
    };
    model.loss = training::loss(compiled.get("loss"), report);
    if !compiled.get("optimizer_config").is_off() {
        report.ignored.push("optimizer_config".to_owned());
    }
    let brought = model.finish(report, &mut |_| None)?;
    report.ignored.extend(arrays.into_iter().map(|own| own.name));
    Ok(brought)
}

/// An array at the start of some bytes, and those behind it.
fn read_array<'a>(spec: &Json, bytes: &'a [u8]) -> Result<(Array, &'a [u8]), Unreadable> {
    let name = spec.get("name").text().unwrap_or_default().to_owned();
    let kind = spec.get("dtype").text().unwrap_or_default();
    if kind != "float32" || !spec.get("quantization").is_off() {
        return Err(Unreadable::Kind { tensor: name, kind: kind.to_owned() });
    }
    let axis = |axis: &Json| axis.number().filter(|axis| *axis >= 0.0 && axis.fract() == 0.0);
    let shape: Option<Vec<usize>> =
        spec.get("shape").list().iter().map(|own| axis(own).map(|axis| axis as usize)).collect();
    let shape = shape
        .ok_or_else(|| Unreadable::Damaged { file: name.clone(), part: "shape".to_owned() })?;
    let length = shape.iter().try_fold(4_usize, |all, &axis| all.checked_mul(axis));
    let Some((own, behind)) = length.and_then(|length| bytes.split_at_checked(length)) else {
        let (claims, has) = (length.map_or(u64::MAX, |length| length as u64), bytes.len() as u64);
        return Err(Unreadable::Claims { part: name, claims, has });
    };
    let values = own.chunks_exact(4).map(|bytes| match bytes {
        &[a, b, c, d] => f64::from(f32::from_le_bytes([a, b, c, d])),
        _ => f64::NAN,
    });
    Ok((Array { name, shape, values: values.collect() }, behind))
}
