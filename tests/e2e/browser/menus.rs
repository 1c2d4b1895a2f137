//! What a visitor does in the page's menus and with its window.

use serde_json::{Value, json};

use super::failure::Outcome;
use super::playground::Playground;
use super::waiting::wait;

impl Playground {
    /// Chooses an entry of the menu of what is needed seldom.
    pub async fn choose(&self, id: &str) -> Outcome {
        self.click("more").await?;
        let shown = async || self.shows(id).await;
        wait(&format!("{id} in the menu"), shown, |&shown| shown).await?;
        self.click(id).await
    }

    /// The rules in force, as the run menu has them.
    pub async fn rules(&self) -> Outcome<String> {
        self.click("runtime-chip").await?;
        let shown = async || self.shows("setting-rules").await;
        wait("the run menu", shown, |&shown| shown).await?;
        let rules = self.value("setting-rules").await?;
        self.click("runtime-chip").await?;
        Ok(rules)
    }

    /// Lets training run to the end of an epoch.
    pub async fn start_to(&self, epoch: u64) -> Outcome {
        let shown = async || self.shows("run-to").await;
        if !shown().await? {
            self.click("runtime-chip").await?;
            wait("the run menu", shown, |&shown| shown).await?;
        }
        self.script("run-to", "element.focus(); element.select?.()", Value::Null).await?;
        self.type_text(&epoch.to_string()).await?;
        self.click("run-to-go").await
    }

    /// Gives the window another size, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// Trains to the end of an epoch as fast as it goes, and waits for it.
    pub async fn run_to(&self, epoch: u64) -> Outcome {
        self.click("speed-max").await?;
        self.start_to(epoch).await?;
        self.epoch_is(epoch).await?;
        let pressed = async || self.is_pressed("play").await;
        wait("training to stand still", pressed, |&pressed| !pressed).await?;
        Ok(())
    }
}
