//! What computes and what draws: processors, races between them, and pictures from the GPU.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

use crate::engine::config::Precision;
use crate::engine::error::Unfit;
use crate::engine::palette::Palette;

/// What the browser says about WebGPU.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Gpu {
    /// There is an adapter; the name where the browser tells it, else empty.
    Available {
        /// e.g. `nvidia ampere`.
        name: String,
        /// Whether the adapter is a program on the CPU.
        software: bool,
    },
    /// `navigator.gpu` is missing although the page's context is secure: an old browser.
    NoApi,
    /// `navigator.gpu` is missing because the page came neither by HTTPS nor from this machine.
    Insecure,
    /// The browser has WebGPU but no adapter for it.
    NoAdapter,
    /// There is an adapter, but it could not be opened.
    NoDevice {
        /// What the browser said.
        detail: String,
    },
    /// There is an adapter, but the program that opens it cannot be had, or died too often.
    NoProgram,
    /// The adapter was lost in mid-run; it can be asked for again.
    Lost {
        /// What the browser said.
        detail: String,
        /// The epoch that training went on from, on the CPU; `None` where the CPU trained anyway.
        epoch: Option<u64>,
    },
    /// The adapter computed something else than the CPU, and is left alone.
    Wrong {
        /// What it got wrong.
        difference: Difference,
        /// The epoch that training went on from, on the CPU.
        epoch: u64,
    },
}

/// A number of a run's state that the GPU has got wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Its tensor and its place in that, e.g. `dense_0/kernel[3]`.
    pub name: String,
    /// How far it is from the CPU's; NaN or infinite where it is no finite number.
    pub by: f64,
}

/// What computes.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    VariantArray,
)]
pub enum Processor {
    /// The CPU at 32 bits.
    #[default]
    Cpu,
    /// The CPU at 64 bits.
    Cpu64,
    /// The GPU at 32 bits.
    Gpu,
}

impl Processor {
    /// The CPU at this precision.
    pub fn of(precision: Precision) -> Self {
        match precision {
            Precision::Bits32 => Self::Cpu,
            Precision::Bits64 => Self::Cpu64,
        }
    }
}

/// Why a processor trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// It was asked for.
    Asked,
    /// 64 bits were asked for, and the GPU has 32.
    Exact,
    /// It measured faster on this network.
    Faster,
    /// The adapter is a program on the CPU.
    Software,
    /// The network does not fit the adapter.
    Unfit(Unfit),
    /// There is no adapter.
    NoGpu,
    /// The browser has not said yet whether there is one.
    Asking,
    /// Both are being measured.
    Measuring,
}

impl Why {
    /// The reason beside what is known of the GPU: a worker without one does not know whether that is
    /// on its way, or is left alone for a program.
    pub fn beside(self, gpu: Option<&Gpu>) -> Self {
        match (self, gpu) {
            (Self::NoGpu, None) => Self::Asking,
            (Self::NoGpu, Some(Gpu::Available { software: true, .. })) => Self::Software,
            (why, _) => why,
        }
    }
}

/// Which processor trains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// The processor.
    pub trains: Processor,
    /// Why it does.
    pub why: Why,
    /// Samples a second of CPU and GPU on this network, where they were measured.
    pub measured: Option<(f64, f64)>,
    /// Whether the GPU draws the maps.
    pub gpu_draws: bool,
}

/// One runner of a race.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Runner {
    /// Which processor it is.
    pub processor: Processor,
    /// Samples a second, over all of its time so far.
    pub samples_per_second: f64,
    /// Weight updates and training loss then; finite.
    pub points: Vec<(f64, f64)>,
    /// The largest difference of a weight from the 64-bit runner's; `None` where one is no number.
    pub drift: Option<f64>,
}

/// How a race stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Race {
    /// The runners on the run's own network, from its own weights.
    pub runners: Vec<Runner>,
    /// Epochs that each has trained.
    pub epochs: f64,
    /// Over the width of the hidden layers: samples a second of each runner.
    pub widths: Vec<(usize, Vec<f64>)>,
    /// The width from which on the GPU is faster than the CPU at 32 bits.
    pub crossing: Option<f64>,
    /// Whether more is to come.
    pub running: bool,
}

/// A column of the maps of all units is as high at most, in pixels; some browsers refuse much
/// higher canvases.
const COLUMN: usize = 4096;

/// How a page wants its pictures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Side of each unit's map in pixels; 0: none.
    pub maps: usize,
    /// Side of the big picture in pixels; 0: none.
    pub big: usize,
    /// Whether the second part of a flow lies below its arrows.
    pub second: bool,
    /// Whether the values of the big picture are wanted beside it.
    pub values: bool,
    /// Whether the values of the units' maps are wanted beside them.
    pub units: bool,
    /// The colours.
    pub palette: Palette,
}

/// Maps of `side` pixels that stand below each other in a column.
pub fn lines(side: usize) -> usize {
    (COLUMN / side.max(1)).max(1)
}

impl Wish {
    /// Maps in a column of the picture of all units.
    pub fn lines(&self) -> usize {
        lines(self.maps)
    }
}

/// The pictures that travel with a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// Side of each unit's map; 0: there is no picture of them.
    pub maps: usize,
    /// Side of the big picture; 0: there is none.
    pub big: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_without_the_gpu_is_right_about_why_the_cpu_trains() {
        let found = |software| Gpu::Available { name: String::new(), software };
        for (why, gpu, expected) in [
            (Why::NoGpu, None, Why::Asking),
            (Why::NoGpu, Some(found(true)), Why::Software),
            (Why::NoGpu, Some(Gpu::NoAdapter), Why::NoGpu),
            (Why::NoGpu, Some(Gpu::NoProgram), Why::NoGpu),
            (Why::Asked, Some(found(false)), Why::Asked),
            (Why::Faster, None, Why::Faster),
        ] {
            assert_eq!(why.beside(gpu.as_ref()), expected, "{why:?} {gpu:?}");
        }
    }
}
