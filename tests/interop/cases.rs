//! The networks that are written: every layer, activation, output, feature and kind of column is in one at
//! least, and the rest is drawn.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::{Kind as _, Tuned};
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::engine::trainer::{Means, Tables, Trainer};
use neural_playground::formats::Trained;
use rand::RngExt as _;
use serde_json::{Value, json};
use strum::VariantArray as _;

use crate::drawn::any_config;

/// A network that has been trained a little.
pub struct Case {
    /// What it is called, a folder's name.
    pub name: String,
    /// As formats get it.
    pub trained: Trained,
    /// Some rows, `[rows, columns]`.
    pub rows: Vec<Vec<f64>>,
    /// What the network answers to them at 64 bits, `[rows, outputs]`.
    pub outputs: Vec<f64>,
    // What goes on with the run.
    config: Config,
    tables: Tables,
}

impl Case {
    /// A config's, after so many epochs.
    pub fn of(name: &str, config: &Config, table: Option<Table>, epochs: usize) -> Self {
        let tables = Tables::default();
        let mut config = config.clone();
        if let Some(table) = table {
            config.own = Some(table.brief());
            tables.put(table);
        }
        config.batch_size = config.batch_size.min(config.train_count());
        let means = Means { tables: tables.clone(), ..Means::from(on_cpu()) };
        let mut trainer = Trainer::on(&config, means).unwrap();
        for _ in 0..epochs {
            trainer.finish_epoch();
        }
        let trained = Trained::of(&config, &tables, trainer.progress()).unwrap();
        let all = trained.data.train.rows().chain(trained.data.test.rows());
        let rows: Vec<_> = all.map(|row| row.values.to_vec()).take(40).collect();
        let outputs = trained.predict(&rows);
        assert!(outputs.iter().all(|value| value.is_finite()), "{name}");
        Self { name: name.to_owned(), trained, rows, outputs, config, tables }
    }

    /// The network as it is before it has been trained.
    pub fn fresh(&self) -> Trained {
        let means = Means { tables: self.tables.clone(), ..Means::from(on_cpu()) };
        let mut trainer = Trainer::on(&self.config, means).unwrap();
        Trained::of(&self.config, &self.tables, trainer.progress()).unwrap()
    }

    /// The run, to go on with.
    pub fn trainer(&self) -> Trainer {
        let means = Means { tables: self.tables.clone(), ..Means::from(on_cpu()) };
        let mut trainer = Trainer::on(&self.config, means).unwrap();
        trainer.restore(&self.trained.progress).unwrap();
        trainer
    }

    /// Rows and answers for a script: `rows` `[rows, columns]`, `outputs` `[rows, outputs]`, and whether
    /// the network has 64 bits.
    pub fn json(&self) -> Value {
        let width = self.trained.target.outputs;
        let outputs: Vec<_> = self.outputs.chunks(width).collect();
        let wide = self.config.precision == Precision::Bits64;
        json!({ "rows": self.rows, "outputs": outputs, "wide": wide })
    }
}

/// A table of numbers and categories, and three classes or a number to tell.
pub fn table(classes: bool) -> Table {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let columns = vec![
        Column::number("body mass (g)"),
        Column::category("island", names(&["Biscoe", "Dream", "\"quoted\""])),
        Column::number("bill; length"),
        Column::number("constant"),
    ];
    let goal = match classes {
        true => Goal::Classes(names(&["Adélie", "젠투", "<b>"])),
        false => Goal::Numbers(names(&["price"])),
    };
    let mut table = Table::new(columns, goal);
    let mut draw = SeedRandom::from_text("table");
    for row in 0..90 {
        let class = row % 3;
        let island = draw.random_range(0..3_usize);
        let mut about = |middle: f64| middle * (1.0 + 0.2 * (draw.random::<f64>() - 0.5));
        let (mass, bill) = (about(3700.0 + 600.0 * class as f64), about(40.0 + 5.0 * class as f64));
        let told = if classes { class as f64 } else { mass / bill };
        table.push(&[mass, island as f64, bill, 7.0], &[told]);
    }
    table
}

/// Report B31's network, whose weights a user has typed back: 2 inputs, 3 sigmoid units and a sigmoid
/// output. Its rows are the corners of the unit square, its answers [`B31_ANSWERS`].
pub fn b31() -> Case {
    let sigmoid = Some(Activation::Sigmoid.into());
    let mut config = small(vec![Layer::dense(0, 3)]);
    config.activation = Activation::Sigmoid.into();
    config.output.activation = sigmoid;
    let mut case = Case::of("b31", &config, None, 0);
    // Per layer the biases and then the kernel, `[units, inputs]`.
    let weights = [
        [5.219508124805883, 2.0856377515985987, -0.6705773932893153].as_slice(),
        &[-3.594487237455296, -3.5995564144376537],
        &[-5.735954921370731, -5.8343520918041145],
        &[-0.959203897155529, -1.0322345440841676],
        &[-3.251_966_915_113_39],
        &[7.143018785739898, -7.763584975007569, 0.7122170310638396],
    ];
    let mut trainer = case.trainer();
    for (at, &value) in weights.concat().iter().enumerate() {
        trainer.set_weight(at, value).unwrap();
    }
    case.trained = Trained::of(&config, &case.tables, trainer.progress()).unwrap();
    case.rows = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(|row| row.to_vec()).to_vec();
    case.outputs = case.trained.predict(&case.rows);
    for (found, expected) in case.outputs.iter().zip(B31_ANSWERS) {
        assert!((found - expected).abs() <= 5e-7, "{found} {expected}");
    }
    case
}

