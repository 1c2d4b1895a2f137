//! The words of header, strip, data panel, menus and dialogs.

use std::str::FromStr as _;

use crate::app::link::Control;
use crate::app::preference::theme::Theme;
use crate::app::setting::{AUTO, Setting, base};
use crate::app::text::number::{Brief, Units};
use crate::engine::config::{Precision, Problem, Rules, Runtime};
use crate::engine::dataset::{Dataset, Splitting};
use crate::engine::loss::Coding;
use crate::engine::regularizer::Regularizer;
use crate::protocol::{Gpu, Speed, Unit};

mod english;
mod korean;

pub use english::ENGLISH;
pub use korean::KOREAN;

/// The words of this area.
#[expect(missing_docs, reason = "each is the word that its name says; the rest say more")]
pub struct Words {
    /// Name of the header's groups, for screen readers.
    pub run: &'static str,
    pub tools: &'static str,
    pub settings: &'static str,
    /// On a phone: the tab of the diagram.
    pub network: &'static str,
    /// Heading of the data panel.
    pub data: &'static str,
    pub play: &'static str,
    pub pause: &'static str,
    pub reset: &'static str,
    pub step: &'static str,
    /// Name of the select box beside the step button, and its entries.
    pub step_unit: &'static str,
    pub unit_epoch: &'static str,
    pub unit_batch: &'static str,
    pub unit_sample: &'static str,
    pub speed: &'static str,
    pub speed_sample: &'static str,
    pub speed_batch: &'static str,
    pub speed_max: &'static str,
    /// What the named speeds do, for their titles.
    pub speed_sample_title: &'static str,
    pub speed_batch_title: &'static str,
    /// The argument is the number.
    pub speed_title: fn(&str) -> String,
    pub speed_max_title: &'static str,
    pub run_to: &'static str,
    pub run_to_go: &'static str,
    /// Below the field, where what was typed is no epoch to run to: it, and the epoch of that moment.
    pub run_to_refused: fn(&str, &str) -> String,
    pub epoch: &'static str,
    /// The same where there is hardly room.
    pub epoch_short: &'static str,
    pub epochs_per_second: &'static str,
    pub samples_per_second: &'static str,
    /// A rate in a few letters.
    pub brief: Brief,
    /// What large numbers beside an axis are told in.
    pub units: Units,
    /// The menu of runtime, rules and running to an epoch.
    pub run_menu: &'static str,
    /// In the place of the epochs a second, while nothing trains.
    pub at_rest: &'static str,
    /// What stands there after training broke.
    pub broke: &'static str,
    /// Before the epochs and samples a second.
    pub rates: &'static str,
    /// The menu of what is needed seldom.
    pub more: &'static str,
    pub present: &'static str,
    pub leave_presentation: &'static str,
    /// The subtitle of a network without hidden layers.
    pub no_hidden: &'static str,
    pub share: &'static str,
    pub copy_link: &'static str,
    pub save_boundary: &'static str,
    pub save_network: &'static str,
    pub save_curves: &'static str,
    pub save_points: &'static str,
    pub copy_points: &'static str,
    /// The dialog in which the network is taken along, and what opens it.
    pub take: &'static str,
    pub take_open: &'static str,
    pub teachers: &'static str,
    /// What the teachers' dialog is for.
    pub teachers_lead: &'static str,
    pub teachers_controls: &'static str,
    pub teachers_features: &'static str,
    pub teachers_text: &'static str,
    pub teachers_link: &'static str,
    pub open_link: &'static str,
    pub copy: &'static str,
    /// On the button once that is done.
    pub copied: &'static str,
    /// A link to the page as it stands.
    pub this_link: &'static str,
    /// Where the browser has not let the page copy.
    pub copy_refused: &'static str,
    /// The way out of such a browser, and of one that is part of an app.
    pub elsewhere: &'static str,
    pub elsewhere_in_app: &'static str,
    /// A picture to save, and what to do where no file came of it.
    pub picture: &'static str,
    pub picture_withheld: &'static str,
    /// The check box that switches single letters on, and what it is for.
    pub letters: &'static str,
    pub letters_lead: &'static str,
    /// When the keys work in a frame.
    pub keys_in_frame: &'static str,
    pub help: &'static str,
    pub keys: &'static str,
    pub close: &'static str,
    pub dismiss: &'static str,
    pub notices: &'static str,
    /// Written on the switch to the other language, in that language.
    pub other_language: &'static str,
    /// What the theme switch is; the argument is the theme in use.
    pub theme: fn(&str) -> String,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub learning_rate: &'static str,
    /// The mark beside the learning rate that opens a hint.
    pub rate_hint: &'static str,
    pub activation: &'static str,
    pub regularization: &'static str,
    pub regularization_rate: &'static str,
    pub problem: &'static str,
    pub classification: &'static str,
    pub regression: &'static str,
    pub none: &'static str,
    pub dataset: &'static str,
    pub circle: &'static str,
    pub xor: &'static str,
    pub gauss: &'static str,
    pub spiral: &'static str,
    pub reg_plane: &'static str,
    pub reg_gauss: &'static str,
    pub blobs: &'static str,
    pub arms: &'static str,
    pub rings: &'static str,
    pub checkerboard: &'static str,
    pub moons: &'static str,
    pub reg_field: &'static str,
    pub heart: &'static str,
    pub sine: &'static str,
    pub curve: &'static str,
    pub initializer: &'static str,
    pub output_layer: &'static str,
    pub output_activation: &'static str,
    pub loss: &'static str,
    pub label_coding: &'static str,
    pub one_hot: &'static str,
    pub optimizer: &'static str,
    pub weight_decay: &'static str,
    pub clipnorm: &'static str,
    pub clipvalue: &'static str,
    pub global_clipnorm: &'static str,
    pub schedule: &'static str,
    pub callbacks: &'static str,
    /// The entry of a select box that leaves the choice open.
    pub automatic: &'static str,
    pub train_percent: &'static str,
    pub noise: &'static str,
    pub first_class: &'static str,
    /// The entry of its select box that leaves the classes as they are drawn.
    pub as_drawn: &'static str,
    pub label_noise: &'static str,
    pub test_shift: &'static str,
    pub split: &'static str,
    pub random: &'static str,
    pub stratified: &'static str,
    /// What opens the settings of the data that are needed seldom.
    pub more_data: &'static str,
    pub batch_size: &'static str,
    pub samples: &'static str,
    pub formulas: &'static str,
    pub seed: &'static str,
    pub data_seed: &'static str,
    pub new_seed: &'static str,
    pub regenerate: &'static str,
    pub layers: &'static str,
    pub test_data: &'static str,
    pub discretize: &'static str,
    pub precision: &'static str,
    pub bits_32: &'static str,
    pub bits_64: &'static str,
    pub rules: &'static str,
    pub modern: &'static str,
    pub playground: &'static str,
    /// What the rules mean, in the chip's card.
    pub modern_means: &'static str,
    pub playground_means: &'static str,
    /// The last entry of a select box of numbers.
    pub other: &'static str,
    /// Name of a field to type into; the argument is the setting.
    pub type_value: fn(&str) -> String,
    /// The mark beside rates whose product is too large.
    pub unstable: fn(&str) -> String,
    pub runtime: &'static str,
    pub trains_on: &'static str,
    pub race: &'static str,
    pub runtime_auto: &'static str,
    pub gpu_asking: &'static str,
    pub gpu_available: &'static str,
    pub gpu_software: &'static str,
    pub gpu_insecure: &'static str,
    pub gpu_no_device: &'static str,
    pub gpu_no_program: &'static str,
    pub gpu_lost: &'static str,
    pub gpu_wrong: &'static str,
    pub gpu_no_api: &'static str,
    pub gpu_no_adapter: &'static str,
    /// Spoken.
    pub playing: &'static str,
    /// Spoken; the epoch.
    pub paused: fn(&str) -> String,
    /// Spoken; the epoch.
    pub stepped: fn(&str) -> String,
    pub was_reset: &'static str,
    /// A change that can be undone: a file was opened.
    pub run_opened: &'static str,
    /// Has a file chosen, of any kind that opens here; the title of the dialog that shows it.
    pub bring: &'static str,
    pub own_table: &'static str,
    pub undo: &'static str,
    pub redo: &'static str,
    /// Spoken; the change.
    pub undone: fn(&str) -> String,
    pub redone: fn(&str) -> String,
    /// What each key does.
    pub key_play: &'static str,
    pub key_step: &'static str,
    pub key_reset: &'static str,
    pub key_discretize: &'static str,
    pub key_test_data: &'static str,
    pub key_language: &'static str,
    pub key_picture: &'static str,
    pub key_undo: &'static str,
    pub key_redo: &'static str,
    pub key_list: &'static str,
    pub key_escape: &'static str,
    /// The names of two keys.
    pub space_bar: &'static str,
    pub escape: &'static str,
}

