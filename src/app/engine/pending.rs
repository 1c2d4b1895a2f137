//! What waits for the next animation frame: the newest picture of the run, with the data that it
//! belongs to.

use crate::protocol::{Data, Frame};

/// A frame, and the data that came for its run if they are new.
pub type Shown<P> = (Box<Frame>, P, Option<Data>);

/// Frame and data; `P` is what the worker has drawn for the frame.
#[derive(Debug)]
pub struct Pending<P> {
    data: Option<Data>,
    frame: Option<(Box<Frame>, P)>,
}

impl<P> Default for Pending<P> {
    fn default() -> Self {
        Self { data: None, frame: None }
    }
}

impl<P> Pending<P> {
    /// New data have come: the next run's.
    pub fn data(&mut self, data: Data) {
        self.data = Some(data);
    }

    /// A frame has come. One of the same run that was never shown makes room for it and leaves it
    /// its points of the curve.
    pub fn frame(&mut self, mut frame: Box<Frame>, drawn: P) {
        if let Some((before, _)) = self.frame.take().filter(|(before, _)| before.run == frame.run) {
            let newer = std::mem::replace(&mut frame.curve, before.curve);
            frame.curve.extend(newer);
        }
        self.frame = Some((frame, drawn));
    }

    /// What is to be shown now. Data that a later frame belongs to wait for that one.
    pub fn take(&mut self) -> Option<Shown<P>> {
        let (frame, drawn) = self.frame.take()?;
        let data = self.data.take_if(|data| data.run == frame.run);
        Some((frame, drawn, data))
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::protocol::CurvePoint;

    fn frame(run: u32, epochs: &[f64]) -> Box<Frame> {
        let point = |&epoch: &f64| CurvePoint { epoch, ..CurvePoint::default() };
        Box::new(Frame { run, curve: epochs.iter().map(point).collect(), ..Frame::default() })
    }

    fn epochs(frame: &Frame) -> Vec<f64> {
        frame.curve.iter().map(|point| point.epoch).collect()
    }

    #[test]
    fn a_frame_that_is_replaced_before_it_is_drawn_loses_no_point_and_leaks_no_picture() {
        let mut pending = Pending::default();
        let picture = Rc::new(());
        pending.frame(frame(1, &[0.0, 1.0]), Some(Rc::clone(&picture)));
        pending.frame(frame(1, &[2.0]), None);
        assert_eq!(Rc::strong_count(&picture), 1, "nobody holds it any more");
        pending.frame(frame(1, &[3.0, 4.0]), None);
        let (shown, ..) = pending.take().unwrap();
        assert_eq!(epochs(&shown), [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert!(pending.take().is_none());
    }

    #[test]
    fn another_run_takes_no_points_over() {
        let mut pending = Pending::default();
        pending.frame(frame(1, &[0.0, 1.0, 2.0]), ());
        pending.frame(frame(2, &[0.0]), ());
        let (shown, ..) = pending.take().unwrap();
        assert_eq!((shown.run, epochs(&shown)), (2, vec![0.0]));
    }

    #[test]
    fn data_wait_for_the_frame_of_their_run() {
        let mut pending = Pending::default();
        pending.data(Data { run: 2, ..Data::default() });
        pending.frame(frame(1, &[]), ());
        assert!(pending.take().unwrap().2.is_none());
        pending.frame(frame(2, &[]), ());
        assert!(pending.take().unwrap().2.is_some());
        pending.frame(frame(2, &[]), ());
        assert!(pending.take().unwrap().2.is_none());
    }
}
