//! A number by its digits: what `str::parse` makes of a text, to the last bit, in whole numbers as long as it
//! takes. The library's own way is faster and has a table of powers, ten kilobytes that nothing compresses.

/// Digits that can decide how a number is rounded: one half way between two has at most 767.
const DIGITS: i64 = 800;

/// The number that a text writes, rounded to the nearest of 64 bits, of two to the even one; `None` where it
/// writes none. Reads what `str::parse` reads: `-1.5`, `.5`, `5.`, `1e-7`, `inf`, `NaN`.
pub fn read(text: &str) -> Option<f64> {
    let (sign, text) = match text.as_bytes() {
        [b'-', size @ ..] => (-1.0, size),
        [b'+', size @ ..] | size => (1.0, size),
    };
    let named =
        |names: &[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name.as_bytes()));
    let size = match text {
        _ if named(&["inf", "infinity"]) => f64::INFINITY,
        _ if named(&["nan"]) => f64::NAN,
        text => size(text)?,
    };
    Some(sign * size)
}

/// The same of a text that is digits, a point and an exponent.
fn size(mut text: &[u8]) -> Option<f64> {
    // The number is `whole · 10^exponent`, or a little more.
    let (mut whole, mut exponent, mut more) = (Whole::default(), 0_i64, false);
    let (mut any, mut behind_point, mut digits) = (false, false, 0);
    loop {
        text = match text {
            [b'.', rest @ ..] if !behind_point => {
                behind_point = true;
                rest
            }
            [digit @ b'0'..=b'9', rest @ ..] => {
                any = true;
                exponent -= i64::from(behind_point);
                if digits < DIGITS {
                    whole.times_and(10, u32::from(digit - b'0'));
                    digits += i64::from(!whole.0.is_empty());
                } else {
                    exponent += 1;
                    more |= *digit > b'0';
                }
                rest
            }
            _ => break,
        }
    }
    exponent = exponent.saturating_add(power(text).filter(|_| any)?);
    Some(match digits.saturating_add(exponent) {
        _ if digits == 0 => 0.0,
        ..-330 => 0.0,
        311.. => f64::INFINITY,
        _ => rounded(whole, exponent, more),
    })
}

/// The exponent behind the digits: 0 where there is none.
fn power(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [] => return Some(0),
        [b'e' | b'E', b'-', digits @ ..] => (-1, digits),
        [b'e' | b'E', b'+', digits @ ..] | [b'e' | b'E', digits @ ..] => (1, digits),
        _ => return None,
    };
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let add = |sum: i64, digit: &u8| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    is_number.then(|| sign * digits.iter().fold(0, add))
}

/// `whole · 10^exponent`, or a little more, as the nearest number.
fn rounded(mut whole: Whole, exponent: i64, mut more: bool) -> f64 {
    let tens = exponent.unsigned_abs() as usize;
    // Bits behind the binary point: enough for 64 of the quotient, and a half to round by. 10^3 < 2^10.
    let words = if exponent < 0 { tens * 10 / 3 / 32 + 3 } else { 3 };
    whole.0.splice(0..0, std::iter::repeat_n(0, words));
    for at in (0..tens).step_by(9) {
        let ten = 10_u32.pow((tens - at).min(9) as u32);
        if exponent < 0 {
            more |= whole.divide(ten) > 0;
        } else {
            whole.times_and(ten, 0);
        }
    }
    // Of the bits 53 are kept, and none below the least that there is.
    let (bits, behind) = (whole.bits(), 32 * words);
    let least = bits.saturating_sub(53).max(behind.saturating_sub(1074));
    let kept = (least..bits).rev().fold(0, |kept, at| kept << 1 | u64::from(whole.bit(at)));
    let half = least > 0 && whole.bit(least - 1);
    let beyond = more || (0..least.saturating_sub(1)).any(|at| whole.bit(at));
    let kept = kept + u64::from(half && (beyond || kept & 1 == 1));
    // 2^(least − behind), which may be subnormal; both factors are exact, and so is the product.
    let scale = least as i64 - behind as i64;
    let scale =
        if scale < -1022 { 1 << (scale + 1074) } else { (scale as u64).wrapping_add(1023) << 52 };
    kept as f64 * f64::from_bits(scale)
}

