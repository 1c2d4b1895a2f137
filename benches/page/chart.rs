//! Lines in log-log panels, two by two, as an SVG.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use crate::browser::{Failure, Outcome};

/// Size of the picture.
const SIZE: (u32, u32) = (960, 640);
/// The lines' colours: blue and orange, as in the page.
const COLOURS: [RGBColor; 2] = [RGBColor(8, 119, 189), RGBColor(245, 147, 34)];

/// A line: its name and its points, all above 0.
pub struct Series<'a> {
    pub name: &'a str,
    pub points: Vec<(f64, f64)>,
}

/// Lines over the same thing.
pub struct Panel<'a> {
    pub title: &'a str,
    pub series: Vec<Series<'a>>,
}

/// Draws the panels; all measure the same.
pub fn draw(file: &Path, measured: &str, panels: &[Panel<'_>]) -> Outcome {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    all(file, measured, panels)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

fn all(file: &Path, measured: &str, panels: &[Panel<'_>]) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(file, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let rows = panels.len().div_ceil(2);
    for (panel, area) in panels.iter().zip(area.split_evenly((rows, 2))) {
        let points = || panel.series.iter().flat_map(|series| &series.points);
        let (x, y) = (span(points().map(|point| point.0)), span(points().map(|point| point.1)));
        let mut chart = ChartBuilder::on(&area)
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(64)
            .build_cartesian_2d((x.0..x.1).log_scale(), (y.0..y.1).log_scale())?;
        chart
            .configure_mesh()
            .x_desc(panel.title)
            .y_desc(measured)
            .light_line_style(WHITE)
            .label_style(("sans-serif", 12))
            .axis_desc_style(("sans-serif", 13))
            .x_labels(6)
            .x_label_formatter(&|value| format!("{value:.0}"))
            .y_label_formatter(&|value| format!("{value:e}"))
            .draw()?;
        for (series, colour) in panel.series.iter().zip(COLOURS) {
            chart
                .draw_series(LineSeries::new(series.points.iter().copied(), colour))?
                .label(series.name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
            let mark = |&point: &(f64, f64)| Circle::new(point, 2, colour.filled());
            chart.draw_series(series.points.iter().map(mark))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerLeft)
            .label_font(("sans-serif", 12))
            .draw()?;
    }
    area.present()?;
    Ok(())
}

/// From a little below the smallest to a little above the largest.
fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    (low / 1.3, high * 1.3)
}
