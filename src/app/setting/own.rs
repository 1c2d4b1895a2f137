//! A table of the visitor's in the place of a generated data set, and back.

use crate::app::draw::is_on_plane;
use crate::app::notice::Notice;
use crate::engine::config::{Config, Problem, limits};
use crate::engine::layer::Layer;
use crate::engine::scaling::Scaling;
use crate::engine::table::{Aim, Brief};

/// Puts a table of the visitor's in the place of the data set. Its columns are standardized, as their
/// sizes are anybody's guess, but for a drawing's on the plane of the generated sets.
pub fn bring(config: &mut Config, own: Brief) {
    config.scaling = if is_on_plane(&own) { Scaling::None } else { Scaling::Standardize };
    config.problem = match own.aim {
        Aim::Classes(_) => Problem::Classification,
        Aim::Numbers(_) => Problem::Regression,
    };
    config.own = Some(own);
}

/// Units of the one layer that takes the place of the page's own for tables of many classes, at least, and
/// how many of them there are for each class.
const WIDE: usize = 16;
const UNITS_A_CLASS: usize = 3;

/// Gives a table of more classes than the page's own layers tell apart one wide layer in their place: units
/// that say yes or no tell two classes, two of them four. Layers that are not the page's are the visitor's,
/// and stay. What it says of that, if anything.
pub(super) fn widen(config: &mut Config, before: &Config) -> Option<Notice> {
    let own = config.own.as_ref().filter(|own| !own.drawn && before.own.as_ref() != Some(own))?;
    let Aim::Classes(classes) = own.aim else { return None };
    let plain = |config: &Config| config.layers.iter().map(|it| Layer { id: 0, ..*it }).collect();
    let is_pages: [Vec<Layer>; 2] = [plain(config), plain(&Config::default())];
    let narrowest = config.hidden().into_iter().min()?;
    if is_pages[0] != is_pages[1] || classes <= 1 << narrowest {
        return None;
    }
    let units = (UNITS_A_CLASS * classes).next_power_of_two().clamp(WIDE, *limits::UNITS.end());
    config.set_hidden(&[units]);
    Some(Notice::Widened { classes, units })
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
    use crate::app::draw::{Drawing, Told};
    use crate::app::setting::{Setting, settle, standing};

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
    fn a_drawing_on_the_plane_is_not_scaled_and_says_what_kind_of_problem_it_is() {
        for (told, problem) in
            [(Told::Value, Problem::Regression), (Told::Classes(3), Problem::Classification)]
        {
            let plane = Drawing::new(told);
            let wide = Drawing { sides: [(0, 90), (-6, 6)], ..plane.clone() };
            for (drawing, scaling) in [(plane, Scaling::None), (wide, Scaling::Standardize)] {
                let mut config = Config::default();
                bring(&mut config, drawing.table().brief());
                assert_eq!((config.scaling, config.problem), (scaling, problem));
                assert!(config.validate().is_ok() && config.has_features());
            }
        }
    }

    #[test]
    fn a_table_of_many_classes_takes_a_wide_layer_in_the_place_of_the_pages_own_alone() {
        let of = |classes, drawn| {
            let (columns, aim) = (vec![None; 2], Aim::Classes(classes));
            Brief { id: 1, kind: 2, rows: 9, columns, aim, drawn }
        };
        let chosen = |before: &Config, own: Brief| {
            let mut config = before.clone();
            bring(&mut config, own);
            let notices = settle(&mut config, before);
            let said = notices.into_iter().find(|it| matches!(it, Notice::Widened { .. }));
            (config, said)
        };
        let fresh = Config::default();
        for (classes, units) in
            [(3, None), (4, None), (5, Some(16)), (10, Some(32)), (200, Some(256))]
        {
            let (config, said) = chosen(&fresh, of(classes, false));
            let hidden = units.map_or(vec![4, 2], |units| vec![units]);
            assert_eq!(config.hidden(), hidden, "{classes}");
            assert_eq!(said, units.map(|units| Notice::Widened { classes, units }));
            // What undoes it takes the notice along.
            assert!(said.is_none_or(
                |it| standing(&it, &config).is_some() && standing(&it, &fresh).is_none()
            ));
            // So does the choice of other data, which leaves the layer.
            let mut other = config.clone();
            generate(&mut other);
            settle(&mut other, &config);
            let brought = Notice::TableBrought { rows: 9, dropped: 0, filled: 0 };
            assert!(standing(&brought, &config).is_some() && standing(&brought, &other).is_none());
            assert!(units.is_none_or(|units| {
                other.hidden() == [units]
                    && standing(&Notice::Widened { classes, units }, &other).is_none()
            }));
            // It is chosen once: layers that are set back stay.
            let back = Config { layers: fresh.layers.clone(), ..config };
            let mut again = Config { batch_size: 3, ..back.clone() };
            settle(&mut again, &back);
            assert_eq!(again.hidden(), [4, 2]);
        }
        assert_eq!(chosen(&fresh, of(8, true)).0.hidden(), [4, 2], "a drawing grows by the class");
        let mut own = fresh.clone();
        for units in [&[4, 3][..], &[4], &[]] {
            own.set_hidden(units);
            assert_eq!(chosen(&own, of(10, false)).0.hidden(), units);
        }
    }
}
