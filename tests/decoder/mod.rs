//! Natively, what the browser's `TextDecoder` does in the page.

use neural_playground::files::{Decode, Encoding, Part};

/// Nothing until it is started.
#[derive(Default)]
pub struct Decoder(Option<encoding_rs::Decoder>);

impl Decode for Decoder {
    fn start(&mut self, encoding: Encoding) {
        let found = encoding_rs::Encoding::for_label(encoding.label().as_bytes());
        self.0 = Some(found.expect("a label").new_decoder_without_bom_handling());
    }

    fn decode(&mut self, bytes: &[u8], part: Part, text: &mut String) {
        let decoder = self.0.as_mut().expect("started");
        let room = decoder.max_utf8_buffer_length(bytes.len()).expect("a length");
        text.reserve(room);
        let (_, read, _) = decoder.decode_to_string(bytes, text, part == Part::Last);
        assert_eq!(read, bytes.len());
    }
}
