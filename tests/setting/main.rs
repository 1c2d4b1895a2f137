//! The settings: options, sliders, typed values, what a change carries with it, and their words.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod notices;

use neural_playground::app::hint::{FarBelow, Hint, StopsFirst};
use neural_playground::app::link;
use neural_playground::app::notice::{Dropped, Notice};
use neural_playground::app::setting::{self, Kind, Setting};
use neural_playground::app::text::{Language, notice as words};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, Precision, Problem, Rules, limits};
use neural_playground::engine::feature::Features;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::{Coding, Loss, Misfit};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::schedule::Schedule;
use neural_playground::protocol::Cause;
use proptest::prelude::*;
use strum::VariantArray as _;

fn playground() -> Config {
    Config { rules: Rules::Playground, precision: Precision::Bits64, ..Config::default() }
}

#[test]
fn a_comma_that_a_hand_types_is_a_point_or_parts_thousands_and_a_link_has_none() {
    for (setting, typed, read) in [
        (Setting::LearningRate, "0,03", "0.03"),
        (Setting::LearningRate, " 1,5e-3", " 1.5e-3"),
        (Setting::LearningRate, "0,0,3", "0,0,3"),
        (Setting::Noise, "12,5", "12.5"),
        (Setting::Samples, "1,000", "1000"),
        (Setting::Samples, "2,5", "2.5"),
        (Setting::NetworkShape, "4,2", "4,2"),
        (Setting::Seed, "1,5", "1,5"),
    ] {
        assert_eq!(setting.typed(typed), read, "{setting:?}");
    }
    let opened = link::parse("learningRate=0,03");
    assert_eq!((opened.link.config.learning_rate, opened.notices.len()), (0.03, 1), "by default");
}

/// What is said of a setting that a hand gives a text, in both languages.
fn refused(setting: Setting, config: &Config, text: &str) -> [String; 2] {
    let notices = setting.apply(&mut config.clone(), &setting.typed(text));
    let [notice] = notices.as_slice() else { panic!("{setting:?} {text}: {notices:?}") };
    [&words::ENGLISH, &words::KOREAN].map(|language| words::say(notice, language))
}

