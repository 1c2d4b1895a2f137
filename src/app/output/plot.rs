//! The big picture over one column, without a browser: the answer as a curve, how high points stand, and
//! what the units before add to it.

use super::answer;
use super::panel::{Heights, Label, Panel};
use super::picture::{Style, Subject};
use crate::app::spot::Spot;
use crate::engine::config::Target;
use crate::engine::targets::Targets;
use crate::order;
use crate::protocol::{BIG_MAP, Data, Frame, UnitId, WeightId};

/// Units whose parts are drawn, at most.
const MOST: usize = 12;

/// Where the answer and the parts stand, in shares of the picture's height from its top: titles above,
/// and the numbers of the column below.
const ALONE: (f64, f64) = (0.1, 0.92);
const ANSWER: (f64, f64) = (0.1, 0.6);
const PARTS: (f64, f64) = (0.71, 0.92);

/// Values over the column.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The answer; of several classes a curve each.
    pub curves: Vec<Vec<f64>>,
    /// Whether they are probabilities, which the outputs themselves are not.
    pub probable: bool,
    /// How high points stand.
    pub heights: Heights,
    /// What the layer before adds to the answer, where that is one unit's.
    pub parts: Option<Parts>,
}

/// What the units of a layer add to one behind it: with its bias their sum is what its activation takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// Each unit's weight, and that times its activation: of the largest ones.
    pub curves: Vec<(f64, Vec<f64>)>,
    /// Where they stand.
    pub panel: Panel,
    /// How many units there are.
    pub units: usize,
}

/// What of a label is the height of its point.
fn label_of(
    (subject, style): (Subject, Style),
    (target, targets): (&Target, &Targets),
    shape: &[usize],
    probable: bool,
) -> Label {
    if target.classes == 0 {
        let told = style.number(subject, target, shape);
        // Beside what tells none of them, a point stands as high as the network is to answer.
        let scale = targets.scales().first().copied().filter(|_| told.is_none());
        return Label::Number { at: told.unwrap_or_default(), scale };
    }
    let asked = match style {
        Style::Class { index, .. } => Some(index),
        Style::Scale { .. } | Style::Classes { .. } | Style::Flow { .. } => {
            (target.outputs == 1).then_some(1)
        }
    };
    let (no, yes) = if probable { (0.0, 1.0) } else { target.span };
    Label::Class { asked, no, yes }
}

impl Plot {
    /// The plot of a subject whose maps are these; `None` where the picture is a plane, and where the maps
    /// are those of another style.
    pub fn of(
        maps: &[f32],
        (subject, style): (Subject, Style),
        target: &Target,
        (frame, data): (&Frame, &Data),
    ) -> Option<Self> {
        if !data.view.is_line() {
            return None;
        }
        // Nothing runs upwards: each line of a map is as the first.
        let lines = maps.chunks_exact(BIG_MAP * BIG_MAP).map(|plane| &plane[..BIG_MAP]);
        let mut curves: Vec<Vec<f64>> =
            lines.map(|line| line.iter().map(|&value| f64::from(value)).collect()).collect();
        match style {
            Style::Scale { .. } | Style::Class { .. } => curves.truncate(1),
            Style::Flow { second, span: _ } => {
                curves = curves.into_iter().skip(usize::from(second)).take(1).collect();
            }
            Style::Classes { .. } => {}
        }
        if curves.is_empty() {
            return None;
        }
        let is_logit = target.classes > 0 && target.span.1 > 1.0;
        let probable = is_logit && subject == Subject::Output;
        if probable {
            probabilities(&mut curves, target);
        }
        if let Some(at) = style.number(subject, target, &frame.shape) {
            let values = curves.iter_mut().flatten();
            values.for_each(|value| *value = data.targets.number(at, *value));
        }
        let of = (target, &data.targets);
        let label = label_of((subject, style), of, &frame.shape, probable);
        let heights = [&data.train, &data.test]
            .into_iter()
            .flat_map(|half| data.rows(half).filter_map(|(_, targets)| label.height(targets)));
        let parts = parts(subject, style, frame);
        let place = if parts.is_some() { ANSWER } else { ALONE };
        let panel = Panel::of(curves.iter().flatten().copied().chain(heights), place);
        Some(Self { curves, probable, heights: Heights { panel, label }, parts })
    }

