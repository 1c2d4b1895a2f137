//! Links as they arrive: what HTML's and Markdown's sources, mail programs and chats do to them.
//! The numbers are those of the reports that the cases are from.

use super::*;
use crate::choices::any_choices;
use neural_playground::app::setting::seed_text;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::table::{Aim, Brief};

/// What was mended in a hash.
fn mended(opened: &Opened) -> Set<Mending> {
    let mending = |notice: &Notice| match notice {
        Notice::Mended { mending } => Some(*mending),
        _ => None,
    };
    opened.notices.iter().filter_map(mending).collect()
}

/// A hash as it arrives, what it was, and what had to be mended.
fn check_arrival(arrived: &str, meant: &str, expected: &[Mending]) {
    let opened = check_stable(arrived);
    assert_eq!(opened.link, check_stable(meant).link, "{arrived}");
    assert_eq!(mended(&opened), expected.iter().copied().collect(), "{arrived}");
}

/// A hash and the keys, values and replacements that are said.
fn said(hash: &str) -> Vec<(String, String, String)> {
    let replaced = |notice| match notice {
        Notice::Replaced { key, value, used, .. } => Some((key, value, used)),
        _ => None,
    };
    check_stable(hash).notices.into_iter().filter_map(replaced).collect()
}

#[test]
fn l1_a_rate_that_is_no_number_is_said() {
    let text = |text: &str| text.to_owned();
    let expected = [(text("learningRate"), text("NaN"), text("0.03"))];
    assert_eq!(said("learningRate=NaN&seed=1"), expected);
}

#[test]
fn l3_pairs_behind_amp_are_read() {
    let meant = "activation=linear&batchSize=3&dataset=gauss&seed=0.5";
    for sign in ["&amp;", "&amp;amp;", "&#38;", "&#x26;"] {
        check_arrival(&meant.replace('&', sign), meant, &[Mending::Entities]);
    }
    check_arrival(
        "networkShape=3&#44;2&amp;seed&#61;1",
        "networkShape=3,2&seed=1",
        &[Mending::Entities],
    );
}

#[test]
fn l4_backslashes_of_markdown_are_left_out() {
    let meant = "activation=relu&batchSize=15&problem=regression&regDataset=reg-gauss&seed=0.5";
    let only = [Mending::Backslashes];
    check_arrival(&format!(r"\#{}", meant.replace('&', r"\&")), meant, &only);
    check_arrival(&meant.replace('-', r"\-"), meant, &only);
    check_arrival(&meant.replace('=', r"\="), meant, &only);
    check_arrival(&meant.replace('&', "%5C&").replace("=relu", "=relu%5C"), meant, &only);
    check_arrival(
        r"layers=dense,batch\_normalization\&amp;optimizer=adam(beta\_1:0.8)\",
        "layers=dense,batch_normalization&optimizer=adam(beta_1:0.8)",
        &[Mending::Entities, Mending::Backslashes],
    );
    check_arrival(r"problem\_hide=true&seed=0\.5", r"problem_hide=true&seed=0\.5", &only);
}

#[test]
fn l5_a_slash_behind_a_value_is_left_out_but_not_behind_a_seed() {
    let only = [Mending::Slash];
    check_arrival("noise=5&seed=1&problem_hide=true/", "noise=5&seed=1&problem_hide=true", &only);
    check_arrival("seed=1&hideText=false/", "seed=1&hideText=false", &only);
    check_arrival("seed=1&batchSize=3/", "seed=1&batchSize=3", &only);
    assert_eq!(check_stable("noise=5&seed=0.5/").link.config.seed, "0.5/");
}

#[test]
fn l5_only_the_exact_true_hides_and_anything_else_is_said() {
    for text in ["TRUE", "1", "yes", "true;"] {
        let hash = format!("seed=1&problem_hide={text}");
        assert!(check_stable(&hash).link.view.hidden.is_empty(), "{hash}");
        let expected = ("problem_hide".to_owned(), text.to_owned(), "false".to_owned());
        assert_eq!(said(&hash), [expected]);
        assert_eq!(said(&format!("{hash}&problem_hide=true")), []);
    }
    for text in ["false", "0", "no", "off", ""] {
        assert_eq!(said(&format!("seed=1&problem_hide={text}")), []);
    }
}

