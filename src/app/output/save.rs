//! Picture and curves once more, with what stands beside them on the page: for PNG files, on the
//! page's colour, and for paper; and the points as a text.

use leptos::prelude::*;
use leptos::web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::axis::Tick;
use super::curves;
use super::labels::Labels;
use super::legend::bar;
use super::line;
use super::marks::{self, Kind};
use super::paint::{self, Map, Points};
use super::picture::{self, Style};
use super::plot::Plot;
use super::points;
use crate::app::canvas::colour;
use crate::app::canvas::surface::{self, Size};
use crate::app::notice::Notice;
use crate::app::preference::theme;
use crate::app::scene::Manner;
use crate::app::state::{Looked, Run};
use crate::app::text::number::Units;
use crate::app::text::output::Words;
use crate::app::widgets::download::{download, download_text};
use crate::engine::view::{Axis, Side, View};
use crate::protocol::Data;

/// Side of the picture in a saved boundary.
const SIDE: f64 = 360.0;

/// Size of saved curves.
const CURVES: (f64, f64) = (640.0, 320.0);

/// Space around the picture.
const MARGIN: f64 = 28.0;

/// Saves the big picture.
pub fn boundary(run: Run) {
    let file = run.page.language.get_untracked().text().output.boundary_file;
    save(run, file, |manner| picture(run, SIDE, manner));
}

/// Saves the curves.
pub fn curves(run: Run) {
    let file = run.page.language.get_untracked().text().output.curves_file;
    save(run, file, |manner| curve_picture(run, CURVES, manner));
}

/// Saves the points, those of the test data among them, and says how many they are.
pub fn points(run: Run) {
    if let Some((text, points)) = points_text(run) {
        let file = run.page.language.get_untracked().text().draw.file_name;
        if download_text(&text, file, run.page) {
            run.page.notify(Notice::PointsSaved { points });
        }
    }
}

/// All points as comma-separated values, and how many they are.
pub fn points_text(run: Run) -> Option<(String, usize)> {
    // Of a drawing the worker may not have been told the last stroke.
    let table = match run.drawing() {
        Some(drawing) => drawing.table(),
        None => run.data.with_untracked(|data| points::table(data))?,
    };
    Some((points::csv(&table), table.len()))
}

fn save(run: Run, file: &str, paint: impl FnOnce(&Manner) -> Option<HtmlCanvasElement>) {
    let dark = theme::is_dark(run.page.theme);
    let painted = paint(&Manner::of_file(dark, run.pictures()))
        .filter(|canvas| surface::back(canvas, &colour::css(colour::ink(dark).bg)).is_some());
    download(painted, file, run.page);
}

/// The curves as they are on show, with nothing behind them.
pub fn curve_picture(
    run: Run,
    (width, height): (f64, f64),
    manner: &Manner,
) -> Option<HtmlCanvasElement> {
    let &Manner { dark, ratio, pictures: _ } = manner;
    let canvas = surface::offscreen()?;
    curves::picture(run, &canvas, Size { width, height, ratio }, dark)?;
    Some(canvas)
}

