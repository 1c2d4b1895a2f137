//! The network as equations: a page of HTML whose mathematics is MathML, well-formed XML too.
//!
//! Written are the inputs, from their traces; the plan's ops in evaluation mode, an equation each, with
//! their numbers while these are no more than 12 × 12; the activations that are used, from their traces;
//! and what the outputs say. Numbers are rounded, so no file answers by them. Nothing is refused.

mod mathml;
mod words;

use mathml::{
    bracketed, called, display, element, equal, escape, formula, matrix, name, number, numbered,
    over, power, root, row, sign, sub,
};
use words::Words;

use super::format::{File, Wishes};
use super::forward::{self, Call, Forward, Op};
use super::trained::Trained;
use crate::engine::activation::Activation;
use crate::engine::inputs::Derivation;
use crate::engine::kind::{Kind as _, Tuned};
use crate::engine::plan::Slot;
use crate::engine::table::{Goal, Meaning};

/// Matrices with more rows or columns than that are only named.
const LARGEST: usize = 12;

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}math[display=block]{margin:.75rem 0;overflow-x:auto}";

/// `equations.html`, in the language that is wished for.
pub fn write(trained: &Trained, wishes: &Wishes) -> File {
    let words = words::words(wishes.language);
    let mut page = Page { trained, words, forward: Forward::of(trained), used: Vec::new() };
    let layers = page.layers();
    let parts = [
        &element("h1", words.title),
        &element("p", words.rounded),
        &page.columns(),
        &page.inputs(),
        &layers,
        &page.functions(),
        &page.outputs(),
    ];
    let head = [
        "<meta charset=\"utf-8\"/>",
        "<meta name=\"viewport\" content=\"width=device-width\"/>",
        &element("title", words.title),
        &element("style", STYLE),
    ];
    let head = element("head", &head.concat());
    let body = element("body", &parts.map(String::as_str).join("\n"));
    let language = wishes.language.into();
    let html = ["<!DOCTYPE html>\n<html lang=\"", language, "\">", &head, &body, "</html>\n"];
    File::new("equations.html", "text/html", html.concat())
}

/// A page under way.
struct Page<'a> {
    trained: &'a Trained,
    words: &'static Words,
    forward: Forward,
    // The activations that are used, each once.
    used: Vec<Tuned<Activation>>,
}

fn list(items: impl Iterator<Item = String>) -> String {
    element("ul", &items.map(|item| element("li", &item)).collect::<String>())
}

/// Mathematics within a text.
fn inline(content: &str) -> String {
    element("math", content)
}

