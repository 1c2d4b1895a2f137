//! Formulas as vectors: the text that the macros of `formula.rs` keep, read as an expression of
//! [`Value`]s. A formula with a word that is not known here is `None`, and the lanes compute it.

use super::value::Value;
use super::words::{Words, word};
use crate::engine::activation::{Activation, Form as ActivationForm};
use crate::engine::formula::Text;
use crate::engine::kind::Tuned;
use crate::engine::loss::{Form as LossForm, Loss};

/// `f(x)`.
pub fn activate(words: Words, activation: &Tuned<Activation>, x: Value) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(f, _) => read(words, &f.text, &[x], &activation.values()),
        ActivationForm::Softmax => None,
    }
}

/// `d·f′`, from x and `y = f(x)`.
pub fn slope(words: Words, activation: &Tuned<Activation>, [d, x, y]: [Value; 3]) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(_, df) => {
            Some(d * read(words, &df.text, &[x, y], &activation.values())?)
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
    words: Words,
    loss: &Tuned<Loss>,
    from_logits: bool,
    outputs: usize,
    [t, y]: [Value; 2],
) -> Option<Value> {
    let LossForm::Mean(_, slope) = loss.kind().spec().form else { return None };
    let mut text = slope.text;
    if from_logits {
        text.body = "logistic(y) - (t * (1.0 - smoothing) + 0.5 * smoothing)";
    }
    let slope = read(words, &text, &[t, y], &loss.values())?;
    Some(if outputs > 1 { slope * (1.0 / outputs as f64) } else { slope })
}

/// A formula of these arguments and knobs.
fn read(words: Words, text: &Text, arguments: &[Value], knobs: &[f64]) -> Option<Value> {
    let mut names: Vec<(&str, Value)> =
        text.arguments.iter().copied().zip(arguments.iter().cloned()).collect();
    let knobs = knobs.iter().map(|&knob| Value::from(knob));
    names.extend(text.knobs.iter().copied().zip(knobs));
    value(words, text.body, names)
}

/// What a text comes to, where names stand for these.
pub fn value(words: Words, text: &str, names: Vec<(&str, Value)>) -> Option<Value> {
    let tokens = tokens(text);
    let mut reader = Reader { words, tokens: &tokens, names };
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
    words: Words,
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
            return token.replace('_', "").parse::<f64>().ok().map(Value::from);
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
        word(self.words, token, arguments)
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::engine::backend::compiled::value::Width;

    fn single() -> Words {
        Words::new(Width::Single, false, false)
    }

    #[test]
    fn every_formula_is_read() {
        let of = || Value::local(0);
        for &activation in Activation::VARIANTS {
            if let ActivationForm::Elementwise(..) = activation.spec().form {
                assert!(activate(single(), &activation.into(), of()).is_some(), "{activation:?}");
                let values = [of(), of(), of()];
                assert!(slope(single(), &activation.into(), values).is_some(), "{activation:?}′");
            }
        }
        for &loss in Loss::VARIANTS {
            if let LossForm::Mean(..) = loss.spec().form {
                let values = [of(), of()];
                assert!(
                    loss_slope(single(), &loss.into(), false, 1, values).is_some(),
                    "{loss:?}′"
                );
            }
        }
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        let text = |body| Text { arguments: &["x"], knobs: &[], body };
        for body in ["", "x +", "y", "cube(x)", "(x", "x x", "{ let a = x }", "1.0 ? x"] {
            assert!(read(single(), &text(body), &[Value::local(0)], &[]).is_none(), "{body}");
        }
    }
}
