//! Which rules a link opens with.

use super::*;

#[test]
fn rules_follow_from_the_keys_unless_they_are_named() {
    use Precision::{Bits32, Bits64};
    for (hash, rules, precision) in [
        ("", Rules::Modern, Bits32),
        ("lang=ko&theme=dark&speed=60", Rules::Modern, Bits32),
        ("samples=100", Rules::Modern, Bits32),
        ("other=1", Rules::Modern, Bits32),
        ("precision=64", Rules::Modern, Bits64),
        ("x=true", Rules::Playground, Bits64),
        ("noise=abc", Rules::Playground, Bits64),
        ("playButton_hide=true", Rules::Playground, Bits64),
        ("cosX=false", Rules::Playground, Bits64),
        ("x=true&lang=ko&theme=dark&speed=60", Rules::Playground, Bits64),
        ("x=true&precision=32", Rules::Playground, Bits32),
        ("precision=64&optimizer=adam", Rules::Modern, Bits64),
        ("x=true&rules=modern", Rules::Modern, Bits32),
        ("x=true&rules=modern&precision=64", Rules::Modern, Bits64),
        ("rules=playground", Rules::Playground, Bits64),
        ("rules=playground&samples=100", Rules::Playground, Bits64),
    ] {
        let config = check_stable(hash).link.config;
        assert_eq!((config.rules, config.precision), (rules, precision), "{hash}");
    }
}

#[test]
fn what_the_playground_lacks_switches_to_modern_rules_as_its_link_asks_without_a_word() {
    for hash in [
        "x=true&samples=100",
        "networkShape=9",
        "networkShape=1,1,1,1,1,1,1",
        "dataset=arms(classes:3)",
        "x=true&layers=dense(units:4),batch_normalization",
    ] {
        let opened = check_stable(hash);
        let Config { rules, precision, .. } = opened.link.config;
        assert_eq!((rules, precision), (Rules::Modern, Precision::Bits32), "{hash}");
        assert_eq!(opened.notices, [], "{hash}");
    }
    for hash in
        ["x=true&samples=500", "problem=regression&samples=1200", "networkShape=8,8,8,8,8,8"]
    {
        assert_eq!(check_stable(hash).notices, [], "{hash}");
    }
}
