//! The settings that are numbers, names or lists: each one's key in the link, how it is
//! chosen on the page, its options, and the one way in which text becomes its value. The
//! link, the typed fields, the sliders and the select boxes all go through [`Setting::apply`],
//! so that none of them can accept what another refuses.
//!
//! To add a setting: a field of `Config`, a variant in `registry` and its arms; link and page walk
//! [`Setting::VARIANTS`](strum::VariantArray). Toggles are not here: they have nothing to refuse.

mod any_kind;
mod apply;
mod call;
mod chosen;
mod clipping;
mod formulas;
mod handling;
mod list;
mod own;
mod refused;
mod registry;
mod settle;
mod value;

pub use any_kind::AnyKind;
pub use call::{AUTO, base};
pub use chosen::Chosen;
pub(super) use clipping::is_clipping;
pub use handling::handling;
pub use list::{callback, with_callback};
pub use own::bring;
pub(super) use own::generate;
pub(super) use refused::refuse;
pub use refused::typed_at;
pub use registry::{Kind, Setting, Slider, datasets};
pub(super) use settle::{fit, modernise};
pub use settle::{set_rules, settle, standing, warnings};
pub use value::{decimal, grouped, number, number_text, quote, seed_text};
