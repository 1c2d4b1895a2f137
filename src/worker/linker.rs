//! Compiles what the engine writes for a plan, in the worker's own memory.

use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use crate::engine::backend::compiled::{Kernel, Linker, MEMORY, RUN, relaxed_probe};

#[wasm_bindgen]
extern "C" {
    /// The exports of a module.
    type Exports;

    #[wasm_bindgen(method)]
    fn run(this: &Exports, memory: u32, first: u32, count: u32, rate: f64);
}

impl Kernel for Exports {
    fn run(&self, memory: usize, first: usize, count: usize, rate: f64) {
        // Addresses of this module's memory are those of the other: it is the same.
        Exports::run(self, memory as u32, first as u32, count as u32, rate);
    }
}

/// The browser's compiler.
pub struct Compiler {
    relaxed: bool,
    imports: Object,
}

impl Compiler {
    /// The compiler of this browser.
    ///
    /// # Errors
    /// Never, in a browser that runs this.
    pub fn new() -> Result<Self, JsValue> {
        let relaxed = WebAssembly::validate(&Uint8Array::from(&*relaxed_probe()))?;
        let (imports, host) = (Object::new(), Object::new());
        Reflect::set(&host, &MEMORY.1.into(), &wasm_bindgen::memory())?;
        Reflect::set(&imports, &MEMORY.0.into(), &host)?;
        Ok(Self { relaxed, imports })
    }

    fn exports(&self, module: &[u8]) -> Result<Exports, JsValue> {
        let module = WebAssembly::Module::new(&Uint8Array::from(module))?;
        let exports = WebAssembly::Instance::new(&module, &self.imports)?.exports();
        // Fails here, and not at the first call, if the name were another one.
        let _: js_sys::Function = Reflect::get(&exports, &RUN.into())?.dyn_into()?;
        Ok(exports.unchecked_into())
    }
}

impl Linker for Compiler {
    fn is_relaxed(&self) -> bool {
        self.relaxed
    }

    fn link(&self, module: &[u8]) -> Option<Box<dyn Kernel>> {
        // A page's policy may forbid it: the lanes do the same.
        self.exports(module).ok().map(|exports| Box::new(exports) as Box<dyn Kernel>)
    }
}
