//! What comes out where the page is printed.

use serde_json::{Value, json};

use super::failure::{Failure, Outcome};
use super::playground::Playground;

/// A printed document.
#[derive(Debug, PartialEq)]
pub struct Paper {
    /// How many pages it has.
    pub pages: u64,
    /// How large the first one is, in points, as the document writes it.
    pub size: String,
}

impl Playground {
    /// Prints the page as the browser's menu does, on the paper that its style sheets ask for.
    #[allow(dead_code, reason = "not every program that opens the page prints it")]
    pub async fn print(&self) -> Outcome<Paper> {
        let wish = json!({ "preferCSSPageSize": true });
        let printed = self.devtools("Page.printToPDF", wish).await?;
        let script = "const text = atob(arguments[0]);
            const box = text.match(/\\/MediaBox\\s*\\[([^\\]]*)\\]/)?.[1].trim() ?? '';
            const size = box.split(/\\s+/).slice(2).map((length) => Math.round(length)).join(' × ');
            return { pages: text.match(/\\/Type\\s*\\/Page\\b/g)?.length ?? 0, size };";
        let told = self.client.execute(script, vec![printed["data"].clone()]).await?;
        match (&told["pages"], &told["size"]) {
            (Value::Number(pages), Value::String(size)) => {
                Ok(Paper { pages: pages.as_u64().unwrap_or_default(), size: size.clone() })
            }
            _ => Err(Failure::new(format!("the browser has printed nothing: {told}"))),
        }
    }
}
