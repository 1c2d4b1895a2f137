//! What formulas compute with. A formula is one generic function: it runs on [`Wide`] numbers (the
//! reference backend), on [`Narrow`] ones (the lanes), and on [`Traced`](super::trace::Traced)
//! ones, which write it down for shaders and for compiled code.

use std::ops::{Add, Div, Mul, Neg, Sub};

use super::{narrow, wide};

/// A number, or what stands for one. Comparisons give one, too, which only [`select`] takes.
pub trait Number:
    Copy
    + From<f64>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + Div<f64, Output = Self>
{
    /// A function of it.
    fn one(self, of: One) -> Self;

    /// A function of it and another.
    fn two(self, of: Two, other: Self) -> Self;

    /// `yes` where `when`, else `no`.
    fn choose(no: Self, yes: Self, when: Self) -> Self;
}

/// A literal as the left side of an operator: what `where f64: Left<N>` asks for.
pub trait Left<N>:
    Add<N, Output = N> + Sub<N, Output = N> + Mul<N, Output = N> + Div<N, Output = N>
{
}

impl<T, N> Left<N> for T where
    T: Add<N, Output = N> + Sub<N, Output = N> + Mul<N, Output = N> + Div<N, Output = N>
{
}

/// Functions of one number; [`wide`] and [`narrow`] say what each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
#[expect(missing_docs, reason = "they are the words of their names")]
pub enum One {
    Negate,
    Abs,
    Sqrt,
    Sign,
    Exp,
    Expm1,
    Ln,
    Log1p,
    Erf,
    Sin,
    Cos,
    Tanh,
    Logistic,
}

/// Functions of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::VariantArray)]
#[expect(missing_docs, reason = "they are the words of their names")]
pub enum Two {
    Add,
    Sub,
    Mul,
    Div,
    Min,
    Max,
    Pow,
    /// The first is larger.
    Above,
    /// The first is as large or larger.
    NotBelow,
    Equals,
    Differs,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $one:ident;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<N: Number>(x: N) -> N {
            x.one(One::$one)
        }
    )*};
}

words! {
    /// Distance from 0.
    abs: Abs;
    /// The square root.
    sqrt: Sqrt;
    /// −1, 0 or 1.
    sign: Sign;
    /// eˣ
    exp: Exp;
    /// eˣ − 1, exact near 0.
    expm1: Expm1;
    /// The natural logarithm.
    ln: Ln;
    /// ln(1 + x) for x of 0 or more, exact near 0.
    log1p: Log1p;
    /// The error function.
    erf: Erf;
    /// Sine.
    sin: Sin;
    /// Cosine.
    cos: Cos;
    /// Hyperbolic tangent.
    tanh: Tanh;
    /// 1 / (1 + e⁻ˣ)
    logistic: Logistic;
}

macro_rules! words_of_two {
    ($($(#[$doc:meta])* $name:ident: $two:ident;)*) => {$(
        $(#[$doc])*
        #[inline(always)]
        pub fn $name<N: Number>(a: N, b: impl Into<N>) -> N {
            a.two(Two::$two, b.into())
        }
    )*};
}

words_of_two! {
    /// The smaller; NaN stays NaN.
    min: Min;
    /// The larger; NaN stays NaN.
    max: Max;
    /// `a` to the power `b`, for `a` of 0 or more.
    pow: Pow;
    /// Whether `a > b`.
    above: Above;
    /// Whether `a ≥ b`.
    not_below: NotBelow;
    /// Whether `a = b`.
    equals: Equals;
    /// Whether `a ≠ b`.
    differs: Differs;
}

/// Whether `a < b`.
#[inline(always)]
pub fn below<N: Number>(a: N, b: impl Into<N>) -> N {
    b.into().two(Two::Above, a)
}

/// Whether `a ≤ b`.
#[inline(always)]
pub fn not_above<N: Number>(a: N, b: impl Into<N>) -> N {
    b.into().two(Two::NotBelow, a)
}

/// `yes` where `when`, else `no`.
#[inline(always)]
pub fn select<N: Number>(no: impl Into<N>, yes: impl Into<N>, when: N) -> N {
    N::choose(no.into(), yes.into(), when)
}

/// The operators of a type by what its [`Number::two`] does.
macro_rules! operators {
    ($type:ident) => {
        $crate::engine::formula::number::operators!($type, Add::add);
        $crate::engine::formula::number::operators!($type, Sub::sub);
        $crate::engine::formula::number::operators!($type, Mul::mul);
        $crate::engine::formula::number::operators!($type, Div::div);
        impl std::ops::Neg for $type {
            type Output = Self;
            #[inline(always)]
            fn neg(self) -> Self {
                $crate::engine::formula::number::Number::one(
                    self,
                    $crate::engine::formula::number::One::Negate,
                )
            }
        }
    };
    ($type:ident, $operator:ident::$method:ident) => {
        impl std::ops::$operator for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                use $crate::engine::formula::number::{Number, Two};
                self.two(Two::$operator, other)
            }
        }
        impl std::ops::$operator<f64> for $type {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                std::ops::$operator::$method(self, Self::from(other))
            }
        }
        impl std::ops::$operator<$type> for f64 {
            type Output = $type;
            #[inline(always)]
            fn $method(self, other: $type) -> $type {
                std::ops::$operator::$method($type::from(self), other)
            }
        }
    };
}

pub(crate) use operators;

macro_rules! computed {
    ($(#[$doc:meta])* $type:ident, $float:ident, $words:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $type(pub $float);

        operators!($type);

        impl From<f64> for $type {
            #[inline(always)]
            fn from(value: f64) -> Self {
                Self(value as $float)
            }
        }

        impl Number for $type {
            #[inline(always)]
            fn one(self, of: One) -> Self {
                let x = self.0;
                Self(match of {
                    One::Negate => -x,
                    One::Abs => $words::abs(x),
                    One::Sqrt => $words::sqrt(x),
                    One::Sign => $words::sign(x),
                    One::Exp => $words::exp(x),
                    One::Expm1 => $words::expm1(x),
                    One::Ln => $words::ln(x),
                    One::Log1p => $words::log1p(x),
                    One::Erf => $words::erf(x),
                    One::Sin => $words::sin(x),
                    One::Cos => $words::cos(x),
                    One::Tanh => $words::tanh(x),
                    One::Logistic => $words::logistic(x),
                })
            }

            #[inline(always)]
            fn two(self, of: Two, other: Self) -> Self {
                let (a, b) = (self.0, other.0);
                let truth = |truth: bool| if truth { 1.0 } else { 0.0 };
                Self(match of {
                    Two::Add => a + b,
                    Two::Sub => a - b,
                    Two::Mul => a * b,
                    Two::Div => a / b,
                    Two::Min => $words::min(a, b),
                    Two::Max => $words::max(a, b),
                    Two::Pow => $words::pow(a, b),
                    Two::Above => truth(a > b),
                    Two::NotBelow => truth(a >= b),
                    Two::Equals => truth(a == b),
                    Two::Differs => truth(a != b),
                })
            }

            #[inline(always)]
            fn choose(no: Self, yes: Self, when: Self) -> Self {
                Self($words::select(no.0, yes.0, when.0 != 0.0))
            }
        }
    };
}

computed! {
    /// A number of 64 bits.
    Wide, f64, wide
}
computed! {
    /// A number of 32 bits. No branch and no call, so that a loop over them becomes lanes.
    Narrow, f32, narrow
}
