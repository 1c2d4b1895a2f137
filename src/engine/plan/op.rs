//! The operations that a plan is made of. To add one: a variant here with its arms, and an arm
//! in each backend; the contract suite holds them to `reference`.

use super::Slot;
use crate::engine::activation::Activation;
use crate::engine::kind::Tuned;
use crate::engine::loss::Loss;

/// One operation. `d…` is the gradient of the batch's summed loss by what the rest of the name
/// says; gradients by weights add up, gradients by values are overwritten or, where an op
/// names only `d`, changed in place. `[rows, …]` unless a field says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "the formulas above the variants say what each buffer is")]
pub enum Op {
    /// `sum[u] = bias[u] + Σᵢ kernel[u, i]·input[i]`; kernel `[units, inputs]`, bias `[units]`
    Dense { input: Slot, kernel: Slot, bias: Slot, sum: Slot },
    /// `output = f(input)`
    Activate { activation: Tuned<Activation>, input: Slot, output: Slot },
    /// `output[u] = exp(input[u]) / Σ exp(input)` over the units of a row
    Softmax { input: Slot, output: Slot },
    /// While training `mask` is 0 with probability `rate` and else `1 / (1 − rate)`, and
    /// `output = input·mask`; in evaluation `output = input`
    Dropout { input: Slot, mask: Slot, output: Slot, rate: f64, key: u32 },
    /// While training `output = input + stddev·normal deviate`; in evaluation `output = input`
    GaussianNoise { input: Slot, output: Slot, stddev: f64, key: u32 },
    /// Per unit: `normal = (input − mean)·scale`, `scale = 1/√(variance + epsilon)`,
    /// `output = gamma·normal + beta`. While training mean and (biased) variance are the batch's
    /// and `moving ← momentum·moving + (1 − momentum)·batch`; in evaluation, and frozen, they are
    /// the moving ones. All but input, normal and output are `[units]`.
    BatchNormalization {
        input: Slot,
        gamma: Slot,
        beta: Slot,
        moving_mean: Slot,
        moving_variance: Slot,
        scale: Slot,
        normal: Slot,
        output: Slot,
        momentum: f64,
        epsilon: f64,
        frozen: bool,
    },
    /// Per row: `normal = (input − mean)/deviation`, `output = gamma·normal + beta`, where
    /// `deviation = √(variance + epsilon)` `[rows, 1]`. Without beta it is RMS normalization: no
    /// mean is taken off and the variance is the mean square. gamma and beta are `[units]`.
    LayerNormalization {
        input: Slot,
        gamma: Slot,
        beta: Option<Slot>,
        deviation: Slot,
        normal: Slot,
        output: Slot,
        epsilon: f64,
    },
    /// `output = a + b`
    Add { a: Slot, b: Slot, output: Slot },
    /// `d_output = ∂loss/∂output`, where `output` holds logits if `from_logits`
    LossGradient {
        loss: Tuned<Loss>,
        from_logits: bool,
        output: Slot,
        target: Slot,
        d_output: Slot,
    },
    /// `d ← d·f′(input)`
    ActivateGradient { activation: Tuned<Activation>, input: Slot, output: Slot, d: Slot },
    /// `d[u] ← output[u]·(d[u] − Σ d·output)`
    SoftmaxGradient { output: Slot, d: Slot },
    /// `d ← d·mask`
    DropoutGradient { mask: Slot, d: Slot },
    /// The gradient through [`Op::BatchNormalization`], mean and variance included unless frozen;
    /// `d_gamma += Σ d·normal`, `d_beta += Σ d`
    BatchNormalizationGradient {
        normal: Slot,
        gamma: Slot,
        scale: Slot,
        d: Slot,
        d_gamma: Option<Slot>,
        d_beta: Option<Slot>,
        frozen: bool,
    },
    /// The gradient through [`Op::LayerNormalization`], `centered` where a mean was taken off;
    /// a frozen layer has no `d_gamma` and `d_beta`
    LayerNormalizationGradient {
        normal: Slot,
        gamma: Slot,
        deviation: Slot,
        d: Slot,
        d_gamma: Option<Slot>,
        d_beta: Option<Slot>,
        centered: bool,
    },
    /// Adds over the rows: `d_kernel[u, i] += d[u]·input[i]`, `d_bias[u] += d[u]`
    DenseGradient { input: Slot, d: Slot, d_kernel: Slot, d_bias: Slot },
    /// `d_input[i] = Σᵤ kernel[u, i]·d[u]`
    InputGradient { kernel: Slot, d: Slot, d_input: Slot },
    /// `to = from`
    Copy { from: Slot, to: Slot },
    /// `to += from`
    Accumulate { from: Slot, to: Slot },
}

