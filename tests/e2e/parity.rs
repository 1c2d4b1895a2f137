//! A link of the TensorFlow Playground opens and gives the TensorFlow Playground's numbers.

use crate::browser::{Outcome, Screen, run};

/// The link that started it all.
const LINK: &str = "activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane\
    &learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.81857\
    &showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false\
    &xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false\
    &collectStats=false&problem=classification&initZero=false&hideText=false";

#[test]
fn the_link_of_the_playground_gives_its_losses_and_its_picture() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(LINK).await?;
        assert!(page.rules().await? == "playground");
        assert_eq!(page.notice_count().await?, 0, "the link needs no remark");
        let untrained = page.boundary().await?;

        page.run_to(100).await?;
        assert_eq!(page.text("train-loss").await?, "0.0752");
        assert_eq!(page.text("test-loss").await?, "0.101");

        page.run_to(200).await?;
        assert_eq!(page.text("train-loss").await?, "0.00702");
        assert_eq!(page.text("test-loss").await?, "0.0133");
        for (id, expected) in [("train-loss", 0.007_023_8), ("test-loss", 0.013_317_0)] {
            let seen = page.number(id).await?;
            assert!((seen - expected).abs() < 5e-8, "{id} is {seen}, not {expected}");
        }
        let digits = page.number("train-loss").await?.to_string();
        let tooltip = page.attribute("train-loss", "title").await?.unwrap_or_default();
        assert!(tooltip.contains(&digits), "the tooltip {tooltip:?} has all of {digits}");

        assert_ne!(page.boundary().await?, untrained, "the boundary moves with training");
        page.screenshot("parity").await?;
        Ok(())
    })
}

#[test]
fn play_trains_until_pause() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(LINK).await?;
        page.play().await?;
        let epoch = async || page.epoch().await;
        crate::browser::wait("training to go on", epoch, |&epoch| epoch > 3).await?;
        page.pause().await?;
        let losses = async || {
            let first = page.train_loss().await?;
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            Ok((first, page.train_loss().await?))
        };
        crate::browser::wait("training to stand still", losses, |(a, b)| a == b).await?;
        Ok(())
    })
}

#[test]
fn the_link_stays_as_it_came() -> Outcome {
    run(Screen::Desktop, |page| async move {
        page.open(LINK).await?;
        page.run_to(3).await?;
        for entry in LINK.split('&') {
            let (key, value) = entry.split_once('=').unwrap_or_default();
            assert_eq!(page.hash_value(key).await?.as_deref(), Some(value), "{key}");
        }
        assert_eq!(page.hash_value("rules").await?, None, "the other keys imply the rules");
        Ok(())
    })
}
