//! Every message crosses to the other side unchanged, NaN and long arrays included.

use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, ConfigError};
use neural_playground::engine::error::Unfit;
use neural_playground::engine::health::{Dead, Health, Young};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::engine::view::Choice;
use neural_playground::protocol::transfer::{
    Pool, attached, from_command, from_event, spare, state, to_command, to_event,
};
use neural_playground::protocol::{
    Answer, Assignment, Cause, Checkpoint, Command, CurvePoint, Data, Difference, Drawn, Event,
    Failure, Frame, Gpu, Graph, GraphOp, GraphTensor, Half, LayerInput, Metrics, Place, Processor,
    Profile, Race, Rates, Reply, Reports, Runner, Speed, Stopped, Unit, UnitId, VERSION, Watched,
    WeightId, Why, Wish,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// As text, since NaN is not equal to itself.
fn same<T: std::fmt::Debug>(found: T, sent: T) {
    assert_eq!(format!("{found:?}"), format!("{sent:?}"));
}

#[wasm_bindgen_test]
fn every_command_crosses_whole() {
    let unit = UnitId { layer: 1, unit: 2 };
    let mut config = Config {
        learning_rate: 0.1 + 0.2,
        seed: "씨앗".to_owned(),
        optimizer: Tuned::new(Optimizer::Adam).with("epsilon", 1e-9),
        loss: Some(Loss::Huber.into()),
        callbacks: vec![Tuned::new(Callback::EarlyStopping).with("min_delta", 1.0 / 3.0)],
        ..Config::default()
    };
    config.layers.push(Layer::new(9, LayerKind::Dropout));
    for command in [
        Command::Configure { config: Box::new(config) },
        Command::Run { speed: Speed::Sixty, until: Some(100) },
        Command::Pause,
        Command::Step { unit: Unit::Batch },
        Command::Reset,
        Command::Keep { mark: 7 },
        Command::FallBack,
        Command::SetWeight { weight: WeightId { to: unit, from: None }, value: 1.0 / 3.0 },
        Command::Look { unit: Some(unit) },
        Command::View {
            choice: Some(Choice {
                kind: u64::MAX,
                components: true,
                across: 3,
                up: 1,
                held: vec![None, Some(0.1 + 0.2)],
            }),
        },
        Command::View { choice: None },
        Command::Shown,
        Command::Visible { visible: false },
        Command::Watch(Watched {
            report: true,
            worst: true,
            point: Some(Place { half: Half::Test, row: 7 }),
            row: Some(vec![0.1 + 0.2, 16.0]),
            input: Some(2),
            ..Watched::default()
        }),
        Command::Profile,
        Command::FindRate,
        Command::Race,
        Command::EndRace,
        Command::Hand,
        Command::Draw { wish: Wish { maps: 40, big: 300, ..Wish::default() } },
    ] {
        let message = from_command(&command).unwrap();
        same(to_command(&message.value).unwrap(), command);
    }
}

#[wasm_bindgen_test]
fn a_table_crosses_whole_and_one_whose_numbers_do_not_fit_is_refused() {
    let names = ["no", "yes"].map(str::to_owned).to_vec();
    let columns = vec![Column::number("<img src=x>"), Column::category("kind", names.clone())];
    let mut table = Table::new(columns, Goal::Classes(names));
    table.push(&[0.1, 1.0], &[1.0]);
    table.push(&[-1e-320, 0.0], &[0.0]);
    let command = Command::Bring { table: Box::new(table) };
    let message = from_command(&command).unwrap();
    same(to_command(&message.value).unwrap(), command.clone());
    for (part, numbers) in [(2, vec![0.1, 1.0]), (2, vec![f64::NAN; 4]), (3, vec![1.0, 2.0])] {
        let message = from_command(&command).unwrap();
        let parts = message.value;
        parts.set(part, js_sys::Float64Array::from(&numbers[..]).into());
        assert!(to_command(&parts).unwrap_err().contains("fit"), "{part} {numbers:?}");
    }
}

#[wasm_bindgen_test]
fn every_event_crosses_whole() {
    let metrics = Metrics {
        train_loss: 0.25,
        test_loss: f64::NAN,
        train_accuracy: 1.0,
        test_accuracy: f64::INFINITY,
    };
    let frame = Frame {
        run: 1,
        epoch: 7,
        shape: vec![2, 1],
        pruned: vec![1],
        map_side: 1,
        metrics,
        weights: vec![0.1, 0.2, 0.3],
        maps: vec![f32::NAN],
        big: vec![-1.0; 9],
        learning_rate: 0.1 + 0.2,
        health: Health {
            dead: vec![Dead { layer: 2, dead: 3, units: 8 }],
            young: Some(Young { batches: 6, share: 1.0 / 3.0 }),
        },
        reports: Some(Box::new(Reports::default())),
        worst: vec![Place { half: Half::Train, row: 3 }],
        answer: Some(Answer {
            place: Place { half: Half::Test, row: 7 },
            outputs: vec![0.1 + 0.2, f64::NAN],
            class: Some(1),
            loss: f64::INFINITY,
        }),
        reply: Some(Reply { row: vec![16.0], outputs: vec![f64::NAN, 1.0 / 3.0], class: None }),
        input: Some(LayerInput { layer: 2, rows: vec![0.1 + 0.2, f64::NAN] }),
        curve: vec![CurvePoint { epoch: 6.5, metrics }, CurvePoint { epoch: 7.0, metrics }],
        ..Frame::default()
    };
    let error =
        ConfigError { field: "noise".into(), value: "-5".into(), allowed: "0 to 80".into() };
    for event in [
        Event::Ready { version: VERSION },
        Event::Called { functions: vec!["tanh".into()] },
        Event::Gpu(Gpu::Available { name: "a card".into(), software: false }),
        Event::Gpu(Gpu::Lost { detail: "gone".into(), epoch: Some(7) }),
        Event::Gpu(Gpu::Wrong {
            difference: Difference { name: "dense_0/kernel[3]".into(), by: f64::INFINITY },
            epoch: 7,
        }),
        Event::Assigned(Assignment {
            trains: Processor::Gpu,
            why: Why::Unfit(Unfit::Batch),
            measured: Some((1e6, 3e5)),
            gpu_draws: true,
        }),
        Event::Race(Race {
            runners: vec![Runner { points: vec![(1.0, 0.5)], drift: None, ..Runner::default() }],
            epochs: 3.5,
            widths: vec![(2, vec![1.0, 2.0])],
            crossing: Some(9.5),
            running: true,
        }),
        Event::Data(Box::new(Data {
            run: 2,
            columns: vec![Column::number("x₁"), Column::category("<b>", vec!["a".to_owned()])],
            goal: Goal::Numbers(vec!["y".to_owned()]),
            signed: true,
            train: vec![0.5; 6],
            ..Data::default()
        })),
        Event::Frame(Box::new(frame)),
        Event::Stopped(Stopped::Diverged { epoch: 9, cause: Cause::LearningRate, sound: 8 }),
        Event::Stopped(Stopped::Callback {
            epoch: 9,
            reason: Callback::EarlyStopping,
            restored: Some(4),
        }),
        Event::Graph(Graph {
            bits: 32,
            batch: 10,
            tensors: vec![GraphTensor {
                name: "dense_1/kernel".into(),
                shape: vec![4, 2],
                rows: false,
            }],
            forward: vec![GraphOp { name: "dense".into(), reads: vec![0, 1], writes: vec![2] }],
            backward: vec![],
        }),
        Event::Profile(Profile { micros: vec![0.1, 12.5], running: true }),
        Event::Rates(Rates {
            points: vec![(1e-6, 0.5), (1e-5, 1.0 / 3.0)],
            suggestion: Some(1e-5),
            running: false,
        }),
        Event::Kept { mark: 7, checkpoint: None },
        Event::Failed(Failure::Config(error)),
    ] {
        let message = from_event(&event, &mut Pool::default()).unwrap();
        same(to_event(&message.value).unwrap(), event);
    }
}

#[wasm_bindgen_test]
fn a_checkpoint_is_kept_by_the_page_as_it_comes_and_sent_back_whole() {
    let kept = Box::new(Checkpoint { run: 3, epoch: 1_234_567, state: Vec::new() });
    let sent = Checkpoint { state: (0..=255).collect(), ..(*kept).clone() };
    let metrics = Metrics { test_loss: f64::NAN, ..Metrics::default() };
    let curve = vec![CurvePoint { epoch: 0.5, metrics }, CurvePoint { epoch: 1.0, metrics }];
    let none = Event::Handed(None);
    let message = from_event(&none, &mut Pool::default()).unwrap();
    assert_eq!(to_event(&message.value).unwrap(), none);
    let events = [
        |checkpoint| Event::Checkpoint(checkpoint),
        |checkpoint| Event::Kept { mark: 4, checkpoint: Some(checkpoint) },
        |checkpoint| Event::Handed(Some(checkpoint)),
    ];
    for event in events {
        let message = from_event(&event(Box::new(sent.clone())), &mut Pool::default()).unwrap();
        assert_eq!(to_event(&message.value).unwrap(), event(kept.clone()));
        let bytes = state(&message.value).unwrap();
        // As often as a worker dies.
        for _ in 0..2 {
            let restore = |checkpoint| {
                let (config, curve) = (Box::default(), curve.clone());
                Command::Restore { config, checkpoint, curve }
            };
            let mut message = from_command(&restore(kept.clone())).unwrap();
            assert!(to_command(&message.value).unwrap_err().contains("Uint8Array"));
            message.enclose(&bytes);
            same(to_command(&message.value).unwrap(), restore(Box::new(sent.clone())));
        }
    }
}

#[wasm_bindgen_test]
fn pictures_travel_behind_the_numbers_of_their_frame() {
    let frame = Frame { drawn: Some(Drawn { maps: 3, big: 5 }), ..Frame::default() };
    let mut message =
        from_event(&Event::Frame(Box::new(frame.clone())), &mut Pool::default()).unwrap();
    let picture = |side| {
        let canvas = web_sys::OffscreenCanvas::new(side, side).unwrap();
        canvas.get_context("2d").unwrap();
        canvas.transfer_to_image_bitmap().unwrap()
    };
    message.attach(vec![picture(3), picture(5)]);
    same(to_event(&message.value).unwrap(), Event::Frame(Box::new(frame)));
    let widths: Vec<u32> = attached(&message.value).iter().map(|bitmap| bitmap.width()).collect();
    assert_eq!(widths, [3, 5]);
    assert!(attached(&JsValue::NULL).is_empty());
}

#[wasm_bindgen_test]
fn what_is_no_message_is_refused_with_words() {
    let beside =
        |bytes: &[u8]| js_sys::Array::of2(&"Data".into(), &js_sys::Uint8Array::from(bytes)).into();
    for nonsense in [
        JsValue::NULL,
        JsValue::from("{}"),
        js_sys::Array::of1(&"Data".into()).into(),
        beside(&[]),
        beside(&[255; 9]),
    ] {
        assert!(!to_command(&nonsense).unwrap_err().is_empty());
        assert!(!to_event(&nonsense).unwrap_err().is_empty());
    }
    // Of a message the head alone.
    let data = Event::Data(Box::new(Data { run: 1, ..Data::default() }));
    let whole = from_event(&data, &mut Pool::default()).unwrap();
    let head = whole.value.slice(0, 2);
    assert!(to_event(&head).unwrap_err().contains("Float64Array"));
}

#[wasm_bindgen_test]
fn buffers_of_frames_go_back_and_serve_again() {
    let frame =
        |value: f32| Frame { maps: vec![value; 100], big: vec![value; 9], ..Frame::default() };
    let event = |value| Event::Frame(Box::new(frame(value)));
    let mut pool = Pool::default();
    let first = from_event(&event(1.0), &mut pool).unwrap();
    assert_eq!(to_event(&first.value).unwrap(), event(1.0));
    let buffers = spare(&first.value);
    assert_eq!(buffers.len(), 2);
    let mut shown = from_command(&Command::Shown).unwrap();
    shown.give_back(buffers.clone());
    assert_eq!(to_command(&shown.value).unwrap(), Command::Shown);
    pool.refill(&shown.value);
    let second = from_event(&event(2.0), &mut pool).unwrap();
    assert_eq!(to_event(&second.value).unwrap(), event(2.0));
    let again = spare(&second.value);
    assert!(
        buffers.iter().all(|buffer| again.iter().any(|other| js_sys::Object::is(other, buffer)))
    );
    // Of another length they do not fit.
    pool.refill(&shown.value);
    let other = Frame { maps: vec![3.0; 7], ..Frame::default() };
    let third = from_event(&Event::Frame(Box::new(other.clone())), &mut pool).unwrap();
    assert_eq!(to_event(&third.value).unwrap(), Event::Frame(Box::new(other)));
}
