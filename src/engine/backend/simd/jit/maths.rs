//! Formulas as vectors: the text that the macros of `formula.rs` keep, read as an expression of
//! [`Value`]s. A formula with a word that is not known here is `None`, and the lanes compute it.

use super::code::Value;
use crate::engine::activation::{Activation, Form as ActivationForm};
use crate::engine::formula::{TANH, Text};
use crate::engine::kind::Tuned;
use crate::engine::loss::{Form as LossForm, Loss};

/// `f(x)`.
pub fn activate(activation: &Tuned<Activation>, x: Value) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(f, _) => read(&f.text, &[x], &activation.values()),
        ActivationForm::Softmax => None,
    }
}

/// `d·f′`, from x and `y = f(x)`.
pub fn slope(activation: &Tuned<Activation>, d: Value, x: Value, y: Value) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(_, df) => {
            Some(d * read(&df.text, &[x, y], &activation.values())?)
        }
        ActivationForm::Softmax => None,
    }
}

/// Whether an activation's slope takes more than its value.
pub fn slope_reads_input(activation: &Tuned<Activation>) -> bool {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(_, df) => tokens(df.text.body).contains(&"x"),
        ActivationForm::Softmax => true,
    }
}

/// The slope of a loss by one of `outputs` numbers `y`; its target is `t`.
pub fn loss_slope(
    loss: &Tuned<Loss>,
    from_logits: bool,
    outputs: usize,
    t: Value,
    y: Value,
) -> Option<Value> {
    let LossForm::Mean(_, slope) = loss.kind().spec().form else { return None };
    let mut text = slope.text;
    if from_logits {
        text.body = "logistic(y) - (t * (1.0 - smoothing) + 0.5 * smoothing)";
    }
    let slope = read(&text, &[t, y], &loss.values())?;
    Some(if outputs > 1 { slope * (1.0 / outputs as f32) } else { slope })
}

/// A formula of these arguments and knobs.
fn read(text: &Text, arguments: &[Value], knobs: &[f64]) -> Option<Value> {
    let mut names: Vec<(&str, Value)> =
        text.arguments.iter().copied().zip(arguments.iter().cloned()).collect();
    let knobs = knobs.iter().map(|&knob| Value::from(knob as f32));
    names.extend(text.knobs.iter().copied().zip(knobs));
    let tokens = tokens(text.body);
    let mut reader = Reader { tokens: &tokens, names };
    let value = reader.block()?;
    reader.tokens.is_empty().then_some(value)
}

/// A Rust expression in its parts.
fn tokens(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mut before = ' ';
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
        let length = if word(first) {
            let ends = |c: char| {
                let exponent = first.is_ascii_digit() && before == 'e' && c == '-';
                before = c;
                !word(c) && !exponent
            };
            rest.find(ends).unwrap_or(rest.len())
        } else if ["<=", ">=", "==", "!="].iter().any(|two| rest.starts_with(two)) {
            2
        } else {
            first.len_utf8()
        };
        let (token, behind) = rest.split_at(length);
        found.push(token);
        rest = behind.trim_start();
    }
    found
}

/// Reads tokens, from left to right.
struct Reader<'a> {
    tokens: &'a [&'a str],
    names: Vec<(&'a str, Value)>,
}

impl<'a> Reader<'a> {
    /// Takes the next token if it is this one.
    fn takes(&mut self, token: &str) -> bool {
        let found = self.tokens.first() == Some(&token);
        self.tokens = &self.tokens[usize::from(found)..];
        found
    }

    fn next(&mut self) -> Option<&'a str> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    /// `{ let name = …; … }`, or an expression.
    fn block(&mut self) -> Option<Value> {
        if !self.takes("{") {
            return self.comparison();
        }
        while self.takes("let") {
            let name = self.next()?;
            let value = self.takes("=").then(|| self.comparison())??;
            self.names.push((name, value));
            self.takes(";").then_some(())?;
        }
        let value = self.comparison()?;
        self.takes("}").then_some(value)
    }

    fn comparison(&mut self) -> Option<Value> {
        let left = self.sum()?;
        let operator = match self.tokens.first() {
            Some(&operator @ (">" | "<" | ">=" | "==" | "!=")) => operator,
            _ => return Some(left),
        };
        self.next();
        let right = self.sum()?;
        Some(match operator {
            ">" => left.above(right),
            "<" => right.above(left),
            ">=" => left.not_below(right),
            "==" => left.equals(right),
            _ => left.differs(right),
        })
    }

