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

/// What stays in sight, in CSS pixels from the window's top left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Its left end.
    pub left: f64,
    /// Its upper end.
    pub top: f64,
    /// Its right end.
    pub right: f64,
    /// Its lower end.
    pub bottom: f64,
}

/// A card's place as CSS beside an area, which it leaves in sight: on the side where the window has room for
/// it, else below or above, and only as high as that.
pub fn clear_of(area: Area, window: (f64, f64)) -> String {
    let (width, height) = window;
    let row = if width - area.right >= WIDTH + 2.0 * GAP {
        Some(area.right + GAP)
    } else if area.left >= WIDTH + 2.0 * GAP {
        Some(area.left - GAP - WIDTH)
    } else {
        None
    };
    if let Some(left) = row {
        let top = area.top.clamp(GAP, (height / 2.0).max(GAP));
        return format!("left:{left:.0}px;top:{top:.0}px;max-height:{:.0}px", height - top - GAP);
    }
    let left = area.left.min(width - WIDTH - GAP).max(GAP);
    let [below, above] = [height - area.bottom, area.top].map(|room| room - 2.0 * GAP);
    if below >= above {
        let (top, most) = (area.bottom + GAP, below.min(height / 2.0));
        format!("left:{left:.0}px;top:{top:.0}px;max-height:{most:.0}px")
    } else {
        let (bottom, most) = (height - area.top + GAP, above.min(height / 2.0));
        format!("left:{left:.0}px;bottom:{bottom:.0}px;max-height:{most:.0}px")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_card_is_about_stays_in_sight() {
        let check = |[left, top, right, bottom]: [f64; 4], window, expected: &str| {
            assert_eq!(clear_of(Area { left, top, right, bottom }, window), expected);
        };
        // On a wide page the picture stands on the right, on a narrower one on the left.
        check(
            [922.0, 156.0, 1249.0, 388.0],
            (1280.0, 720.0),
            "left:594px;top:156px;max-height:556px",
        );
        check(
            [16.0, 440.0, 405.0, 740.0],
            (820.0, 1180.0),
            "left:413px;top:440px;max-height:732px",
        );
        // On a phone it is below, or above where the page is scrolled so.
        check([16.0, 84.0, 280.0, 290.0], (390.0, 844.0), "left:16px;top:298px;max-height:422px");
        check(
            [16.0, 500.0, 280.0, 700.0],
            (390.0, 844.0),
            "left:16px;bottom:352px;max-height:422px",
        );
        check([16.0, -80.0, 280.0, 120.0], (320.0, 600.0), "left:8px;top:128px;max-height:300px");
        check([400.0, -50.0, 700.0, 250.0], (1280.0, 400.0), "left:708px;top:8px;max-height:384px");
    }

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
