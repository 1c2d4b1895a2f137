//! The elements of MathML that equations are written with, and formulas in them. Functions return markup;
//! texts go through [`escape`].

use crate::decimal;
use crate::engine::formula::number::{One, Two};
use crate::engine::formula::trace::{Step, Trace};

/// A text as markup. What XML cannot hold (most control characters) becomes U+FFFD.
pub fn escape(text: &str) -> String {
    let mut markup = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => markup.push_str("&amp;"),
            '<' => markup.push_str("&lt;"),
            '>' => markup.push_str("&gt;"),
            '"' => markup.push_str("&quot;"),
            '\t' | '\n' => markup.push(sign),
            '\u{fffe}' | '\u{ffff}' => markup.push('\u{fffd}'),
            sign if sign.is_control() => markup.push('\u{fffd}'),
            sign => markup.push(sign),
        }
    }
    markup
}

/// An element.
pub fn element(name: &str, content: &str) -> String {
    ["<", name, ">", content, "</", name, ">"].concat()
}

/// A name of mathematics.
pub fn name(text: &str) -> String {
    element("mi", text)
}

/// An operator.
pub fn sign(text: &str) -> String {
    element("mo", text)
}

/// Parts side by side.
pub fn row(parts: &[&str]) -> String {
    element("mrow", &parts.concat())
}

/// Something with an index.
pub fn sub(base: &str, index: &str) -> String {
    element("msub", &[base, index].concat())
}

/// A name with a number as its index.
pub fn numbered(text: &str, index: usize) -> String {
    sub(&name(text), &element("mn", &index.to_string()))
}

/// A power.
pub fn power(base: &str, exponent: &str) -> String {
    element("msup", &[base, exponent].concat())
}

/// A quotient.
pub fn over(above: &str, below: &str) -> String {
    element("mfrac", &[above, below].concat())
}

/// A root.
pub fn root(of: &str) -> String {
    element("msqrt", of)
}

/// Something in round brackets.
pub fn bracketed(content: &str) -> String {
    row(&[&sign("("), content, &sign(")")])
}

/// A function's value.
pub fn called(function: &str, of: &str) -> String {
    row(&[function, &sign("\u{2061}"), &bracketed(of)])
}

/// Both sides of an equation.
pub fn equal(left: &str, right: &str) -> String {
    row(&[left, &sign("="), right])
}

/// Rows of cells.
pub fn table(rows: &[Vec<String>]) -> String {
    let cells = |row: &Vec<String>| {
        element("mtr", &row.iter().map(|cell| element("mtd", cell)).collect::<String>())
    };
    element("mtable", &rows.iter().map(cells).collect::<String>())
}

/// A matrix of so many numbers a row.
pub fn matrix(numbers: &[f64], columns: usize) -> String {
    let cells = |row: &[f64]| row.iter().map(|&value| number(value)).collect();
    let rows: Vec<Vec<String>> = numbers.chunks(columns.max(1)).map(cells).collect();
    row(&[&sign("["), &table(&rows), &sign("]")])
}

/// An equation of its own.
pub fn display(content: &str) -> String {
    ["<math display=\"block\">", content, "</math>\n"].concat()
}

/// A number, to four digits where it has more.
pub fn number(value: f64) -> String {
    if !value.is_finite() {
        let sign = if value.is_nan() { "NaN" } else { "∞" };
        return name(&[if value < 0.0 { "−" } else { "" }, sign].concat());
    }
    // No zero is negative.
    let value = value + 0.0;
    // Its digits as they are, where they are no more than four.
    let (exact, four) = (format!("{value:e}"), format!("{value:.3e}"));
    let digits =
        |text: &str| text.split('e').next().map_or(0, |text| text.replace(['-', '.'], "").len());
    let chosen = if digits(&exact) <= 4 { exact } else { four };
    let exponent: i32 = chosen.split('e').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let (mantissa, _) = chosen.split_once('e').unwrap_or((&chosen, ""));
    if (-4..6).contains(&exponent) {
        let rounded: f64 = decimal::read(&chosen).unwrap_or(value);
        let places = (digits(&chosen) as i32 - 1 - exponent).max(0);
        return element("mn", &format!("{rounded:.0$}", places as usize).replace('-', "−"));
    }
    let ten = power(&element("mn", "10"), &element("mn", &exponent.to_string().replace('-', "−")));
    row(&[&element("mn", &mantissa.replace('-', "−")), &sign("·"), &ten])
}

/// How strongly an expression holds together, from the weakest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Comparison,
    Sum,
    Product,
    Sign,
    /// Whole, but that no exponent may stand behind it.
    Tall,
    Whole,
}

