//! From the address bar to a [`Link`]. Total: any text opens something. What a link has suffered on
//! its way is taken off by `mend`.

use std::str::FromStr;

use strum::VariantArray as _;

use super::axes;
use super::control::Control;
use super::escape::{decode, keep, keep_key};
use super::key::{HIDE, Idle, Key, Own, PLAYGROUND, Toggle};
use super::mend::{self, Mended};
use super::view::{Link, View};
use crate::app::draw::code;
use crate::app::notice::Notice;
use crate::app::preference::language::Language;
use crate::app::preference::theme::Theme;
use crate::app::real_set::RealSet;
use crate::app::setting::{self, Setting};
use crate::engine::config::{Config, Rules};
use crate::engine::feature::Feature;
use crate::engine::table::{Brief, Table};
use crate::engine::view::Choice;
use crate::order;
use crate::protocol::Speed;

/// More notices than these would hide the page; the last one counts the rest.
const MOST_NOTICES: usize = 5;

/// The words for yes and for no. Only `false` is no in the TensorFlow Playground, whatever else
/// stands there is yes; people also write the others.
const YES: [&str; 4] = ["true", "1", "yes", "on"];
const NO: [&str; 4] = ["false", "0", "no", "off"];

/// What a hash opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The run and the view.
    pub link: Link,
    /// What was not taken as it stands, and what should be known before the start.
    pub notices: Vec<Notice>,
    /// Whether the TensorFlow Playground would draw a seed here: its rules and no seed. The
    /// config holds the default one; drawing is the caller's business, so that this stays pure.
    pub seed_missing: bool,
}

/// What stands in a hash, before any value is looked at.
#[derive(Default)]
struct Entries {
    /// The last text of each known key, and how many entries stood before it.
    known: Vec<(&'static str, (u64, String))>,
    /// Entries so far.
    count: u64,
    /// The keys of other programs, as they came.
    unknown: Vec<(String, String)>,
    /// Hidden controls and features.
    view: View,
    /// The hide keys that hide nothing although they seem to want to, with their last text.
    vain: Vec<(String, String)>,
    /// What had to be mended in what is read.
    mended: Mended,
    /// Whether a key of the TensorFlow Playground is among them.
    playground: bool,
}

impl Entries {
    fn of(hash: &str) -> Self {
        let mut entries = Self::default();
        let mut mended = Mended::default();
        let text = mend::without_entities(hash, &mut mended);
        for entry in mend::begun(&text, &mut mended).split('&') {
            // A backslash before a `&` was put before the `&`.
            let whole = entry.trim_end_matches('\\');
            if let Some((key, value)) = whole.split_once('=')
                && !key.is_empty()
            {
                mend::note(entry, whole, &mut mended);
                entries.add(key, value);
            }
        }
        entries.mended.extend(mended);
        entries
    }

    fn add(&mut self, key: &str, raw: &str) {
        self.count += 1;
        let mut mended = Mended::default();
        let name = mend::bare(&decode(key), &mut mended);
        // The TensorFlow Playground takes what stands before a second `=`, and a backslash before
        // that was put before it, as before a `&`.
        let cut = raw.split('=').next().unwrap_or_default();
        let first = cut.trim_end_matches('\\');
        mend::note(cut, first, &mut mended);
        if let Some(key) = Key::named(&name) {
            let text = match key {
                // An idle text is carried on as it is escaped, a value is read.
                Key::Tutorial => keep(first),
                Key::Setting(Setting::Seed | Setting::DataSeed) => {
                    let seed = setting::seed_text(&decode(mend::trimmed_end(first)));
                    mend::note(&decode(first), &seed, &mut mended);
                    seed
                }
                // So is what a formula has in quotes; a backslash there is escaped.
                Key::Setting(Setting::Formulas | Setting::Curve) => {
                    let bare = first.replace('\\', "");
                    let formulas = setting::seed_text(&decode(mend::trimmed_end(&bare)));
                    mend::note(&decode(first), &formulas, &mut mended);
                    formulas
                }
                Key::Setting(_) | Key::Toggle(_) | Key::Feature(_) | Key::Idle(_) | Key::Own(_) => {
                    value(first, &mut mended)
                }
            };
            // A blank value is no value, but for the shape, where it is "no hidden layer", and for a
            // drawing, where the rest is missing.
            let may_be_blank =
                [Key::Setting(Setting::NetworkShape), Key::Own(Own::Points)].contains(&key);
            if !text.trim().is_empty() || may_be_blank {
                self.playground |= PLAYGROUND.contains(&key);
                self.known.retain(|(name, _)| *name != key.name());
                self.known.push((key.name(), (self.count, text)));
                self.mended.extend(mended);
            }
            return;
        }
        let hidable = name.strip_suffix(HIDE).unwrap_or_default();
        let control = Control::from_str(hidable).ok();
        if control.is_none() && Feature::from_str(hidable).is_err() {
            self.unknown.push((keep_key(key), keep(raw)));
            return;
        }
        let text = value(first, &mut mended);
        // Only the exact `true` hides, there as here.
        let hide = text == "true";
        let View { hidden, hidden_features, .. } = &mut self.view;
        match control {
            Some(control) if hide => hidden.insert(control),
            Some(control) => hidden.remove(&control),
            None if hide => hidden_features.insert(hidable.to_owned()),
            None => hidden_features.remove(hidable),
        };
        self.vain.retain(|(own, _)| *own != name);
        if !hide && !text.is_empty() && !NO.contains(&text.as_str()) {
            self.vain.push((name, text));
        }
        self.playground = true;
        self.mended.extend(mended);
    }

