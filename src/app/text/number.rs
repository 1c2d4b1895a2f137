//! Numbers as the output column writes them: of constant width while they change, and never
//! a word like `NaN` or `inf` from the standard library.

use crate::decimal;
use crate::protocol::{Cause, Stopped};

/// What stands for a number that there is not.
pub const NONE: &str = "—";

/// A loss, or what else is better or worse than another: three significant digits, however small it is.
pub fn loss(value: f64) -> String {
    if value.is_nan() {
        return NONE.to_owned();
    }
    if value < 0.0 {
        return format!("−{}", loss(-value));
    }
    if value.is_infinite() {
        return "∞".to_owned();
    }
    // Rounded first: 0.9996 has the digits of 1.00.
    let short = format!("{value:.2e}");
    let exponent = short.split_once('e').and_then(|(_, exponent)| exponent.parse::<i32>().ok());
    match exponent {
        _ if value == 0.0 => "0".to_owned(),
        Some(exponent @ -3..=2) => format!("{value:.*}", (2 - exponent) as usize),
        Some(_) | None => short,
    }
}

/// A share as percent: one decimal.
pub fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1}%", share * 100.0) } else { NONE.to_owned() }
}

/// Every digit, for the title and the data attribute. The shortest decimal that reads back
/// as the same number.
pub fn full(value: f64) -> String {
    format!("{value:?}")
}

/// An output under the pointer: two decimals and a sign of constant width.
pub fn signed(value: f64) -> String {
    signed_to(value, 2)
}

fn signed_to(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let digits = format!("{:.decimals$}", value.abs());
    let sign = if is_negative(value, &digits) { '−' } else { '\u{2007}' };
    format!("{sign}{}", thousands(&digits))
}

/// Whether a value has a minus before its digits: what is rounded to 0 has none.
fn is_negative(value: f64, digits: &str) -> bool {
    value < 0.0 && digits.contains(|digit: char| ('1'..='9').contains(&digit))
}

/// Digits without the zeros that say nothing behind a point.
fn short(digits: &str) -> &str {
    match digits.contains('.') {
        true => digits.trim_end_matches('0').trim_end_matches('.'),
        false => digits,
    }
}

/// A language's way to write a number in a few letters.
pub type Brief = fn(f64) -> String;

/// A unit's answer over its tile, as short as it can be told: two decimals below 1, one below 10, and
/// fewer where there is room for no more than so many digits; `brief` is the language's way to write a
/// large one.
pub fn reading(value: f64, room: f64, brief: Brief) -> String {
    let width = |text: &str| {
        let widths = text.chars().map(|sign| match sign {
            '.' => 0.5,
            '−' => 1.3,
            _ => 1.0,
        });
        widths.sum::<f64>()
    };
    let mut told = (0..=2).rev().map(|most| rounded(value, most, brief));
    told.find(|text| width(text) <= room).unwrap_or_else(|| rounded(value, 0, brief))
}

/// A value with no more than `most` decimals.
fn rounded(value: f64, most: usize, brief: Brief) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    let size = value.abs();
    let digits = match size {
        _ if size < 0.995 => format!("{size:.most$}"),
        _ if size < 9.95 => format!("{size:.*}", most.min(1)),
        _ if size < 9999.5 => format!("{size:.0}"),
        _ if size < LARGE => brief(size),
        _ => format!("{size:.0e}"),
    };
    format!("{}{digits}", if is_negative(value, &digits) { "−" } else { "" })
}

/// From here on a number is written with a power of ten.
pub const LARGE: f64 = 1e9;

/// A mean error, in the unit of what is to be told: as a loss, but a large one whole.
pub fn error(value: f64) -> String {
    if (999.5..LARGE).contains(&value) { grouped(value.round() as u64) } else { loss(value) }
}

/// What a language tells large numbers in, so large ones: what they are divided by, and its sign.
pub type Units = fn(f64) -> (f64, &'static str);

/// English counts thousands and millions.
pub fn units(size: f64) -> (f64, &'static str) {
    match size {
        _ if size < 1e4 => (1.0, ""),
        _ if size < 1e6 => (1e3, "k"),
        _ => (1e6, "M"),
    }
}

/// Korean counts ten thousands, and ten thousands of these.
pub fn units_korean(size: f64) -> (f64, &'static str) {
    match size {
        _ if size < 1e4 => (1.0, ""),
        _ if size < 1e8 => (1e4, "만"),
        _ => (1e8, "억"),
    }
}

/// Decimals that a round step has.
pub fn decimals_of(step: f64) -> usize {
    // A step like 0.25 needs one digit more than its magnitude says.
    let decimals = (-step.log10().floor()).max(0.0) as usize;
    let exact = decimal::read(&format!("{step:.decimals$}"))
        .is_some_and(|read| (read - step).abs() < step * 1e-6);
    if exact { decimals } else { decimals + 1 }
}

/// A round number beside an axis: all there have as many decimals as their step, and the unit that suits the
/// largest, which is of the size `most`.
pub fn round(value: f64, (step, most): (f64, f64), units: Units) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let minus = if value < 0.0 { "−" } else { "" };
    if most >= LARGE || step < 1e-6 {
        let power = format!("{:.2e}", value.abs());
        let (digits, exponent) = power.split_once('e').unwrap_or((&power, "0"));
        return format!("{minus}{}e{exponent}", short(digits)).replace('-', "−");
    }
    let (unit, sign) = units(most);
    let digits = format!("{:.*}", decimals_of(step / unit), value.abs() / unit);
    format!("{minus}{}{sign}", thousands(&digits))
}

