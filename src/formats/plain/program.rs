//! A network's program: its numbers, the functions that it needs, and `predict`, which is the plan's ops
//! in evaluation mode.

use super::dialect::{Dialect, Helper, fill};
use super::expression::{expressions, literal, word};
use super::header::{comment, header};
use crate::engine::activation::Activation;
use crate::engine::formula::trace::Trace;
use crate::engine::inputs::{Input, Name};
use crate::engine::kind::Tuned;
use crate::engine::plan::Slot;
use crate::formats::code::quoted;
use crate::formats::forward::{Call, Forward, Op, formula, knob};
use crate::formats::trained::Trained;

/// What is returned.
const OUTPUT: &str = "output";

/// Characters of a line of numbers at most.
const LINE: usize = 96;

/// A program under way.
struct Program<'a> {
    trained: &'a Trained,
    dialect: &'a Dialect,
    // What the network sees of a row; `None` where that is the row itself.
    inputs: Option<Trace>,
    forward: &'a Forward,
    // The functions that are called.
    calls: Vec<&'static str>,
    // Activations that are no function that a language has, and what they are called here.
    activations: Vec<(Tuned<Activation>, String)>,
    // The arrays, the functions of the program's own, and the lines of `predict`.
    numbers: String,
    functions: Vec<String>,
    body: String,
}

/// What a function is handed.
enum Given {
    /// An array of this name.
    Array(String),
    /// A literal, or a function.
    Word(String),
}

/// A network's program in a language.
pub fn write(trained: &Trained, dialect: &Dialect) -> String {
    let trace = trained.inputs.trace();
    let columns = trained.data.train.columns().len();
    let is_row = trace.is_identity(columns);
    let forward = &Forward::of(trained);
    let mut program = Program {
        trained,
        dialect,
        inputs: (!is_row).then_some(trace),
        forward,
        calls: Vec::new(),
        activations: Vec::new(),
        numbers: String::new(),
        functions: Vec::new(),
        body: String::new(),
    };
    program.inputs();
    forward.calls.iter().for_each(|&call| program.op(call));
    program.targets();
    program.predict()
}