    fn known(&self, name: &str) -> Option<&(u64, String)> {
        self.known.iter().find(|(known, _)| *known == name).map(|(_, found)| found)
    }

    fn text(&self, key: Key) -> Option<&str> {
        self.known(key.name()).map(|(_, text)| text.as_str())
    }

    /// The settings in the order in which they are applied: their own. Of clippings one at a time
    /// is on, and the last that the link names stays.
    fn settings(&self) -> Vec<Setting> {
        let mut settings = Setting::VARIANTS.to_vec();
        order::sort_by_key(&mut settings, |&setting| match setting::is_clipping(setting) {
            true => {
                (Setting::Clipnorm as u64) << 32
                    | self.known(setting.key()).map_or(0, |(place, _)| *place)
            }
            false => (setting as u64) << 32,
        });
        settings
    }

    /// A yes or no, where the link says one.
    fn yes(&self, key: Key) -> Option<bool> {
        self.text(key).map(|text| !NO.contains(&text))
    }

    /// What is said of a yes or no that is spelt as neither.
    fn odd(&self) -> impl Iterator<Item = Notice> {
        let spelt = PLAYGROUND.into_iter().filter_map(|key| match key {
            Key::Toggle(_) | Key::Feature(_) | Key::Idle(_) => Some((key.name(), self.text(key)?)),
            Key::Setting(_) | Key::Tutorial | Key::Own(_) => None,
        });
        let odd = spelt.filter(|(_, text)| !YES.contains(text) && !NO.contains(text));
        let odd = odd.map(|(name, text)| (name, text, "true"));
        let vain = self.vain.iter().map(|(name, text)| (name.as_str(), text.as_str(), "false"));
        odd.chain(vain).map(|(name, text, used)| {
            setting::refuse(name, text, used.to_owned(), vec!["true", "false"])
        })
    }

    /// A name of our own; without a usable one the browser and what it remembers decide.
    fn own<T: FromStr + Copy + Into<&'static str>>(
        &self,
        key: Own,
        known: &[T],
        notices: &mut Vec<Notice>,
    ) -> Option<T> {
        let key = Key::Own(key);
        let text = self.text(key)?;
        let value = T::from_str(text.trim()).ok();
        if value.is_none() {
            let known = known.iter().map(|&value| value.into()).collect();
            notices.push(setting::refuse(key.name(), text, String::new(), known));
        }
        value
    }

    /// What pictures show of the table of the link's config; there may be none any more, and of a plane
    /// nothing can be chosen.
    fn choice(&self, config: &Config, notices: &mut Vec<Notice>) -> Option<Choice> {
        let key = Key::Own(Own::Axes);
        let text = self.text(key)?;
        let own = config.own.as_ref().filter(|own| !own.drawn)?;
        let choice = axes::read(text.trim(), own);
        if choice.is_none() {
            notices.push(setting::refuse(key.name(), text, String::new(), Vec::new()));
        }
        choice
    }

    fn view(&mut self, notices: &mut Vec<Notice>) -> View {
        let mut extras = Vec::new();
        for key in PLAYGROUND {
            let survives = match key {
                Key::Idle(Idle::CosX | Idle::CosY | Idle::CollectStats) => {
                    self.yes(key).filter(|&on| on).map(|_| "true")
                }
                Key::Tutorial => self.text(key),
                Key::Setting(_) | Key::Toggle(_) | Key::Feature(_) | Key::Own(_) => None,
            };
            extras.extend(survives.map(|value| (key.name().to_owned(), value.to_owned())));
        }
        extras.append(&mut self.unknown);
        let toggle = |toggle| self.yes(Key::Toggle(toggle)).unwrap_or_default();
        View {
            show_test: toggle(Toggle::ShowTestData),
            discretize: toggle(Toggle::Discretize),
            hide_text: toggle(Toggle::HideText),
            language: self.own(Own::Lang, Language::VARIANTS, notices),
            theme: self.own(Own::Theme, Theme::VARIANTS, notices),
            speed: self.own(Own::Speed, Speed::VARIANTS, notices),
            extras,
            ..std::mem::take(&mut self.view)
        }
    }
}