/// Digits behind the point that tell so many parts of a span apart, at most.
fn decimals(span: f64, parts: f64) -> usize {
    // A float cast saturates, and NaN is 0.
    (-(span / parts).log10().floor()).clamp(0.0, 9.0) as usize
}

/// The end of a scale: a whole number with a real minus.
pub fn end(value: f64) -> String {
    let minus = if value < 0.0 { "−" } else { "" };
    format!("{minus}{}", value.abs())
}

/// A number along a side of the picture, which goes over so much: as many digits as tell a quarter of it.
pub fn tick(value: f64, span: f64) -> String {
    if !value.is_finite() {
        return NONE.to_owned();
    }
    if value.abs() >= 1e6 || span < 1e-6 {
        return format!("{value:.2e}").replace('-', "−");
    }
    let digits = format!("{:.*}", decimals(span, 40.0), value.abs());
    let minus = if is_negative(value, &digits) { "−" } else { "" };
    format!("{minus}{}", thousands(short(&digits)))
}

/// A coordinate along a side that goes over so much: of constant width, and two decimals where that is
/// about ten.
pub fn coordinate(value: f64, span: f64) -> String {
    signed_to(value, decimals(span, 1200.0))
}

/// An epoch: thousands apart, a fraction where it is within an epoch.
pub fn epoch(epoch: f64) -> String {
    let whole = epoch.trunc();
    let fraction = epoch - whole;
    // A float cast saturates, and epochs are counted from 0.
    let grouped = grouped(whole as u64);
    if fraction < 0.005 {
        grouped
    } else {
        let digits = format!("{fraction:.2}");
        format!("{grouped}{}", digits.strip_prefix('0').unwrap_or_default())
    }
}

/// A rate in a few letters, `1.2k`, `13k`, `2.1M`.
pub fn brief(rate: f64) -> String {
    // Rounded first: 999.6 is 1.0k.
    match rate {
        _ if rate < 999.5 => small(rate),
        _ if rate < 9950.0 => format!("{:.1}k", rate / 1e3),
        _ if rate < 999_500.0 => format!("{:.0}k", rate / 1e3),
        _ if rate < 9_950_000.0 => format!("{:.1}M", rate / 1e6),
        _ if rate.is_finite() => format!("{:.0}M", rate / 1e6),
        _ => small(rate),
    }
}

/// The same as Korean counts, in ten thousands and their ten thousands: `1.3만`, `2.1억`.
pub fn brief_korean(rate: f64) -> String {
    match rate {
        _ if rate < 999.5 => small(rate),
        _ if rate < 9999.5 => grouped(rate.round() as u64),
        _ if rate < 99_500.0 => format!("{:.1}만", rate / 1e4),
        _ if rate < 99_995_000.0 => format!("{:.0}만", rate / 1e4),
        _ if rate.is_finite() => format!("{:.1}억", rate / 1e8),
        _ => small(rate),
    }
}

/// A rate below a thousand: one decimal, then none. None at all is 0.
fn small(rate: f64) -> String {
    match rate {
        _ if !rate.is_finite() || rate <= 0.0 => "0".to_owned(),
        _ if rate < 9.95 => format!("{rate:.1}"),
        _ => format!("{rate:.0}"),
    }
}

/// So many epochs as a sentence tells them: whole ones, but for the first.
pub fn epochs(count: f64) -> String {
    if count < 1.0 { epoch(count) } else { grouped(count.round() as u64) }
}

/// A whole number with a comma between thousands.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many of a thing, by its name for one and for several.
pub fn count(number: usize, one: &str, several: &str) -> String {
    format!("{} {}", grouped(number as u64), if number == 1 { one } else { several })
}

/// Digits with a comma between the thousands before the point.
fn thousands(digits: &str) -> String {
    let whole = digits.split('.').next().unwrap_or(digits);
    match whole.parse() {
        Ok(number) => [&grouped(number), &digits[whole.len()..]].concat(),
        // So large a number has no groups that one could count.
        Err(_) => digits.to_owned(),
    }
}

