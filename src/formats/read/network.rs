//! What our own files say of a network in their metadata, beside its arrays: the document that
//! `formats/safetensors` writes under `network`.

use std::str::FromStr as _;

use super::brought::Sight;
use super::classes::tune;
use super::graph::{Fetch, Groups, Place};
use super::json::Json;
use super::model::{Model, Part, Scale, wanted};
use super::{Report, Unreadable};
use crate::engine::activation::Activation;
use crate::engine::feature::{Feature, Features};
use crate::engine::kind::{Kind, Tuned};
use crate::engine::layer::Layer;
use crate::engine::loss::Loss;
use crate::engine::regularizer::LayerRegularizer;

/// The network of a document, its arrays as `fetch` finds them.
///
/// # Errors
/// Where an array that a layer needs is not there, and where the document has a layer that we do not know.
pub fn model(own: &Json, report: &mut Report, fetch: Fetch<'_>) -> Result<Model, Unreadable> {
    let (mut model, mut groups) = (Model { raw: true, ..Model::default() }, Groups::default());
    for said in own.get("layers").list() {
        let name = said.get("name").text().unwrap_or_default();
        let layer = layer(said).ok_or_else(|| Unreadable::Damaged {
            file: "network".to_owned(),
            part: name.to_owned(),
        })?;
        let group = groups.next(layer.kind.kind().class());
        let mut arrays = Vec::new();
        for (index, &array) in wanted(&layer).iter().enumerate() {
            let found = fetch(&Place { layer: name, group: &group, index, array })?;
            let missing = || Unreadable::Missing { tensor: format!("{name}/{array}") };
            arrays.push(Some(found.ok_or_else(missing)?));
        }
        model.parts.push(Part { name: name.to_owned(), layer, arrays });
    }
    model.loss = choice::<Loss>(own.get("loss"));
    let (shift, factor): (Vec<_>, Vec<_>) = own.get("targets").list().iter().map(scale).unzip();
    if !factor.is_empty() {
        model.told = Some(Scale { name: "targets".to_owned(), factor, shift });
    }
    look(own, &mut model, report);
    Ok(model)
}

/// One of a list, with its numbers; `None` where we do not know it, or not with these.
fn choice<K: Kind>(said: &Json) -> Option<Tuned<K>> {
    let mut own = Tuned::new(K::from_str(said.get("name").text()?).ok()?);
    tune(&mut own, said.get("knobs")).is_empty().then_some(own)
}

fn layer(said: &Json) -> Option<Layer> {
    let penalty = |field| choice::<LayerRegularizer>(said.get(field));
    let none = LayerRegularizer::None.into();
    let activation = said.get("activation");
    Some(Layer {
        activation: match activation {
            Json::Null => None,
            said => Some(choice::<Activation>(said)?),
        },
        initializer: choice(said.get("initializer")),
        kernel_regularizer: penalty("kernel_regularizer").unwrap_or(none),
        bias_regularizer: penalty("bias_regularizer").unwrap_or(none),
        ..Layer::new(0, choice(said.get("kind"))?)
    })
}

/// A function of a plane by its name, whose first letter may be large.
fn feature(name: &str) -> Option<Feature> {
    let (first, rest) = name.split_at_checked(1)?;
    Feature::from_str(&(first.to_ascii_lowercase() + rest)).ok()
}

/// Shift and width of a column or formula.
fn scale(said: &Json) -> (f64, f64) {
    let number = |field, default| said.get(field).number().unwrap_or(default);
    (number("shift", 0.0), number("width", 1.0))
}

/// How the network sees a row: which functions of a plane, which formulas, and what they are scaled by.
fn look(own: &Json, model: &mut Model, report: &mut Report) {
    let (mut features, mut formulas) = (Features::empty(), Vec::new());
    let (mut factor, mut shift) = (Vec::new(), Vec::new());
    let (mut plane, mut lost) = (false, false);
    let column = |at: usize| scale(own.get("scales").list().get(at).unwrap_or(&Json::Null));
    for input in own.get("inputs").list() {
        let of = |kind| match input.get(kind) {
            Json::Null => None,
            said => Some(said),
        };
        let mut scaled = (0.0, 1.0);
        if let Some(at) = of("number").and_then(Json::number) {
            scaled = column(at as usize);
        }
        if let Some(name) = of("feature").and_then(Json::text)
            && let Some(feature) = feature(name)
        {
            (features, plane) = (features.with(feature, true), true);
            match feature {
                Feature::X => scaled = column(0),
                Feature::Y => scaled = column(1),
                Feature::XSquared
                | Feature::YSquared
                | Feature::XTimesY
                | Feature::SinX
                | Feature::SinY => {
                    // No factor of the input comes to a factor of its columns.
                    lost |= [0, 1].map(column) != [(0.0, 1.0); 2];
                }
            }
        }
        if let Some([text, said]) = of("formula").map(Json::list) {
            formulas.extend(text.text().map(str::to_owned));
            scaled = scale(said);
        }
        let (own_shift, width) = scaled;
        let own_factor = if width == 0.0 { 0.0 } else { 1.0 / width };
        factor.push(own_factor);
        shift.push(-own_shift * own_factor);
    }
    if lost {
        report.missing.push("scaling".to_owned());
    }
    model.sight = Some(Sight { features: plane.then_some(features), formulas });
    if factor.iter().any(|&own| own != 1.0) || shift.iter().any(|&own| own != 0.0) {
        model.scale = Some(Scale { name: "scaling".to_owned(), factor, shift });
    }
}
