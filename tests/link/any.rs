//! Any text opens something, and any choices come back.

use super::*;
use crate::choices::any_choices;
use neural_playground::app::draw::code::{TRAVELLING, Wrong};
use neural_playground::app::draw::drawing::{FARTHEST, PLANE};
use neural_playground::app::draw::{Drawing, Told};

/// Keys that mean something, and values that nearly do.
fn nearly_a_link() -> impl Strategy<Value = String> {
    let mut keys: Vec<String> = Setting::VARIANTS.iter().map(|s| s.key().to_owned()).collect();
    keys.extend(Feature::VARIANTS.iter().map(|&f| <&str>::from(f).to_owned()));
    keys.extend(Control::VARIANTS.iter().map(|&c| format!("{}_hide", <&str>::from(c))));
    for key in [
        "showTestData",
        "discretize",
        "initZero",
        "hideText",
        "cosX",
        "collectStats",
        "tutorial",
        "lang",
        "theme",
        "speed",
        "set",
        "axes",
        "points",
        "x_hide",
        "cosY_hide",
        "other",
    ] {
        keys.push(key.to_owned());
    }
    let known: Vec<String> = Setting::VARIANTS
        .iter()
        .flat_map(|setting| setting.options(&Config::default()))
        .chain(Setting::VARIANTS.iter().flat_map(|setting| {
            let knobs = |name| setting.knobs(name).iter().map(move |knob| (name, knob.name));
            let calls = setting.names().into_iter().flat_map(knobs);
            calls.map(|(name, knob)| format!("{name}({knob}:0.5)")).collect::<Vec<_>>()
        }))
        .chain(
            [
                "true",
                "false",
                "ko",
                "dark",
                "max",
                "iris",
                "digits",
                "4,2",
                "8,8,300",
                "2,1,3:0.5",
                "1,0",
                "0,0,1:-1e300",
                "",
                " ",
                "-1",
                "1e999",
                "dense(units:3),add",
                "dense,dropout(rate:0.5),batch_normalization",
                "adam(beta_1",
                "sin(3*x1)*x2;x1+;\"a;b",
                "x1;x2;x1*x2;x1/x2;log(x1)",
            ]
            .map(str::to_owned),
        )
        .collect();
    let value = prop_oneof![
        proptest::sample::select(known),
        "[0-9.,e+-]{0,12}",
        "[%#&= a-zA-Z0-9]{0,12}",
        "(dense|add|dropout|activation)[(](units|rate|layers|activation):[a-z0-9.(]{0,6}[)]{0,2}",
        any::<String>(),
    ];
    let entry =
        (proptest::sample::select(keys), value).prop_map(|(key, value)| format!("{key}={value}"));
    proptest::collection::vec(entry, 0..12).prop_map(|entries| entries.join("&"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_choices_come_back_from_the_link(config in any_choices(), playground in any::<bool>()) {
        let mut config = config;
        if playground {
            setting::set_rules(&mut config, Rules::Playground);
        }
        let link = Link { config, ..Link::default() };
        let hash = link::write(&link);
        let opened = check_stable(&hash);
        prop_assert_eq!(opened.link, link, "{}", hash);
        prop_assert!(!opened.notices.iter().any(is_correction), "{hash}: {:?}", opened.notices);
    }

    #[test]
    fn no_text_whatever_upsets_the_link(hash in any::<String>()) {
        check_stable(&hash);
    }

    #[test]
    fn no_text_of_the_links_own_signs_upsets_it(hash in "[#&=%,.x0-9a-f+_ -]{0,60}") {
        check_stable(&hash);
    }

    #[test]
    fn no_nearly_right_link_upsets_it(hash in nearly_a_link()) {
        check_stable(&hash);
    }
}

/// Any drawing that a link has room for.
fn any_drawing() -> impl Strategy<Value = Drawing> {
    let told = prop_oneof![(2_usize..=8).prop_map(Told::Classes), Just(Told::Value)];
    let points = proptest::collection::vec((-6.0..6.0, -6.0..6.0, -1.0..8.0), 0..=TRAVELLING);
    let side = || {
        (-FARTHEST..FARTHEST, 1..1000_i32)
            .prop_map(|(low, by): (i32, i32)| (low, (low + by).min(FARTHEST)))
    };
    let sides = prop_oneof![Just(PLANE), (side(), side()).prop_map(|(x, y)| [x, y])];
    (told, sides, points).prop_map(|(told, sides, points)| {
        let mut drawing = Drawing { sides, ..Drawing::new(told) };
        points.into_iter().for_each(|(x, y, label)| drawing.put((x, y), told.label(label)));
        drawing
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_drawing_comes_back_from_the_link_of_any_choices(
        drawing in any_drawing(),
        config in any_choices(),
    ) {
        let table = drawing.table();
        let mut config = config;
        setting::bring(&mut config, table.brief());
        let link = Link { config, points: Some(table), ..Link::default() };
        let hash = link::write(&link);
        let opened = check_stable(&hash);
        prop_assert_eq!(opened.link, link, "{}", hash);
        prop_assert!(!opened.notices.iter().any(is_correction), "{hash}: {:?}", opened.notices);
    }

    #[test]
    fn a_link_that_is_cut_within_its_drawing_says_so_and_opens_a_generated_set(
        drawing in any_drawing(),
        share in 0.0..1.0_f64,
    ) {
        let table = drawing.table();
        let mut config = Config::default();
        setting::bring(&mut config, table.brief());
        let hash = link::write(&Link { config, points: Some(table), ..Link::default() });
        let begins = hash.find("points=").unwrap() + "points=".len();
        let end = begins + (share * (hash.len() - begins) as f64) as usize;
        let opened = link::parse(&hash[..end]);
        prop_assert_eq!((&opened.link.config.own, &opened.link.points), (&None, &None));
        let cut = Notice::NoDrawing { wrong: Wrong::Cut };
        prop_assert!(opened.notices.contains(&cut), "{:?}", opened.notices);
    }
}
