//! Numbers as header and data panel write them, and the slider of a logarithmic scale.

use crate::app::setting::{Setting, Slider, number_text};
use crate::app::text::{Text, number};
use crate::decimal;
use crate::engine::activation::Activation;
use crate::engine::config::{Config, limits};
use crate::engine::kind::{Kind as _, Tuned};
use crate::engine::layer::Layer;

/// Positions of the samples' slider in each factor of ten.
const PER_DECADE: f64 = 20.0;
/// A rate from here on is written in millions.
const MILLION: f64 = 1e6;

/// A rate: one decimal while it is small, whole, then millions. At most seven characters.
pub fn rate(value: f64) -> String {
    if !value.is_finite() || value <= 0.0 {
        "0".to_owned()
    } else if value < 9.95 {
        format!("{value:.1}")
    } else if value < MILLION {
        // A float cast saturates, and the value is positive.
        number::grouped(value.round() as u64)
    } else {
        format!("{:.1} M", value / MILLION)
    }
}

/// The epoch, with its fraction where `within` an epoch something may be seen: samples of
/// the running epoch already visited, out of all that train.
pub fn epoch(whole: u64, sample: usize, train: usize, within: bool) -> String {
    let fraction = if within { sample as f64 / train.max(1) as f64 } else { 0.0 };
    number::epoch(whole as f64 + fraction.min(0.99))
}

/// An experiment in a few words, e.g. `Circle · 4–2 tanh`.
pub fn experiment(config: &Config, text: &Text) -> String {
    let dataset = match &config.own {
        Some(own) => text.table(own),
        None => text.controls.dataset(config.active_dataset().kind()),
    };
    match (shape(config), activation(config)) {
        (Some(shape), Some(own)) => {
            format!("{dataset} · {shape} {}", text.training.label(own.kind().about().label))
        }
        (Some(shape), None) => format!("{dataset} · {shape}"),
        (None, _) => format!("{dataset} · {}", text.controls.no_hidden),
    }
}

/// The hidden layers as the subtitle writes them, e.g. `4–2`; `None` without any.
pub fn shape(config: &Config) -> Option<String> {
    let units: Vec<String> = config.hidden().iter().map(usize::to_string).collect();
    (!units.is_empty()).then(|| units.join("–"))
}

/// The activation of the hidden layers, where all have the same.
pub fn activation(config: &Config) -> Option<Tuned<Activation>> {
    let own = |layer: &Layer| layer.activation.unwrap_or(config.activation);
    let mut all = config.layers.iter().filter(|layer| layer.is_dense()).map(own);
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

/// The ends of a setting's slider; the samples' goes by factors, from its own position 0 on.
pub fn slider(setting: Setting, config: &Config) -> Option<Slider> {
    if setting == Setting::Samples {
        return Some(Slider { min: 0.0, max: position(*limits::SAMPLES.end() as f64), step: 1.0 });
    }
    setting.slider(config)
}

/// Where the slider stands.
pub fn slider_at(setting: Setting, config: &Config) -> f64 {
    if setting == Setting::Samples {
        return position(config.sample_count() as f64);
    }
    decimal::read(&setting.get(config)).unwrap_or_default()
}

/// The value at a slider's place, fit for [`Setting::apply`].
pub fn slider_text(setting: Setting, at: f64) -> String {
    if setting == Setting::Samples {
        let count = *limits::SAMPLES.start() as f64 * libm::pow(10.0, at / PER_DECADE);
        // Two digits are as exact as the slider is.
        let digit = libm::pow(10.0, count.log10().floor() - 1.0);
        return number_text((count / digit).round() * digit);
    }
    number_text(at)
}

fn position(count: f64) -> f64 {
    (PER_DECADE * (count / *limits::SAMPLES.start() as f64).log10()).round()
}

/// How much of a slider lies before its thumb, in percent.
pub fn share(slider: Slider, at: f64) -> f64 {
    let length = slider.max - slider.min;
    if length > 0.0 { ((at - slider.min) / length * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_short_at_every_size() {
        for (value, text) in [
            (0.0, "0"),
            (f64::NAN, "0"),
            (0.96, "1.0"),
            (9.94, "9.9"),
            (9.96, "10"),
            (59.7, "60"),
            (12_345.6, "12,346"),
            (999_999.0, "999,999"),
            (2_140_000.0, "2.1 M"),
        ] {
            assert_eq!(rate(value), text);
        }
    }

    #[test]
    fn an_epoch_has_a_fraction_only_within() {
        assert_eq!(epoch(1_234_567, 100, 250, false), "1,234,567");
        assert_eq!(epoch(12, 100, 250, true), "12.40");
        assert_eq!(epoch(12, 250, 250, true), "12.99", "the epoch is not over before it is");
        assert_eq!(epoch(0, 5, 0, true), "0.99");
    }

    #[test]
    fn the_subtitle_names_the_shape() {
        let mut config = Config::default();
        assert_eq!(shape(&config).as_deref(), Some("4–2"));
        config.set_hidden(&[]);
        assert_eq!(shape(&config), None);
    }

    #[test]
    fn the_samples_slider_reaches_both_limits_and_round_numbers_between() {
        let mut config = Config::default();
        let slider = slider(Setting::Samples, &config).expect("it has one");
        for (at, text) in [(slider.min, "20"), (28.0, "500"), (40.0, "2000"), (slider.max, "20000")]
        {
            assert_eq!(slider_text(Setting::Samples, at), text);
            assert_eq!(Setting::Samples.apply(&mut config, text), []);
            assert_eq!(slider_at(Setting::Samples, &config), at);
        }
    }

    #[test]
    fn a_slider_without_length_is_empty() {
        assert_eq!(share(Slider { min: 1.0, max: 1.0, step: 1.0 }, 1.0), 0.0);
        assert_eq!(share(Slider { min: 10.0, max: 90.0, step: 10.0 }, 50.0), 50.0);
    }
}
