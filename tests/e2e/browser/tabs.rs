//! The page's tab behind another one.

use super::failure::Outcome;
use super::playground::Playground;

impl Playground {
    /// Opens another tab, and the page's own goes behind it, as when a visitor reads something
    /// else; what follows is about the other one.
    #[allow(dead_code, reason = "not every program that opens the page goes away from it")]
    pub async fn turn_away(&self) -> Outcome {
        let tab = self.client.new_window(true).await?.handle;
        Ok(self.client.switch_to_window(tab).await?)
    }

    /// Closes the other tab and turns back to the page.
    #[allow(dead_code, reason = "not every program that opens the page goes away from it")]
    pub async fn turn_back(&self) -> Outcome {
        self.client.close_window().await?;
        Ok(self.client.switch_to_window(self.window.clone()).await?)
    }
}
