//! C99, with the mathematical functions of its standard library.

use super::dialect::{Dialect, Helper};
use crate::engine::formula::number::One;

/// C.
pub const C: Dialect = Dialect {
    file: "network.c",
    media: "text/x-c",
    gap: "\n\n",
    comment: "//",
    example: "double output[$outputs]; predict((double[])$row, output); gives $told",
    list: ["{", "}"],
    preamble: "\n#include <math.h>\n",
    special: ["INFINITY", "NAN"],
    select: "$when ? $yes : $no",
    guards_division: false,
    local: "    const double $name = $value;\n",
    vector: "static const double $name[$length] = {\n$values};\n",
    matrix: "static const double $name[$rows * $columns] = {\n$values};\n",
    row: ["", ""],
    function: "static double $name(double x) {\n$body    return $value;\n}",
    inputs: "static void inputs(const double *row, double *x) {\n$body$items}",
    item: "    x[$at] = $value; $named\n",
    predict: "void predict(const double row[$columns], double output[$outputs]) {\n$body}",
    room: "    double $name[$width];\n",
    call: "    $function($sizes$arguments, $name);\n",
    reference: "",
    one,
    two: ["smaller", "larger", "pow"],
    helpers: HELPERS,
};

fn one(of: One) -> &'static str {
    match of {
        One::Negate => "-",
        One::Abs => "fabs",
        One::Sqrt => "sqrt",
        One::Sign => "sign",
        One::Exp => "exp",
        One::Expm1 => "expm1",
        One::Ln => "log",
        One::Log1p => "log1p",
        One::Erf => "erf",
        One::Sin => "sin",
        One::Cos => "cos",
        One::Tanh => "tanh",
        One::Logistic => "logistic",
    }
}

const HELPERS: &[Helper] = &[
    Helper {
        name: "smaller",
        needs: &[],
        text: "static double smaller(double a, double b) {
    return a > b ? b : a;
}",
    },
    Helper {
        name: "larger",
        needs: &[],
        text: "static double larger(double a, double b) {
    return a < b ? b : a;
}",
    },
    Helper {
        name: "sign",
        needs: &[],
        text: "static double sign(double x) {
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}",
    },
    Helper {
        name: "logistic",
        needs: &[],
        text: "static double logistic(double x) {
    return 1.0 / (1.0 + exp(-x));
}",
    },
    Helper {
        name: "dense",
        needs: &[],
        text: "// The kernel has a row for each unit.
static void dense(int inputs, int units, const double *kernel, const double *bias,
                  const double *x, double *y) {
    for (int u = 0; u < units; u++) {
        y[u] = bias[u];
        for (int i = 0; i < inputs; i++) y[u] += kernel[u * inputs + i] * x[i];
    }
}",
    },
    Helper {
        name: "apply",
        needs: &[],
        text: "static void apply(int units, double (*activation)(double), const double *x, double *y) {
    for (int u = 0; u < units; u++) y[u] = activation(x[u]);
}",
    },
    Helper {
        name: "softmax",
        needs: &[],
        text: "static void softmax(int units, const double *x, double *y) {
    double largest = x[0], total = 0.0;
    for (int u = 1; u < units; u++) largest = x[u] > largest ? x[u] : largest;
    for (int u = 0; u < units; u++) {
        y[u] = exp(x[u] - largest);
        total += y[u];
    }
    for (int u = 0; u < units; u++) y[u] /= total;
}",
    },
    Helper {
        name: "batch_normalization",
        needs: &[],
        text: "static void batch_normalization(int units, const double *mean, const double *variance,
                                const double *gamma, const double *beta, double epsilon,
                                const double *x, double *y) {
    for (int u = 0; u < units; u++) {
        y[u] = gamma[u] * (x[u] - mean[u]) / sqrt(variance[u] + epsilon) + beta[u];
    }
}",
    },
    Helper {
        name: "layer_normalization",
        needs: &[],
        text: "static void layer_normalization(int units, const double *gamma, const double *beta,
                                double epsilon, const double *x, double *y) {
    double mean = 0.0, variance = 0.0;
    for (int u = 0; u < units; u++) mean += x[u] / units;
    for (int u = 0; u < units; u++) variance += (x[u] - mean) * (x[u] - mean) / units;
    for (int u = 0; u < units; u++) {
        y[u] = gamma[u] * (x[u] - mean) / sqrt(variance + epsilon) + beta[u];
    }
}",
    },
    Helper {
        name: "rms_normalization",
        needs: &[],
        text: "static void rms_normalization(int units, const double *scale, double epsilon,
                              const double *x, double *y) {
    double square = 0.0;
    for (int u = 0; u < units; u++) square += x[u] * x[u] / units;
    for (int u = 0; u < units; u++) y[u] = scale[u] * x[u] / sqrt(square + epsilon);
}",
    },
    Helper {
        name: "add",
        needs: &[],
        text: "static void add(int units, const double *a, const double *b, double *y) {
    for (int u = 0; u < units; u++) y[u] = a[u] + b[u];
}",
    },
    Helper {
        name: "rescale",
        needs: &[],
        text: "static void rescale(int units, const double *width, const double *shift, const double *x,
                    double *y) {
    for (int u = 0; u < units; u++) y[u] = width[u] * x[u] + shift[u];
}",
    },
];
