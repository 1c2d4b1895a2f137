//! Formulas written down: what a generic formula does to its arguments, step by step, for whoever
//! makes code of it.

use std::cell::RefCell;

use super::number::{Number, One, Two, operators};

/// A step of a formula. Numbers name earlier steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// An argument, by its place.
    Argument(usize),
    /// A literal.
    Literal(f64),
    /// A function of one.
    One(One, usize),
    /// A function of two.
    Two(Two, [usize; 2]),
    /// `no`, `yes` and `when`.
    Select([usize; 3]),
}

impl Step {
    /// The steps that it takes from.
    pub fn parts(&self) -> &[usize] {
        match self {
            Self::Argument(_) | Self::Literal(_) => &[],
            Self::One(_, part) => std::slice::from_ref(part),
            Self::Two(_, parts) => parts,
            Self::Select(parts) => parts,
        }
    }
}

/// A formula as its steps, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// In an order in which they can be computed.
    pub steps: Vec<Step>,
    /// The steps whose values it gives.
    pub results: Vec<usize>,
}

impl Trace {
    /// How often each step is read, by results and by steps that are read themselves: 0 where nothing
    /// comes of it.
    pub fn reads(&self) -> Vec<usize> {
        let mut reads = vec![0; self.steps.len()];
        self.results.iter().for_each(|&at| reads[at] += 1);
        for (at, step) in self.steps.iter().enumerate().rev() {
            if reads[at] > 0 {
                step.parts().iter().for_each(|&part| reads[part] += 1);
            }
        }
        reads
    }

    /// Whether it gives so many arguments as they are, in their order.
    pub fn is_identity(&self, arguments: usize) -> bool {
        let given = self.results.iter().map(|&at| self.steps[at]);
        given.eq((0..arguments).map(Step::Argument))
    }
}

thread_local! {
    static STEPS: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
}

/// A number that writes down what is done with it.
#[derive(Clone, Copy, Debug)]
pub struct Traced(usize);

impl Traced {
    fn new(step: Step) -> Self {
        STEPS.with_borrow_mut(|steps| {
            let known = steps.iter().position(|known| *known == step);
            Self(known.unwrap_or_else(|| {
                steps.push(step);
                steps.len() - 1
            }))
        })
    }
}

/// Writes down what `of` does to so many arguments.
pub fn trace<R: IntoIterator<Item = Traced>>(
    arguments: usize,
    of: impl FnOnce(&[Traced]) -> R,
) -> Trace {
    STEPS.with_borrow_mut(Vec::clear);
    let arguments: Vec<Traced> = (0..arguments).map(|at| Traced::new(Step::Argument(at))).collect();
    let results = of(&arguments).into_iter().map(|Traced(at)| at).collect();
    Trace { steps: STEPS.take(), results }
}

operators!(Traced);

impl From<f64> for Traced {
    fn from(value: f64) -> Self {
        Self::new(Step::Literal(value))
    }
}

impl Number for Traced {
    fn one(self, of: One) -> Self {
        Self::new(Step::One(of, self.0))
    }

    fn two(self, of: Two, other: Self) -> Self {
        Self::new(Step::Two(of, [self.0, other.0]))
    }

    fn choose(no: Self, yes: Self, when: Self) -> Self {
        Self::new(Step::Select([no.0, yes.0, when.0]))
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::{above, select};
    use super::*;

    #[test]
    fn a_formula_is_written_down_step_by_step_and_each_step_once() {
        let found = trace(1, |x| [select(0.0, x[0] * 2.0 + x[0] * 2.0, above(x[0], 0.0))]);
        let expected = [
            Step::Argument(0),
            Step::Literal(2.0),
            Step::Two(Two::Mul, [0, 1]),
            Step::Two(Two::Add, [2, 2]),
            Step::Literal(0.0),
            Step::Two(Two::Above, [0, 4]),
            Step::Select([4, 3, 5]),
        ];
        assert_eq!(found, Trace { steps: expected.to_vec(), results: vec![6] });
        assert_eq!(found.reads(), [2, 1, 2, 1, 2, 1, 1]);
    }

    #[test]
    fn what_nothing_comes_of_is_not_read() {
        let found = trace(2, |x| {
            let _ = (x[0] + 1.0) * x[1];
            [x[0] - x[0]]
        });
        assert_eq!(found.reads(), [2, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn only_all_arguments_in_their_order_are_what_was_given() {
        assert!(trace(2, |x| [x[0], x[1]]).is_identity(2));
        assert!(trace(0, |_| []).is_identity(0));
        for other in [trace(2, |x| [x[1], x[0]]), trace(2, |x| [x[0]]), trace(2, |x| [x[0], -x[1]])]
        {
            assert!(!other.is_identity(2), "{other:?}");
        }
    }
}