/// The length of a file, as file managers tell it: `40 kB`, `1.2 MB`.
pub fn bytes(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}

/// A value of a table: six digits that count, in groups, and no zeros that say nothing behind the point.
pub fn value(value: f64) -> String {
    let (sign, size) = (if value < 0.0 { "−" } else { "" }, value.abs());
    if value != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{sign}{size:.3e}");
    }
    // The digits before the point are at most nine, those behind it at most ten.
    let decimals = if size < 1.0 { 6 } else { (5.0 - size.log10().floor()).max(0.0) as usize };
    let digits = format!("{size:.decimals$}");
    format!("{sign}{}", thousands(short(&digits)))
}

/// A number that nobody needs to the last digit.
pub fn rough(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    // A product just above 2 must not be said to be 2.
    if rounded == 2.0 { value.to_string() } else { rounded.to_string() }
}

/// The epoch in which the run diverged, if that is why it stands still.
pub fn diverged(stopped: Option<Stopped>) -> Option<u64> {
    broken(stopped).map(|(epoch, _)| epoch)
}

/// What made it diverge.
pub fn cause(stopped: Option<Stopped>) -> Option<Cause> {
    broken(stopped).map(|(_, cause)| cause)
}

fn broken(stopped: Option<Stopped>) -> Option<(u64, Cause)> {
    match stopped {
        Some(Stopped::Diverged { epoch, cause, sound: _ }) => Some((epoch, cause)),
        Some(Stopped::Paused | Stopped::Reached { epoch: _ } | Stopped::Callback { .. }) | None => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_the_digits_that_count() {
        for (number, expected) in [
            (0.0, "0"),
            (1987.0, "1,987"),
            (1990.25, "1,990.25"),
            (1.234, "1.234"),
            (5.84333, "5.84333"),
            (-0.1, "−0.1"),
            (0.000_123_4, "0.000123"),
            (123_456_789.0, "123,456,789"),
            (1e308, "1.000e308"),
            (-1e-320, "−1.000e-320"),
        ] {
            assert_eq!(value(number), expected);
        }
    }

    #[test]
    fn lengths_of_files_are_told() {
        let told = [0, 1, 40_000, 999_999, 1_000_000, 123_456_789].map(bytes);
        assert_eq!(told, ["0 kB", "1 kB", "40 kB", "1000 kB", "1.0 MB", "123.5 MB"]);
    }

    #[test]
    fn a_side_tells_its_quarters_apart_however_long_it_is() {
        let quarters = |low: f64, high: f64| {
            [0.0, 0.25, 0.5, 0.75, 1.0].map(|at| tick(low + at * (high - low), high - low))
        };
        assert_eq!(quarters(-6.0, 6.0), ["−6", "−3", "0", "3", "6"]);
        assert_eq!(
            quarters(2006.9, 2009.1),
            ["2,006.9", "2,007.45", "2,008", "2,008.55", "2,009.1"]
        );
        assert_eq!(quarters(0.0, 0.002), ["0", "0.0005", "0.001", "0.0015", "0.002"]);
        assert_eq!(quarters(0.0, 4e7)[1], "1.00e7");
        assert_eq!(quarters(-1e-9, 1e-9)[0], "−1.00e−9");
        assert_eq!(tick(f64::NAN, 1.0), NONE);
        assert_eq!(coordinate(-1.234, 12.0), "−1.23");
        assert_eq!(coordinate(0.001_234, 0.01), "\u{2007}0.001234");
        assert_eq!(coordinate(-0.4, 50_000.0), "\u{2007}0");
        assert_eq!(coordinate(-549_104.2, 50_000.0), "−549,104");
    }

    #[test]
    fn round_numbers_of_an_axis_have_equal_decimals_and_one_unit() {
        let row = |values: [f64; 3], units: Units| {
            values.map(|value| round(value, (values[1] - values[0], values[2].abs()), units))
        };
        assert_eq!(row([5.0, 7.5, 10.0], units), ["5.0", "7.5", "10.0"]);
        assert_eq!(row([-0.25, 0.0, 0.25], units), ["−0.25", "0", "0.25"]);
        assert_eq!(row([500.0, 1000.0, 1500.0], units), ["500", "1,000", "1,500"]);
        assert_eq!(row([7500.0, 10_000.0, 12_500.0], units), ["7.5k", "10.0k", "12.5k"]);
        assert_eq!(row([7500.0, 10_000.0, 12_500.0], units_korean), ["0.75만", "1.00만", "1.25만"]);
        assert_eq!(row([4e5, 6e5, 8e5], units), ["400k", "600k", "800k"]);
        assert_eq!(row([1e9, 2e9, 3e9], units), ["1e9", "2e9", "3e9"]);
        assert_eq!(row([-1e-8, 0.0, 1e-8], units), ["−1e−8", "0", "1e−8"]);
    }

    #[test]
    fn mean_errors_are_written_as_what_they_are_errors_of() {
        assert_eq!(
            [30_412.3, 999.7, 12.34, 0.0123].map(error),
            ["30,412", "1,000", "12.3", "0.0123"]
        );
        assert_eq!([f64::NAN, 2.5e12].map(error), ["—", "2.50e12"]);
    }

    #[test]
    fn a_reading_is_short() {
        let rows = [
            (0.0, "0.00"),
            (-0.004, "0.00"),
            (-0.4219, "−0.42"),
            (0.996, "1.0"),
            (-3.25, "−3.2"),
            (9.96, "10"),
            (-36.0, "−36"),
            (12_345.0, "12k"),
            (-549_104.0, "−549k"),
            (3e12, "3e12"),
            (f64::NAN, NONE),
        ];
        for (value, text) in rows {
            assert_eq!(reading(value, f64::INFINITY, brief), text, "{value}");
        }
        // A phone's tiles.
        for (value, room, text) in [
            (0.913, 3.5, "0.91"),
            (0.913, 3.1, "0.9"),
            (0.004, 3.1, "0.0"),
            (-0.87, 4.1, "−0.9"),
            (-0.04, 4.1, "0.0"),
            (-1234.0, 3.0, "−1234"),
        ] {
            assert_eq!(reading(value, room, brief), text, "{value} in {room}");
        }
        assert_eq!(reading(549_104.0, f64::INFINITY, brief_korean), "55만");
    }

    #[test]
    fn losses_have_three_significant_digits_and_a_bounded_width() {
        for (value, text) in [
            (0.0070238, "0.00702"),
            (0.00099951, "0.00100"),
            (0.00070238, "7.02e-4"),
            (5e-324, "4.94e-324"),
            (0.0, "0"),
            (-0.5, "−0.500"),
            (f64::NEG_INFINITY, "−∞"),
            (0.9996, "1.00"),
            (12.3456, "12.3"),
            (999.6, "1.00e3"),
            (123.456, "123"),
            (1.5e300, "1.50e300"),
            (f64::NAN, "—"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(loss(value), text);
        }
    }

    #[test]
    fn shares_coordinates_and_epochs_are_readable() {
        assert_eq!(percent(0.9916), "99.2%");
        assert_eq!(percent(1.0), "100.0%");
        assert_eq!(percent(f64::NAN), "—");
        assert_eq!(signed(-3.456), "−3.46");
        assert_eq!(signed(-0.001), "\u{2007}0.00");
        assert_eq!(signed(f64::NAN), "—");
        assert_eq!(epoch(1_234_567.0), "1,234,567");
        assert_eq!(epoch(12.25), "12.25");
        assert_eq!(epoch(0.0), "0");
        assert_eq!(grouped(1000), "1,000");
    }

    #[test]
    fn a_brief_rate_has_few_letters() {
        for (rate, english, korean) in [
            (0.0, "0", "0"),
            (-1.0, "0", "0"),
            (f64::NAN, "0", "0"),
            (f64::INFINITY, "0", "0"),
            (0.25, "0.2", "0.2"),
            (9.96, "10", "10"),
            (60.2, "60", "60"),
            (999.6, "1.0k", "1,000"),
            (1234.0, "1.2k", "1,234"),
            (13_189.0, "13k", "1.3만"),
            (132_890.0, "133k", "13만"),
            (2_140_000.0, "2.1M", "214만"),
            (210_000_000.0, "210M", "2.1억"),
        ] {
            assert_eq!((brief(rate).as_str(), brief_korean(rate).as_str()), (english, korean));
        }
    }

    #[test]
    fn epochs_in_a_sentence_are_whole_but_for_the_first() {
        for (count, text) in [(0.0, "0"), (0.4, "0.40"), (1.0, "1"), (1483.84, "1,484")] {
            assert_eq!(epochs(count), text);
        }
    }

    #[test]
    fn full_precision_reads_back_as_the_same_number() {
        for value in [0.007_023_812_345_678_9, 1e-300, 0.1 + 0.2] {
            assert_eq!(full(value).parse(), Ok(value));
        }
    }

    #[test]
    fn only_divergence_is_divergence() {
        let diverged_at_9 = Stopped::Diverged { epoch: 9, cause: Cause::LearningRate, sound: 8 };
        assert_eq!(diverged(Some(diverged_at_9)), Some(9));
        assert_eq!(diverged(Some(Stopped::Reached { epoch: 9 })), None);
        assert_eq!(diverged(None), None);
    }
}
