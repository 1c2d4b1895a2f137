//! Vectors of numbers that are yet to be computed, as expressions.

use std::cell::RefCell;
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Neg, Sub};

use wasm_encoder::{MemArg, ValType};

use crate::engine::formula::called::Called;
use crate::engine::formula::math::Function;

/// Bytes of a vector.
pub const VECTOR: usize = 16;

/// How wide a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 32 bits.
    Single,
    /// 64 bits.
    Double,
}

impl Width {
    /// Bytes of a number.
    pub fn bytes(self) -> usize {
        match self {
            Self::Single => 4,
            Self::Double => 8,
        }
    }

    /// Numbers of a vector.
    pub fn lanes(self) -> usize {
        VECTOR / self.bytes()
    }

    /// The type of a number.
    pub fn number(self) -> ValType {
        match self {
            Self::Single => ValType::F32,
            Self::Double => ValType::F64,
        }
    }
}

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

    /// As an instruction has it.
    pub fn argument(self) -> MemArg {
        // Rows may begin at any number: nothing wider than one is promised.
        let (offset, align) = (self.offset as u64, 2);
        MemArg { offset, align, target: Default::default(), ordering: None }
    }
}

/// What is done to a value, lane by lane.
#[derive(Clone, Copy, Debug)]
pub enum One {
    Abs,
    Negate,
    Root,
    Convert,
    Truncate,
    Left(i32),
    Right(i32),
    // Of integers of 32 bits, whatever the width; the last without a sign.
    LeftHalves(i32),
    RightHalves(i32),
    DownHalves(i32),
}

/// What is done to two values, lane by lane.
#[derive(Clone, Copy, Debug)]
pub enum Two {
    Add,
    Sub,
    Mul,
    Div,
    AddBits,
    // Of integers of 32 bits, whatever the width.
    AddHalves,
    MulHalves,
    And,
    Or,
    Xor,
    Above,
    NotBelow,
    Equals,
    Differs,
    Min,
    Max,
}

/// What a value is computed from.
#[derive(Clone, Copy, Debug)]
pub enum Node {
    Local(u32),
    Load(At),
    Splat(At),
    // The integer of 32 bits of a local in all lanes, and such lanes counted from 0.
    Integer(u32),
    Count,
    // The same number in all lanes, and the same integer.
    Number(f64),
    Bits(u64),
    One(One, Value),
    Two(Two, Value, Value),
    // a·b + c, and c − a·b
    MulAdd(Value, Value, Value),
    MulSub(Value, Value, Value),
    // The second where the mask has bits, else the first.
    Select(Value, Value, Value),
    // a·b + c, rounded once.
    Fused(Value, Value, Value),
    // The numbers that stand so many bytes behind an address, an integer in each lane.
    Gather(usize, Value),
    // What an imported function makes of each lane, and of each lane of two.
    Call(Function, Value),
    Word(Called, Value, Value),
    // Lanes of both, counted through.
    Shuffle(Value, Value, &'static [u8]),
}

/// A value as part of another that is being computed.
#[derive(Debug)]
struct Part {
    node: Node,
    // How often it is read.
    reads: usize,
    // The local that holds it once it has been computed.
    local: Option<u32>,
}

thread_local! {
    static PARTS: RefCell<Vec<Part>> = const { RefCell::new(Vec::new()) };
}

/// A vector that is yet to be computed. Copies are the same value, computed once. It lasts until
/// the next function is begun.
#[derive(Clone, Copy, Debug)]
pub struct Value(usize);

/// Forgets all values: a function begins.
pub fn begin() {
    PARTS.with_borrow_mut(Vec::clear);
}

/// Looks into what is known of a value, or changes it.
fn known<T: Default>(value: Value, of: impl FnOnce(&mut Part) -> T) -> T {
    PARTS.with_borrow_mut(|parts| parts.get_mut(value.0).map(of).unwrap_or_default())
}

// What makes values stands nowhere twice: formulas are long, and the worker is to be small.
impl Value {
    #[inline(never)]
    fn new(node: Node) -> Self {
        PARTS.with_borrow_mut(|parts| {
            parts.push(Part { node, reads: 0, local: None });
            Self(parts.len() - 1)
        })
    }

    /// What it is computed from; `None` of another function.
    pub fn node(self) -> Option<Node> {
        known(self, |part| Some(part.node))
    }

    /// How often it is read, once that has been counted.
    pub fn reads(self) -> usize {
        known(self, |part| part.reads)
    }

