//! WebAssembly in the making: expressions over vectors of four numbers, addresses, and loops.

use std::collections::HashMap;
use std::ops::{Add, BitAnd, BitXor, Div, Mul, Sub};
use std::rc::Rc;

use wasm_encoder::{BlockType, InstructionSink, MemArg, ValType};

/// Bytes of a vector.
pub const VECTOR: usize = 16;

/// An address: a local that holds one, and bytes behind it.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// The local.
    pub base: u32,
    /// Bytes behind what it holds.
    pub offset: usize,
}

impl At {
    /// So many bytes further.
    pub fn plus(self, bytes: usize) -> Self {
        Self { offset: self.offset + bytes, ..self }
    }

    fn argument(self) -> MemArg {
        // Rows may begin at any number: nothing wider than one is promised.
        let (offset, align) = (self.offset as u64, 2);
        MemArg { offset, align, target: Default::default(), ordering: None }
    }
}

/// What is done to a value, lane by lane.
#[derive(Clone, Copy, Debug)]
enum One {
    Abs,
    Negate,
    Root,
    Convert,
    Left(i32),
    Right(i32),
}

/// What is done to two values, lane by lane.
#[derive(Clone, Copy, Debug)]
enum Two {
    Add,
    Sub,
    Mul,
    Div,
    AddBits,
    And,
    Xor,
    Above,
    NotBelow,
    Equals,
    Differs,
    Min,
    Max,
}

#[derive(Debug)]
enum Node {
    Local(u32),
    Load(At),
    Splat(At),
    // The bits of each lane.
    Constant(u32),
    One(One, Value),
    Two(Two, Value, Value),
    // a·b + c, and c − a·b
    MulAdd(Value, Value, Value),
    MulSub(Value, Value, Value),
    // The second where the mask has bits, else the first.
    Select(Value, Value, Value),
    Shuffle(Value, Value, [u8; 4]),
}

/// A vector that is yet to be computed. Clones are the same value, computed once.
#[derive(Clone, Debug)]
pub struct Value(Rc<Node>);

impl Value {
    fn new(node: Node) -> Self {
        Self(Rc::new(node))
    }

    /// What a local holds.
    pub fn local(local: u32) -> Self {
        Self::new(Node::Local(local))
    }

    /// Four numbers from memory.
    pub fn load(at: At) -> Self {
        Self::new(Node::Load(at))
    }

    /// One number from memory in all lanes.
    pub fn splat(at: At) -> Self {
        Self::new(Node::Splat(at))
    }

    fn two(self, op: Two, other: Self) -> Self {
        Self::new(Node::Two(op, self, other))
    }

    /// These bits in each lane.
    pub fn bits(bits: u32) -> Self {
        Self::new(Node::Constant(bits))
    }

    fn one(self, op: One) -> Self {
        Self::new(Node::One(op, self))
    }

    /// Distance from 0.
    pub fn abs(self) -> Self {
        self.one(One::Abs)
    }

    /// The other sign.
    pub fn negated(self) -> Self {
        self.one(One::Negate)
    }

    /// The square root.
    pub fn sqrt(self) -> Self {
        self.one(One::Root)
    }

    /// The number that its bits are as a signed integer.
    pub fn converted(self) -> Self {
        self.one(One::Convert)
    }

    /// Its bits moved to the left.
    pub fn shifted_left(self, by: i32) -> Self {
        self.one(One::Left(by))
    }

    /// Its bits moved to the right, as a signed integer's.
    pub fn shifted_right(self, by: i32) -> Self {
        self.one(One::Right(by))
    }

    /// Its bits and these as integers, added.
    pub fn plus_bits(self, bits: u32) -> Self {
        self.two(Two::AddBits, Self::bits(bits))
    }

    /// All bits where it is larger, else none.
    pub fn above(self, other: impl Into<Self>) -> Self {
        self.two(Two::Above, other.into())
    }

    /// All bits where it is as large or larger.
    pub fn not_below(self, other: impl Into<Self>) -> Self {
        self.two(Two::NotBelow, other.into())
    }

    /// All bits where it is the same.
    pub fn equals(self, other: impl Into<Self>) -> Self {
        self.two(Two::Equals, other.into())
    }

    /// All bits where it is not the same.
    pub fn differs(self, other: impl Into<Self>) -> Self {
        self.two(Two::Differs, other.into())
    }

    /// `yes` where `when` has bits, else `no`.
    pub fn select(no: impl Into<Self>, yes: impl Into<Self>, when: Self) -> Self {
        Self::new(Node::Select(no.into(), yes.into(), when))
    }

    /// The smaller; NaN of `self` stays.
    pub fn min(self, other: impl Into<Self>) -> Self {
        self.two(Two::Min, other.into())
    }

    /// The larger; NaN of `self` stays.
    pub fn max(self, other: impl Into<Self>) -> Self {
        self.two(Two::Max, other.into())
    }

