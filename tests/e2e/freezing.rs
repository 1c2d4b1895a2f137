//! What made the page freeze. How long a task takes is for the benchmark to say (its part `ties`);
//! here is counted what is drawn.

use crate::browser::{Outcome, Screen, run, wait};

/// Keeps how many links each painting of the diagram's canvas strokes; it begins with a clean sheet.
const COUNT_STROKES: &str = "window.paintings = [];
    const { stroke, clearRect } = CanvasRenderingContext2D.prototype;
    const isDiagram = (context) => context.canvas.className === 'network-maps';
    CanvasRenderingContext2D.prototype.clearRect = function (...box) {
        if (isDiagram(this)) window.paintings.push(0);
        return clearRect.apply(this, box);
    };
    CanvasRenderingContext2D.prototype.stroke = function (...path) {
        if (isDiagram(this)) window.paintings[window.paintings.length - 1]++;
        return stroke.apply(this, path);
    };";

#[test]
fn equal_weights_are_not_all_stroked() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.before_each_document(COUNT_STROKES).await?;
        for way in [
            "",
            "&initializer=ones",
            "&initializer=zeros",
            "&initZero=true",
            "&regularization=L1&regularizationRate=3&learningRate=0.1",
        ] {
            page.open(&format!("seed=0.5&rules=modern&networkShape=256,256{way}")).await?;
            page.play().await?;
            wait("training", async || page.epoch().await, |&epoch| epoch > 1).await?;
            page.pause().await?;
            let drawn = "return paintings.filter((strokes) => strokes > 0)";
            let drawn = page.execute(drawn).await?;
            let drawn: Vec<u64> =
                drawn.as_array().into_iter().flatten().filter_map(|count| count.as_u64()).collect();
            assert!(drawn.len() > 1, "{way}: nothing was drawn");
            // 1,500 at most, and however slow the machine is, enough to see a network.
            let good = |count: &u64| (100..=1500).contains(count);
            assert!(drawn.iter().all(good), "{way}: {drawn:?}");
        }
        Ok(())
    })
}
