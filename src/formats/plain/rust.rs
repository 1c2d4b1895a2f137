//! Rust, as a module that needs the standard library alone.

use super::dialect::{Dialect, Helper};
use crate::engine::formula::number::One;

/// Rust.
pub const RUST: Dialect = Dialect {
    file: "network.rs",
    media: "text/rust",
    gap: "\n\n",
    comment: "//",
    example: "predict($row) gives $told",
    list: ["[", "]"],
    preamble: "",
    special: ["f64::INFINITY", "f64::NAN"],
    select: "if $when { $yes } else { $no }",
    guards_division: false,
    local: "    let $name = $value;\n",
    vector: "static $name: [f64; $length] = [\n$values];\n",
    matrix: "static $name: [[f64; $columns]; $rows] = [\n$values];\n",
    row: ["[", "]"],
    function: "fn $name(x: f64) -> f64 {\n$body    $value\n}",
    inputs: "fn inputs(row: &[f64; $columns]) -> [f64; $width] {\n$body    [\n$items    ]\n}",
    item: "        $value, $named\n",
    predict: "pub fn predict(row: [f64; $columns]) -> [f64; $outputs] {\n$body    output\n}",
    room: "",
    call: "    let $name = $function($arguments);\n",
    reference: "&",
    one,
    two: ["smaller", "larger", "f64::powf"],
    helpers: HELPERS,
};

fn one(of: One) -> &'static str {
    match of {
        One::Negate => "-",
        One::Abs => "f64::abs",
        One::Sqrt => "f64::sqrt",
        One::Sign => "sign",
        One::Exp => "f64::exp",
        One::Expm1 => "f64::exp_m1",
        One::Ln => "f64::ln",
        One::Log1p => "f64::ln_1p",
        One::Erf => "erf",
        One::Sin => "f64::sin",
        One::Cos => "f64::cos",
        One::Tanh => "f64::tanh",
        One::Logistic => "logistic",
    }
}

const HELPERS: &[Helper] = &[
    Helper {
        name: "smaller",
        needs: &[],
        text: "fn smaller(a: f64, b: f64) -> f64 {
    if a > b { b } else { a }
}",
    },
    Helper {
        name: "larger",
        needs: &[],
        text: "fn larger(a: f64, b: f64) -> f64 {
    if a < b { b } else { a }
}",
    },
    Helper {
        name: "sign",
        needs: &[],
        text: "fn sign(x: f64) -> f64 {
    if x == 0.0 { x } else { x.signum() }
}",
    },
    Helper {
        name: "erf",
        needs: &[],
        text:
            "/// The error function by its series of positive terms, <https://dlmf.nist.gov/7.6.E2>.
fn erf(x: f64) -> f64 {
    if x.abs() > 6.0 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..=120 {
        term *= 2.0 * x * x / f64::from(2 * n + 1);
        sum += term;
    }
    std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp() * sum
}",
    },
    Helper {
        name: "logistic",
        needs: &[],
        text: "fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}",
    },
    Helper {
        name: "dense",
        needs: &[],
        text: "/// A row of the kernel for each unit.
fn dense<const I: usize, const U: usize>(
    kernel: &[[f64; I]; U],
    bias: &[f64; U],
    x: &[f64; I],
) -> [f64; U] {
    std::array::from_fn(|u| kernel[u].iter().zip(x).fold(bias[u], |sum, (w, x)| sum + w * x))
}",
    },
    Helper {
        name: "apply",
        needs: &[],
        text: "fn apply<const U: usize>(activation: fn(f64) -> f64, x: &[f64; U]) -> [f64; U] {
    x.map(activation)
}",
    },
    Helper {
        name: "softmax",
        needs: &[],
        text: "fn softmax<const U: usize>(x: &[f64; U]) -> [f64; U] {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers = x.map(|value| (value - largest).exp());
    let total: f64 = powers.iter().sum();
    powers.map(|power| power / total)
}",
    },
    Helper {
        name: "batch_normalization",
        needs: &[],
        text: "fn batch_normalization<const U: usize>(
    mean: &[f64; U],
    variance: &[f64; U],
    gamma: &[f64; U],
    beta: &[f64; U],
    epsilon: f64,
    x: &[f64; U],
) -> [f64; U] {
    std::array::from_fn(|u| {
        gamma[u] * (x[u] - mean[u]) / (variance[u] + epsilon).sqrt() + beta[u]
    })
}",
    },
    Helper {
        name: "layer_normalization",
        needs: &[],
        text: "fn layer_normalization<const U: usize>(
    gamma: &[f64; U],
    beta: &[f64; U],
    epsilon: f64,
    x: &[f64; U],
) -> [f64; U] {
    let mean = x.iter().sum::<f64>() / U as f64;
    let variance = x.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / U as f64;
    let deviation = (variance + epsilon).sqrt();
    std::array::from_fn(|u| gamma[u] * (x[u] - mean) / deviation + beta[u])
}",
    },
    Helper {
        name: "rms_normalization",
        needs: &[],
        text: "fn rms_normalization<const U: usize>(
    scale: &[f64; U],
    epsilon: f64,
    x: &[f64; U],
) -> [f64; U] {
    let square = x.iter().map(|value| value * value).sum::<f64>() / U as f64;
    let root = (square + epsilon).sqrt();
    std::array::from_fn(|u| scale[u] * x[u] / root)
}",
    },
    Helper {
        name: "add",
        needs: &[],
        text: "fn add<const U: usize>(a: &[f64; U], b: &[f64; U]) -> [f64; U] {
    std::array::from_fn(|u| a[u] + b[u])
}",
    },
    Helper {
        name: "rescale",
        needs: &[],
        text: "fn rescale<const U: usize>(width: &[f64; U], shift: &[f64; U], x: &[f64; U]) -> [f64; U] {
    std::array::from_fn(|u| width[u] * x[u] + shift[u])
}",
    },
];
