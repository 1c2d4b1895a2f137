//! A program beside the page that answers its questions (`crate::program`): how it is started and told
//! something, and its end.

use std::marker::PhantomData;

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker};

use super::engine::{log, named};
use crate::program::{Message, Question, said};

/// A program that has been started to be asked `Q`. It ends where this does.
pub struct Program<Q>(Worker, PhantomData<Q>);

impl<Q> Drop for Program<Q> {
    fn drop(&mut self) {
        // What a dead one still has to say is about nothing any more.
        hear(&self.0, None, None);
        self.0.terminate();
    }
}

impl<Q: Question> Program<Q> {
    /// Starts it. It says when it listens, or fails where it cannot be fetched.
    pub fn start() -> Result<Self, JsValue> {
        named(Q::PROGRAM).map(|worker| Self(worker, PhantomData))
    }

    /// Who hears what it says, and that it has failed.
    pub fn heard_by(&self, message: &Function, failure: &Function) {
        hear(&self.0, Some(message), Some(failure));
    }

    /// What it says next: an answer, or `None` that it listens.
    async fn hear(&self) -> Result<Option<Q::Answer>, JsValue> {
        let heard = Promise::new(&mut |heard, failed| self.heard_by(&heard, &failed));
        let event: MessageEvent = JsFuture::from(heard).await?.dyn_into()?;
        Ok(said(&event.data())?)
    }

    /// Tells it something.
    pub fn post(&self, message: &Message) -> Result<(), JsValue> {
        self.0.post_message_with_transfer(&message.value, &message.transfer)
    }
}

fn hear(worker: &Worker, message: Option<&Function>, failure: Option<&Function>) {
    worker.set_onmessage(message);
    worker.set_onerror(failure);
}

/// Has a question answered, with bytes that are in the browser's memory, by a program of its own, which ends
/// with its answer. `None` where it cannot be had, or has died.
pub async fn ask<Q: Question>(
    question: &Q,
    bytes: impl IntoIterator<Item = Uint8Array>,
) -> Option<Q::Answer> {
    let answered = async {
        let program = Program::<Q>::start()?;
        // It says that it listens.
        program.hear().await?;
        let message = Message::of(question)?;
        bytes.into_iter().for_each(|bytes| message.array(&bytes));
        program.post(&message)?;
        program.hear().await
    };
    let told: Result<_, JsValue> = answered.await;
    told.inspect_err(|error| log(&format!("{}: {error:?}", Q::PROGRAM))).ok().flatten()
}
