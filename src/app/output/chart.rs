//! The loss curves, drawn with plotters on whatever it can draw on: a canvas in the page, an
//! SVG in the snapshot tests (`tests/plots.rs`).
//!
//! plotters measures text by adding elements to the page, and its own axes loop over ranges
//! that training can produce. So it is given finite places between 0 and 1 and fixed places
//! for text, and has nothing to measure. Coordinates of plotters are whole numbers: `Fine`
//! makes them finer than pixels, so that flat curves have no stairs.

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::PathElement;
use plotters::series::DashedLineSeries;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontFamily, RGBAColor, RGBColor, ShapeStyle, TextStyle};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::axis::{Axis, Spacing};
use crate::app::canvas::colour::Ink;
use crate::app::curve::{self, CurveView, Metric};
use crate::protocol::CurvePoint;

/// Backend units in a device pixel: plotters rounds to whole ones.
pub const FINENESS: u32 = 4;

/// The places of everything, in CSS pixels, for drawing and for the crosshair alike; around the plot
/// there is space for labels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    width: f64,
    height: f64,
    /// Room for the labels of values.
    left: f64,
    /// Room for the names of the lines.
    right: f64,
    /// Half a label.
    top: f64,
    /// Room for the labels of epochs.
    bottom: f64,
}

/// The labels of values have room for so many letters at least, so that the plot keeps its place while
/// most of them change.
const USUAL_LABEL: f64 = 5.0;

/// How wide a text is at most, in its letters' size: a Hangul syllable is a square, all else that
/// labels are made of is narrower.
fn breadth(text: &str) -> f64 {
    text.chars().map(|letter| if letter < '\u{1100}' { 0.62 } else { 1.0 }).sum()
}

impl Layout {
    /// Height of the plot itself.
    pub fn plot_height(self) -> f64 {
        (self.height - self.top - self.bottom).max(1.0)
    }

    /// Width of the plot itself.
    fn plot_width(self) -> f64 {
        (self.width - self.left - self.right).max(1.0)
    }

    /// A place of the horizontal axis in pixels from the left.
    pub fn x(self, at: f64) -> f64 {
        self.left + at * self.plot_width()
    }

    /// A place of the vertical axis in pixels from the top.
    pub fn y(self, at: f64) -> f64 {
        self.top + (1.0 - at) * self.plot_height()
    }

    /// The place on the horizontal axis of a pixel.
    pub fn at(self, x: f64) -> f64 {
        ((x - self.left) / self.plot_width()).clamp(0.0, 1.0)
    }
}

/// A chart ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Epochs.
    pub x: Axis,
    /// Values.
    pub y: Axis,
    /// Over training data, then over test data.
    pub lines: [Line; 2],
}

/// One curve, as places between 0 and 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Stands beside the plot.
    pub name: String,
    /// The line that counts.
    pub places: Vec<(f64, f64)>,
    /// What it was smoothed from; empty unless smoothed.
    pub faint: Vec<(f64, f64)>,
}

impl Chart {
    /// The chart of a run; `names` are those of the training and the test curve.
    pub fn new(points: &[CurvePoint], view: CurveView, names: [&str; 2]) -> Self {
        let [train, test] = [0, 1].map(|side| values(points, view.metric, side));
        let all = || train.iter().chain(&test).map(|&(_, value)| value);
        let y = match view.metric {
            Metric::Loss if view.log => Axis::loss(all(), Spacing::Log),
            Metric::Loss => Axis::loss(all(), Spacing::Linear),
            Metric::Accuracy => Axis::accuracy(all()),
        };
        let x = Axis::epochs(points.last().map_or(0.0, |point| point.epoch));
        let line = |raw: &[(f64, f64)], name: &str| {
            let places = |values: &[(f64, f64)]| -> Vec<_> {
                let finite = values.iter().filter(|(_, value)| value.is_finite());
                finite.filter_map(|&(at, value)| Some((x.place(at)?, y.place(value)?))).collect()
            };
            let name = name.to_owned();
            if view.smooth {
                Line { name, places: places(&curve::smooth(raw)), faint: places(raw) }
            } else {
                Line { name, places: places(raw), faint: Vec::new() }
            }
        };
        let [train_name, test_name] = names;
        Self { x, y, lines: [line(&train, train_name), line(&test, test_name)] }
    }

