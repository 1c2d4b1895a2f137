//! What a session tells of what comes into a layer: for the first rows of the training data, by the weights
//! of the frame that it comes with.

use std::collections::HashMap;

use neural_playground::engine::trainer::Trainer;
use neural_playground::protocol::{FIRST_ROWS, Half, LayerInput, Place, Watched};

use super::divergence::out_of_all_numbers;
use super::*;

fn watch(layer: usize) -> Command {
    Command::Watch(Watched { input: Some(layer), ..Watched::default() })
}

/// Every kind of layer, some of them before the first dense one.
const LAYERS: [&str; 10] = [
    "batch_normalization(momentum:0.5)",
    "gaussian_noise(stddev:0.3)",
    "dense(units:4,activation:tanh)",
    "dropout(rate:0.4)",
    "batch_normalization(momentum:0.5)",
    "dense(units:4,activation:relu)",
    "layer_normalization",
    "add(layers:1)",
    "rms_normalization",
    "activation(activation:sigmoid)",
];

fn mixed(precision: Precision) -> Config {
    let read = |(id, text): (u32, &&str)| Layer::read(text, id).unwrap().0;
    Config { layers: (0..).zip(&LAYERS).map(read).collect(), precision, ..Config::default() }
}

/// A network's numbers by the plan's names.
struct Plain(HashMap<String, Vec<f64>>);

impl Plain {
    fn of(config: &Config, progress: &Progress) -> Self {
        let extra = progress.extra.iter().map(|own| (own.name.clone(), own.values.clone()));
        let mut all: HashMap<_, _> = extra.collect();
        let names = ["dense_2", "dense_5", "output"];
        let mut weights = progress.weights.iter().copied();
        for (name, pair) in names.into_iter().zip(config.shape().windows(2)) {
            for (role, length) in [("bias", pair[1]), ("kernel", pair[0] * pair[1])] {
                all.insert(format!("{name}/{role}"), weights.by_ref().take(length).collect());
            }
        }
        Self(all)
    }

    fn at(&self, name: &str) -> &[f64] {
        &self.0[name]
    }

    /// `f(kernel · row + bias)`
    fn dense(&self, name: &str, row: &[f64], f: fn(f64) -> f64) -> Vec<f64> {
        let kernel = self.at(&format!("{name}/kernel")).chunks_exact(row.len());
        let sum = |kernel: &[f64]| kernel.iter().zip(row).map(|(w, x)| w * x).sum::<f64>();
        let bias = self.at(&format!("{name}/bias"));
        kernel.zip(bias).map(|(kernel, bias)| f(sum(kernel) + bias)).collect()
    }

    fn batch(&self, name: &str, row: &[f64]) -> Vec<f64> {
        let roles = ["gamma", "beta", "moving_mean", "moving_variance"];
        let [gamma, beta, mean, variance] = roles.map(|role| self.at(&format!("{name}/{role}")));
        let one = |(u, x)| gamma[u] * (x - mean[u]) / f64::sqrt(variance[u] + 1e-3) + beta[u];
        row.iter().copied().enumerate().map(one).collect()
    }

    /// What comes into each dense layer for a row as the network sees it.
    fn inputs(&self, row: &[f64]) -> [Vec<f64>; 3] {
        let first = self.batch("batch_normalization_0", row);
        let second = self.batch("batch_normalization_4", &self.dense("dense_2", &first, f64::tanh));
        let dense = self.dense("dense_5", &second, |x| x.max(0.0));
        let count = dense.len() as f64;
        let mean = dense.iter().sum::<f64>() / count;
        let variance = dense.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count;
        let role = |name: &str, u: usize| self.at(name)[u];
        let normal = |(u, x): (usize, &f64)| {
            let normal = (x - mean) / (variance + 1e-3).sqrt();
            let normal = role("layer_normalization_6/gamma", u) * normal;
            // The residual connection adds what came into the normalization.
            normal + role("layer_normalization_6/beta", u) + x
        };
        let added: Vec<f64> = dense.iter().enumerate().map(normal).collect();
        let square = added.iter().map(|x| x * x).sum::<f64>() / count;
        let third = added.iter().enumerate().map(|(u, x)| {
            let scaled = role("rms_normalization_8/scale", u) * x / (square + 1e-6).sqrt();
            1.0 / (1.0 + (-scaled).exp())
        });
        [first, second, third.collect()]
    }
}

fn close(found: &[f64], expected: &[f64], bound: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= bound * expected.abs().max(1.0), "{found} {expected}");
    }
}