/// Caption, picture, numbers along its sides and the scale, with nothing behind them.
pub fn picture(run: Run, side: f64, manner: &Manner) -> Option<HtmlCanvasElement> {
    let &Manner { dark, ratio, ref pictures } = manner;
    let frame = run.frame.get_untracked();
    let asked = paint::subject(run.looked.get_untracked(), &frame.shape);
    // A map that is still on its way is not waited for: the frame's own is painted.
    let own = paint::subject(frame.look.map(Looked::Unit), &frame.shape);
    let drawn = pictures.big.as_ref();
    let data = run.data.get_untracked();
    let (subject, values) = match picture::map_of(asked, &frame, &data) {
        Some(map) => (asked, map),
        None => (own, picture::map_of(own, &frame, &data).or(drawn.map(|_| Vec::new()))?),
    };
    let config = run.config.get_untracked();
    let target = config.target();
    let style = Style::of(subject, &target, &frame.shape, false);
    let labels = Labels::of(&config, &data.goal);
    let legend_rows = match style {
        Style::Classes { .. } => Swatches::of(target.classes, &labels, side).rows(),
        Style::Scale { .. } | Style::Class { .. } | Style::Flow { .. } => 1,
    };
    let more = SWATCH.1 * (legend_rows - 1) as f64;
    let (width, height) = (side + 2.0 * MARGIN, side + 3.5 * MARGIN + more);
    let canvas = surface::offscreen()?;
    let context = surface::prepare(&canvas, Size { width, height, ratio })?;
    let square = (MARGIN, 1.5 * MARGIN, side);
    let (show_test, discretize) =
        run.page.view.with_untracked(|view| (view.show_test, view.discretize));
    let map = surface::offscreen()?;
    let of = (subject, style);
    let plot = Plot::of(&values, of, &target, (&frame, &data));
    let controls = run.page.language.get_untracked().text().controls;
    let (brief, units) = (controls.brief, controls.units);
    match (&plot, drawn.filter(|_| subject == own)) {
        (Some(plot), _) => line::below(&context, plot, dark, square)?,
        (None, Some(drawn)) => paint::ground(&context, Map::Drawn(drawn), square, dark)?,
        (None, None) => {
            paint::map(&values, style, colour::scale(dark), discretize, &map)?;
            paint::ground(&context, Map::Values(&map), square, dark)?;
        }
    }
    let heights = plot.as_ref().map(|plot| plot.heights);
    let points =
        Points { kind: Kind::of(&data, false), span: target.span, heights, show_test, dark };
    let wrong = frame.wrong.clone().unwrap_or_default();
    points.paint(&context, &data, square)?;
    points.paint_wrong(&context, &data, &wrong, square)?;
    match &plot {
        Some(plot) => {
            let titles = untrack(|| line::titles(run, of, plot));
            line::above(&context, (plot, &titles, units), dark, square)?;
        }
        None => paint::arrows(&context, &values, style, dark, square),
    }
    if run.worst.get_untracked() {
        points.paint_worst(&context, &data, &frame.worst, square)?;
    }
    let ink = colour::ink(dark);
    context.set_fill_style_str(&colour::css(ink.ink));
    context.set_font("600 14px system-ui, sans-serif");
    context.set_text_baseline("middle");
    let caption = untrack(|| paint::caption(run, subject));
    context.fill_text(&caption, MARGIN, 0.75 * MARGIN).ok()?;
    context.set_fill_style_str(&colour::css(ink.dim));
    context.set_font("11px system-ui, sans-serif");
    numbers(&context, &data.view, units, square)?;
    if config.own.is_some() {
        let words = run.page.language.get_untracked().text().output;
        names(&context, (&data, words), square)?;
    }
    let below = (MARGIN, square.1 + side + 1.25 * MARGIN, side);
    match style {
        Style::Scale { span } | Style::Flow { second: _, span } => {
            let told = style.number(subject, &target, &frame.shape);
            let ends = picture::ends(&data, told, span, brief);
            legend(&context, bar(None, dark), &ends, discretize, below)?;
        }
        Style::Class { index, span } => {
            let ends = picture::ends(&data, None, span, brief);
            legend(&context, bar(Some(index), dark), &ends, discretize, below)?;
        }
        Style::Classes { .. } => {
            let words = run.page.language.get_untracked().text().output;
            let swatches = Swatches::of(target.classes, &labels, side);
            swatches.paint(&context, &labels, (words, dark), below)?;
        }
    }
    Some(canvas)
}

/// Round numbers of what the view shows, of the plane of generated sets both ends and the middle, along the
/// left and the bottom.
fn numbers(
    context: &CanvasRenderingContext2d,
    view: &View,
    units: Units,
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    let ticks = |axis: &Axis| match view.has(axis) {
        true => picture::ticks(axis, (0.0, 1.0), &[0.0, 0.5, 1.0], units),
        false => Vec::new(),
    };
    context.set_text_align("right");
    for Tick { at, label } in ticks(&view.up) {
        context.fill_text(&label, left - 6.0, top + side * (1.0 - at)).ok()?;
    }
    context.set_text_align("center");
    for Tick { at, label } in ticks(&view.across) {
        context.fill_text(&label, left + side * at, top + side + 12.0).ok()?;
    }
    Some(())
}