#[test]
fn what_is_refused_is_told_by_the_name_on_the_page_and_with_what_is_allowed() {
    let few = Config { samples: Some(40), ..Config::default() };
    for (setting, text, english, korean) in [
        (
            Setting::LearningRate,
            "1e40",
            "Learning rate: “1e40” is refused; 10 is used instead. 0 to 10 is allowed.",
            "학습률: ‘1e40’ 값은 쓸 수 없습니다. 대신 사용하는 값: 10. 쓸 수 있는 값: 0~10.",
        ),
        (
            Setting::Samples,
            "7",
            "Samples: “7” is refused; 20 is used instead. Whole numbers from 20 to 20000 are \
             allowed.",
            "샘플 수: ‘7’ 값은 쓸 수 없습니다. 대신 사용하는 값: 20. 쓸 수 있는 값: 20~20000의 정수.",
        ),
        (
            Setting::BatchSize,
            "500",
            "Batch size: “500” is refused; 20 is used instead. Whole numbers from 1 to 20 are \
             allowed.",
            "배치 크기: ‘500’ 값은 쓸 수 없습니다. 대신 사용하는 값: 20. 쓸 수 있는 값: 1~20의 정수.",
        ),
        (
            Setting::Noise,
            "900",
            "Noise: “900” is refused; 80 is used instead. 0 to 80 is allowed.",
            "노이즈: ‘900’ 값은 쓸 수 없습니다. 대신 사용하는 값: 80. 쓸 수 있는 값: 0~80.",
        ),
        (
            Setting::PercTrainData,
            "abc",
            "Training share: “abc” is refused; 50 is used instead. Whole numbers from 3 to 100 are \
             allowed.",
            "훈련 데이터 비율: ‘abc’ 값은 쓸 수 없습니다. 대신 사용하는 값: 50. 쓸 수 있는 값: 3~100의 정수.",
        ),
        (
            Setting::Optimizer,
            "sgd(momentum:7)",
            "Optimizer: “sgd(momentum:7)” is refused; sgd(momentum:0.999) is used instead. momentum: 0 \
             to 0.999 is allowed.",
            "옵티마이저: ‘sgd(momentum:7)’ 값은 쓸 수 없습니다. 대신 사용하는 값: sgd(momentum:0.999). \
             momentum에 쓸 수 있는 값: 0~0.999.",
        ),
        (
            Setting::Optimizer,
            "sgd(inertia:7)",
            "Optimizer: “sgd(inertia:7)” is refused; sgd is used instead. Known names: momentum, \
             nesterov.",
            "옵티마이저: ‘sgd(inertia:7)’ 값은 쓸 수 없습니다. 대신 사용하는 값: sgd. 쓸 수 있는 이름: \
             momentum, nesterov.",
        ),
        (
            Setting::Layers,
            "dense(units:300)",
            "Hidden layers: “dense(units:300)” is refused; dense(units:256) is used instead. units: \
             whole numbers from 1 to 256 are allowed.",
            "은닉층: ‘dense(units:300)’ 값은 쓸 수 없습니다. 대신 사용하는 값: dense(units:256). units에 쓸 \
             수 있는 값: 1~256의 정수.",
        ),
        (
            Setting::NetworkShape,
            "999",
            "Hidden layers: “999” is refused; 256 is used instead. Up to 12 layers of 1 to 256 units \
             are allowed.",
            "은닉층: ‘999’ 값은 쓸 수 없습니다. 대신 사용하는 값: 256. 층은 12개까지, 층마다 유닛은 \
             1~256개를 쓸 수 있습니다.",
        ),
    ] {
        assert_eq!(refused(setting, &few, text), [english, korean], "{setting:?} {text}");
    }
    let [english, korean] = refused(Setting::Activation, &few, "zzz");
    assert!(english.ends_with(" and others."), "{english}");
    assert!(korean.ends_with(" 등."), "{korean}");
    let one = Config { samples: Some(20), train_percent: 5, ..Config::default() };
    assert!(refused(Setting::BatchSize, &one, "2")[0].ends_with("Only 1 is allowed."));
}

#[test]
fn a_link_names_its_keys_and_says_what_its_own_values_may_be() {
    for (hash, said) in [
        (
            "batchSize=500",
            "batchSize: “500” is refused; 250 is used instead. Whole numbers from 1 to 250 are \
             allowed.",
        ),
        ("lang=xx", "lang: “xx” is refused; the setting is left out. Known names: en, ko."),
        (
            "samples=20&percTrainData=1&batchSize=1",
            "percTrainData: “1” is refused; 5 is used instead. Whole numbers from 5 to 100 are \
             allowed.",
        ),
    ] {
        let notices = link::parse(hash).notices;
        assert_eq!(words::say(&notices[0], &words::ENGLISH), said, "{hash}");
    }
}

#[test]
fn a_knob_takes_the_nearest_value_and_says_what_is_allowed() {
    let knob = |setting: Setting, kind: &str, name: &str| {
        setting.knobs(kind).iter().find(|knob| knob.name == name).unwrap()
    };
    let momentum = knob(Setting::Optimizer, "sgd", "momentum");
    let cells = knob(Setting::Dataset, "checkerboard", "cells");
    for (knob, text, taken, said) in [
        (momentum, "0,5", Some(0.5), None),
        (
            momentum,
            "7",
            Some(0.999),
            Some("momentum: “7” is refused; 0.999 is used instead. 0 to 0.999 is allowed."),
        ),
        (
            momentum,
            "x",
            None,
            Some("momentum: “x” is refused; 0.25 is used instead. 0 to 0.999 is allowed."),
        ),
        (
            cells,
            "1,000",
            Some(8.0),
            Some(
                "Cells: “1,000” is refused; 8 is used instead. Whole numbers from 2 to 8 are allowed.",
            ),
        ),
    ] {
        let (value, notice) = setting::typed_at(knob, text, 0.25);
        let notice = notice.map(|notice| words::say(&notice, &words::ENGLISH));
        assert_eq!((value, notice.as_deref()), (taken, said), "{text}");
    }
}

