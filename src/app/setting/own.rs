//! A table of the visitor's in the place of a generated data set, and back.

use crate::engine::config::{Config, Problem};
use crate::engine::scaling::Scaling;
use crate::engine::table::{Aim, Brief};

/// Puts a table of the visitor's in the place of the data set. Its columns are standardized, as their
/// sizes are anybody's guess, but for a drawing's, which are the plane's.
pub fn bring(config: &mut Config, own: Brief) {
    config.scaling = if own.drawn { Scaling::None } else { Scaling::Standardize };
    config.problem = match own.aim {
        Aim::Classes(_) => Problem::Classification,
        Aim::Numbers(_) => Problem::Regression,
    };
    config.own = Some(own);
}

/// Goes back to the generated data set.
pub(in crate::app) fn generate(config: &mut Config) {
    if config.own.take().is_some() {
        config.scaling = Scaling::None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::setting::Setting;

    #[test]
    fn a_data_set_that_is_chosen_takes_the_place_of_a_table_and_nothing_else_does() {
        let columns = vec![None, Some(3), None];
        let aim = Aim::Classes(3);
        let own = Brief { id: 1, kind: 2, rows: 150, columns, aim, drawn: false };
        for (setting, text, stays) in [
            (Setting::Dataset, "spiral", false),
            (Setting::RegDataset, "reg-plane", false),
            (Setting::Problem, "regression", false),
            (Setting::Problem, "classification", true),
            (Setting::BatchSize, "20", true),
            (Setting::Seed, "0.5", true),
            (Setting::PercTrainData, "80", true),
        ] {
            let mut config = Config::default();
            bring(&mut config, own.clone());
            setting.apply(&mut config, text);
            assert_eq!(config.own.is_some(), stays, "{setting:?} {text}");
            assert_eq!(config.scaling == Scaling::None, !stays, "{setting:?} {text}");
        }
    }

    #[test]
    fn a_drawing_is_not_scaled_and_says_what_kind_of_problem_it_is() {
        let (columns, aim) = (vec![None; 2], Aim::Numbers(1));
        let own = Brief { id: 1, kind: 2, rows: 0, columns, aim, drawn: true };
        let mut config = Config::default();
        bring(&mut config, own);
        assert_eq!((config.scaling, config.problem), (Scaling::None, Problem::Regression));
        assert!(config.validate().is_ok() && config.has_features());
    }
}