#[test]
fn l6_blanks_and_line_breaks_are_left_out() {
    let meant = "problem=regression&regDataset=reg-plane&showTestData=false&seed=0.5";
    let only = [Mending::Blanks];
    for arrived in [
        "problem=regression&regDataset=%0A%0Areg-%20plane&showTestData=%20false&seed=0.5",
        "problem=regression&reg Data%09set=reg-plane&%20showTestData%20=false&seed=0.5%0D%0A",
        " #problem=regression&regDataset=reg-plane&showTestData=fal%C2%A0se&seed=\n0.5",
        "problem=re\u{ad}gression&regDataset=reg-\u{200b}plane&showTestData=false&seed=0.5",
    ] {
        check_arrival(arrived, meant, &only);
    }
    check_arrival("seed=1&networkShape=%204,%202%20", "seed=1&networkShape=4,2", &only);
}

#[test]
fn l7_the_last_hide_key_counts_and_a_forks_keys_survive() {
    let hash = "seed=1&noise_hide=true&noise_hide=false&noise_hide=true&sizeInput=3&algorithm=sgd";
    let opened = check_stable(hash);
    assert_eq!(opened.link.view.hidden, Set::from([Control::Noise]));
    assert_eq!(opened.notices, []);
    assert!(link::write(&opened.link).ends_with("&sizeInput=3&algorithm=sgd"));
}

#[test]
fn l9_goals_of_a_course_survive() {
    let hash = "seed=1&goalTestLossMinThresholdFirst=0.35&tutorial=dp-first-neural-network";
    let written = link::write(&check_stable(hash).link);
    assert!(written.contains("&tutorial=dp-first-neural-network&"), "{written}");
    assert!(written.ends_with("&goalTestLossMinThresholdFirst=0.35"), "{written}");
}

#[test]
fn l11_a_regression_keeps_the_data_set_of_its_classification() {
    let opened = check_stable("problem=regression&dataset=spiral&seed=1");
    assert_eq!(opened.link.config.active_dataset(), Dataset::RegPlane.into());
    let written = link::write(&opened.link);
    assert!(written.contains("&dataset=spiral&regDataset=reg-plane&"), "{written}");
}

#[test]
fn any_text_but_four_is_yes_and_what_is_spelt_as_neither_is_said() {
    for key in ["discretize", "x", "initZero", "cosX"] {
        for text in ["FALSE", "banana", "2"] {
            let expected = (key.to_owned(), text.to_owned(), "true".to_owned());
            assert_eq!(said(&format!("seed=1&{key}={text}")), [expected]);
        }
        for text in ["true", "1", "yes", "on", "false", "0", "no", "off", "%20no", ""] {
            assert_eq!(said(&format!("seed=1&{key}={text}")), [], "{key}={text}");
        }
    }
}

#[test]
fn a_seed_is_what_its_field_can_show() {
    for (text, seed) in [
        ("a%0Ab", "ab"),
        ("%200.5%0A", "0.5"),
        ("a%20%20b", "a  b"),
        ("a%5C", r"a\"),
        (r"a\b", r"a\b"),
        (r"a\%0A", "a"),
    ] {
        let opened = check_stable(&format!("seed={text}&noise=5"));
        assert_eq!(opened.link.config.seed, seed, "{text}");
    }
    // What is too long is not cut before a blank.
    let long = format!("{} {}", "s".repeat(199), "s".repeat(199));
    let seed = check_stable(&format!("seed={long}")).link.config.seed;
    assert_eq!(seed, "s".repeat(199));
}

#[test]
fn another_programs_keys_and_values_stay_as_they_came() {
    for (hash, kept) in [
        (r"seed=1&my\_key=a%20b/", r"my\_key=a%20b/"),
        (r"seed=1&key=a\&noise=5", "key=a"),
        (r"seed=1&tutorial=a\=b", "tutorial=a"),
        ("seed=1&%20key%20=%0A", "%20key%20=%0A"),
        ("lt;x=1", "lt%3Bx=1"),
    ] {
        let written = link::write(&check_stable(hash).link);
        assert!(written.split('&').any(|entry| entry == kept), "{written}");
    }
}

/// A program that hands a link on and spoils it as random bytes will have it.
struct Carrier<'a> {
    bytes: std::iter::Cycle<std::slice::Iter<'a, u8>>,
    text: String,
    /// What it has done.
    done: Set<Mending>,
}

