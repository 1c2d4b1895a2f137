//! The buffers of a network on the GPU, what binds them, and submissions. Buffers grow and are
//! kept; nothing is made anew for a step.

use std::collections::HashMap;

use super::device::Device;
use super::layout::Layout;
use super::reading::Reading;
use super::shader::{GROUP, Kernel, Size, TILE};
use super::task::Task;

/// Bytes between two spans: what every device allows as a dynamic offset.
const SPAN: usize = 256;

/// The kernels of a source, by name.
pub struct Pipelines(HashMap<String, wgpu::ComputePipeline>);

/// The bindings in their order: the storage buffers, of which some are only read, and the span.
const STATE: usize = 0;
const DATA: usize = 1;
const ORDER: usize = 2;
const TASKS: usize = 3;
const CONSTANTS: usize = 4;
const RING: usize = 5;
const SPANS: usize = 6;
const FLOW: usize = 7;
const COUNT: usize = 8;

/// All buffers of a network.
pub struct Buffers {
    buffers: [wgpu::Buffer; COUNT],
    layout: wgpu::BindGroupLayout,
    pipeline_layout: wgpu::PipelineLayout,
    group: wgpu::BindGroup,
    // Buffers to read back through, that are not in use.
    staging: Vec<wgpu::Buffer>,
}

/// Little-endian bytes, as every device of WebGPU has them.
pub(super) fn bytes(words: impl IntoIterator<Item = u32>) -> Vec<u8> {
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}

fn usage(at: usize) -> wgpu::BufferUsages {
    let copies = wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::COPY_SRC;
    let kind = if at == SPANS { wgpu::BufferUsages::UNIFORM } else { wgpu::BufferUsages::STORAGE };
    kind | copies
}

fn buffer(device: &Device, at: usize, words: usize) -> wgpu::Buffer {
    device.device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: (words.max(SPAN / 4) * 4) as u64,
        usage: usage(at),
        mapped_at_creation: false,
    })
}

