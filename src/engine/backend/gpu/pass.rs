//! Each op as loops over independent elements, in WGSL: what a kernel runs between two barriers,
//! and what one dispatch runs.
//!
//! A body is told its element as `e`; `rows`, `cap` (rows that there is room for), `training`,
//! `first` (the epoch's row that is row 0) and `draw` stand around it. `bank` is the state, `flow`
//! the rows, `[cap, units]` for each buffer.

mod loss;
mod normalization;

pub use loss::Judge;

use super::layout::Layout;
use crate::engine::activation::{Activation, Form as ActivationForm};
use crate::engine::formula::Pairwise;
use crate::engine::kind::Tuned;
use crate::engine::loss::Form as LossForm;
use crate::engine::plan::{Op, Plan, Slot};

/// How many elements a pass has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Each row's so many units: element `r · units + u`.
    Rows(usize),
    /// So many numbers of the state.
    Fixed(usize),
}

impl Domain {
    /// The number of elements, in WGSL.
    pub fn count(self) -> String {
        match self {
            Self::Rows(units) => format!("rows * {units}u"),
            Self::Fixed(length) => format!("{length}u"),
        }
    }
}

/// How a pass touches a buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touch {
    /// Which one.
    pub slot: Slot,
    /// Whether it is changed.
    pub writes: bool,
    /// Whether element `e` touches nothing but the buffer's own element `e`.
    pub own: bool,
}

/// A matrix product, for a dispatch that shares what it loads: `out(i, j) = Σₖ a(i, k)·b(j, k)`.
/// All texts are WGSL over `i`, `j` and `k`.
#[derive(Clone, Debug)]
pub struct Product {
    /// Number of `i`, `j` and `k`.
    pub sizes: [String; 3],
    /// The left factor.
    pub a: String,
    /// The right factor.
    pub b: String,
    /// A statement that takes the sum, `sum`.
    pub out: String,
}

/// A loop over independent elements.
#[derive(Clone, Debug)]
pub struct Pass {
    /// Its elements.
    pub domain: Domain,
    /// Statements for element `e`.
    pub body: String,
    /// The buffers that it touches.
    pub touches: Vec<Touch>,
    /// The same as a product, where it is one.
    pub product: Option<Product>,
}

/// Writes passes for a plan.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
}

fn reads(slot: Slot) -> Touch {
    Touch { slot, writes: false, own: false }
}

fn writes(slot: Slot) -> Touch {
    Touch { slot, writes: true, own: false }
}

fn own(touch: Touch) -> Touch {
    Touch { own: true, ..touch }
}

/// Whether sharing pays for a product over many rows: of a narrow layer most of each square would
/// be empty.
fn pays(inputs: usize, units: usize) -> bool {
    inputs.min(units) >= 16
}

/// The function of an activation.
pub fn activation_name(activation: &Tuned<Activation>, slope: bool) -> String {
    let name: &str = activation.kind().into();
    format!("{}_{name}", if slope { "slope" } else { "activation" })
}

impl<'a> Writer<'a> {
    /// A writer for a plan in its layout.
    pub fn new(plan: &'a Plan, layout: &'a Layout) -> Self {
        Self { plan, layout }
    }

    fn width(&self, slot: Slot) -> usize {
        self.plan.width(slot)
    }

    /// An element of a buffer of rows.
    pub fn row(&self, slot: Slot, index: &str) -> String {
        format!("flow[{}u * cap + {index}]", self.layout.place(slot))
    }

    /// An element of a buffer of state.
    fn at(&self, slot: Slot, index: &str) -> String {
        format!("bank[{}u + {index}]", self.layout.place(slot))
    }

    /// A pass over the elements of a buffer of rows.
    fn elementwise(&self, over: Slot, body: String, touches: Vec<Touch>) -> Pass {
        Pass { domain: Domain::Rows(self.width(over)), body, touches, product: None }
    }

