//! Prepared scenarios: a built-in scenario as a figure loads it, read, checked and resolved when the package is built.
//!
//! A figure's WebAssembly does without the reader of scenario files and takes the model in bytes. The file that carries
//! them is JSON, which every server compresses: the bytes as a text, and beside it the scenario as it is written.

use crate::base::packed::{Packed, Unpacker};
use crate::model::{Model, needs};
use crate::problem::Problem;
use crate::scenario::load;
use std::fmt::Write;

/// The digest of the sources that declare the model's types. Bytes that another build has written begin with another.
const STAMP: [u8; 8] = stamp(env!("CARTEIRO_MODEL_STAMP"));

const fn stamp(text: &str) -> [u8; 8] {
    let mut stamp = [0; 8];
    stamp.copy_from_slice(text.as_bytes());
    stamp
}

/// The file of a prepared scenario: `{"model": …, "scenario": …}`. One that needs the whole core stays as it is written.
///
/// # Errors
/// As [`load`].
pub fn file(json: &str) -> Result<String, Problem> {
    let model = load(json)?;
    if needs::whole_core(&model) {
        return Ok(json.to_owned());
    }
    let bytes = bytes(&model);
    let mut file = String::with_capacity(json.len() + 2 * bytes.len());
    file.push_str("{\"model\":\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => file.extend(['\\', char::from(byte)]),
            // Texts stay what they are in the scenario beside them, which makes the file small when it is compressed.
            0x20..0x7f => file.push(char::from(byte)),
            // Any other byte is a letter whose number ends with it: control characters cannot stand in JSON.
            _ => file.extend(char::from_u32(0x100 + u32::from(byte))),
        }
    }
    // Writing to a string does not fail.
    let _ = write!(file, "\",\"scenario\":{}}}", json.trim_start_matches('\u{feff}').trim());
    Ok(file)
}

/// A model in bytes, for [`read`].
pub fn bytes(model: &Model) -> Vec<u8> {
    let mut bytes = STAMP.to_vec();
    model.pack(&mut bytes);
    bytes
}

/// The model in what [`bytes`] gave; `None` for anything that this build has not written.
pub fn read(bytes: &[u8]) -> Option<Model> {
    let mut from = Unpacker::new(bytes.strip_prefix(&STAMP)?);
    let model = Model::unpack(&mut from);
    from.ends_well().then_some(model)
}
