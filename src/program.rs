//! A program beside the page that answers its questions, fetched when it is first asked: how both cross, and
//! the program's end of it. The page's is `app/program`; what is asked and answered, `files` and `formats` say.
//!
//! A message is `[name, bytes, array…]`, as between the page and the worker that trains: what is long travels
//! beside the bytes, in arrays whose memory changes hands. The name is for whoever looks from outside. Before
//! its first answer a program says that it listens, and what it cannot read or answer it says as a text.

use js_sys::{Array, Error, Float64Array, Uint8Array, global};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::engine::table::Table;
use crate::protocol::wire;

/// What crosses between the page and a program.
pub trait Crosses: Serialize + DeserializeOwned {
    /// What a message of it is called.
    fn name(&self) -> &'static str;

    /// Adds what travels beside the bytes.
    fn pack(&self, message: &Message);

    /// Takes that back, in the same order.
    ///
    /// # Errors
    /// Where it is not there, or does not fit.
    fn unpack(&mut self, parts: &mut Parts) -> Result<(), String>;
}

/// What a program is asked.
pub trait Question: Crosses {
    /// Which program, by the name of its meta element.
    const PROGRAM: &'static str;
    /// What it answers.
    type Answer: Crosses;
}

/// A message and the buffers that travel with it.
pub struct Message {
    /// `[name, bytes, typed array…]`
    pub value: Array,
    /// The buffers to transfer.
    pub transfer: Array,
}

impl Message {
    /// The message that says this.
    ///
    /// # Errors
    /// What the writer says; nothing of ours makes it.
    pub fn of<T: Crosses>(said: &T) -> Result<Self, String> {
        let bytes = wire::encode(said)?;
        let value = Array::of2(&said.name().into(), &Uint8Array::from(&bytes[..]));
        let message = Self { value, transfer: Array::new() };
        said.pack(&message);
        Ok(message)
    }

    /// Lets numbers travel along.
    pub fn numbers(&self, numbers: &[f64]) {
        let array = Float64Array::from(numbers);
        self.add(&array, &array.buffer());
    }

    /// Lets bytes travel along.
    pub fn bytes(&self, bytes: &[u8]) {
        self.array(&Uint8Array::from(bytes));
    }

    /// Lets bytes travel along that are in the browser's memory.
    pub fn array(&self, bytes: &Uint8Array) {
        self.add(bytes, &bytes.buffer());
    }

    /// Lets a table's numbers travel along.
    pub fn table(&self, table: &Table) {
        self.numbers(table.values());
        self.numbers(table.targets());
    }

    fn add(&self, array: &JsValue, buffer: &JsValue) {
        self.value.push(array);
        self.transfer.push(buffer);
    }
}

/// The arrays that have travelled beside a message's bytes, one after the other.
pub struct Parts {
    message: Array,
    next: u32,
}

impl Parts {
    fn take<T: JsCast>(&mut self, what: &str) -> Result<T, String> {
        let at = self.next;
        self.next += 1;
        self.message.get(at).dyn_into().map_err(|_| format!("part {at} is no {what}"))
    }

    /// The next one's bytes.
    ///
    /// # Errors
    /// Where there is none, or it is of another kind.
    pub fn bytes(&mut self) -> Result<Vec<u8>, String> {
        self.take::<Uint8Array>("array of bytes").map(|array| array.to_vec())
    }

    /// The next one's numbers.
    ///
    /// # Errors
    /// Where there is none, or it is of another kind.
    pub fn numbers(&mut self) -> Result<Vec<f64>, String> {
        self.take::<Float64Array>("array of numbers").map(|array| array.to_vec())
    }

    /// Gives a table its numbers.
    ///
    /// # Errors
    /// Where they are not there, or do not fit its columns.
    pub fn fill(&mut self, table: &mut Table) -> Result<(), String> {
        let (values, targets) = (self.numbers()?, self.numbers()?);
        let whole = table.clone().with(values, targets);
        *table = whole.ok_or("its numbers do not fit its columns")?;
        Ok(())
    }
}

/// What a message says.
///
/// # Errors
/// Where it says nothing of the kind, with what the reader says; a text says so itself.
pub fn read<T: Crosses>(message: &JsValue) -> Result<T, String> {
    if let Some(complaint) = message.as_string() {
        return Err(complaint);
    }
    let message: Array = message.clone().dyn_into().map_err(|_| "no array".to_owned())?;
    // Behind the name.
    let mut parts = Parts { message, next: 1 };
    let mut said: T = wire::decode(&parts.bytes()?)?;
    said.unpack(&mut parts)?;
    Ok(said)
}

/// What a program says: an answer, or `None` that it listens.
///
/// # Errors
/// As [`read`]'s: then no answer will come.
pub fn said<T: Crosses>(message: &JsValue) -> Result<Option<T>, String> {
    if message.is_null() { Ok(None) } else { read(message).map(Some) }
}

/// The page, as a program sees it.
#[derive(Clone)]
pub struct Asker(DedicatedWorkerGlobalScope);

impl Asker {
    /// Answers.
    pub fn tell<T: Crosses>(&self, answer: &T) {
        let sent = Message::of(answer).and_then(|message| {
            let posted = self.0.post_message_with_transfer(&message.value, &message.transfer);
            posted.map_err(|error| error.unchecked_into::<Error>().message().into())
        });
        if let Err(detail) = sent {
            self.complain(&detail);
        }
    }

    /// Tells the page that a question stays without an answer.
    fn complain(&self, detail: &str) {
        // A text can always be posted.
        let _ = self.0.post_message(&detail.into());
    }
}

/// Starts a program: it listens, says so, and has each question answered. Where this is no dedicated worker it
/// throws: of a program that ends without an error the page would hear nothing.
pub fn listen<Q: Question>(answer: impl Fn(Q, &Asker) + 'static) {
    if let Err(error) = begin(answer) {
        wasm_bindgen::throw_val(error);
    }
}

fn begin<Q: Question>(answer: impl Fn(Q, &Asker) + 'static) -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = global().dyn_into()?;
    let asker = Asker(scope.clone());
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            match read(&event.data()) {
                Ok(question) => answer(question, &asker),
                Err(detail) => asker.complain(&detail),
            }
        });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It lives as long as the program does.
    on_message.forget();
    scope.post_message(&JsValue::NULL)
}
