//! Any text opens something, and any choices come back.

use super::*;

/// Keys that mean something, and values that nearly do.
fn nearly_a_link() -> impl Strategy<Value = String> {
    let mut keys: Vec<String> = Setting::VARIANTS.iter().map(|s| s.key().to_owned()).collect();
    keys.extend(Feature::VARIANTS.iter().map(|&f| <&str>::from(f).to_owned()));
    keys.extend(Control::VARIANTS.iter().map(|&c| format!("{}_hide", <&str>::from(c))));
    for key in [
        "showTestData",
        "discretize",
        "initZero",
        "hideText",
        "cosX",
        "collectStats",
        "tutorial",
        "lang",
        "theme",
        "speed",
        "x_hide",
        "cosY_hide",
        "other",
    ] {
        keys.push(key.to_owned());
    }
    let known: Vec<String> = Setting::VARIANTS
        .iter()
        .flat_map(|setting| setting.options(&Config::default()))
        .chain(Setting::VARIANTS.iter().flat_map(|setting| {
            let knobs = |name| setting.knobs(name).iter().map(move |knob| (name, knob.name));
            let calls = setting.names().into_iter().flat_map(knobs);
            calls.map(|(name, knob)| format!("{name}({knob}:0.5)")).collect::<Vec<_>>()
        }))
        .chain(
            [
                "true",
                "false",
                "ko",
                "dark",
                "max",
                "4,2",
                "8,8,300",
                "",
                " ",
                "-1",
                "1e999",
                "dense(units:3),add",
                "dense,dropout(rate:0.5),batch_normalization",
                "adam(beta_1",
            ]
            .map(str::to_owned),
        )
        .collect();
    let value = prop_oneof![
        proptest::sample::select(known),
        "[0-9.,e+-]{0,12}",
        "[%#&= a-zA-Z0-9]{0,12}",
        "(dense|add|dropout|activation)[(](units|rate|layers|activation):[a-z0-9.(]{0,6}[)]{0,2}",
        any::<String>(),
    ];
    let entry =
        (proptest::sample::select(keys), value).prop_map(|(key, value)| format!("{key}={value}"));
    proptest::collection::vec(entry, 0..12).prop_map(|entries| entries.join("&"))
}

/// Any kind with any values of its knobs.
fn tuned<K: kind::Kind + Send + Sync>() -> impl Strategy<Value = Tuned<K>> {
    let kind = proptest::sample::select(K::all());
    (kind, proptest::collection::vec(0.0..1.0_f64, kind::MOST_KNOBS), any::<u8>()).prop_map(
        |(kind, shares, moved)| {
            let mut tuned = Tuned::new(kind);
            for (at, knob) in kind.knobs().iter().enumerate() {
                let (low, high) = (*knob.range.start(), *knob.range.end());
                if moved >> at & 1 == 1 {
                    tuned.set(knob.name, low + (high - low) * shares[at]);
                }
            }
            tuned
        },
    )
}

/// A layer of a kind with any parts that its kind has.
fn layer(kind: impl Strategy<Value = Tuned<LayerKind>>) -> impl Strategy<Value = Layer> {
    let parts = (
        proptest::option::of(tuned::<Activation>()),
        proptest::option::of(tuned::<Initializer>()),
        tuned::<LayerRegularizer>(),
        tuned::<LayerRegularizer>(),
    );
    (kind, parts).prop_map(|(kind, (activation, initializer, kernel, bias))| {
        let plain = Layer::new(0, kind);
        match kind.kind() {
            LayerKind::Dense => Layer {
                activation,
                initializer,
                kernel_regularizer: kernel,
                bias_regularizer: bias,
                ..plain
            },
            LayerKind::Activation => Layer { activation, ..plain },
            LayerKind::Dropout
            | LayerKind::GaussianNoise
            | LayerKind::BatchNormalization
            | LayerKind::LayerNormalization
            | LayerKind::RmsNormalization
            | LayerKind::Add => plain,
        }
    })
}

/// A config whose choices are any, tuned anyhow.
fn any_choices() -> impl Strategy<Value = Config> {
    let data = (any::<bool>(), tuned::<Dataset>(), 1_usize..50);
    let output_kind = any::<[bool; 2]>().prop_map(|[use_bias, trainable]| {
        let switch = |on: bool| f64::from(u8::from(on));
        Tuned::new(LayerKind::Dense)
            .with("use_bias", switch(use_bias))
            .with("trainable", switch(trainable))
    });
    let network = (
        proptest::collection::vec(layer(tuned()), 0..9),
        tuned::<Activation>(),
        tuned::<Initializer>(),
        layer(output_kind),
    );
    let goal = (
        proptest::option::of(tuned::<Loss>()),
        proptest::option::of(proptest::sample::select(Coding::VARIANTS)),
    );
    let training = (
        tuned::<Optimizer>(),
        proptest::array::uniform4(prop_oneof![Just(0.0), 0.0..1.0]),
        tuned::<Schedule>(),
        proptest::collection::vec(tuned::<Callback>(), 0..4),
    );
    (data, network, goal, training).prop_map(|(data, network, goal, training)| {
        let (regression, dataset, batch_size) = data;
        let (layers, activation, initializer, output) = network;
        let (loss, coding) = goal;
        let (optimizer, [weight_decay, clipnorm, clipvalue, global_clipnorm], schedule, calls) =
            training;
        let mut config = Config {
            problem: if regression { Problem::Regression } else { Problem::Classification },
            batch_size,
            activation,
            initializer,
            output,
            loss,
            coding,
            optimizer,
            extras: Extras { weight_decay, clipnorm, clipvalue, global_clipnorm },
            schedule,
            ..Config::default()
        };
        match dataset.kind().problem() {
            Problem::Classification => config.dataset = dataset,
            Problem::Regression => config.reg_dataset = dataset,
        }
        let list = |calls: Vec<String>| calls.join(",");
        let layers = list(layers.iter().map(Layer::to_string).collect());
        Setting::Layers.apply(&mut config, &layers);
        Setting::Callbacks.apply(&mut config, &list(calls.iter().map(Tuned::to_string).collect()));
        setting::settle(&mut config, &Config::default());
        for (id, layer) in (0..).zip(&mut config.layers) {
            layer.id = id;
        }
        config
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_choices_come_back_from_the_link(config in any_choices(), playground in any::<bool>()) {
        let mut config = config;
        if playground {
            setting::set_rules(&mut config, Rules::Playground);
        }
        let link = Link { config, view: View::default() };
        let hash = link::write(&link);
        let opened = check_stable(&hash);
        prop_assert_eq!(opened.link, link, "{}", hash);
        prop_assert!(!opened.notices.iter().any(is_correction), "{hash}: {:?}", opened.notices);
    }

    #[test]
    fn no_text_whatever_upsets_the_link(hash in any::<String>()) {
        check_stable(&hash);
    }

    #[test]
    fn no_text_of_the_links_own_signs_upsets_it(hash in "[#&=%,.x0-9a-f+_ -]{0,60}") {
        check_stable(&hash);
    }

    #[test]
    fn no_nearly_right_link_upsets_it(hash in nearly_a_link()) {
        check_stable(&hash);
    }
}