impl<'a> Carrier<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: bytes.iter().cycle(), text: String::new(), done: Set::default() }
    }

    fn any<T: Copy>(&mut self, choices: &[T]) -> T {
        let byte = self.bytes.next().copied().unwrap_or_default();
        choices[usize::from(byte) % choices.len()]
    }

    /// Writes something in one of several ways.
    fn put(&mut self, ways: &[(&str, &[Mending])]) {
        let (text, done) = self.any(ways);
        self.text.push_str(text);
        self.done.extend(done.iter().copied());
    }

    /// Puts something between two letters, or mostly not.
    fn gap(&mut self) {
        const NOTHING: (&str, &[Mending]) = ("", &[]);
        self.put(&[
            NOTHING,
            NOTHING,
            NOTHING,
            NOTHING,
            NOTHING,
            (r"\", &[Mending::Backslashes]),
            ("%5c", &[Mending::Backslashes]),
            (" ", &[Mending::Blanks]),
            ("%20", &[Mending::Blanks]),
            ("\n", &[Mending::Blanks]),
            ("%0D%0A", &[Mending::Blanks]),
            ("&nbsp;", &[Mending::Entities, Mending::Blanks]),
        ]);
    }

    /// A name, or a value that is no seed.
    fn word(&mut self, word: &str) {
        self.gap();
        for letter in word.chars() {
            if letter != '%' && self.any(&[false, false, false, true]) {
                self.text.push_str(&format!("&#{};", u32::from(letter)));
                self.done.insert(Mending::Entities);
            } else {
                self.text.push(letter);
            }
            self.gap();
        }
    }

    fn hash(mut self, hash: &str) -> (String, Set<Mending>) {
        self.put(&[
            ("", &[]),
            ("#", &[]),
            (r"\#", &[Mending::Backslashes]),
            (" #", &[Mending::Blanks]),
        ]);
        for (at, entry) in hash.split('&').enumerate() {
            if at > 0 {
                self.put(&[
                    ("&", &[]),
                    ("&amp;", &[Mending::Entities]),
                    ("&amp;amp;", &[Mending::Entities]),
                    (r"\&", &[Mending::Backslashes]),
                    ("%0A&%20", &[Mending::Blanks]),
                ]);
            }
            let Some((name, value)) = entry.split_once('=') else { continue };
            self.word(name);
            self.put(&[("=", &[]), ("&#61;", &[Mending::Entities]), (" =%09", &[Mending::Blanks])]);
            // A seed is any text, and so is a name in a formula: it may be spoilt at its ends only.
            if ["seed", "dataSeed", "formulas", "curve"].contains(&name) {
                self.text.push_str(value);
            } else {
                self.word(value);
            }
        }
        (self.text, self.done)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn what_a_program_puts_into_a_link_does_not_change_what_it_opens(
        config in any_choices(),
        playground in any::<bool>(),
        seed in any::<String>(),
        bytes in proptest::collection::vec(any::<u8>(), 1..400),
    ) {
        let mut config = config;
        if playground {
            setting::set_rules(&mut config, Rules::Playground);
        }
        Setting::Seed.apply(&mut config, &seed);
        let link = Link { config, ..Link::default() };
        let (arrived, done) = Carrier::new(&bytes).hash(&link::write(&link));
        let opened = check_stable(&arrived);
        prop_assert_eq!(mended(&opened), done, "{}", arrived);
        prop_assert_eq!(opened.link, link, "{}", arrived);
    }

    #[test]
    fn a_seed_loses_blanks_at_its_ends_only(
        before in "[ \t\n]{0,3}",
        seed in any::<String>(),
        after in "[ \t\n]{0,3}",
    ) {
        let seed = seed_text(&seed.chars().take(100).collect::<String>());
        prop_assume!(!seed.is_empty());
        let spaced = Config { seed: format!("{before}{seed}{after}"), ..Config::default() };
        let hash = link::write(&Link { config: spaced, ..Link::default() });
        prop_assert_eq!(check_stable(&hash).link.config.seed, seed, "{}", hash);
    }
}

#[test]
fn a_link_has_no_rows_and_its_entry_of_the_history_finds_the_table_again() {
    let own = Brief {
        id: 7,
        kind: 3,
        rows: 10_000,
        columns: vec![None, Some(4), None],
        aim: Aim::Classes(3),
        drawn: false,
    };
    let config = Config {
        own: Some(own.clone()),
        scaling: Scaling::Standardize,
        batch_size: 4_000,
        rules: Rules::Modern,
        precision: Rules::Modern.default_precision(),
        ..Config::default()
    };
    let hash = link::write(&Link { config: config.clone(), ..Link::default() });
    assert_eq!(hash, "batchSize=4000&rules=modern");
    let again = link::parse_on(&hash, Some(&own));
    assert_eq!(again.link.config, config);
    assert!(!again.notices.iter().any(|notice| matches!(notice, Notice::Replaced { .. })));
    // Elsewhere there are fewer rows.
    let elsewhere = link::parse(&hash).link.config;
    assert_eq!((elsewhere.own, elsewhere.scaling), (None, Scaling::None));
    let chosen = "batchSize=4000&dataset=spiral&problem=regression&rules=modern";
    assert_eq!(link::parse_on(chosen, Some(&own)).link.config.own, Some(own));
}
