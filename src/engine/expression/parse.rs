//! From a text to the steps of a formula, by precedence (Pratt's way): `+ -`, then `* /`, then the sign
//! before a number, then `^` or `**`, which goes to the right.
//!
//! It is written here as no crate fits: exmex 0.21 brings regex along, more than all that this may add to
//! the first load, and its errors say no place; evalexpr 13 is under the AGPL; meval 0.2 and fasteval 0.2
//! have had no release for years.

use std::str::FromStr as _;

use super::{Expected, Formula, Function, LENGTH, Operation, Step, Wrong};
use crate::decimal;

/// Who knows the columns: the one of a name.
type Columns<'a> = &'a dyn Fn(&str) -> Result<usize, Expected>;

/// How strongly a sign before a value binds: more than a product, less than a power.
const SIGN: u8 = 3;

/// What a piece of the text is.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    /// A name as it is, or a function's where a bracket follows.
    Name,
    /// A column's name that stood in quotes.
    Quoted(String),
    Sign(char),
    /// Nothing that a formula has.
    Unreadable(Expected),
    End,
}

/// A piece, where it begins, and as it is written.
struct Piece {
    token: Token,
    at: usize,
    text: String,
}

/// Reads a formula.
pub(super) fn read(text: &str, columns: Columns<'_>) -> Result<Formula, Wrong> {
    let signs: Vec<char> = text.chars().collect();
    if let Some(&sign) = signs.get(LENGTH) {
        let (at, found) = (LENGTH, sign.to_string());
        return Err(Wrong { at, found, expected: Expected::Shorter });
    }
    let mut parser = Parser { pieces: pieces(&signs), next: 0, columns, steps: Vec::new() };
    parser.expression(0)?;
    match parser.piece().token {
        Token::End => Ok(Formula { steps: parser.steps }),
        Token::Unreadable(_)
        | Token::Number(_)
        | Token::Name
        | Token::Quoted(_)
        | Token::Sign(_) => Err(parser.wrong(Expected::Operator)),
    }
}

/// The number that a name stands for where no column has it.
fn constant(name: &str) -> Option<f64> {
    match name {
        "pi" | "π" => Some(std::f64::consts::PI),
        "e" => Some(std::f64::consts::E),
        _ => None,
    }
}

/// Whether a sign begins or ends a name in quotes: keyboards put curly ones.
pub(super) fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '“' | '”' | '„')
}

/// Whether a column's name can stand in a formula without quotes.
pub(in crate::engine) fn is_name(text: &str) -> bool {
    !text.starts_with(|sign: char| sign.is_ascii_digit())
        && !text.is_empty()
        && text.chars().all(is_letter)
}

/// Whether a sign can be part of a name: all letters and digits of the world, and what is none here.
fn is_letter(sign: char) -> bool {
    match sign.is_ascii() {
        true => sign.is_ascii_alphanumeric() || sign == '_',
        false => !sign.is_whitespace() && !is_quote(sign) && plain(sign) == sign,
    }
}

/// The sign of a keyboard for one of mathematics.
fn plain(sign: char) -> char {
    match sign {
        '−' | '–' => '-',
        '×' | '·' | '⋅' => '*',
        '÷' => '/',
        other => other,
    }
}

/// What a sign between two values does, and how strongly it binds to the left and to the right.
fn operator(sign: char) -> Option<(Operation, u8, u8)> {
    match sign {
        '+' => Some((Operation::Add, 1, 2)),
        '-' => Some((Operation::Subtract, 1, 2)),
        '*' => Some((Operation::Multiply, 2, 3)),
        '/' => Some((Operation::Divide, 2, 3)),
        '^' => Some((Operation::Power, 4, 4)),
        _ => None,
    }
}

/// The pieces of a text; the last is its end.
fn pieces(signs: &[char]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        if sign.is_whitespace() {
            at += 1;
            continue;
        }
        let rest = &signs[at..];
        let (token, length) = piece(sign, rest);
        let text = rest.iter().take(length).collect();
        pieces.push(Piece { token, at, text });
        at += length;
    }
    pieces.push(Piece { token: Token::End, at, text: String::new() });
    pieces
}

/// The first piece of a text that begins with a sign, and its length.
fn piece(sign: char, rest: &[char]) -> (Token, usize) {
    if sign.is_ascii_digit() || sign == '.' {
        return number(rest);
    }
    if is_quote(sign) {
        return quoted(rest);
    }
    match plain(sign) {
        '*' if rest.get(1) == Some(&'*') => (Token::Sign('^'), 2),
        sign @ ('+' | '-' | '*' | '/' | '^' | '(' | ')' | ',') => (Token::Sign(sign), 1),
        sign if is_letter(sign) => {
            (Token::Name, rest.iter().take_while(|&&sign| is_letter(sign)).count())
        }
        _ => (Token::Unreadable(Expected::Value), 1),
    }
}

/// The number that a text begins with.
fn number(rest: &[char]) -> (Token, usize) {
    let is_digit = |at: usize| rest.get(at).is_some_and(char::is_ascii_digit);
    let is_in = |&&sign: &&char| sign.is_ascii_digit() || sign == '.';
    let mut length = rest.iter().take_while(is_in).count();
    if matches!(rest.get(length), Some('e' | 'E')) {
        let sign = usize::from(matches!(rest.get(length + 1), Some('+' | '-')));
        if is_digit(length + 1 + sign) {
            length += 1 + sign;
            length += rest[length..].iter().take_while(|sign| sign.is_ascii_digit()).count();
        }
    }
    let text: String = rest.iter().take(length).collect();
    let token = match decimal::read(&text) {
        Some(number) if number.is_finite() => Token::Number(number),
        Some(_) | None => Token::Unreadable(Expected::Number),
    };
    (token, length)
}

