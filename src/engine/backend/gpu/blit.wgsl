// Lays a buffer of pixels over a texture of the same size.

@group(0) @binding(0) var<storage, read> pixels: array<u32>;
// x: pixels in a line
@group(0) @binding(1) var<uniform> width: vec4<u32>;

// One triangle that is larger than the texture.
@vertex
fn corner(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    let x = f32(index & 1u) * 4.0 - 1.0;
    let y = f32(index >> 1u) * 4.0 - 1.0;
    return vec4(x, y, 0.0, 1.0);
}

@fragment
fn pixel(@builtin(position) place: vec4<f32>) -> @location(0) vec4<f32> {
    return unpack4x8unorm(pixels[u32(place.y) * width.x + u32(place.x)]);
}
