//! An ONNX graph under way: nodes, constants, and the lowest operator set that has all of its operators.

use strum::IntoStaticStr;

use super::proto::Message;

/// An operator, by ONNX's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, IntoStaticStr)]
pub enum Operator {
    Abs,
    Add,
    Cast,
    Concat,
    Cos,
    Div,
    Elu,
    Equal,
    Erf,
    Exp,
    Gather,
    Gemm,
    Greater,
    HardSigmoid,
    Identity,
    LeakyRelu,
    Log,
    MatMul,
    Max,
    Min,
    Mul,
    Neg,
    Not,
    Or,
    Pow,
    ReduceMean,
    Relu,
    Selu,
    Sigmoid,
    Sign,
    Sin,
    Softmax,
    Softplus,
    Softsign,
    Sqrt,
    Squeeze,
    Sub,
    Tanh,
    Unsqueeze,
    Where,
}

impl Operator {
    /// The first operator set that has it for our numbers, with shapes that adapt. Source: onnx, Operators
    /// and Changelog. None of the forms that we write changes before set 13.
    fn since(self) -> u8 {
        match self {
            Self::Gather
            | Self::Identity
            | Self::MatMul
            | Self::ReduceMean
            | Self::Softmax
            | Self::Softplus
            | Self::Softsign
            | Self::Squeeze
            | Self::Unsqueeze
            | Self::Not => 1,
            Self::Concat => 4,
            Self::Abs
            | Self::Cast
            | Self::Elu
            | Self::Exp
            | Self::HardSigmoid
            | Self::LeakyRelu
            | Self::Log
            | Self::Neg
            | Self::Relu
            | Self::Selu
            | Self::Sigmoid
            | Self::Sqrt
            | Self::Tanh => 6,
            Self::Add
            | Self::Cos
            | Self::Div
            | Self::Gemm
            | Self::Greater
            | Self::Mul
            | Self::Or
            | Self::Pow
            | Self::Sin
            | Self::Sub => 7,
            Self::Max | Self::Min => 8,
            Self::Erf | Self::Sign | Self::Where => 9,
            Self::Equal => 11,
        }
    }
}

/// The IR version that an operator set came with; 4 at least, the first in which a constant need not be an
/// input as well, which a caller could replace. Source: onnx, Versioning.
pub fn ir(opset: u8) -> u8 {
    match opset {
        0..=9 => 4,
        10 => 5,
        11 => 6,
        _ => 7,
    }
}

/// An attribute of a node.
#[derive(Clone, Copy, Debug)]
pub enum Attribute {
    /// A number.
    Float(f64),
    /// A whole number.
    Whole(usize),
    /// A list of one axis.
    Axes(usize),
}

/// ONNX's numbers of 64 or 32 bits, by `TensorProto.DataType`.
pub fn data_type(wide: bool) -> u64 {
    if wide { 11 } else { 1 }
}

/// What has been written of a graph.
pub struct Graph {
    /// Whether the numbers that are written now have 64 bits.
    pub wide: bool,
    /// What names of nodes begin with, a layer's.
    pub scope: String,
    message: Message,
    opset: u8,
    count: usize,
}

impl Graph {
    /// One without nodes.
    pub fn new(wide: bool) -> Self {
        Self { wide, scope: String::new(), message: Message::default(), opset: 1, count: 0 }
    }

    /// Its `GraphProto`, as far as it has come, and the operator set that it needs.
    pub fn finish(self) -> (Message, u8) {
        (self.message, self.opset)
    }

    fn name(&mut self, what: &str) -> String {
        self.count += 1;
        [&self.scope, "/", what, "_", &self.count.to_string()].concat()
    }

    /// A node, and the name of its value.
    pub fn call(
        &mut self,
        operator: Operator,
        inputs: &[&str],
        attributes: &[(&str, Attribute)],
    ) -> String {
        let name = self.name(operator.into());
        self.call_as(&name, operator, inputs, attributes);
        name
    }

    /// A node whose value is called so.
    pub fn call_as(
        &mut self,
        name: &str,
        operator: Operator,
        inputs: &[&str],
        attributes: &[(&str, Attribute)],
    ) {
        self.opset = self.opset.max(operator.since());
        // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
        let mut node = Message::default();
        for input in inputs {
            node.text(1, input);
        }
        node.text(2, name).text(3, name).text(4, operator.into());
        for &(name, value) in attributes {
            // AttributeProto: name 1, f 2, i 3, ints 8, type 20 (FLOAT 1, INT 2, INTS 7).
            let mut attribute = Message::default();
            attribute.text(1, name);
            match value {
                Attribute::Float(value) => attribute.float(2, value as f32).whole(20, 1),
                Attribute::Whole(value) => attribute.whole(3, value as u64).whole(20, 2),
                Attribute::Axes(axis) => attribute.whole(8, axis as u64).whole(20, 7),
            };
            node.message(5, &attribute);
        }
        // GraphProto: node 1.
        self.message.message(1, &node);
    }

    fn constant(&mut self, name: &str, axes: &[usize], data_type: u64, bytes: &[u8]) {
        // TensorProto: dims 1, data_type 2, name 8, raw_data 9. GraphProto: initializer 5.
        let mut tensor = Message::default();
        for &axis in axes {
            tensor.whole(1, axis as u64);
        }
        tensor.whole(2, data_type).text(8, name).bytes(9, bytes);
        self.message.message(5, &tensor);
    }

    /// A constant of these axes that is called so.
    pub fn tensor(&mut self, name: &str, axes: &[usize], values: &[f64]) {
        let bytes: Vec<u8> = match self.wide {
            true => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            false => values.iter().flat_map(|&value| (value as f32).to_le_bytes()).collect(),
        };
        self.constant(name, axes, data_type(self.wide), &bytes);
    }

    /// A constant without a name of its own.
    pub fn values(&mut self, axes: &[usize], values: &[f64]) -> String {
        let name = self.name("constant");
        self.tensor(&name, axes, values);
        name
    }

    /// A single number.
    pub fn number(&mut self, value: f64) -> String {
        self.values(&[], &[value])
    }

    /// Columns of a value, `[batch, columns]`.
    pub fn gather(&mut self, from: &str, columns: &[usize]) -> String {
        let places = self.name("columns");
        let bytes: Vec<u8> =
            columns.iter().flat_map(|&column| (column as i64).to_le_bytes()).collect();
        // INT64.
        self.constant(&places, &[columns.len()], 7, &bytes);
        self.call(Operator::Gather, &[from, &places], &[("axis", Attribute::Whole(1))])
    }

    /// A value in numbers of 64 or 32 bits.
    pub fn cast(&mut self, from: &str, wide: bool) -> String {
        let to = Attribute::Whole(data_type(wide) as usize);
        self.call(Operator::Cast, &[from], &[("to", to)])
    }
}
