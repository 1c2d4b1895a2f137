//! How what is asked and answered crosses between the page and the program: as bytes, and what is long
//! beside them as typed arrays whose memory changes hands. A message is `[name, bytes, array…]`, as
//! between the page and the worker that trains.

use js_sys::{Array, Float64Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};

use super::desk::{Ask, Told};
use super::shelf::{Errand, Outcome};
use crate::engine::table::Table;

/// A message and the buffers that travel with it.
pub struct Message {
    /// `[name, bytes, typed array…]`
    pub value: Array,
    /// The buffers to transfer.
    pub transfer: Array,
}

/// Where the arrays begin.
const FIRST: u32 = 2;

impl Message {
    fn new<T: Serialize>(name: &str, message: &T) -> Result<Self, String> {
        let bytes = postcard::to_allocvec(message).map_err(|error| error.to_string())?;
        let value = Array::of2(&name.into(), &Uint8Array::from(&bytes[..]));
        Ok(Self { value, transfer: Array::new() })
    }

    fn numbers(&mut self, numbers: &[f64]) {
        let array = Float64Array::from(numbers);
        self.transfer.push(&array.buffer());
        self.value.push(&array);
    }

    fn table(&mut self, table: &Table) {
        self.numbers(table.values());
        self.numbers(table.targets());
    }
}

/// A question for the program. The bytes of a file are added by [`Message::with_bytes`], as the page
/// has them in the browser's memory.
///
/// # Errors
/// What the writer says; no question of ours makes it.
pub fn from_ask(ask: &Ask) -> Result<Message, String> {
    let mut message = Message::new(ask.into(), ask)?;
    if let Ask::Shelf(Errand::Keep { table, .. }) = ask {
        message.table(table);
    }
    Ok(message)
}

impl Message {
    /// Lets bytes of a file travel along.
    #[must_use]
    pub fn with_bytes(self, bytes: &Uint8Array) -> Self {
        self.transfer.push(&bytes.buffer());
        self.value.push(bytes);
        self
    }
}

/// The question in a message.
///
/// # Errors
/// Where it is none, with what the reader says.
pub fn to_ask(message: &JsValue) -> Result<Ask, String> {
    let (message, mut ask) = read(message)?;
    if let Ask::Bytes { bytes } = &mut ask {
        let array = message.get(FIRST).dyn_into::<Uint8Array>();
        *bytes = array.map_err(|_| "no bytes of a file".to_owned())?.to_vec();
    }
    if let Ask::Shelf(Errand::Keep { table, .. }) = &mut ask {
        fill(table, &message)?;
    }
    Ok(ask)
}

/// An answer for the page.
///
/// # Errors
/// What the writer says; no answer of ours makes it.
pub fn from_told(told: &Told) -> Result<Message, String> {
    let mut message = Message::new(told.into(), told)?;
    if let Told::Taken { table, .. } | Told::Shelf(Outcome::Fetched { table }) = told {
        message.table(table);
    }
    Ok(message)
}

/// The answer in a message.
///
/// # Errors
/// Where it is none, with what the reader says.
pub fn to_told(message: &JsValue) -> Result<Told, String> {
    let (message, mut told) = read(message)?;
    if let Told::Taken { table, .. } | Told::Shelf(Outcome::Fetched { table }) = &mut told {
        fill(table, &message)?;
    }
    Ok(told)
}

/// Gives a table the numbers that have travelled beside it.
fn fill(table: &mut Table, message: &Array) -> Result<(), String> {
    let (values, targets) = (numbers(message, FIRST)?, numbers(message, FIRST + 1)?);
    let whole = table.clone().with(values, targets);
    *table = whole.ok_or("its numbers do not fit its columns")?;
    Ok(())
}

fn numbers(message: &Array, at: u32) -> Result<Vec<f64>, String> {
    let array = message.get(at).dyn_into::<Float64Array>();
    array.map(|array| array.to_vec()).map_err(|_| format!("part {at} is no Float64Array"))
}

/// The message as an array, and what its bytes say.
fn read<T: DeserializeOwned>(message: &JsValue) -> Result<(Array, T), String> {
    if let Some(complaint) = message.as_string() {
        return Err(complaint);
    }
    let message: Array = message.clone().dyn_into().map_err(|_| "no array".to_owned())?;
    let bytes: Uint8Array = message.get(1).dyn_into().map_err(|_| "no bytes".to_owned())?;
    let said = postcard::from_bytes(&bytes.to_vec()).map_err(|error| error.to_string())?;
    Ok((message, said))
}
