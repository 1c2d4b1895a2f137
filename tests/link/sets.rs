//! Links that name a set of real measurements.

use super::*;
use crate::choices::any_choices;
use neural_playground::app::real_set::RealSet;
use neural_playground::engine::table::Brief;
use neural_playground::engine::view::Choice;

fn opened_set(hash: &str) -> Option<RealSet> {
    check_stable(hash).link.config.own.as_ref().and_then(RealSet::of)
}

#[test]
fn a_set_is_named_and_comes_back() {
    for &set in RealSet::VARIANTS {
        let hash = format!("set={}", <&str>::from(set));
        let opened = check_stable(&hash);
        assert_eq!(opened.notices, [], "{hash}");
        assert_eq!(link::write(&opened.link), hash);
        let config = opened.link.config;
        assert_eq!(config.own, Some(set.brief()));
        assert_eq!(config.scaling, Scaling::Standardize);
        // A Playground link with it goes beyond the TensorFlow Playground.
        assert_eq!(opened_set(&format!("{}&{hash}", &SOURCE_LINK[1..])), Some(set));
    }
}

#[test]
fn what_is_no_set_is_said_and_leaves_the_generated_one() {
    for (value, suggestion) in [("irsi", Some("iris")), ("titanic", None), ("Iris ", None)] {
        let opened = check_stable(&format!("set={value}&dataset=xor"));
        assert_eq!(opened.link.config.own, None, "{value}");
        assert_eq!(opened.link.config.dataset, Dataset::Xor.into());
        let said = opened.notices.iter().find_map(|notice| match notice {
            Notice::Replaced { key, suggestion, .. } if key == "set" => Some(suggestion.as_deref()),
            _ => None,
        });
        let said = said.unwrap_or_else(|| panic!("{value}: {:?}", opened.notices));
        assert!(suggestion.is_none() || said == suggestion, "{value}: {said:?}");
    }
}

/// Of its rows, not of the generated data's.
#[test]
fn a_batch_may_be_as_large_as_a_set_has_rows() {
    let all = "set=digits&percTrainData=80&batchSize=1437";
    let opened = check_stable(all);
    assert_eq!((opened.link.config.batch_size, opened.notices), (1437, vec![]));
    let hash = "set=iris&batchSize=76";
    check(
        hash,
        &Config { batch_size: 75, ..check_stable("set=iris").link.config },
        &[("batchSize", "76", "75")],
    );
}

/// Where a link says both, the set is what it is about.
#[test]
fn a_set_goes_before_the_problem_and_the_data_set_which_stay_for_later() {
    let config =
        check_stable("set=wine&problem=regression&regDataset=reg-gauss&samples=90").link.config;
    assert_eq!(config.own, Some(RealSet::Wine.brief()));
    assert_eq!(config.problem, Problem::Classification);
    assert_eq!(config.reg_dataset, Dataset::RegGauss.into());
    assert_eq!(config.samples, Some(90));
}

/// Any choice of what to see of a set's columns.
fn any_choice(set: RealSet) -> impl Strategy<Value = Choice> {
    let Brief { kind, columns, .. } = set.brief();
    let numbers: Vec<usize> = (0..columns.len()).filter(|&at| columns[at].is_none()).collect();
    let sides = proptest::sample::subsequence(numbers, 2).prop_shuffle();
    let number =
        proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO;
    let held: Vec<_> = columns
        .iter()
        .map(|categories| {
            let value = match *categories {
                None => number.boxed(),
                Some(names) => (0..names).prop_map(|at| at as f64).boxed(),
            };
            proptest::option::of(value)
        })
        .collect();
    (sides, held).prop_map(move |(sides, held)| Choice {
        kind,
        components: false,
        across: sides[0],
        up: sides[1],
        held,
    })
}

#[test]
fn what_is_seen_of_a_set_is_in_its_link_and_what_cannot_be_is_said() {
    let opened = check_stable("set=iris&axes=3,1,2:3.5");
    let kind = RealSet::Iris.brief().kind;
    let held = vec![None, Some(3.5), None, None];
    assert_eq!(
        opened.link.choice,
        Some(Choice { kind, components: false, across: 2, up: 0, held })
    );
    assert_eq!(
        (opened.notices.len(), link::write(&opened.link).as_str()),
        (0, "set=iris&axes=3,1,2:3.5")
    );
    let opened = check_stable("set=iris&axes=pc");
    assert!(opened.link.choice.as_ref().is_some_and(|choice| choice.components));
    assert_eq!(link::write(&opened.link), "set=iris&axes=pc");
    for value in ["3", "3,3", "9,1", "3,1,5:1", "3,1,2:x", "length,width"] {
        let opened = check_stable(&format!("set=iris&axes={value}"));
        let said = opened.notices.iter().any(|notice| {
            matches!(notice, Notice::Replaced { key, value: told, .. } if key == "axes" && told == value)
        });
        assert!(said, "{value}: {:?}", opened.notices);
        assert_eq!(opened.link.choice, None, "{value}");
    }
    // Of generated points there is nothing to choose.
    let opened = check_stable("dataset=xor&axes=3,1");
    assert_eq!((opened.link.choice, opened.notices), (None, vec![]));
}

#[test]
fn what_is_seen_of_other_tables_is_not_in_the_link() {
    let config = check_stable("set=iris").link.config;
    let kind = RealSet::Wine.brief().kind;
    let choice = Some(Choice { kind, components: false, across: 2, up: 0, held: vec![None; 13] });
    assert_eq!(
        link::write(&Link { config, choice: choice.clone(), ..Link::default() }),
        "set=iris"
    );
    assert_eq!(link::write(&Link { choice, ..Link::default() }), "");
    // A table of the visitor's is in no link, yet in its entry of the history.
    let own = Brief { id: 1, ..RealSet::Wine.brief() };
    let opened = link::parse_on("axes=2,4", Some(&own));
    let choice = opened.link.choice.as_ref();
    assert_eq!(choice.map(|choice| (choice.across, choice.up)), Some((1, 3)));
    assert_eq!(link::write(&opened.link), "axes=2,4");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn any_choices_come_back_with_a_set(
        config in any_choices(),
        set in proptest::sample::select(RealSet::VARIANTS),
    ) {
        let hash = link::write(&Link { config, ..Link::default() });
        let name: &str = set.into();
        prop_assert_eq!(opened_set(&format!("{hash}&set={name}")), Some(set));
    }

    #[test]
    fn any_columns_on_show_come_back_from_the_link_with_any_choices(
        (set, choice) in proptest::sample::select(RealSet::VARIANTS)
            .prop_flat_map(|set| (Just(set), any_choice(set))),
        config in any_choices(),
    ) {
        let before = config.clone();
        let mut config = config;
        setting::bring(&mut config, set.brief());
        // As a visitor's run does: with other inputs a residual connection may no longer fit.
        setting::settle(&mut config, &before);
        let link = Link { config, choice: Some(choice), ..Link::default() };
        let hash = link::write(&link);
        let opened = check_stable(&hash);
        prop_assert_eq!(&opened.link.choice, &link.choice, "{}", hash);
        prop_assert!(!opened.notices.iter().any(is_correction), "{hash}: {:?}", opened.notices);
    }
}