    /// The local that holds it, if one does.
    pub fn held(self) -> Option<u32> {
        known(self, |part| part.local)
    }

    /// From now on a local holds it.
    pub fn hold(self, local: u32) {
        known(self, |part| part.local = Some(local));
    }

    /// The number that it is in all lanes, if it is one.
    pub fn literal(self) -> Option<f64> {
        match self.node()? {
            Node::Number(number) => Some(number),
            _ => None,
        }
    }

    /// What a local holds.
    #[inline(never)]
    pub fn local(local: u32) -> Self {
        Self::new(Node::Local(local))
    }

    /// Four numbers from memory.
    #[inline(never)]
    pub fn load(at: At) -> Self {
        Self::new(Node::Load(at))
    }

    /// One number from memory in all lanes.
    #[inline(never)]
    pub fn splat(at: At) -> Self {
        Self::new(Node::Splat(at))
    }

    #[inline(never)]
    fn two(self, op: Two, other: Self) -> Self {
        Self::new(Node::Two(op, self, other))
    }

    #[inline(never)]
    fn plus(self, other: Self) -> Self {
        match (self.node(), other.node()) {
            (Some(Node::Two(Two::Mul, a, b)), _) => Self::new(Node::MulAdd(a, b, other)),
            (_, Some(Node::Two(Two::Mul, a, b))) => Self::new(Node::MulAdd(a, b, self)),
            _ => self.two(Two::Add, other),
        }
    }

    #[inline(never)]
    fn minus(self, other: Self) -> Self {
        match other.node() {
            Some(Node::Two(Two::Mul, a, b)) => Self::new(Node::MulSub(a, b, self)),
            _ => self.two(Two::Sub, other),
        }
    }

    /// This integer in each lane.
    pub fn bits(bits: u64) -> Self {
        Self::new(Node::Bits(bits))
    }

    #[inline(never)]
    fn one(self, op: One) -> Self {
        Self::new(Node::One(op, self))
    }

    /// Distance from 0.
    pub fn abs(self) -> Self {
        self.one(One::Abs)
    }

    /// The square root.
    pub fn sqrt(self) -> Self {
        self.one(One::Root)
    }

    /// The number that its bits are as a signed integer.
    pub fn converted(self) -> Self {
        self.one(One::Convert)
    }

    /// The whole number next to it on the way to 0; at 64 bits.
    pub fn truncated(self) -> Self {
        self.one(One::Truncate)
    }

    /// Its bits moved to the left.
    pub fn shifted_left(self, by: i32) -> Self {
        self.one(One::Left(by))
    }

    /// Its bits moved to the right, as a signed integer's.
    pub fn shifted_right(self, by: i32) -> Self {
        self.one(One::Right(by))
    }

    /// This integer of 32 bits in each lane of that width.
    pub fn halves(bits: u32) -> Self {
        Self::bits(u64::from(bits) << 32 | u64::from(bits))
    }

    /// Its integers of 32 bits moved to the left.
    pub fn halves_left(self, by: i32) -> Self {
        self.one(One::LeftHalves(by))
    }

    /// Its integers of 32 bits moved to the right, as those with a sign.
    pub fn halves_right(self, by: i32) -> Self {
        self.one(One::RightHalves(by))
    }

    /// The same, as those without one.
    pub fn halves_down(self, by: i32) -> Self {
        self.one(One::DownHalves(by))
    }

    /// Its integers of 32 bits and another's, added.
    pub fn plus_halves(self, other: Self) -> Self {
        self.two(Two::AddHalves, other)
    }

    /// Its integers of 32 bits times this one.
    pub fn times_halves(self, bits: u32) -> Self {
        self.two(Two::MulHalves, Self::halves(bits))
    }

    /// The integer of 32 bits that a local holds, in all lanes of that width.
    pub fn integer(local: u32) -> Self {
        Self::new(Node::Integer(local))
    }

    /// 0, 1, 2, 3 as integers of 32 bits.
    pub fn count() -> Self {
        Self::new(Node::Count)
    }

    /// Its bits and these as integers, added.
    pub fn plus_bits(self, bits: u64) -> Self {
        self.two(Two::AddBits, Self::bits(bits))
    }

    /// `self·b + c`, rounded once: where the browser's relaxed instruction does that.
    pub fn fused(self, b: Self, c: Self) -> Self {
        Self::new(Node::Fused(self, b, c))
    }

