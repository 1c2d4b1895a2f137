//! The words of every notice.

use neural_playground::app::draw::Shortfall;
use neural_playground::app::draw::code::Wrong;
use neural_playground::app::hint::Hint;
use neural_playground::app::link;
use neural_playground::app::notice::{Dropped, Keeping, Lost, Notice};
use neural_playground::app::real_set::RealSet;
use neural_playground::app::setting::Setting;
use neural_playground::app::text::notice as words;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::loss::Misfit;
use neural_playground::engine::schedule::Schedule;
use neural_playground::protocol::{Cause, Difference};

#[test]
fn every_notice_has_words_and_a_kind() {
    let replaced = link::parse("dataset=moon&networkShape=0&lang=xx").notices;
    let off = |by| Difference { name: "dense_0/kernel[3]".to_owned(), by };
    let beside = Hint::BesideSchedule { schedule: Schedule::CosineDecay, factor: 0.1 };
    let kept = [Keeping::NoRoom, Keeping::NotKept, Keeping::Forgotten, Keeping::NotForgotten]
        .map(|what| Notice::Keeping { what });
    let misfits = [Misfit::NoProbability, Misfit::OneSided, Misfit::NoClasses, Misfit::OutOfReach]
        .map(|reason| Notice::LossMisfit { reason });
    let others = [
        Notice::ModernRules,
        Notice::UnstableL2 { product: 3.0 },
        Notice::NoFeature,
        Notice::Diverged { epoch: 1, cause: Cause::LearningRate },
        Notice::Diverged { epoch: 1234567, cause: Cause::Regularization },
        Notice::Reached { epoch: 1_234_567 },
        Notice::WorkerRestarted { epoch: 9 },
        Notice::GpuLost { epoch: Some(7) },
        Notice::GpuLost { epoch: None },
        Notice::GpuWrong { difference: off(0.25), epoch: 7 },
        Notice::GpuWrong { difference: off(f64::NAN), epoch: 0 },
        Notice::WorkerLost { why: Lost::Stuck },
        Notice::LinkCopied,
        Notice::PointsCopied { points: 1 },
        Notice::PointsCopied { points: 1234 },
        Notice::PointsSaved { points: 1 },
        Notice::PointsSaved { points: 1234 },
        Notice::NotSaved,
        Notice::TableBrought { rows: 1234, dropped: 0, filled: 0 },
        Notice::RunOpened { epoch: 1, ignored: Vec::new() },
        Notice::RunOpened { epoch: 1234, ignored: vec!["abcd".to_owned()] },
        Notice::TableBrought { rows: 1234, dropped: 5, filled: 6 },
        Notice::Widened { classes: 10, units: 32 },
        Notice::NoPoints,
        Notice::DrawnOn { shortfall: Shortfall { left_out: 1, divided: None, unnamed: true } },
        Notice::DrawnOn { shortfall: Shortfall { divided: Some(5e3), ..Shortfall::default() } },
        Notice::NetworkOpened,
        Notice::TableGone,
        Notice::MadeRoom { name: "trees.csv".to_owned(), drawn: false, rows: 1234 },
        Notice::MadeRoom { name: String::new(), drawn: false, rows: 1 },
        Notice::MadeRoom { name: String::new(), drawn: true, rows: 400 },
        Notice::Unfetched { set: RealSet::Iris },
        Notice::PartMissing,
        Notice::NoDrawing { wrong: Wrong::Cut },
        Notice::NoDrawing { wrong: Wrong::Changed },
        Notice::More { count: 1 },
        Notice::More { count: 7 },
        Notice::BatchOfOne,
        Notice::LayerDropped { layer: "lstm".to_owned(), reason: Dropped::Unknown },
        Notice::LayerDropped { layer: "add".to_owned(), reason: Dropped::Residual },
        Notice::LayerDropped { layer: "dense".to_owned(), reason: Dropped::TooMany },
        Notice::StoppedBy { epoch: 12, reason: Callback::EarlyStopping, restored: Some(2) },
        Notice::StoppedBy { epoch: 12, reason: Callback::StopAtLoss, restored: None },
        Notice::LossMisfit { reason: Misfit::SignedLabels },
        Notice::ClippingDropped {
            dropped: Setting::Clipnorm.key(),
            value: "1".to_owned(),
            kept: Setting::GlobalClipnorm.key(),
        },
        Notice::Hint { hint: Hint::RateOfZero },
        Notice::Hint { hint: beside },
    ];
    for notice in replaced.iter().chain(&others).chain(&kept).chain(&misfits) {
        let kind = words::kind(notice);
        assert!(kind.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
        let [english, korean] = [&words::ENGLISH, &words::KOREAN].map(|w| words::say(notice, w));
        assert_ne!(english, korean);
        assert!(korean.chars().any(|c| ('가'..='힣').contains(&c)), "{korean}");
        assert!(!english.contains("  ") && !korean.contains("  "), "{english}\n{korean}");
        if let Notice::Replaced { value, used, .. } = notice {
            assert!(english.contains(value) && english.contains(used), "{english}");
            assert!(korean.contains(value) && korean.contains(used), "{korean}");
        }
    }
    let diverged = words::say(&others[3], &words::ENGLISH);
    assert!(diverged.starts_with("Diverged at epoch 1: "), "{diverged}");
    assert!(words::say(&others[5], &words::ENGLISH).contains("1,234,567"));
}
