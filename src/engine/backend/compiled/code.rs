//! WebAssembly in the making: the instructions that compute values, and loops.

use wasm_encoder::{BlockType, InstructionSink, ValType};

use super::value::{self, At, Node, One, Two, Value, Width, count, forget};
use super::words::Words;
use crate::engine::formula::math::Function;

/// A function that code calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callee {
    /// The browser's, of one number.
    Math(Function),
    /// This program's words, by their number and two numbers.
    Words,
}

/// The instructions of a function so far, and its locals.
pub struct Code {
    bytes: Vec<u8>,
    words: Words,
    relaxed: bool,
    parameters: u32,
    locals: Vec<ValType>,
    // Of those, the ones that hold nothing.
    free: Vec<(ValType, u32)>,
    // The functions that it calls, by their numbers.
    calls: Vec<Callee>,
}

impl Code {
    /// An empty function of such words; with `relaxed` a product and a sum are one
    /// instruction.
    pub fn new(parameters: u32, words: Words, relaxed: bool) -> Self {
        value::begin();
        let (bytes, locals, free, calls) = Default::default();
        Self { bytes, words, relaxed, parameters, locals, free, calls }
    }

    /// How wide its numbers are.
    pub fn width(&self) -> Width {
        self.words.width
    }

    /// The words of its formulas.
    pub fn words(&self) -> Words {
        self.words
    }

