//! JSON as it stands in a file: a tree that takes no more than some dozens of bytes for each byte of it, as
//! objects are lists of their fields.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::Unreadable;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `[…]`
    List(Vec<Self>),
    /// `{…}`, in its order.
    Table(Vec<(String, Self)>),
}

impl Json {
    /// What a file says.
    ///
    /// # Errors
    /// Where it ends too early, and where it is no JSON any more.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Unreadable> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        serde_json::from_slice(bytes).map_err(|error| {
            let file = file.to_owned();
            if error.is_eof() {
                return Unreadable::Cut { file };
            }
            let (line, column) = (error.line(), error.column());
            let text = bytes.split(|&byte| byte == b'\n').nth(line.saturating_sub(1));
            let found = text.map(|text| around(text, column)).unwrap_or_default();
            Unreadable::Text { file, line, found }
        })
    }

    /// A field of it; null where it has none.
    pub fn get(&self, field: &str) -> &Self {
        let own = self.fields().iter().find(|(name, _)| name == field);
        own.map_or(&Self::Null, |(_, value)| value)
    }

    /// Its fields; none where it is no object.
    pub fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Table(fields) => fields,
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// Its values; none where it is no list.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(values) => values,
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) | Self::Table(_) => &[],
        }
    }

    /// What it says, where it is a text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// Its number: 0 and 1 for false and true.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Flag(on) => Some(f64::from(u8::from(*on))),
            Self::Null | Self::Text(_) | Self::List(_) | Self::Table(_) => None,
        }
    }

    /// Whether it says nothing or no: what a field says that is not in use.
    pub fn is_off(&self) -> bool {
        matches!(self, Self::Null | Self::Flag(false))
    }
}

/// The word of a line around a column, counted from 1.
fn around(line: &[u8], column: usize) -> String {
    let middle = column.saturating_sub(1).min(line.len());
    let of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+-._".contains(*byte);
    let before = line.iter().take(middle).rev().take_while(of_word).count();
    let (_, rest) = line.split_at(middle - before);
    let behind = rest.iter().take_while(of_word).count().clamp(1, 24);
    String::from_utf8_lossy(rest.get(..behind).unwrap_or(rest)).into_owned()
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, on: bool) -> Result<Json, E> {
        Ok(Json::Flag(on))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Json::Table(fields))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading)
    }
}
