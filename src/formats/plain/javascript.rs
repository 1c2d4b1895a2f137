//! JavaScript, as a module.

use super::dialect::{Dialect, Helper};
use crate::engine::formula::number::One;

/// JavaScript.
pub const JAVASCRIPT: Dialect = Dialect {
    file: "network.js",
    media: "text/javascript",
    gap: "\n\n",
    comment: "//",
    example: "predict($row) gives $told",
    list: ["[", "]"],
    preamble: "",
    special: ["Infinity", "NaN"],
    select: "$when ? $yes : $no",
    guards_division: false,
    local: "  const $name = $value;\n",
    vector: "const $name = [\n$values];\n",
    matrix: "const $name = [\n$values];\n",
    row: ["[", "]"],
    function: "function $name(x) {\n$body  return $value;\n}",
    inputs: "function inputs(row) {\n$body  return [\n$items  ];\n}",
    item: "    $value, $named\n",
    predict: "export function predict(row) {\n$body  return output;\n}",
    room: "",
    call: "  const $name = $function($arguments);\n",
    reference: "",
    one,
    two: ["Math.min", "Math.max", "Math.pow"],
    helpers: HELPERS,
};

fn one(of: One) -> &'static str {
    match of {
        One::Negate => "-",
        One::Abs => "Math.abs",
        One::Sqrt => "Math.sqrt",
        One::Sign => "Math.sign",
        One::Exp => "Math.exp",
        One::Expm1 => "Math.expm1",
        One::Ln => "Math.log",
        One::Log1p => "Math.log1p",
        One::Erf => "erf",
        One::Sin => "Math.sin",
        One::Cos => "Math.cos",
        One::Tanh => "Math.tanh",
        One::Logistic => "logistic",
    }
}

const HELPERS: &[Helper] = &[
    Helper {
        name: "erf",
        needs: &[],
        text: "// The error function by its series of positive terms, https://dlmf.nist.gov/7.6.E2.
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n <= 120; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}",
    },
    Helper {
        name: "logistic",
        needs: &[],
        text: "function logistic(x) {
  return 1 / (1 + Math.exp(-x));
}",
    },
    Helper {
        name: "dense",
        needs: &[],
        text: "// A row of the kernel for each unit.
function dense(kernel, bias, x) {
  return kernel.map((weights, u) => weights.reduce((sum, w, i) => sum + w * x[i], bias[u]));
}",
    },
    Helper {
        name: "apply",
        needs: &[],
        text: "function apply(activation, x) {
  return x.map((value) => activation(value));
}",
    },
    Helper {
        name: "softmax",
        needs: &[],
        text: "function softmax(x) {
  const largest = Math.max(...x);
  const powers = x.map((value) => Math.exp(value - largest));
  const total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
}",
    },
    Helper {
        name: "batch_normalization",
        needs: &[],
        text: "function batch_normalization(mean, variance, gamma, beta, epsilon, x) {
  const scale = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  return x.map((value, u) => gamma[u] * (value - mean[u]) * scale[u] + beta[u]);
}",
    },
    Helper {
        name: "layer_normalization",
        needs: &[],
        text: "function layer_normalization(gamma, beta, epsilon, x) {
  const mean = x.reduce((sum, value) => sum + value) / x.length;
  const squares = x.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / x.length + epsilon);
  return x.map((value, u) => (gamma[u] * (value - mean)) / deviation + beta[u]);
}",
    },
    Helper {
        name: "rms_normalization",
        needs: &[],
        text: "function rms_normalization(scale, epsilon, x) {
  const squares = x.reduce((sum, value) => sum + value * value, 0);
  const root = Math.sqrt(squares / x.length + epsilon);
  return x.map((value, u) => (scale[u] * value) / root);
}",
    },
    Helper {
        name: "add",
        needs: &[],
        text: "function add(a, b) {
  return a.map((value, u) => value + b[u]);
}",
    },
    Helper {
        name: "rescale",
        needs: &[],
        text: "function rescale(width, shift, x) {
  return x.map((value, u) => width[u] * value + shift[u]);
}",
    },
];