impl Buffers {
    /// The buffers of a layout; what can grow starts small.
    pub fn new(device: &Device, layout: &Layout) -> Self {
        let entry = |at: usize| wgpu::BindGroupLayoutEntry {
            binding: at as u32,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: match at {
                    SPANS => wgpu::BufferBindingType::Uniform,
                    STATE | RING | FLOW => wgpu::BufferBindingType::Storage { read_only: false },
                    _ => wgpu::BufferBindingType::Storage { read_only: true },
                },
                has_dynamic_offset: at == SPANS,
                min_binding_size: None,
            },
            count: None,
        };
        let entries: [_; COUNT] = std::array::from_fn(entry);
        let group_layout =
            device.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
                label: None,
                entries: &entries,
            });
        let pipeline_layout =
            device.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: None,
                bind_group_layouts: &[Some(&group_layout)],
                immediate_size: 0,
            });
        let words = |at| match at {
            STATE => layout.stored(),
            CONSTANTS => layout.constants.len(),
            _ => 0,
        };
        let buffers: [_; COUNT] = std::array::from_fn(|at| buffer(device, at, words(at)));
        let group = bind(device, &group_layout, &buffers);
        let new =
            Self { buffers, layout: group_layout, pipeline_layout, group, staging: Vec::new() };
        let constants = bytes(layout.constants.iter().map(|value| value.to_bits()));
        device.queue.write_buffer(&new.buffers[CONSTANTS], 0, &constants);
        new
    }

    /// Compiles some kernels of a source.
    pub fn compile(&self, device: &Device, source: &str, names: &[String]) -> Pipelines {
        let module = device.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        let pipeline = |name: &String| {
            let made = device.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: None,
                layout: Some(&self.pipeline_layout),
                module: &module,
                entry_point: Some(name),
                compilation_options: wgpu::PipelineCompilationOptions {
                    // Each kernel writes what it reads.
                    zero_initialize_workgroup_memory: false,
                    ..wgpu::PipelineCompilationOptions::default()
                },
                cache: None,
            });
            (name.clone(), made)
        };
        Pipelines(names.iter().map(pipeline).collect())
    }

    /// Writes a buffer from its start, larger where it must be.
    fn write(&mut self, device: &Device, at: usize, bytes: &[u8]) {
        self.grow(device, at, bytes.len() / 4);
        if !bytes.is_empty() {
            device.queue.write_buffer(&self.buffers[at], 0, bytes);
        }
    }

    /// Makes a buffer hold so many words; what it held is lost where it grows.
    fn grow(&mut self, device: &Device, at: usize, words: usize) {
        if self.buffers[at].size() < words as u64 * 4 {
            let most = device.limits().max_buffer_size as usize / 4;
            self.buffers[at] = buffer(device, at, words.next_power_of_two().min(most).max(words));
            self.group = bind(device, &self.layout, &self.buffers);
        }
    }

    /// Writes the sets' rows.
    pub fn write_data(&mut self, device: &Device, data: &[f32]) {
        self.write(device, DATA, &bytes(data.iter().map(|value| value.to_bits())));
    }

    /// Writes the state and the pruned marks behind it.
    pub fn write_state(&mut self, device: &Device, state: &[f32]) {
        self.write(device, STATE, &bytes(state.iter().map(|value| value.to_bits())));
    }

    /// The rows.
    pub fn flow(&self) -> &wgpu::Buffer {
        &self.buffers[FLOW]
    }

    /// Makes room for the rows of tiled kernels.
    pub fn make_room(&mut self, device: &Device, words: usize) {
        self.grow(device, FLOW, words);
    }

    /// Writes what a submission reads beside the state: tasks, orders and each dispatch's span.
    fn prepare(
        &mut self,
        device: &Device,
        tasks: &[Task],
        orders: &[u32],
        spans: impl Iterator<Item = [u32; 3]>,
    ) {
        let rings = tasks.iter().filter_map(|task| task.ring).max().map_or(0, |at| at as usize + 4);
        // Before anything is added to it: growing forgets.
        self.grow(device, RING, rings);
        self.write(device, TASKS, &bytes(tasks.iter().flat_map(Task::words)));
        self.write(device, ORDER, &bytes(orders.iter().copied()));
        let mut all = Vec::new();
        for span in spans {
            all.extend(bytes(span));
            all.resize(all.len().next_multiple_of(SPAN), 0);
        }
        self.write(device, SPANS, &all);
    }

    /// Sends tasks to the fused kernel; `counts` says how many each dispatch does.
    pub fn run_fused(
        &mut self,
        device: &Device,
        pipelines: &Pipelines,
        tasks: &[Task],
        orders: &[u32],
        counts: &[usize],
    ) {
        let mut first = 0;
        let spans = counts.iter().map(|&count| {
            let span = [first, count as u32, 0];
            first += count as u32;
            span
        });
        self.prepare(device, tasks, orders, spans);
        let Some(pipeline) = pipelines.0.get("train") else { return };
        self.submit(device, |pass, group| {
            pass.set_pipeline(pipeline);
            for at in 0..counts.len() {
                pass.set_bind_group(0, group, &[(at * SPAN) as u32]);
                pass.dispatch_workgroups(1, 1, 1);
            }
        });
    }

    /// Sends tasks to the tiled kernels, each task through the kernels that `kernels` names, with
    /// room for `room` rows.
    pub fn run_tiled<'k>(
        &mut self,
        device: &Device,
        pipelines: &Pipelines,
        tasks: &[Task],
        orders: &[u32],
        room: usize,
        kernels: impl Fn(&Task) -> Vec<&'k Kernel>,
    ) {
        let spans = (0..tasks.len()).map(|at| [at as u32, 1, room as u32]);
        self.prepare(device, tasks, orders, spans);
        self.submit(device, |pass, group| {
            for (at, task) in tasks.iter().enumerate() {
                pass.set_bind_group(0, group, &[(at * SPAN) as u32]);
                for kernel in kernels(task) {
                    let Some(pipeline) = pipelines.0.get(&kernel.name) else { continue };
                    pass.set_pipeline(pipeline);
                    let (x, y) = workgroups(kernel.size, task.rows as usize);
                    pass.dispatch_workgroups(x, y, 1);
                }
            }
        });
    }

    fn submit(
        &self,
        device: &Device,
        run: impl FnOnce(&mut wgpu::ComputePass<'_>, &wgpu::BindGroup),
    ) {
        let mut encoder = device.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_compute_pass(&Default::default());
            run(&mut pass, &self.group);
        }
        device.queue.submit([encoder.finish()]);
    }

    /// Begins to read the state and so many words of the ring, which then starts anew.
    pub fn read_state(&mut self, device: &Device, state: usize, ring: usize) -> Reading {
        self.grow(device, RING, ring);
        let parts = [(STATE, 0, state), (RING, 0, ring)];
        self.read(device, &parts)
    }

    /// Begins to read words of the rows.
    pub fn read_flow(&mut self, device: &Device, start: usize, words: usize) -> Reading {
        self.read(device, &[(FLOW, start, words)])
    }

    /// Begins to read words of a buffer of another's.
    pub fn read_buffer(&mut self, device: &Device, buffer: &wgpu::Buffer, words: usize) -> Reading {
        let staging = self.staging(device, words);
        let mut encoder = device.device.create_command_encoder(&Default::default());
        encoder.copy_buffer_to_buffer(buffer, 0, &staging, 0, words as u64 * 4);
        device.queue.submit([encoder.finish()]);
        Reading::begin(staging, words)
    }

    /// A buffer to read back through.
    fn staging(&mut self, device: &Device, words: usize) -> wgpu::Buffer {
        let fits = |buffer: &wgpu::Buffer| buffer.size() >= words as u64 * 4;
        match self.staging.iter().position(fits) {
            Some(at) => self.staging.swap_remove(at),
            None => device.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: words.next_power_of_two().max(SPAN / 4) as u64 * 4,
                usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
        }
    }

    fn read(&mut self, device: &Device, parts: &[(usize, usize, usize)]) -> Reading {
        let words: usize = parts.iter().map(|(.., words)| words).sum();
        let staging = self.staging(device, words);
        let mut encoder = device.device.create_command_encoder(&Default::default());
        let mut to = 0;
        for &(at, start, words) in parts {
            let (from, size) = (start as u64 * 4, words as u64 * 4);
            if size > 0 {
                encoder.copy_buffer_to_buffer(&self.buffers[at], from, &staging, to, size);
            }
            to += size;
            if at == RING {
                encoder.clear_buffer(&self.buffers[RING], 0, None);
            }
        }
        device.queue.submit([encoder.finish()]);
        Reading::begin(staging, words)
    }

    /// Takes a read buffer back for the next reading.
    pub fn give_back(&mut self, reading: Reading) {
        // Two are enough for one reading under way and one at rest.
        if self.staging.len() < 2 {
            self.staging.push(reading.staging);
        }
    }
}

fn bind(
    device: &Device,
    layout: &wgpu::BindGroupLayout,
    buffers: &[wgpu::Buffer; COUNT],
) -> wgpu::BindGroup {
    let entry = |at: usize| wgpu::BindGroupEntry {
        binding: at as u32,
        resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer: &buffers[at],
            offset: 0,
            size: if at == SPANS { std::num::NonZeroU64::new(16) } else { None },
        }),
    };
    let entries: [_; COUNT] = std::array::from_fn(entry);
    device.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout,
        entries: &entries,
    })
}

/// The workgroups of a dispatch over so many rows.
fn workgroups(size: Size, rows: usize) -> (u32, u32) {
    let groups = |elements: usize| elements.div_ceil(GROUP as usize).max(1) as u32;
    let tiles = |elements: usize| elements.div_ceil(TILE as usize).max(1) as u32;
    match size {
        Size::One => (1, 1),
        Size::Rows(units) => (groups(rows * units), 1),
        Size::Fixed(length) => (groups(length), 1),
        Size::Tiles(columns, lines) => {
            (tiles(columns.unwrap_or(rows)), tiles(lines.unwrap_or(rows)))
        }
    }
}
