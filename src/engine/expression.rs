//! Formulas that a visitor writes, as `sin(3*x1)*x2`: inputs of a network beside its columns. Here is
//! what one computes; `parse` reads it.
//!
//! A formula becomes a few steps over a stack and nothing else, so that no text is code. The steps call
//! the words of `formula::wide` and so have the same bits natively and in the browser. Where any step
//! gives no finite number (a logarithm of a negative one, a division by 0) the formula has no value.
//!
//! To add a function: a variant of [`Function`] and its arm.

mod parse;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use super::error::ConfigError;
use super::formula::number::{
    Left, Number, Wide, above, abs, cos, exp, ln, logistic, max, min, pow, select, sign, sin, sqrt,
    tanh,
};
use super::table::{Column, Meaning};

pub(super) use parse::is_name;

/// Formulas that a run has at most.
pub const MOST: usize = 4;
/// Length of one in characters at most: it travels in the link.
pub const LENGTH: usize = 200;

/// What the two columns of a plane are called beside their own names, as typed and as written.
const PLANE: [[&str; 2]; 2] = [["x1", "x₁"], ["x2", "x₂"]];

/// A function of one number or of several; the names are those that a formula has.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
#[expect(missing_docs, reason = "their names say what they are")]
pub enum Function {
    Sin,
    Cos,
    Tan,
    Tanh,
    Exp,
    /// The natural logarithm, as in Python and JavaScript.
    Log,
    Ln,
    Sqrt,
    Abs,
    Sign,
    /// The least of two or more numbers.
    Min,
    /// The greatest of two or more numbers.
    Max,
    Sigmoid,
    Relu,
}

impl Function {
    /// Whether it takes two numbers or more; else it takes one.
    fn takes_several(self) -> bool {
        matches!(self, Self::Min | Self::Max)
    }
}

/// What is done with the two numbers on top of the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
    Least,
    Greatest,
}

/// A step over the stack.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    /// Puts a number on top.
    Number(f64),
    /// Puts a row's value in this column on top.
    Column(usize),
    /// Changes the sign of what is on top.
    Negate,
    /// A function of what is on top.
    Call(Function),
    /// Takes two off and puts one on top.
    Both(Operation),
}

/// A formula that was read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Formula {
    steps: Vec<Step>,
}

/// What would have been right where a formula goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A number, a name or an opening bracket.
    Value,
    /// An operator, or the end.
    Operator,
    /// An operator or a closing bracket.
    Closing,
    /// One more number, behind a comma.
    Comma,
    /// The opening bracket behind a function's name.
    Opening,
    /// A number that is written as one, and is not too large.
    Number,
    /// The quote that ends a name.
    Quote,
    /// A function: one of [`Function`].
    Function,
    /// A column: one of these, as a formula writes them.
    Name(Vec<String>),
    /// A column of numbers in the place of one of categories: one of these.
    Numbers(Vec<String>),
    /// A text of at most [`LENGTH`] characters.
    Shorter,
}

/// Why a text is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where, in characters from 0; at most the text's length.
    pub at: usize,
    /// What stands there, as it is written; nothing at the end.
    pub found: String,
    /// What should.
    pub expected: Expected,
}

impl Formula {
    /// The formula that a text is over the columns of a table: names are theirs, and in a plane `x1`
    /// and `x2` as well. A column goes before a constant of its name.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(text: &str, columns: &[Column]) -> Result<Self, Wrong> {
        parse::read(text, &|name| find(name, columns))
    }

    /// The same where nobody knows the columns yet: any name may be one.
    ///
    /// # Errors
    /// The first thing that is wrong whatever the columns are.
    pub fn check(text: &str) -> Result<(), Wrong> {
        parse::read(text, &|_| Ok(0)).map(|_| ())
    }

    /// Its value for a row, `[columns]`; `stack` is room to compute in and stays as it is.
    pub fn value(&self, row: &[f64], stack: &mut Vec<f64>) -> Option<f64> {
        let floor = stack.len();
        let value = self.run(row, stack);
        stack.truncate(floor);
        value
    }

    /// [`Self::value`] of numbers of any kind, and where it has none: a number above 0 there, else 0.
    /// No step may have a value beyond `most`.
    #[cfg(feature = "train")]
    pub(super) fn of<N: Number>(&self, row: &[N], most: f64) -> (N, N)
    where
        f64: Left<N>,
    {
        use super::formula::number::not_below;

        let none = N::from(0.0);
        let (mut stack, mut undefined) = (Vec::new(), none);
        let mut before = None;
        for &step in &self.steps {
            let value = match step {
                Step::Number(number) => number.into(),
                Step::Column(at) => row.get(at).copied().unwrap_or(none),
                Step::Negate => -stack.pop().unwrap_or(none),
                Step::Call(function) => function.of(stack.pop().unwrap_or(none)),
                Step::Both(operation) => {
                    let (b, a) = (stack.pop().unwrap_or(none), stack.pop().unwrap_or(none));
                    let squares =
                        operation == Operation::Power && before == Some(Step::Number(2.0));
                    if squares { a * a } else { operation.of(a, b) }
                }
            };
            if !matches!(step, Step::Number(_) | Step::Column(_) | Step::Negate) {
                undefined = select(1.0, undefined, not_below(N::from(most), abs(value)));
            }
            stack.push(value);
            before = Some(step);
        }
        match stack.pop() {
            Some(value) => (value, undefined),
            None => (none, N::from(1.0)),
        }
    }

    fn run(&self, row: &[f64], stack: &mut Vec<f64>) -> Option<f64> {
        for &step in &self.steps {
            let value = match step {
                Step::Number(number) => number,
                Step::Column(at) => *row.get(at)?,
                Step::Negate => -stack.pop()?,
                Step::Call(function) => function.of(Wide(stack.pop()?)).0,
                Step::Both(operation) => {
                    let b = stack.pop()?;
                    let a = stack.pop()?;
                    // As the square among the features.
                    let squares = operation == Operation::Power && b == 2.0;
                    if squares { a * a } else { operation.of(Wide(a), Wide(b)).0 }
                }
            };
            if !value.is_finite() {
                return None;
            }
            stack.push(value);
        }
        (!self.steps.is_empty()).then(|| stack.pop()).flatten()
    }
}

