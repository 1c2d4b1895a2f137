//! A run at 32 bits depends on its config and on what was changed, not on the pace at which it was
//! looked at: `tests/compiled.rs` has the same for compiled code.

use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::LayerKind;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::seedrandom::SeedRandom;
use rand::RngExt as _;

use super::*;

/// The state after some epochs, by a steady clock and in one go; or by one that cuts at random, with
/// pauses and at changing speeds.
fn state(config: &Config, disturbed: bool) -> Progress {
    const EPOCHS: u64 = 6;
    let mut bench = Bench::new(config);
    let mut draw = SeedRandom::from_text("clock");
    let reached = |bench: &Bench| bench.stops().contains(&Stopped::Reached { epoch: EPOCHS });
    while !reached(&bench) {
        let speeds = [Speed::Batch, Speed::Ten, Speed::Sixty, Speed::Max];
        let speed = if disturbed { speeds[draw.random_range(0..speeds.len())] } else { Speed::Max };
        bench.tick = if disturbed { f64::from(draw.random_range(1..400)) / 10.0 } else { 0.3 };
        bench.play(speed, Some(EPOCHS));
        bench.run(if disturbed { f64::from(draw.random_range(1..300)) } else { 60_000.0 });
        if disturbed && !reached(&bench) {
            bench.send(Command::Pause);
            bench.run(5.0);
        }
    }
    bench.tick = 0.3;
    bench.progress()
}

#[test]
fn neither_the_clock_nor_speed_nor_pauses_change_a_bit() {
    let normalized = vec![
        Layer::dense(1, 5),
        Layer::new(2, Tuned::new(LayerKind::BatchNormalization)),
        Layer::dense(3, 4),
    ];
    for (layers, optimizer) in
        [(Layer::stack(&[5, 4]), Optimizer::Sgd), (normalized, Optimizer::Adam)]
    {
        // Batches of one piece, of three, and of all there is.
        for batch_size in [30, 300, 700] {
            let config = Config {
                layers: layers.clone(),
                optimizer: optimizer.into(),
                samples: Some(1400),
                batch_size,
                rules: Rules::Modern,
                precision: Precision::Bits32,
                ..Config::default()
            };
            assert_eq!(state(&config, true), state(&config, false), "{config:?}");
        }
    }
}