    /// Where everything stands on a chart of this size, with letters of this size, all in CSS pixels.
    pub fn layout(&self, width: f64, height: f64, letters: f64) -> Layout {
        let labels = self.y.ticks().into_iter().map(|tick| breadth(&tick.label));
        let label = labels.fold(USUAL_LABEL * 0.62, f64::max);
        let names = self.lines.iter().map(|line| breadth(&line.name));
        let name = names.fold(SAMPLE / letters.max(1.0), f64::max);
        Layout {
            width,
            height,
            left: label * letters + 8.0,
            right: name * letters + 10.0,
            top: 0.75 * letters,
            bottom: letters + 9.0,
        }
    }

    /// Draws onto `area`, `scale` of whose units make a CSS pixel.
    ///
    /// # Errors
    /// What the drawing back end says.
    pub fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        layout: Layout,
        scale: f64,
        look: &Look,
    ) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
        let pen = Pen { area, layout, scale, look };
        pen.rule((layout.x(0.0), layout.y(0.0)), (layout.x(1.0), layout.y(0.0)))?;
        for tick in self.y.ticks() {
            let y = layout.y(tick.at);
            pen.rule((layout.x(0.0), y), (layout.x(1.0), y))?;
            pen.text(
                &tick.label,
                look.ink.dim,
                (layout.x(0.0) - 6.0, y),
                HPos::Right,
                VPos::Center,
            )?;
        }
        for tick in self.x.ticks() {
            let x = layout.x(tick.at);
            let bottom = layout.y(0.0);
            pen.rule((x, bottom), (x, bottom + 4.0))?;
            pen.text(&tick.label, look.ink.dim, (x, bottom + 6.0), HPos::Center, VPos::Top)?;
        }
        let [train, test] = &self.lines;
        let colours = [look.ink.ink, look.ink.accent];
        pen.line(&train.faint, colours[0], 0.25, 1.25, None)?;
        pen.line(&test.faint, colours[1], 0.3, 1.25, None)?;
        pen.line(&train.places, colours[0], 1.0, 1.75, None)?;
        pen.line(&test.places, colours[1], 1.0, 1.75, Some(DASH))?;
        for (row, line) in self.lines.iter().enumerate() {
            if !line.places.is_empty() {
                let dash = [None, Some(DASH)][row];
                pen.name(&line.name, row, colours[row], dash)?;
            }
        }
        Ok(())
    }
}

/// `(epoch, value)` of one side (0 training, 1 test).
fn values(points: &[CurvePoint], metric: Metric, side: usize) -> Vec<(f64, f64)> {
    let value = |point: &CurvePoint| {
        let [train, test] = metric.of(point.metrics);
        (point.epoch, if side == 0 { train } else { test })
    };
    points.iter().map(value).collect()
}

/// Colours and letters of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// The theme's neutral colours.
    pub ink: Ink,
    /// Font families as CSS writes them.
    pub font: String,
    /// Size of the labels in CSS pixels.
    pub font_size: f64,
}

/// Lengths of a dash and of the gap after it, in CSS pixels.
#[derive(Clone, Copy)]
struct Dash {
    on: f64,
    off: f64,
}

/// How the test curve is drawn.
const DASH: Dash = Dash { on: 5.0, off: 3.0 };

/// From a line's name to the next one, in letters.
const ROW: f64 = 2.0;
/// How much of a line stands below its name, in CSS pixels.
const SAMPLE: f64 = 21.0;

/// Turns CSS pixels into the area's units.
struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    layout: Layout,
    scale: f64,
    look: &'a Look,
}

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

