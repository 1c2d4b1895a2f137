//! What can be chosen from a list, in English.

use super::Words;
use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::dataset::Dataset;
use crate::engine::initializer::Initializer;
use crate::engine::layer::LayerKind;
use crate::engine::loss::Loss;
use crate::engine::metric::Metric;
use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::LayerRegularizer;
use crate::engine::schedule::Schedule;

/// English.
pub static ENGLISH: Words = Words {
    dataset: |kind| match kind {
        Dataset::Circle => "A disc within a ring.",
        Dataset::Xor => "Opposite quadrants share a class.",
        Dataset::Gauss => "Two clusters.",
        Dataset::Spiral => "Two interleaved arms.",
        Dataset::RegPlane => "A tilted plane.",
        Dataset::RegGauss => "Six bumps of alternating sign.",
        Dataset::Blobs => "A cluster for each class, on a circle.",
        Dataset::Arms => "A spiral with an arm for each class.",
        Dataset::Rings => "A ring for each class around the middle.",
        Dataset::Checkerboard => "Square cells, coloured along the diagonals.",
        Dataset::Moons => "Two half moons that reach into each other.",
        Dataset::RegField => "A flow around and into the middle: two numbers at each point.",
        Dataset::Heart => "A heart and what lies around it.",
        Dataset::Sine => "The sine of a single column: a curve, not a plane.",
        Dataset::Curve => "What lies above a curve that you write, and what lies below.",
    },
    layer: |kind| match kind {
        LayerKind::Dense => {
            "Each unit weighs all values of the layer before, adds its bias and applies the activation. With use_bias off there is no bias; with trainable off the layer learns nothing and stays as it is."
        }
        LayerKind::Activation => {
            "Applies a function to each value. After a normalization it does what a dense layer's own activation would do too early."
        }
        LayerKind::Dropout => {
            "While training, sets a random share of the values to 0 and scales up the rest, so that no unit can rely on another. It does nothing in evaluation."
        }
        LayerKind::GaussianNoise => {
            "While training, adds random numbers to the values: a mild augmentation of the data. It does nothing in evaluation."
        }
        LayerKind::BatchNormalization => {
            "Gives each unit mean 0 and variance 1 over the batch, then scales and shifts by learned amounts. In evaluation it uses running averages. With trainable off it uses them in training too, and learns nothing."
        }
        LayerKind::LayerNormalization => {
            "Gives each sample mean 0 and variance 1 over the units of the layer, then scales and shifts by learned amounts; it does not depend on the batch. With trainable off those amounts stay as they are."
        }
        LayerKind::RmsNormalization => {
            "Divides each sample by the root of its mean square over the units: layer normalization without the mean, as in today's language models. With trainable off its learned scale stays as it is."
        }
        LayerKind::Add => {
            "Adds what went into the layers before to what came out of them, so that gradients find a short way back. Both must be equally wide."
        }
    },
    activation: |kind| match kind {
        Activation::Relu => {
            "Lets positive values through and stops the rest. Cheap, and its slope does not shrink with depth; a unit that is always negative stops learning."
        }
        Activation::Tanh => {
            "Squeezes values into −1..1, centred on 0. Its slope vanishes for large sums."
        }
        Activation::Sigmoid => {
            "Squeezes values into 0..1: a probability. In hidden layers its slope, at most ¼, shrinks gradients quickly."
        }
        Activation::Linear => {
            "Changes nothing. Layers of it alone come to one linear map, however many there are; an output that is a number has it."
        }
        Activation::Relu6 => "ReLU with a ceiling of 6, made for arithmetic with few bits.",
        Activation::LeakyRelu => {
            "ReLU that lets a little of the negative side through, so that no unit stops learning."
        }
        Activation::Elu => {
            "Linear for positive values, and bends towards −alpha for negative ones, which brings the mean of a layer nearer to 0."
        }
        Activation::Selu => {
            "ELU with two constants chosen so that layers keep mean 0 and variance 1 by themselves, if their weights start by LecunNormal."
        }
        Activation::Celu => "ELU that is smooth at 0 for every alpha.",
        Activation::Gelu => {
            "Weighs a value by the probability that a normal deviate is smaller: a smooth ReLU with a dip. The transformers' choice."
        }
        Activation::GeluTanh => {
            "GELU with tanh in the place of the error function: cheaper, and within a thousandth of it."
        }
        Activation::Silu => {
            "A value times its own sigmoid, also called swish: smooth, and not monotonic."
        }
        Activation::Mish => "A value times the tanh of its softplus, much like SiLU.",
        Activation::Softplus => "A smooth ReLU that is never 0; its slope is the sigmoid.",
        Activation::Softsign => {
            "Like tanh, but it nears ±1 slowly, so that large sums still have a slope."
        }
        Activation::HardSigmoid => {
            "The sigmoid as three straight lines: no exponential to compute."
        }
        Activation::HardSilu => {
            "SiLU with the hard sigmoid, also called hard swish: made for phones."
        }
        Activation::HardTanh => "tanh as three straight lines.",
        Activation::Exponential => {
            "Always positive, and soon enormous: for outputs that are rates or counts. Keep the learning rate small."
        }
        Activation::LogSigmoid => {
            "The logarithm of the sigmoid: never positive, and linear for negative values."
        }
        Activation::TanhShrink => "Takes tanh off: small values nearly vanish, large ones lose 1.",
        Activation::Sine => {
            "A wave: a few units draw fine detail such as spirals. Not in Keras; with a high frequency it memorises easily."
        }
        Activation::Gaussian => {
            "A bump around 0: a unit answers near one line and nowhere else. Not in Keras."
        }
        Activation::Softmax => {
            "Turns the values of a layer into probabilities that add up to 1: one unit a class."
        }
    },
    initializer: |kind| match kind {
        Initializer::Playground => {
            "Evenly between −½ and ½, and biases of 0.1, whatever the size of the layer: the TensorFlow Playground's."
        }
        Initializer::Zeros => "All 0: units of a layer stay alike and learn the same.",
        Initializer::Ones => "All 1: alike as well, and large.",
        Initializer::RandomUniform => "Evenly between minval and maxval.",
        Initializer::RandomNormal => "Normal deviates.",
        Initializer::TruncatedNormal => {
            "Normal deviates, drawn again beyond two standard deviations."
        }
        Initializer::GlorotUniform => {
            "Evenly, as wide as inputs and units of the layer allow if neither values nor gradients are to grow. Keras's default; suits tanh and sigmoid."
        }
        Initializer::GlorotNormal => "As Glorot uniform, with normal deviates.",
        Initializer::HeUniform => {
            "Wider by √2, for ReLU and its kin, which stop half of the values."
        }
        Initializer::HeNormal => "As He uniform, with normal deviates.",
        Initializer::LecunUniform => {
            "Keeps the variance of what comes in; the start that SELU wants."
        }
        Initializer::LecunNormal => "As LeCun uniform, with normal deviates.",
        Initializer::Orthogonal => "A random rotation: the layer neither stretches nor squeezes.",
        Initializer::Identity => "Each unit starts as a copy of one input.",
    },
    loss: |kind| match kind {
        Loss::HalfSquaredError => {
            "Half the squared distance, the TensorFlow Playground's loss: its slope is the distance itself."
        }
        Loss::MeanSquaredError => {
            "The squared distance: far misses weigh most. It aims at the mean of the targets."
        }
        Loss::MeanAbsoluteError => {
            "The distance: an outlier weighs no more than its distance. It aims at the median of the targets."
        }
        Loss::Huber => "Squared near the target, straight beyond delta: outliers pull less.",
        Loss::LogCosh => "Like Huber without a corner: squared when small, straight when large.",
        Loss::Hinge => {
            "Asks only that the right side is reached with a margin of 1, as a support vector machine does. Labels are −1 and +1."
        }
        Loss::SquaredHinge => {
            "The hinge without a corner; points far on the wrong side weigh most."
        }
        Loss::BinaryCrossentropy => {
            "How surprised a probability is by the answer. With a sigmoid its slope is output minus label, however wrong the output is."
        }
        Loss::CategoricalCrossentropy => {
            "The surprise at the right class among several. With softmax its slope is output minus label."
        }
    },
    optimizer: |kind| match kind {
        Optimizer::Sgd => {
            "A step along the gradient. With momentum the steps add up like those of a rolling ball; Nesterov's looks ahead before it turns."
        }
        Optimizer::RmsProp => {
            "Divides each weight's step by the root of its recent squared gradients, so that steep and flat directions move alike."
        }
        Optimizer::Adagrad => {
            "Divides by the root of all squared gradients so far: rare directions keep large steps, and every step gets smaller."
        }
        Optimizer::Adadelta => {
            "Finds its step length from the steps before, and starts slowly. The paper's learning rate is 1; Keras's default of 0.001 hardly moves."
        }
        Optimizer::Adam => {
            "Momentum and RMSprop together, both corrected for their start at 0. The usual first choice."
        }
        Optimizer::AdamW => {
            "Adam with a weight decay that does not pass through its division, and so works as meant."
        }
        Optimizer::Adamax => {
            "Adam that divides by the largest recent gradient in the place of the root of the mean square."
        }
        Optimizer::Nadam => "Adam with Nesterov's look ahead.",
        Optimizer::Lion => {
            "Steps by the sign alone: every weight moves by the learning rate. Found by a search over programs; it wants a learning rate three to ten times smaller than Adam's."
        }
        Optimizer::Ftrl => {
            "Follows the leader of all gradients so far, with penalties that set weights to exactly 0. Made for sparse models with billions of features; it forgets the start."
        }
    },
    schedule: |kind| match kind {
        Schedule::Constant => "The learning rate stays as it is.",
        Schedule::ExponentialDecay => {
            "Times decay_rate every decay_steps updates, smoothly or in stairs."
        }
        Schedule::CosineDecay => {
            "Half a cosine down to alpha times the start, if wished after a linear warm-up."
        }
        Schedule::CosineDecayRestarts => {
            "A cosine that jumps back up, each time t_mul as long and m_mul as high."
        }
        Schedule::PolynomialDecay => {
            "Down to end_learning_rate along a power of what is left; a power of 1 is a straight line."
        }
        Schedule::InverseTimeDecay => {
            "Divided by 1 + decay_rate × steps / decay_steps: fast at first, then ever slower."
        }
        Schedule::PiecewiseConstantDecay => {
            "Another value behind each boundary; a boundary of 0 is not used."
        }
    },
    regularizer: |kind| match kind {
        LayerRegularizer::None => "No penalty.",
        LayerRegularizer::L1 => "A price on the size of each weight: many end near 0.",
        LayerRegularizer::L2 => "A price on the square of each weight: large ones shrink most.",
        LayerRegularizer::L1L2 => "Both prices together, the elastic net.",
    },
    callback: |kind| match kind {
        Callback::EarlyStopping => {
            "Stops when a value has not improved for some epochs, and brings the best weights back. A run that ends otherwise keeps its last weights. Training on after a stop is watched anew."
        }
        Callback::ReduceLrOnPlateau => {
            "Multiplies the learning rate by a factor when a value has not improved for some epochs."
        }
        Callback::StopAtLoss => {
            "Stops as soon as the loss is this small; it may then be trained on."
        }
        Callback::StopAtAccuracy => {
            "Stops as soon as the accuracy is this high; it may then be trained on."
        }
    },
    metric: |kind| match kind {
        Metric::Accuracy => "Share of the samples whose class is told.",
        Metric::Precision => {
            "Of the samples told to be of a class, the share that is; the mean over the classes, of two the second's."
        }
        Metric::Recall => "Of the samples of a class, the share that is told.",
        Metric::F1Score => "The harmonic mean of precision and recall.",
        Metric::Top2Accuracy => "Share of the samples whose class is among the two most likely.",
        Metric::Top3Accuracy => "Share of the samples whose class is among the three most likely.",
        Metric::Auc => {
            "How often a sample of the class has a higher score than one of another: ½ is guessing. Of several classes the mean."
        }
        Metric::MeanAbsoluteError => "The mean distance between output and target.",
        Metric::RootMeanSquaredError => {
            "The root of the mean squared distance: in the target's units, and stricter with far misses."
        }
        Metric::R2Score => {
            "Share of the targets' variance that the outputs explain: 1 is all, 0 no more than their mean does. Targets that are all alike have none to explain: 0. Of several outputs the mean."
        }
    },
};
