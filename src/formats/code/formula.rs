//! A formula that was written down as Python: one expression for each result, and a name for what is
//! needed more than once.

use super::python::number;
use crate::engine::formula::number::{One, Two};
use crate::engine::formula::trace::{Step, Trace};

/// An expression that is longer gets a name: Python has bounds to how deep brackets nest.
const LONG: usize = 100;

/// Whose functions are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Module {
    /// NumPy's, always over 64 bits.
    Numpy,
    /// Those of `keras.ops`.
    Ops,
}

impl Module {
    fn call(self, name: &str, arguments: &[&str]) -> String {
        let module = if self == Self::Numpy { "np" } else { "ops" };
        format!("{module}.{name}({})", arguments.join(", "))
    }

    fn one(self, of: One, x: &str) -> String {
        let name = match of {
            One::Negate => return format!("(-{x})"),
            One::Logistic if self == Self::Numpy => {
                return format!("(1.0 / (1.0 + np.exp(-{x})))");
            }
            One::Erf if self == Self::Numpy => {
                return format!("ops.convert_to_numpy(ops.erf({x}))");
            }
            One::Logistic => "sigmoid",
            One::Erf => "erf",
            One::Abs => "abs",
            One::Sqrt => "sqrt",
            One::Sign => "sign",
            One::Exp => "exp",
            One::Expm1 => "expm1",
            One::Ln => "log",
            One::Log1p => "log1p",
            One::Sin => "sin",
            One::Cos => "cos",
            One::Tanh => "tanh",
        };
        self.call(name, &[x])
    }

    fn two(self, of: Two, a: &str, b: &str) -> String {
        let sign = match of {
            Two::Min => return self.call("minimum", &[a, b]),
            Two::Max => return self.call("maximum", &[a, b]),
            Two::Pow => return self.call("power", &[a, b]),
            Two::Add => "+",
            Two::Sub => "-",
            Two::Mul => "*",
            Two::Div => "/",
            Two::Above => ">",
            Two::NotBelow => ">=",
            Two::Equals => "==",
            Two::Differs => "!=",
        };
        format!("({a} {sign} {b})")
    }
}

/// An expression without the brackets that are around all of it.
fn bare(expression: &str) -> &str {
    let inner = expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    // The first bracket's partner need not be the last.
    let closes = |inner: &&str| {
        let mut depth = 0_i32;
        inner.chars().all(|sign| {
            depth += i32::from(sign == '(') - i32::from(sign == ')');
            depth >= 0
        })
    };
    inner.filter(closes).unwrap_or(expression)
}

/// A formula, whose arguments `argument` writes: the lines to compute first, and an expression for each
/// result.
pub fn written(
    trace: &Trace,
    argument: impl Fn(usize) -> String,
    module: Module,
) -> (Vec<String>, Vec<String>) {
    let (mut lines, mut names) = (Vec::new(), Vec::<String>::new());
    for (step, reads) in trace.steps.iter().zip(trace.reads()) {
        let of = |part: usize| names.get(part).map_or("", String::as_str);
        let expression = match *step {
            Step::Argument(place) => argument(place),
            Step::Literal(value) => number(value),
            Step::One(one, x) => module.one(one, of(x)),
            Step::Two(Two::NotBelow, [most, size])
                if trace.steps[most] == Step::Literal(f64::MAX) =>
            {
                module.call("isfinite", &[bare(of(size))])
            }
            Step::Two(two, [a, b]) => module.two(two, of(a), of(b)),
            Step::Select([no, yes, when]) => {
                module.call("where", &[bare(of(when)), bare(of(yes)), bare(of(no))])
            }
        };
        let named = reads > 1 || expression.len() > LONG;
        names.push(if named && !step.parts().is_empty() {
            let name = format!("t{}", lines.len() + 1);
            lines.push(format!("{name} = {}", bare(&expression)));
            name
        } else {
            expression
        });
    }
    let result = |&at: &usize| bare(&names[at]).to_owned();
    (lines, trace.results.iter().map(result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::formula::number::{above, select};
    use crate::engine::formula::trace::trace;

    #[test]
    fn what_is_needed_twice_has_a_name() {
        let found = trace(1, |x| {
            let twice = x[0] * 2.0;
            [(twice + 1.0) * (twice - 1.0), select(0.0, x[0], above(x[0], 0.0))]
        });
        let (lines, results) = written(&found, |_| "x1".to_owned(), Module::Numpy);
        assert_eq!(lines, ["t1 = x1 * 2.0"]);
        assert_eq!(results, ["(t1 + 1.0) * (t1 - 1.0)", "np.where(x1 > 0.0, x1, 0.0)"]);
    }
}