    fn sum(&mut self) -> Option<Value> {
        let mut sum = self.product()?;
        loop {
            if self.takes("+") {
                sum = sum + self.product()?;
            } else if self.takes("-") {
                sum = sum - self.product()?;
            } else {
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<Value> {
        let mut product = self.factor()?;
        loop {
            if self.takes("*") {
                product = product * self.factor()?;
            } else if self.takes("/") {
                product = product / self.factor()?;
            } else {
                return Some(product);
            }
        }
    }

    fn factor(&mut self) -> Option<Value> {
        if self.takes("-") {
            return Some(self.factor()?.negated());
        }
        if self.takes("(") {
            let value = self.comparison()?;
            return self.takes(")").then_some(value);
        }
        let token = self.next()?;
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            return token.replace('_', "").parse::<f32>().ok().map(Value::from);
        }
        if !self.takes("(") {
            // The last of a name hides those before it.
            let known = self.names.iter().rev().find(|(name, _)| *name == token);
            return known.map(|(_, value)| value.clone());
        }
        let mut arguments = Vec::new();
        while !self.takes(")") {
            arguments.push(self.comparison()?);
            self.takes(",");
        }
        word(token, arguments)
    }
}

/// A word of `formula::narrow`, whose comments say where the coefficients come from.
fn word(name: &str, arguments: Vec<Value>) -> Option<Value> {
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next();
    let x = next()?;
    Some(match name {
        "select" => Value::select(x, next()?, next()?),
        "max" => x.max(next()?),
        "min" => x.min(next()?),
        "abs" => x.abs(),
        "sqrt" => x.sqrt(),
        "exp" => exp(x),
        "expm1" => expm1(x),
        "ln" => ln(x),
        "log1p" => log1p(x),
        "erf" => erf(x),
        "sin" => sin(x),
        "cos" => sin(x + std::f32::consts::FRAC_PI_2),
        "tanh" => tanh(x),
        "logistic" => logistic(x),
        _ => return None,
    })
}

/// The highest power first.
fn polynomial(x: &Value, coefficients: &[f32]) -> Value {
    let add = |sum: Value, &coefficient: &f32| sum * x.clone() + coefficient;
    let (first, rest) = coefficients.split_first().unwrap_or((&0.0, &[]));
    rest.iter().fold(Value::from(*first), add)
}

fn tanh(x: Value) -> Value {
    let x = x.min(TANH.limit).max(-TANH.limit);
    let square = x.clone() * x.clone();
    x * polynomial(&square, &TANH.numerator) / polynomial(&square, &TANH.denominator)
}

fn logistic(x: Value) -> Value {
    tanh(x * 0.5) * 0.5 + 0.5
}

/// Adding it rounds to a whole number, which then stands in the lowest bits.
const ROUND: f32 = 12_582_912.0;

fn exp(x: Value) -> Value {
    let x = x.min(88.02).max(-87.33);
    let shifted = x.clone() * std::f32::consts::LOG2_E + ROUND;
    let n = shifted.clone() - ROUND;
    let r = x - n.clone() * 0.693_359_4 + n * 2.121_944_4e-4;
    let p = polynomial(
        &r,
        &[1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5],
    );
    let y = p * r.clone() * r.clone() + r + 1.0;
    y * shifted.plus_bits(127).shifted_left(23)
}

fn expm1(x: Value) -> Value {
    let t = tanh(x.clone() * 0.5);
    let near = t.clone() * 2.0 / (Value::from(1.0) - t);
    Value::select(exp(x.clone()) - 1.0, near, Value::from(1.0).above(x))
}

fn ln(x: Value) -> Value {
    const ROOT: u32 = 0x3f35_04f3;
    let bits = x.clone().plus_bits(ROOT.wrapping_neg());
    let n = bits.clone().shifted_right(23).converted();
    let m = (bits & Value::bits(0x007f_ffff)).plus_bits(ROOT) - 1.0;
    let p = polynomial(
        &m,
        &[
            7.037_683_6e-2,
            -1.151_461e-1,
            1.167_699_9e-1,
            -1.242_014_1e-1,
            1.424_932_3e-1,
            -1.666_805_8e-1,
            2.000_071_4e-1,
            -2.499_999_4e-1,
            3.333_333e-1,
        ],
    );
    let square = m.clone() * m.clone();
    let y = p * m.clone() * square.clone() - n.clone() * 2.121_944_4e-4 - square * 0.5;
    Value::select(f32::NAN, m + y + n * 0.693_359_4, x.above(0.0))
}

fn log1p(x: Value) -> Value {
    let w = Value::from(1.0) + x.clone();
    ln(w.clone()) + (x - (w.clone() - 1.0)) / w
}

fn erf(x: Value) -> Value {
    let x = x.min(4.0).max(-4.0);
    let square = x.clone() * x.clone();
    let p = polynomial(
        &square,
        &[
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024e-6,
            -5.692_506_4e-5,
            -7.349_906_3e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let q = polynomial(
        &square,
        &[-1.456_606_6e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2],
    );
    x * p / q
}

fn sin(x: Value) -> Value {
    let shifted = x.clone() * std::f32::consts::FRAC_1_PI + ROUND;
    let n = shifted.clone() - ROUND;
    let r = x - n.clone() * 3.140_625 - n.clone() * 9.675_026e-4 - n * 1.509_958e-7;
    let square = r.clone() * r.clone();
    let p = polynomial(
        &square,
        &[-2.388_985_9e-8, 2.752_556_2e-6, -1.984_087_4e-4, 8.333_331e-3, -1.666_666_7e-1],
    );
    let y = r.clone() + r * square * p;
    y ^ shifted.shifted_left(31)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn every_formula_is_read() {
        let of = || Value::local(0);
        for &activation in Activation::VARIANTS {
            if let ActivationForm::Elementwise(..) = activation.spec().form {
                assert!(activate(&activation.into(), of()).is_some(), "{activation:?}");
                assert!(slope(&activation.into(), of(), of(), of()).is_some(), "{activation:?}′");
            }
        }
        for &loss in Loss::VARIANTS {
            if let LossForm::Mean(..) = loss.spec().form {
                assert!(loss_slope(&loss.into(), false, 1, of(), of()).is_some(), "{loss:?}′");
            }
        }
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        let text = |body| Text { arguments: &["x"], knobs: &[], body };
        for body in ["", "x +", "y", "cube(x)", "(x", "x x", "{ let a = x }", "1.0 ? x"] {
            assert!(read(&text(body), &[Value::local(0)], &[]).is_none(), "{body}");
        }
    }
}
