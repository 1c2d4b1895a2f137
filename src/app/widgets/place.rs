//! Where a card opens beside what it explains, so that all of it is on the screen.

/// Free space around a card.
const GAP: f64 = 8.0;
/// The width of a help card; `style/controls.css` gives it the same.
const WIDTH: f64 = 320.0;

/// The place of what was pressed, in CSS pixels from the window's top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Its left end.
    pub left: f64,
    /// Its upper end.
    pub top: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// A card's place as CSS: below its anchor, or above it where the window ends soon.
pub fn beside(anchor: Anchor, window: (f64, f64)) -> String {
    let (width, height) = window;
    let left = (anchor.left - 2.0 * GAP).min(width - WIDTH - GAP).max(GAP);
    if anchor.bottom > height * 0.6 {
        let bottom = (height - anchor.top + GAP).max(GAP);
        format!("left:{left:.0}px;bottom:{bottom:.0}px")
    } else {
        format!("left:{left:.0}px;top:{:.0}px", anchor.bottom + GAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_stays_on_the_screen() {
        let check = |left, top, window, expected: &str| {
            let anchor = Anchor { left, top, bottom: top + 16.0 };
            assert_eq!(beside(anchor, window), expected);
        };
        check(100.0, 80.0, (1440.0, 900.0), "left:84px;top:104px");
        check(1430.0, 80.0, (1440.0, 900.0), "left:1112px;top:104px");
        check(0.0, 800.0, (1440.0, 900.0), "left:8px;bottom:108px");
        check(300.0, 80.0, (320.0, 700.0), "left:8px;top:104px");
    }
}