impl Page<'_> {
    /// What the columns of a row are called here.
    fn columns(&self) -> String {
        let item = |(at, column): (usize, &crate::engine::table::Column)| {
            let mut text = [&*inline(&numbered("c", at + 1)), ": ", &escape(&column.name)].concat();
            if let Meaning::Category(names) = &column.meaning {
                let named = names.iter().enumerate();
                let named: Vec<_> =
                    named.map(|(at, name)| format!("{at} = {}", escape(name))).collect();
                text += &[" (", &named.join(", "), ")"].concat();
            }
            text
        };
        let columns = self.trained.data.train.columns().iter().enumerate();
        [element("h2", self.words.columns), list(columns.map(item))].concat()
    }

    /// What the network sees.
    fn inputs(&self) -> String {
        let inputs = &self.trained.inputs;
        let column = |at: usize| numbered("c", at + 1);
        let traced = formula(&inputs.trace(), self.words.otherwise, column);
        let (mut equations, mut formulas) = (String::new(), false);
        for (at, (of, traced)) in inputs.derivations().into_iter().zip(traced).enumerate() {
            let value = match of {
                Derivation::Number { .. }
                | Derivation::Category { .. }
                | Derivation::Feature(_) => traced,
                Derivation::Formula { at, scale } => {
                    formulas = true;
                    let value = formula(&inputs.formula(at), self.words.otherwise, column).concat();
                    match (scale.shift(), scale.width()) {
                        (_, 0.0) => number(0.0),
                        (0.0, 1.0) => value,
                        (shift, width) => {
                            let moved = row(&[&value, &sign("−"), &bracketed(&number(shift))]);
                            over(&moved, &number(width))
                        }
                    }
                }
            };
            equations += &display(&equal(&numbered("x", at + 1), &value));
        }
        let undefined = if formulas { element("p", self.words.undefined) } else { String::new() };
        [element("h2", self.words.inputs), equations, undefined].concat()
    }

    /// The place of the layer that a buffer belongs to, from 1.
    fn layer(&self, slot: Slot) -> usize {
        let of = self.trained.plan.name(slot).rsplit_once('/').map_or("", |(layer, _)| layer);
        self.trained.names.iter().position(|name| name == of).map_or(0, |at| at + 1)
    }

    /// What a buffer's values are called.
    fn values(&self, slot: Slot) -> String {
        let plan = &self.trained.plan;
        match plan.name(slot) {
            _ if slot == plan.input => name("𝐱"),
            _ if slot == self.forward.output => name("𝐲"),
            called if called.ends_with("/sum") => numbered("𝐳", self.layer(slot)),
            _ => numbered("𝐡", self.layer(slot)),
        }
    }

    /// All layers that change something, an equation an op.
    fn layers(&mut self) -> String {
        let (mut text, mut before) = (String::new(), 0);
        for call in self.forward.calls.clone() {
            let layer = self.layer(call.output);
            if layer != before {
                let called =
                    self.trained.names.get(layer.wrapping_sub(1)).map_or("", String::as_str);
                text += &element("h2", &format!("{layer}. {called}"));
                before = layer;
            }
            text += &self.op(call, layer);
        }
        text
    }

    /// The numbers of a parameter, while there are few.
    fn numbers(&self, symbol: &str, slot: Slot, columns: usize) -> String {
        let values = self.trained.values(slot);
        let rows = values.len() / columns.max(1);
        let right = if rows.max(columns) <= LARGEST {
            matrix(values, columns)
        } else {
            let axis = |length: usize| element("mn", &length.to_string());
            let axes = row(&[&axis(rows), &sign("×"), &axis(columns)]);
            return display(&row(&[symbol, &sign("∈"), &power(&name("ℝ"), &axes)]));
        };
        display(&equal(symbol, &right))
    }

    /// The equation of an op, and its numbers.
    fn op(&mut self, Call { op, input, output }: Call, layer: usize) -> String {
        let (values, left) = (self.values(input), self.values(output));
        let own = |symbol: &str| numbered(symbol, layer);
        let product = |gain: &str, normal: &str| row(&[gain, &sign("⊙"), normal]);
        let plus = |left: &str, right: &str| row(&[left, &sign("+"), right]);
        let minus = |left: &str, right: &str| row(&[left, &sign("−"), right]);
        match op {
            Op::Dense { kernel, bias } => {
                let (w, b) = (own("𝐖"), own("𝐛"));
                let used = self.trained.values(bias).iter().any(|&value| value != 0.0);
                let width = self.trained.plan.width(input);
                let weighted = row(&[&w, &values]);
                let right = match (width, used) {
                    (0, _) => b.clone(),
                    (_, true) => plus(&weighted, &b),
                    (_, false) => weighted,
                };
                let mut text = display(&equal(&left, &right));
                if width > 0 {
                    text += &self.numbers(&w, kernel, width);
                }
                if used || width == 0 {
                    text += &self.numbers(&b, bias, 1);
                }
                text
            }
            Op::Activate(activation) => {
                display(&equal(&left, &called(&self.function(activation), &values)))
            }
            Op::Softmax => {
                let indexed = |values: &str, index: &str| sub(&bracketed(values), &name(index));
                let e = |index| power(&name("e"), &indexed(&values, index));
                let sum = row(&[&element("munder", &[sign("∑"), name("j")].concat()), &e("j")]);
                display(&equal(&indexed(&left, "i"), &over(&e("i"), &sum)))
            }
            Op::BatchNormalization { mean, variance, gamma, beta, epsilon } => {
                let [g, b, m, v] = [own("𝛄"), own("𝛃"), own("𝛍"), own("𝐯")];
                let deviation = root(&plus(&v, &number(epsilon)));
                let normal = over(&minus(&values, &m), &deviation);
                let text = display(&equal(&left, &plus(&product(&g, &normal), &b)));
                let numbers = [(g, gamma), (b, beta), (m, mean), (v, variance)];
                numbers
                    .iter()
                    .fold(text, |text, (symbol, slot)| text + &self.numbers(symbol, *slot, 1))
            }
            Op::LayerNormalization { gamma, beta, epsilon } => {
                let (g, b, m) = (own("𝛄"), own("𝛃"), own("m"));
                let count = element("mn", &self.trained.plan.width(input).to_string());
                let each = sub(&bracketed(&values), &name("i"));
                let mean = |of: &str| {
                    let all = element("munder", &[sign("∑"), name("i")].concat());
                    row(&[&over(&element("mn", "1"), &count), &all, of])
                };
                let two = element("mn", "2");
                let (shifted, square) = match beta {
                    Some(_) => (minus(&values, &m), power(&bracketed(&minus(&each, &m)), &two)),
                    None => (values, power(&each, &two)),
                };
                let deviation = root(&plus(&mean(&square), &number(epsilon)));
                let normal = product(&g, &over(&shifted, &deviation));
                match beta {
                    Some(beta) => [
                        display(&equal(&left, &plus(&normal, &b))),
                        display(&equal(&m, &mean(&each))),
                        self.numbers(&g, gamma, 1),
                        self.numbers(&b, beta, 1),
                    ]
                    .concat(),
                    None => [display(&equal(&left, &normal)), self.numbers(&g, gamma, 1)].concat(),
                }
            }
            Op::Add(beside) => display(&equal(&left, &plus(&values, &self.values(beside)))),
        }
    }

    /// What an activation is called; with an index where several of its kind are used.
    fn function(&mut self, activation: Tuned<Activation>) -> String {
        if !self.used.contains(&activation) {
            self.used.push(activation);
        }
        let kind = activation.kind();
        let alike = self.used.iter().filter(|used| used.kind() == kind);
        let at = alike.take_while(|used| **used != activation).count();
        let label = kind.about().label;
        if at == 0 { name(label) } else { numbered(label, at + 1) }
    }

    /// The activations that are used.
    fn functions(&mut self) -> String {
        let mut text = String::new();
        for activation in self.used.clone() {
            let argument = |at| forward::knob(&activation, at).map_or_else(|| name("x"), number);
            let trace = forward::formula(activation).unwrap_or_default();
            let value = formula(&trace, self.words.otherwise, argument).concat();
            let left = called(&self.function(activation), &name("x"));
            // What mathematics has a name for needs no more.
            if left != value {
                text += &display(&equal(&left, &value));
            }
        }
        if text.is_empty() {
            return text;
        }
        let Words { functions, elementwise, .. } = self.words;
        [element("h2", functions), element("p", elementwise), text].concat()
    }

    /// What the outputs say.
    fn outputs(&self) -> String {
        let Trained { data, target, targets, .. } = self.trained;
        let Words { outputs, class, largest, .. } = self.words;
        let output = |at: usize| inline(&numbered("y", at + 1));
        let listed = |names: &[String], what: &str| {
            let item =
                |(at, name): (usize, &String)| [&*output(at), ": ", what, &escape(name)].concat();
            list(names.iter().enumerate().map(item))
        };
        let text = match data.train.goal() {
            Goal::Numbers(names) if targets.scales().is_empty() => listed(names, ""),
            Goal::Numbers(names) => {
                let named = names.iter().zip(targets.scales()).enumerate();
                list(named.map(|(at, (name, scale))| {
                    let scaled = row(&[&number(scale.width()), &numbered("y", at + 1)]);
                    let shift = bracketed(&number(scale.shift()));
                    let value = inline(&row(&[&scaled, &sign("+"), &shift]));
                    [&*escape(name), " = ", &value].concat()
                }))
            }
            Goal::Classes(names) if target.one_each() => {
                listed(names, &[class, " "].concat()) + &element("p", largest)
            }
            Goal::Classes(names) => {
                let name = |at: usize| escape(names.get(at).map_or("", String::as_str));
                let when = |order: &str| {
                    let limit = number(target.threshold());
                    inline(&row(&[&numbered("y", 1), &sign(order), &limit]))
                };
                let ends = [("≥", 1), ("&lt;", 0)];
                let ends =
                    ends.map(|(order, at)| [&*when(order), ": ", class, " ", &name(at)].concat());
                list(ends.into_iter())
            }
        };
        [element("h2", outputs), text].concat()
    }
}