/// A whole number: its digits to the base 2³², the lowest first, without zeros at the end.
#[derive(Default)]
struct Whole(Vec<u32>);

impl Whole {
    /// Itself times a factor, and something more.
    fn times_and(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Divides itself: the remainder.
    fn divide(&mut self, by: u32) -> u64 {
        let mut left = 0;
        for digit in self.0.iter_mut().rev() {
            left = left << 32 | u64::from(*digit);
            *digit = (left / u64::from(by)) as u32;
            left %= u64::from(by);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        left
    }

    fn bits(&self) -> usize {
        let last = self.0.last().map_or(0, |last| last.leading_zeros() as usize);
        32 * self.0.len() - last
    }

    fn bit(&self, at: usize) -> bool {
        self.0.get(at / 32).is_some_and(|digit| digit >> (at % 32) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bits, of all that is no number the same.
    fn bits(value: f64) -> u64 {
        if value.is_nan() { 1 } else { value.to_bits() }
    }

    fn check(text: &str) {
        let expected = text.parse().ok().map(bits);
        assert_eq!(read(text).map(bits), expected, "{text}");
    }

    /// Half of what digits say that end in zeros.
    fn halved(text: &str) -> String {
        let mut left = 0;
        let half = |sign: char| match sign.to_digit(10) {
            Some(digit) => {
                let half = (10 * left + digit) / 2;
                left = digit % 2;
                char::from_digit(half, 10).unwrap()
            }
            None => sign,
        };
        text.chars().map(half).collect()
    }

    #[test]
    fn numbers_at_the_edges_are_read_to_the_bit() {
        for text in [
            "",
            "-",
            "+",
            ".",
            "-.",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1e-",
            "1.5.",
            "--1",
            "+-1",
            "1 ",
            "0x10",
            "1_0",
            "inf",
            "-Infinity",
            "+INF",
            "nan",
            "-NaN",
            "infinit",
            "0",
            "-0",
            "+0.0",
            "00",
            "5.",
            ".5",
            "1E5",
            "0e999999999999999999999",
            "1e999999999999999999999",
            "1e-999999999999999999999",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e310",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.47032822920623272e-324",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "9007199254740993",
            "9007199254740993.00000000000000000000000000000001",
            "9007199254740992.999999999999999999999999999",
            "9007199254740995",
            "18446744073709551616",
            "123456789012345678901234567890",
        ] {
            check(text);
        }
        for (zeros, end) in [(0, ""), (900, "1"), (900, "0"), (5000, "1")] {
            check(&format!("9007199254740993.{}{end}", "0".repeat(zeros)));
            check(&format!("0.{}9007199254740993e{zeros}", "0".repeat(zeros)));
            check(&format!("9007199254740993{}{end}e-{zeros}", "0".repeat(zeros)));
        }
    }

    proptest! {
        #[test]
        fn every_number_is_read_back(bits: u64) {
            let value = f64::from_bits(bits);
            check(&format!("{value}"));
            check(&format!("{value:e}"));
            check(&format!("{value:.800}"));
        }

        /// 54 bits, the last of them set, times a power of 2: half way between two numbers.
        #[test]
        fn what_lies_half_way_goes_to_the_even_one(whole in 1_u128 << 52..1 << 53, places in 0_u32..30) {
            let half = (2 * whole + 1) * 5_u128.pow(places);
            for digits in [half - 1, half, half + 1] {
                check(&format!("{digits}e-{places}"));
                check(&format!("{digits}{}e-1030", "0".repeat(1030 - places as usize)));
            }
            check(&((2 * whole + 1) << (places + 1)).to_string());
            // Of the least numbers, with all of its 767 digits.
            let least = f64::from_bits(whole as u64 >> places | 1);
            let text = halved(&format!("{least:.1080}"));
            for end in ["", "1", "0"] {
                check(&format!("{text}{end}"));
            }
        }

        #[test]
        fn any_text_is_what_the_library_takes_it_for(text in "[-+]?[0-9]{0,25}[.]?[0-9]{0,25}(e[-+]?[0-9]{1,4})?") {
            check(&text);
        }

        #[test]
        fn signs_in_any_order_are_taken_alike(text in "[-+.0-9eEinfatyNA]{0,8}") {
            check(&text);
        }
    }
}
