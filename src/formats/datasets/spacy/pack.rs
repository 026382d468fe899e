//! Msgpack, as it grows.

use rmp::encode;
use serde_json::Value as Json;

/// Values one after the other. Writing to memory cannot fail, and no length of ours is beyond
/// msgpack's.
#[derive(Default)]
pub(super) struct Packed(Vec<u8>);

impl Packed {
    /// A map of so many keys and values, which come next.
    pub(super) fn map(len: usize) -> Self {
        let mut packed = Self::default();
        let _ = encode::write_map_len(&mut packed.0, length(len));
        packed
    }

    /// A list of so many items, which come next.
    pub(super) fn list(&mut self, len: usize) -> &mut Self {
        let _ = encode::write_array_len(&mut self.0, length(len));
        self
    }

    pub(super) fn words(&mut self, words: &str) -> &mut Self {
        let _ = encode::write_str(&mut self.0, words);
        self
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let _ = encode::write_bin(&mut self.0, bytes);
        self
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        let _ = encode::write_uint(&mut self.0, number);
        self
    }

    /// A value of JSON. Ours is a few levels deep.
    pub(super) fn json(&mut self, json: &Json) -> &mut Self {
        match json {
            Json::Null => drop(encode::write_nil(&mut self.0)),
            Json::Bool(flag) => drop(encode::write_bool(&mut self.0, *flag)),
            Json::Number(number) => {
                let whole = number
                    .as_i64()
                    .map(|it| encode::write_sint(&mut self.0, it));
                if whole.is_none() {
                    let float = number.as_f64().unwrap_or_default();
                    drop(encode::write_f64(&mut self.0, float));
                }
            }
            Json::String(words) => {
                self.words(words);
            }
            Json::Array(items) => {
                self.list(items.len());
                for item in items {
                    self.json(item);
                }
            }
            Json::Object(fields) => {
                let _ = encode::write_map_len(&mut self.0, length(fields.len()));
                for (name, value) in fields {
                    self.words(name).json(value);
                }
            }
        }
        self
    }

    /// The bytes.
    pub(super) fn done(self) -> Vec<u8> {
        self.0
    }
}

fn length(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