/// A table whose names are anything but names in other languages. Not in [`all`].
pub fn odd_names() -> Case {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    let columns = vec![
        Column::number("*/ \n\"\"\" ''' # // \\"),
        Column::category("\u{2028}\u{202e}", names(&["??/", "\r\n", "\\", "</math>"])),
        Column::number("\u{feff}\u{0}"),
        Column::number("\u{85}$name]]>"),
    ];
    let mut table = Table::new(columns, Goal::Classes(names(&["<b>", "&amp;\n", "*/"])));
    for row in 0..30 {
        let row = f64::from(row);
        table.push(&[row, row % 4.0, (row * 7.0) % 5.0, row / 3.0], &[row % 3.0]);
    }
    let config = Config { scaling: Scaling::Standardize, ..small(Layer::stack(&[3])) };
    Case::of("odd-names", &config, Some(table), 1)
}

/// A network that sees nothing: it is its biases, behind an activation of nothing. Not in [`all`].
pub fn no_inputs() -> Case {
    let layers = vec![Layer::new(0, LayerKind::Activation), Layer::dense(1, 3)];
    let config = Config { features: Features::empty(), ..small(layers) };
    Case::of("no-inputs", &config, None, 2)
}

/// What the formula itself gives for report B31's weights, to six digits. The answers that the report has
/// beside them are 2.6 to 4.2 millionths above.
const B31_ANSWERS: [f64; 4] = [0.056674, 0.933521, 0.933144, 0.088239];

fn small(layers: Vec<Layer>) -> Config {
    let precision = Precision::Bits64;
    Config { layers, precision, samples: Some(60), ..Config::default() }
}

/// Every case: some fifty.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |name: String, config: &Config, table| {
        cases.push(Case::of(&name, config, table, 3));
    };
    let layers = || Layer::stack(&[4, 3]);
    for &activation in Activation::VARIANTS {
        let name: &str = activation.into();
        let config = Config { activation: activation.into(), ..small(layers()) };
        add(format!("activation-{name}"), &config, None);
    }
    for &kind in LayerKind::all() {
        let name: &str = kind.into();
        let mut own = Layer::new(7, kind);
        if kind == LayerKind::Activation {
            own.activation = Some(Activation::Silu.into());
        }
        let stack = layers();
        let [first, last] = [stack[0], stack[1]];
        let config = small(vec![first, own, last, Layer::new(8, kind)]);
        let config = match kind {
            // Around a layer of the same width.
            LayerKind::Add => small(vec![Layer::dense(0, 4), Layer::dense(1, 4), own]),
            _ => config,
        };
        add(format!("layer-{name}"), &config, None);
    }
    for &loss in Loss::VARIANTS {
        let name: &str = loss.into();
        add(format!("loss-{name}"), &Config { loss: Some(loss.into()), ..small(layers()) }, None);
    }
    for &optimizer in Optimizer::VARIANTS {
        let name: &str = optimizer.into();
        let config = Config { optimizer: optimizer.into(), ..small(layers()) };
        add(format!("optimizer-{name}"), &config, None);
    }
    let every = Feature::VARIANTS.iter().fold(Features::empty(), |set, &one| set.with(one, true));
    let formulas = ["sin(3*x1)*x2", "sqrt(x1)-ln(x2)/x1", "max(x1^2,-x2,0.5)+tan(x1)"];
    let formulas = formulas.map(str::to_owned).to_vec();
    add("features".to_owned(), &Config { features: every, ..small(layers()) }, None);
    add("formulas".to_owned(), &Config { formulas, ..small(layers()) }, None);
    let blobs = Tuned::new(Dataset::Blobs);
    let bits32 = Config { precision: Precision::Bits32, ..small(layers()) };
    add("bits-32".to_owned(), &Config { dataset: blobs, ..bits32.clone() }, None);
    add("classes".to_owned(), &Config { dataset: blobs, ..small(layers()) }, None);
    let problem = Problem::Regression;
    for &reg_dataset in Dataset::VARIANTS {
        if reg_dataset.problem() == problem {
            let name: &str = reg_dataset.into();
            let config = Config { problem, reg_dataset: reg_dataset.into(), ..small(layers()) };
            add(format!("regression-{name}"), &config, None);
        }
    }
    let mut frozen = layers();
    frozen[0].kind = frozen[0].kind.with("trainable", 0.0).with("use_bias", 0.0);
    add("frozen".to_owned(), &small(frozen), None);
    let regularizer = Regularizer::L1;
    let pruned = Config {
        regularizer,
        regularization_rate: 0.1,
        rules: Rules::Playground,
        ..small(layers())
    };
    add("pruned".to_owned(), &pruned, None);
    add("no-hidden".to_owned(), &small(Vec::new()), None);
    for &scaling in Scaling::VARIANTS {
        let name: &str = scaling.into();
        let config = Config { scaling, ..small(layers()) };
        // As they are, masses of thousands are too much for a first step.
        let learning_rate = if scaling == Scaling::None { 1e-9 } else { 0.03 };
        let config = Config { learning_rate, ..config };
        add(format!("table-{name}"), &config, Some(table(true)));
    }
    let scaling = Scaling::Standardize;
    let formulas = vec!["\"bill; length\"/100".to_owned()];
    let numbers = Config { scaling, problem, formulas, ..small(layers()) };
    add("table-numbers".to_owned(), &numbers, Some(table(false)));
    for at in 0..6 {
        let mut stream = SeedRandom::from_text(&format!("interop {at}"));
        let precision = Precision::VARIANTS[at % 2];
        add(format!("drawn-{at}"), &any_config(&mut stream, precision), None);
    }
    cases.push(b31());
    cases
}