#[test]
fn a_notice_about_the_config_stands_until_that_is_no_longer_so() {
    let overshooting = |rate| Config {
        regularizer: Regularizer::L2,
        learning_rate: 1.0,
        regularization_rate: rate,
        ..Config::default()
    };
    let unstable = Notice::UnstableL2 { product: 3.0 };
    assert_eq!(setting::standing(&unstable, &overshooting(3.0)), Some(unstable.clone()));
    let now = Notice::UnstableL2 { product: 5.0 };
    assert_eq!(setting::standing(&unstable, &overshooting(5.0)), Some(now));
    assert_eq!(setting::standing(&unstable, &overshooting(1.0)), None);

    let mut config = Config::default();
    let refused = Setting::Noise.apply(&mut config, "900").remove(0);
    assert_eq!(setting::standing(&refused, &config), Some(refused.clone()));
    config.noise = 20.0;
    assert_eq!(setting::standing(&refused, &config), None);

    let beyond = Config { layers: Layer::stack(&[9]), ..Config::default() };
    assert!(setting::standing(&Notice::ModernRules, &beyond).is_some());
    let exact = Config { rules: Rules::Playground, ..beyond };
    assert!(setting::standing(&Notice::ModernRules, &exact).is_none());
    assert!(setting::standing(&Notice::LinkCopied, &exact).is_some());
}

#[test]
fn of_two_notices_about_one_thing_the_later_one_is_true() {
    let refused =
        |setting: Setting, text: &str| setting.apply(&mut Config::default(), text).remove(0);
    let noise = refused(Setting::Noise, "abc");
    assert!(refused(Setting::Noise, "xyz").supersedes(&noise));
    assert!(!refused(Setting::Samples, "xyz").supersedes(&noise));
    let reached = Notice::Reached { epoch: 100 };
    let diverged = Notice::Diverged { epoch: 120, cause: Cause::LearningRate };
    assert!(diverged.supersedes(&reached) && reached.supersedes(&reached));
    assert!(!diverged.supersedes(&noise));
    // A link may have several of a key.
    let both = link::parse("layers=dense(units:300),dense(units:400)").notices;
    assert!(!both[1].supersedes(&both[0]), "{both:?}");
}

#[test]
fn every_option_of_every_setting_is_taken_as_it_stands() {
    for &setting in Setting::VARIANTS {
        let mut config = Config::default();
        let options = setting.options(&config);
        let offers = matches!(setting.kind(), Kind::Select | Kind::Choice | Kind::Tuned);
        assert_eq!(!options.is_empty(), offers, "{setting:?}");
        for option in options {
            assert_eq!(setting.apply(&mut config, &option), [], "{setting:?} {option}");
            assert_eq!(setting.get(&config), option);
            assert!(setting.options(&config).contains(&option));
        }
        assert_eq!(setting.apply(&mut config, &setting.default_text()), []);
        let slider = setting.slider(&config);
        assert_eq!(slider.is_some(), setting.kind() == Kind::Slider, "{setting:?}");
        for end in slider.iter().flat_map(|slider| [slider.min, slider.max]) {
            assert_eq!(setting.apply(&mut config, &setting::number_text(end)), []);
        }
    }
}

#[test]
fn a_slider_reaches_and_meets_its_value() {
    for (setting, text) in [
        (Setting::Noise, "80"),
        (Setting::Noise, "33"),
        (Setting::Noise, "2.5"),
        (Setting::PercTrainData, "95"),
        (Setting::PercTrainData, "5"),
        (Setting::PercTrainData, "55"),
        (Setting::BatchSize, "100"),
    ] {
        let mut config = Config::default();
        assert_eq!(setting.apply(&mut config, text), []);
        let slider = setting.slider(&config).unwrap();
        let value = setting::number(text).unwrap();
        assert!((slider.min..=slider.max).contains(&value), "{setting:?} {text} {slider:?}");
        let steps = (value - slider.min) / slider.step;
        assert!((steps - steps.round()).abs() < 1e-9, "{setting:?} {text} {slider:?}");
    }
    let few = Config { samples: Some(20), ..Config::default() };
    assert_eq!(Setting::BatchSize.slider(&few).unwrap().max, 10.0);
    let all = Setting::PercTrainData.slider(&few).unwrap();
    assert_eq!((all.max, all.step), (100.0, 10.0), "all may train");
}

