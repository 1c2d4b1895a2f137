//! The data scale: orange for −1, a near-neutral for 0, blue for +1. Everything that shows a
//! value as a colour asks here, so that map, link, point and legend cannot disagree.
//! The four colours stand in `style/tokens.css` once more (`--neg --zero --pos`) for what
//! CSS draws; a test holds them together.

use std::sync::LazyLock;

use crate::engine::palette::Palette;

/// The colours of a theme's data scale, as red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// At −1 and below.
    pub neg: [u8; 3],
    /// At 0.
    pub zero: [u8; 3],
    /// At +1 and above.
    pub pos: [u8; 3],
    /// Where the value is no number; maps hatch it.
    pub nan: [u8; 3],
}

/// The scale on a light page.
const LIGHT: Scale = Scale {
    neg: [0xf5, 0x93, 0x22],
    zero: [0xe8, 0xea, 0xeb],
    pos: [0x08, 0x77, 0xbd],
    nan: [0x9a, 0x9a, 0x9a],
};

/// The scale on a dark page: the same ends, a neutral that does not glare.
const DARK: Scale = Scale { zero: [0x2b, 0x2f, 0x36], nan: [0x6c, 0x6c, 0x6c], ..LIGHT };

/// Around marks of classes, on either theme: dark against every hue.
pub const EDGE: [u8; 3] = [0x1b, 0x1d, 0x21];

/// How much of its colour the big picture has, the rest being the page's: a point that is right has
/// the very colour of its ground and would vanish in it.
pub const GROUND: f64 = 0.62;

/// How far points are lighter on a dark page.
const BRIGHTER: f32 = 0.3;

/// The neutral colours of a theme, for what is drawn on canvases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ink {
    /// The page.
    pub bg: [u8; 3],
    /// Text and what matters most.
    pub ink: [u8; 3],
    /// Second to it.
    pub dim: [u8; 3],
    /// Hairlines.
    pub line: [u8; 3],
    /// What is set off from the rest.
    pub accent: [u8; 3],
}

/// The neutrals of the light page, as in `style/tokens.css`.
const LIGHT_INK: Ink = Ink {
    bg: [0xfb, 0xfb, 0xfa],
    ink: [0x1b, 0x1d, 0x21],
    dim: [0x62, 0x67, 0x6f],
    line: [0xe3, 0xe4, 0xe6],
    accent: [0x34, 0x51, 0xd1],
};

/// The neutrals of the dark page, as in `style/tokens.css`.
const DARK_INK: Ink = Ink {
    bg: [0x11, 0x13, 0x16],
    ink: [0xe9, 0xeb, 0xee],
    dim: [0xa0, 0xa6, 0xaf],
    line: [0x2a, 0x2d, 0x33],
    accent: [0x8e, 0xa2, 0xff],
};

/// The neutral colours of the dark or the light theme.
pub fn ink(dark: bool) -> Ink {
    if dark { DARK_INK } else { LIGHT_INK }
}

/// Stripes along one side of a hatched map.
const STRIPES: usize = 25;

/// Steps of a [`Ramp`] from the middle to either end: finer than colours are.
const STEPS: usize = 512;

/// The colours from −1 to 1 as a canvas has them: many times a second a hundred thousand values
/// are painted, and to mix each one's colour was most of the page's script.
type Ramp = [[u8; 4]; 2 * STEPS + 1];

static LIGHT_RAMP: LazyLock<Ramp> = LazyLock::new(|| ramp(LIGHT));
static DARK_RAMP: LazyLock<Ramp> = LazyLock::new(|| ramp(DARK));

fn ramp(scale: Scale) -> Ramp {
    std::array::from_fn(|at| opaque(scale.colour((at as f32 - STEPS as f32) / STEPS as f32, false)))
}

fn opaque([red, green, blue]: [u8; 3]) -> [u8; 4] {
    [red, green, blue, u8::MAX]
}

/// The scale of the dark or the light theme.
pub fn scale(dark: bool) -> Scale {
    if dark { DARK } else { LIGHT }
}

