//! Python 3. Its functions raise where ours give infinity or what is no number: the helpers do not.

use super::dialect::{Dialect, Helper};
use crate::engine::formula::number::One;

/// Python.
pub const PYTHON: Dialect = Dialect {
    file: "network.py",
    media: "text/x-python",
    gap: "\n\n\n",
    comment: "#",
    example: "predict($row) gives $told",
    list: ["[", "]"],
    preamble: "\nimport math\n",
    special: ["math.inf", "math.nan"],
    select: "$yes if $when else $no",
    guards_division: true,
    local: "    $name = $value\n",
    vector: "$name = [\n$values]\n",
    matrix: "$name = [\n$values]\n",
    row: ["[", "]"],
    function: "def $name(x):\n$body    return $value",
    inputs: "def inputs(row):\n$body    return [\n$items    ]",
    item: "        $value,  $named\n",
    predict: "def predict(row):\n$body    return output",
    room: "",
    call: "    $name = $function($arguments)\n",
    reference: "",
    one,
    two: ["min", "max", "power"],
    helpers: HELPERS,
};

fn one(of: One) -> &'static str {
    match of {
        One::Negate => "-",
        One::Abs => "abs",
        One::Sqrt => "sqrt",
        One::Sign => "sign",
        One::Exp => "exp",
        One::Expm1 => "expm1",
        One::Ln => "log",
        One::Log1p => "math.log1p",
        One::Erf => "math.erf",
        One::Sin => "sin",
        One::Cos => "cos",
        One::Tanh => "math.tanh",
        One::Logistic => "logistic",
    }
}

const HELPERS: &[Helper] = &[
    Helper {
        name: "div",
        needs: &[],
        text: "def div(a, b):
    return a / b if b != 0.0 else math.nan",
    },
    Helper {
        name: "power",
        needs: &[],
        text: "def power(a, b):
    try:
        return math.pow(a, b)
    except (OverflowError, ValueError):
        return math.nan",
    },
    Helper {
        name: "sqrt",
        needs: &[],
        text: "def sqrt(x):
    return math.sqrt(x) if x >= 0.0 else math.nan",
    },
    Helper {
        name: "sign",
        needs: &[],
        text: "def sign(x):
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x",
    },
    Helper {
        name: "exp",
        needs: &[],
        text: "def exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf",
    },
    Helper {
        name: "expm1",
        needs: &[],
        text: "def expm1(x):
    try:
        return math.expm1(x)
    except OverflowError:
        return math.inf",
    },
    Helper {
        name: "log",
        needs: &[],
        text: "def log(x):
    return math.log(x) if x > 0.0 else math.nan",
    },
    Helper {
        name: "sin",
        needs: &[],
        text: "def sin(x):
    return math.sin(x) if math.isfinite(x) else math.nan",
    },
    Helper {
        name: "cos",
        needs: &[],
        text: "def cos(x):
    return math.cos(x) if math.isfinite(x) else math.nan",
    },
    Helper {
        name: "logistic",
        needs: &["exp"],
        text: "def logistic(x):
    return 1.0 / (1.0 + exp(-x))",
    },
    Helper {
        name: "dense",
        needs: &[],
        text: "def dense(kernel, bias, x):
    # A row of the kernel for each unit.
    y = []
    for weights, total in zip(kernel, bias):
        for weight, value in zip(weights, x):
            total += weight * value
        y.append(total)
    return y",
    },
    Helper {
        name: "apply",
        needs: &[],
        text: "def apply(activation, x):
    return [activation(value) for value in x]",
    },
    Helper {
        name: "softmax",
        needs: &[],
        text: "def softmax(x):
    largest = max(x)
    powers = [math.exp(value - largest) for value in x]
    total = sum(powers)
    return [power / total for power in powers]",
    },
    Helper {
        name: "batch_normalization",
        needs: &[],
        text: "def batch_normalization(mean, variance, gamma, beta, epsilon, x):
    return [
        gamma[u] * (x[u] - mean[u]) / math.sqrt(variance[u] + epsilon) + beta[u]
        for u in range(len(x))
    ]",
    },
    Helper {
        name: "layer_normalization",
        needs: &[],
        text: "def layer_normalization(gamma, beta, epsilon, x):
    mean = sum(x) / len(x)
    variance = sum((value - mean) * (value - mean) for value in x) / len(x)
    deviation = math.sqrt(variance + epsilon)
    return [gamma[u] * (x[u] - mean) / deviation + beta[u] for u in range(len(x))]",
    },
    Helper {
        name: "rms_normalization",
        needs: &[],
        text: "def rms_normalization(scale, epsilon, x):
    root = math.sqrt(sum(value * value for value in x) / len(x) + epsilon)
    return [scale[u] * x[u] / root for u in range(len(x))]",
    },
    Helper {
        name: "add",
        needs: &[],
        text: "def add(a, b):
    return [left + right for left, right in zip(a, b)]",
    },
    Helper {
        name: "rescale",
        needs: &[],
        text: "def rescale(width, shift, x):
    return [w * value + s for w, value, s in zip(width, x, shift)]",
    },
];
