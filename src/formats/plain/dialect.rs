//! What is a language's own in a program: templates, the names of functions, and those that it has to be
//! given. In a template stands `$name` for what goes there.

use crate::engine::formula::number::One;

/// A function that a program may need.
pub struct Helper {
    /// What it is called.
    pub name: &'static str,
    /// Others before it in the list that it calls.
    pub needs: &'static [&'static str],
    /// Its text.
    pub text: &'static str,
}

/// A language.
pub struct Dialect {
    /// What its file is called.
    pub file: &'static str,
    /// The file's media type.
    pub media: &'static str,
    /// What stands between functions.
    pub gap: &'static str,
    /// What begins a comment that ends with its line.
    pub comment: &'static str,
    /// How the function is called; of `$row` and `$output`, lists of literals.
    pub example: &'static str,
    /// What brackets the literals of a list.
    pub list: [&'static str; 2],
    /// What stands before all numbers.
    pub preamble: &'static str,
    /// The literals of +∞ and of what is no number.
    pub special: [&'static str; 2],
    /// `$yes` where `$when`, else `$no`.
    pub select: &'static str,
    /// Whether a quotient by what may be 0 is left to the helper `div`.
    pub guards_division: bool,
    /// Names a value within a function; of `$name` and `$value`.
    pub local: &'static str,
    /// An array of `$length` numbers, `$name`, `$values`.
    pub vector: &'static str,
    /// One of `$rows` rows of `$columns` numbers each.
    pub matrix: &'static str,
    /// What brackets a row of those.
    pub row: [&'static str; 2],
    /// A function of one number: `$name`, the locals `$body` and its `$value`.
    pub function: &'static str,
    /// `inputs`: the network's from a row of `$columns` numbers; of `$body` and `$items`, `$width`.
    pub inputs: &'static str,
    /// One of these items: `$at`, `$value` and the comment `$named`.
    pub item: &'static str,
    /// `predict`, of `$columns`, `$outputs` and `$body`.
    pub predict: &'static str,
    /// Room for `$width` numbers, `$name`, where a function cannot return them.
    pub room: &'static str,
    /// Calls `$function` of `$arguments` and keeps what comes out as `$name`; `$sizes` are the lengths of
    /// what goes in and out, each behind which `, ` stands.
    pub call: &'static str,
    /// What stands before the name of an array that is handed over.
    pub reference: &'static str,
    /// What a function of one number is called.
    pub one: fn(One) -> &'static str,
    /// What the least and the greatest of two numbers and a power are called.
    pub two: [&'static str; 3],
    /// What it has to be given, each behind what it needs.
    pub helpers: &'static [Helper],
}

/// A template with what stands for each `$name` in it.
pub fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut pieces = template.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let found =
            parts.iter().find_map(|&(name, value)| Some((value, piece.strip_prefix(name)?)));
        let (value, rest) = found.unwrap_or(("$", piece));
        text.push_str(value);
        text.push_str(rest);
    }
    text
}
