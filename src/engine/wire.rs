//! How numbers that JSON does not have (NaN and the infinities) travel in it: as texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number as JSON can hold it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Number {
    Finite(f64),
    Other(String),
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Finite(value) } else { Self::Other(value.to_string()) }
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        match number {
            Number::Finite(value) => value,
            // `to_string` wrote it, so it reads back; anything else is no number.
            Number::Other(text) => text.parse().unwrap_or(f64::NAN),
        }
    }
}

/// For `#[serde(serialize_with = …)]` on lists of numbers.
///
/// # Errors
/// The serializer's.
pub fn serialize<S: Serializer>(values: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|&value| Number::from(value)))
}

/// For `#[serde(deserialize_with = …)]` on lists of numbers.
///
/// # Errors
/// The deserializer's.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    let numbers = Vec::<Number>::deserialize(deserializer)?;
    Ok(numbers.into_iter().map(f64::from).collect())
}

#[cfg(test)]
mod tests {
    #[derive(serde::Serialize, serde::Deserialize)]
    struct Holder(#[serde(with = "super")] Vec<f64>);

    #[test]
    fn every_number_comes_back() {
        let values = [0.1, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300];
        let json = serde_json::to_string(&Holder(values.to_vec())).unwrap();
        let Holder(back) = serde_json::from_str(&json).unwrap();
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&back), bits(&values));
    }
}
