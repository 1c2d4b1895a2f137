//! The contract of the GPU backend: whatever `reference` computes at 64 bits, the graphics
//! adapter computes within a stated tolerance, fused and tiled. These tests need an adapter; a
//! program such as lavapipe (Debian's `mesa-vulkan-drivers`) is one. They print which they ran
//! on, and fail where there is none.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stdout, reason = "the adapter is told")]

mod contract;
#[path = "../session/heaps.rs"]
mod heaps;
mod parity;
mod pictures;
mod session;

use std::future::Future;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use neural_playground::engine::backend::AnyBackend;
use neural_playground::engine::backend::gpu::device::Device;
use neural_playground::engine::backend::gpu::{Gpu, Way, maker};
use neural_playground::engine::config::Config;
use neural_playground::engine::trainer::Trainer;

/// Runs a future that needs no executor: wgpu's natively are done when they are polled.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::yield_now();
    }
}

thread_local! {
    // A device a thread, never closed: wgpu may not be called while a thread ends.
    static DEVICE: &'static Rc<Device> = {
        let device = block_on(Device::open())
            .expect("these tests need a graphics adapter: install mesa-vulkan-drivers");
        let kind = if device.is_software() { "a program" } else { "hardware" };
        println!("runs on {} ({kind})", device.name());
        Box::leak(Box::new(Rc::new(device)))
    };
}

/// The adapter that the tests run on.
pub fn device() -> Rc<Device> {
    DEVICE.with(|&device| Rc::clone(device))
}

/// A run on the GPU.
pub fn on_gpu(config: &Config) -> Trainer {
    Trainer::on(config, maker(device())).unwrap()
}

/// Its backend.
pub fn gpu(trainer: &mut Trainer) -> &mut Gpu {
    match trainer.model().backend() {
        AnyBackend::Gpu(gpu) => gpu,
        _ => panic!("not on the GPU"),
    }
}

/// The run on the GPU in the other way than the rule chooses, if it can be trained so.
pub fn other_way(config: &Config) -> Option<Trainer> {
    let mut trainer = on_gpu(config);
    let gpu = gpu(&mut trainer);
    match gpu.way() {
        Way::Fused { .. } => gpu.set_way(Way::Tiled { rows: 4096 }),
        Way::Tiled { .. } => return None,
    }
    Some(trainer)
}
