// Values as colours: for each point and map of a chunk, or for each point of a map of classes.

struct Chunk {
    // The first point, of how many, and how many rows `flow` has room for.
    first: u32,
    rows: u32,
    cap: u32,
    // Pixels of a map's side, maps (or classes), pixels of a line, maps in a column.
    side: u32,
    count: u32,
    width: u32,
    lines: u32,
    // Whether it is a map of classes, and of their bare hues.
    classes: u32,
    discretize: u32,
    // Pixels from stripe to stripe, and hues.
    period: u32,
    hues: u32,
    padding: u32,
}

@group(0) @binding(0) var<storage, read> flow: array<f32>;
// Seven words a map: place, units and unit of its values in `flow`, the ends of its scale, the class
// whose hue it has, from 1 (0: the scale's), and whether it has two colours only. Then the colours:
// negative, zero, positive, no number, and the classes' hues.
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read_write> pixels: array<u32>;
@group(0) @binding(3) var<uniform> chunk: Chunk;

fn value(map: u32, row: u32) -> f32 {
    let at = map * 7u;
    return flow[table[at] * chunk.cap + row * table[at + 1u] + table[at + 2u]];
}

// By its bits: a shader may assume that there is no such number.
fn is_nan(x: f32) -> bool {
    return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u;
}

// Moved from the scale's ends to -1..1.
fn scaled(map: u32, x: f32) -> f32 {
    let low = bitcast<f32>(table[map * 7u + 3u]);
    let high = bitcast<f32>(table[map * 7u + 4u]);
    return (x - 0.5 * (low + high)) / (0.5 * (high - low));
}

fn colour(index: u32) -> vec4<f32> {
    return unpack4x8unorm(table[chunk.count * 7u + index]);
}

fn class_hue(class_index: u32) -> vec4<f32> {
    return colour(4u + class_index % max(chunk.hues, 1u));
}

fn between(end: vec4<f32>, share: f32) -> u32 {
    return pack4x8unorm(colour(1u) + (end - colour(1u)) * share);
}

fn of_scale(map: u32, x: f32, stripe: bool) -> u32 {
    if (is_nan(x)) {
        return pack4x8unorm(select(colour(3u), colour(1u), stripe));
    }
    let hue = table[map * 7u + 5u];
    let two = table[map * 7u + 6u] == 1u;
    if (hue > 0u) {
        let share = select(clamp(0.5 * (x + 1.0), 0.0, 1.0), select(1.0, 0.0, x < 0.0), two);
        return between(class_hue(hue - 1u), share);
    }
    let end = select(colour(2u), colour(0u), x < 0.0);
    return between(end, select(min(abs(x), 1.0), 1.0, two));
}

// How much a class weighs against the best.
fn weight(map: u32, row: u32, best: f32) -> f32 {
    let x = value(map, row);
    // Logits leave 0..1 on both sides and are taken through softmax.
    if (bitcast<f32>(table[map * 7u + 4u]) > 1.0) {
        return exp(x - best);
    }
    return 0.5 * max(scaled(map, x) + 1.0, 0.0);
}

fn of_classes(row: u32, stripe: bool) -> u32 {
    var best = 0u;
    var broken = false;
    for (var map = 0u; map < chunk.count; map++) {
        broken = broken || is_nan(value(map, row));
        if (value(map, row) > value(best, row)) { best = map; }
    }
    if (broken) {
        return pack4x8unorm(select(colour(3u), colour(1u), stripe));
    }
    let hue = class_hue(best);
    if (chunk.discretize == 1u) {
        return pack4x8unorm(hue);
    }
    let largest = value(best, row);
    var sum = 0.0;
    for (var map = 0u; map < chunk.count; map++) { sum += weight(map, row, largest); }
    let even = 1.0 / f32(chunk.count);
    var share = even;
    if (sum > 0.0) { share = weight(best, row, largest) / sum; }
    let sure = select(1.0, clamp((share - even) / (1.0 - even), 0.0, 1.0), chunk.count > 1u);
    return between(hue, 0.12 + 0.88 * sure);
}

@compute @workgroup_size(256)
fn paint(
    @builtin(workgroup_id) group: vec3<u32>,
    @builtin(num_workgroups) groups: vec3<u32>,
    @builtin(local_invocation_index) lid: u32,
) {
    let e = (group.y * groups.x + group.x) * 256u + lid;
    let maps = select(chunk.count, 1u, chunk.classes == 1u);
    if (e >= chunk.rows * maps) { return; }
    let map = e % maps;
    let row = e / maps;
    let point = chunk.first + row;
    let x = point % chunk.side;
    let y = point / chunk.side;
    let stripe = (x + y) % chunk.period < chunk.period / 2u;
    let column = map / chunk.lines;
    let line = map % chunk.lines;
    let at = (line * chunk.side + y) * chunk.width + column * chunk.side + x;
    if (chunk.classes == 1u) {
        pixels[at] = of_classes(row, stripe);
    } else {
        pixels[at] = of_scale(map, scaled(map, value(map, row)), stripe);
    }
}
