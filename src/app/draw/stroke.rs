//! A stroke: what a tool makes of a drawing along the way of a pointer. Where the pointer has been
//! counts, not how often the browser has said so.

use rand::distr::Distribution as _;

use super::drawing::{Drawing, Point};
use crate::engine::formula::exact;
use crate::engine::seedrandom::{SeedRandom, Unit};

/// From one point of the brush to the next, in the plane.
const APART: f64 = 0.4;
/// From one puff of the spray to the next, points of a puff, and how far from the middle they fall.
const PUFFS: f64 = 0.25;
const PUFF: usize = 3;
const SPRAY: f64 = 0.9;
/// How far the eraser reaches.
const ERASER: f64 = 0.4;
/// How far off a point can be taken up.
const GRASP: f64 = 0.6;

/// What a stroke does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Tool {
    /// Points along the way, equally far apart; one where it only comes down.
    Brush,
    /// Points around the way, at random.
    Spray,
    /// Takes points away.
    Erase,
    /// Moves the point where it comes down.
    Move,
}

/// A stroke under way.
#[derive(Clone, Debug)]
pub struct Stroke {
    tool: Tool,
    label: i32,
    /// The drawing as it stands.
    pub drawing: Drawing,
    /// Where the pointer is.
    at: (f64, f64),
    /// How far it has to go to the next point.
    left: f64,
    /// The point that is moved, and how far it lies from the pointer.
    held: Option<(usize, (f64, f64))>,
    random: SeedRandom,
}

impl Stroke {
    /// A tool comes down on a drawing; `seed` is what a spray follows from.
    pub fn begin(tool: Tool, label: i32, drawing: Drawing, at: (f64, f64), seed: &str) -> Self {
        let random = SeedRandom::from_text(seed);
        let mut stroke = Self { tool, label, drawing, at, left: 0.0, held: None, random };
        match tool {
            Tool::Brush | Tool::Spray => stroke.along(at),
            Tool::Erase => stroke.erase(at),
            Tool::Move => stroke.held = stroke.nearest(),
        }
        stroke
    }

    /// Whether a point has been taken up to be moved.
    pub fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// The pointer has come to a place, straight on.
    pub fn to(&mut self, at: (f64, f64)) {
        match self.tool {
            Tool::Brush | Tool::Spray => self.along(at),
            Tool::Erase => self.erase(at),
            Tool::Move => {
                if let Some((index, (x, y))) = self.held
                    && let Some(point) = self.drawing.points.get_mut(index)
                {
                    *point = Point::near((at.0 + x, at.1 + y), point.label);
                }
            }
        }
        self.at = at;
    }

    /// Points on the way to a place, as far apart as the tool has them.
    fn along(&mut self, to: (f64, f64)) {
        let from = self.at;
        let length = distance(from, to);
        let every = if self.tool == Tool::Spray { PUFFS } else { APART };
        let mut gone = self.left;
        while gone <= length {
            let share = if length > 0.0 { gone / length } else { 0.0 };
            let place = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            match self.tool {
                Tool::Spray => self.puff(place),
                Tool::Brush | Tool::Erase | Tool::Move => self.drawing.put(place, self.label),
            }
            gone += every;
        }
        self.left = gone - length;
    }

    /// Points at random in a disc.
    fn puff(&mut self, (x, y): (f64, f64)) {
        for _ in 0..PUFF {
            let [turn, far]: [f64; 2] = std::array::from_fn(|_| Unit.sample(&mut self.random));
            // The root makes all parts of the disc equally likely.
            let (far, turn) = (SPRAY * far.sqrt(), turn * std::f64::consts::TAU);
            self.drawing.put((x + far * exact::cos(turn), y + far * exact::sin(turn)), self.label);
        }
    }

    /// Takes away what lies near the way to a place.
    fn erase(&mut self, to: (f64, f64)) {
        let from = self.at;
        self.drawing.points.retain(|point| off(point.place(), from, to) > ERASER);
    }

