//! Kernels for a plan. *Fused*: one workgroup keeps the whole network in its own memory and
//! runs task after task, with a barrier between passes that depend on each other. *Tiled*: each
//! pass is a dispatch of its own over many workgroups, and products share what they load.

use std::fmt::Write as _;

use super::layout::{Layout, PARAMETER};
use super::pass::{Judge, Pass, Product, Writer, functions};
use super::task;
use super::words::{self, WORDS};
use crate::engine::optimizer::MOST_SLOTS;
use crate::engine::plan::Plan;

/// Invocations of a workgroup that sums something up, or that works through elements.
pub const GROUP: u32 = 256;
/// Side of the piece of a product that one workgroup computes, in elements.
pub const TILE: u32 = 32;

/// What every kernel binds.
const BINDINGS: &str = "\
struct Span { first: u32, count: u32, capacity: u32, padding: u32 }
@group(0) @binding(1) var<storage, read> data: array<f32>;
@group(0) @binding(2) var<storage, read> order: array<u32>;
@group(0) @binding(3) var<storage, read> tasks: array<Task>;
@group(0) @binding(4) var<storage, read> constants: array<f32>;
@group(0) @binding(5) var<storage, read_write> ring: array<f32>;
@group(0) @binding(6) var<uniform> span: Span;
";

/// A dispatch of the tiled kernels.
#[derive(Clone, Debug, PartialEq)]
pub struct Kernel {
    /// Its entry point.
    pub name: String,
    /// How many workgroups it takes.
    pub size: Size,
}

/// How many workgroups a dispatch takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// One in all.
    One,
    /// [`GROUP`] elements each, of so many a row.
    Rows(usize),
    /// [`GROUP`] elements each.
    Fixed(usize),
    /// [`TILE`]² elements each, of so many columns and rows; `None` is the rows under way.
    Tiles(Option<usize>, Option<usize>),
}

/// The source of the tiled kernels and the order in which they run.
pub struct Tiled {
    /// WGSL.
    pub source: String,
    /// Rows from `data`.
    pub feed: Vec<Kernel>,
    /// From the input to the output.
    pub forward: Vec<Kernel>,
    /// From the loss to every gradient sum.
    pub backward: Vec<Kernel>,
    /// Mean gradients with their penalties.
    pub prepare: Vec<Kernel>,
    /// The gradients' lengths.
    pub norms: Vec<Kernel>,
    /// Clipping variable by variable.
    pub clip: Vec<Kernel>,
    /// The weights' step.
    pub update: Vec<Kernel>,
    /// Loss and hits of the rows, into the ring; empty where there is no loss.
    pub measure: Vec<Kernel>,
}

/// The functions of an update: over one trained number each.
fn updates(plan: &Plan, layout: &Layout, pruned: &str) -> String {
    let (trained, norms) = (layout.trained, layout.norms);
    let optimizer = plan.optimizer;
    let spec = optimizer.spec();
    let (lines, moved) = words::update(&(spec.update.trace)(), MOST_SLOTS);
    let mut slots = String::new();
    let mut back = String::new();
    for (at, moved) in moved.iter().skip(1).take(spec.slots.len()).enumerate() {
        let place = trained * (2 + at);
        // Writing to a string cannot fail.
        let _ = writeln!(slots, "    let slot{at} = bank[{place}u + e];");
        let _ = writeln!(back, "    bank[{place}u + e] = {moved};");
    }
    format!(
        "fn shrunk(w: f32, decay: f32) -> f32 {{
    return select(select(select(w, 0.0, abs(w) <= decay), w + decay, w < -decay), w - decay, w > decay);
}}

fn has(t: u32, flag: u32) -> bool {{
    return (tasks[t].flags & flag) != 0u;
}}

// Where the parameter of a trained number stands in `constants`.
fn parameter(e: u32) -> u32 {{
    return u32(constants[{table}u + e]);
}}

// Whether the number goes along its gradient and does nothing else.
fn is_plain(e: u32, t: u32) -> bool {{
    let p = parameter(e);
    return has(t, {plain}u) && constants[p + 3u] == 0.0 && constants[p + 4u] == 0.0;
}}

