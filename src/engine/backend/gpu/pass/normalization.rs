//! The passes of normalizing layers: per unit over the rows, or per row over the units.

use super::{Domain, Pass, Writer, own, reads, writes};
use crate::engine::plan::{Op, Slot};

impl Writer<'_> {
    /// Per unit, over the rows.
    pub(super) fn batch_normalization(&self, k: usize, op: &Op) -> Vec<Pass> {
        let Op::BatchNormalization {
            input,
            gamma,
            beta,
            moving_mean,
            moving_variance,
            scale,
            normal,
            output,
            frozen,
            ..
        } = *op
        else {
            return Vec::new();
        };
        let width = self.width(input);
        let index = format!("r * {width}u + e");
        let x = self.row(input, &index);
        let [mean_at, variance_at] = [moving_mean, moving_variance].map(|slot| self.at(slot, "e"));
        let (keep, take) = (format!("constants[{k}u]"), format!("constants[{}u]", k + 1));
        let moments = if frozen {
            String::new()
        } else {
            format!(
                "if (training) {{
    mean = 0.0;
    variance = 0.0;
    for (var r = 0u; r < rows; r++) {{ mean += {x}; }}
    mean /= f32(rows);
    for (var r = 0u; r < rows; r++) {{ variance += ({x} - mean) * ({x} - mean); }}
    variance /= f32(rows);
    {mean_at} = {mean_at} * {keep} + mean * {take};
    {variance_at} = {variance_at} * {keep} + variance * {take};
}}"
            )
        };
        let body = format!(
            "var mean = {mean_at};
var variance = {variance_at};
{moments}
let scale = 1.0 / sqrt(variance + constants[{}u]);
{} = scale;
for (var r = 0u; r < rows; r++) {{
    let value = ({x} - mean) * scale;
    {} = value;
    {} = {} * value + {};
}}",
            k + 2,
            self.at(scale, "e"),
            self.row(normal, &index),
            self.row(output, &index),
            self.at(gamma, "e"),
            self.at(beta, "e"),
        );
        let read = [input, gamma, beta].map(reads);
        let written = [moving_mean, moving_variance, scale, normal, output].map(writes);
        let touches = read.into_iter().chain(written).collect();
        vec![Pass { domain: Domain::Fixed(width), body, touches, product: None }]
    }

    pub(super) fn batch_normalization_gradient(&self, op: &Op) -> Vec<Pass> {
        let Op::BatchNormalizationGradient { normal, gamma, scale, d, d_gamma, d_beta, frozen } =
            *op
        else {
            return Vec::new();
        };
        let width = self.width(normal);
        let index = format!("r * {width}u + e");
        let (d_at, normal_at) = (self.row(d, &index), self.row(normal, &index));
        let add = |slot: Option<Slot>, sum: &str| {
            slot.map_or(String::new(), |slot| format!("{} += {sum};", self.at(slot, "e")))
        };
        let (mean_d, mean_along) =
            if frozen { ("0.0", "0.0") } else { ("shift / f32(rows)", "along / f32(rows)") };
        let body = format!(
            "var shift = 0.0;
var along = 0.0;
for (var r = 0u; r < rows; r++) {{ shift += {d_at}; along += {d_at} * {normal_at}; }}
{}
{}
let gain = {};
let factor = gain * {};
for (var r = 0u; r < rows; r++) {{
    {d_at} = factor * ({d_at} - {mean_d} - {normal_at} * {mean_along});
}}",
            add(d_gamma, "along"),
            add(d_beta, "shift"),
            self.at(gamma, "e"),
            self.at(scale, "e"),
        );
        let read = [normal, gamma, scale].map(reads);
        let written = [Some(d), d_gamma, d_beta].into_iter().flatten().map(writes);
        let touches = read.into_iter().chain(written).collect();
        vec![Pass { domain: Domain::Fixed(width), body, touches, product: None }]
    }

    /// Per row, over the units.
    pub(super) fn layer_normalization(&self, k: usize, op: &Op) -> Vec<Pass> {
        let Op::LayerNormalization { input, gamma, beta, deviation, normal, output, .. } = *op
        else {
            return Vec::new();
        };
        let width = self.width(input);
        let index = format!("e * {width}u + u");
        let x = self.row(input, &index);
        let each = |body: &str| format!("for (var u = 0u; u < {width}u; u++) {{ {body} }}");
        let mean = match beta {
            Some(_) => format!("{}\nmean /= {width}.0;", each(&format!("mean += {x};"))),
            None => String::new(),
        };
        let shift = beta.map_or(String::new(), |beta| format!(" + {}", self.at(beta, "u")));
        let normal_at = self.row(normal, &index);
        let body = format!(
            "var mean = 0.0;
{mean}
var variance = 0.0;
{}
let deviation = sqrt(variance / {width}.0 + constants[{k}u]);
{} = deviation;
{}",
            each(&format!("variance += ({x} - mean) * ({x} - mean);")),
            self.row(deviation, "e"),
            each(&format!(
                "let value = ({x} - mean) / deviation; {normal_at} = value; {} = {} * value{shift};",
                self.row(output, &index),
                self.at(gamma, "u"),
            )),
        );
        let read = [Some(input), Some(gamma), beta].into_iter().flatten().map(reads);
        let touches = read.chain([deviation, normal, output].map(writes)).collect();
        vec![Self::rowwise(body, touches)]
    }

    pub(super) fn layer_normalization_gradient(&self, op: &Op) -> Vec<Pass> {
        let Op::LayerNormalizationGradient {
            normal,
            gamma,
            deviation,
            d,
            d_gamma,
            d_beta,
            centered,
        } = *op
        else {
            return Vec::new();
        };
        let width = self.width(normal);
        let over_rows = format!("r * {width}u + e");
        let gains =
            [(d_gamma, format!(" * {}", self.row(normal, &over_rows))), (d_beta, String::new())];
        let mut passes: Vec<Pass> = gains
            .into_iter()
            .filter_map(|(slot, times)| {
                let slot = slot?;
                let body = format!(
                    "var sum = 0.0;
for (var r = 0u; r < rows; r++) {{ sum += {}{times}; }}
{} += sum;",
                    self.row(d, &over_rows),
                    self.at(slot, "e"),
                );
                let touches = vec![reads(d), reads(normal), own(writes(slot))];
                Some(Pass { domain: Domain::Fixed(width), body, touches, product: None })
            })
            .collect();
        let index = format!("e * {width}u + u");
        let (d_at, normal_at) = (self.row(d, &index), self.row(normal, &index));
        let each = |body: String| format!("for (var u = 0u; u < {width}u; u++) {{ {body} }}");
        let shift = if centered { format!("shift += {d_at}; ") } else { String::new() };
        let body = format!(
            "var shift = 0.0;
var along = 0.0;
{}
{}",
            each(format!(
                "{d_at} *= {}; {shift}along += {d_at} * {normal_at};",
                self.at(gamma, "u")
            )),
            each(format!(
                "{d_at} = ({d_at} - shift / {width}.0 - {normal_at} * along / {width}.0) / {};",
                self.row(deviation, "e")
            )),
        );
        let touches = vec![reads(normal), reads(gamma), reads(deviation), writes(d)];
        passes.push(Self::rowwise(body, touches));
        passes
    }
}