    /// Four lanes of the eight of both.
    fn shuffle(&self, other: &Self, lanes: [u8; 4]) -> Self {
        Self::new(Node::Shuffle(self.clone(), other.clone(), lanes))
    }

    /// The sums of the lanes of four vectors, as one.
    pub fn sums([a, b, c, d]: [Self; 4]) -> Self {
        let pairs = |a: &Self, b: &Self| a.shuffle(b, [0, 4, 1, 5]) + a.shuffle(b, [2, 6, 3, 7]);
        let (ab, cd) = (pairs(&a, &b), pairs(&c, &d));
        ab.shuffle(&cd, [0, 1, 4, 5]) + ab.shuffle(&cd, [2, 3, 6, 7])
    }
}

impl From<f32> for Value {
    fn from(number: f32) -> Self {
        Self::bits(number.to_bits())
    }
}

macro_rules! operator {
    ($($operator:ident::$method:ident: $two:ident),*) => {$(
        impl<T: Into<Value>> $operator<T> for Value {
            type Output = Self;
            fn $method(self, other: T) -> Self {
                self.two(Two::$two, other.into())
            }
        }
    )*};
}

operator!(Mul::mul: Mul, Div::div: Div, BitAnd::bitand: And, BitXor::bitxor: Xor);

// A product and a sum are rounded once where the browser can.
impl<T: Into<Value>> Add<T> for Value {
    type Output = Self;
    fn add(self, other: T) -> Self {
        let other = other.into();
        match (&*self.0, &*other.0) {
            (Node::Two(Two::Mul, a, b), _) => Self::new(Node::MulAdd(a.clone(), b.clone(), other)),
            (_, Node::Two(Two::Mul, a, b)) => Self::new(Node::MulAdd(a.clone(), b.clone(), self)),
            _ => self.two(Two::Add, other),
        }
    }
}

impl<T: Into<Value>> Sub<T> for Value {
    type Output = Self;
    fn sub(self, other: T) -> Self {
        let other = other.into();
        match &*other.0 {
            Node::Two(Two::Mul, a, b) => Self::new(Node::MulSub(a.clone(), b.clone(), self)),
            _ => self.two(Two::Sub, other),
        }
    }
}

/// How often each part of a value is read.
type Uses = HashMap<*const Node, usize>;
/// The locals that hold parts which are read more than once.
type Known = HashMap<*const Node, u32>;

/// The instructions of a function so far, and its locals.
pub struct Code {
    bytes: Vec<u8>,
    relaxed: bool,
    parameters: u32,
    locals: Vec<ValType>,
    // Of those, the ones that hold nothing.
    free: Vec<(ValType, u32)>,
}

impl Code {
    /// An empty function; with `relaxed` a product and a sum are one instruction.
    pub fn new(parameters: u32, relaxed: bool) -> Self {
        let (bytes, locals, free) = Default::default();
        Self { bytes, relaxed, parameters, locals, free }
    }