#[test]
fn a_value_in_use_that_the_list_lacks_is_offered() {
    let config = Config { learning_rate: 0.05, samples: Some(777), ..Config::default() };
    assert_eq!(Setting::LearningRate.options(&config)[6], "0.05");
    assert!(Setting::Samples.options(&config).contains(&"777".to_owned()));
}

#[test]
fn fewer_samples_shorten_the_batch_and_say_so() {
    let shortened = |before: &Config, setting: Setting, text: &str| {
        let mut config = before.clone();
        let refused = setting.apply(&mut config, text);
        let notices = setting::settle(&mut config, before);
        let [Notice::Replaced { key, value, used, .. }] = notices.as_slice() else {
            panic!("{setting:?} {text}: {notices:?}")
        };
        assert_eq!((key.as_str(), value), ("batchSize", &before.batch_size.to_string()));
        assert_eq!(*used, config.batch_size.to_string());
        config.validate().unwrap();
        (config.batch_size, !refused.is_empty())
    };
    let before = Config { batch_size: 200, ..Config::default() };
    assert_eq!(shortened(&before, Setting::Samples, "100"), (50, false));
    assert_eq!(shortened(&before, Setting::Samples, "5"), (10, true));
    assert_eq!(shortened(&before, Setting::PercTrainData, "10"), (50, false));
    // Regression has more samples of its own than classification.
    let before = Config { problem: Problem::Regression, batch_size: 600, ..Config::default() };
    assert_eq!(shortened(&before, Setting::Problem, "classification"), (250, false));
}

#[test]
fn a_long_seed_is_cut() {
    let config = link::parse(&format!("seed={}", "s".repeat(5000))).link.config;
    assert_eq!(config.seed.len(), *limits::SEED_LENGTH.end());
}

#[test]
fn settling_says_once_what_a_change_brings() {
    let before = playground();
    let mut config = Config { layers: Layer::stack(&[9]), ..playground() };
    assert_eq!(setting::settle(&mut config, &before), [Notice::ModernRules]);
    assert_eq!((config.rules, config.precision), (Rules::Modern, Precision::Bits32));

    let before = config.clone();
    config.features = Features::empty();
    assert_eq!(setting::settle(&mut config, &before), [Notice::NoFeature]);
    let before = config.clone();
    config.regularizer = Regularizer::L2;
    (config.learning_rate, config.regularization_rate) = (1.0, 3.0);
    assert_eq!(setting::settle(&mut config, &before), [Notice::UnstableL2 { product: 3.0 }]);
    let before = config.clone();
    config.noise = 5.0;
    assert_eq!(setting::settle(&mut config, &before), []);
}

#[test]
fn a_loss_that_does_not_fit_is_said_when_it_becomes_so() {
    let mut config = Config::default();
    let mut change = |change: fn(&mut Config)| {
        let before = config.clone();
        change(&mut config);
        setting::settle(&mut config, &before)
    };
    let misfit = |reason| vec![Notice::LossMisfit { reason }];
    assert_eq!(change(|config| config.loss = Some(Loss::Hinge.into())), []);
    assert_eq!(
        change(|config| config.output.activation = Some(Activation::Softmax.into())),
        misfit(Misfit::OneSided)
    );
    assert_eq!(change(|config| config.noise = 5.0), []);
    assert_eq!(
        change(|config| {
            config.loss = Some(Loss::BinaryCrossentropy.into());
            config.output.activation = Some(Activation::Tanh.into());
        }),
        misfit(Misfit::NoProbability)
    );
    assert_eq!(change(|config| config.problem = Problem::Regression), misfit(Misfit::NoClasses));
    assert_eq!(change(|config| (config.loss, config.output.activation) = (None, None)), []);
    assert_eq!(
        change(|config| {
            config.layers.push(Layer::new(7, LayerKind::BatchNormalization));
            config.batch_size = 1;
        }),
        [Notice::BatchOfOne]
    );
}

