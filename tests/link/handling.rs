//! What a link says of the samples beside their noise.

use super::*;

#[test]
fn what_is_done_to_the_samples_comes_from_the_link_and_goes_back_into_it() {
    let config = Config {
        first_class: Some(20),
        label_noise: 12.5,
        test_shift: -1.5,
        split: Splitting::Stratified,
        ..Config::default()
    };
    let hash = "firstClass=20&labelNoise=12.5&testShift=-1.5&split=stratified";
    check(hash, &config, &[]);
    assert_eq!(link::write(&Link { config, ..Link::default() }), hash);
    let plain = "firstClass=auto&labelNoise=0&testShift=0&split=random";
    check(plain, &Config::default(), &[]);
    assert_eq!(link::write(&link::parse(plain).link), "");
}

#[test]
fn what_goes_too_far_is_brought_into_range_and_what_says_nothing_is_left() {
    let with = |change: fn(&mut Config)| {
        let mut config = Config::default();
        change(&mut config);
        config
    };
    for (hash, config, said) in [
        ("firstClass=100", with(|c| c.first_class = Some(99)), ("firstClass", "100", "99")),
        ("firstClass=0.5", with(|c| c.first_class = Some(1)), ("firstClass", "0.5", "1")),
        ("firstClass=0", with(|_| {}), ("firstClass", "0", "auto")),
        ("firstClass=half", with(|_| {}), ("firstClass", "half", "auto")),
        ("labelNoise=200", with(|c| c.label_noise = 100.0), ("labelNoise", "200", "100")),
        ("labelNoise=-1", with(|c| c.label_noise = 0.0), ("labelNoise", "-1", "0")),
        ("testShift=-9", with(|c| c.test_shift = -6.0), ("testShift", "-9", "-6")),
        ("testShift=far", with(|_| {}), ("testShift", "far", "0")),
        ("split=strat", with(|_| {}), ("split", "strat", "random")),
    ] {
        check(hash, &config, &[said]);
    }
}

#[test]
fn a_wave_keeps_the_features_that_it_does_not_offer() {
    let opened = check_stable("problem=regression&regDataset=sine&y=true&sinX=true&rules=modern");
    let config = &opened.link.config;
    assert_eq!((config.inputs(), config.features.iter().count()), (2, 3));
    assert_eq!(opened.notices, []);
}