/// A hue for each class, in the order of the classes: the scale's two ends first, then others
/// that stay apart in the common kinds of colour blindness (after Okabe and Ito, 2008). Marks
/// differ in shape as well.
const CLASSES: [[u8; 3]; 8] = [
    [0xf5, 0x93, 0x22],
    [0x08, 0x77, 0xbd],
    [0x00, 0x9e, 0x73],
    [0xb0, 0x48, 0x9b],
    [0xd4, 0xb8, 0x00],
    [0x9c, 0x2f, 0x2f],
    [0x3f, 0xb6, 0xd8],
    [0x7a, 0x7f, 0x87],
];

/// The colour of a class, counted from 0; what is too dark for a dark page is lighter there.
pub fn class(index: usize, dark: bool) -> [u8; 3] {
    match (dark, index % CLASSES.len()) {
        (true, 5) => [0xe0, 0x6c, 0x6c],
        (true, 7) => [0xa0, 0xa6, 0xaf],
        (_, place) => CLASSES[place],
    }
}

/// A colour as it is below the points of the big picture.
pub fn ground(colour: [u8; 3], dark: bool) -> [u8; 3] {
    mix(ink(dark).bg, colour, GROUND as f32)
}

/// A colour as points have it: brighter on a dark page.
pub fn point(colour: [u8; 3], dark: bool) -> [u8; 3] {
    if dark { mix(colour, [u8::MAX; 3], BRIGHTER) } else { colour }
}

/// Around a point that is told right: as light as the page, or as dark.
pub fn right(dark: bool) -> [u8; 3] {
    if dark { EDGE } else { [u8::MAX; 3] }
}

/// Around a point that is told wrong.
pub fn wrong(dark: bool) -> [u8; 3] {
    ink(dark).ink
}

/// Outputs moved from the `span` of their labels to the −1..1 that colours run between.
pub fn scaled(value: f32, (low, high): (f64, f64)) -> f32 {
    let (middle, half) = (f64::midpoint(low, high) as f32, ((high - low) / 2.0) as f32);
    (value - middle) / half
}

/// The class that a row of outputs tells and how sure it is, from 0 (all alike) to 1; `None`
/// where one is no number. `span` holds the outputs for no and yes: logits leave 0..1 on both
/// sides and are taken through softmax.
pub fn told(outputs: &[f32], span: (f64, f64)) -> Option<(usize, f32)> {
    if outputs.iter().any(|y| y.is_nan()) || outputs.is_empty() {
        return None;
    }
    let best =
        (0..outputs.len()).fold(0, |best, at| if outputs[at] > outputs[best] { at } else { best });
    let highest = outputs[best];
    let sum: f32 = outputs.iter().map(|&y| voice(y, highest, span)).sum();
    let even = 1.0 / outputs.len() as f32;
    let share = if sum > 0.0 { voice(highest, highest, span) / sum } else { even };
    let sure = if outputs.len() > 1 { (share - even) / (1.0 - even) } else { 1.0 };
    Some((best, sure.clamp(0.0, 1.0)))
}

/// How much an output speaks for its class, beside the highest of its row.
fn voice(y: f32, highest: f32, span: (f64, f64)) -> f32 {
    let logits = span.1 > 1.0;
    if logits { (y - highest).exp() } else { 0.5 * (scaled(y, span) + 1.0).max(0.0) }
}

/// The share of each class in a row of outputs: the probabilities of a softmax, and together 1 of
/// others too. Nothing where one is no number.
pub fn shares(outputs: &[f32], span: (f64, f64)) -> Vec<f32> {
    let Some((best, _)) = told(outputs, span) else { return Vec::new() };
    let voices = outputs.iter().map(|&y| voice(y, outputs[best], span));
    let sum: f32 = voices.clone().sum();
    let even = 1.0 / outputs.len() as f32;
    voices.map(|voice| if sum > 0.0 { voice / sum } else { even }).collect()
}

/// The colour of ink: from the page's own without any to that of text.
pub fn inked(share: f32, dark: bool) -> [u8; 3] {
    let Ink { bg, ink, .. } = ink(dark);
    mix(bg, ink, share.clamp(0.0, 1.0))
}