    /// A pass over whole rows.
    fn rowwise(body: String, touches: Vec<Touch>) -> Pass {
        Pass { domain: Domain::Rows(1), body, touches, product: None }
    }

    /// Copies rows of a set into the input and target buffers.
    pub fn feed(&self) -> Vec<Pass> {
        let Layout { features, stride, .. } = *self.layout;
        let pass = |slot: Slot, offset: usize| {
            let width = self.width(slot);
            let to = self.row(slot, "e");
            let body = format!(
                "var at = first + e / {width}u;
if (tasks[t].order > 0u) {{ at = order[tasks[t].order - 1u + at]; }}
{to} = data[(tasks[t].base + at) * {stride}u + {offset}u + e % {width}u];"
            );
            (width > 0).then(|| self.elementwise(slot, body, vec![own(writes(slot))]))
        };
        [pass(self.plan.input, 0), pass(self.plan.target, features)].into_iter().flatten().collect()
    }

    /// The passes of an op; `at` counts through forward, then backward.
    pub fn op(&self, at: usize, op: &Op) -> Vec<Pass> {
        let k = self.layout.knobs(at);
        let mut passes = self.passes(k, op);
        passes.retain(|pass| !matches!(pass.domain, Domain::Rows(0) | Domain::Fixed(0)));
        passes
    }

    fn passes(&self, k: usize, op: &Op) -> Vec<Pass> {
        let row = |slot, index: &str| self.row(slot, index);
        let knob = |at: usize| format!("constants[{}u]", k + at);
        match *op {
            Op::Dense { input, kernel, bias, sum } => vec![self.dense(input, kernel, bias, sum)],
            Op::Activate { activation, input, output } => {
                let name = activation_name(&activation, false);
                let body = format!("{} = {name}({}, {k}u);", row(output, "e"), row(input, "e"));
                vec![self.elementwise(output, body, vec![own(reads(input)), own(writes(output))])]
            }
            Op::Softmax { input, output } => vec![self.softmax(input, output)],
            Op::Dropout { input, mask, output, key, .. } => {
                let width = self.width(input);
                let body = format!(
                    "var kept = 1.0;
if (training) {{
    let bits = draw_bits(draw, {key}u, first + e / {width}u, e % {width}u);
    kept = select(0.0, {}, bits >> 8u >= u32({}));
}}
{} = kept;
{} = {} * kept;",
                    knob(1),
                    knob(0),
                    row(mask, "e"),
                    row(output, "e"),
                    row(input, "e"),
                );
                let touches = vec![own(reads(input)), own(writes(mask)), own(writes(output))];
                vec![self.elementwise(output, body, touches)]
            }
            Op::GaussianNoise { input, output, key, .. } => {
                let width = self.width(input);
                let body = format!(
                    "var noise = 0.0;
if (training) {{
    noise = {} * normal_deviate(draw_bits(draw, {key}u, first + e / {width}u, e % {width}u));
}}
{} = {} + noise;",
                    knob(0),
                    row(output, "e"),
                    row(input, "e"),
                );
                vec![self.elementwise(output, body, vec![own(reads(input)), own(writes(output))])]
            }
            Op::BatchNormalization { .. } => self.batch_normalization(k, op),
            Op::BatchNormalizationGradient { .. } => self.batch_normalization_gradient(op),
            Op::LayerNormalization { .. } => self.layer_normalization(k, op),
            Op::LayerNormalizationGradient { .. } => self.layer_normalization_gradient(op),
            Op::Add { a, b, output } => {
                let body = format!("{} = {} + {};", row(output, "e"), row(a, "e"), row(b, "e"));
                let touches = vec![own(reads(a)), own(reads(b)), own(writes(output))];
                vec![self.elementwise(output, body, touches)]
            }
            Op::LossGradient { loss, from_logits, output, target, d_output } => {
                vec![self.loss_gradient(k, &loss, from_logits, [output, target, d_output])]
            }
            Op::ActivateGradient { activation, input, output, d } => {
                let name = activation_name(&activation, true);
                let (x, y) = (row(input, "e"), row(output, "e"));
                let body = format!("{} *= {name}({x}, {y}, {k}u);", row(d, "e"));
                let touches = vec![own(reads(input)), own(reads(output)), own(writes(d))];
                vec![self.elementwise(d, body, touches)]
            }
            Op::SoftmaxGradient { output, d } => {
                let width = self.width(output);
                let (y, d_u) = (row(output, "u"), row(d, "u"));
                let body = format!(
                    "var along = 0.0;
for (var u = e * {width}u; u < (e + 1u) * {width}u; u++) {{ along += {d_u} * {y}; }}
for (var u = e * {width}u; u < (e + 1u) * {width}u; u++) {{ {d_u} = {y} * ({d_u} - along); }}"
                );
                vec![Self::rowwise(body, vec![reads(output), writes(d)])]
            }
            Op::DropoutGradient { mask, d } => {
                let body = format!("{} *= {};", row(d, "e"), row(mask, "e"));
                vec![self.elementwise(d, body, vec![own(reads(mask)), own(writes(d))])]
            }
            Op::DenseGradient { input, d, d_kernel, d_bias } => {
                self.dense_gradient(input, d, d_kernel, d_bias)
            }
            Op::InputGradient { kernel, d, d_input } => {
                vec![self.input_gradient(kernel, d, d_input)]
            }
            Op::Copy { from, to } => {
                let body = format!("{} = {};", row(to, "e"), row(from, "e"));
                vec![self.elementwise(to, body, vec![own(reads(from)), own(writes(to))])]
            }
            Op::Accumulate { from, to } => {
                let body = format!("{} += {};", row(to, "e"), row(from, "e"));
                vec![self.elementwise(to, body, vec![own(reads(from)), own(writes(to))])]
            }
        }
    }