    /// The 64-bit numbers that stand so many bytes behind `start`, in memory that never moves.
    pub fn gathered(self, start: usize) -> Self {
        Self::new(Node::Gather(start, self))
    }

    /// What the browser makes of each 64-bit number.
    pub fn called(self, function: Function) -> Self {
        Self::new(Node::Call(function, self))
    }

    /// What a word of this program's makes of each 64-bit number, and of another's.
    pub fn worded(self, word: Called, other: impl Into<Self>) -> Self {
        Self::new(Node::Word(word, self, other.into()))
    }

    /// Its bits and another's as integers, added.
    pub fn plus_lanes(self, other: Self) -> Self {
        self.two(Two::AddBits, other)
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

    /// Lanes of both, counted through.
    pub fn shuffle(self, other: Self, lanes: &'static [u8]) -> Self {
        Self::new(Node::Shuffle(self, other, lanes))
    }

    /// Its two numbers in each other's place; at 64 bits.
    pub fn swapped(self) -> Self {
        self.shuffle(self, &[1, 0])
    }

    /// The sum of its lanes in all lanes; at 32 bits.
    pub fn total(self) -> Self {
        let pairs = self + self.shuffle(self, &[1, 0, 3, 2]);
        pairs + pairs.shuffle(pairs, &[2, 3, 0, 1])
    }

    /// The sums of the lanes of four vectors of four, as one.
    pub fn sums(vectors: &[Self]) -> Self {
        match *vectors {
            [a, b, c, d] => {
                let pairs =
                    |a: Self, b: Self| a.shuffle(b, &[0, 4, 1, 5]) + a.shuffle(b, &[2, 6, 3, 7]);
                let (ab, cd) = (pairs(a, b), pairs(c, d));
                ab.shuffle(cd, &[0, 1, 4, 5]) + ab.shuffle(cd, &[2, 3, 6, 7])
            }
            _ => Self::from(0.0),
        }
    }
}

impl From<f64> for Value {
    #[inline(never)]
    fn from(number: f64) -> Self {
        Self::new(Node::Number(number))
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

operator!(Mul::mul: Mul, Div::div: Div, BitAnd::bitand: And, BitOr::bitor: Or, BitXor::bitxor: Xor);

// A product and a sum are rounded once where the browser can.
impl<T: Into<Value>> Add<T> for Value {
    type Output = Self;
    fn add(self, other: T) -> Self {
        self.plus(other.into())
    }
}

impl<T: Into<Value>> Sub<T> for Value {
    type Output = Self;
    fn sub(self, other: T) -> Self {
        self.minus(other.into())
    }
}

macro_rules! literal {
    ($($operator:ident::$method:ident),*) => {$(
        impl $operator<Value> for f64 {
            type Output = Value;
            fn $method(self, other: Value) -> Value {
                $operator::$method(Value::from(self), other)
            }
        }
    )*};
}

literal!(Add::add, Sub::sub, Mul::mul, Div::div);

impl Neg for Value {
    type Output = Self;
    fn neg(self) -> Self {
        self.one(One::Negate)
    }
}

/// Does something to the values that a value is computed from.
fn each(value: Value, mut what: impl FnMut(Value)) {
    match value.node() {
        None
        | Some(
            Node::Local(_)
            | Node::Load(_)
            | Node::Splat(_)
            | Node::Integer(_)
            | Node::Count
            | Node::Number(_)
            | Node::Bits(_),
        ) => {}
        Some(Node::Two(_, a, b) | Node::Shuffle(a, b, _) | Node::Word(_, a, b)) => {
            [a, b].into_iter().for_each(what);
        }
        Some(Node::One(_, a) | Node::Gather(_, a) | Node::Call(_, a)) => what(a),
        Some(
            Node::MulAdd(a, b, c)
            | Node::MulSub(a, b, c)
            | Node::Fused(a, b, c)
            | Node::Select(a, b, c),
        ) => [a, b, c].into_iter().for_each(what),
    }
}

/// Counts how often each part of a value is read.
pub fn count(value: Value) {
    let before = known(value, |part| {
        part.reads += 1;
        part.reads - 1
    });
    if before == 0 {
        each(value, count);
    }
}

/// Forgets that, and tells which locals held parts.
pub fn forget(value: Value, locals: &mut Vec<u32>) {
    if known(value, |part| std::mem::take(&mut part.reads)) > 0 {
        locals.extend(known(value, |part| part.local.take()));
        each(value, |part| forget(part, locals));
    }
}