/// What runs along the sides: above the picture's left end, and below its right one.
fn names(
    context: &CanvasRenderingContext2d,
    (data, words): (&Data, &Words),
    (left, top, side): (f64, f64, f64),
) -> Option<()> {
    let places = [
        (Side::Up, "left", left, top - 8.0),
        (Side::Across, "right", left + side, top + side + 23.0),
    ];
    for (of, align, x, y) in places {
        if let Some(name) = picture::side_title(data, of, words) {
            context.set_text_align(align);
            context.fill_text(&surface::fitting(context, &name, side)?, x, y).ok()?;
        }
    }
    Some(())
}

/// Width and height that a named class needs at least, and rows of them at most.
const SWATCH: (f64, f64) = (76.0, 18.0);
const ROWS: usize = 4;

/// The classes' hues with their names: numbered ones in a row, named ones in as many as they need.
#[derive(Clone, Copy)]
struct Swatches {
    count: usize,
    columns: usize,
    step: f64,
}

impl Swatches {
    fn of(count: usize, labels: &Labels, width: f64) -> Self {
        let fitting = ((width / SWATCH.0) as usize).max(1);
        let columns = if labels.own(0).is_some() { count.min(fitting) } else { count }.max(1);
        Self { count, columns, step: width / columns as f64 }
    }

    fn rows(self) -> usize {
        self.count.div_ceil(self.columns).clamp(1, ROWS)
    }

    /// What has no room in the last row is counted there.
    fn paint(
        self,
        context: &CanvasRenderingContext2d,
        labels: &Labels,
        (words, dark): (&Words, bool),
        (left, top, _): (f64, f64, f64),
    ) -> Option<()> {
        let Self { count, columns, step } = self;
        context.set_text_align("left");
        let room = self.rows() * columns;
        let shown = if count > room { room - 1 } else { count };
        let ink = colour::css(colour::ink(dark).dim);
        let place = |at: usize| {
            (left + step * (at % columns) as f64, top + SWATCH.1 * (at / columns) as f64)
        };
        for class in 0..shown {
            let (x, y) = place(class);
            let hue = colour::class(class, dark);
            context.set_fill_style_str(&colour::css(colour::ground(hue, dark)));
            context.fill_rect(x, y - 7.0, 14.0, 14.0);
            context.set_stroke_style_str(&colour::css(colour::right(dark)));
            context.set_fill_style_str(&colour::css(colour::point(hue, dark)));
            marks::draw(context, class, (x + 7.0, y), 4.5, true)?;
            context.set_fill_style_str(&ink);
            // With its mark beside it a number is enough where the words have no room.
            let name = match labels.own(class) {
                Some(own) => surface::fitting(context, own, step - 22.0)?,
                None if step < 64.0 => labels.get(class),
                None => labels.class(class, words),
            };
            context.fill_text(&name, x + 18.0, y).ok()?;
        }
        if shown < count {
            let (x, y) = place(shown);
            context.fill_text(&format!("+{}", count - shown), x, y).ok()?;
        }
        Some(())
    }
}

/// The colour scale with its ends.
fn legend(
    context: &CanvasRenderingContext2d,
    [low_colour, middle, high_colour]: [[u8; 3]; 3],
    [low, high]: &[String; 2],
    discretize: bool,
    (left, top, width): (f64, f64, f64),
) -> Option<()> {
    context.set_text_align("left");
    context.fill_text(low, left, top).ok()?;
    context.set_text_align("right");
    context.fill_text(high, left + width, top).ok()?;
    let gradient = context.create_linear_gradient(left + 24.0, 0.0, left + width - 24.0, 0.0);
    let [below, above] = if discretize { [low_colour, high_colour] } else { [middle; 2] };
    for (at, colour) in [(0.0, low_colour), (0.5, below), (0.5, above), (1.0, high_colour)] {
        gradient.add_color_stop(at, &colour::css(colour)).ok()?;
    }
    context.set_fill_style_canvas_gradient(&gradient);
    context.fill_rect(left + 24.0, top - 3.0, width - 48.0, 6.0);
    Some(())
}
