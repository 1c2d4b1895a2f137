//! The graph of a functional model as Keras 3 serializes it: layers and operations, each with what it
//! takes.

use super::json::{Fields, class, list, null, number, object, text};

/// What a layer or an operation gives, `[batch, width]`.
#[derive(Clone)]
pub struct Tensor {
    name: String,
    dtype: &'static str,
    /// Values a row.
    pub width: usize,
}

impl Tensor {
    /// Where it comes from: the node, its call and its output.
    pub fn place(&self) -> String {
        list([text(&self.name), "0".to_owned(), "0".to_owned()])
    }

    /// As an argument of what takes it.
    pub fn json(&self) -> String {
        let config = [
            ("shape", list([null(), self.width.to_string()])),
            ("dtype", text(self.dtype)),
            ("keras_history", self.place()),
        ];
        object(&[("class_name", text("__keras_tensor__")), ("config", object(&config))])
    }
}

/// A layer that the file of weights has a group for.
pub struct Group {
    /// Its class in snake case, which the group is called by.
    pub class: &'static str,
    /// Its name.
    pub name: String,
    /// Its place among the architecture's layers; `None` of one without weights that the network does
    /// not have itself.
    pub layer: Option<usize>,
}

/// An operation of Keras's: the module that it is in, and its class.
pub type Operation = (&'static str, &'static str);

/// Where Keras has most operations.
pub const NUMPY: &str = "keras.src.ops.numpy";

/// A graph under way.
pub struct Graph {
    nodes: Vec<String>,
    /// The layers among the nodes, in their order.
    pub groups: Vec<Group>,
    /// What new nodes compute in: `float32` or `float64`.
    pub dtype: &'static str,
    /// What new operations are named after.
    pub place: String,
    operations: usize,
}

impl Graph {
    /// A graph without nodes.
    pub fn new(dtype: &'static str, place: &str) -> Self {
        let (nodes, groups, operations) = Default::default();
        Self { nodes, groups, dtype, place: place.to_owned(), operations }
    }

    /// The nodes.
    pub fn json(&self) -> String {
        list(&self.nodes)
    }

    /// What comes into the network: `width` numbers a row.
    pub fn input(&mut self, name: &str, width: usize) -> Tensor {
        let config = vec![
            ("batch_shape", list([null(), width.to_string()])),
            ("dtype", text(self.dtype)),
            ("name", text(name)),
        ];
        let group = Group { class: "input_layer", name: name.to_owned(), layer: None };
        self.layer("InputLayer", group, config, String::new(), width)
    }

    /// A layer of a class of Keras's, whose config has `own` beside name and type; `from` is the one
    /// argument that it is called with.
    pub fn call(
        &mut self,
        class: &str,
        group: Group,
        own: Fields,
        from: String,
        width: usize,
    ) -> Tensor {
        let dtype = json_dtype(self.dtype);
        let mut config = vec![("name", text(&group.name)), ("dtype", dtype)];
        config.extend(own);
        self.layer(class, group, config, from, width)
    }

    fn layer(
        &mut self,
        name: &str,
        group: Group,
        config: Fields,
        from: String,
        width: usize,
    ) -> Tensor {
        let node = class("keras.layers", name, &config);
        let tensor = self.node(node, group.name.clone(), from, (width, self.dtype));
        self.groups.push(group);
        tensor
    }

    /// An operation, whose config has `own` beside its name, called with these arguments.
    pub fn operation(
        &mut self,
        (module, class): Operation,
        own: Fields,
        arguments: &[String],
        (width, dtype): (usize, &'static str),
    ) -> Tensor {
        self.operations += 1;
        let name = format!("{}_{}", self.place, self.operations);
        let mut config = vec![("name", text(&name))];
        config.extend(own);
        let node = object(&[
            ("module", text(module)),
            ("class_name", text(class)),
            ("config", object(&config)),
            ("registered_name", text(class)),
        ]);
        self.node(node, name, arguments.join(","), (width, dtype))
    }

    /// Adds a node that is called with these arguments; the input is called with none.
    fn node(
        &mut self,
        mut node: String,
        name: String,
        arguments: String,
        (width, dtype): (usize, &'static str),
    ) -> Tensor {
        let call = object(&[("args", list([arguments.as_str()])), ("kwargs", object(&[]))]);
        let calls = if arguments.is_empty() { list([""; 0]) } else { list([call]) };
        node.truncate(node.len().saturating_sub(1));
        node.push_str(",\"name\":");
        node.push_str(&text(&name));
        node.push_str(",\"inbound_nodes\":");
        node.push_str(&calls);
        node.push('}');
        self.nodes.push(node);
        Tensor { name, dtype, width }
    }

    /// Numbers as an argument, of the type of what is computed. JSON has no infinite numbers, but NumPy
    /// reads their names.
    pub fn constant(&self, values: impl IntoIterator<Item = f64>) -> String {
        let of = |value: f64| match value.is_finite() {
            true => number(value),
            false => text(&format!("{value:?}")),
        };
        let values = list(values.into_iter().map(of));
        let config = [("value", values), ("dtype", text(self.dtype))];
        object(&[("class_name", text("__numpy__")), ("config", object(&config))])
    }

    /// Some columns of a tensor, from the first to before the last.
    pub fn columns(&mut self, of: &Tensor, (first, last): (usize, usize)) -> Tensor {
        if (first, last) == (0, of.width) {
            return of.clone();
        }
        let slice = |start: String, stop: String| {
            let config = [("start", start), ("stop", stop), ("step", null())];
            object(&[("class_name", text("__slice__")), ("config", object(&config))])
        };
        let place = [slice(null(), null()), slice(first.to_string(), last.to_string())];
        let arguments = [of.json(), list(place)];
        self.operation((NUMPY, "GetItem"), Vec::new(), &arguments, (last - first, of.dtype))
    }
}

/// A layer's type, as a policy.
fn json_dtype(name: &str) -> String {
    class("keras", "DTypePolicy", &[("name", text(name))])
}