/// A formula's results in MathML. `argument` writes the arguments, and `otherwise` is what a choice says
/// of all cases but those named.
pub fn formula(trace: &Trace, otherwise: &str, argument: impl Fn(usize) -> String) -> Vec<String> {
    let mut made: Vec<(String, Level)> = Vec::with_capacity(trace.steps.len());
    for step in &trace.steps {
        let part = match *step {
            Step::Argument(at) => {
                let text = argument(at);
                let level =
                    if text.chars().any(|sign| sign == '−') { Level::Sign } else { Level::Whole };
                (text, level)
            }
            Step::Literal(value) if value < 0.0 => (number(value), Level::Sign),
            Step::Literal(value) => (number(value), Level::Whole),
            Step::One(of, x) => one(of, &made[x]),
            Step::Two(of, [a, b]) => two(of, &made[a], &made[b], a == b),
            // Where it would have no value, that is said beside it.
            Step::Select([no, yes, _]) if matches!(trace.steps[no], Step::Literal(value) if value.is_nan()) => {
                (made[yes].0.clone(), made[yes].1)
            }
            Step::Select([no, yes, when]) => {
                let cell = |at: usize| made[at].0.clone();
                let other = element("mtext", otherwise);
                let rows = [vec![cell(yes), cell(when)], vec![cell(no), other]];
                (row(&[&sign("{"), &table(&rows)]), Level::Comparison)
            }
        };
        made.push(part);
    }
    trace.results.iter().map(|&at| made[at].0.clone()).collect()
}

/// An expression where it must hold together so strongly.
fn within((text, level): &(String, Level), least: Level) -> String {
    if *level < least { bracketed(text) } else { text.clone() }
}

fn one(of: One, part: &(String, Level)) -> (String, Level) {
    let x = &part.0;
    let function = |text: &str| (called(&name(text), x), Level::Tall);
    let e = || power(&name("e"), x);
    let plus = |left: &str, right: &str| row(&[left, &sign("+"), right]);
    let unit = element("mn", "1");
    match of {
        One::Negate => (row(&[&sign("−"), &within(part, Level::Tall)]), Level::Sign),
        One::Abs => (row(&[&sign("|"), x, &sign("|")]), Level::Whole),
        One::Sqrt => (root(x), Level::Tall),
        One::Sign => function("sgn"),
        One::Exp => (e(), Level::Tall),
        One::Expm1 => (row(&[&e(), &sign("−"), &unit]), Level::Sum),
        One::Ln => function("ln"),
        One::Log1p => (called(&name("ln"), &plus(&unit, x)), Level::Tall),
        One::Erf => function("erf"),
        One::Sin => function("sin"),
        One::Cos => function("cos"),
        One::Tanh => function("tanh"),
        One::Logistic => {
            let minus = row(&[&sign("−"), &within(part, Level::Tall)]);
            (over(&unit, &plus(&unit, &power(&name("e"), &minus))), Level::Tall)
        }
    }
}

fn two(of: Two, a: &(String, Level), b: &(String, Level), same: bool) -> (String, Level) {
    let infix = |text: &str, [left, right, level]: [Level; 3]| {
        (row(&[&within(a, left), &sign(text), &within(b, right)]), level)
    };
    let sum = [Level::Sum, Level::Product, Level::Sum];
    let comparison = [Level::Sum, Level::Sum, Level::Comparison];
    let function = |text: &str| (called(&name(text), &row(&[&a.0, &sign(","), &b.0])), Level::Tall);
    match of {
        Two::Add => infix("+", sum),
        Two::Sub => infix("−", sum),
        Two::Mul if same => (power(&within(a, Level::Whole), &element("mn", "2")), Level::Tall),
        Two::Mul => infix("·", [Level::Product, Level::Tall, Level::Product]),
        Two::Div => (over(&a.0, &b.0), Level::Tall),
        Two::Min => function("min"),
        Two::Max => function("max"),
        Two::Pow => (power(&within(a, Level::Whole), &b.0), Level::Tall),
        Two::Above => infix("&gt;", comparison),
        Two::NotBelow => infix("≥", comparison),
        Two::Equals => infix("=", comparison),
        Two::Differs => infix("≠", comparison),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits_at_most() {
        for (value, expected) in [
            (0.0, "<mn>0</mn>"),
            (-0.0, "<mn>0</mn>"),
            (-0.5, "<mn>−0.5</mn>"),
            (6.0, "<mn>6</mn>"),
            (5.219508124805883, "<mn>5.220</mn>"),
            (-3.594487237455296, "<mn>−3.594</mn>"),
            (0.00012341, "<mn>0.0001234</mn>"),
            (9.9999, "<mn>10.00</mn>"),
            (123456.0, "<mn>123500</mn>"),
            (70000.0, "<mn>70000</mn>"),
        ] {
            assert_eq!(number(value), expected);
        }
        assert!(number(-1.23456e-9).contains("<mn>−1.235</mn>"), "{}", number(-1.23456e-9));
        assert!(number(1e300).contains("<mn>300</mn>"));
        assert_eq!([f64::NAN, f64::NEG_INFINITY].map(number), ["<mi>NaN</mi>", "<mi>−∞</mi>"]);
    }

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escape("a<b>&\"\u{0}\n"), "a&lt;b&gt;&amp;&quot;\u{fffd}\n");
    }
}
