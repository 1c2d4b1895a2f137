//! Lanes on the GPU.

use std::rc::Rc;

use super::lane::{Accelerator, Landing, Lane, Work};
use crate::engine::backend::AnyBackend;
use crate::engine::backend::gpu::device::Device;
use crate::engine::backend::gpu::reading::{Arrival, Reading};
use crate::engine::backend::gpu::{Gpu, Sums, maker};
use crate::engine::config::Config;
use crate::engine::error::Result;
use crate::engine::trainer::{Evaluation, Means, Progress, Tables, Trainer};

/// Told of every reading that sets out, to wake the session when it has come.
pub type OnReading = Rc<dyn Fn(Arrival)>;

/// The adapter.
pub struct Adapter {
    device: Rc<Device>,
    on_reading: OnReading,
}

impl Adapter {
    /// Lanes on this device.
    pub fn new(device: Rc<Device>, on_reading: OnReading) -> Self {
        Self { device, on_reading }
    }
}

impl Accelerator for Adapter {
    fn lane(&self, config: &Config, progress: &Progress, tables: &Tables) -> Result<Box<dyn Lane>> {
        // A lane shows nothing: what is chosen to be seen stays with the session's own trainer.
        let make = maker(Rc::clone(&self.device));
        let means = Means { tables: tables.clone(), ..make.into() };
        let mut trainer = Trainer::on(config, means)?;
        trainer.restore(progress)?;
        let on_reading = Rc::clone(&self.on_reading);
        Ok(Box::new(GpuLane { trainer, on_reading, flight: None }))
    }

    fn is_software(&self) -> bool {
        self.device.is_software()
    }

    fn fault(&self) -> Option<String> {
        self.device.fault()
    }
}

/// What is under way.
struct Flight {
    reading: Reading,
    samples: usize,
    steps: usize,
    noted: Vec<u64>,
}

struct GpuLane {
    trainer: Trainer,
    on_reading: OnReading,
    flight: Option<Flight>,
}

impl GpuLane {
    fn gpu(&mut self) -> Option<&mut Gpu> {
        match self.trainer.model().backend() {
            AnyBackend::Gpu(gpu) => Some(gpu),
            _ => None,
        }
    }

    /// Whether the last epoch that was noted ends where the trainer stands.
    fn is_noted(&self, noted: &[u64]) -> bool {
        self.trainer.sample() == 0 && noted.last() == Some(&self.trainer.epoch())
    }

    fn land(&mut self, flight: Flight) -> std::result::Result<Landing, String> {
        let Flight { reading, samples, steps, noted } = flight;
        let gpu = self.gpu().ok_or("no GPU")?;
        let sums = gpu.finish_read(reading)?;
        let measures = gpu.measures();
        let data = self.trainer.data();
        let (train, test) = (data.train.len() as f64, data.test.len() as f64);
        let classes = self.trainer.config().target().classes > 0;
        let evaluation = |sums: &Sums| {
            let share = |hits: f64, all: f64| if classes { hits / all } else { f64::NAN };
            Evaluation {
                train_loss: sums.train.0 / train,
                test_loss: sums.test.0 / test,
                train_accuracy: share(sums.train.1, train),
                test_accuracy: share(sums.test.1, test),
            }
        };
        let found: Vec<Evaluation> =
            if measures { sums.iter().map(evaluation).collect() } else { Vec::new() };
        let here = self.is_noted(&noted);
        let now = found.last().copied().filter(|_| here || found.len() > noted.len());
        let losses = noted.into_iter().zip(found).collect();
        Ok(Landing { progress: self.trainer.progress(), samples, steps, losses, now })
    }
}

impl Lane for GpuLane {
    fn take(&mut self, config: &Config, progress: &Progress, tables: &Tables) -> Result<()> {
        self.flight = None;
        if let Some(gpu) = self.gpu() {
            gpu.forget();
        }
        self.trainer.bring(tables);
        self.trainer.configure(config)?;
        self.trainer.restore(progress)
    }

    fn start(&mut self, work: &Work) {
        let (mut samples, mut steps, mut epochs) = (0, 0, 0);
        let mut noted = Vec::new();
        while steps < work.steps && epochs < work.epochs {
            let before = self.trainer.epoch();
            let visited = self.trainer.step(work.most);
            if visited == 0 {
                break;
            }
            samples += visited;
            steps += 1;
            let epoch = self.trainer.epoch();
            if epoch != before {
                epochs += 1;
                if (work.noted)(epoch) {
                    noted.push(epoch);
                    if let Some(gpu) = self.gpu() {
                        gpu.note_losses();
                    }
                }
            }
        }
        let burst = work.burst;
        // Behind an epoch's own losses there is nothing more to measure.
        let told = self.is_noted(&noted);
        let Some(gpu) = self.gpu() else { return };
        if work.measured && !told {
            gpu.note_losses();
        }
        gpu.burst = burst;
        let reading = gpu.start_read();
        (self.on_reading)(reading.arrival.clone());
        self.flight = Some(Flight { reading, samples, steps, noted });
    }

    fn is_busy(&self) -> bool {
        self.flight.is_some()
    }

    fn poll(&mut self) -> Option<std::result::Result<Landing, String>> {
        let flight = self.flight.as_ref()?;
        if flight.reading.arrival.result().is_none() {
            // Natively nothing comes unless it is asked for; a browser calls by itself.
            self.gpu()?.device().look();
        }
        let flight = self.flight.take_if(|flight| flight.reading.arrival.result().is_some())?;
        Some(self.land(flight))
    }
}
