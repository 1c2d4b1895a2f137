//! Samples a second of the GPU, fused and tiled, beside one core of the CPU, and what painting all
//! maps takes: natively, on whatever adapter there is, in one run. `cargo xtask bench gpu`.
//!
//! An adapter that is a program says nothing about speed: everything runs, and no figure is shown.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program for the command line")]

use std::future::Future;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use neural_playground::engine::backend::AnyBackend;
use neural_playground::engine::backend::gpu::device::Device;
use neural_playground::engine::backend::gpu::paint::{Painter, Place, Subject};
use neural_playground::engine::backend::gpu::{Gpu, Way, maker};
use neural_playground::engine::config::Config;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::palette::Palette;
use neural_playground::engine::trainer::Trainer;
use strum::VariantArray as _;

/// How long each figure is measured at least.
const SPAN: Duration = Duration::from_millis(300);
/// Sizes of a batch.
const BATCHES: [usize; 5] = [10, 30, 128, 1024, 4096];
/// Side of the maps that are painted.
const SIDE: usize = 512;

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::yield_now();
    }
}

fn config(inputs: usize, hidden: &[usize], batch: usize) -> Config {
    let features = Feature::VARIANTS.iter().take(inputs);
    Config {
        features: features.fold(Features::empty(), |set, &feature| set.with(feature, true)),
        layers: Layer::stack(hidden),
        samples: Some(10_000),
        train_percent: 90,
        batch_size: batch,
        learning_rate: 1e-4,
        ..Config::default()
    }
}

/// Samples a second of steps that `run` takes; it returns the samples trained.
fn rate(mut run: impl FnMut(usize) -> usize) -> f64 {
    // The first compiles and warms up.
    run(1);
    let mut steps = 1;
    loop {
        let start = Instant::now();
        let samples = run(steps);
        let time = start.elapsed();
        if time >= SPAN {
            return samples as f64 / time.as_secs_f64();
        }
        steps *= 2;
    }
}

fn gpu(trainer: &mut Trainer) -> &mut Gpu {
    match trainer.model().backend() {
        AnyBackend::Gpu(gpu) => gpu,
        _ => unreachable!("it was made on the GPU"),
    }
}

/// Samples a second on the GPU in a way; `None` where the network cannot go it.
fn on_gpu(config: &Config, device: &Rc<Device>, fused: bool, once: bool) -> Option<f64> {
    let mut trainer = Trainer::on(config, maker(Rc::clone(device))).ok()?;
    match (gpu(&mut trainer).way(), fused) {
        (Way::Fused { .. }, true) | (Way::Tiled { .. }, false) => {}
        (Way::Fused { .. }, false) => gpu(&mut trainer).set_way(Way::Tiled { rows: 4096 }),
        (Way::Tiled { .. }, true) => return None,
    }
    let mut run = |steps: usize| {
        let samples = (0..steps).map(|_| trainer.step(usize::MAX)).sum();
        let reading = gpu(&mut trainer).start_read();
        device.wait();
        gpu(&mut trainer).finish_read(reading).expect("the device runs");
        samples
    };
    if once {
        run(1);
        return Some(0.0);
    }
    Some(rate(run))
}

/// ms that painting all maps takes.
fn maps(device: &Rc<Device>, once: bool) -> f64 {
    let mut trainer = Trainer::new(&config(7, &[8; 6], 30)).expect("the config is valid");
    let mut painter = Painter::new(device, trainer.plan().clone()).expect("it fits");
    let palette = Palette { pos: [255; 3], stripes: 25, ..Palette::default() };
    let subject = Subject::Units { lines: 8 };
    let mut paint = || {
        painter.take(&mut trainer);
        painter.paint(Place::Maps, &trainer, &subject, (SIDE, (-1.0, 1.0)), &palette);
        device.wait();
    };
    paint();
    if once {
        return 0.0;
    }
    let times = 50;
    let start = Instant::now();
    (0..times).for_each(|_| paint());
    start.elapsed().as_secs_f64() * 1000.0 / f64::from(times)
}

fn number(rate: Option<f64>, hidden: bool) -> String {
    match rate {
        None => "–".to_owned(),
        Some(_) if hidden => "ran".to_owned(),
        Some(rate) if rate >= 1e6 => format!("{:.2} M", rate / 1e6),
        Some(rate) => format!("{:.0} k", rate / 1e3),
    }
}

fn main() {
    let device = Rc::new(block_on(Device::open()).expect("there is a graphics adapter"));
    let program = device.is_software();
    println!("Adapter: {}{}", device.name(), if program { " (a program: no figures)" } else { "" });
    println!();
    println!(
        "| network | batch | CPU, one core | fused | tiled | fused ÷ tiled | best GPU ÷ CPU |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
    let networks: [(&str, usize, &[usize]); 4] = [
        ("2-4-2-1", 2, &[4, 2]),
        ("7-8×6-1", 7, &[8; 6]),
        ("2-64-64-64-1", 2, &[64; 3]),
        ("2-256-256-256-1", 2, &[256; 3]),
    ];
    for (name, inputs, hidden) in networks {
        for batch in BATCHES {
            let config = config(inputs, hidden, batch);
            let fused = on_gpu(&config, &device, true, program);
            let tiled = on_gpu(&config, &device, false, program);
            let mut trainer = Trainer::new(&config).expect("the config is valid");
            let cpu = if program {
                0.0
            } else {
                rate(|steps| (0..steps).map(|_| trainer.step(usize::MAX)).sum())
            };
            let ratio = |a: Option<f64>, b: f64| match a {
                Some(a) if b > 0.0 => format!("{:.1}", a / b),
                _ => "–".to_owned(),
            };
            let best = fused.into_iter().chain(tiled).reduce(f64::max);
            println!(
                "| {name} | {batch} | {} | {} | {} | {} | {} |",
                number(Some(cpu), program),
                number(fused, program),
                number(tiled, program),
                ratio(fused, tiled.unwrap_or_default()),
                ratio(best, cpu),
            );
        }
    }
    let time = maps(&device, program);
    println!();
    if program {
        println!("All maps of 7-8×6-1 at {SIDE}×{SIDE}: painted.");
    } else {
        println!("All maps of 7-8×6-1 at {SIDE}×{SIDE}: {time:.2} ms.");
    }
}