impl Scale {
    /// The scale for whoever paints elsewhere.
    pub fn palette(self, dark: bool, discretize: bool) -> Palette {
        let Self { neg, zero, pos, nan } = self;
        let classes = (0..CLASSES.len()).map(|index| class(index, dark)).collect();
        Palette { neg, zero, pos, nan, classes, stripes: STRIPES as u32, discretize }
    }

    /// Paints maps of classes, `[classes, side, side]`, into `rgba`: the hue of the class that is
    /// told, the lighter (or darker, on a dark page) the less sure.
    pub fn paint_classes(
        self,
        planes: &[f32],
        classes: usize,
        span: (f64, f64),
        discretize: bool,
        rgba: &mut [u8],
    ) {
        let area = planes.len() / classes.max(1);
        let side = area.isqrt().max(1);
        let dark = self == DARK;
        let mut row = vec![0.0; classes];
        for (at, pixel) in rgba.chunks_exact_mut(4).take(area).enumerate() {
            for (class, value) in row.iter_mut().enumerate() {
                *value = planes[class * area + at];
            }
            let colour = match told(&row, span) {
                None => self.hatched(at, side),
                Some((best, _)) if discretize => class(best, dark),
                Some((best, sure)) => mix(self.zero, class(best, dark), 0.12 + 0.88 * sure),
            };
            pixel.copy_from_slice(&opaque(colour));
        }
    }

    /// The colour of a class's own output, moved to −1..1: from the middle of the scale for no to the
    /// class's hue for yes, and the nearer one of the two where it is `discretize`d.
    pub fn class_colour(self, value: f32, index: usize, discretize: bool) -> [u8; 3] {
        if value.is_nan() {
            return self.nan;
        }
        let share = match discretize {
            true => f32::from(u8::from(value >= 0.0)),
            false => f32::midpoint(value, 1.0).clamp(0.0, 1.0),
        };
        mix(self.zero, class(index, self == DARK), share)
    }

    /// Paints the map of a class's own output, as [`Self::paint`].
    pub fn paint_class(self, values: &[f32], index: usize, discretize: bool, rgba: &mut [u8]) {
        let side = values.len().isqrt().max(1);
        let (pixels, _) = rgba.as_chunks_mut::<4>();
        for (at, (&value, pixel)) in values.iter().zip(pixels).enumerate() {
            *pixel = opaque(match value.is_nan() {
                true => self.hatched(at, side),
                false => self.class_colour(value, index, discretize),
            });
        }
    }

    /// The colour of a pixel that is no number, in a map of that side.
    fn hatched(self, at: usize, side: usize) -> [u8; 3] {
        let period = (side / STRIPES).max(4);
        let stripe = (at / side + at % side) % period < period / 2;
        if stripe { self.zero } else { self.nan }
    }

    /// The colour of a value; `discretize` knows the two ends only (0 counts as positive,
    /// as an output of 0 does in the accuracy).
    pub fn colour(self, value: f32, discretize: bool) -> [u8; 3] {
        if value.is_nan() {
            return self.nan;
        }
        let end = if value < 0.0 { self.neg } else { self.pos };
        if discretize { end } else { mix(self.zero, end, value.abs().min(1.0)) }
    }

    /// Paints a square map into `rgba`, four bytes a value. Values that are no number are
    /// hatched, so that a diverged network cannot be taken for one that answers 0.
    pub fn paint(self, values: &[f32], discretize: bool, rgba: &mut [u8]) {
        let (pixels, _) = rgba.as_chunks_mut::<4>();
        let mut lost = false;
        if discretize {
            let (neg, pos) = (opaque(self.neg), opaque(self.pos));
            for (&value, pixel) in values.iter().zip(pixels.iter_mut()) {
                *pixel = if value < 0.0 { neg } else { pos };
                lost |= value.is_nan();
            }
        } else {
            let ramp = if self == DARK { &*DARK_RAMP } else { &*LIGHT_RAMP };
            for (&value, pixel) in values.iter().zip(pixels.iter_mut()) {
                // The cast saturates.
                let at = ((value + 1.0) * STEPS as f32 + 0.5) as usize;
                *pixel = ramp[at.min(2 * STEPS)];
                lost |= value.is_nan();
            }
        }
        if !lost {
            return;
        }
        let side = values.len().isqrt().max(1);
        for (at, (value, pixel)) in values.iter().zip(pixels).enumerate() {
            if value.is_nan() {
                *pixel = opaque(self.hatched(at, side));
            }
        }
    }

