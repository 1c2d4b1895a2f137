//! Protocol buffers, as much of them as ONNX needs: a message is its fields one behind the other, in any
//! order, each a tag (`number << 3 | wire type`) and a value. Source: protobuf.dev, Encoding; the numbers
//! are those of onnx.proto (github.com/onnx/onnx), which `onnx` names beside each.

/// A message under way.
#[derive(Clone, Debug, Default)]
pub struct Message(Vec<u8>);

impl Message {
    /// Its bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// A whole number of 0 or more (wire type 0).
    pub fn whole(&mut self, field: u64, value: u64) -> &mut Self {
        self.varint(field << 3);
        self.varint(value);
        self
    }

    /// A number of 32 bits (wire type 5).
    pub fn float(&mut self, field: u64, value: f32) -> &mut Self {
        self.varint(field << 3 | 5);
        self.0.extend_from_slice(&value.to_le_bytes());
        self
    }

    /// Bytes, with their length before them (wire type 2).
    pub fn bytes(&mut self, field: u64, bytes: &[u8]) -> &mut Self {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
        self
    }

    /// A text.
    pub fn text(&mut self, field: u64, text: &str) -> &mut Self {
        self.bytes(field, text.as_bytes())
    }

    /// A message within it.
    pub fn message(&mut self, field: u64, inner: &Self) -> &mut Self {
        self.bytes(field, &inner.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded_as_the_documentation_has_them() {
        let mut inner = Message::default();
        inner.whole(1, 150);
        let mut outer = Message::default();
        outer.message(3, &inner).text(2, "testing").float(4, 1.0);
        let expected = b"\x1a\x03\x08\x96\x01\x12\x07testing\x25\x00\x00\x80\x3f";
        assert_eq!(outer.into_bytes(), expected);
    }
}
