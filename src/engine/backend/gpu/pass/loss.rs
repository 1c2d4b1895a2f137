//! The passes of a loss: its gradient, and what is measured of each row.

use super::{Pass, Writer, own, reads, writes};
use crate::engine::kind::Tuned;
use crate::engine::loss::{Form, Loss};
use crate::engine::plan::{Op, Slot};

impl Writer<'_> {
    pub(super) fn loss_gradient(
        &self,
        k: usize,
        loss: &Tuned<Loss>,
        from_logits: bool,
        [output, target, d]: [Slot; 3],
    ) -> Pass {
        let width = self.width(output);
        let (y, t) = (self.row(output, "e"), self.row(target, "e"));
        match loss.kind().spec().form {
            Form::Mean(..) => {
                let d_at = self.row(d, "e");
                let body = format!("{d_at} = loss_slope({t}, {y}, {k}u) / {width}.0;");
                let touches = vec![own(reads(output)), own(reads(target)), own(writes(d))];
                self.elementwise(d, body, touches)
            }
            Form::Categorical => {
                let index = format!("e * {width}u + u");
                let [y, t, d_at] = [output, target, d].map(|slot| self.row(slot, &index));
                let each =
                    |body: String| format!("for (var u = 0u; u < {width}u; u++) {{ {body} }}");
                let smoothed = format!("smoothed({t}, {}, {k}u)", one_of(width));
                let body = if from_logits {
                    format!(
                        "var largest = {};
{}
var total = 0.0;
var whole = 0.0;
{}
{}",
                        self.row(output, &format!("e * {width}u")),
                        each(format!("largest = max(largest, {y});")),
                        each(format!("total += word_exp({y} - largest); whole += {smoothed};")),
                        each(format!(
                            "{d_at} = word_exp({y} - largest) / total * whole - {smoothed};"
                        )),
                    )
                } else {
                    format!(
                        "var total = 0.0;
{}
var along = 0.0;
{}
{}",
                        each(format!("total += {y};")),
                        each(format!(
                            "let p = {y} / total;
let inside = p >= 1e-7 && p <= 1.0 - 1e-7;
let slope = select(0.0, -{smoothed} / max(p, 1e-7), inside);
{d_at} = slope;
along += slope * p;"
                        )),
                        each(format!("{d_at} = ({d_at} - along) / total;")),
                    )
                };
                Self::rowwise(body, vec![reads(output), reads(target), writes(d)])
            }
        }
    }

    /// Per row the loss and whether it is a hit, into the two units behind all others. `None`
    /// where the plan trains nothing and so has no loss.
    pub fn measure(&self, judge: Judge) -> Option<Pass> {
        let ops = self.plan.backward.iter().enumerate();
        let (k, loss, logits) = ops.into_iter().find_map(|(at, op)| match *op {
            Op::LossGradient { loss, from_logits, output, .. } => Some((
                self.layout.knobs(self.plan.forward.len() + at),
                loss,
                // What the page shows is taken from the outputs, unless these are logits.
                from_logits && output == self.plan.output,
            )),
            _ => None,
        })?;
        let (output, target) = (self.plan.output, self.plan.target);
        let width = self.width(output);
        let index = format!("e * {width}u + u");
        let (y, t) = (self.row(output, &index), self.row(target, &index));
        let each = |body: String| format!("for (var u = 0u; u < {width}u; u++) {{ {body} }}");
        let loss = match (loss.kind().spec().form, logits) {
            (Form::Mean(..), false) => {
                each(format!("loss += loss_value({t}, {y}, {k}u) / {width}.0;"))
            }
            (Form::Mean(..), true) => each(format!(
                "loss += (max({y}, 0.0) - {y} * smoothed({t}, 0.5, {k}u) + word_log1p(word_exp(-abs({y})))) / {width}.0;"
            )),
            (Form::Categorical, logits) => {
                let smoothed = format!("smoothed({t}, {}, {k}u)", one_of(width));
                if logits {
                    format!(
                        "var largest = {};
{}
var total = 0.0;
{}
let level = largest + word_ln(total);
{}",
                        self.row(output, &format!("e * {width}u")),
                        each(format!("largest = max(largest, {y});")),
                        each(format!("total += word_exp({y} - largest);")),
                        each(format!("loss += {smoothed} * (level - {y});")),
                    )
                } else {
                    format!(
                        "var total = 0.0;
{}
{}",
                        each(format!("total += {y};")),
                        each(format!(
                            "loss -= {smoothed} * word_ln(clamp({y} / total, 1e-7, 1.0 - 1e-7));"
                        )),
                    )
                }
            }
        };
        let hit = match judge {
            Judge::Nothing => String::new(),
            Judge::Threshold { output: told, label } => {
                let (y, t) = (self.row(output, "e"), self.row(target, "e"));
                format!("hit = select(0.0, 1.0, ({y} >= {told:?}) == ({t} > {label:?}));")
            }
            Judge::Largest => format!(
                "var best = 0u;
var told = 0u;
{}
hit = select(0.0, 1.0, best == told);",
                each(format!(
                    "if ({y} > {}) {{ told = u; }}
if ({t} > {}) {{ best = u; }}",
                    self.row(output, &format!("e * {width}u + told")),
                    self.row(target, &format!("e * {width}u + best")),
                ))
            ),
        };
        let units = self.layout.units;
        let body = format!(
            "var loss = 0.0;
var hit = 0.0;
{loss}
{hit}
flow[{}u * cap + e] = loss;
flow[{}u * cap + e] = hit;",
            units - 2,
            units - 1,
        );
        Some(Self::rowwise(body, vec![reads(output), reads(target)]))
    }
}

/// How an output is judged right or wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judge {
    /// There are no classes.
    Nothing,
    /// One output: the second class from so much on.
    Threshold {
        /// The least output of the second class.
        output: f32,
        /// Between the labels of the two classes.
        label: f32,
    },
    /// An output a class.
    Largest,
}

/// `1 / classes` in WGSL.
fn one_of(classes: usize) -> String {
    format!("(1.0 / {classes}.0)")
}