    fn dense(&self, input: Slot, kernel: Slot, bias: Slot, sum: Slot) -> Pass {
        let (inputs, units) = (self.width(input), self.width(sum));
        let body = format!(
            "let u = e % {units}u;
let start = e / {units}u * {inputs}u;
var sum = {};
for (var i = 0u; i < {inputs}u; i++) {{ sum += {} * {}; }}
{} = sum;",
            self.at(bias, "u"),
            self.at(kernel, &format!("u * {inputs}u + i")),
            self.row(input, "start + i"),
            self.row(sum, "e"),
        );
        let touches = vec![reads(input), reads(kernel), reads(bias), own(writes(sum))];
        let product = Product {
            sizes: ["rows".to_owned(), format!("{units}u"), format!("{inputs}u")],
            a: self.row(input, &format!("i * {inputs}u + k")),
            b: self.at(kernel, &format!("j * {inputs}u + k")),
            out: format!(
                "{} = {} + sum;",
                self.row(sum, &format!("i * {units}u + j")),
                self.at(bias, "j")
            ),
        };
        let product = pays(inputs, units).then_some(product);
        Pass { product, ..self.elementwise(sum, body, touches) }
    }

    fn dense_gradient(&self, input: Slot, d: Slot, d_kernel: Slot, d_bias: Slot) -> Vec<Pass> {
        let (inputs, units) = (self.width(input), self.width(d));
        let each = |index: &str| self.row(d, &format!("r * {units}u + {index}"));
        let bias = format!(
            "var sum = 0.0;
for (var r = 0u; r < rows; r++) {{ sum += {}; }}
{} += sum;",
            each("e"),
            self.at(d_bias, "e"),
        );
        let bias = Pass {
            domain: Domain::Fixed(units),
            body: bias,
            touches: vec![reads(d), own(writes(d_bias))],
            product: None,
        };
        let sum = format!(
            "var sum = 0.0;
let u = e / {}u;
let i = e % {}u;
for (var r = 0u; r < rows; r++) {{ sum += {} * {}; }}
{} += sum;",
            inputs.max(1),
            inputs.max(1),
            each("u"),
            self.row(input, &format!("r * {inputs}u + i")),
            self.at(d_kernel, "e"),
        );
        let product = Product {
            sizes: [format!("{units}u"), format!("{inputs}u"), "rows".to_owned()],
            a: self.row(d, &format!("k * {units}u + i")),
            b: self.row(input, &format!("k * {inputs}u + j")),
            out: format!("{} += sum;", self.at(d_kernel, &format!("i * {inputs}u + j"))),
        };
        let kernel = Pass {
            domain: Domain::Fixed(units * inputs),
            body: sum,
            touches: vec![reads(d), reads(input), own(writes(d_kernel))],
            product: Some(product),
        };
        vec![bias, kernel]
    }

