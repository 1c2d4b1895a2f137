//! What the diagram is made of for the eye: rectangles, points, and the curves between them.

/// Below this a tile has a finer frame.
const SMALL: f64 = 24.0;

/// A rectangle, in CSS pixels from the diagram's top left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Rect {
    /// One as high as it is wide.
    pub fn square(x: f64, y: f64, side: f64) -> Self {
        Self { x, y, width: side, height: side }
    }

    /// Whether a tile is so small that its frame must be finer.
    pub fn is_small(self) -> bool {
        self.width < SMALL
    }

    /// Its right edge.
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    /// Its lower edge.
    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// Whether nothing of it lies over another one; they may touch.
    pub fn is_apart(self, other: Self) -> bool {
        self.right() <= other.x
            || other.right() <= self.x
            || self.bottom() <= other.y
            || other.bottom() <= self.y
    }

    /// Its middle.
    pub fn middle(self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// Place and size as an element's style says them.
    pub fn style(self) -> String {
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(tenths);
        format!("left:{x}px;top:{y}px;width:{width}px;height:{height}px")
    }
}

/// A length as fine as it is worth writing. There are thousands, and what is rounded is written
/// much faster than a number of so many decimals.
pub fn tenths(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

/// A point of the diagram.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A link's two ends; it is a curve that leaves and arrives level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// At the right edge of where it comes from.
    pub start: Point,
    /// At the left edge of where it goes.
    pub end: Point,
}

impl Curve {
    /// As the `d` of a path.
    pub fn path(self) -> String {
        let Self { start, end } = self;
        let [x, y, bend, to_x, to_y] = [start.x, start.y, self.bend(), end.x, end.y].map(tenths);
        format!("M{x} {y}C{bend} {y} {bend} {to_y} {to_x} {to_y}")
    }

    /// Where both control points stand.
    pub fn bend(self) -> f64 {
        (self.start.x + self.end.x) / 2.0
    }

    /// Its middle.
    pub fn middle(self) -> Point {
        Point { x: self.bend(), y: (self.start.y + self.end.y) / 2.0 }
    }

    /// Its height above `x`; `None` beside it.
    pub fn height(self, x: f64) -> Option<f64> {
        let share = (x - self.start.x) / (self.end.x - self.start.x);
        if !(0.0..=1.0).contains(&share) {
            return None;
        }
        // Newton's steps to the t where the cubic 1.5t − 1.5t² + t³ is `share`; its slope is
        // never below 0.75.
        let mut t = share;
        for _ in 0..4 {
            let miss = (1.5 - 1.5 * t + t * t) * t - share;
            t -= miss / (1.5 - 3.0 * t + 3.0 * t * t);
        }
        Some(self.start.y + (self.end.y - self.start.y) * t * t * (3.0 - 2.0 * t))
    }
}
