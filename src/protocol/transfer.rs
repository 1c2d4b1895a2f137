//! How messages cross between page and worker: as bytes (`super::wire`), and the long number arrays
//! beside them as typed arrays whose memory changes hands instead of being copied.
//!
//! A message is `[name, bytes, array…]`; which arrays follow is decided here and nowhere else. The
//! name is for whoever looks at the messages from outside: a debugger, a test.

use js_sys::{Array, ArrayBuffer, Float32Array, Float64Array, Uint8Array};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::ImageBitmap;

use super::{Command, CurvePoint, Event, wire};

/// A message and the buffers that travel with it.
pub struct Message {
    /// `[name, bytes, typed array…]`
    pub value: Array,
    /// The buffers to transfer.
    pub transfer: Array,
}

impl Message {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let value = Array::of2(&name.into(), &Uint8Array::from(bytes));
        Self { value, transfer: Array::new() }
    }

    fn wide(&mut self, values: &[f64]) {
        let array = Float64Array::from(values);
        self.transfer.push(&array.buffer());
        self.value.push(&array);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let array = Uint8Array::from(bytes);
        self.transfer.push(&array.buffer());
        self.value.push(&array);
    }

    fn narrow(&mut self, values: &[f32], pool: &mut Pool) {
        let array = pool.array(values.len());
        array.copy_from(values);
        self.transfer.push(&array.buffer());
        self.value.push(&array);
    }
}

impl Message {
    /// Lets pictures travel along, behind everything else.
    pub fn attach(&mut self, bitmaps: Vec<ImageBitmap>) {
        for bitmap in bitmaps {
            self.transfer.push(&bitmap);
            self.value.push(&bitmap);
        }
    }

    /// Lets a checkpoint's state travel along, as [`state`] found it; it stays here as well.
    pub fn enclose(&mut self, state: &Uint8Array) {
        self.value.push(state);
    }

    /// Gives buffers back, behind everything else.
    pub fn give_back(&mut self, buffers: Vec<ArrayBuffer>) {
        for buffer in buffers {
            self.transfer.push(&buffer);
            self.value.push(&buffer);
        }
    }
}

/// Buffers of maps that have been read and serve again: a frame's are half a megabyte, and there
/// are sixty a second.
#[derive(Default)]
pub struct Pool(Vec<ArrayBuffer>);

impl Pool {
    /// Buffers that wait at most: those of two frames.
    const MOST: usize = 4;

    /// Keeps the buffers that a message gives back.
    pub fn refill(&mut self, message: &JsValue) {
        let message: Option<Array> = message.clone().dyn_into().ok();
        let parts = message.iter().flat_map(Array::iter);
        self.0.extend(parts.filter_map(|part| part.dyn_into().ok()));
        let surplus = self.0.len().saturating_sub(Self::MOST);
        self.0.drain(..surplus);
    }

    fn array(&mut self, length: usize) -> Float32Array {
        let bytes = (length * size_of::<f32>()) as u32;
        let fits = self.0.iter().position(|buffer| buffer.byte_length() == bytes);
        match fits.map(|at| self.0.swap_remove(at)) {
            Some(buffer) => Float32Array::new(&buffer),
            None => Float32Array::new_with_length(length as u32),
        }
    }
}

/// The buffers of an event's maps, once it has been read.
pub fn spare(message: &JsValue) -> Vec<ArrayBuffer> {
    let message: Option<Array> = message.clone().dyn_into().ok();
    let parts = message.iter().flat_map(Array::iter);
    let arrays = parts.filter_map(|part| part.dyn_into::<Float32Array>().ok());
    arrays.map(|array| array.buffer()).filter(|buffer| buffer.byte_length() > 0).collect()
}

/// The state of the checkpoint in an event, in the browser's memory: it may be megabytes, twice a
/// second, and the page only keeps it.
pub fn state(message: &JsValue) -> Option<Uint8Array> {
    let message: Array = message.clone().dyn_into().ok()?;
    message.get(FIRST).dyn_into().ok()
}

/// The pictures that travel with a message, in their order.
pub fn attached(message: &JsValue) -> Vec<ImageBitmap> {
    let message: Option<Array> = message.clone().dyn_into().ok();
    let parts = message.iter().flat_map(Array::iter);
    parts.filter_map(|part| part.dyn_into().ok()).collect()
}

fn wide(message: &Array, at: u32) -> Result<Vec<f64>, String> {
    let array = message.get(at).dyn_into::<Float64Array>();
    array.map(|array| array.to_vec()).map_err(|_| format!("part {at} is no Float64Array"))
}

fn narrow(message: &Array, at: u32) -> Result<Vec<f32>, String> {
    let array = message.get(at).dyn_into::<Float32Array>();
    array.map(|array| array.to_vec()).map_err(|_| format!("part {at} is no Float32Array"))
}