fn prepare(e: u32, t: u32) {{
    if (is_plain(e, t)) {{ return; }}
    let p = parameter(e);
    let w = bank[e];
    let g = bank[{trained}u + e] * tasks[t].share + 2.0 * constants[p + 4u] * w;
    bank[{trained}u + e] = g + constants[p + 3u] * sign(w);
}}

fn clip(e: u32, t: u32) {{
    if (is_plain(e, t)) {{ return; }}
    var g = bank[{trained}u + e];
    let most = tasks[t].clipnorm;
    if (most > 0.0) {{
        let at = {norms}u + (parameter(e) - {parameters}u) / {PARAMETER}u;
        g *= most / max(sqrt(bank[at]), most);
    }}
    let bound = tasks[t].clipvalue;
    if (bound > 0.0) {{ g = clamp(g, -bound, bound); }}
    bank[{trained}u + e] = g;
}}

// What clipping by the length of all gradients together leaves of each.
fn kept(t: u32) -> f32 {{
    let most = tasks[t].global_clipnorm;
    if (most <= 0.0) {{ return 1.0; }}
    var squares = 0.0;
    for (var p = 0u; p < {count}u; p++) {{ squares += bank[{norms}u + p]; }}
    return most / max(sqrt(squares), most);
}}

fn descend(e: u32, t: u32, kernel: bool) {{
    let before = bank[e];
    let decay = tasks[t].decay;
    var w = before - tasks[t].scale * bank[{trained}u + e];
    bank[{trained}u + e] = 0.0;
    if (kernel) {{
        if (has(t, {playground}u)) {{
            if ({pruned} > 0.5) {{ return; }}
            if (has(t, {l1}u)) {{
                let carried = w - decay * sign(before);
                if (w * carried < 0.0) {{
                    w = 0.0;
                    {pruned} = 1.0;
                }} else {{
                    w = carried;
                }}
            }}
        }} else if (has(t, {l1}u)) {{
            w = shrunk(w, decay);
        }}
        if (has(t, {l2}u)) {{ w -= decay * before; }}
    }}
    bank[e] = w;
}}

fn update(e: u32, t: u32, factor: f32) {{
    let kernel = constants[parameter(e) + 2u] > 0.5;
    if (is_plain(e, t)) {{
        descend(e, t, kernel);
        return;
    }}
    let g = bank[{trained}u + e] * factor;
    bank[{trained}u + e] = 0.0;
    var w = bank[e];
    w -= w * (tasks[t].shrink + select(0.0, tasks[t].decay, kernel && has(t, {l2}u)));
    if (!has(t, {idle}u)) {{
        w = moved(e, t, w, g);
    }}
    if (kernel && has(t, {l1}u)) {{ w = shrunk(w, tasks[t].decay); }}
    bank[e] = w;
}}

fn moved(e: u32, t: u32, w: f32, g: f32) -> f32 {{
{slots}{lines}{back}    return {weight};
}}
",
        table = layout.table,
        plain = task::PLAIN,
        parameters = layout.parameters,
        count = norms_count(layout),
        playground = task::PLAYGROUND,
        l1 = task::L1,
        l2 = task::L2,
        idle = task::IDLE,
        weight = moved.first().map_or("w", String::as_str),
    )
}

/// Parameters that are trained.
fn norms_count(layout: &Layout) -> usize {
    layout.state - layout.norms
}

/// Statements of a whole workgroup of `group` invocations, `lid` among them: the squared length
/// of each gradient.
fn norms(layout: &Layout, group: u32) -> String {
    format!(
        "    for (var p = 0u; p < {count}u; p++) {{
        let at = {start}u + p * {PARAMETER}u;
        let end = u32(constants[at + 1u]);
        var sum = 0.0;
        for (var e = u32(constants[at]) + lid; e < end; e += {group}u) {{
            let g = bank[{trained}u + e];
            sum += g * g;
        }}
        partial[lid] = sum;
        workgroupBarrier();
        if (lid == 0u) {{
            var total = 0.0;
            for (var i = 0u; i < {group}u; i++) {{ total += partial[i]; }}
            bank[{norms}u + p] = total;
        }}
        workgroupBarrier();
    }}
