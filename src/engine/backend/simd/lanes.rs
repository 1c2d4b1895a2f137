//! The loops of the 32-bit backend. A buffer of rows is `[units, stride]`, of which the first
//! `padded` rows of each unit's column are filled, a whole number of lane groups.
//!
//! Letters: `u` a unit of the layer, `i` one of its inputs, `r` a row.

/// Samples that one instruction group works on: two vectors of four.
pub const LANES: usize = 8;

/// The columns of a buffer, as far as they are filled.
pub fn columns(buffer: &[f32], stride: usize, padded: usize) -> impl Iterator<Item = &[f32]> {
    buffer.chunks_exact(stride).map(move |column| &column[..padded])
}

/// The same, to write to.
pub fn columns_mut(
    buffer: &mut [f32],
    stride: usize,
    padded: usize,
) -> impl Iterator<Item = &mut [f32]> {
    buffer.chunks_exact_mut(stride).map(move |column| &mut column[..padded])
}

/// `out[u, r] = bias[u] + Σᵢ kernel[u, i]·input[i, r]`
pub fn dense(
    input: &[f32],
    kernel: &[f32],
    bias: &[f32],
    out: &mut [f32],
    stride: usize,
    padded: usize,
) {
    let inputs = kernel.len() / bias.len();
    for (u, (out, &bias)) in columns_mut(out, stride, padded).zip(bias).enumerate() {
        let weights = &kernel[u * inputs..][..inputs];
        for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sum = [bias; LANES];
            for (&w, column) in weights.iter().zip(input.chunks_exact(stride)) {
                let x = &column.as_chunks::<LANES>().0[at];
                for lane in 0..LANES {
                    sum[lane] += w * x[lane];
                }
            }
            *out = sum;
        }
    }
}

/// Adds `Σᵣ d[u, r]·input[i, r]` to `d_kernel[u, i]` and `Σᵣ d[u, r]` to `d_bias[u]`.
pub fn dense_gradient(
    input: &[f32],
    d: &[f32],
    d_kernel: &mut [f32],
    d_bias: &mut [f32],
    stride: usize,
    padded: usize,
) {
    let inputs = d_kernel.len() / d_bias.len();
    for (u, (d, d_bias)) in columns(d, stride, padded).zip(d_bias).enumerate() {
        *d_bias += sum(d);
        let weights = &mut d_kernel[u * inputs..][..inputs];
        for (d_kernel, column) in weights.iter_mut().zip(columns(input, stride, padded)) {
            *d_kernel += dot(d, column);
        }
    }
}

/// `out[i, r] = Σᵤ kernel[u, i]·d[u, r]`
pub fn input_gradient(kernel: &[f32], d: &[f32], out: &mut [f32], stride: usize, padded: usize) {
    let inputs = out.len() / stride;
    for (i, out) in columns_mut(out, stride, padded).enumerate() {
        for (at, out) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let mut sum = [0.0; LANES];
            for (weights, column) in kernel.chunks_exact(inputs).zip(d.chunks_exact(stride)) {
                let (w, d) = (weights[i], &column.as_chunks::<LANES>().0[at]);
                for lane in 0..LANES {
                    sum[lane] += w * d[lane];
                }
            }
            *out = sum;
        }
    }
}

/// The sum of a column of whole lane groups.
pub fn sum(column: &[f32]) -> f32 {
    let mut sum = [0.0; LANES];
    for x in column.as_chunks::<LANES>().0 {
        for lane in 0..LANES {
            sum[lane] += x[lane];
        }
    }
    sum.iter().sum()
}

/// The sum of the products of two columns of whole lane groups.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sum = [0.0; LANES];
    for (a, b) in a.as_chunks::<LANES>().0.iter().zip(b.as_chunks::<LANES>().0) {
        for lane in 0..LANES {
            sum[lane] += a[lane] * b[lane];
        }
    }
    sum.iter().sum()
}

/// The mean of the first `rows` of a column and their mean square distance from it.
pub fn moments(column: &[f32], rows: usize) -> (f32, f32) {
    let count = rows as f32;
    let column = &column[..rows];
    let mean = column.iter().sum::<f32>() / count;
    let square = column.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>();
    (mean, square / count)
}

/// Per row over the units: `deviation = √(variance + epsilon)` and `normal = (input − mean)/deviation`,
/// the mean 0 and the variance the mean square unless `centered`.
pub fn normalize(
    input: &[f32],
    deviation: &mut [f32],
    normal: &mut [f32],
    (epsilon, centered): (f32, bool),
    stride: usize,
    padded: usize,
) {
    let share = 1.0 / (input.len() / stride) as f32;
    // The mean stands where the deviation goes: nobody reads it later.
    let deviation = &mut deviation[..padded];
    deviation.fill(0.0);
    if centered {
        for column in columns(input, stride, padded) {
            for (mean, x) in deviation.iter_mut().zip(column) {
                *mean += share * x;
            }
        }
    }
    for (out, column) in columns_mut(normal, stride, padded).zip(columns(input, stride, padded)) {
        for ((out, x), mean) in out.iter_mut().zip(column).zip(&*deviation) {
            *out = x - mean;
        }
    }
    deviation.fill(epsilon);
    for column in columns(normal, stride, padded) {
        for (variance, x) in deviation.iter_mut().zip(column) {
            *variance += share * x * x;
        }
    }
    for variance in deviation.iter_mut() {
        *variance = variance.sqrt();
    }
    for column in columns_mut(normal, stride, padded) {
        for (x, deviation) in column.iter_mut().zip(&*deviation) {
            *x /= deviation;
        }
    }
}

/// The gradient through [`normalize`] and the gain `gamma`, in place.
pub fn normalize_gradient(
    normal: &[f32],
    gamma: &[f32],
    deviation: &[f32],
    d: &mut [f32],
    centered: bool,
    stride: usize,
    padded: usize,
) {
    let share = 1.0 / gamma.len() as f32;
    let (mut shift, mut along) = (vec![0.0; padded], vec![0.0; padded]);
    let values = columns_mut(d, stride, padded).zip(columns(normal, stride, padded));
    for ((d, normal), &gamma) in values.zip(gamma) {
        for (r, (d, normal)) in d.iter_mut().zip(normal).enumerate() {
            *d *= gamma;
            shift[r] += share * *d;
            along[r] += share * *d * normal;
        }
    }
    if !centered {
        shift.fill(0.0);
    }
    for (d, normal) in columns_mut(d, stride, padded).zip(columns(normal, stride, padded)) {
        for (r, (d, normal)) in d.iter_mut().zip(normal).enumerate() {
            *d = (*d - shift[r] - normal * along[r]) / deviation[r];
        }
    }
}
