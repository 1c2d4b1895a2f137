// The words of `formula.rs` that WGSL lacks, or whose accuracy it leaves open. They follow the
// 32-bit ones in `formula::narrow`, where the sources of the coefficients stand, but for tanh and
// exp: WGSL may add in another order than is written, so that nothing here rests on how a sum
// rounds. tanh is a ratio of degrees 13 and 6 (Eigen's coefficients), exp has those of Cephes.

fn word_exp(value: f32) -> f32 {
    let x = max(min(value, 88.02), -87.33);
    let n = round(x * 1.442695);
    let r = x - n * 0.6933594 + n * 0.00021219444;
    var p = 0.00019875691;
    p = p * r + 0.0013981999;
    p = p * r + 0.008333452;
    p = p * r + 0.041665796;
    p = p * r + 0.16666665;
    p = p * r + 0.5;
    return ldexp(p * r * r + r + 1.0, i32(n));
}

fn word_tanh(value: f32) -> f32 {
    let x = clamp(value, -7.905311, 7.905311);
    let x2 = x * x;
    var p = -2.7607684e-16;
    p = p * x2 + 2.000188e-13;
    p = p * x2 - 8.604672e-11;
    p = p * x2 + 5.122297e-8;
    p = p * x2 + 1.4857224e-5;
    p = p * x2 + 6.3726193e-4;
    p = p * x2 + 4.8935246e-3;
    var q = 1.1982584e-6;
    q = q * x2 + 1.1853471e-4;
    q = q * x2 + 2.2684346e-3;
    q = q * x2 + 4.893525e-3;
    return x * p / q;
}

fn word_logistic(x: f32) -> f32 {
    return 0.5 * word_tanh(0.5 * x) + 0.5;
}

fn word_expm1(x: f32) -> f32 {
    let t = word_tanh(0.5 * x);
    // The quotient is finite: where tanh rounds to 1 the other branch is taken.
    return select(word_exp(x) - 1.0, 2.0 * t / max(1.0 - t, 1e-7), x < 1.0);
}

fn word_ln(x: f32) -> f32 {
    let bits = bitcast<u32>(x) - 0x3f3504f3u;
    let n = f32(bitcast<i32>(bits) >> 23u);
    let m = bitcast<f32>((bits & 0x007fffffu) + 0x3f3504f3u) - 1.0;
    var p = 7.0376836e-2;
    p = p * m - 1.15146103e-1;
    p = p * m + 1.1676999e-1;
    p = p * m - 1.2420141e-1;
    p = p * m + 1.4249323e-1;
    p = p * m - 1.6668058e-1;
    p = p * m + 2.0000714e-1;
    p = p * m - 2.4999994e-1;
    p = p * m + 3.333333e-1;
    let square = m * m;
    let y = p * m * square - n * 2.1219444e-4 - 0.5 * square;
    return m + y + n * 0.6933594;
}

// Up to 1 through 2·atanh(x / (2 + x)): what rounding 1 + x loses cannot be had back here.
fn word_log1p(x: f32) -> f32 {
    let s = x / (2.0 + x);
    let s2 = s * s;
    var p = 1.0 / 13.0;
    p = p * s2 + 1.0 / 11.0;
    p = p * s2 + 1.0 / 9.0;
    p = p * s2 + 1.0 / 7.0;
    p = p * s2 + 1.0 / 5.0;
    p = p * s2 + 1.0 / 3.0;
    return select(word_ln(1.0 + x), 2.0 * (s + s * s2 * p), x <= 1.0);
}

fn word_erf(value: f32) -> f32 {
    let x = clamp(value, -4.0, 4.0);
    let x2 = x * x;
    var p = -2.7261423e-10;
    p = p * x2 + 2.7706814e-8;
    p = p * x2 - 2.101024e-6;
    p = p * x2 - 5.6925064e-5;
    p = p * x2 - 7.3499063e-4;
    p = p * x2 - 2.9545998e-3;
    p = p * x2 - 1.6096033e-2;
    var q = -1.4566066e-5;
    q = q * x2 - 2.1337406e-4;
    q = q * x2 - 1.682827e-3;
    q = q * x2 - 7.373329e-3;
    q = q * x2 - 1.4264739e-2;
    return x * p / q;
}

fn word_sin(x: f32) -> f32 {
    let n = round(x * 0.31830987);
    let r = x - n * 3.140625 - n * 9.675026e-4 - n * 1.509958e-7;
    let r2 = r * r;
    var p = -2.3889859e-8;
    p = p * r2 + 2.7525562e-6;
    p = p * r2 - 1.9840874e-4;
    p = p * r2 + 8.333331e-3;
    p = p * r2 - 1.6666667e-1;
    let y = r + r * r2 * p;
    return select(y, -y, (i32(n) & 1) == 1);
}

fn word_cos(x: f32) -> f32 {
    return word_sin(x + 1.5707964);
}

// The random numbers of `noise.rs`.
fn hash(value: u32) -> u32 {
    let mixed = value * 747796405u + 2891336453u;
    let word = ((mixed >> ((mixed >> 28u) + 4u)) ^ mixed) * 277803737u;
    return (word >> 22u) ^ word;
}

fn draw_bits(draw: u32, key: u32, row: u32, unit: u32) -> u32 {
    return hash(hash(hash(draw ^ hash(key)) ^ hash(row)) ^ hash(unit));
}

fn fraction(bits: u32) -> f32 {
    return f32(bits >> 8u) / 16777216.0;
}

fn normal_deviate(bits: u32) -> f32 {
    return sqrt(-2.0 * word_ln(1.0 - fraction(bits))) * word_cos(6.2831855 * fraction(hash(bits)));
}
