//! Values that are calls, layers, and what they carry with them.

use super::*;

/// A hash and what its layers, calls and numbers come to, as text.
fn check_text(hash: &str, setting: Setting, text: &str, said: usize) {
    let opened = check_stable(hash);
    assert_eq!(setting.get(&opened.link.config), text, "{hash}");
    let corrections = opened.notices.iter().filter(|notice| is_correction(notice)).count();
    assert_eq!(corrections, said, "{hash}: {:?}", opened.notices);
}

#[test]
fn a_call_is_read_with_its_knobs() {
    for (hash, setting, text, said) in [
        ("optimizer=adam", Setting::Optimizer, "adam", 0),
        (
            "optimizer=adam(beta_1:0.8,amsgrad:1)",
            Setting::Optimizer,
            "adam(beta_1:0.8,amsgrad:1)",
            0,
        ),
        ("optimizer=adam(beta_1%3D0.8)", Setting::Optimizer, "adam(beta_1:0.8)", 0),
        ("optimizer=%20adam%20(%20beta_1:0.8%20)", Setting::Optimizer, "adam(beta_1:0.8)", 1),
        ("optimizer=adam(beta_1:0.9)", Setting::Optimizer, "adam", 0),
        ("optimizer=adam(beta_1:2)", Setting::Optimizer, "adam(beta_1:0.999)", 1),
        ("optimizer=adam(beta_1:abc)", Setting::Optimizer, "adam", 1),
        ("optimizer=adam(gamma:1)", Setting::Optimizer, "adam", 1),
        ("optimizer=adagrad(", Setting::Optimizer, "adagrad", 0),
        (
            "schedule=cosine_decay(decay_steps:200.5)",
            Setting::Schedule,
            "cosine_decay(decay_steps:201)",
            1,
        ),
        ("loss=huber(delta:0.5)", Setting::Loss, "huber(delta:0.5)", 0),
        ("loss=auto", Setting::Loss, "auto", 0),
        (
            "outputLayer=dense(use_bias:0,kernel_regularizer:l2(l2:0.5))",
            Setting::OutputLayer,
            "dense(use_bias:0,kernel_regularizer:l2(l2:0.5))",
            0,
        ),
        ("outputLayer=dense(units:3,trainable:0)", Setting::OutputLayer, "dense(trainable:0)", 1),
        ("outputLayer=dense(activation:gelu)", Setting::OutputActivation, "gelu", 0),
        ("outputLayer=dropout", Setting::OutputLayer, "dense", 1),
        ("outputActivation=softmax", Setting::OutputActivation, "softmax", 0),
        ("labelCoding=binary", Setting::LabelCoding, "binary", 0),
        ("weightDecay=0.01", Setting::WeightDecay, "0.01", 0),
        ("weightDecay=-1", Setting::WeightDecay, "0", 1),
        ("clipnorm=5000", Setting::Clipnorm, "1000", 1),
        (
            "activation=leaky_relu(negative_slope:0.3)&rules=modern",
            Setting::Activation,
            "leaky_relu(negative_slope:0.3)",
            0,
        ),
        (
            "dataset=arms(classes:5,turns:1.5)&rules=modern",
            Setting::Dataset,
            "arms(classes:5,turns:1.5)",
            0,
        ),
        ("dataset=arms(classes:99)&rules=modern", Setting::Dataset, "arms(classes:8)", 1),
        ("dataset=reg-field&rules=modern", Setting::Dataset, "circle", 1),
        (
            "callbacks=stop_at_loss,early_stopping(patience:3)",
            Setting::Callbacks,
            "early_stopping(patience:3),stop_at_loss",
            0,
        ),
        (
            "callbacks=early_stopping,early_stopping(patience:3)",
            Setting::Callbacks,
            "early_stopping(patience:3)",
            0,
        ),
        (
            "callbacks=early_stopping(patience:-3),checkpoint",
            Setting::Callbacks,
            "early_stopping(patience:0)",
            2,
        ),
    ] {
        check_text(hash, setting, text, said);
    }
}