",
        count = norms_count(layout),
        start = layout.parameters,
        trained = layout.trained,
        norms = layout.norms,
    )
}

/// Statements of a whole workgroup: adds losses and hits of the rows to the ring.
fn sum_up(layout: &Layout, group: u32) -> String {
    let mut text = String::new();
    for (at, unit) in [layout.units - 2, layout.units - 1].into_iter().enumerate() {
        let _ = write!(
            text,
            "    {{
        var sum = 0.0;
        for (var r = lid; r < rows; r += {group}u) {{ sum += flow[{unit}u * cap + r]; }}
        partial[lid] = sum;
        workgroupBarrier();
        if (lid == 0u) {{
            var total = 0.0;
            for (var i = 0u; i < {group}u; i++) {{ total += partial[i]; }}
            ring[tasks[t].ring + {at}u] += total;
        }}
        workgroupBarrier();
    }}
"
        );
    }
    text
}

/// The fused kernel, entry point `train`, of `group` invocations, with room for `rows` rows.
pub fn fused(plan: &Plan, layout: &Layout, judge: Judge, group: u32, rows: usize) -> String {
    let writer = Writer::new(plan, layout);
    let forward = number(&writer, plan, true);
    let backward = number(&writer, plan, false);
    let call = "lid: u32, t: u32, rows: u32, training: bool, first: u32, draw: u32";
    let measure = writer.measure(judge).map_or(String::new(), |pass| {
        loops(&[pass], group) + "    workgroupBarrier();\n" + &sum_up(layout, group)
    });
    let state = layout.state.max(1);
    format!(
        "{task}{BINDINGS}
@group(0) @binding(0) var<storage, read_write> state: array<f32>;
var<workgroup> bank: array<f32, {state}>;
var<workgroup> flow: array<f32, {flow}>;
var<workgroup> partial: array<f32, {group}>;
const cap = {rows}u;
{WORDS}
{functions}
{updates}
fn feed({call}) {{
{feed}}}

fn forward({call}) {{
{forward}}}

fn backward({call}) {{
{backward}}}

fn measure({call}) {{
{measure}}}

fn norms(lid: u32) {{
{norms}}}

fn apply(lid: u32, t: u32) {{
    for (var e = lid; e < {trained}u; e += {group}u) {{ prepare(e, t); }}
    if (tasks[t].clipnorm > 0.0) {{
        workgroupBarrier();
        norms(lid);
    }}
    if (tasks[t].clipnorm > 0.0 || tasks[t].clipvalue > 0.0) {{
        for (var e = lid; e < {trained}u; e += {group}u) {{ clip(e, t); }}
    }}
    if (tasks[t].global_clipnorm > 0.0) {{
        workgroupBarrier();
        norms(lid);
    }}
    let factor = kept(t);
    for (var e = lid; e < {trained}u; e += {group}u) {{ update(e, t, factor); }}
}}

@compute @workgroup_size({group})
fn train(@builtin(local_invocation_index) lid: u32) {{
    for (var e = lid; e < {state}u; e += {group}u) {{ bank[e] = state[e]; }}
    workgroupBarrier();
    for (var t = span.first; t < span.first + span.count; t++) {{
        let training = tasks[t].trains == 1u;
        let draw = tasks[t].draw;
        for (var done = 0u; done < tasks[t].rows; done += cap) {{
            let first = tasks[t].first + done;
            let rows = min(cap, tasks[t].rows - done);
            feed(lid, t, rows, training, first, draw);
            workgroupBarrier();
            forward(lid, t, rows, training, first, draw);
            workgroupBarrier();
            if (training) {{
                backward(lid, t, rows, training, first, draw);
            }} else {{
                measure(lid, t, rows, training, first, draw);
            }}
            workgroupBarrier();
        }}
        if ((tasks[t].flags & {apply}u) != 0u) {{
            apply(lid, t);
            workgroupBarrier();
        }}
    }}
    for (var e = lid; e < {state}u; e += {group}u) {{ state[e] = bank[e]; }}
}}
",
        task = task::WGSL,
        flow = (layout.units * rows).max(1),
        functions = functions(plan),
        updates = updates(plan, layout, &format!("state[{}u + e]", layout.pruned())),
        feed = loops(&writer.feed(), group),
        forward = loops(&forward, group),
        backward = loops(&backward, group),
        norms = norms(layout, group),
        trained = layout.trained,
        apply = task::APPLY,
    )
}

