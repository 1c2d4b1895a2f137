//! What can be done to the data beside noise, each where it changes any: the controls that open below the
//! others.

use super::registry::Setting;
use crate::engine::config::{Config, Problem};

fn has_classes(config: &Config) -> bool {
    config.problem == Problem::Classification
}

/// The settings that do something to a config's data.
pub fn handling(config: &Config) -> Vec<Setting> {
    let (classes, generated) = (has_classes(config), config.own.is_none());
    let drawn = config.own.as_ref().is_some_and(|own| own.drawn);
    let each = [
        (Setting::FirstClass, classes && generated),
        (Setting::LabelNoise, classes && !drawn),
        (Setting::TestShift, generated),
        (Setting::Split, classes),
    ];
    each.into_iter().filter(|&(_, counts)| counts).map(|(setting, _)| setting).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::setting::bring;
    use crate::engine::table::{Aim, Brief};

    #[test]
    fn only_what_changes_the_data_is_offered() {
        use Setting::{FirstClass, LabelNoise, Split, TestShift};
        let generated = |problem| handling(&Config { problem, ..Config::default() });
        let all = [FirstClass, LabelNoise, TestShift, Split];
        assert_eq!(generated(Problem::Classification), all);
        assert_eq!(generated(Problem::Regression), [TestShift]);
        for (aim, drawn, expected) in [
            (Aim::Classes(3), false, &[LabelNoise, Split][..]),
            (Aim::Classes(3), true, &[Split]),
            (Aim::Numbers(1), false, &[]),
        ] {
            let mut config = Config::default();
            let columns = vec![None; 2];
            bring(&mut config, Brief { id: 1, kind: 2, rows: 9, columns, aim, drawn });
            assert_eq!(handling(&config), expected, "{aim:?}, drawn: {drawn}");
        }
    }
}
