//! A run at 32 bits depends on its config and on what was changed, not on the pace at which it was
//! looked at: `tests/compiled.rs` has the same for compiled code.

use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::LayerKind;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::trainer::Trainer;
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
        let speeds = [Speed::Sample, Speed::Batch, Speed::Ten, Speed::Sixty, Speed::Max];
        let speed = if disturbed { speeds[draw.random_range(0..speeds.len())] } else { Speed::Max };
        bench.tick = if disturbed { f64::from(draw.random_range(1..400)) / 10.0 } else { 0.3 };
        bench.play(speed, Some(EPOCHS));
        bench.run(if disturbed { f64::from(draw.random_range(1..300)) } else { 60_000.0 });
        if disturbed && !reached(&bench) {
            bench.send(Command::Pause);
            bench.run(5.0);
            // By samples, or by a batch where rows depend on each other, and with a look at the state.
            for _ in 0..draw.random_range(0..20) {
                if bench.progress().epoch + 1 < EPOCHS {
                    bench.step(Unit::Sample, 1);
                }
            }
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

/// By samples alone, and by a worker that dies in the middle of a batch, as by batches.
#[test]
fn a_run_by_samples_has_the_bits_of_one_by_batches() {
    for (batch_size, rules) in
        [(30, Rules::Modern), (30, Rules::Playground), (200, Rules::Modern), (1, Rules::Modern)]
    {
        let config = Config {
            samples: Some(500),
            batch_size,
            rules,
            precision: Precision::Bits32,
            ..Config::default()
        };
        let [mut batches, mut samples] = [(); 2].map(|()| Trainer::new(&config).unwrap());
        for epoch in 0..3 {
            batches.finish_epoch();
            while samples.epoch() == epoch {
                assert_eq!(samples.visit(), 1);
                if samples.sample() % 37 == 5 {
                    let state = checkpoint::pack(&samples.progress(), &[]);
                    let (progress, _) = checkpoint::unpack(&state).unwrap();
                    samples = Trainer::new(&config).unwrap();
                    samples.restore(&progress).unwrap();
                }
            }
            assert_eq!(samples.progress(), batches.progress(), "{config:?}");
        }
    }
}

/// A weight that is set by hand in mid-batch counts for the samples behind it and for no other.
#[test]
fn a_change_in_mid_batch_leaves_what_was_visited_before() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        let config = Config { precision, ..Config::default() };
        let [mut visited, mut trained] = [(); 2].map(|()| Trainer::new(&config).unwrap());
        (0..7).for_each(|_| assert_eq!(visited.visit(), 1));
        trained.step(7);
        for trainer in [&mut visited, &mut trained] {
            assert_eq!(trainer.sample(), 7);
            trainer.set_weight(3, 0.25).unwrap();
            trainer.finish_epoch();
        }
        assert_eq!(visited.progress(), trained.progress());
    }
}
