//! The entries of the browser's history: the hash, and beside it what no link carries, the ids of
//! the layers and that of a table of the visitor's. Back so finds the very layers that it was left with
//! and the table, as long as the page has it, and a swap of two equal cards, which leaves the hash as it
//! is, has an entry of its own.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The fields of an entry's state.
const LAYERS: &str = "layers";
const NEXT: &str = "next";
const OWN: &str = "own";

/// An entry as it stands or is to stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The hash, without its `#`.
    pub hash: String,
    /// The ids of the layers, first to last; `None` where the entry is not ours.
    pub layers: Option<Vec<u32>>,
    /// No layer had this id or a greater one yet.
    pub next: u32,
    /// The id of the table of the visitor's that is in use.
    pub own: Option<u64>,
}

/// How the address bar changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A finished change of the visitor's: Back undoes it.
    Push,
    /// The same page, said otherwise.
    Replace,
}

impl Entry {
    /// The one that the browser is at.
    pub fn found() -> Self {
        let hash = location_hash().unwrap_or_default();
        let state = window().history().and_then(|history| history.state()).unwrap_or_default();
        let number = |value: &JsValue| {
            let whole = value.as_f64().filter(|value| value.fract() == 0.0);
            // Beyond its range it is nobody's id.
            whole.filter(|value| (0.0..=f64::from(u32::MAX)).contains(value)).map(|id| id as u32)
        };
        let field = |name: &str| Reflect::get(&state, &name.into()).ok();
        let layers = field(LAYERS).filter(Array::is_array).map(|ids| Array::from(&ids));
        let layers = layers.and_then(|ids| ids.iter().map(|id| number(&id)).collect());
        let next = field(NEXT).and_then(|next| number(&next)).unwrap_or_default();
        // JavaScript's numbers have no room for it.
        let own = field(OWN).and_then(|own| own.as_string());
        let own = own.and_then(|own| u64::from_str_radix(&own, 16).ok());
        Self { hash, layers, next, own }
    }

    /// Whether `found` says nothing that this entry does not.
    pub fn covers(&self, found: &Self) -> bool {
        let same = self.layers == found.layers && self.own == found.own;
        self.hash == found.hash && (found.layers.is_none() || same)
    }

    /// Puts it into the history, with the whole address of the page; false where the browser
    /// refuses, as it does when an address changes too often.
    pub fn write(&self, how: How, address: &str) -> bool {
        let state = Object::new();
        let ids: Array = self.layers.iter().flatten().map(|&id| JsValue::from(id)).collect();
        // A plain object takes any field.
        let _ = Reflect::set(&state, &LAYERS.into(), &ids);
        let _ = Reflect::set(&state, &NEXT.into(), &self.next.into());
        if let Some(own) = self.own {
            let _ = Reflect::set(&state, &OWN.into(), &format!("{own:x}").into());
        }
        let written = window().history().and_then(|history| match how {
            How::Push => history.push_state_with_url(&state, "", Some(address)),
            How::Replace => history.replace_state_with_url(&state, "", Some(address)),
        });
        written.is_ok()
    }
}
