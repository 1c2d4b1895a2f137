//! Formulas as operations of `keras.ops`, from what they are written down as.

use super::graph::{Graph, NUMPY, Operation, Tensor};
use crate::engine::formula::number::{Number as _, One, Two, Wide};
use crate::engine::formula::trace::{Step, Trace};

/// What a step of a formula gives.
#[derive(Clone)]
pub enum Value {
    /// The same number for each row: no node of a graph.
    Constant(f64),
    /// A number for each row and unit.
    Tensor(Tensor),
}

impl Value {
    fn json(&self, graph: &Graph) -> String {
        match self {
            Self::Constant(value) => graph.constant([*value]),
            Self::Tensor(tensor) => tensor.json(),
        }
    }

    /// Whether it stands for so many rows.
    fn width(&self) -> usize {
        match self {
            Self::Constant(_) => 1,
            Self::Tensor(tensor) => tensor.width,
        }
    }
}

fn one(of: One) -> Operation {
    match of {
        One::Negate => (NUMPY, "Negative"),
        One::Abs => (NUMPY, "Absolute"),
        One::Sqrt => (NUMPY, "Sqrt"),
        One::Sign => (NUMPY, "Sign"),
        One::Exp => (NUMPY, "Exp"),
        One::Expm1 => (NUMPY, "Expm1"),
        One::Ln => (NUMPY, "Log"),
        One::Log1p => (NUMPY, "Log1p"),
        One::Erf => ("keras.src.ops.math", "Erf"),
        One::Sin => (NUMPY, "Sin"),
        One::Cos => (NUMPY, "Cos"),
        One::Tanh => (NUMPY, "Tanh"),
        One::Logistic => ("keras.src.ops.nn", "Sigmoid"),
    }
}

/// The class of an operation of two, and whether it compares them.
fn two(of: Two) -> (&'static str, bool) {
    match of {
        Two::Add => ("Add", false),
        Two::Sub => ("Subtract", false),
        Two::Mul => ("Multiply", false),
        Two::Div => ("Divide", false),
        Two::Min => ("Minimum", false),
        Two::Max => ("Maximum", false),
        Two::Pow => ("Power", false),
        Two::Above => ("Greater", true),
        Two::NotBelow => ("GreaterEqual", true),
        Two::Equals => ("Equal", true),
        Two::Differs => ("NotEqual", true),
    }
}

/// A formula on its way into a graph: steps that nothing asks for are left out, and what depends on no
/// row is computed here.
pub struct Formula<'a> {
    trace: &'a Trace,
    known: Vec<Option<Value>>,
}

impl<'a> Formula<'a> {
    /// A formula of which nothing is there yet.
    pub fn new(trace: &'a Trace) -> Self {
        Self { trace, known: vec![None; trace.steps.len()] }
    }

    /// What a step gives; `argument` gives the formula's arguments.
    pub fn value(
        &mut self,
        at: usize,
        graph: &mut Graph,
        argument: &mut dyn FnMut(usize, &mut Graph) -> Value,
    ) -> Value {
        if let Some(known) = self.known.get(at).cloned().flatten() {
            return known;
        }
        let value = match self.trace.steps.get(at).copied() {
            None => Value::Constant(0.0),
            Some(Step::Argument(at)) => argument(at, graph),
            Some(Step::Literal(value)) => Value::Constant(value),
            Some(Step::One(of, part)) => match self.value(part, graph, argument) {
                Value::Constant(x) => Value::Constant(Wide(x).one(of).0),
                x @ Value::Tensor(_) => {
                    let shape = (x.width(), graph.dtype);
                    let arguments = [x.json(graph)];
                    Value::Tensor(graph.operation(one(of), Vec::new(), &arguments, shape))
                }
            },
            Some(Step::Two(of, parts)) => {
                match parts.map(|part| self.value(part, graph, argument)) {
                    [Value::Constant(a), Value::Constant(b)] => {
                        Value::Constant(Wide(a).two(of, Wide(b)).0)
                    }
                    both => {
                        let (class, compares) = two(of);
                        let dtype = if compares { "bool" } else { graph.dtype };
                        let width = both.iter().map(Value::width).max().unwrap_or(1);
                        let arguments = both.map(|value| value.json(graph));
                        let shape = (width, dtype);
                        let operation = (NUMPY, class);
                        Value::Tensor(graph.operation(operation, Vec::new(), &arguments, shape))
                    }
                }
            }
            Some(Step::Select([no, yes, when])) => match self.value(when, graph, argument) {
                Value::Constant(truth) => {
                    self.value(if truth == 0.0 { no } else { yes }, graph, argument)
                }
                when @ Value::Tensor(_) => {
                    let [yes, no] = [yes, no].map(|part| self.value(part, graph, argument));
                    let all = [when, yes, no];
                    let width = all.iter().map(Value::width).max().unwrap_or(1);
                    let arguments = all.map(|value| value.json(graph));
                    let shape = (width, graph.dtype);
                    Value::Tensor(graph.operation((NUMPY, "Where"), Vec::new(), &arguments, shape))
                }
            },
        };
        if let Some(known) = self.known.get_mut(at) {
            *known = Some(value.clone());
        }
        value
    }
}