/// The helpers that are called, and those that they need.
fn helpers(helpers: &[Helper], calls: &[&'static str]) -> Vec<String> {
    let mut needed = calls.to_vec();
    let mut texts = Vec::new();
    for helper in helpers.iter().rev() {
        if needed.contains(&helper.name) {
            needed.extend(helper.needs);
            texts.push(helper.text.to_owned());
        }
    }
    texts.reverse();
    texts
}

impl Program<'_> {
    /// The function from a row to what the network sees, and its call.
    fn inputs(&mut self) {
        let Some(trace) = &self.inputs else { return };
        let Trained { config, data, plan, .. } = self.trained;
        let argument = |at| format!("row[{at}]");
        let (body, mut values) = expressions(self.dialect, trace, argument, &mut self.calls);
        let names = Name::of_numbers(data.train.columns(), &config.formulas);
        let seen = Input::offered(config).into_iter().filter(|(_, on)| *on);
        let mut named: Vec<_> = seen.map(|(input, _)| input.name(&names).to_string()).collect();
        if values.is_empty() {
            // No language has arrays of nothing for all that follows.
            values.push(literal(self.dialect, 0.0));
            named.push(String::new());
        }
        let item = |(at, (value, name)): (usize, (&String, &String))| {
            let (at, named) = (at.to_string(), comment(self.dialect, &quoted(name)));
            let parts = [("at", at.as_str()), ("value", value), ("named", &named)];
            fill(self.dialect.item, &parts)
        };
        let items: String = values.iter().zip(&named).enumerate().map(item).collect();
        let (columns, width) = (data.train.columns().len().to_string(), values.len().to_string());
        let parts = [("columns", &*columns), ("width", &width), ("body", &body), ("items", &items)];
        self.functions.push(fill(self.dialect.inputs, &parts));
        self.call("inputs", &[], &[Given::Array("row".to_owned())], plan.input);
    }

    /// Writes an op's numbers and its call.
    fn op(&mut self, Call { op, input, output }: Call) {
        let width = |slot: Slot| self.trained.plan.width(slot).max(1);
        let (mut sizes, from) = (vec![width(input)], self.values(input));
        let epsilon = |epsilon| Given::Word(literal(self.dialect, epsilon));
        let (function, given) = match op {
            Op::Dense { kernel, bias } => {
                sizes.push(width(output));
                let kernel = self.matrix(kernel, [width(input), width(output)]);
                ("dense", vec![kernel, self.vector(bias), from])
            }
            Op::Activate(own) => ("apply", vec![Given::Word(self.activation(own)), from]),
            Op::Softmax => ("softmax", vec![from]),
            Op::BatchNormalization { mean, variance, gamma, beta, epsilon: own } => {
                let numbers = [mean, variance, gamma, beta].map(|slot| self.vector(slot));
                let given = numbers.into_iter().chain([epsilon(own), from]).collect();
                ("batch_normalization", given)
            }
            Op::LayerNormalization { gamma, beta, epsilon: own } => {
                let numbers = [Some(gamma), beta].into_iter().flatten();
                let numbers = numbers.map(|slot| self.vector(slot));
                let given = numbers.chain([epsilon(own), from]).collect();
                let function =
                    if beta.is_some() { "layer_normalization" } else { "rms_normalization" };
                (function, given)
            }
            Op::Add(beside) => ("add", vec![from, self.values(beside)]),
        };
        self.call(function, &sizes, &given, output);
    }

    /// What a buffer's values are called: as their layer, where they are what it hands on.
    fn name(&self, slot: Slot) -> String {
        let plan = &self.trained.plan;
        match plan.name(slot) {
            _ if slot == self.forward.output => self.answer().to_owned(),
            _ if slot == plan.input && self.inputs.is_none() => "row".to_owned(),
            name => name.strip_suffix("/output").unwrap_or(name).replace('/', "_"),
        }
    }

    fn values(&self, slot: Slot) -> Given {
        Given::Array(self.name(slot))
    }

    /// What the network's answers are called: what is returned, or what that is made of.
    fn answer(&self) -> &'static str {
        if self.trained.targets.scales().is_empty() { OUTPUT } else { "answer" }
    }

    /// Writes what makes numbers as the table has them of the answers, where those are others.
    fn targets(&mut self) {
        let Some([width, shift]) = self.trained.targets.rescaling() else { return };
        let given = [
            self.array("TARGET_WIDTH".to_owned(), &width),
            self.array("TARGET_SHIFT".to_owned(), &shift),
            Given::Array(self.answer().to_owned()),
        ];
        self.call_as("rescale", &[width.len()], &given, (OUTPUT, width.len()));
    }

    /// Writes a call whose values a buffer has.
    fn call(&mut self, function: &'static str, sizes: &[usize], given: &[Given], to: Slot) {
        let (name, width) = (self.name(to), self.trained.plan.width(to).max(1));
        self.call_as(function, sizes, given, (&name, width));
    }

    /// Writes a call whose values, so many, are called so.
    fn call_as(
        &mut self,
        function: &'static str,
        sizes: &[usize],
        given: &[Given],
        (name, width): (&str, usize),
    ) {
        let given = given.iter().map(|given| match given {
            Given::Array(name) => [self.dialect.reference, name].concat(),
            Given::Word(text) => text.clone(),
        });
        let arguments = given.collect::<Vec<_>>().join(", ");
        let sizes: String = sizes.iter().map(|size| format!("{size}, ")).collect();
        let width = width.to_string();
        let parts = [
            ("name", name),
            ("width", &width),
            ("function", function),
            ("sizes", &sizes),
            ("arguments", &arguments),
        ];
        // Where nothing is returned, the caller has made room for what comes out in the end.
        if name != OUTPUT {
            self.body += &fill(self.dialect.room, &parts);
        }
        self.body += &fill(self.dialect.call, &parts);
        self.calls.push(function);
    }

    /// The function that an activation is.
    fn activation(&mut self, activation: Tuned<Activation>) -> String {
        if let Some((_, name)) = self.activations.iter().find(|(known, _)| *known == activation) {
            return name.clone();
        }
        let trace = formula(activation).unwrap_or_default();
        if let Some(of) = word(&trace) {
            let name = (self.dialect.one)(of);
            self.calls.push(name);
            return name.to_owned();
        }
        let kind = activation.kind();
        let alike = self.activations.iter().filter(|(known, _)| known.kind() == kind).count();
        let plain: &str = kind.into();
        let name = if alike == 0 { plain.to_owned() } else { format!("{plain}_{}", alike + 1) };
        let dialect = self.dialect;
        let argument = |at| {
            knob(&activation, at).map_or_else(|| "x".to_owned(), |knob| literal(dialect, knob))
        };
        let (body, values) = expressions(dialect, &trace, argument, &mut self.calls);
        let parts = [("name", name.as_str()), ("body", &body), ("value", &values.concat())];
        self.functions.push(fill(dialect.function, &parts));
        self.activations.push((activation, name.clone()));
        name
    }

    /// Writes a parameter as an array.
    fn vector(&mut self, slot: Slot) -> Given {
        let trained = self.trained;
        self.array(
            trained.plan.name(slot).replace('/', "_").to_ascii_uppercase(),
            trained.values(slot),
        )
    }

    /// Writes an array of this name.
    fn array(&mut self, name: String, values: &[f64]) -> Given {
        let length = values.len().to_string();
        let values = self.lines(values, "    ");
        let parts = [("name", name.as_str()), ("length", &length), ("values", &values)];
        self.numbers += &fill(self.dialect.vector, &parts);
        Given::Array(name)
    }

    /// Writes a kernel as an array of a row for each unit.
    fn matrix(&mut self, slot: Slot, [inputs, units]: [usize; 2]) -> Given {
        let name = self.trained.plan.name(slot).replace('/', "_").to_ascii_uppercase();
        let none = vec![0.0; inputs];
        let (mut rows, [open, close]) = (String::new(), self.dialect.row);
        let mut kernel = self.trained.values(slot).chunks_exact(inputs);
        for _ in 0..units {
            let row = kernel.next().unwrap_or(&none);
            let one = self.lines(row, "    ");
            rows += &match (one.strip_suffix(",\n"), open) {
                (_, "") => one,
                (Some(one), _) if one.bytes().all(|byte| byte != b'\n') => {
                    ["    ", open, one.trim_start(), close, ",\n"].concat()
                }
                _ => ["    ", open, "\n", &self.lines(row, "        "), "    ", close, ",\n"]
                    .concat(),
            };
        }
        let (columns, units) = (inputs.to_string(), units.to_string());
        let parts =
            [("name", name.as_str()), ("rows", &units), ("columns", &columns), ("values", &rows)];
        self.numbers += &fill(self.dialect.matrix, &parts);
        Given::Array(name)
    }

    /// Numbers with commas behind them, in lines that begin so.
    fn lines(&self, numbers: &[f64], indent: &str) -> String {
        let (mut text, mut length) = (String::new(), LINE);
        for &number in numbers {
            let number = literal(self.dialect, number);
            length += number.len() + 2;
            if length > LINE {
                text.push_str(if text.is_empty() { "" } else { "\n" });
                text.push_str(indent);
                length = indent.len() + number.len() + 1;
            } else {
                text.push(' ');
            }
            text.push_str(&number);
            text.push(',');
        }
        text.push('\n');
        text
    }

    /// The whole program.
    fn predict(mut self) -> String {
        let Trained { data, target, .. } = self.trained;
        let (columns, outputs) =
            (data.train.columns().len().to_string(), target.outputs.to_string());
        let parts = [("columns", &*columns), ("outputs", &outputs), ("body", &self.body)];
        self.functions.push(fill(self.dialect.predict, &parts));
        let mut functions = helpers(self.dialect.helpers, &self.calls);
        functions.append(&mut self.functions);
        let Dialect { gap, preamble, .. } = self.dialect;
        let functions = functions.join(gap);
        // The numbers end with a line of their own.
        let gap = gap.get(1..).unwrap_or_default();
        let header = header(self.trained, self.dialect);
        [header.as_str(), preamble, "\n", &self.numbers, gap, &functions, "\n"].concat()
    }
}
