//! How a weight looks and reads: the width and opacity of its link, and its number as text.

use crate::app::setting::{decimal, number, number_text};

/// The narrowest and the widest link, in pixels, where tiles are of a usual size.
const NARROWEST: f64 = 0.75;
const WIDEST: f64 = 4.0;
/// How opaque the weakest link is, and the strongest.
const OPACITIES: [f64; 2] = [0.3, 0.9];
/// A bias's tint starts here on the colour scale, so that the sign of a small one shows.
const FAINTEST: f64 = 0.35;
/// Steps of the look on either side of 0; between two of them nothing is drawn anew.
const STEPS: f64 = 48.0;
/// No weight beyond this can be typed: 32 bits must hold its square.
pub const LARGEST: f64 = 1e6;
/// The longest text that a notice repeats, in characters.
const LONGEST: usize = 40;

/// How a weight looks, in steps so small that nobody sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// From −48 to 48.
    Step(i8),
    /// Cut off by L1.
    Pruned,
    /// Not a number, or not known yet.
    Unknown,
}

impl Look {
    /// The look of a weight beside the strongest of its layer; of a bias, which stands alone, beside 1.
    pub fn of(weight: f64, strongest: f64, pruned: bool) -> Self {
        if pruned {
            return Self::Pruned;
        }
        if weight.is_nan() {
            return Self::Unknown;
        }
        let share = weight.abs() / strongest;
        // Of two infinities, and of two zeros, there is none.
        let share =
            if share.is_nan() { f64::from(u8::from(weight != 0.0)) } else { share.min(1.0) };
        // Within −48..=48, which the cast keeps.
        Self::Step((share * STEPS).round().copysign(weight) as i8)
    }

    /// The share of the strongest, from −1 to 1.
    fn share(self) -> f64 {
        match self {
            Self::Step(step) => f64::from(step) / STEPS,
            Self::Pruned | Self::Unknown => 0.0,
        }
    }

    /// The link's width in pixels, `scale` times as wide as at tiles of a usual size.
    pub fn width(self, scale: f64) -> f64 {
        (NARROWEST + (WIDEST - NARROWEST) * self.share().abs()) * scale
    }

    /// How opaque the link is, from 0 to 1.
    pub fn opacity(self) -> f64 {
        let [weakest, strongest] = OPACITIES;
        weakest + (strongest - weakest) * self.share().abs()
    }

    /// The link's place on the colour scale: at its ends, as its strength shows otherwise; NaN where it
    /// is not known.
    pub fn hue(self) -> f32 {
        match self {
            Self::Step(0) | Self::Pruned => 0.0,
            Self::Step(step) => f32::from(step.signum()),
            Self::Unknown => f32::NAN,
        }
    }

    /// A bias's place on the colour scale, from −1 to 1; NaN where it is not known.
    pub fn tint(self) -> f32 {
        let share = self.share();
        let strength = FAINTEST + (1.0 - FAINTEST) * share.abs();
        match self {
            Self::Step(0) | Self::Pruned => 0.0,
            Self::Step(_) => strength.copysign(share) as f32,
            Self::Unknown => f32::NAN,
        }
    }
}

/// A weight as the card shows it while it changes: of constant width.
pub fn live(weight: Option<f64>) -> String {
    match weight {
        Some(weight) if weight.is_finite() && weight.abs() < 1e4 => {
            let digits = format!("{:.4}", weight.abs());
            let minus = weight < 0.0 && digits != "0.0000";
            format!("{}{digits}", if minus { '−' } else { '\u{2007}' })
        }
        Some(weight) if weight.is_finite() => format!("{weight:.3e}").replace('-', "−"),
        Some(_) | None => "—".to_owned(),
    }
}

/// A weight as the field offers it for editing: short, and readable by [`typed`].
pub fn editable(weight: f64) -> String {
    if !weight.is_finite() {
        return String::new();
    }
    let rounded = (weight * 1e4).round() / 1e4;
    let kept = if weight.abs() < 0.001 || weight.abs() >= 1e6 { weight } else { rounded };
    number_text(kept + 0.0)
}

