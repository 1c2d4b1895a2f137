//! An ONNX model: rows go in as they stand in the table, everything between them and the network is inside.
//! What is written is the plan in evaluation, by operators of sets that are as old as it allows.
//!
//! `graph` keeps nodes and constants, `proto` encodes them; `inputs` has the way from a row, `layers` that
//! through the network, `elementwise` the maths of both.

mod elementwise;
mod graph;
mod inputs;
mod layers;
mod proto;

use graph::{Graph, Operator, data_type, ir};
use proto::Message;

use super::format::{File, Note, Refused, Written};
use super::names;
use super::narrow;
use super::trained::Trained;

/// Writes `model.onnx`, with numbers of 64 bits for a run that has them: input `row`, `[batch, columns]`,
/// categories by their places; output `output`, `[batch, outputs]`; in the metadata the names of columns,
/// categories and classes.
///
/// # Errors
/// Where a run of 32 bits does not fit into them, since its inputs are computed with 64.
pub fn write(trained: &Trained) -> Result<Written, Refused> {
    let wide = trained.is_wide();
    if !wide {
        narrow::check(trained)?;
    }
    let mut graph = Graph::new(wide);
    graph.scope = "inputs".to_owned();
    let inputs = inputs::inputs(&mut graph, trained, "row");
    let answers = layers::layers(&mut graph, trained, inputs);
    graph.scope = "targets".to_owned();
    let outputs = inputs::numbers_of(&mut graph, trained, answers);
    graph.call_as("output", Operator::Identity, &[&outputs], &[]);
    let (mut own, opset) = graph.finish();
    let columns = trained.inputs.scales().len();
    // GraphProto: name 2, input 11, output 12.
    own.text(2, "network")
        .message(11, &described("row", columns, wide))
        .message(12, &described("output", trained.target.outputs, wide));
    // OperatorSetIdProto: version 2, and the standard domain.
    let mut set = Message::default();
    set.whole(2, opset.into());
    // ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8, metadata_props 14.
    let mut model = Message::default();
    model.whole(1, ir(opset).into()).text(2, "Neural Network Playground").message(8, &set);
    for (key, names) in names::all(trained) {
        // StringStringEntryProto: key 1, value 2.
        let mut entry = Message::default();
        entry.text(1, key).text(2, &names);
        model.message(14, &entry);
    }
    model.message(7, &own);
    let file = File::new("model.onnx", "application/octet-stream", model.into_bytes());
    let notes = vec![Note::Opset(opset, ir(opset)), Note::Untrained];
    Ok(Written { files: vec![file], notes })
}

/// A `ValueInfoProto` of numbers, `[batch, width]`, where a batch may have any length.
fn described(name: &str, width: usize, wide: bool) -> Message {
    // TensorShapeProto: dim 1, of Dimension: dim_value 1, dim_param 2.
    let mut batch = Message::default();
    batch.text(2, "batch");
    let mut columns = Message::default();
    columns.whole(1, width as u64);
    let mut shape = Message::default();
    shape.message(1, &batch).message(1, &columns);
    // TypeProto: tensor_type 1, of Tensor: elem_type 1, shape 2.
    let mut tensor = Message::default();
    tensor.whole(1, data_type(wide)).message(2, &shape);
    let mut of = Message::default();
    of.message(1, &tensor);
    // ValueInfoProto: name 1, type 2.
    let mut value = Message::default();
    value.text(1, name).message(2, &of);
    value
}