/// Where the typed arrays of a message begin.
const FIRST: u32 = 2;

/// The message as an array, and what its bytes say.
fn read<T: DeserializeOwned>(message: &JsValue) -> Result<(Array, T), String> {
    let message: Array = message.clone().dyn_into().map_err(|_| "no array".to_owned())?;
    let bytes: Uint8Array = message.get(1).dyn_into().map_err(|_| "no bytes".to_owned())?;
    Ok((message, wire::decode(&bytes.to_vec())?))
}

fn flat(curve: &[CurvePoint]) -> Vec<f64> {
    curve.iter().flat_map(CurvePoint::numbers).collect()
}

fn points(numbers: &[f64]) -> Vec<CurvePoint> {
    numbers.as_chunks().0.iter().map(CurvePoint::from_numbers).collect()
}

/// A command for the worker. Of a checkpoint without its state, which [`Message::enclose`] adds.
///
/// # Errors
/// What the writer says; no command of ours makes it.
pub fn from_command(command: &Command) -> Result<Message, String> {
    let mut message = Message::new(command.into(), &wire::encode(command)?);
    if let Command::Restore { curve, .. } = command {
        message.wide(&flat(curve));
    }
    if let Command::Bring { table } = command {
        message.wide(table.values());
        message.wide(table.targets());
    }
    Ok(message)
}

/// The command in a message.
///
/// # Errors
/// Where it is none, with what the reader says.
pub fn to_command(message: &JsValue) -> Result<Command, String> {
    let (message, mut command) = read(message)?;
    if let Command::Restore { checkpoint, curve, .. } = &mut command {
        *curve = points(&wide(&message, FIRST)?);
        let state = message.get(FIRST + 1).dyn_into::<Uint8Array>();
        checkpoint.state = state.map_err(|_| "its state is no Uint8Array")?.to_vec();
    }
    if let Command::Bring { table } = &mut command {
        let (values, targets) = (wide(&message, FIRST)?, wide(&message, FIRST + 1)?);
        let whole = table.clone().with(values, targets);
        **table = whole.ok_or("its numbers do not fit its columns")?;
    }
    Ok(command)
}

/// An event for the page, in buffers of the pool where there are.
///
/// # Errors
/// What the writer says; no event of ours makes it.
pub fn from_event(event: &Event, pool: &mut Pool) -> Result<Message, String> {
    let mut message = Message::new(event.into(), &wire::encode(event)?);
    match event {
        Event::Data(data) => {
            message.wide(&data.train);
            message.wide(&data.test);
        }
        Event::Frame(frame) => {
            message.wide(&frame.weights);
            message.narrow(&frame.maps, pool);
            message.narrow(&frame.big, pool);
            message.wide(&flat(&frame.curve));
        }
        Event::Checkpoint(checkpoint)
        | Event::Kept { checkpoint: Some(checkpoint), .. }
        | Event::Handed(Some(checkpoint)) => {
            message.bytes(&checkpoint.state);
        }
        Event::Kept { checkpoint: None, .. }
        | Event::Handed(None)
        | Event::Ready { .. }
        | Event::Called { .. }
        | Event::Gpu(_)
        | Event::Assigned(_)
        | Event::Stopped(_)
        | Event::Graph(_)
        | Event::Profile(_)
        | Event::Rates(_)
        | Event::Race(_)
        | Event::Beat { .. }
        | Event::Patience { .. }
        | Event::Failed(_) => {}
    }
    Ok(message)
}

/// The event in a message; a checkpoint's state stays where it is ([`state`]).
///
/// # Errors
/// Where it is none, with what the reader says.
pub fn to_event(message: &JsValue) -> Result<Event, String> {
    let (message, mut event) = read(message)?;
    match &mut event {
        Event::Data(data) => {
            data.train = wide(&message, FIRST)?;
            data.test = wide(&message, FIRST + 1)?;
        }
        Event::Frame(frame) => {
            frame.weights = wide(&message, FIRST)?;
            frame.maps = narrow(&message, FIRST + 1)?;
            frame.big = narrow(&message, FIRST + 2)?;
            frame.curve = points(&wide(&message, FIRST + 3)?);
        }
        Event::Checkpoint(_)
        | Event::Kept { .. }
        | Event::Handed(_)
        | Event::Ready { .. }
        | Event::Called { .. }
        | Event::Gpu(_)
        | Event::Assigned(_)
        | Event::Stopped(_)
        | Event::Graph(_)
        | Event::Profile(_)
        | Event::Rates(_)
        | Event::Race(_)
        | Event::Beat { .. }
        | Event::Patience { .. }
        | Event::Failed(_) => {}
    }
    Ok(event)
}
