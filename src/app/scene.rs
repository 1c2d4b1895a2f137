//! One picture of a run, whole: the frame, what the worker has drawn for it, the data that it is of
//! and the curve up to it. It is swapped at once, so that nobody ever sees half of one.
//!
//! To add a part: a field here, and where it changes more seldom than the frame a memo in
//! `state` that tells only of that.

use std::rc::Rc;
use std::sync::Arc;

use super::canvas::bitmap::Bitmap;
use crate::protocol::curve::Curve;
use crate::protocol::{Data, Frame};

/// What the worker has drawn itself.
#[derive(Clone, Default)]
pub struct Pictures {
    /// The maps of all units.
    pub maps: Option<Rc<Bitmap>>,
    /// The big picture.
    pub big: Option<Rc<Bitmap>>,
}

/// How what is on show is painted once more.
pub struct Manner {
    /// In the dark theme's colours.
    pub dark: bool,
    /// Pixels to a CSS pixel.
    pub ratio: f64,
    /// What the worker has drawn, in the colours of that theme.
    pub pictures: Pictures,
}

impl Manner {
    /// For a file: as the page has it, and sharp where it is looked at closely.
    pub fn of_file(dark: bool, pictures: Pictures) -> Self {
        Self { dark, ratio: 2.0, pictures }
    }

    /// For paper, which is white whatever the page is and has more dots than a screen.
    pub fn of_paper(dark: bool, Pictures { maps, big }: Pictures) -> Self {
        let light = |picture: Option<Rc<Bitmap>>| match dark {
            true => picture.and_then(|picture| picture.lightened()).map(Rc::new),
            false => picture,
        };
        Self { dark: false, ratio: 3.0, pictures: Pictures { maps: light(maps), big: light(big) } }
    }
}

/// What is on show of a run; empty before its first frame.
#[derive(Clone, Default)]
pub struct Scene {
    /// The newest frame.
    pub frame: Arc<Frame>,
    /// The pictures that the worker has drawn for it.
    pub pictures: Pictures,
    /// The data of its run.
    pub data: Arc<Data>,
    /// The curve so far.
    pub curve: Arc<Curve>,
}

/// How a frame goes on from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sequel {
    /// Of the same run: its points come to the end of the curve.
    Same,
    /// Of another one, whose curve begins with it.
    Another,
}

impl Scene {
    /// The next picture, with data where its run has new ones.
    pub fn advance(
        &mut self,
        frame: Box<Frame>,
        pictures: Pictures,
        data: Option<Data>,
        sequel: Sequel,
    ) {
        let Self { frame: shown, pictures: drawn, data: known, curve } = self;
        if sequel == Sequel::Another {
            *curve = Arc::default();
        }
        if !frame.curve.is_empty() {
            // Who shows it holds the curve as it was: a copy, at most some dozen kB a frame.
            let curve = Arc::make_mut(curve);
            for &point in &frame.curve {
                curve.push(point);
            }
        }
        if let Some(data) = data {
            *known = Arc::new(data);
        }
        if known.view != frame.view {
            let view = frame.view.clone();
            *known = Arc::new(Data { view, ..Data::clone(known) });
        }
        *drawn = pictures;
        *shown = Arc::from(frame);
    }
}
