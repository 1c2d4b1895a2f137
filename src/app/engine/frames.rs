//! Frames on their way to the screen: the newest is shown once an animation frame, and only then
//! does the worker send another.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::ImageBitmap;

use super::connection::{OnShow, Shared};
use crate::app::canvas::bitmap::Bitmap;
use crate::app::notice::{Notice, Of};
use crate::app::scene::{Pictures, Sequel};
use crate::protocol::{Command, Frame};

/// The pictures of a frame, in the order in which the worker attaches them.
fn pictures(frame: &Frame, bitmaps: Vec<ImageBitmap>) -> Pictures {
    let drawn = frame.drawn.unwrap_or_default();
    let mut bitmaps = bitmaps.into_iter().map(|bitmap| Rc::new(Bitmap::new(bitmap)));
    let mut next = |side: usize| if side > 0 { bitmaps.next() } else { None };
    Pictures { maps: next(drawn.maps), big: next(drawn.big) }
}

/// Takes a frame in, to be shown with the next animation frame. One of a run that has been given
/// up since is not: the page says already what the next one is.
pub(super) fn arrive(connection: &Shared, frame: Box<Frame>, bitmaps: Vec<ImageBitmap>) {
    let pictures = pictures(&frame, bitmaps);
    let mut at = connection.borrow_mut();
    let given_up = at.unheard.is_some_and(|unheard| unheard.anew);
    if given_up && at.on_show == OnShow::Run(frame.run) {
        at.post(&Command::Shown);
        return;
    }
    at.began = true;
    let (run, epoch) = (at.run, frame.epoch);
    let revived = std::mem::take(&mut at.revived);
    at.pending.frame(frame, pictures);
    if !std::mem::replace(&mut at.drawing, true) {
        let connection = Rc::clone(connection);
        request_animation_frame(move || draw(&connection));
    }
    drop(at);
    run.page.forget(|notice| notice.of() == Of::Worker);
    if revived {
        run.page.notify(Notice::WorkerRestarted { epoch });
    }
}

/// Shows the newest frame and asks for another; once an animation frame.
fn draw(connection: &Shared) {
    let (run, (frame, pictures, data), sequel) = {
        let mut at = connection.borrow_mut();
        at.drawing = false;
        let Some(shown) = at.pending.take() else { return };
        let number = shown.0.run;
        let sequel = match std::mem::replace(&mut at.on_show, OnShow::Run(number)) {
            OnShow::Run(before) if before != number => Sequel::Another,
            OnShow::Run(_) | OnShow::Continued => Sequel::Same,
            OnShow::Nothing => Sequel::Another,
        };
        (at.run, shown, sequel)
    };
    run.show(|scene| scene.advance(frame, pictures, data, sequel));
    run.send(Command::Shown);
}
