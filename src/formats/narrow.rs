//! Whether a network with numbers of 32 bits answers as it does with 64.

use super::format::Refused;
use super::trained::Trained;

/// Rows that are tried at most.
const ROWS: usize = 1000;
/// How far an answer may be off, as a share of it or of 1.
const SHARE: f64 = 1e-4;

/// Asks a network whose rows, inputs and weights are rounded to 32 bits for the data's own rows.
///
/// # Errors
/// Where an answer differs: a column of large numbers that lie close together has no digits left, or a number
/// is beyond what 32 bits hold.
pub fn check(trained: &Trained) -> Result<(), Refused> {
    let rows: Vec<&[f64]> = trained.rows().take(ROWS).map(|row| row.values).collect();
    let narrow = |value: f64| f64::from(value as f32);
    let pairs = trained.predict(&rows).into_iter().zip(trained.predict_by(&rows, narrow));
    let near = |(a, b): (f64, f64)| {
        // Where the network itself has no answer there is none to differ from.
        !a.is_finite() || (a - b).abs() <= SHARE * a.abs().max(1.0)
    };
    let vanishes = |width: f64| width != 0.0 && !(1.0 / narrow(width)).is_finite();
    let scales = trained.inputs.scales().into_iter().flatten();
    let fit = scales
        .map(|scale| (scale.shift(), scale.width()))
        .all(|(shift, width)| narrow(shift).is_finite() && !vanishes(width));
    if fit && pairs.into_iter().all(near) {
        Ok(())
    } else {
        Err(Refused::Lacks(vec!["float64".to_owned()]))
    }
}
