//! Compiles what the engine writes for a plan, in the worker's own memory.

use js_sys::{Object, Reflect, Uint8Array, WebAssembly};
use strum::VariantArray as _;
use wasm_bindgen::prelude::*;

use crate::engine::backend::compiled::{
    Call, Kernel, Linker, MEMORY, RUN, UNROUNDED, WORDS, Written, fused_probe, relaxed_probe,
};
use crate::engine::formula::called;
use crate::engine::formula::math::Function;

#[wasm_bindgen]
extern "C" {
    /// The exports of a module.
    type Exports;

    #[wasm_bindgen(method)]
    fn run(this: &Exports, memory: u32, first: u32, count: u32, rate: f64);
}

impl Kernel for Exports {
    fn run(&self, call: Call<'_>) {
        let (memory, first, count, rate) = call.arguments();
        // Addresses of this module's memory are those of the other: it is the same.
        Exports::run(self, memory as u32, first as u32, count as u32, rate);
    }
}

/// What compiled code calls of this program, under the name [`WORDS`].
#[wasm_bindgen]
pub fn word(number: u32, a: f64, b: f64) -> f64 {
    called::call(number, a, b)
}

/// The browser's compiler.
pub struct Compiler {
    relaxed: bool,
    fused: bool,
    imports: Object,
}

impl Compiler {
    /// The compiler of this browser.
    ///
    /// # Errors
    /// Never, in a browser that runs this.
    pub fn new() -> Result<Self, JsValue> {
        let relaxed = WebAssembly::validate(&Uint8Array::from(relaxed_probe().bytes()))?;
        let (imports, host) = (Object::new(), Object::new());
        Reflect::set(&host, &MEMORY.1.into(), &wasm_bindgen::memory())?;
        // The functions themselves, as they are when this is made.
        let math = Reflect::get(&js_sys::global(), &"Math".into())?;
        for &function in Function::VARIANTS {
            let name = <&str>::from(function).into();
            Reflect::set(&host, &name, &Reflect::get(&math, &name)?)?;
        }
        // As it is, so that one program calls the other and no script stands between.
        let word = Reflect::get(&wasm_bindgen::exports(), &WORDS.into())?;
        Reflect::set(&host, &WORDS.into(), &word)?;
        Reflect::set(&imports, &MEMORY.0.into(), &host)?;
        let mut compiler = Self { relaxed, fused: false, imports };
        compiler.fused = relaxed && compiler.fuses().unwrap_or(false);
        Ok(compiler)
    }

    /// The same without relaxed instructions, for tests.
    pub fn strict(self) -> Self {
        Self { relaxed: false, fused: false, ..self }
    }

    /// Whether the relaxed product and sum round once: the browser may choose, for as long as it
    /// runs.
    fn fuses(&self) -> Result<bool, JsValue> {
        let run: js_sys::Function =
            Reflect::get(self.exports(&fused_probe())?.as_ref(), &RUN.into())?.dyn_into()?;
        let [a, b, c] = UNROUNDED.map(JsValue::from);
        let found = run.call3(&JsValue::NULL, &a, &b, &c)?;
        let [a, b, c] = UNROUNDED;
        Ok(found.as_f64() == Some(a.mul_add(b, c)))
    }

    fn exports(&self, module: &Written) -> Result<Exports, JsValue> {
        let module = WebAssembly::Module::new(&Uint8Array::from(module.bytes()))?;
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

    fn is_fused(&self) -> bool {
        self.fused
    }

    fn link(&self, module: &Written) -> Option<Box<dyn Kernel>> {
        // A page's policy may forbid it: the lanes do the same.
        self.exports(module).ok().map(|exports| Box::new(exports) as Box<dyn Kernel>)
    }
}