/// The passes of one way through the plan.
fn number(writer: &Writer<'_>, plan: &Plan, forward: bool) -> Vec<Pass> {
    let ops = plan.forward.iter().chain(&plan.backward).enumerate();
    let (skip, take) =
        if forward { (0, plan.forward.len()) } else { (plan.forward.len(), plan.backward.len()) };
    ops.skip(skip).take(take).flat_map(|(at, op)| writer.op(at, op)).collect()
}

/// Whether a pass may follow others without a barrier: no buffer that one changes is touched by
/// the other, unless both stay with their own elements.
fn is_free(pass: &Pass, before: &[&Pass]) -> bool {
    before.iter().all(|earlier| {
        earlier.touches.iter().all(|old| {
            pass.touches.iter().all(|new| {
                old.slot != new.slot
                    || !(old.writes || new.writes)
                    || (old.own && new.own && earlier.domain == pass.domain)
            })
        })
    })
}

/// Passes as loops of one workgroup, with a barrier where one depends on another.
fn loops(passes: &[Pass], group: u32) -> String {
    let mut text = String::new();
    let mut since: Vec<&Pass> = Vec::new();
    for pass in passes {
        if !is_free(pass, &since) {
            text.push_str("    workgroupBarrier();\n");
            since.clear();
        }
        since.push(pass);
        let Pass { domain, body, .. } = pass;
        let _ = writeln!(
            text,
            "    for (var e = lid; e < {}; e += {group}u) {{\n{body}\n    }}",
            domain.count()
        );
    }
    text
}

/// What stands before the statements of each tiled kernel.
const HEAD: &str = "\
    let t = span.first;
    let rows = tasks[t].rows;
    let cap = span.capacity;
    let training = tasks[t].trains == 1u;
    let first = tasks[t].first;
    let draw = tasks[t].draw;
";

/// The tiled kernels.
pub fn tiled(plan: &Plan, layout: &Layout, judge: Judge) -> Tiled {
    let writer = Writer::new(plan, layout);
    let mut source = format!(
        "{}{BINDINGS}
@group(0) @binding(0) var<storage, read_write> bank: array<f32>;
@group(0) @binding(7) var<storage, read_write> flow: array<f32>;
var<workgroup> partial: array<f32, {GROUP}>;
var<workgroup> left: array<f32, {piece}>;
var<workgroup> right: array<f32, {piece}>;
{WORDS}
{}
{}
",
        task::WGSL,
        functions(plan),
        updates(plan, layout, &format!("bank[{}u + e]", layout.pruned())),
        piece = TILE * DEPTH,
    );
    let mut add = |name: &str, passes: &[Pass]| -> Vec<Kernel> {
        let mut kernels: Vec<(Vec<&Pass>, Option<&Product>)> = Vec::new();
        for pass in passes {
            match (kernels.last_mut(), &pass.product) {
                // Elements that stay with themselves go through several ops in one dispatch.
                (Some((before, None)), None)
                    if before.iter().all(|one| one.domain == pass.domain)
                        && is_free(pass, before) =>
                {
                    before.push(pass);
                }
                (_, product) => kernels.push((vec![pass], product.as_ref())),
            }
        }
        let kernel = |(at, (passes, product)): (usize, &(Vec<&Pass>, Option<&Product>))| {
            let name = format!("{name}_{at}");
            match product {
                Some(product) => source.push_str(&tiles(&name, product)),
                None => {
                    let bodies: String = passes
                        .iter()
                        .map(|pass| format!("    {{\n{}\n    }}\n", pass.body))
                        .collect();
                    source.push_str(&elements(&name, &passes[0].domain.count(), &bodies));
                }
            }
            let size = match product {
                Some(product) => {
                    let count = |text: &str| text.strip_suffix('u').and_then(|n| n.parse().ok());
                    Size::Tiles(count(&product.sizes[1]), count(&product.sizes[0]))
                }
                None => match passes[0].domain {
                    super::pass::Domain::Rows(units) => Size::Rows(units),
                    super::pass::Domain::Fixed(length) => Size::Fixed(length),
                },
            };
            Kernel { name, size }
        };
        kernels.iter().enumerate().map(kernel).collect()
    };
    let feed = add("feed", &writer.feed());
    let forward = add("forward", &number(&writer, plan, true));
    let backward = add("backward", &number(&writer, plan, false));
    let mut measure = match writer.measure(judge) {
        Some(pass) => add("judge", &[pass]),
        None => Vec::new(),
    };
    if !measure.is_empty() {
        source.push_str(&whole("sum_up", &sum_up(layout, GROUP)));
        measure.push(Kernel { name: "sum_up".to_owned(), size: Size::One });
    }
    let trained = layout.trained;
    let count = format!("{trained}u");
    let steps = ["prepare", "clip", "update"].map(|name| {
        let factor = if name == "update" { ", kept(t)" } else { "" };
        let kernel = format!("each_{name}");
        source.push_str(&elements(&kernel, &count, &format!("    {name}(e, t{factor});\n")));
        let kernel = Kernel { name: kernel, size: Size::Fixed(trained) };
        if trained > 0 { vec![kernel] } else { Vec::new() }
    });
    source.push_str(&whole("norms", &norms(layout, GROUP)));
    let [prepare, clip, update] = steps;
    let norms = vec![Kernel { name: "norms".to_owned(), size: Size::One }];
    Tiled { source, feed, forward, backward, prepare, norms, clip, update, measure }
}