/// What leaving the field means.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// The text is as it was offered: the weight stays as it has become meanwhile.
    Unchanged,
    /// The weight's new value.
    Value(f64),
    /// Not a weight: the text as a notice repeats it.
    Refused(String),
}

/// Reads what was typed over the text that was offered.
pub fn typed(text: &str, offered: &str) -> Typed {
    let text = text.trim();
    if text == offered {
        return Typed::Unchanged;
    }
    match number(&decimal(&text.replace('−', "-"))) {
        Some(value) if value.abs() <= LARGEST => Typed::Value(value),
        Some(_) | None if text.chars().count() > LONGEST => {
            Typed::Refused(text.chars().take(LONGEST - 1).chain(['…']).collect())
        }
        Some(_) | None => Typed::Refused(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_looks_as_strong_as_its_weight_is_in_its_layer() {
        let looks = [0.0, 0.5, 1.0, 2.5, 5.0, 50.0].map(|weight| Look::of(weight, 5.0, false));
        let widths = looks.map(|look| look.width(1.0));
        let opacities = looks.map(Look::opacity);
        assert!(widths.is_sorted() && opacities.is_sorted(), "{widths:?} {opacities:?}");
        assert_eq!((widths[0], widths[4], widths[5]), (NARROWEST, WIDEST, WIDEST));
        assert_eq!(Look::of(0.02, 0.04, false), Look::of(50.0, 100.0, false), "in its own layer");
        for weight in [0.03, 0.3, 1.0, 7.0] {
            let (plus, minus) = (Look::of(weight, 1.0, false), Look::of(-weight, 1.0, false));
            assert_eq!(plus.width(8.0), minus.width(8.0));
            assert_eq!((plus.hue(), minus.hue()), (1.0, -1.0));
            assert_eq!(plus.tint(), -minus.tint());
            assert!(plus.tint() >= 0.3, "{weight} shows its sign");
        }
        assert_eq!(Look::of(f64::INFINITY, f64::INFINITY, false), Look::of(1.0, 1.0, false));
        assert_eq!(Look::of(0.0, 0.0, false), Look::Step(0));
        assert_eq!(Look::of(1.0, f64::INFINITY, false), Look::Step(0));
    }

    #[test]
    fn what_is_no_weight_has_its_own_look() {
        assert_eq!(Look::of(3.0, 3.0, true), Look::Pruned);
        assert_eq!(Look::of(f64::NAN, 1.0, false), Look::Unknown);
        assert!(Look::Unknown.tint().is_nan());
        assert!(Look::Unknown.hue().is_nan());
        assert_eq!(Look::Unknown.width(1.0), NARROWEST);
    }

    #[test]
    fn a_live_value_keeps_its_width() {
        assert_eq!(live(Some(0.25)), "\u{2007}0.2500");
        assert_eq!(live(Some(-1.5)), "−1.5000");
        assert_eq!(live(Some(-0.00001)), "\u{2007}0.0000");
        assert_eq!(live(Some(-2.5e7)), "−2.500e7");
        assert_eq!(live(Some(f64::NAN)), "—");
        assert_eq!(live(None), "—");
    }

    #[test]
    fn what_is_offered_reads_back_and_nonsense_is_refused() {
        for weight in [0.0, -0.0, 0.123_456, -2.0, 1e-9, 4_321.987_654, -1e7] {
            let offered = editable(weight);
            assert_eq!(typed(&offered, &offered), Typed::Unchanged);
            assert!(offered.len() < 14, "{offered}");
        }
        assert_eq!(typed(" −0.5 ", "1"), Typed::Value(-0.5));
        assert_eq!(typed("2e-3", ""), Typed::Value(0.002));
        assert_eq!(typed("−0,5", ""), Typed::Value(-0.5));
        for nonsense in ["", "abc", "0,0,3", "1e999", "Infinity", "NaN", "1e7", "--1"] {
            assert_eq!(typed(nonsense, "1"), Typed::Refused(nonsense.to_owned()));
        }
        let long = "9x".repeat(500);
        assert!(matches!(typed(&long, "1"), Typed::Refused(text) if text.chars().count() == 40));
        assert_eq!(editable(f64::NAN), "");
    }
}
