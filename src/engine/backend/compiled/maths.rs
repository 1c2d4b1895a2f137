//! Formulas as vectors: what `formula::trace` wrote down, as [`Value`]s. What is no formula is `None`.

use super::value::{Value, Width};
use super::words::{self, Words};
use crate::engine::activation::{Activation, Form as ActivationForm};
use crate::engine::formula::number::{Narrow, Number as _, Two, Wide};
use crate::engine::formula::trace::{Step, Trace};
use crate::engine::kind::Tuned;
use crate::engine::loss::Loss;

/// `f(x)`.
pub fn activate(words: Words, activation: &Tuned<Activation>, x: Value) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(f, _) => one(words, &(f.trace)(), &[x], &activation.values()),
        ActivationForm::Softmax => None,
    }
}

/// `d·f′`, from x and `y = f(x)`.
pub fn slope(words: Words, activation: &Tuned<Activation>, [d, x, y]: [Value; 3]) -> Option<Value> {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(_, df) => {
            Some(d * one(words, &(df.trace)(), &[x, y], &activation.values())?)
        }
        ActivationForm::Softmax => None,
    }
}

/// Whether an activation's slope takes more than its value.
pub fn slope_reads_input(activation: &Tuned<Activation>) -> bool {
    match activation.kind().spec().form {
        ActivationForm::Elementwise(_, df) => {
            (df.trace)().steps.iter().any(|step| step.parts().contains(&0))
        }
        ActivationForm::Softmax => true,
    }
}

/// The slope of a loss by one of `outputs` numbers `y`; its target is `t`.
pub fn loss_slope(
    words: Words,
    loss: &Tuned<Loss>,
    from_logits: bool,
    outputs: usize,
    [t, y]: [Value; 2],
) -> Option<Value> {
    let slope = loss.kind().spec().form.slope(from_logits)?;
    let slope = one(words, &(slope.trace)(), &[t, y], &loss.values())?;
    Some(match words.width {
        _ if outputs == 1 => slope,
        Width::Single => slope * (1.0 / outputs as f64),
        Width::Double => slope / outputs as f64,
    })
}

/// The one result of a formula of these arguments and knobs.
fn one(words: Words, trace: &Trace, arguments: &[Value], knobs: &[f64]) -> Option<Value> {
    let knobs = knobs.iter().map(|&knob| Value::from(knob));
    let given: Vec<Value> = arguments.iter().copied().chain(knobs).collect();
    results(words, trace, &given)?.pop()
}

/// What a formula gives of these.
fn results(words: Words, trace: &Trace, given: &[Value]) -> Option<Vec<Value>> {
    kept(words, trace, given, |value| value)
}

/// The same, where `keep` makes of each step that is read more than once what can be read again in
/// another instruction.
pub fn kept(
    words: Words,
    trace: &Trace,
    given: &[Value],
    mut keep: impl FnMut(Value) -> Value,
) -> Option<Vec<Value>> {
    let mut reads = vec![0; trace.steps.len()];
    let parts = trace.steps.iter().flat_map(Step::parts).chain(&trace.results);
    parts.filter_map(|&part| reads.get_mut(part).map(|reads| *reads += 1)).for_each(drop);
    let mut made: Vec<Option<Value>> = Vec::with_capacity(trace.steps.len());
    for (step, reads) in trace.steps.iter().zip(reads) {
        let part = |at: usize| made.get(at).copied().flatten();
        let value = match *step {
            Step::Argument(at) => given.get(at).copied(),
            Step::Literal(number) => Some(number.into()),
            Step::One(of, x) => part(x).map(|x| words::one(words, of, x)),
            Step::Two(of, [a, b]) => {
                let both = part(a).zip(part(b));
                both.map(|(a, b)| {
                    folded(words, of, a, b).unwrap_or_else(|| words::two(words, of, a, b))
                })
            }
            Step::Select([no, yes, when]) => {
                let parts = part(no).zip(part(yes)).zip(part(when));
                parts.map(|((no, yes), when)| match when.literal() {
                    Some(0.0) => no,
                    Some(_) => yes,
                    None => Value::select(no, yes, when),
                })
            }
        };
        let is_step = !step.parts().is_empty();
        made.push(value.map(|value| if is_step && reads > 1 { keep(value) } else { value }));
    }
    trace.results.iter().map(|&at| made.get(at).copied().flatten()).collect()
}

/// A function of two literals: knobs need not be computed with again and again.
fn folded(words: Words, of: Two, a: Value, b: Value) -> Option<Value> {
    let (a, b) = (a.literal()?, b.literal()?);
    Some(Value::from(match words.width {
        Width::Single => f64::from(Narrow::from(a).two(of, Narrow::from(b)).0),
        Width::Double => Wide(a).two(of, Wide(b)).0,
    }))
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::engine::formula::number::{above, select, sqrt};
    use crate::engine::formula::trace::trace;
    use crate::engine::loss::Form as LossForm;

    fn single() -> Words {
        Words::new(Width::Single, false, false)
    }

    #[test]
    fn every_formula_is_made() {
        let of = || Value::local(0);
        for &activation in Activation::VARIANTS {
            if let ActivationForm::Elementwise(..) = activation.spec().form {
                assert!(activate(single(), &activation.into(), of()).is_some(), "{activation:?}");
                let values = [of(), of(), of()];
                assert!(slope(single(), &activation.into(), values).is_some(), "{activation:?}′");
            }
        }
        for &loss in Loss::VARIANTS {
            if let LossForm::Mean(..) = loss.spec().form {
                let values = [of(), of()];
                assert!(
                    loss_slope(single(), &loss.into(), false, 1, values).is_some(),
                    "{loss:?}′"
                );
            }
        }
    }

    #[test]
    fn a_slope_that_takes_only_the_value_needs_no_input_kept() {
        let kept: Vec<bool> = Activation::VARIANTS
            .iter()
            .filter_map(|&activation| {
                let ActivationForm::Elementwise(_, df) = activation.spec().form else {
                    return None;
                };
                let mut d = [1.0];
                (df.wide)(&[f64::NAN], &[0.5], &Tuned::from(activation).values(), &mut d);
                // What stays a number has not seen the input.
                let reads = slope_reads_input(&activation.into());
                assert!(reads || !d[0].is_nan(), "{activation:?}");
                Some(reads)
            })
            .collect();
        assert!(kept.contains(&true) && kept.contains(&false));
    }

    #[test]
    fn what_is_known_beforehand_is_not_computed() {
        let of = trace(2, |given| [select(sqrt(given[0]), given[0] * 3.0, above(given[1], 0.5))]);
        let x = Value::local(0);
        let [on] = results(single(), &of, &[x, 1.0.into()]).unwrap()[..] else { panic!() };
        let [folded] = results(single(), &of, &[2.0.into(), 1.0.into()]).unwrap()[..] else {
            panic!()
        };
        assert_eq!((on.literal(), folded.literal()), (None, Some(6.0)));
    }
}