    /// Where instructions go.
    pub fn sink(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.bytes)
    }

    /// The function's body, the types of its locals, and the functions that it calls by their
    /// places.
    pub fn finish(mut self) -> (Vec<u8>, Vec<ValType>, Vec<Callee>) {
        self.sink().end();
        (self.bytes, self.locals, self.calls)
    }

    fn local(&mut self, of: ValType) -> u32 {
        if let Some(at) = self.free.iter().rposition(|(ty, _)| *ty == of) {
            return self.free.remove(at).1;
        }
        self.locals.push(of);
        self.parameters + self.locals.len() as u32 - 1
    }

    /// A local for a vector.
    #[inline(never)]
    pub fn vector(&mut self) -> u32 {
        self.local(ValType::V128)
    }

    /// A local for an address.
    pub fn pointer(&mut self) -> u32 {
        self.local(ValType::I32)
    }

    /// So many locals for vectors.
    #[inline(never)]
    pub fn vectors(&mut self, count: usize) -> Vec<u32> {
        (0..count).map(|_| self.vector()).collect()
    }

    /// Locals for vectors that hold nothing any more.
    pub fn free(&mut self, locals: impl IntoIterator<Item = u32>) {
        locals.into_iter().for_each(|local| self.release(local));
    }

    #[inline(never)]
    fn release(&mut self, local: u32) {
        self.free.push((ValType::V128, local));
    }

    /// Computes a value into a local.
    #[inline(never)]
    pub fn set(&mut self, local: u32, value: Value) {
        self.push(value);
        self.sink().local_set(local);
    }

    /// Computes a value into memory.
    #[inline(never)]
    pub fn store(&mut self, at: At, value: Value) {
        self.sink().local_get(at.base);
        self.push(value);
        self.sink().v128_store(at.argument());
    }

    /// Computes a value, of which the first number goes into memory.
    pub fn store_first(&mut self, at: At, value: Value) {
        self.sink().local_get(at.base);
        self.push(value);
        match self.width() {
            Width::Single => self.sink().v128_store32_lane(at.argument(), 0),
            Width::Double => self.sink().v128_store64_lane(at.argument(), 0),
        };
    }

    fn push(&mut self, value: Value) {
        count(value);
        self.emit(value);
        let mut locals = Vec::new();
        forget(value, &mut locals);
        self.free(locals);
    }

    fn emit(&mut self, value: Value) {
        if let Some(local) = value.held() {
            self.sink().local_get(local);
            return;
        }
        // A value of another function is nothing, and the module then no module.
        let Some(node) = value.node() else { return };
        match node {
            Node::Local(local) => {
                self.sink().local_get(local);
                return;
            }
            Node::Number(number) => {
                match self.width() {
                    Width::Single => self.constant(u64::from((number as f32).to_bits())),
                    Width::Double => self.constant(number.to_bits()),
                }
                return;
            }
            Node::Bits(bits) => {
                self.constant(bits);
                return;
            }
            Node::Load(at) => {
                self.sink().local_get(at.base).v128_load(at.argument());
            }
            Node::Splat(at) => {
                let width = self.width();
                let mut sink = self.sink();
                sink.local_get(at.base);
                match width {
                    Width::Single => sink.v128_load32_splat(at.argument()),
                    Width::Double => sink.v128_load64_splat(at.argument()),
                };
            }
            Node::Integer(local) => {
                self.sink().local_get(local).i32x4_splat();
            }
            Node::Count => {
                let lanes: [u8; 16] =
                    std::array::from_fn(|at| if at.is_multiple_of(4) { at as u8 / 4 } else { 0 });
                self.sink().v128_const(i128::from_le_bytes(lanes));
            }
            Node::One(op, a) => {
                self.emit(a);
                self.one(op);
            }
            Node::Select(no, yes, when) => {
                for part in [yes, no, when] {
                    self.emit(part);
                }
                self.sink().v128_bitselect();
            }
            Node::Two(op, a, b) => {
                self.emit(a);
                self.emit(b);
                self.two(op);
            }
            Node::MulAdd(a, b, c) if self.relaxed => {
                for part in [a, b, c] {
                    self.emit(part);
                }
                match self.width() {
                    Width::Single => self.sink().f32x4_relaxed_madd(),
                    Width::Double => self.sink().f64x2_relaxed_madd(),
                };
            }
            Node::MulSub(a, b, c) if self.relaxed => {
                for part in [a, b, c] {
                    self.emit(part);
                }
                match self.width() {
                    Width::Single => self.sink().f32x4_relaxed_nmadd(),
                    Width::Double => self.sink().f64x2_relaxed_nmadd(),
                };
            }
            Node::MulAdd(a, b, c) => {
                self.emit(a);
                self.emit(b);
                self.two(Two::Mul);
                self.emit(c);
                self.two(Two::Add);
            }
            Node::MulSub(a, b, c) => {
                self.emit(c);
                self.emit(a);
                self.emit(b);
                self.two(Two::Mul);
                self.two(Two::Sub);
            }
            Node::Fused(a, b, c) => {
                for part in [a, b, c] {
                    self.emit(part);
                }
                self.sink().f64x2_relaxed_madd();
            }
            Node::Gather(start, addresses) => {
                let held = self.vector();
                self.emit(addresses);
                let at = At { base: 0, offset: start }.argument();
                let mut sink = self.sink();
                sink.local_set(held).local_get(held).i32x4_extract_lane(2);
                sink.local_get(held).i32x4_extract_lane(0).v128_load64_zero(at);
                sink.v128_load64_lane(at, 1);
                self.free([held]);
            }
            Node::Call(function, a) => {
                let number = self.callee(Callee::Math(function));
                let held = self.vector();
                self.emit(a);
                let mut sink = self.sink();
                sink.local_set(held).local_get(held).f64x2_extract_lane(0).call(number);
                sink.f64x2_splat().local_get(held).f64x2_extract_lane(1).call(number);
                sink.f64x2_replace_lane(1);
                self.free([held]);
            }
            Node::Word(word, a, b) => {
                let number = self.callee(Callee::Words);
                let held = [a, b].map(|part| {
                    let local = self.vector();
                    self.emit(part);
                    self.sink().local_set(local);
                    local
                });
                for lane in 0..2 {
                    self.sink().i32_const(word as i32);
                    for local in held {
                        self.sink().local_get(local).f64x2_extract_lane(lane);
                    }
                    self.sink().call(number);
                    match lane {
                        0 => self.sink().f64x2_splat(),
                        _ => self.sink().f64x2_replace_lane(lane),
                    };
                }
                self.free(held);
            }
            Node::Shuffle(a, b, lanes) => {
                self.emit(a);
                self.emit(b);
                let bytes = self.width().bytes();
                let byte = |at: usize| bytes as u8 * lanes[at / bytes] + (at % bytes) as u8;
                self.sink().i8x16_shuffle(std::array::from_fn(byte));
            }
        }
        if value.reads() > 1 {
            let local = self.vector();
            value.hold(local);
            self.sink().local_tee(local);
        }
    }

    /// The number of a function that is called.
    fn callee(&mut self, callee: Callee) -> u32 {
        let known = self.calls.iter().position(|&known| known == callee);
        let number = known.unwrap_or_else(|| {
            self.calls.push(callee);
            self.calls.len() - 1
        });
        number as u32
    }

    fn constant(&mut self, bits: u64) {
        let bytes = self.width().bytes();
        let byte = |at: usize| (bits >> (8 * (at % bytes))) as u8;
        self.sink().v128_const(i128::from_le_bytes(std::array::from_fn(byte)));
    }

    fn one(&mut self, op: One) {
        let width = self.width();
        let mut sink = self.sink();
        match (op, width) {
            (One::Abs, Width::Single) => sink.f32x4_abs(),
            (One::Abs, Width::Double) => sink.f64x2_abs(),
            (One::Negate, Width::Single) => sink.f32x4_neg(),
            (One::Negate, Width::Double) => sink.f64x2_neg(),
            (One::Root, Width::Single) => sink.f32x4_sqrt(),
            (One::Root, Width::Double) => sink.f64x2_sqrt(),
            // Of a double's bits only those that fit 32.
            (One::Convert, Width::Single) => sink.f32x4_convert_i32x4_s(),
            (One::Convert, Width::Double) => sink.f64x2_convert_low_i32x4_s(),
            // Of 32 bits nobody asks for it.
            (One::Truncate, Width::Single) => sink.f32x4_trunc(),
            (One::Truncate, Width::Double) => sink.f64x2_trunc(),
            (One::Left(by), Width::Single) => sink.i32_const(by).i32x4_shl(),
            (One::Left(by), Width::Double) => sink.i32_const(by).i64x2_shl(),
            (One::Right(by), Width::Single) => sink.i32_const(by).i32x4_shr_s(),
            (One::Right(by), Width::Double) => sink.i32_const(by).i64x2_shr_s(),
            (One::LeftHalves(by), _) => sink.i32_const(by).i32x4_shl(),
            (One::RightHalves(by), _) => sink.i32_const(by).i32x4_shr_s(),
            (One::DownHalves(by), _) => sink.i32_const(by).i32x4_shr_u(),
        };
    }

    fn two(&mut self, op: Two) {
        let width = self.width();
        let mut sink = self.sink();
        match (op, width) {
            (Two::Add, Width::Single) => sink.f32x4_add(),
            (Two::Add, Width::Double) => sink.f64x2_add(),
            (Two::Sub, Width::Single) => sink.f32x4_sub(),
            (Two::Sub, Width::Double) => sink.f64x2_sub(),
            (Two::Mul, Width::Single) => sink.f32x4_mul(),
            (Two::Mul, Width::Double) => sink.f64x2_mul(),
            (Two::Div, Width::Single) => sink.f32x4_div(),
            (Two::Div, Width::Double) => sink.f64x2_div(),
            (Two::AddBits, Width::Single) => sink.i32x4_add(),
            (Two::AddBits, Width::Double) => sink.i64x2_add(),
            (Two::AddHalves, _) => sink.i32x4_add(),
            (Two::MulHalves, _) => sink.i32x4_mul(),
            (Two::And, _) => sink.v128_and(),
            (Two::Or, _) => sink.v128_or(),
            (Two::Xor, _) => sink.v128_xor(),
            (Two::Above, Width::Single) => sink.f32x4_gt(),
            (Two::Above, Width::Double) => sink.f64x2_gt(),
            (Two::NotBelow, Width::Single) => sink.f32x4_ge(),
            (Two::NotBelow, Width::Double) => sink.f64x2_ge(),
            (Two::Equals, Width::Single) => sink.f32x4_eq(),
            (Two::Equals, Width::Double) => sink.f64x2_eq(),
            (Two::Differs, Width::Single) => sink.f32x4_ne(),
            (Two::Differs, Width::Double) => sink.f64x2_ne(),
            (Two::Min, Width::Single) => sink.f32x4_pmin(),
            (Two::Min, Width::Double) => sink.f64x2_pmin(),
            (Two::Max, Width::Single) => sink.f32x4_pmax(),
            (Two::Max, Width::Double) => sink.f64x2_pmax(),
        };
    }

    /// The body so many times, with addresses that move on by as many bytes each time: a loop, or
    /// unrolled.
    pub fn each<const N: usize>(
        &mut self,
        times: Times,
        starts: [At; N],
        steps: [usize; N],
        mut body: impl FnMut(&mut Self, [At; N]),
    ) {
        self.repeat_body(times, &starts, &steps, &mut |code, on| {
            let mut given = starts;
            given.copy_from_slice(on);
            body(code, given);
        });
    }

    fn repeat_body(
        &mut self,
        times: Times,
        starts: &[At],
        steps: &[usize],
        body: &mut dyn FnMut(&mut Self, &[At]),
    ) {
        let mut on = starts.to_vec();
        if let Times::Unrolled(count) | Times::Looped(count @ (0 | 1)) = times {
            for _ in 0..count {
                body(self, &on);
                on.iter_mut().zip(steps).for_each(|(on, step)| *on = on.plus(*step));
            }
            return;
        }
        let counter = self.pointer();
        match times {
            Times::Unrolled(count) | Times::Looped(count) => {
                self.sink().i32_const(count as i32);
            }
            Times::Given(count) => {
                self.sink().local_get(count);
            }
        }
        self.sink().local_set(counter);
        // One local moves all addresses that start from the same one at the same pace.
        let mut moving: Vec<(u32, usize, u32)> = Vec::new();
        for (on, &step) in on.iter_mut().zip(steps).filter(|(_, step)| **step > 0) {
            let same = moving.iter().find(|(base, pace, _)| (*base, *pace) == (on.base, step));
            on.base = match same {
                Some(&(_, _, local)) => local,
                None => {
                    let local = self.pointer();
                    self.sink().local_get(on.base).local_set(local);
                    moving.push((on.base, step, local));
                    local
                }
            };
        }
        self.sink().loop_(BlockType::Empty);
        body(self, &on);
        for &(_, step, local) in &moving {
            self.advance(local, step);
        }
        self.repeat(counter);
        let locals = moving.into_iter().map(|(_, _, local)| local);
        self.free.extend(locals.chain([counter]).map(|local| (ValType::I32, local)));
    }

    /// Moves an address on.
    pub fn advance(&mut self, local: u32, bytes: usize) {
        self.sink().local_get(local).i32_const(bytes as i32).i32_add().local_set(local);
    }

    /// The end of a loop that runs until the counter is 0.
    pub fn repeat(&mut self, counter: u32) {
        self.sink().local_get(counter).i32_const(-1).i32_add().local_tee(counter).br_if(0).end();
    }
}

/// How often the body of [`Code::each`] runs, and how.
#[derive(Clone, Copy, Debug)]
pub enum Times {
    /// Written out as often.
    Unrolled(usize),
    /// In a loop.
    Looped(usize),
    /// In a loop as often as this local says, at least once.
    Given(u32),
}