#[test]
fn of_the_clippings_the_last_that_the_link_names_stays() {
    let dropped = |dropped, value: &str, kept| Notice::ClippingDropped {
        dropped: Setting::key(dropped),
        value: value.to_owned(),
        kept: Setting::key(kept),
    };
    use Setting::{Clipnorm, Clipvalue, GlobalClipnorm};
    for (hash, extras, said) in [
        ("clipnorm=1", [1.0, 0.0, 0.0], vec![]),
        (
            "clipnorm=1&globalClipnorm=0.5",
            [0.0, 0.0, 0.5],
            vec![dropped(Clipnorm, "1", GlobalClipnorm)],
        ),
        (
            "globalClipnorm=0.5&clipnorm=1",
            [1.0, 0.0, 0.0],
            vec![dropped(GlobalClipnorm, "0.5", Clipnorm)],
        ),
        // The last of two equal keys counts, and its place is where it stands last.
        (
            "clipnorm=2&clipvalue=3&clipnorm=1",
            [1.0, 0.0, 0.0],
            vec![dropped(Clipvalue, "3", Clipnorm)],
        ),
        (
            "clipvalue=1&clipnorm=2&globalClipnorm=3",
            [0.0, 0.0, 3.0],
            vec![dropped(Clipvalue, "1", Clipnorm), dropped(Clipnorm, "2", GlobalClipnorm)],
        ),
        // One that is off drops none.
        ("clipnorm=1&globalClipnorm=0", [1.0, 0.0, 0.0], vec![]),
    ] {
        let opened = check_stable(hash);
        let Extras { clipnorm, clipvalue, global_clipnorm, .. } = opened.link.config.extras;
        assert_eq!([clipnorm, clipvalue, global_clipnorm], extras, "{hash}");
        assert_eq!(opened.notices, said, "{hash}");
    }
}

#[test]
fn layers_are_read_and_win_over_the_shape() {
    let rich = "dense(units:6,activation:gelu),batch_normalization,dropout(rate:0.2)";
    for (hash, text, said) in [
        (format!("layers={rich}"), rich, 0),
        (format!("networkShape=3,3&layers={rich}&rules=modern"), rich, 0),
        (format!("layers={rich}&networkShape=3,3&rules=modern"), rich, 0),
        ("layers=dense(units:5),add".to_owned(), "dense(units:5)", 1),
        (
            "layers=dense(units:5),dense(units:5),add".to_owned(),
            "dense(units:5),dense(units:5),add",
            0,
        ),
        ("layers=dense(units:2),add".to_owned(), "dense(units:2),add", 0),
        // Without its own shortcut a later one may fit.
        (
            "layers=dense(units:5),add(layers:3),dense(units:5),add".to_owned(),
            "dense(units:5),dense(units:5),add",
            1,
        ),
        ("layers=dense,flatten,conv2d(3),dropout".to_owned(), "dense,dropout", 2),
        ("layers=flatten".to_owned(), "dense,dense(units:2)", 1),
        ("layers=dense(units:900)".to_owned(), "dense(units:256)", 1),
        ("layers=dense(units:3,colour:2)".to_owned(), "dense(units:3)", 1),
        ("layers=dropout".to_owned(), "dropout", 0),
    ] {
        check_text(&hash, Setting::Layers, text, said);
    }
    for (kind, most) in [("dense", limits::HIDDEN_LAYERS), ("dropout", limits::LAYERS)] {
        let opened = check_stable(&format!("layers={}", vec![kind; 100].join(",")));
        assert_eq!(opened.link.config.layers.len(), *most.end());
        let cut = Notice::LayerDropped { layer: kind.to_owned(), reason: Dropped::TooMany };
        assert!(opened.notices.contains(&cut), "{:?}", opened.notices);
    }
    let unknown = Notice::LayerDropped { layer: "lstm(4)".to_owned(), reason: Dropped::Unknown };
    assert!(check_stable("layers=dense,lstm(4)").notices.contains(&unknown));
}