    /// The colour of a value as CSS and the canvas write it.
    pub fn css(self, value: f32, discretize: bool) -> String {
        css(self.colour(value, discretize))
    }
}

/// Colours from the bottom up as CSS paints them: mixed, or with one sharp border.
pub fn bar(colours: &[[u8; 3]], discretize: bool) -> String {
    let stops = match (discretize, colours) {
        (true, [first, .., last]) => format!("{} 50%, {} 50%", css(*first), css(*last)),
        (_, colours) => colours.iter().copied().map(css).collect::<Vec<_>>().join(", "),
    };
    format!("background: linear-gradient(0deg, {stops})")
}

/// Turns a picture in the dark theme's colours, four bytes a pixel, into one in the light theme's. On
/// either theme a colour is some way from the middle of the scale to an end of it, or to a class's hue.
pub fn lighten(rgba: &mut [u8]) {
    let hues = (0..CLASSES.len()).map(|index| (class(index, true), class(index, false)));
    let ends: Vec<_> =
        [(DARK.neg, LIGHT.neg), (DARK.pos, LIGHT.pos)].into_iter().chain(hues).collect();
    let (pixels, _) = rgba.as_chunks_mut::<4>();
    // Neighbours are mostly alike.
    let mut last = ([0; 3], None);
    for pixel in pixels {
        let &mut [red, green, blue, _] = pixel;
        let colour = [red, green, blue];
        let light = match last {
            (before, Some(light)) if before == colour => light,
            _ if colour == DARK.nan => LIGHT.nan,
            _ => lightened(colour, &ends),
        };
        last = (colour, Some(light));
        pixel[..3].copy_from_slice(&light);
    }
}

/// A colour of the dark theme in the light one, on the way to that end which leads past it nearest.
fn lightened(colour: [u8; 3], ends: &[([u8; 3], [u8; 3])]) -> [u8; 3] {
    let from = |to: [u8; 3]| -> [f32; 3] {
        std::array::from_fn(|at| f32::from(to[at]) - f32::from(DARK.zero[at]))
    };
    let dot = |a: [f32; 3], b: [f32; 3]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let seen = from(colour);
    let ways = ends.iter().map(|&(dark, light)| {
        let way = from(dark);
        let share = (dot(seen, way) / dot(way, way)).clamp(0.0, 1.0);
        let off: [f32; 3] = std::array::from_fn(|at| seen[at] - share * way[at]);
        (dot(off, off), share, light)
    });
    let nearest = ways.min_by(|(a, ..), (b, ..)| a.total_cmp(b));
    nearest.map_or(LIGHT.zero, |(_, share, light)| mix(LIGHT.zero, light, share))
}

/// A colour as CSS and the canvas write it.
pub fn css([red, green, blue]: [u8; 3]) -> String {
    // Hundreds are written for each frame: without the machinery of `format!`.
    let halves = [red, green, blue].into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = halves.filter_map(|half| char::from_digit(half.into(), 16));
    std::iter::once('#').chain(digits).collect()
}

