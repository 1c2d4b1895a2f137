//! A formula in a language: what `formula::trace` wrote down, as locals and expressions.

use super::dialect::{Dialect, fill};
use crate::engine::formula::number::{One, Two};
use crate::engine::formula::trace::{Step, Trace};

/// How strongly an expression holds together, from the weakest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Choice,
    Comparison,
    Sum,
    Product,
    Sign,
    Whole,
}

/// A function of two that is written with an operator: that, what stands left and right of it, and the whole.
fn operator(of: Two) -> Option<(&'static str, [Level; 3])> {
    let sum = [Level::Sum, Level::Product, Level::Sum];
    let product = [Level::Product, Level::Sign, Level::Product];
    let comparison = [Level::Sum, Level::Sum, Level::Comparison];
    match of {
        Two::Add => Some(("+", sum)),
        Two::Sub => Some(("-", sum)),
        Two::Mul => Some(("*", product)),
        Two::Div => Some(("/", product)),
        Two::Above => Some((">", comparison)),
        Two::NotBelow => Some((">=", comparison)),
        Two::Equals => Some(("==", comparison)),
        Two::Differs => Some(("!=", comparison)),
        Two::Min | Two::Max | Two::Pow => None,
    }
}

/// A part of an expression.
struct Part {
    text: String,
    level: Level,
}

impl Part {
    /// Its text where it must hold together so strongly.
    fn within(&self, level: Level) -> String {
        if self.level < level { format!("({})", self.text) } else { self.text.clone() }
    }
}

/// A number in a language: the fewest digits that are read as the same one.
pub fn literal(dialect: &Dialect, number: f64) -> String {
    let [infinity, nan] = dialect.special;
    match number {
        _ if number.is_nan() => nan.to_owned(),
        f64::INFINITY => infinity.to_owned(),
        f64::NEG_INFINITY => format!("-{infinity}"),
        number => format!("{number:?}"),
    }
}

/// The word that a formula is, of its first argument.
pub fn word(trace: &Trace) -> Option<One> {
    match (trace.results.first().and_then(|&at| trace.steps.get(at))?, &trace.results[..]) {
        (&Step::One(of, x), [_]) if of != One::Negate => {
            (trace.steps.get(x) == Some(&Step::Argument(0))).then_some(of)
        }
        _ => None,
    }
}

/// The lines that name what is read more than once, and an expression for each result. `argument` writes
/// the arguments, and `calls` is told the names of all functions.
pub fn expressions(
    dialect: &Dialect,
    trace: &Trace,
    argument: impl Fn(usize) -> String,
    calls: &mut Vec<&'static str>,
) -> (String, Vec<String>) {
    let (mut lines, mut named) = (String::new(), 0);
    let mut made: Vec<Part> = Vec::with_capacity(trace.steps.len());
    for (at, (step, reads)) in trace.steps.iter().zip(trace.reads()).enumerate() {
        let mut part = if reads > 0 {
            write(dialect, trace, step, (&made, &argument), calls)
        } else {
            Part { text: String::new(), level: Level::Whole }
        };
        // A choice within an expression would be hard to read.
        let inner = matches!(step, Step::Select(_)) && reads > 0 && !trace.results.contains(&at);
        if inner || reads > 1 && !step.parts().is_empty() {
            named += 1;
            let name = format!("s{named}");
            lines.push_str(&fill(dialect.local, &[("name", &name), ("value", &part.text)]));
            part = Part { text: name, level: Level::Whole };
        }
        made.push(part);
    }
    (lines, trace.results.iter().map(|&at| made[at].text.clone()).collect())
}

/// A step of those that are made.
fn write(
    dialect: &Dialect,
    trace: &Trace,
    step: &Step,
    (made, argument): (&[Part], &impl Fn(usize) -> String),
    calls: &mut Vec<&'static str>,
) -> Part {
    let whole = |text| Part { text, level: Level::Whole };
    let mut call = |name: &'static str, arguments: &[usize]| {
        calls.push(name);
        let texts: Vec<&str> = arguments.iter().map(|&at| made[at].text.as_str()).collect();
        whole(format!("{name}({})", texts.join(", ")))
    };
    match *step {
        Step::Argument(at) => {
            let text = argument(at);
            let level = if text.starts_with('-') { Level::Sign } else { Level::Whole };
            Part { text, level }
        }
        Step::Literal(number) => {
            let level = if number.is_sign_negative() { Level::Sign } else { Level::Whole };
            Part { text: literal(dialect, number), level }
        }
        Step::One(One::Negate, x) => {
            Part { text: format!("-{}", made[x].within(Level::Whole)), level: Level::Sign }
        }
        Step::One(of, x) => call((dialect.one)(of), &[x]),
        Step::Two(of, [a, b]) => {
            let divisor = |at: usize| matches!(trace.steps[at], Step::Literal(by) if by != 0.0);
            let [least, greatest, power] = dialect.two;
            match (of, operator(of)) {
                (Two::Div, _) if dialect.guards_division && !divisor(b) => call("div", &[a, b]),
                (_, Some((sign, [left, right, level]))) => {
                    let text = format!("{} {sign} {}", made[a].within(left), made[b].within(right));
                    Part { text, level }
                }
                (Two::Min, None) => call(least, &[a, b]),
                (Two::Max, None) => call(greatest, &[a, b]),
                (_, None) => call(power, &[a, b]),
            }
        }
        Step::Select([no, yes, when]) => {
            let [no, yes, when] = [no, yes, when].map(|at| made[at].within(Level::Comparison));
            let parts = [("no", no.as_str()), ("yes", yes.as_str()), ("when", when.as_str())];
            Part { text: fill(dialect.select, &parts), level: Level::Choice }
        }
    }
}