/// A kernel of an invocation an element.
fn elements(name: &str, count: &str, body: &str) -> String {
    format!(
        "@compute @workgroup_size({GROUP})
fn {name}(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) lid: u32) {{
{HEAD}    let e = group.x * {GROUP}u + lid;
    if (e >= {count}) {{ return; }}
{body}}}
"
    )
}

/// A kernel of one workgroup.
fn whole(name: &str, body: &str) -> String {
    format!(
        "@compute @workgroup_size({GROUP})
fn {name}(@builtin(local_invocation_index) lid: u32) {{
{HEAD}{body}}}
"
    )
}

/// Elements of a sum that are shared at a time.
const DEPTH: u32 = 16;

/// A kernel of a product: each workgroup a square of results, each invocation four of them.
fn tiles(name: &str, product: &Product) -> String {
    let Product { sizes: [m, n, depth], a, b, out } = product;
    format!(
        "@compute @workgroup_size(16, 16)
fn {name}(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) lid: u32) {{
{HEAD}    let m = {m};
    let n = {n};
    let depth = {depth};
    var sums = vec4<f32>();
    for (var start = 0u; start < depth; start += {DEPTH}u) {{
        for (var at = lid; at < {piece}u; at += {GROUP}u) {{
            let k = start + at % {DEPTH}u;
            let i = group.y * {TILE}u + at / {DEPTH}u;
            let j = group.x * {TILE}u + at / {DEPTH}u;
            var x = 0.0;
            if (i < m && k < depth) {{ x = {a}; }}
            left[at] = x;
            var y = 0.0;
            if (j < n && k < depth) {{ y = {b}; }}
            right[at % {DEPTH}u * {TILE}u + at / {DEPTH}u] = y;
        }}
        workgroupBarrier();
        for (var k = 0u; k < {DEPTH}u; k++) {{
            let x = vec2(left[local.y * {DEPTH}u + k], left[(local.y + 16u) * {DEPTH}u + k]);
            let y = vec2(right[k * {TILE}u + local.x], right[k * {TILE}u + local.x + 16u]);
            sums += vec4(x.x * y.x, x.x * y.y, x.y * y.x, x.y * y.y);
        }}
        workgroupBarrier();
    }}
    for (var part = 0u; part < 4u; part++) {{
        let i = group.y * {TILE}u + local.y + part / 2u * 16u;
        let j = group.x * {TILE}u + local.x + part % 2u * 16u;
        let sum = sums[part];
        if (i < m && j < n) {{ {out} }}
    }}
}}
",
        piece = TILE * DEPTH,
    )
}