    /// The place of the answer beside a spot; of several classes that of the likeliest.
    pub fn on_curve(&self, spot: Spot) -> Spot {
        let highest = self.curves.iter().filter_map(|curve| {
            // A float cast saturates.
            let at = (spot.x * curve.len() as f64) as usize;
            curve.get(at.min(curve.len().checked_sub(1)?)).copied()
        });
        let value = highest.fold(f64::NAN, f64::max);
        Spot { y: self.heights.panel.place(value).unwrap_or(spot.y), ..spot }
    }
}

/// Makes the probabilities of logits that a network answers with; where one is no number, a gap.
fn probabilities(curves: &mut [Vec<f64>], target: &Target) {
    for at in 0..curves.iter().map(Vec::len).min().unwrap_or_default() {
        let logits: Vec<f64> = curves.iter().map(|curve| curve[at]).collect();
        let gap = || vec![f64::NAN; logits.len()];
        let shares = answer::probabilities(&logits, target).unwrap_or_else(gap);
        curves.iter_mut().zip(shares).for_each(|(curve, share)| curve[at] = share);
    }
}

/// What the layer before a unit adds to it; `None` where there is no such layer, nor one unit, and where
/// the frame has no maps.
fn parts(subject: Subject, style: Style, frame: &Frame) -> Option<Parts> {
    let Frame { shape, maps, map_side, weights, .. } = frame;
    let to = match (subject, style) {
        (Subject::Input(_), _) | (Subject::Output, Style::Classes { .. }) => return None,
        (Subject::Unit(id), _) => id,
        (Subject::Output, Style::Flow { second, span: _ }) => {
            UnitId { layer: shape.len().checked_sub(2)?, unit: usize::from(second) }
        }
        (Subject::Output, Style::Scale { .. } | Style::Class { .. }) => {
            UnitId { layer: shape.len().checked_sub(2)?, unit: 0 }
        }
    };
    if to.layer == 0 {
        return None;
    }
    let units = *shape.get(to.layer)?;
    let before: usize = shape.get(1..to.layer)?.iter().sum();
    let part = |unit: usize| {
        let id = WeightId { to, from: Some(unit) };
        let weight = *weights.get(id.index(shape)?)?;
        let map = maps.get((before + unit) * map_side.pow(2)..)?.get(..*map_side)?;
        Some((weight, map.iter().map(|&value| weight * f64::from(value)).collect::<Vec<_>>()))
    };
    let mut curves = (0..units).map(part).collect::<Option<Vec<_>>>()?;
    let size = |(_, values): &(f64, Vec<f64>)| {
        values.iter().fold(0.0, |most: f64, value| most.max(value.abs()))
    };
    order::sort_by_key(&mut curves, |curve| !order::key(size(curve)));
    curves.truncate(MOST);
    let panel = Panel::of(curves.iter().flat_map(|(_, values)| values).copied(), PARTS);
    Some(Parts { curves, panel, units })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::link;
    use crate::app::output::{picture, points};
    use crate::engine::feature::Feature;
    use crate::engine::inputs::Input;
    use crate::engine::table::{Column, Goal};
    use crate::engine::view::View;
    use crate::protocol::{Half, Place};

    const SIDE: usize = 10;

    /// Data of one column, `x`, with these targets at 0.
    fn line(goal: Goal, targets: &[f64]) -> Data {
        let train = targets.iter().flat_map(|&target| [0.0, target]).collect();
        let columns = vec![Column::number("x")];
        Data { columns, goal, view: View::generated(1), train, ..Data::default() }
    }

    fn numbers(targets: &[f64]) -> Data {
        line(Goal::Numbers(vec!["y".to_owned()]), targets)
    }

    fn classes(count: usize, targets: &[f64]) -> Data {
        line(Goal::Classes((0..count).map(|at| at.to_string()).collect()), targets)
    }

    fn target(hash: &str) -> Target {
        link::parse(hash).link.config.target()
    }

    /// A map that is this function of the share of the way from left to right.
    fn map(side: usize, value: impl Fn(f64) -> f64) -> Vec<f32> {
        (0..side * side).map(|at| value(((at % side) as f64 + 0.5) / side as f64) as f32).collect()
    }

    /// An input, two layers, an output, no biases: the units' maps are `1 + unit` times the share.
    fn frame() -> Frame {
        let shape = vec![1, 2, 3, 1];
        let maps = (0..6).flat_map(|unit| map(SIDE, move |x| f64::from(unit + 1) * x)).collect();
        #[rustfmt::skip]
        let weights = vec![
            0.0, 0.0, 1.0, 1.0,
            0.0, 0.0, 0.0, 0.5, -0.5, 1.0, 2.0, 3.0, 4.0,
            0.0, 2.0, -3.0, 0.25,
        ];
        Frame { shape, maps, map_side: SIDE, weights, ..Frame::default() }
    }

    fn plot(maps: &[f32], subject: Subject, target: &Target, data: &Data) -> Option<Plot> {
        let frame = frame();
        let style = Style::of(subject, target, &frame.shape, false);
        Plot::of(maps, (subject, style), target, (&frame, data))
    }

    const REGRESSION: &str = "problem=regression&regDataset=sine";

    #[test]
    fn an_answer_is_a_curve_and_points_stand_at_their_targets() {
        let data = numbers(&[-0.5, 2.0]);
        let maps = map(BIG_MAP, |x| 4.0 * x);
        let plot = plot(&maps, Subject::Output, &target(REGRESSION), &data).unwrap();
        assert_eq!(plot.curves.len(), 1);
        assert!((plot.curves[0][50] - 2.02).abs() < 1e-6);
        let [low, high] = [-0.5, 2.0].map(|y| plot.heights.place(&[y]).unwrap());
        assert!(ANSWER.0 < high && high < low && low < ANSWER.1, "{high} {low}");
        // In the middle the curve is where a target of 2 is.
        let spot = plot.on_curve(Spot { x: 0.505, y: 0.9 });
        assert!((spot.y - plot.heights.place(&[2.02]).unwrap()).abs() < 1e-6);
        assert_eq!(spot.x, 0.505);
    }

    #[test]
    fn points_are_pointed_at_where_they_stand() {
        let data = numbers(&[-0.5, 2.0]);
        let plot = plot(&map(BIG_MAP, |x| x), Subject::Output, &target(REGRESSION), &data).unwrap();
        for row in 0..2 {
            let place = Place { half: Half::Train, row };
            let stands = points::row(&data, place).unwrap();
            let (x, y) = picture::place(&data, Some(plot.heights), stands).unwrap();
            let near = |heights| points::nearest((&data, heights), Spot { x, y }, false, 0.01);
            assert_eq!((near(Some(plot.heights)), near(None)), (Some(place), None));
        }
    }

    #[test]
    fn over_a_plane_there_is_no_curve() {
        let data = Data { view: View::generated(2), ..numbers(&[0.0]) };
        let data = Data { columns: ["x₁", "x₂"].map(Column::number).to_vec(), ..data };
        let maps = map(BIG_MAP, |x| x);
        assert_eq!(plot(&maps, Subject::Output, &target(REGRESSION), &data), None);
        assert_eq!(plot(&[], Subject::Output, &target(REGRESSION), &numbers(&[])), None);
    }

    #[test]
    fn parts_sum_to_what_the_activation_takes() {
        let maps = map(BIG_MAP, |x| x);
        let data = numbers(&[0.0]);
        let parts = |subject| plot(&maps, subject, &target(REGRESSION), &data).unwrap().parts;
        let of_output = parts(Subject::Output).unwrap();
        let weights: Vec<f64> = of_output.curves.iter().map(|(weight, _)| *weight).collect();
        assert_eq!(weights, [-3.0, 2.0, 0.25], "the largest first");
        let sum: f64 = of_output.curves.iter().map(|(_, values)| values[5]).sum();
        // Units 3, 4 and 5 of the frame's maps.
        assert!((sum - (2.0 * 3.0 - 3.0 * 4.0 + 0.25 * 5.0) * 0.55).abs() < 1e-5, "{sum}");
        let unit = |layer| Subject::Unit(UnitId { layer, unit: 1 });
        let of_unit = parts(unit(1)).unwrap();
        let told: Vec<f64> = of_unit.curves.iter().map(|(weight, _)| *weight).collect();
        assert_eq!((told, of_unit.units), (vec![2.0, 1.0], 2));
        assert_eq!(parts(unit(0)), None, "before it there are inputs");
        assert_eq!(parts(Subject::Input(Input::Feature(Feature::X))), None);
    }

    #[test]
    fn of_many_units_the_largest_are_shown() {
        let units = 20;
        let maps = (0..=units).flat_map(|_| map(SIDE, |_| 1.0)).collect();
        let mut weights = vec![0.0; 2 * units + 1];
        weights.extend((0..units).map(|at| at as f64 - 10.0));
        let shape = vec![1, units, 1];
        let frame = Frame { shape, maps, map_side: SIDE, weights, ..Frame::default() };
        let style = Style::Scale { span: (-1.0, 1.0) };
        let parts = parts(Subject::Output, style, &frame).unwrap();
        assert_eq!((parts.curves.len(), parts.units), (MOST, units));
        assert!(parts.curves.iter().all(|(weight, _)| weight.abs() >= 4.0));
        let hidden = Frame { maps: Vec::new(), ..frame };
        assert_eq!(super::parts(Subject::Output, style, &hidden), None, "while the page is hidden");
    }

    #[test]
    fn logits_are_shown_as_probabilities_and_labels_at_their_ends() {
        let logits = target("loss=binary_crossentropy&outputActivation=linear");
        let signed = target("");
        for (target, probable) in [(&logits, true), (&signed, false)] {
            let data = classes(2, &[0.0, 1.0]);
            let plot = plot(&map(BIG_MAP, |_| 0.0), Subject::Output, target, &data).unwrap();
            assert_eq!(plot.probable, probable);
            let (no, yes) = if probable { (0.0, 1.0) } else { (-1.0, 1.0) };
            let [first, second] = [0.0, 1.0].map(|class| plot.heights.place(&[class]));
            assert_eq!([first, second], [no, yes].map(|y| plot.heights.panel.place(y)));
            assert_eq!(plot.curves[0][0], if probable { 0.5 } else { 0.0 });
        }
    }

    #[test]
    fn several_classes_have_a_curve_each() {
        let target = target("dataset=rings");
        let maps: Vec<f32> = [0.2, 0.3, 0.5].iter().flat_map(|&y| map(BIG_MAP, |_| y)).collect();
        let data = classes(3, &[0.0, 1.0, 2.0]);
        let plot = plot(&maps, Subject::Output, &target, &data).unwrap();
        assert_eq!((plot.curves.len(), plot.parts), (3, None));
        assert_eq!(plot.heights.place(&[0.0]), plot.heights.place(&[2.0]));
    }

    #[test]
    fn logits_of_several_classes_are_shown_as_their_loss_reads_them() {
        let linear = "dataset=blobs(classes:2)&labelCoding=one_hot&outputActivation=linear";
        for (loss, first) in [("categorical_crossentropy", 0.25), ("binary_crossentropy", 0.5)] {
            let target = self::target(&format!("{linear}&loss={loss}"));
            let mut logits = vec![vec![0.0, 1e6, f64::NAN], vec![3.0_f64.ln(), 0.0, 1.0]];
            probabilities(&mut logits, &target);
            assert!((logits[0][0] - first).abs() < 1e-12, "{loss}: {logits:?}");
            assert!((logits[1][0] - 0.75).abs() < 1e-12, "{loss}: {logits:?}");
            assert_eq!(logits[0][1], 1.0, "{loss}");
            assert!(logits[1][2].is_nan(), "{loss}: {logits:?}");
        }
    }

    #[test]
    fn what_has_diverged_leaves_a_gap() {
        let data = numbers(&[f64::NAN, 1.0]);
        let maps = map(BIG_MAP, |x| if x < 0.5 { f64::NAN } else { f64::INFINITY });
        let plot = plot(&maps, Subject::Output, &target(REGRESSION), &data).unwrap();
        assert_eq!(plot.heights.panel.place(plot.curves[0][0]), None);
        let top = plot.heights.panel.down(1.0);
        assert_eq!(plot.heights.panel.place(plot.curves[0][99]), Some(top));
        assert_eq!(plot.on_curve(Spot { x: 0.1, y: 0.4 }).y, 0.4);
    }
}
