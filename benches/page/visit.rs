//! What a visitor has: the page at full speed, drawing, beside the TensorFlow Playground's own rule, which
//! trains an epoch for each frame that the browser draws.

use std::time::Duration;

use neural_playground::app::link;
use neural_playground::protocol::Speed;
use serde_json::json;

use crate::Bench;
use crate::browser::Outcome;
use crate::live::{self, COUNT_FRAMES, moment};
use crate::report::{Part, rate, table};

/// The link that the TensorFlow Playground itself opens with, and that everybody has.
const SOURCE: &str = "activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane\
    &learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.81857&showTestData=false\
    &discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false\
    &cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification\
    &initZero=false&hideText=false";

/// That link at full speed.
fn source() -> String {
    let mut link = link::parse(SOURCE).link;
    link.view.speed = Some(Speed::Max);
    link::write(&link)
}

pub async fn measure(bench: &Bench) -> Outcome<Part> {
    let page = &bench.page;
    let span = Duration::from_secs(if bench.quick { 2 } else { 5 });
    let (mut rows, mut results) = (Vec::new(), Vec::new());
    for (name, hash) in [
        ("the TensorFlow Playground's first link, 2-4-2-1 at 64 bits", source()),
        ("7-8×6-1 tanh, batch 30", live::hash()?),
    ] {
        live::begin(page, &hash).await?;
        page.execute(COUNT_FRAMES).await?;
        let start = moment(page).await?;
        tokio::time::sleep(span).await;
        let end = moment(page).await?;
        page.pause().await?;
        let [epochs, ms, frames, pictures] = std::array::from_fn(|at| end[at] - start[at]);
        let a_second = |count: f64| count * 1000.0 / ms;
        let samples = epochs * link::parse(&hash).link.config.train_count() as f64;
        rows.push(vec![
            name.to_owned(),
            rate(a_second(epochs)),
            rate(a_second(samples)),
            format!("{:.1}", a_second(frames)),
            format!("{:.1}", a_second(pictures)),
            format!("{:.0}", epochs / frames),
        ]);
        results.push(json!({
            "network": name, "epochs_per_second": a_second(epochs),
            "samples_per_second": a_second(samples), "frames_per_second": a_second(frames),
            "pictures_per_second": a_second(pictures), "times_an_epoch_a_frame": epochs / frames,
        }));
    }
    let head = [
        "at full speed, drawing",
        "epochs/s",
        "samples/s",
        "frames/s",
        "with another epoch",
        "times an epoch a frame",
    ];
    let text = format!(
        "The TensorFlow Playground trains an epoch for each frame; the last column is how many this page \
         trains for each of its own.\n\n{}",
        table(1, &head, &rows)
    );
    Ok(Part { title: "What a visitor has", text, found: json!(results) })
}
