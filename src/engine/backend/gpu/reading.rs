//! Numbers on their way back from the GPU. Nothing here waits: the browser allows no waiting.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// What a reading has come to, and who waits for it.
#[derive(Default)]
struct State {
    result: Option<Result<(), String>>,
    waker: Option<Waker>,
}

/// Tells when a buffer can be read; clones tell the same.
#[derive(Clone, Default)]
pub struct Arrival(Arc<Mutex<State>>);

impl Arrival {
    /// The buffer can be read, or never will be.
    pub(super) fn tell(&self, result: Result<(), String>) {
        if let Ok(mut state) = self.0.lock() {
            state.result = Some(result);
            if let Some(waker) = state.waker.take() {
                waker.wake();
            }
        }
    }

    /// The result, once there is one.
    pub fn result(&self) -> Option<Result<(), String>> {
        match self.0.lock() {
            Ok(state) => state.result.clone(),
            Err(error) => Some(Err(error.to_string())),
        }
    }
}

impl Future for Arrival {
    type Output = Result<(), String>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.0.lock() {
            Ok(mut state) => match state.result.clone() {
                Some(result) => Poll::Ready(result),
                None => {
                    state.waker = Some(context.waker().clone());
                    Poll::Pending
                }
            },
            Err(error) => Poll::Ready(Err(error.to_string())),
        }
    }
}

/// A copy of what was asked for, as it stood behind everything submitted before.
pub struct Reading {
    pub(super) staging: wgpu::Buffer,
    pub(super) words: usize,
    /// When it is there.
    pub arrival: Arrival,
}

impl Reading {
    /// Begins to map a buffer into which `words` numbers have been copied.
    pub(super) fn begin(staging: wgpu::Buffer, words: usize) -> Self {
        let arrival = Arrival::default();
        let told = arrival.clone();
        staging.map_async(wgpu::MapMode::Read, .., move |result| {
            told.tell(result.map_err(|error| error.to_string()));
        });
        Self { staging, words, arrival }
    }

    /// The words as pixels, red, green, blue, alpha.
    ///
    /// # Errors
    /// Where nothing came.
    pub fn pixels(&self) -> Result<Vec<[u8; 4]>, String> {
        let numbers = self.numbers()?;
        Ok(numbers.iter().map(|number| number.to_bits().to_le_bytes()).collect())
    }

    /// The numbers, once [`Arrival::result`] says that they are there.
    pub(super) fn numbers(&self) -> Result<Vec<f32>, String> {
        self.arrival.result().unwrap_or_else(|| Err("read too early".to_owned()))?;
        let view = self.staging.get_mapped_range(..).map_err(|error| error.to_string())?;
        let number = |bytes: &[u8]| bytes.try_into().map(f32::from_le_bytes).unwrap_or(f32::NAN);
        let numbers = view.chunks_exact(4).take(self.words).map(number).collect();
        drop(view);
        self.staging.unmap();
        Ok(numbers)
    }
}
