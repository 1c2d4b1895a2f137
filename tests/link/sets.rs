//! Links that name a set of real measurements.

use super::*;
use crate::choices::any_choices;
use neural_playground::app::real_set::RealSet;

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
    for (value, suggestion) in [("irsi", Some("iris")), ("diabetes", None), ("Iris ", None)] {
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
}