impl Function {
    fn of<N: Number>(self, x: N) -> N
    where
        f64: Left<N>,
    {
        match self {
            Self::Sin => sin(x),
            Self::Cos => cos(x),
            Self::Tan => sin(x) / cos(x),
            Self::Tanh => tanh(x),
            Self::Exp => exp(x),
            // The word says nothing of others.
            Self::Log | Self::Ln => select(f64::NAN, ln(x), above(x, 0.0)),
            Self::Sqrt => sqrt(x),
            Self::Abs => abs(x),
            Self::Sign => sign(x),
            // Of a single number; of more the parser makes steps.
            Self::Min | Self::Max => x,
            Self::Sigmoid => logistic(x),
            Self::Relu => max(x, 0.0),
        }
    }
}

impl Operation {
    fn of<N: Number>(self, a: N, b: N) -> N {
        match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => a * b,
            Self::Divide => a / b,
            Self::Power => pow(a, b),
            Self::Least => min(a, b),
            Self::Greatest => max(a, b),
        }
    }
}

/// The column of a name.
fn find(name: &str, columns: &[Column]) -> Result<usize, Expected> {
    if let Some(at) = columns.iter().position(|column| column.name == name) {
        return match columns[at].meaning {
            Meaning::Number => Ok(at),
            Meaning::Category(_) => Err(Expected::Numbers(names(columns))),
        };
    }
    let alias = PLANE.iter().position(|names| names.contains(&name));
    alias.filter(|&at| goes_by(at, columns)).ok_or_else(|| Expected::Name(names(columns)))
}

/// Whether a column goes by its name in the plane, too: each of two numbers does, and one that is called so.
fn goes_by(at: usize, columns: &[Column]) -> bool {
    is_plane(columns) || columns.get(at).is_some_and(|column| column.name == PLANE[at][1])
}

fn is_plane(columns: &[Column]) -> bool {
    columns.len() == 2 && columns.iter().all(|column| column.meaning == Meaning::Number)
}

/// The columns that a formula may name, as it writes them: a name that is more than letters and digits
/// stands in quotes.
pub fn names(columns: &[Column]) -> Vec<String> {
    let numbers = columns.iter().filter(|column| column.meaning == Meaning::Number);
    let written = |column: &Column| {
        let typed = PLANE.iter().find(|[_, written]| column.name == *written);
        match typed {
            Some([typed, _]) => (*typed).to_owned(),
            None if parse::is_name(&column.name) => column.name.clone(),
            None => format!("\"{}\"", doubled(&column.name)),
        }
    };
    numbers.map(written).collect()
}

/// Characters of an example at most: a narrow field shows so many.
const SEEN: usize = 34;

/// A formula over columns that are there, to show what one looks like; nothing where there are none, or
/// their names are too long.
pub fn example(columns: &[Column]) -> String {
    let names = names(columns);
    let of_two = match names.as_slice() {
        [x, y, ..] => vec![format!("sqrt({x}^2 + {y}^2)"), format!("{x} * {y}")],
        [_] | [] => Vec::new(),
    };
    let mut examples = of_two.into_iter().chain(names.first().map(|x| format!("{x}^2")));
    examples.find(|text| text.chars().count() <= SEEN).unwrap_or_default()
}

/// A name with each of its quotes twice, so that none ends it.
fn doubled(name: &str) -> String {
    let each = |sign: char| std::iter::repeat_n(sign, 1 + usize::from(parse::is_quote(sign)));
    name.chars().flat_map(each).collect()
}

/// The formulas of a text that lists them with semicolons between, which a name in quotes may hold.
pub fn split(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let between = |sign: char| {
        quoted ^= parse::is_quote(sign);
        sign == ';' && !quoted
    };
    text.split(between).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A text that [`split`] takes apart again.
pub fn join(formulas: &[String]) -> String {
    formulas.join(";")
}

/// Whether formulas are no more than they may be, and each can be read; of its names only the table
/// knows.
///
/// # Errors
/// [`ConfigError`] names the first that cannot.
pub fn validate(formulas: &[String]) -> Result<(), ConfigError> {
    let refused = |value: String, allowed: String| {
        Err(ConfigError { field: "formulas".to_owned(), value, allowed })
    };
    if formulas.len() > MOST {
        return refused(formulas.len().to_string(), format!("0 to {MOST}"));
    }
    match formulas.iter().find(|text| Formula::check(text).is_err()) {
        Some(text) => refused(text.chars().take(LENGTH).collect(), "what can be read".to_owned()),
        None => Ok(()),
    }
}