    fn input_gradient(&self, kernel: Slot, d: Slot, d_input: Slot) -> Pass {
        let (inputs, units) = (self.width(d_input), self.width(d));
        let body = format!(
            "let i = e % {}u;
let start = e / {}u * {units}u;
var sum = 0.0;
for (var u = 0u; u < {units}u; u++) {{ sum += {} * {}; }}
{} = sum;",
            inputs.max(1),
            inputs.max(1),
            self.at(kernel, &format!("u * {inputs}u + i")),
            self.row(d, "start + u"),
            self.row(d_input, "e"),
        );
        let product = Product {
            sizes: ["rows".to_owned(), format!("{inputs}u"), format!("{units}u")],
            a: self.row(d, &format!("i * {units}u + k")),
            b: self.at(kernel, &format!("k * {inputs}u + j")),
            out: format!("{} = sum;", self.row(d_input, &format!("i * {inputs}u + j"))),
        };
        let touches = vec![reads(kernel), reads(d), own(writes(d_input))];
        let product = pays(inputs, units).then_some(product);
        Pass { product, ..self.elementwise(d_input, body, touches) }
    }

    fn softmax(&self, input: Slot, output: Slot) -> Pass {
        let width = self.width(output);
        let (z, y) = (self.row(input, "u"), self.row(output, "u"));
        let body = format!(
            "let start = e * {width}u;
let end = start + {width}u;
var largest = {};
for (var u = start; u < end; u++) {{ largest = max(largest, {z}); }}
var total = 0.0;
for (var u = start; u < end; u++) {{ {y} = word_exp({z} - largest); total += {y}; }}
for (var u = start; u < end; u++) {{ {y} /= total; }}",
            self.row(input, "start"),
        );
        Self::rowwise(body, vec![reads(input), writes(output)])
    }
}

/// The functions that the ops of a plan call.
pub fn functions(plan: &Plan) -> String {
    let mut functions = std::collections::BTreeMap::new();
    for op in plan.forward.iter().chain(&plan.backward) {
        match op {
            Op::Activate { activation, .. } | Op::ActivateGradient { activation, .. } => {
                if let ActivationForm::Elementwise(f, df) = activation.kind().spec().form {
                    let both = [(false, &["x"][..], f.trace), (true, &["x", "y"], df.trace)];
                    for (slope, arguments, trace) in both {
                        let name = activation_name(activation, slope);
                        let function = super::words::function(&name, arguments, &trace());
                        functions.insert(name, function);
                    }
                }
            }
            Op::LossGradient { loss, from_logits, .. } => {
                let mut insert = |name: &str, formula: Pairwise| {
                    let function = super::words::function(name, &["t", "y"], &(formula.trace)());
                    functions.insert(name.to_owned(), function);
                };
                if let LossForm::Mean(value, _) = loss.kind().spec().form {
                    insert("loss_value", value);
                }
                if let Some(slope) = loss.kind().spec().form.slope(*from_logits) {
                    insert("loss_slope", slope);
                }
            }
            _ => {}
        }
    }
    let smoothed = "fn smoothed(t: f32, even: f32, k: u32) -> f32 {
    return t * (1.0 - constants[k]) + even * constants[k];
}
";
    functions.into_values().chain([smoothed.to_owned()]).collect()
}