/// `share` of the way from one colour to another.
fn mix(from: [u8; 3], to: [u8; 3], share: f32) -> [u8; 3] {
    let between = |a: u8, b: u8| {
        let (a, b) = (f32::from(a), f32::from(b));
        // A float cast to `u8` saturates, and the sum lies within 0..=255 anyway.
        (a + (b - a) * share).round() as u8
    };
    let [r, g, b] = from;
    let [to_r, to_g, to_b] = to;
    [between(r, to_r), between(g, to_g), between(b, to_b)]
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn ends_and_middle_are_the_named_colours() {
        for scale in [scale(false), scale(true)] {
            assert_eq!(scale.colour(-1.0, false), scale.neg);
            assert_eq!(scale.colour(0.0, false), scale.zero);
            assert_eq!(scale.colour(1.0, false), scale.pos);
            assert_eq!(scale.colour(f32::INFINITY, false), scale.pos);
            assert_eq!(scale.colour(-7.5, false), scale.neg);
            assert_eq!(scale.colour(f32::NAN, false), scale.nan);
            assert_eq!(scale.colour(f32::NAN, true), scale.nan);
        }
    }

    #[test]
    fn discretize_leaves_two_colours() {
        let scale = scale(false);
        assert_eq!(scale.colour(-0.001, true), scale.neg);
        assert_eq!(scale.colour(0.0, true), scale.pos);
        assert_eq!(scale.colour(0.3, true), scale.pos);
    }

    #[test]
    fn paint_fills_every_pixel_and_hatches_what_is_no_number() {
        let scale = scale(false);
        let mut rgba = [0; 16 * 4];
        scale.paint(&[0.5; 16], false, &mut rgba);
        let [r, g, b] = scale.colour(0.5, false);
        assert!(rgba.chunks_exact(4).all(|pixel| pixel == [r, g, b, 255]));

        scale.paint(&[f32::NAN; 16], false, &mut rgba);
        let grey = rgba.chunks_exact(4).filter(|pixel| pixel[..3] == scale.nan).count();
        assert_eq!(grey, 8, "half of the pixels are stripes");
    }

    #[test]
    fn a_painted_value_has_its_colour() {
        let ends = [f32::NEG_INFINITY, f32::INFINITY, -7.5, 7.5, -0.0, f32::MIN_POSITIVE];
        let values: Vec<f32> = (-3000..=3000).map(|at| at as f32 / 2500.0).chain(ends).collect();
        for (scale, discretize) in [(LIGHT, false), (DARK, false), (LIGHT, true), (DARK, true)] {
            let mut rgba = vec![0; values.len() * 4];
            scale.paint(&values, discretize, &mut rgba);
            for (&value, pixel) in values.iter().zip(rgba.chunks_exact(4)) {
                let colour = scale.colour(value, discretize);
                let near = colour.iter().zip(pixel).all(|(a, b)| a.abs_diff(*b) <= 1);
                assert!(near && pixel[3] == 255, "{value}: {pixel:?} for {colour:?}");
            }
        }
    }

    #[test]
    fn the_most_likely_class_is_told_and_how_sure_it_is() {
        let unit = (0.0, 1.0);
        assert_eq!(told(&[0.0, 1.0, 0.0], unit), Some((1, 1.0)));
        let (class, sure) = told(&[0.5, 0.25, 0.25], unit).unwrap();
        assert!(class == 0 && (sure - 0.25).abs() < 1e-6, "{sure}");
        assert_eq!(told(&[0.25; 4], unit), Some((0, 0.0)));
        assert_eq!(told(&[0.5, f32::NAN], unit), None);
        assert_eq!(shares(&[0.5, f32::NAN], unit), [0.0; 0]);
        assert_eq!(shares(&[0.5, 0.25, 0.25], unit), [0.5, 0.25, 0.25]);
        assert_eq!(shares(&[0.0; 4], unit), [0.25; 4]);
        assert_eq!(shares(&[1.0, -1.0, 0.0], (-1.0, 1.0)), [2.0 / 3.0, 0.0, 1.0 / 3.0]);
        assert_eq!(told(&[-1.0, 1.0], (-1.0, 1.0)), Some((1, 1.0)));
        let (class, sure) = told(&[0.0, 20.0], (-4.0, 4.0)).unwrap();
        assert!(class == 1 && sure > 0.999);
    }

    #[test]
    fn classes_are_painted_in_their_hues() {
        let scale = scale(false);
        let mut rgba = [0; 2 * 2 * 4];
        // Two planes of four pixels.
        let planes = [1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0];
        scale.paint_classes(&planes, 2, (0.0, 1.0), false, &mut rgba);
        let [r, g, b] = class(0, false);
        assert_eq!(rgba[..4], [r, g, b, 255]);
        let [r, g, b] = class(1, false);
        assert_eq!(rgba[4..8], [r, g, b, 255]);
        for (at, a) in CLASSES.iter().enumerate() {
            assert!(CLASSES[..at].iter().all(|b| a != b));
        }
    }

    #[test]
    fn a_class_has_its_own_output_from_the_middle_of_the_scale_to_its_hue() {
        for dark in [false, true] {
            let scale = scale(dark);
            for index in 0..CLASSES.len() {
                let hue = class(index, dark);
                assert_eq!(scale.class_colour(-1.0, index, false), scale.zero);
                assert_eq!(scale.class_colour(1.0, index, false), hue);
                assert_eq!(scale.class_colour(7.0, index, false), hue);
                assert_eq!(scale.class_colour(0.0, index, false), mix(scale.zero, hue, 0.5));
                assert_eq!(scale.class_colour(-0.1, index, true), scale.zero);
                assert_eq!(scale.class_colour(0.1, index, true), hue);
                let mut rgba = [0; 4 * 4];
                scale.paint_class(&[-1.0, 0.0, 0.5, 1.0], index, false, &mut rgba);
                assert_eq!(rgba[12..15], hue);
                scale.paint_class(&[f32::NAN; 4], index, false, &mut rgba);
                assert!(rgba.chunks_exact(4).all(|p| p[..3] == scale.nan || p[..3] == scale.zero));
            }
        }
    }

    /// A point that is told right stands on its own colour.
    #[test]
    fn a_point_differs_from_its_ground_in_every_colour_and_theme() {
        for dark in [false, true] {
            let Scale { neg, pos, .. } = scale(dark);
            let classes = (0..CLASSES.len()).map(|index| class(index, dark));
            for colour in classes.chain([neg, pos]) {
                let (point, ground) = (point(colour, dark), ground(colour, dark));
                let apart: u32 =
                    point.iter().zip(ground).map(|(a, b)| u32::from(a.abs_diff(b))).sum();
                assert!(apart > 90, "{colour:?} dark {dark}: {point:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn a_bar_has_the_colours_of_the_picture() {
        let ends = [[8, 119, 189], [255, 255, 255]];
        assert_eq!(bar(&ends, false), "background: linear-gradient(0deg, #0877bd, #ffffff)");
        assert_eq!(bar(&ends, true), "background: linear-gradient(0deg, #0877bd 50%, #ffffff 50%)");
    }

    /// What the worker has drawn for a dark page goes onto white paper.
    #[test]
    fn a_dark_picture_is_lightened_to_what_the_light_theme_has() {
        let [light, dark] = [false, true].map(scale);
        let check = |from: [u8; 3], to: [u8; 3], what: &str| {
            let mut rgba = opaque(from);
            lighten(&mut rgba);
            let near = rgba.iter().zip(to).all(|(a, b)| a.abs_diff(b) <= 3);
            assert!(near && rgba[3] == 255, "{what}: {from:?} to {rgba:?}, not {to:?}");
        };
        for value in (-20..=20).map(|at| at as f32 / 20.0) {
            check(dark.colour(value, false), light.colour(value, false), &value.to_string());
            for index in 0..CLASSES.len() {
                let [from, to] = [dark, light].map(|scale| scale.class_colour(value, index, false));
                check(from, to, &format!("{value} of class {index}"));
            }
        }
        check(dark.nan, light.nan, "no number");
    }

    #[test]
    fn a_colour_is_written_as_css_reads_it() {
        assert_eq!(css([8, 119, 189]), "#0877bd");
    }

    #[test]
    fn the_style_sheet_has_the_same_colours() {
        let path = "style/tokens.css";
        let tokens = std::fs::read_to_string(path).unwrap().to_lowercase();
        for dark in [false, true] {
            let Scale { neg, zero, pos, nan } = scale(dark);
            let Ink { bg, ink, dim, line, accent } = ink(dark);
            for (name, colour) in [
                ("--neg", neg),
                ("--zero", zero),
                ("--pos", pos),
                ("--nan", nan),
                ("--bg", bg),
                ("--ink", ink),
                ("--dim", dim),
                ("--line", line),
                ("--accent", accent),
            ] {
                let declared = format!("{name}: {};", css(colour));
                assert!(tokens.contains(&declared), "no {declared} (dark: {dark})");
            }
        }
    }
}
