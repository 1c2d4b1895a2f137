//! The maps of all units as the worker computes them, for the page of the benchmark to time: the
//! worker's own trainer and features, without its clock and its messages, at a side of one's choice.

use std::rc::Rc;

use js_sys::Float32Array;
use neural_playground::engine::backend::{Set, on_cpu_compiled};
use neural_playground::engine::config::Config;
use neural_playground::engine::trainer::Trainer;
use neural_playground::protocol::wire;
use neural_playground::worker::linker::Compiler;
use wasm_bindgen::prelude::*;

/// A network and a grid.
#[wasm_bindgen]
pub struct Maps {
    trainer: Trainer,
    side: usize,
}

#[wasm_bindgen]
impl Maps {
    /// The network of a config (its bytes) at its start, over `side × side` cells.
    ///
    /// # Errors
    /// Where the config cannot be read or built.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &[u8], side: usize) -> Result<Maps, JsValue> {
        let config: Config = wire::decode(config)?;
        let linker = Rc::new(Compiler::new()?);
        let mut trainer = Trainer::on(&config, on_cpu_compiled(linker)).map_err(JsError::from)?;
        trainer.set_grid(Set::Maps, side);
        Ok(Self { trainer, side })
    }

    /// What the network sees of each cell, `[side², features]`.
    pub fn inputs(&self) -> Vec<f64> {
        self.trainer.grid_inputs(self.side)
    }

    /// The weights, in a frame's order.
    pub fn weights(&mut self) -> Vec<f64> {
        self.trainer.weights()
    }

    /// The maps into an array that serves again, as a frame carries them:
    /// `[units of all layers, side, side]`.
    pub fn compute(&mut self, out: &Float32Array) {
        out.copy_from(&self.trainer.maps(Set::Maps));
    }
}