impl Words {
    /// The name of a setting.
    pub fn setting(&self, setting: Setting) -> &'static str {
        match setting {
            Setting::Problem => self.problem,
            Setting::Dataset | Setting::RegDataset => self.dataset,
            Setting::Curve => self.curve,
            Setting::Samples => self.samples,
            Setting::PercTrainData => self.train_percent,
            Setting::Noise => self.noise,
            Setting::FirstClass => self.first_class,
            Setting::LabelNoise => self.label_noise,
            Setting::TestShift => self.test_shift,
            Setting::Split => self.split,
            Setting::BatchSize => self.batch_size,
            Setting::Formulas => self.formulas,
            Setting::NetworkShape | Setting::Layers => self.layers,
            Setting::Activation => self.activation,
            Setting::Initializer => self.initializer,
            Setting::OutputLayer => self.output_layer,
            Setting::OutputActivation => self.output_activation,
            Setting::Loss => self.loss,
            Setting::LabelCoding => self.label_coding,
            Setting::Regularization => self.regularization,
            Setting::RegularizationRate => self.regularization_rate,
            Setting::Optimizer => self.optimizer,
            Setting::WeightDecay => self.weight_decay,
            Setting::Clipnorm => self.clipnorm,
            Setting::Clipvalue => self.clipvalue,
            Setting::GlobalClipnorm => self.global_clipnorm,
            Setting::LearningRate => self.learning_rate,
            Setting::Schedule => self.schedule,
            Setting::Callbacks => self.callbacks,
            Setting::Seed => self.seed,
            Setting::DataSeed => self.data_seed,
            Setting::Rules => self.rules,
            Setting::Precision => self.precision,
            Setting::Runtime => self.runtime,
        }
    }

    /// What a select box shows for a value; numbers stand for themselves.
    pub fn option(&self, setting: Setting, value: &str) -> String {
        if value == AUTO {
            return self.automatic.to_owned();
        }
        if setting == Setting::FirstClass {
            return format!("{value} %");
        }
        let known = match setting {
            Setting::Problem => Problem::from_str(value).ok().map(|problem| self.of(problem)),
            Setting::Dataset | Setting::RegDataset => {
                Dataset::from_str(base(value)).ok().map(|dataset| self.dataset(dataset))
            }
            Setting::LabelCoding => Coding::from_str(value).ok().map(|coding| self.coding(coding)),
            Setting::Activation
            | Setting::Initializer
            | Setting::OutputActivation
            | Setting::Loss
            | Setting::Optimizer
            | Setting::Schedule
            | Setting::Layers
            | Setting::OutputLayer
            | Setting::Callbacks => setting.about(base(value)).map(|about| about.label),
            Setting::Regularization => {
                Regularizer::from_str(value).ok().map(|regularizer| match regularizer {
                    Regularizer::None => self.none,
                    Regularizer::L1 => "L1",
                    Regularizer::L2 => "L2",
                })
            }
            Setting::Split => Splitting::from_str(value).ok().map(|split| match split {
                Splitting::Random => self.random,
                Splitting::Stratified => self.stratified,
            }),
            Setting::Rules => Rules::from_str(value).ok().map(|rules| self.rules(rules)),
            Setting::Runtime => {
                Runtime::from_str(value).ok().map(|runtime| self.runtime_name(runtime))
            }
            Setting::Precision => {
                Precision::from_str(value).ok().map(|precision| self.precision(precision))
            }
            Setting::Curve
            | Setting::Samples
            | Setting::PercTrainData
            | Setting::Noise
            | Setting::FirstClass
            | Setting::LabelNoise
            | Setting::TestShift
            | Setting::BatchSize
            | Setting::Formulas
            | Setting::NetworkShape
            | Setting::RegularizationRate
            | Setting::WeightDecay
            | Setting::Clipnorm
            | Setting::Clipvalue
            | Setting::GlobalClipnorm
            | Setting::LearningRate
            | Setting::Seed
            | Setting::DataSeed => None,
        };
        known.unwrap_or(value).to_owned()
    }

    /// The numbers that stand for classes.
    pub fn coding(&self, coding: Coding) -> &'static str {
        match coding {
            Coding::Signed => "−1, +1",
            Coding::Binary => "0, 1",
            Coding::OneHot => self.one_hot,
        }
    }

    fn of(&self, problem: Problem) -> &'static str {
        match problem {
            Problem::Classification => self.classification,
            Problem::Regression => self.regression,
        }
    }

    /// The name of a data set.
    pub fn dataset(&self, dataset: Dataset) -> &'static str {
        match dataset {
            Dataset::Circle => self.circle,
            Dataset::Xor => self.xor,
            Dataset::Gauss => self.gauss,
            Dataset::Spiral => self.spiral,
            Dataset::RegPlane => self.reg_plane,
            Dataset::RegGauss => self.reg_gauss,
            Dataset::Blobs => self.blobs,
            Dataset::Arms => self.arms,
            Dataset::Rings => self.rings,
            Dataset::Checkerboard => self.checkerboard,
            Dataset::Moons => self.moons,
            Dataset::RegField => self.reg_field,
            Dataset::Heart => self.heart,
            Dataset::Sine => self.sine,
            Dataset::Curve => self.curve,
        }
    }

    /// The name of the rules.
    pub fn rules(&self, rules: Rules) -> &'static str {
        match rules {
            Rules::Modern => self.modern,
            Rules::Playground => self.playground,
        }
    }

    /// The name of a precision.
    pub fn precision(&self, precision: Precision) -> &'static str {
        match precision {
            Precision::Bits32 => self.bits_32,
            Precision::Bits64 => self.bits_64,
        }
    }

    /// The name of a runtime.
    pub fn runtime_name(&self, runtime: Runtime) -> &'static str {
        match runtime {
            Runtime::Auto => self.runtime_auto,
            Runtime::Cpu => "CPU",
            Runtime::Gpu => "GPU (WebGPU)",
        }
    }

    /// What one step is.
    pub fn unit(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Epoch => self.unit_epoch,
            Unit::Batch => self.unit_batch,
            Unit::Sample => self.unit_sample,
        }
    }

    /// The label of a speed.
    pub fn speed(&self, speed: Speed) -> &'static str {
        match speed {
            Speed::Sample => self.speed_sample,
            Speed::Batch => self.speed_batch,
            Speed::One => "1",
            Speed::Ten => "10",
            Speed::Sixty => "60",
            Speed::Max => self.speed_max,
        }
    }

    /// What a speed does.
    pub fn speed_title(&self, speed: Speed) -> String {
        match speed {
            Speed::Sample => self.speed_sample_title.to_owned(),
            Speed::Batch => self.speed_batch_title.to_owned(),
            Speed::One | Speed::Ten | Speed::Sixty => (self.speed_title)(self.speed(speed)),
            Speed::Max => self.speed_max_title.to_owned(),
        }
    }

    /// The name of a theme.
    pub fn theme_name(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => self.theme_system,
            Theme::Light => self.theme_light,
            Theme::Dark => self.theme_dark,
        }
    }

    /// What the browser says of WebGPU.
    pub fn gpu(&self, gpu: Option<&Gpu>) -> String {
        match gpu {
            None => self.gpu_asking.to_owned(),
            Some(Gpu::Available { name, software }) => {
                let kind = if *software { self.gpu_software } else { self.gpu_available };
                if name.is_empty() { kind.to_owned() } else { format!("{kind} ({name})") }
            }
            Some(Gpu::NoApi) => self.gpu_no_api.to_owned(),
            Some(Gpu::Insecure) => self.gpu_insecure.to_owned(),
            Some(Gpu::NoAdapter) => self.gpu_no_adapter.to_owned(),
            Some(Gpu::NoDevice { detail }) => format!("{} ({detail})", self.gpu_no_device),
            Some(Gpu::NoProgram) => self.gpu_no_program.to_owned(),
            Some(Gpu::Lost { detail, .. }) => format!("{} ({detail})", self.gpu_lost),
            Some(Gpu::Wrong { difference, .. }) => {
                format!("{} ({})", self.gpu_wrong, difference.name)
            }
        }
    }

    /// The name of a control that a link can hide.
    pub fn control(&self, control: Control) -> &'static str {
        match control {
            Control::ShowTestData => self.test_data,
            Control::Discretize => self.discretize,
            Control::PlayButton => self.play,
            Control::StepButton => self.step,
            Control::ResetButton => self.reset,
            Control::LearningRate => self.learning_rate,
            Control::Activation => self.activation,
            Control::Regularization => self.regularization,
            Control::RegularizationRate => self.regularization_rate,
            Control::Problem => self.problem,
            Control::Dataset => self.dataset,
            Control::PercTrainData => self.train_percent,
            Control::Noise => self.noise,
            Control::BatchSize => self.batch_size,
            Control::NumHiddenLayers => self.layers,
            Control::FirstClass => self.first_class,
            Control::LabelNoise => self.label_noise,
            Control::TestShift => self.test_shift,
            Control::Split => self.split,
            Control::Formulas => self.formulas,
            Control::Curve => self.curve,
        }
    }
}