#[test]
fn a_cross_entropy_over_signed_labels_is_said() {
    for activation in [Activation::Linear, Activation::Sigmoid] {
        let mut config = Config {
            loss: Some(Loss::BinaryCrossentropy.into()),
            coding: Some(Coding::Signed),
            ..Config::default()
        };
        config.output.activation = Some(activation.into());
        let reason = Misfit::SignedLabels;
        assert_eq!(setting::warnings(&config), [Notice::LossMisfit { reason }], "{activation:?}");
    }
}

#[test]
fn setting_a_clipping_switches_the_others_off_and_says_so() {
    let all = [Setting::Clipnorm, Setting::Clipvalue, Setting::GlobalClipnorm];
    for kept in all {
        for dropped in all.into_iter().filter(|&other| other != kept) {
            let mut config = Config::default();
            assert_eq!(dropped.apply(&mut config, "0.5"), []);
            // Switching one off, or a text that is no number, leaves the other alone.
            assert_eq!(kept.apply(&mut config, "0"), []);
            assert_eq!(kept.apply(&mut config, "abc").len(), 1);
            assert_eq!(dropped.get(&config), "0.5");
            let value = "0.5".to_owned();
            let (off, on) = (dropped.key(), kept.key());
            let said = Notice::ClippingDropped { dropped: off, value, kept: on };
            assert_eq!(kept.apply(&mut config, "2"), [said]);
            assert_eq!((kept.get(&config), dropped.get(&config)), ("2".to_owned(), "0".to_owned()));
            config.validate().unwrap();
        }
    }
}

#[test]
fn two_clippings_are_refused_by_the_last_check() {
    let mut config = Config::default();
    config.extras.clipnorm = 1.0;
    config.extras.global_clipnorm = 0.5;
    let error = config.validate().unwrap_err().to_string();
    assert!(error.starts_with("clipnorm, global_clipnorm is 1, 0.5"), "{error}");
    assert!(error.contains("one at a time"), "{error}");
}

#[test]
fn a_learning_rate_of_0_is_taken_and_one_below_is_not() {
    let mut config = Config::default();
    assert_eq!(Setting::LearningRate.apply(&mut config, "0"), []);
    assert_eq!(config.learning_rate, 0.0);
    assert!(Setting::LearningRate.options(&config).contains(&"0".to_owned()));
    config.validate().unwrap();
    config.learning_rate = 0.3;
    let refused = Setting::LearningRate.apply(&mut config, "-0.1");
    let [Notice::Replaced { used, .. }] = refused.as_slice() else { panic!("{refused:?}") };
    assert_eq!((used.as_str(), config.learning_rate), ("0.3", 0.3));
}

#[test]
fn a_hint_is_said_when_it_becomes_due_and_not_at_every_later_change() {
    let mut config = Config { learning_rate: 0.001, ..Config::default() };
    let mut change = |setting: Setting, text: &str| {
        let before = config.clone();
        assert_eq!(setting.apply(&mut config, text), [], "{setting:?} {text}");
        setting::settle(&mut config, &before)
    };
    let said = |hint| vec![Notice::Hint { hint }];
    let far = FarBelow { optimizer: "Adadelta", rate: 0.001, paper: 1.0 };
    assert_eq!(change(Setting::Optimizer, "adadelta"), said(Hint::RateFarBelow(far)));
    assert_eq!(change(Setting::LearningRate, "0.003"), []);
    assert_eq!(change(Setting::LearningRate, "1"), []);
    assert_eq!(change(Setting::LearningRate, "0"), said(Hint::RateOfZero));
    assert_eq!(change(Setting::LearningRate, "1"), []);
    let both = "early_stopping(patience:8),reduce_lr_on_plateau(patience:10)";
    let first = Hint::StopsFirst(StopsFirst { stop: 8, plateau: 10 });
    assert_eq!(change(Setting::Callbacks, both), said(first));
    assert_eq!(change(Setting::Noise, "5"), []);
    let beside = Hint::BesideSchedule { schedule: Schedule::CosineDecay, factor: 0.1 };
    assert_eq!(change(Setting::Schedule, "cosine_decay"), said(beside));
}