/// A value of ours, of which none has blanks, backslashes or a slash at its end.
fn value(escaped: &str, mended: &mut Mended) -> String {
    let text = mend::bare(&decode(escaped), mended);
    mend::without_slash(&text, mended).to_owned()
}

/// The link that a hash (with or without its `#`) stands for.
pub fn parse(hash: &str) -> Opened {
    parse_on(hash, None)
}

/// The same where a table of the visitor's is in use: a batch may be as large as that has rows. It goes
/// before a set that the link names, which is the same one or a later one of the visitor's, and behind a
/// drawing that the link has.
pub fn parse_on(hash: &str, own: Option<&Brief>) -> Opened {
    let mut entries = Entries::of(hash);
    let mut notices: Vec<Notice> =
        entries.mended.iter().map(|&mending| Notice::Mended { mending }).collect();
    let points = entries.text(Key::Own(Own::Points)).and_then(|text| match code::decode(text) {
        Ok(drawing) => Some(drawing.table()),
        Err(wrong) => {
            notices.push(Notice::NoDrawing { wrong });
            None
        }
    });
    let drawn = points.as_ref().map(Table::brief);
    let config = config(&entries, drawn.as_ref().or(own), &mut notices);
    let seed_missing =
        config.rules == Rules::Playground && entries.text(Key::Setting(Setting::Seed)).is_none();
    notices.extend(entries.odd());
    let choice = entries.choice(&config, &mut notices);
    let view = entries.view(&mut notices);
    Opened { link: Link { config, view, points, choice }, notices: bounded(notices), seed_missing }
}

fn config(entries: &Entries, own: Option<&Brief>, notices: &mut Vec<Notice>) -> Config {
    let mut config = Config::default();
    if entries.playground {
        setting::set_rules(&mut config, Rules::Playground);
    }
    for &feature in Feature::VARIANTS {
        let on = entries.yes(Key::Feature(feature)).unwrap_or(config.features.contains(feature));
        let hidden = entries.view.hidden_features.contains(<&str>::from(feature));
        config.features = config.features.with(feature, on && !hidden);
    }
    config.init_zero = entries.yes(Key::Toggle(Toggle::InitZero)).unwrap_or(config.init_zero);

    let set = entries.own(Own::Set, RealSet::VARIANTS, notices);
    let table = own.cloned().or_else(|| set.map(RealSet::brief));
    let bring = |config: &mut Config| {
        if let Some(table) = &table {
            setting::bring(config, table.clone());
        }
    };
    bring(&mut config);
    let mut refused = Vec::new();
    let (mut rules_asked_for, mut precision_asked_for) = (false, None);
    for setting in entries.settings() {
        let Some(text) = entries.text(Key::Setting(setting)) else {
            continue;
        };
        let said = setting.follow(&mut config, text);
        // A data set that the link names is what remains without the table.
        bring(&mut config);
        rules_asked_for |= setting == Setting::Rules && said.is_empty();
        if setting == Setting::Precision && said.is_empty() {
            precision_asked_for = Some(config.precision);
        }
        refused.extend(said);
    }
    refused.extend(setting::fit(&mut config));
    // A link names no layer, so that two links that say the same open the same.
    for (id, layer) in (0..).zip(&mut config.layers) {
        layer.id = id;
    }
    // Rules that the link names are the visitor's own choice and stay.
    let modern = if rules_asked_for { None } else { setting::modernise(&mut config) };
    // So does a precision: the rules bring theirs along where none is named.
    config.precision = precision_asked_for.unwrap_or(config.precision);
    let told = modern.into_iter().chain(setting::warnings(&config));
    notices.extend(told.filter(|notice| !notice.repeats_its_link()));
    notices.extend(refused.into_iter().map(Notice::in_link));
    config
}

/// The first notices; what is too many is counted.
fn bounded(mut notices: Vec<Notice>) -> Vec<Notice> {
    let count = notices.len().saturating_sub(MOST_NOTICES);
    notices.truncate(MOST_NOTICES);
    notices.extend((count > 0).then_some(Notice::More { count }));
    notices
}