    /// Where instructions go.
    pub fn sink(&mut self) -> InstructionSink<'_> {
        InstructionSink::new(&mut self.bytes)
    }

    /// The function's body, and the types of its locals.
    pub fn finish(mut self) -> (Vec<u8>, Vec<ValType>) {
        self.sink().end();
        (self.bytes, self.locals)
    }

    fn local(&mut self, of: ValType) -> u32 {
        if let Some(at) = self.free.iter().rposition(|(ty, _)| *ty == of) {
            return self.free.remove(at).1;
        }
        self.locals.push(of);
        self.parameters + self.locals.len() as u32 - 1
    }

    /// A local for a vector.
    pub fn vector(&mut self) -> u32 {
        self.local(ValType::V128)
    }

    /// A local for an address.
    pub fn pointer(&mut self) -> u32 {
        self.local(ValType::I32)
    }

    /// So many locals for vectors.
    pub fn vectors(&mut self, count: usize) -> Vec<u32> {
        (0..count).map(|_| self.vector()).collect()
    }

    /// Locals for vectors that hold nothing any more.
    pub fn free(&mut self, locals: impl IntoIterator<Item = u32>) {
        self.free.extend(locals.into_iter().map(|local| (ValType::V128, local)));
    }

    /// Computes a value into a local.
    pub fn set(&mut self, local: u32, value: &Value) {
        self.push(value);
        self.sink().local_set(local);
    }

    /// Computes a value into memory.
    pub fn store(&mut self, at: At, value: &Value) {
        self.sink().local_get(at.base);
        self.push(value);
        self.sink().v128_store(at.argument());
    }

    fn push(&mut self, value: &Value) {
        let mut uses = Uses::new();
        count(value, &mut uses);
        let mut known = Known::new();
        self.emit(value, &uses, &mut known);
        self.free(known.into_values());
    }

    fn emit(&mut self, value: &Value, uses: &Uses, known: &mut Known) {
        let key = Rc::as_ptr(&value.0);
        if let Some(&local) = known.get(&key) {
            self.sink().local_get(local);
            return;
        }
        match &*value.0 {
            Node::Local(local) => {
                self.sink().local_get(*local);
                return;
            }
            Node::Constant(bits) => {
                let lanes = [bits.to_le_bytes(); 4];
                self.sink().v128_const(i128::from_le_bytes(std::array::from_fn(|at| {
                    lanes[at / 4][at % 4]
                })));
                return;
            }
            Node::Load(at) => {
                self.sink().local_get(at.base).v128_load(at.argument());
            }
            Node::Splat(at) => {
                self.sink().local_get(at.base).v128_load32_splat(at.argument());
            }
            Node::One(op, a) => {
                self.emit(a, uses, known);
                let mut sink = self.sink();
                match op {
                    One::Abs => sink.f32x4_abs(),
                    One::Negate => sink.f32x4_neg(),
                    One::Root => sink.f32x4_sqrt(),
                    One::Convert => sink.f32x4_convert_i32x4_s(),
                    One::Left(by) => sink.i32_const(*by).i32x4_shl(),
                    One::Right(by) => sink.i32_const(*by).i32x4_shr_s(),
                };
            }
            Node::Select(no, yes, when) => {
                for part in [yes, no, when] {
                    self.emit(part, uses, known);
                }
                self.sink().v128_bitselect();
            }
            Node::Two(op, a, b) => {
                self.emit(a, uses, known);
                self.emit(b, uses, known);
                let mut sink = self.sink();
                match op {
                    Two::Add => sink.f32x4_add(),
                    Two::Sub => sink.f32x4_sub(),
                    Two::Mul => sink.f32x4_mul(),
                    Two::Div => sink.f32x4_div(),
                    Two::AddBits => sink.i32x4_add(),
                    Two::And => sink.v128_and(),
                    Two::Xor => sink.v128_xor(),
                    Two::Above => sink.f32x4_gt(),
                    Two::NotBelow => sink.f32x4_ge(),
                    Two::Equals => sink.f32x4_eq(),
                    Two::Differs => sink.f32x4_ne(),
                    Two::Min => sink.f32x4_pmin(),
                    Two::Max => sink.f32x4_pmax(),
                };
            }
            Node::MulAdd(a, b, c) if self.relaxed => {
                for part in [a, b, c] {
                    self.emit(part, uses, known);
                }
                self.sink().f32x4_relaxed_madd();
            }
            Node::MulSub(a, b, c) if self.relaxed => {
                for part in [a, b, c] {
                    self.emit(part, uses, known);
                }
                self.sink().f32x4_relaxed_nmadd();
            }
            Node::MulAdd(a, b, c) => {
                self.emit(a, uses, known);
                self.emit(b, uses, known);
                self.sink().f32x4_mul();
                self.emit(c, uses, known);
                self.sink().f32x4_add();
            }
            Node::MulSub(a, b, c) => {
                self.emit(c, uses, known);
                self.emit(a, uses, known);
                self.emit(b, uses, known);
                self.sink().f32x4_mul().f32x4_sub();
            }
            Node::Shuffle(a, b, lanes) => {
                self.emit(a, uses, known);
                self.emit(b, uses, known);
                let byte = |at: usize| 4 * lanes[at / 4] + (at % 4) as u8;
                self.sink().i8x16_shuffle(std::array::from_fn(byte));
            }
        }
        if uses.get(&key).is_some_and(|&uses| uses > 1) {
            let local = self.vector();
            known.insert(key, local);
            self.sink().local_tee(local);
        }
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
        if let Times::Unrolled(count) | Times::Looped(count @ (0 | 1)) = times {
            for at in 0..count {
                let mut on = starts;
                on.iter_mut().zip(steps).for_each(|(on, step)| *on = on.plus(at * step));
                body(self, on);
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
        let mut on = starts;
        for (on, step) in on.iter_mut().zip(steps).filter(|(_, step)| *step > 0) {
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
        body(self, on);
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

fn count(value: &Value, uses: &mut Uses) {
    let seen = uses.entry(Rc::as_ptr(&value.0)).or_default();
    *seen += 1;
    if *seen > 1 {
        return;
    }
    match &*value.0 {
        Node::Local(_) | Node::Load(_) | Node::Splat(_) | Node::Constant(_) => {}
        Node::Two(_, a, b) | Node::Shuffle(a, b, _) => {
            for part in [a, b] {
                count(part, uses);
            }
        }
        Node::One(_, a) => count(a, uses),
        Node::MulAdd(a, b, c) | Node::MulSub(a, b, c) | Node::Select(a, b, c) => {
            for part in [a, b, c] {
                count(part, uses);
            }
        }
    }
}
