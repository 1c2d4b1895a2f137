//! A drawing of any number of points, as one who draws comes to them.

use neural_playground::app::draw::{Drawing, Told};
use neural_playground::engine::table::Table;

/// A drawing of so many points in two heaps.
pub fn heaps(points: usize) -> Table {
    let mut drawing = Drawing::new(Told::Classes(2));
    for at in 0..points {
        let (class, wave) = ((at % 2) as i32, (at as f64 * 0.7).sin());
        let middle = if class == 0 { -2.0 } else { 2.0 };
        drawing.put((middle + wave, 2.0 * (at as f64 * 1.3).cos()), class);
    }
    drawing.table()
}
