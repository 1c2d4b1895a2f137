//! What waits for the next animation frame: the newest picture of the run, with the data that it
//! belongs to. A frame marks rows by their places, and is never shown with others: those that came
//! behind it wait for the next one.

use crate::protocol::{Data, Frame};

/// A frame, and the data that came before it if they are new.
pub type Shown<P> = (Box<Frame>, P, Option<Data>);

/// Frame and data; `P` is what the worker has drawn for the frame.
#[derive(Debug)]
pub struct Pending<P> {
    /// Of a frame that has not come yet.
    data: Option<Data>,
    shown: Option<Shown<P>>,
}

impl<P> Default for Pending<P> {
    fn default() -> Self {
        Self { data: None, shown: None }
    }
}

impl<P> Pending<P> {
    /// New data have come: the next frame's, of another run or of this one.
    pub fn data(&mut self, data: Data) {
        self.data = Some(data);
    }

    /// A frame has come. One of the same run that was never shown makes room for it and leaves it
    /// its points of the curve, and its data where there are no newer ones.
    pub fn frame(&mut self, mut frame: Box<Frame>, drawn: P) {
        let mut data = self.data.take_if(|data| data.run == frame.run);
        if let Some((before, _, known)) = self.take().filter(|(before, ..)| before.run == frame.run)
        {
            let newer = std::mem::replace(&mut frame.curve, before.curve);
            frame.curve.extend(newer);
            data = data.or(known);
        }
        self.shown = Some((frame, drawn, data));
    }

    /// What is to be shown now.
    pub fn take(&mut self) -> Option<Shown<P>> {
        self.shown.take()
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

    /// Seen: the marks of a frame from before a stroke stood on the points from behind it.
    #[test]
    fn other_rows_of_a_run_wait_for_the_frame_behind_them() {
        let rows = |train: &[f64]| Data { run: 1, train: train.to_vec(), ..Data::default() };
        let mut pending = Pending::default();
        let train = |shown: Option<Shown<()>>| shown.unwrap().2.map(|data| data.train);
        pending.frame(frame(1, &[]), ());
        pending.data(rows(&[1.0]));
        assert_eq!(train(pending.take()), None);
        assert!(pending.take().is_none());
        pending.frame(frame(1, &[]), ());
        pending.data(rows(&[2.0]));
        assert_eq!(train(pending.take()), Some(vec![1.0]));
        // A frame that was never shown leaves its rows to the next, unless there are newer ones.
        pending.frame(frame(1, &[]), ());
        pending.frame(frame(1, &[]), ());
        assert_eq!(train(pending.take()), Some(vec![2.0]));
        pending.data(rows(&[3.0]));
        pending.frame(frame(1, &[]), ());
        pending.data(rows(&[4.0]));
        pending.frame(frame(1, &[]), ());
        assert_eq!(train(pending.take()), Some(vec![4.0]));
    }
}