impl Op {
    /// Its name, as the graph shows it.
    pub fn name(&self) -> String {
        match self {
            Self::Dense { .. } => "dense".to_owned(),
            Self::Activate { activation, .. } => activation.to_string(),
            Self::Softmax { .. } => "softmax".to_owned(),
            Self::Dropout { .. } => "dropout".to_owned(),
            Self::GaussianNoise { .. } => "gaussian_noise".to_owned(),
            Self::BatchNormalization { .. } => "batch_normalization".to_owned(),
            Self::LayerNormalization { beta: Some(_), .. } => "layer_normalization".to_owned(),
            Self::LayerNormalization { beta: None, .. } => "rms_normalization".to_owned(),
            Self::Add { .. } => "add".to_owned(),
            Self::LossGradient { loss, from_logits: false, .. } => format!("{loss}′"),
            Self::LossGradient { loss, from_logits: true, .. } => format!("{loss}′ from logits"),
            Self::ActivateGradient { activation, .. } => format!("{activation}′"),
            Self::SoftmaxGradient { .. } => "softmax′".to_owned(),
            Self::DropoutGradient { .. } => "dropout′".to_owned(),
            Self::BatchNormalizationGradient { .. } => "batch_normalization′".to_owned(),
            Self::LayerNormalizationGradient { centered: true, .. } => {
                "layer_normalization′".to_owned()
            }
            Self::LayerNormalizationGradient { centered: false, .. } => {
                "rms_normalization′".to_owned()
            }
            Self::DenseGradient { .. } => "dense′ by weights".to_owned(),
            Self::InputGradient { .. } => "dense′ by input".to_owned(),
            Self::Copy { .. } => "copy".to_owned(),
            Self::Accumulate { .. } => "accumulate".to_owned(),
        }
    }

    /// Whether it sums up gradients of a normalization's gains.
    pub fn has_gains(&self) -> bool {
        match self {
            Self::BatchNormalizationGradient { d_gamma, d_beta, .. }
            | Self::LayerNormalizationGradient { d_gamma, d_beta, .. } => {
                d_gamma.or(*d_beta).is_some()
            }
            _ => false,
        }
    }

    /// The buffers that it reads.
    pub fn reads(&self) -> Vec<Slot> {
        match *self {
            Self::Dense { input, kernel, bias, .. } => vec![input, kernel, bias],
            Self::Activate { input, .. }
            | Self::Softmax { input, .. }
            | Self::Dropout { input, .. }
            | Self::GaussianNoise { input, .. } => vec![input],
            Self::BatchNormalization {
                input, gamma, beta, moving_mean, moving_variance, ..
            } => {
                vec![input, gamma, beta, moving_mean, moving_variance]
            }
            Self::LayerNormalization { input, gamma, beta, .. } => {
                [input, gamma].into_iter().chain(beta).collect()
            }
            Self::Add { a, b, .. } => vec![a, b],
            Self::LossGradient { output, target, .. } => vec![output, target],
            Self::ActivateGradient { input, output, d, .. } => vec![input, output, d],
            Self::SoftmaxGradient { output, d } => vec![output, d],
            Self::DropoutGradient { mask, d } => vec![mask, d],
            Self::BatchNormalizationGradient { normal, gamma, scale, d, .. } => {
                vec![normal, gamma, scale, d]
            }
            Self::LayerNormalizationGradient { normal, gamma, deviation, d, .. } => {
                vec![normal, gamma, deviation, d]
            }
            Self::DenseGradient { input, d, d_kernel, d_bias } => vec![input, d, d_kernel, d_bias],
            Self::InputGradient { kernel, d, .. } => vec![kernel, d],
            Self::Copy { from, .. } => vec![from],
            Self::Accumulate { from, to } => vec![from, to],
        }
    }

    /// The buffers that it writes.
    pub fn writes(&self) -> Vec<Slot> {
        match *self {
            Self::Dense { sum, .. } => vec![sum],
            Self::Activate { output, .. }
            | Self::Softmax { output, .. }
            | Self::GaussianNoise { output, .. }
            | Self::Add { output, .. } => vec![output],
            Self::Dropout { mask, output, .. } => vec![mask, output],
            Self::BatchNormalization {
                moving_mean,
                moving_variance,
                scale,
                normal,
                output,
                ..
            } => vec![moving_mean, moving_variance, scale, normal, output],
            Self::LayerNormalization { deviation, normal, output, .. } => {
                vec![deviation, normal, output]
            }
            Self::LossGradient { d_output, .. } => vec![d_output],
            Self::ActivateGradient { d, .. }
            | Self::SoftmaxGradient { d, .. }
            | Self::DropoutGradient { d, .. } => vec![d],
            Self::BatchNormalizationGradient { d, d_gamma, d_beta, .. }
            | Self::LayerNormalizationGradient { d, d_gamma, d_beta, .. } => {
                [Some(d), d_gamma, d_beta].into_iter().flatten().collect()
            }
            Self::DenseGradient { d_kernel, d_bias, .. } => vec![d_kernel, d_bias],
            Self::InputGradient { d_input, .. } => vec![d_input],
            Self::Copy { to, .. } | Self::Accumulate { to, .. } => vec![to],
        }
    }
}
