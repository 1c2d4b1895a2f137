//! The browser's compiler with a count of how often what it has made is called: a test that compares
//! numbers must know whether compiled code gave them or what stands in for it.

use std::cell::Cell;
use std::rc::Rc;

use neural_playground::engine::backend::compiled::{Call, Kernel, Linker, Written};
use neural_playground::worker::linker::Compiler;

/// A linker that counts.
pub struct Counting {
    /// What compiles.
    pub compiler: Rc<Compiler>,
    /// Whether what is compiled is handed out; else it is as where a browser forbids compiling.
    pub links: bool,
    /// Calls so far.
    pub calls: Rc<Cell<usize>>,
}

struct Counted(Box<dyn Kernel>, Rc<Cell<usize>>);

impl Kernel for Counted {
    fn run(&self, call: Call<'_>) {
        self.1.set(self.1.get() + 1);
        self.0.run(call);
    }
}

impl Linker for Counting {
    fn is_relaxed(&self) -> bool {
        self.compiler.is_relaxed()
    }

    fn is_fused(&self) -> bool {
        self.compiler.is_fused()
    }

    fn link(&self, module: &Written) -> Option<Box<dyn Kernel>> {
        let kernel = self.compiler.link(module).expect("a module of ours is valid");
        self.links.then(|| Box::new(Counted(kernel, Rc::clone(&self.calls))) as Box<dyn Kernel>)
    }
}
