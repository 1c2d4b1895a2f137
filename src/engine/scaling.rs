//! How the numbers of a column are brought to a common size before a network sees them; what is
//! measured for that, is measured on the training part alone.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// The ways to scale a column.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Scaling {
    /// As it is.
    #[default]
    None,
    /// To mean 0 and variance 1: `(x − mean) / √variance`, the variance over `n`. Source: Keras,
    /// `layers.Normalization`; scikit-learn, `StandardScaler`.
    Standardize,
    /// To 0..1 from least to most: `(x − min) / (max − min)`. Source: scikit-learn, `MinMaxScaler`.
    MinMax,
}

/// Numbers that differ by less than this share of the largest are one number, written twice.
const ROUNDING: f64 = 8.0 * f64::EPSILON;

/// A column's own numbers: what is taken off, and what is divided by then.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scale {
    // A power of two near the largest size. What follows is measured in it, so that squares neither
    // overflow nor vanish, and no digit is lost by it.
    unit: f64,
    shift: f64,
    // 0 where the column is constant, so that it says nothing rather than NaN.
    width: f64,
}

impl Scaling {
    /// The numbers for a column of these values, all of them finite.
    pub fn fit(self, values: &[f64]) -> Scale {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let unit = power_of_two(most.abs().max(least.abs()));
        let (low, high) = (least / unit, most / unit);
        let count = values.len().max(1) as f64;
        let mean = values.iter().map(|value| value / unit).sum::<f64>() / count;
        // The mean of equal numbers may be off by a rounding, which is no distance.
        let constant = high - low <= ROUNDING * high.abs().max(low.abs());
        match self {
            Self::None => Scale { unit: 1.0, shift: 0.0, width: 1.0 },
            Self::Standardize | Self::MinMax if constant || values.is_empty() => {
                Scale { unit, shift: mean, width: 0.0 }
            }
            Self::Standardize => {
                let square = |value: &f64| (value / unit - mean) * (value / unit - mean);
                let variance = values.iter().map(square).sum::<f64>() / count;
                Scale { unit, shift: mean, width: variance.sqrt() }
            }
            Self::MinMax => Scale { unit, shift: low, width: high - low },
        }
    }
}

/// The power of two below a size; the least number there is for those without one of their own.
fn power_of_two(size: f64) -> f64 {
    let exponent = f64::from_bits(size.to_bits() & f64::INFINITY.to_bits());
    if exponent.is_finite() { exponent.max(f64::from_bits(1)) } else { 1.0 }
}

impl Scale {
    /// What is taken off: a standardized column's mean.
    pub fn shift(self) -> f64 {
        self.shift * self.unit
    }

    /// What is divided by: a standardized column's deviation; 0 where it is constant.
    pub fn width(self) -> f64 {
        self.width * self.unit
    }

    /// The same where a constant column has its distance from that constant, not 0: what is to be told can
    /// only be told if it has a size.
    #[must_use]
    pub fn or_one(self) -> Self {
        Self { width: if self.width > 0.0 { self.width } else { 1.0 }, ..self }
    }

    /// The value that is scaled to this one, as far as rounding lets it be found; the constant where the
    /// column is one.
    pub fn undo(self, scaled: f64) -> f64 {
        (scaled * self.width + self.shift) * self.unit
    }

    /// The scaled value; 0 where the column is constant.
    pub fn apply(self, value: f64) -> f64 {
        // A test row may lie so far outside that its distance is no number.
        let scaled = (value / self.unit - self.shift) / self.width;
        if self.width > 0.0 { scaled.clamp(-f64::MAX, f64::MAX) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaled(scaling: Scaling, values: &[f64]) -> Vec<f64> {
        let scale = scaling.fit(values);
        values.iter().map(|&value| scale.apply(value)).collect()
    }

    #[test]
    fn columns_are_scaled_as_keras_and_scikit_learn_do() {
        // keras.layers.Normalization and StandardScaler of [1, 2, 3, 6]: mean 3, variance 3.5.
        let deviation = 3.5_f64.sqrt();
        let expected = [-2.0, -1.0, 0.0, 3.0].map(|x| x / deviation);
        for (ours, theirs) in
            scaled(Scaling::Standardize, &[1.0, 2.0, 3.0, 6.0]).iter().zip(expected)
        {
            assert!((ours - theirs).abs() < 1e-15, "{ours} {theirs}");
        }
        assert_eq!(scaled(Scaling::MinMax, &[1.0, 2.0, 3.0, 6.0]), [0.0, 0.2, 0.4, 1.0]);
        assert_eq!(scaled(Scaling::None, &[1.0, -0.0, 1e308]), [1.0, -0.0, 1e308]);
    }

    #[test]
    fn a_constant_column_says_nothing_and_no_column_makes_nan() {
        for scaling in [Scaling::Standardize, Scaling::MinMax] {
            for constant in [[7.0; 75], [0.1; 75], [2007.0; 75], [-3.3; 75]] {
                let scale = scaling.fit(&constant);
                assert_eq!(
                    [0.0, constant[0], 9.0].map(|x| scale.apply(x)),
                    [0.0; 3],
                    "{constant:?}"
                );
            }
            assert_eq!(scaled(scaling, &[]), [0.0; 0]);
            for extreme in [[1e308, -1e308], [1e-320, 0.0], [f64::MAX, f64::MIN], [1e308, 1e-320]] {
                assert!(scaled(scaling, &extreme).iter().all(|x| x.is_finite()), "{extreme:?}");
            }
        }
        let [one, other] = scaled(Scaling::Standardize, &[1e308, -1e308])[..] else { panic!() };
        assert!((one - 1.0).abs() < 1e-15 && (other + 1.0).abs() < 1e-15, "{one} {other}");
        let far = Scaling::MinMax.fit(&[-1e308, -1e308 + 1e292]);
        assert!(far.apply(1e308).is_finite());
    }
}
