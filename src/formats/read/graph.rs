//! The layers of a Keras model as one row of ours: a `Sequential`, or a functional model that is a chain
//! with residual connections.

use super::array::Array;
use super::classes::{Class, Dialect, class, snake};
use super::json::Json;
use super::model::{Model, Part, Scale};
use super::{Report, Unreadable};
use crate::engine::error::within;
use crate::engine::kind::Tuned;
use crate::engine::layer::{Layer, LayerKind};

/// Which array is asked for.
pub struct Place<'a> {
    /// The layer's name.
    pub layer: &'a str,
    /// Its class, as a path has it, with a number where that is there before: `dense_1`.
    pub group: &'a str,
    /// The array's number among the layer's.
    pub index: usize,
    /// Its name.
    pub array: &'static str,
}

/// Finds an array; `None` where the file has none.
pub type Fetch<'a> = &'a mut dyn FnMut(&Place<'_>) -> Result<Option<Array>, Unreadable>;

/// Layers that a file may have.
const LAYERS: usize = 256;
/// Keras's least divisor of `Normalization`.
const LEAST: f64 = 1e-7;

/// The model that a config describes, its arrays as `fetch` finds them.
///
/// # Errors
/// Where flows part or meet otherwise than at a sum, and what [`class`] and `fetch` refuse.
pub fn model(
    own: &Json,
    dialect: Dialect,
    report: &mut Report,
    fetch: Fetch<'_>,
) -> Result<Model, Unreadable> {
    let config = own.get("config");
    let sequential = own.get("class_name").text() == Some("Sequential");
    let layers = match config.list() {
        [] => config.get("layers").list(),
        // As Keras 2 writes a sequential one.
        layers => layers,
    };
    // Some of them are none of ours; each is looked for among all.
    within("layers", layers.len(), &(0..=LAYERS))?;
    let (mut model, mut groups) = (Model { raw: true, ..Model::default() }, Groups::default());
    // How many of our layers stand before what each layer of the file hands on.
    let mut flows: Vec<(&str, usize)> = Vec::new();
    for own in layers {
        let name =
            own.get("config").get("name").text().or(own.get("name").text()).unwrap_or_default();
        let called = own.get("class_name").text().unwrap_or_default();
        let branches = || Unreadable::Branches { layer: name.to_owned() };
        let group = groups.next(called);
        let at = model.parts.len();
        let mut from = Vec::new();
        let nodes = own.get("inbound_nodes");
        if !sequential {
            let mut names = Vec::new();
            sources(nodes, &mut names);
            for source in names {
                let flow = flows.iter().find(|(name, _)| *name == source);
                from.push(flow.ok_or_else(branches)?.1);
            }
        }
        let kind = class(own, name, dialect, report)?;
        let chained = match kind {
            Class::Input => from.is_empty() && flows.is_empty(),
            Class::Sum => {
                from.len() == 2 && from.contains(&at) && from.iter().any(|&from| from < at)
            }
            Class::Layer(..)
            | Class::Nothing
            | Class::Normalization
            | Class::Rescaling
            | Class::Unknown => sequential || from == [at],
        };
        if !chained || nodes.list().len() > 1 {
            return Err(branches());
        }
        let mut array = |index: usize, array| {
            let found = fetch(&Place { layer: name, group: &group, index, array })?;
            found.ok_or_else(|| Unreadable::Missing { tensor: format!("{name}/{array}") })
        };
        match kind {
            Class::Input | Class::Nothing => {}
            Class::Sum => {
                let reach = at - from.iter().copied().min().unwrap_or_default();
                let mut kind = Tuned::new(LayerKind::Add);
                if !kind.set("layers", reach as f64) {
                    return Err(branches());
                }
                let (name, layer) = (name.to_owned(), Layer::new(0, kind));
                model.parts.push(Part { name, layer, arrays: Vec::new() });
            }
            Class::Layer(layer, wanted) => {
                let mut arrays = Vec::new();
                let mut index = 0..;
                for (short, there) in wanted {
                    arrays.push(match there.then(|| index.next()).flatten() {
                        Some(index) => Some(array(index, short)?),
                        None => None,
                    });
                }
                model.parts.push(Part { name: name.to_owned(), layer: *layer, arrays });
            }
            Class::Normalization if at == 0 => {
                let mut known = |index, field: &'static str| {
                    let said = numbers(own.get("config").get(field));
                    said.map_or_else(|| array(index, field).map(|own| own.values), Ok)
                };
                let (mean, variance) = (known(0, "mean")?, known(1, "variance")?);
                let factor: Vec<f64> =
                    variance.iter().map(|own| 1.0 / own.sqrt().max(LEAST)).collect();
                let shift = pairwise(&mean, &factor, |mean, factor| -mean * factor);
                scale(&mut model, name, factor, shift);
            }
            Class::Rescaling if at == 0 => {
                let said =
                    |field, default| numbers(own.get("config").get(field)).unwrap_or(vec![default]);
                scale(&mut model, name, said("scale", 1.0), said("offset", 0.0));
            }
            Class::Normalization | Class::Rescaling | Class::Unknown => {
                report.missing.push(format!("{name} ({called})"));
            }
        }
        flows.push((name, model.parts.len()));
    }
    let mut ends = Vec::new();
    sources(config.get("output_layers"), &mut ends);
    let last = model.parts.len();
    let ends_last = |name: &&str| flows.contains(&(*name, last));
    if !sequential && !matches!(ends.as_slice(), [end] if ends_last(end)) {
        let layer = ends.first().copied().unwrap_or_default().to_owned();
        return Err(Unreadable::Branches { layer });
    }
    Ok(model)
}