/// The name in quotes that a text begins with; a quote within is written twice.
fn quoted(rest: &[char]) -> (Token, usize) {
    let mut name = String::new();
    let mut at = 1;
    while let Some(&sign) = rest.get(at) {
        let twice = is_quote(sign) && rest.get(at + 1).copied().is_some_and(is_quote);
        if is_quote(sign) && !twice {
            return (Token::Quoted(name), at + 1);
        }
        name.push(sign);
        at += 1 + usize::from(twice);
    }
    (Token::Unreadable(Expected::Quote), rest.len())
}

struct Parser<'a> {
    pieces: Vec<Piece>,
    next: usize,
    columns: Columns<'a>,
    steps: Vec<Step>,
}

impl Parser<'_> {
    /// The piece that comes next; the end stays.
    fn piece(&self) -> &Piece {
        // There is an end at least.
        &self.pieces[self.next.min(self.pieces.len() - 1)]
    }

    /// Goes on if the next piece is this sign.
    fn take(&mut self, sign: char) -> bool {
        let is_there = self.piece().token == Token::Sign(sign);
        self.next += usize::from(is_there);
        is_there
    }

    /// What is wrong with the next piece, where this was expected.
    fn wrong(&self, expected: Expected) -> Wrong {
        let Piece { token, at, text } = self.piece();
        let expected = match token {
            Token::Unreadable(own @ (Expected::Number | Expected::Quote)) => own.clone(),
            Token::Unreadable(_)
            | Token::Number(_)
            | Token::Name
            | Token::Quoted(_)
            | Token::Sign(_)
            | Token::End => expected,
        };
        Wrong { at: *at, found: text.clone(), expected }
    }

    /// A value and what is done with it, by operators that bind as strongly as this at least.
    fn expression(&mut self, least: u8) -> Result<(), Wrong> {
        self.value()?;
        while let Token::Sign(sign) = self.piece().token
            && let Some((operation, left, right)) = operator(sign)
            && left >= least
        {
            self.next += 1;
            self.expression(right)?;
            self.steps.push(Step::Both(operation));
        }
        Ok(())
    }

    /// A number, a name, a call, a bracket, or one of them behind a sign.
    fn value(&mut self) -> Result<(), Wrong> {
        match self.piece().token.clone() {
            Token::Number(number) => {
                self.next += 1;
                self.steps.push(Step::Number(number));
            }
            Token::Name => self.name()?,
            Token::Quoted(name) => self.column(&name)?,
            Token::Sign('(') => {
                self.next += 1;
                self.expression(0)?;
                self.close()?;
            }
            Token::Sign(sign @ ('+' | '-')) => {
                self.next += 1;
                self.expression(SIGN)?;
                self.steps.extend((sign == '-').then_some(Step::Negate));
            }
            Token::Sign(_) | Token::Unreadable(_) | Token::End => {
                return Err(self.wrong(Expected::Value));
            }
        }
        Ok(())
    }

    /// A name without quotes: a function's where a bracket follows, else a column's or a constant's.
    fn name(&mut self) -> Result<(), Wrong> {
        let name = self.piece().text.clone();
        let function = Function::from_str(&name).ok();
        let called = self.pieces.get(self.next + 1).map(|piece| &piece.token);
        if called == Some(&Token::Sign('(')) {
            let Some(function) = function else { return Err(self.wrong(Expected::Function)) };
            self.next += 2;
            return self.arguments(function);
        }
        match (self.column(&name), function) {
            (Err(Wrong { expected: Expected::Name(_), .. }), Some(_)) => {
                self.next += 1;
                Err(self.wrong(Expected::Opening))
            }
            (known, _) => known,
        }
    }

    /// What stands in the brackets of a function.
    fn arguments(&mut self, function: Function) -> Result<(), Wrong> {
        self.expression(0)?;
        if !function.takes_several() {
            self.steps.push(Step::Call(function));
            return self.close();
        }
        let operation =
            if function == Function::Min { Operation::Least } else { Operation::Greatest };
        if self.piece().token == Token::Sign(')') {
            return Err(self.wrong(Expected::Comma));
        }
        while self.take(',') {
            self.expression(0)?;
            self.steps.push(Step::Both(operation));
        }
        self.close()
    }

    fn close(&mut self) -> Result<(), Wrong> {
        if self.take(')') { Ok(()) } else { Err(self.wrong(Expected::Closing)) }
    }

    /// The column of that name, or the constant.
    fn column(&mut self, name: &str) -> Result<(), Wrong> {
        let is_bare = self.piece().token == Token::Name;
        let step = match ((self.columns)(name), constant(name).filter(|_| is_bare)) {
            (Ok(column), _) => Step::Column(column),
            (Err(Expected::Name(_)), Some(number)) => Step::Number(number),
            (Err(expected), _) => return Err(self.wrong(expected)),
        };
        self.steps.push(step);
        self.next += 1;
        Ok(())
    }
}