impl<DB: DrawingBackend> Pen<'_, DB> {
    /// A length in units; float casts saturate.
    fn units(&self, pixels: f64) -> i32 {
        (pixels * self.scale).round() as i32
    }

    fn at(&self, (x, y): (f64, f64)) -> BackendCoord {
        (self.units(x), self.units(y))
    }

    fn style(&self, [red, green, blue]: [u8; 3], alpha: f64, width: f64) -> ShapeStyle {
        let color: RGBAColor = RGBColor(red, green, blue).mix(alpha);
        let stroke_width = self.units(width).max(1).unsigned_abs();
        ShapeStyle { color, filled: false, stroke_width }
    }

    /// A hairline of the axes, in the middle of a CSS pixel so that it is sharp.
    fn rule(&self, from: (f64, f64), to: (f64, f64)) -> Drawn<DB> {
        let sharp = |(x, y): (f64, f64)| self.at((x.floor() + 0.5, y.floor() + 0.5));
        let style = self.style(self.look.ink.line, 1.0, 1.0);
        self.area.draw(&PathElement::new(vec![sharp(from), sharp(to)], style))
    }

    fn text(&self, text: &str, rgb: [u8; 3], at: (f64, f64), h: HPos, v: VPos) -> Drawn<DB> {
        let [red, green, blue] = rgb;
        let font = (FontFamily::Name(&self.look.font), self.look.font_size * self.scale);
        let colour = RGBColor(red, green, blue);
        let style = TextStyle::from(font).color(&colour).pos(Pos::new(h, v));
        self.area.draw_text(text, &style, self.at(at))
    }

    /// The name of a line with a piece of it, right of the plot and one below the other: wherever
    /// the lines end, they stand in the same order and never in each other's way.
    fn name(&self, text: &str, row: usize, colour: [u8; 3], dash: Option<Dash>) -> Drawn<DB> {
        let (x, letters) = (self.layout.x(1.0) + 6.0, self.look.font_size);
        let y = self.layout.top + (0.5 + ROW * row as f64) * letters;
        self.text(text, colour, (x, y), HPos::Left, VPos::Center)?;
        let below = y + 0.85 * letters;
        let path = vec![self.at((x, below)), self.at((x + SAMPLE, below))];
        self.stroke(path, self.style(colour, 1.0, 1.75), dash)
    }

    fn line(
        &self,
        places: &[(f64, f64)],
        colour: [u8; 3],
        alpha: f64,
        width: f64,
        dash: Option<Dash>,
    ) -> Drawn<DB> {
        let mut path: Vec<_> =
            places.iter().map(|&(x, y)| self.at((self.layout.x(x), self.layout.y(y)))).collect();
        // One point alone is no line, yet something to see.
        if let [(x, y)] = path[..] {
            path.push((x + self.units(3.0), y));
        }
        self.stroke(path, self.style(colour, alpha, width), dash)
    }

    fn stroke(&self, path: Vec<BackendCoord>, style: ShapeStyle, dash: Option<Dash>) -> Drawn<DB> {
        match dash {
            None if path.is_empty() => Ok(()),
            None => self.area.draw(&PathElement::new(path, style)),
            Some(Dash { on, off }) => {
                let (on, off) = (self.units(on).max(1), self.units(off).max(1));
                DashedLineSeries::new(path, on, off, style)
                    .into_iter()
                    .try_for_each(|element| self.area.draw(&element))
            }
        }
    }
}

/// A back end whose units are [`FINENESS`] to a pixel of the one within; that one must scale
/// what it is given down again (a canvas by its transform).
pub struct Fine<DB>(pub DB);

impl<DB: DrawingBackend> DrawingBackend for Fine<DB> {
    type ErrorType = DB::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        let (width, height) = self.0.get_size();
        (width.saturating_mul(FINENESS), height.saturating_mul(FINENESS))
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_pixel(point, color)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_path(path, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        pos: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Self::ErrorType>> {
        self.0.draw_text(text, style, pos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_and_its_place_undo_each_other() {
        let chart = |names| Chart::new(&[], CurveView::default(), names);
        let layout = chart(["train", "test"]).layout(328.0, 140.0, 12.0);
        for at in [0.0, 0.3, 1.0] {
            assert!((layout.at(layout.x(at)) - at).abs() < 1e-12);
        }
        assert_eq!(layout.at(-50.0), 0.0);
        assert_eq!(layout.at(5000.0), 1.0);
        assert!(chart(["", ""]).layout(0.0, 0.0, 0.0).plot_width() > 0.0);
    }
}