#[test]
fn a_shortcut_goes_when_what_it_goes_around_changes_its_width() {
    let mut before = Config { layers: Layer::stack(&[4, 4]), ..Config::default() };
    before.layers.push(Layer::new(2, LayerKind::Add));
    before.validate().unwrap();
    let mut config = before.clone();
    config.dense_mut(1).unwrap().kind.set("units", 5.0);
    let gone = Notice::LayerDropped { layer: "add".to_owned(), reason: Dropped::Residual };
    assert_eq!(setting::settle(&mut config, &before), [gone]);
    config.validate().unwrap();
}

#[test]
fn a_shape_keeps_what_stands_between_its_layers() {
    let mut config = Config::default();
    let text = |config: &Config| Setting::Layers.get(config);
    assert_eq!(Setting::Layers.apply(&mut config, "dense,dropout,dense(activation:gelu)"), []);
    Setting::NetworkShape.apply(&mut config, "5,6");
    assert_eq!(text(&config), "dense(units:5),dropout,dense(units:6,activation:gelu)");
    Setting::NetworkShape.apply(&mut config, "5,6,7");
    assert_eq!(
        text(&config),
        "dense(units:5),dropout,dense(units:6,activation:gelu),dense(units:7)"
    );
    let ids: std::collections::BTreeSet<u32> = config.layers.iter().map(|layer| layer.id).collect();
    assert_eq!(ids.len(), 4);
    Setting::NetworkShape.apply(&mut config, "3");
    assert_eq!(text(&config), "dense(units:3),dropout");
}

#[test]
fn a_callback_is_put_in_and_taken_out() {
    let mut config = Config::default();
    let put = |config: &mut Config, kind, call: Option<&str>| {
        let list = setting::with_callback(config, kind, call);
        assert_eq!(Setting::Callbacks.apply(config, &list), []);
        Setting::Callbacks.get(config)
    };
    assert_eq!(put(&mut config, Callback::StopAtLoss, Some("stop_at_loss")), "stop_at_loss");
    let both = put(&mut config, Callback::EarlyStopping, Some("early_stopping(patience:3)"));
    assert_eq!(both, "early_stopping(patience:3),stop_at_loss");
    let found = setting::callback(&config, Callback::EarlyStopping).unwrap();
    assert_eq!(found.get("patience"), Some(3.0));
    assert_eq!(put(&mut config, Callback::StopAtLoss, None), "early_stopping(patience:3)");
}

#[test]
fn every_kind_says_what_it_is_and_what_it_can_be_tuned_with() {
    let tuned = Setting::VARIANTS.iter().filter(|setting| setting.kind() == Kind::Tuned);
    for setting in tuned {
        for name in setting.names().into_iter().filter(|name| *name != setting::AUTO) {
            let mut config = Config::default();
            setting.apply(&mut config, name);
            let chosen = setting.chosen(&config).unwrap();
            assert_eq!((chosen.name, chosen.call()), (name, name.to_owned()), "{setting:?}");
            assert!(!chosen.kind.about().label.is_empty(), "{name}");
            let said = |language: Language| language.text().kinds.about(chosen.kind);
            assert!(said(Language::English).ends_with('.'), "{name}");
            assert!(said(Language::Korean).contains(|c| ('가'..='힣').contains(&c)), "{name}");
            for knob in chosen.knobs {
                let call = chosen.call_with(knob.name, &knob.range.end().to_string());
                assert_eq!(setting.apply(&mut config, &call), [], "{call}");
                let value = setting.chosen(&config).and_then(|chosen| chosen.value(knob.name));
                assert_eq!(value, Some(*knob.range.end()), "{call}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn no_typed_text_leaves_a_setting_out_of_its_limits(
        at in 0..Setting::VARIANTS.len(),
        text in prop_oneof![any::<String>(), "[0-9.,e+-]{0,8}"],
    ) {
        let mut config = Config::default();
        Setting::VARIANTS[at].apply(&mut config, &text);
        setting::settle(&mut config, &Config::default());
        prop_assert!(config.validate().is_ok());
    }
}
