//! A safetensors file (<https://huggingface.co/docs/safetensors>): ours, with the config in its metadata,
//! or arrays by name, for the network on show or as dense layers one behind the other.

use super::array::Array;
use super::brought::Brought;
use super::json::Json;
use super::model::{Model, Part};
use super::{Report, Unreadable, network, onto};
use crate::engine::config::Config;
use crate::engine::layer::Layer;
use crate::order;

/// Bytes of the number that says how long the header is.
const HEAD: usize = 8;

/// The network of a file.
///
/// # Errors
/// Where its header claims what is not there, and where its arrays are those of no network.
pub fn read(
    name: &str,
    bytes: &[u8],
    now: &Config,
    report: &mut Report,
) -> Result<Brought, Unreadable> {
    let damaged = |part: &str| Unreadable::Damaged { file: name.to_owned(), part: part.to_owned() };
    let (head, rest) = bytes.split_at_checked(HEAD).ok_or_else(|| damaged("header"))?;
    let length = head.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte));
    let split = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
    let Some((header, data)) = split else {
        let (claims, has) = (length.saturating_add(HEAD as u64), bytes.len() as u64);
        return Err(Unreadable::Claims { part: name.to_owned(), claims, has });
    };
    let header = Json::read(name, header)?;
    let (mut arrays, mut left) = (Vec::new(), data.len());
    for (tensor, spec) in header.fields().iter().filter(|(name, _)| name != "__metadata__") {
        let (array, length) = array(tensor, spec, data)?;
        left = left.checked_sub(length).ok_or_else(|| damaged(tensor))?;
        arrays.push(array);
    }
    let metadata = header.get("__metadata__");
    if let Some(own) = metadata.get("network").text() {
        let own = Json::read("network", own.as_bytes())?;
        let model = network::model(&own, report, &mut |place| {
            let name = format!("{}/{}", place.layer, place.array);
            let at = arrays.iter().position(|own| own.name == name);
            Ok(at.map(|at| arrays.swap_remove(at)))
        })?;
        report.ignored.extend(arrays.into_iter().map(|own| own.name));
        return model.finish(report, &mut |_| None);
    }
    report.ignored.extend(metadata.fields().iter().map(|(field, _)| field.clone()));
    order::sort_by_key(&mut arrays, |array| place(&array.name));
    let arrays: Vec<Array> = arrays.into_iter().map(as_keras).collect();
    onto::onto(now, arrays.clone(), report).or_else(|error| chain(arrays, report).ok_or(error)?)
}

/// An array of the file, and how many bytes it has.
fn array(name: &str, spec: &Json, data: &[u8]) -> Result<(Array, usize), Unreadable> {
    let kind = spec.get("dtype").text().unwrap_or_default();
    let (width, read): (usize, fn(u64) -> f64) = match kind {
        "F64" => (8, f64::from_bits),
        "F32" => (4, |bits| f64::from(f32::from_bits(bits as u32))),
        // The upper half of 32 bits.
        "BF16" => (2, |bits| f64::from(f32::from_bits((bits as u32) << 16))),
        _ => return Err(Unreadable::Kind { tensor: name.to_owned(), kind: kind.to_owned() }),
    };
    let whole = |own: &Json| own.number().filter(|own| own.fract() == 0.0 && *own >= 0.0);
    let numbers = |field: &str| -> Option<Vec<usize>> {
        spec.get(field).list().iter().map(|own| whole(own).map(|own| own as usize)).collect()
    };
    let damaged = || Unreadable::Damaged { file: name.to_owned(), part: "shape".to_owned() };
    let (shape, at) =
        (numbers("shape").ok_or_else(damaged)?, numbers("data_offsets").ok_or_else(damaged)?);
    let &[from, to] = at.as_slice() else { return Err(damaged()) };
    let own = data.get(from..to).ok_or_else(|| {
        let (claims, has) = (to as u64, data.len() as u64);
        Unreadable::Claims { part: name.to_owned(), claims, has }
    })?;
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte));
    let values = own.chunks_exact(width).map(|bytes| read(number(bytes))).collect();
    Ok((Array::new(name.to_owned(), shape, values)?, own.len()))
}

/// Layer and name of an array: `dense_1/kernel`, `0.weight`.
fn parts(name: &str) -> (&str, &str) {
    name.rsplit_once(['/', '.']).unwrap_or(("", name))
}

/// Where an array stands among the others: by its layer's number, a kernel before its bias.
fn place(name: &str) -> u64 {
    let (layer, short) = parts(name);
    let behind = layer.rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    let number = layer.get(behind..).and_then(|number| number.parse().ok());
    let number = number.unwrap_or(if layer == "output" { u32::MAX } else { 0 });
    u64::from(number) << 1 | u64::from(!matches!(short, "kernel" | "weight"))
}

/// PyTorch's `weight` is a kernel with its axes the other way round.
fn as_keras(array: Array) -> Array {
    if parts(&array.name).1 == "weight" { array.turned() } else { array }
}

/// Dense layers one behind the other; `None` where the arrays are none of such.
fn chain(arrays: Vec<Array>, report: &mut Report) -> Option<Result<Brought, Unreadable>> {
    let mut model = Model::default();
    let mut arrays = arrays.into_iter().peekable();
    while let Some(kernel) = arrays.next() {
        let (layer, short) = parts(&kernel.name);
        let name = layer.to_owned();
        let &[_, units] = kernel.shape.as_slice() else { return None };
        let bias = arrays.next_if(|own| parts(&own.name) == (&name, "bias"));
        if !matches!(short, "kernel" | "weight") || units == 0 {
            return None;
        }
        let mut layer = Layer::dense(0, units);
        if layer.units() != units {
            return None;
        }
        layer.kind.set("use_bias", f64::from(u8::from(bias.is_some())));
        let arrays = [Some(kernel), bias].into_iter().filter(Option::is_some).collect();
        model.parts.push(Part { name, layer, arrays });
    }
    // A file of arrays says nothing of what stands between them.
    report.missing.push("activation".to_owned());
    Some(model.finish(report, &mut |_| None))
}
