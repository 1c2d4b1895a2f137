//! Formulas in WGSL: what `formula::trace` wrote down, as expressions.

use std::fmt::Write as _;

use crate::engine::formula::number::{One, Two};
use crate::engine::formula::trace::{Step, Trace};

/// The words' definitions.
pub const WORDS: &str = include_str!("words.wgsl");

/// A function's call; words with `word_` are functions of ours, the others WGSL's own.
fn one(of: One, x: &str) -> String {
    let name = match of {
        One::Negate => return format!("(-{x})"),
        One::Abs => "abs",
        One::Sqrt => "sqrt",
        One::Sign => "sign",
        One::Exp => "word_exp",
        One::Expm1 => "word_expm1",
        One::Ln => "word_ln",
        One::Log1p => "word_log1p",
        One::Erf => "word_erf",
        One::Sin => "word_sin",
        One::Cos => "word_cos",
        One::Tanh => "word_tanh",
        One::Logistic => "word_logistic",
    };
    format!("{name}({x})")
}

fn two(of: Two, a: &str, b: &str) -> String {
    let operator = match of {
        Two::Add => "+",
        Two::Sub => "-",
        Two::Mul => "*",
        Two::Div => "/",
        Two::Above => ">",
        Two::NotBelow => ">=",
        Two::Equals => "==",
        Two::Differs => "!=",
        Two::Min => return format!("min({a}, {b})"),
        Two::Max => return format!("max({a}, {b})"),
        Two::Pow => return format!("pow({a}, {b})"),
    };
    format!("({a} {operator} {b})")
}

/// Lines that compute what is read more than once, and an expression for each result.
/// `argument` writes the arguments.
fn expressions(trace: &Trace, argument: impl Fn(usize) -> String) -> (String, Vec<String>) {
    let (mut lines, mut made) = (String::new(), Vec::<String>::new());
    let parts = trace.steps.iter().flat_map(Step::parts).chain(&trace.results);
    let mut reads = vec![0; trace.steps.len()];
    parts.for_each(|&part| reads[part] += 1);
    for (at, step) in trace.steps.iter().enumerate() {
        let text = match *step {
            Step::Argument(argument_at) => argument(argument_at),
            Step::Literal(number) if number < 0.0 => format!("({number:?})"),
            Step::Literal(number) => format!("{number:?}"),
            Step::One(of, x) => one(of, &made[x]),
            Step::Two(of, [a, b]) => two(of, &made[a], &made[b]),
            Step::Select([no, yes, when]) => {
                format!("select({}, {}, {})", made[no], made[yes], made[when])
            }
        };
        let is_simple = step.parts().is_empty();
        made.push(if is_simple || reads[at] < 2 {
            text
        } else {
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "    let s{at} = {text};");
            format!("s{at}")
        });
    }
    let results = trace.results.iter().map(|&at| made[at].clone()).collect();
    (lines, results)
}

/// A function of a formula's arguments and of `k`, the place of its knobs in `constants`.
pub fn function(name: &str, arguments: &[&str], trace: &Trace) -> String {
    let (lines, results) = expressions(trace, |at| match arguments.get(at) {
        Some(name) => (*name).to_owned(),
        None => format!("constants[k + {}u]", at - arguments.len()),
    });
    let arguments: String = arguments.iter().map(|name| format!("{name}: f32, ")).collect();
    format!("fn {name}({arguments}k: u32) -> f32 {{\n{lines}    return {};\n}}\n", results.concat())
}

/// An optimizer's update: lines, and expressions for the new weight and slots. The old ones are
/// `w`, `slot0` and so on, the gradient is `g`, and the constants are the task's.
pub fn update(trace: &Trace, slots: usize) -> (String, Vec<String>) {
    expressions(trace, |at| match at {
        0 => "w".to_owned(),
        1 => "g".to_owned(),
        _ if at - 2 < slots => format!("slot{}", at - 2),
        _ => format!("tasks[t].c[{}]", at - 2 - slots),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::formula::number::{above, exp, max, select};
    use crate::engine::formula::trace::trace;

    #[test]
    fn a_formula_is_written_as_shaders_are() {
        let of = trace(2, |x| [select(0.0, 1e-7 - exp(-x[0]), above(x[0], x[1])) * -1.5]);
        assert_eq!(
            function("f", &["x"], &of),
            "fn f(x: f32, k: u32) -> f32 {
    return (select(0.0, (1e-7 - word_exp((-x))), (x > constants[k + 0u])) * (-1.5));
}
"
        );
    }

    #[test]
    fn what_is_read_twice_is_computed_once() {
        let of = trace(2, |x| {
            let short = max(1.0 - x[0], x[1]);
            [short * short]
        });
        let (lines, results) = expressions(&of, |at| format!("x{at}"));
        assert_eq!(lines, "    let s4 = max((1.0 - x0), x1);\n");
        assert_eq!(results, ["(s4 * s4)"]);
    }
}
