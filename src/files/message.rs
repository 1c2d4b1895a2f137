//! How what is asked and answered crosses between the page and the program: as bytes, and what is long
//! beside them as typed arrays whose memory changes hands. A message is `[name, bytes, array…]`, as
//! between the page and the worker that trains.

use js_sys::{Array, Float64Array, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

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

    fn bytes(&mut self, bytes: &[u8]) {
        let array = Uint8Array::from(bytes);
        self.transfer.push(&array.buffer());
        self.value.push(&array);
    }

    fn table(&mut self, table: &Table) {
        self.numbers(table.values());
        self.numbers(table.targets());
    }
}

/// A question for the program. The bytes of files and, before them, the state of a run are added by
/// [`Message::with_bytes`], as the page has them in the browser's memory.
///
/// # Errors
/// What the writer says; no question of ours makes it.
pub fn from_ask(ask: &Ask) -> Result<Message, String> {
    let mut message = Message::new(ask.into(), ask)?;
    if let Ask::Shelf(Errand::Keep { table, .. }) = ask {
        message.table(table);
    }
    if let Ask::Run(order) = ask {
        let run = order.run();
        message.numbers(&run.curve_numbers());
        run.table.iter().for_each(|table| message.table(table));
    }
    Ok(message)
}

impl Message {
    /// Lets bytes travel along.
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
    let (mut parts, mut ask) = read(message)?;
    if let Ask::Bytes { bytes } = &mut ask {
        *bytes = parts.bytes()?;
    }
    if let Ask::Shelf(Errand::Keep { table, .. }) = &mut ask {
        parts.fill(table)?;
    }
    if let Ask::Run(order) = &mut ask {
        let run = order.run_mut();
        run.set_curve(&parts.numbers()?);
        run.table.iter_mut().try_for_each(|table| parts.fill(table))?;
        run.state = parts.bytes()?;
        for file in order.files_mut() {
            file.bytes = parts.bytes()?;
        }
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
    if let Told::Run(answer) = told {
        answer.bytes().into_iter().for_each(|bytes| message.bytes(bytes));
    }
    Ok(message)
}

/// The answer in a message.
///
/// # Errors
/// Where it is none, with what the reader says.
pub fn to_told(message: &JsValue) -> Result<Told, String> {
    let (mut parts, mut told) = read(message)?;
    if let Told::Taken { table, .. } | Told::Shelf(Outcome::Fetched { table }) = &mut told {
        parts.fill(table)?;
    }
    if let Told::Run(answer) = &mut told {
        for bytes in answer.bytes_mut() {
            *bytes = parts.bytes()?;
        }
    }
    Ok(told)
}

/// The arrays that have travelled beside what a message says, one after the other.
struct Parts {
    message: Array,
    next: u32,
}

impl Parts {
    fn take<T: JsCast>(&mut self, what: &str) -> Result<T, String> {
        let at = self.next;
        self.next += 1;
        self.message.get(at).dyn_into().map_err(|_| format!("part {at} is no {what}"))
    }

    fn bytes(&mut self) -> Result<Vec<u8>, String> {
        self.take::<Uint8Array>("array of bytes").map(|array| array.to_vec())
    }

    fn numbers(&mut self) -> Result<Vec<f64>, String> {
        self.take::<Float64Array>("array of numbers").map(|array| array.to_vec())
    }

    /// Gives a table its numbers.
    fn fill(&mut self, table: &mut Table) -> Result<(), String> {
        let (values, targets) = (self.numbers()?, self.numbers()?);
        let whole = table.clone().with(values, targets);
        *table = whole.ok_or("its numbers do not fit its columns")?;
        Ok(())
    }
}

/// The arrays of a message, and what its bytes say.
fn read<T: DeserializeOwned>(message: &JsValue) -> Result<(Parts, T), String> {
    if let Some(complaint) = message.as_string() {
        return Err(complaint);
    }
    let message: Array = message.clone().dyn_into().map_err(|_| "no array".to_owned())?;
    let bytes: Uint8Array = message.get(1).dyn_into().map_err(|_| "no bytes".to_owned())?;
    let said = postcard::from_bytes(&bytes.to_vec()).map_err(|error| error.to_string())?;
    Ok((Parts { message, next: FIRST }, said))
}