#[test]
fn a_hidden_feature_can_take_a_shortcut_away() {
    let kept = check_stable("layers=dense(units:2),add&rules=modern");
    assert_eq!(kept.notices, []);
    let opened = check_stable("layers=dense(units:2),add&sinX=true&rules=modern");
    assert_eq!(opened.link.config.hidden(), [2]);
    let gone = Notice::LayerDropped { layer: "add".to_owned(), reason: Dropped::Residual };
    assert_eq!(opened.notices, [gone]);
}

#[test]
fn what_does_not_fit_is_said_and_opens() {
    for (hash, reason) in [
        ("loss=hinge&outputActivation=softmax", Misfit::OneSided),
        ("loss=binary_crossentropy&outputActivation=tanh", Misfit::NoProbability),
        ("loss=binary_crossentropy&problem=regression&rules=modern", Misfit::NoClasses),
        ("outputActivation=sigmoid", Misfit::OutOfReach),
    ] {
        assert_eq!(check_stable(hash).notices, [Notice::LossMisfit { reason }], "{hash}");
    }
    for hash in ["loss=hinge", "loss=binary_crossentropy", "dataset=blobs&rules=modern"] {
        assert_eq!(check_stable(hash).notices, [], "{hash}");
    }
    let alone = check_stable("layers=dense,batch_normalization&batchSize=1&rules=modern");
    assert_eq!(alone.notices, [Notice::BatchOfOne]);
}

#[test]
fn richer_settings_are_written_with_keys_of_their_own() {
    let written = |change: fn(&mut Config)| {
        let mut link = Link::default();
        change(&mut link.config);
        assert_eq!(link::parse(&link::write(&link)).link, link);
        link::write(&link)
    };
    assert_eq!(
        written(|config| config.optimizer = Tuned::new(Optimizer::Adam).with("beta_1", 0.8)),
        "optimizer=adam(beta_1:0.8)"
    );
    assert_eq!(
        written(|config| config.layers[1].activation = Some(Activation::Gelu.into())),
        "layers=dense,dense(units:2,activation:gelu)"
    );
    assert_eq!(
        written(|config| {
            config.set_hidden(&[3, 3]);
            config.layers.push(Layer::new(9, LayerKind::Add));
            config.layers[2].id = 2;
        }),
        "networkShape=3,3&layers=dense(units:3),dense(units:3),add&rules=modern"
    );
    assert_eq!(
        written(|config| {
            config.loss = Some(Loss::Hinge.into());
            config.coding = Some(Coding::Signed);
            config.callbacks = vec![Callback::EarlyStopping.into()];
            config.extras.clipnorm = 1.0;
        }),
        "loss=hinge&labelCoding=signed&clipnorm=1&callbacks=early_stopping"
    );
}

#[test]
fn what_the_playground_lacks_beside_its_keys_is_modern() {
    for setting in Setting::VARIANTS {
        let beyond = setting.names().into_iter().filter(|name| {
            let mut config = Config::default();
            setting.apply(&mut config, name);
            setting::settle(&mut config, &Config::default());
            config.beyond_playground()
        });
        for name in beyond {
            let hash = format!("learningRate=0.03&{}={name}", setting.key());
            let opened = check_stable(&hash);
            assert_eq!(opened.link.config.rules, Rules::Modern, "{hash}");
            // Whoever opens it has asked for that.
            assert!(!opened.notices.contains(&Notice::ModernRules), "{hash}");
        }
    }
}

#[test]
fn a_precision_that_the_link_names_stays_when_a_setting_brings_modern_rules() {
    for (hash, precision) in [
        ("learningRate=0.1&precision=64&optimizer=adam", Precision::Bits64),
        ("optimizer=adam&precision=64&seed=1", Precision::Bits64),
        ("x=true&precision=64&samples=100", Precision::Bits64),
        ("x=true&precision=32&samples=100", Precision::Bits32),
        ("x=true&precision=63&samples=100", Precision::Bits32),
        ("x=true&samples=100", Precision::Bits32),
    ] {
        let opened = check_stable(hash);
        let Config { rules, precision: found, .. } = opened.link.config;
        assert_eq!((rules, found), (Rules::Modern, precision), "{hash}");
    }
}
