//! What page and worker tell each other, as bytes: postcard's, which have no names in them. Only
//! programs of one build read each other's; what they say first is their version.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A message's bytes.
///
/// # Errors
/// What the writer says; no message of ours makes it.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, String> {
    postcard::to_allocvec(message).map_err(|error| error.to_string())
}

/// What [`encode`] wrote.
///
/// # Errors
/// Where it did not, with what the reader says; also where bytes are left over.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    match postcard::take_from_bytes(bytes) {
        Ok((message, [])) => Ok(message),
        Ok((_, rest)) => Err(format!("{} bytes too many", rest.len())),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;
    use crate::engine::config::Config;
    use crate::protocol::{Command, Event};

    #[test]
    fn what_is_cut_off_or_goes_on_is_refused() {
        let command = Command::Configure { config: Box::new(Config::default()) };
        let bytes = encode(&command).unwrap();
        assert_eq!(decode::<Command>(&bytes).unwrap(), command);
        for end in 0..bytes.len() {
            assert!(decode::<Command>(&bytes[..end]).is_err(), "{end}");
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        assert!(decode::<Command>(&longer).unwrap_err().contains('1'));
    }

    /// A worker of another build is told by it.
    #[test]
    fn every_build_reads_the_version_of_another() {
        let version = 300;
        assert_eq!(encode(&Event::Ready { version }).unwrap(), [0, 0xac, 0x02]);
    }
}
