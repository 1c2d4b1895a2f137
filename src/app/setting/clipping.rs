//! The three clippings, of which one at a time is on, as Keras has it: the one that was set last
//! stays.

use super::registry::Setting;
use super::value::real;
use crate::app::notice::Notice;
use crate::engine::config::{Config, limits};
use crate::engine::optimizer::Extras;

/// Where a clipping stands.
type Place = fn(&mut Extras) -> &mut f64;

/// Each with its place.
const CLIPPINGS: [(Setting, Place); 3] = [
    (Setting::Clipnorm, |extras| &mut extras.clipnorm),
    (Setting::Clipvalue, |extras| &mut extras.clipvalue),
    (Setting::GlobalClipnorm, |extras| &mut extras.global_clipnorm),
];

/// Whether it is one of them.
pub(in crate::app) fn is_clipping(setting: Setting) -> bool {
    CLIPPINGS.iter().any(|&(one, _)| one == setting)
}

/// Sets one of them; the notices tell what was refused and which other one that switched off.
pub(super) fn set(config: &mut Config, setting: Setting, text: &str) -> Vec<Notice> {
    let mut notices = Vec::new();
    let Some((_, own)) = CLIPPINGS.into_iter().find(|&(one, _)| one == setting) else {
        return notices;
    };
    if !real(own(&mut config.extras), text, &limits::CLIP) {
        notices.push(setting.refuse(config, text, setting.get(config)));
    }
    if *own(&mut config.extras) == 0.0 {
        return notices;
    }
    for (other, most) in CLIPPINGS.into_iter().filter(|&(other, _)| other != setting) {
        let value = other.get(config);
        if std::mem::take(most(&mut config.extras)) > 0.0 {
            let (dropped, kept) = (other.key(), setting.key());
            notices.push(Notice::ClippingDropped { dropped, value, kept });
        }
    }
    notices
}