#[test]
fn what_comes_into_each_layer_is_what_a_plain_forward_pass_gives() {
    for (precision, bound) in [(Precision::Bits64, 1e-12), (Precision::Bits32, 1e-5)] {
        let config = mixed(precision);
        let mut bench = Bench::new(&config);
        bench.step(Unit::Epoch, 3);
        let plain = Plain::of(&config, &bench.progress());
        let data = bench.data().clone();
        let rows = data.rows(&data.train).take(FIRST_ROWS).map(|(columns, _)| columns);
        let seen = data.inputs.of(rows.collect::<Vec<_>>());
        let expected: Vec<_> = seen.chunks_exact(2).map(|row| plain.inputs(row)).collect();
        assert_eq!(expected.len(), FIRST_ROWS);
        for layer in 0..3 {
            bench.send(Command::Watch(Watched {
                input: Some(layer),
                point: Some(Place { half: Half::Train, row: 5 }),
                ..Watched::default()
            }));
            bench.run(1_000.0);
            let frame = bench.last();
            let LayerInput { layer: told, rows } = frame.input.clone().expect("an input");
            assert_eq!(told, layer);
            close(
                &rows,
                &expected.iter().flat_map(|row| row[layer].clone()).collect::<Vec<_>>(),
                bound,
            );
            // The output layer's is one step from the answer.
            if layer == 2 {
                let answer = frame.answer.as_ref().expect("an answer");
                let row = &rows[5 * 4..6 * 4];
                close(&answer.outputs, &plain.dense("output", row, f64::tanh), bound);
            }
        }
    }
}

#[test]
fn what_comes_into_a_layer_is_of_the_weights_of_its_frame_while_it_trains() {
    for precision in [Precision::Bits64, Precision::Bits32] {
        let mut bench = Bench::new(&Config { precision, ..Config::default() });
        let data = bench.data().clone();
        let row = data.rows(&data.train).nth(FIRST_ROWS - 1).unwrap().0;
        let seen = data.inputs.of([row]);
        bench.send(watch(1));
        bench.play(Speed::Max, None);
        bench.run(300.0);
        bench.send(Command::Pause);
        bench.run(100.0);
        let mut told = 0;
        for (frame, input) in
            bench.frames().filter_map(|frame| Some((frame, frame.input.as_ref()?)))
        {
            let (bias, rest) = frame.weights.split_at(4);
            let unit = |(bias, w): (&f64, &[f64])| (w[0] * seen[0] + w[1] * seen[1] + bias).tanh();
            let expected: Vec<f64> = bias.iter().zip(rest.chunks_exact(2)).map(unit).collect();
            close(&input.rows[(FIRST_ROWS - 1) * 4..], &expected, 1e-5);
            told += 1;
        }
        let running = bench.frames().filter(|frame| frame.running).count();
        assert!(running > 3 && told > running, "{told} {running}");
    }
}

#[test]
fn what_comes_into_a_layer_is_told_once_it_is_asked_and_of_layers_that_are_there() {
    let mut bench = Bench::new(&Config::default());
    bench.run(100.0);
    assert_eq!(bench.last().input, None);
    let frames = bench.frames().count();
    bench.send(watch(2));
    bench.run(1_000.0);
    assert_eq!(bench.last().input.as_ref().map(|input| input.rows.len()), Some(FIRST_ROWS * 2));
    // The same once more is no news, and neither is none; the same after none is.
    bench.send(watch(2));
    bench.send(Command::Watch(Watched::default()));
    bench.run(1_000.0);
    assert_eq!(bench.frames().count(), frames + 1);
    bench.send(watch(2));
    bench.run(1_000.0);
    assert_eq!(bench.frames().count(), frames + 2);
    bench.send(watch(3));
    bench.run(1_000.0);
    assert_eq!(bench.last().input, None, "there are three layers");
    assert_eq!(bench.frames().count(), frames + 3);
}

#[test]
fn fewer_rows_are_told_where_there_are_fewer_and_none_where_there_is_none() {
    for (points, rows) in [(0, 0), (1, 1), (5, 2), (40, FIRST_ROWS)] {
        let table = heaps::heaps(points);
        let mut config = Config::default();
        neural_playground::app::setting::bring(&mut config, table.brief());
        config.train_percent = 50;
        let mut bench = Bench::new(&Config::default());
        bench.send(Command::Bring { table: Box::new(table) });
        bench.configure(&config);
        let trained = bench.data().rows(&bench.data().train).len().min(FIRST_ROWS);
        assert_eq!(trained, rows, "{points}");
        bench.send(watch(1));
        bench.run(1_000.0);
        let found = bench.last().input.as_ref().expect("an answer").rows.len();
        assert_eq!(found, rows * 4, "{points}");
    }
}

/// Where training has led out of all numbers, what is there is told.
#[test]
fn what_comes_into_a_layer_of_a_run_that_has_diverged_is_told() {
    let bench = out_of_all_numbers(watch(2));
    let told = bench.last().input.as_ref().expect("an input");
    assert_eq!(told.rows.len(), FIRST_ROWS * 2);
}

/// What is asked leaves the run as it is.
#[test]
fn asking_what_comes_into_a_layer_changes_nothing() {
    for precision in [Precision::Bits64, Precision::Bits32] {
        let config = mixed(precision);
        let mut trainer = Trainer::new(&config).unwrap();
        let mut other = Trainer::new(&config).unwrap();
        for _ in 0..3 {
            trainer.finish_epoch();
            other.finish_epoch();
            assert!((0..3).all(|layer| other.layer_input(layer, 4).is_some()));
            assert_eq!(other.layer_input(3, 4), None);
            assert_eq!(trainer.progress(), other.progress());
        }
    }
}
