//! The program that reads files: how it is started and told something, and its end. It writes them, too.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use crate::app::engine::{log, named};
use crate::files::Told;
use crate::files::message::{Message, to_told};

/// A program that has been started. It ends where this does.
pub(super) struct Reader(Worker);

impl Drop for Reader {
    fn drop(&mut self) {
        // What a dead one still has to say is about nothing any more.
        self.heard_by(None, None);
        self.0.terminate();
    }
}

impl Reader {
    /// Starts one. It says when it listens, or fails where it cannot be fetched.
    pub fn start() -> Result<Self, JsValue> {
        named("files").map(Self)
    }

    /// Who hears what it says, and that it has failed.
    pub fn heard_by(&self, message: Option<&Function>, failure: Option<&Function>) {
        self.0.set_onmessage(message);
        self.0.set_onerror(failure);
    }

    /// What it says next.
    pub async fn hear(&self) -> Result<Told, JsValue> {
        let heard = Promise::new(&mut |heard, failed| self.heard_by(Some(&heard), Some(&failed)));
        let event: MessageEvent = JsFuture::from(heard).await?.dyn_into()?;
        Ok(to_told(&event.data())?)
    }

    /// Tells it something.
    pub fn post(&self, message: &Message) -> Result<(), JsValue> {
        self.0.post_message_with_transfer(&message.value, &message.transfer)
    }
}

/// Has one question answered by a program of its own, which ends with its answer: it waits for no file, and
/// no file for it. `None` where it cannot be had, or has died.
pub(in crate::app) async fn ask(message: Result<Message, String>) -> Option<Told> {
    let answered = async {
        let reader = Reader::start()?;
        // It says that it listens.
        reader.hear().await?;
        reader.post(&message?)?;
        reader.hear().await
    };
    let told: Result<Told, JsValue> = answered.await;
    told.inspect_err(|error| log(&format!("{error:?}"))).ok()
}
