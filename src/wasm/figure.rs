//! What a figure has in place of [`reading`](super): prepared scenarios, and the commands of its stage.

use crate::scenario::prepared;
use crate::view::playground;
use crate::view::press::Press;
use crate::wasm::{Playground, thrown};
use wasm_bindgen::prelude::*;

/// The commands of a figure's stage.
#[wasm_bindgen(js_name = Press)]
#[derive(Clone, Copy)]
pub enum JsPress {
    /// Places an order of a client.
    PlaceOrder,
    /// Sets the health of a node to up.
    SetUp,
    /// Sets the health of a node to down.
    SetDown,
    /// Redrives all dead letters of a subscription.
    RedriveAll,
}

#[wasm_bindgen]
impl Playground {
    /// Opens a session of a prepared scenario at instant 0; nothing if another build has prepared it. The seed is a whole
    /// number as text; without it, the scenario's own.
    pub fn prepared(model: &[u8], seed: Option<String>) -> Result<Option<Playground>, JsValue> {
        let Some(model) = prepared::read(model) else { return Ok(None) };
        playground::Playground::of(model, seed.as_deref()).map(|it| Some(Playground(it))).map_err(thrown)
    }

    /// Executes a press at the playhead and discards the known future. It is done to the node or subscription at an index;
    /// an order has this amount, or the client's usual one. `json` is the command as it is logged. False when there is
    /// nothing of this index to do it to.
    pub fn press(&mut self, press: JsPress, index: u16, amount: Option<u32>, json: &str) -> Result<bool, JsValue> {
        let press = match press {
            JsPress::PlaceOrder => Press::PlaceOrder,
            JsPress::SetUp => Press::SetUp,
            JsPress::SetDown => Press::SetDown,
            JsPress::RedriveAll => Press::RedriveAll,
        };
        self.0.press(press, index, amount, json).map_err(thrown)
    }
}