/// The groups that Keras lays the arrays of layers in: called by their class, with a number behind it from
/// the second on.
#[derive(Default)]
pub struct Groups(Vec<(String, usize)>);

impl Groups {
    /// That of the next layer, of this class.
    pub fn next(&mut self, class: &str) -> String {
        let name = snake(class);
        match self.0.iter_mut().find(|(own, _)| *own == name) {
            Some((own, count)) => {
                *count += 1;
                format!("{own}_{count}")
            }
            None => {
                self.0.push((name.clone(), 0));
                name
            }
        }
    }
}

/// Whose outputs nodes take in: the names in Keras 3's `keras_history` and in Keras 2's `[name, 0, 0]`.
fn sources<'a>(nodes: &'a Json, into: &mut Vec<&'a str>) {
    if let [first, Json::Number(_), Json::Number(_), ..] = nodes.list()
        && let Some(name) = first.text()
    {
        return into.push(name);
    }
    nodes.list().iter().for_each(|node| sources(node, into));
    nodes.fields().iter().for_each(|(_, node)| sources(node, into));
}

/// One number or a list of them, nested once where it has an axis for the rows.
fn numbers(said: &Json) -> Option<Vec<f64>> {
    if let Some(value) = said.number() {
        return Some(vec![value]);
    }
    let list = match said.list() {
        [only] if !only.list().is_empty() => only.list(),
        list => list,
    };
    let values: Option<Vec<f64>> = list.iter().map(Json::number).collect();
    values.filter(|values| !values.is_empty())
}

/// A function of each two numbers; one alone goes with all of the others.
fn pairwise(a: &[f64], b: &[f64], of: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let at = |all: &[f64], at: usize| all.get(if all.len() == 1 { 0 } else { at }).copied();
    (0..a.len().max(b.len())).filter_map(|place| Some(of(at(a, place)?, at(b, place)?))).collect()
}

/// Has a model do `factor · x + shift` behind what it does to its inputs so far.
fn scale(model: &mut Model, name: &str, factor: Vec<f64>, shift: Vec<f64>) {
    model.scale = Some(match model.scale.take() {
        None => Scale { name: name.to_owned(), factor, shift },
        Some(before) => Scale {
            name: before.name,
            shift: pairwise(&pairwise(&before.shift, &factor, |a, b| a * b), &shift, |a, b| a + b),
            factor: pairwise(&before.factor, &factor, |a, b| a * b),
        },
    });
}