    /// The point nearest to the pointer, where one is near, and how far it lies from it.
    fn nearest(&self) -> Option<(usize, (f64, f64))> {
        let places = self.drawing.points.iter().map(|point| point.place());
        let near = places.enumerate().filter(|&(_, place)| distance(place, self.at) <= GRASP);
        let nearest =
            near.min_by(|(_, a), (_, b)| distance(*a, self.at).total_cmp(&distance(*b, self.at)));
        nearest.map(|(index, (x, y))| (index, (x - self.at.0, y - self.at.1)))
    }
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

/// How far a place is off the way from one to another.
fn off(place: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let square = dx * dx + dy * dy;
    let along = (place.0 - from.0) * dx + (place.1 - from.1) * dy;
    let share = if square > 0.0 { (along / square).clamp(0.0, 1.0) } else { 0.0 };
    distance(place, (from.0 + share * dx, from.1 + share * dy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::draw::drawing::{MOST, Told};

    fn stroke(tool: Tool, drawing: Drawing, way: &[(f64, f64)]) -> Drawing {
        let mut stroke = Stroke::begin(tool, 1, drawing, way[0], "seed");
        way[1..].iter().for_each(|&at| stroke.to(at));
        stroke.drawing
    }

    fn empty() -> Drawing {
        Drawing::new(Told::Classes(2))
    }

    /// A straight way told in so many pieces.
    fn pieces(count: u32) -> Vec<(f64, f64)> {
        (0..=count)
            .map(|at| -4.0 + 7.9 * f64::from(at) / f64::from(count))
            .map(|x| (x, 1.0))
            .collect()
    }

    #[test]
    fn one_click_is_one_point() {
        let drawing = stroke(Tool::Brush, empty(), &[(1.5, -3.0)]);
        assert_eq!(drawing.points, [Point::near((1.5, -3.0), 1)]);
        let trembled = stroke(Tool::Brush, empty(), &[(1.5, -3.0), (1.52, -3.01), (1.5, -3.0)]);
        assert_eq!(trembled.points, drawing.points);
    }

    #[test]
    fn a_fast_stroke_is_as_dense_as_a_slow_one_and_evenly_so() {
        let slow = stroke(Tool::Brush, empty(), &pieces(257));
        let fast = stroke(Tool::Brush, empty(), &pieces(1));
        assert_eq!(slow.points.len(), fast.points.len());
        assert_eq!(fast.points.len(), (7.9_f64 / APART) as usize + 1);
        for (slow, fast) in slow.points.iter().zip(&fast.points) {
            assert!(distance(slow.place(), fast.place()) < 0.01, "{slow:?} {fast:?}");
        }
        for two in slow.points.windows(2) {
            let gap = distance(two[0].place(), two[1].place());
            assert!((gap - APART).abs() < 0.01, "{gap}");
        }
    }

    #[test]
    fn a_spray_follows_from_its_seed_and_falls_around_the_way() {
        let way = pieces(10);
        let sprayed = stroke(Tool::Spray, empty(), &way);
        assert_eq!(sprayed, stroke(Tool::Spray, empty(), &way));
        let other = {
            let mut stroke = Stroke::begin(Tool::Spray, 1, empty(), way[0], "another");
            way[1..].iter().for_each(|&at| stroke.to(at));
            stroke.drawing
        };
        assert_ne!(sprayed, other);
        assert!(sprayed.points.len() > 3 * stroke(Tool::Brush, empty(), &way).points.len());
        for point in &sprayed.points {
            assert!(off(point.place(), way[0], way[10]) <= SPRAY + 0.01, "{point:?}");
        }
        let (above, below): (Vec<Point>, Vec<Point>) =
            sprayed.points.iter().partition(|point| point.place().1 > 1.0);
        assert!(above.len() > 20 && below.len() > 20);
    }

    #[test]
    fn an_eraser_takes_what_lies_near_its_way_however_fast_it_is() {
        let mut drawing = empty();
        for (x, y) in [(-2.0, 1.2), (2.0, 0.8), (0.0, 2.0), (5.0, 1.0)] {
            drawing.put((x, y), 0);
        }
        let left = [Point::near((0.0, 2.0), 0), Point::near((5.0, 1.0), 0)];
        assert_eq!(stroke(Tool::Erase, drawing.clone(), &pieces(1)).points, left);
        assert_eq!(stroke(Tool::Erase, drawing.clone(), &pieces(99)).points, left);
        assert_eq!(stroke(Tool::Erase, drawing, &[(0.1, 2.1)]).points.len(), 3);
    }

    #[test]
    fn a_point_that_is_moved_keeps_its_label_and_its_distance_from_the_pointer() {
        let mut drawing = empty();
        // All of it is on the grid.
        drawing.put((0.75, 1.5), 0);
        drawing.put((1.125, 1.5), 0);
        let way = [(0.5625, 1.5), (-1.5, 0.0), (-3.0, 2.25)];
        let moved = stroke(Tool::Move, drawing.clone(), &way);
        assert_eq!(moved.points, [Point::near((-2.8125, 2.25), 0), Point::near((1.125, 1.5), 0)]);
        let missed = stroke(Tool::Move, drawing.clone(), &[(-4.0, 1.5), (0.0, 0.0)]);
        assert_eq!(missed, drawing);
        let out = stroke(Tool::Move, drawing, &[(0.75, 1.5), (90.0, 90.0)]);
        assert!(out.points[0].place().0 < 6.0);
    }

    #[test]
    fn a_stroke_without_end_stops_at_the_most_points() {
        let mut way = pieces(1);
        way.extend((0..60).flat_map(|_| [(-4.0, 1.0), (4.0, 1.0)]));
        assert_eq!(stroke(Tool::Spray, empty(), &way).points.len(), MOST);
    }
}
