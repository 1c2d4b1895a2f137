//! Maps painted on the GPU: the network over every pixel of a picture, and the values as colours.
//! Nothing is read back; a picture goes from its buffer of pixels straight onto a texture, e.g.
//! that of a canvas.

use std::rc::Rc;

use super::buffers::bytes;
use super::device::Device;
use super::pass::Judge;
use super::task::Task;
use super::way::{MANY_ROWS, Way, most_rows};
use super::{Gpu, shader};
use crate::engine::backend::{Backend as _, Set};
use crate::engine::error::Unfit;
use crate::engine::inputs::Inputs;
use crate::engine::palette::Palette;
use crate::engine::plan::{Plan, Shape, Slot};
use crate::engine::trainer::Trainer;
use crate::engine::view::View;
use crate::order;

/// Points that go through the network at a time, where the device has room for them.
const POINTS: usize = 16 * MANY_ROWS;
/// Words of an entry of the table: place, width and unit of a value, the span of its scale, the
/// class whose hue it has, and whether it has two colours only.
const ENTRY: usize = 7;
/// Buffers hold a multiple of so many words.
const STEP: usize = 64;
/// Words of a chunk's parameters.
const CHUNK: usize = 12;

/// What a picture shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// The map of every unit of all dense layers in turn, `lines` below each other in a column.
    Units {
        /// Maps in a column.
        lines: usize,
    },
    /// One unit of a dense layer.
    Unit {
        /// The layer.
        layer: usize,
        /// The unit.
        unit: usize,
    },
    /// The class that the outputs tell, and how surely.
    Classes,
}

/// A picture in the making: its pixels, row by row from the top.
struct Canvas {
    pixels: wgpu::Buffer,
    width: usize,
    height: usize,
}

/// Paints the maps of one network.
pub struct Painter {
    gpu: Gpu,
    // Weights and statistics that the way forward reads: gradients and memory are of no use here.
    reads: Vec<Slot>,
    pipeline: wgpu::ComputePipeline,
    blit: Option<(wgpu::TextureFormat, wgpu::RenderPipeline)>,
    canvases: [Option<Canvas>; 2],
    // What the kernels read beside the values: table and chunk of each picture, width of the blit.
    tables: [Option<wgpu::Buffer>; 2],
    chunk: wgpu::Buffer,
    line: wgpu::Buffer,
    // Grid and inputs that each set's points were made for.
    loaded: [Option<(usize, Inputs, View)>; 2],
    room: usize,
}

/// The two pictures that a painter keeps, and the sets that hold their points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// All units.
    Maps,
    /// The big one.
    Big,
}

impl Place {
    fn set(self) -> Set {
        match self {
            Self::Maps => Set::Maps,
            Self::Big => Set::Big,
        }
    }
}

const SHADER: &str = include_str!("paint.wgsl");

fn packed([red, green, blue]: [u8; 3]) -> u32 {
    u32::from_le_bytes([red, green, blue, u8::MAX])
}

impl Painter {
    /// A painter for networks of this plan.
    ///
    /// # Errors
    /// Where the network does not fit the device.
    pub fn new(device: &Rc<Device>, plan: Plan) -> Result<Self, Unfit> {
        let fixed = |slot: &Slot| matches!(plan.buffers[slot.0].shape, Shape::Fixed(_));
        let mut reads: Vec<Slot> =
            plan.forward.iter().flat_map(|op| op.reads()).filter(fixed).collect();
        order::sort_by_key(&mut reads, |slot| slot.0 as u64);
        reads.dedup();
        let mut gpu = Gpu::new(Rc::clone(device), plan, Judge::Nothing, 1)?;
        let room = most_rows(device, &gpu.layout).min(POINTS);
        if room == 0 {
            return Err(Unfit::Network);
        }
        gpu.set_way(Way::Tiled { rows: room });
        let module = device.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        });
        let pipeline = device.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: None,
            module: &module,
            entry_point: Some("paint"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        let (blit, canvases, loaded, tables) = Default::default();
        let [chunk, line] =
            [CHUNK, 4].map(|words| small(device, words, wgpu::BufferUsages::UNIFORM));
        Ok(Self { gpu, reads, pipeline, blit, canvases, tables, chunk, line, loaded, room })
    }

    /// Takes over the weights and statistics of a run on any backend.
    pub fn take(&mut self, trainer: &mut Trainer) {
        for &slot in &self.reads {
            let values = trainer.model().backend().get().read(slot);
            // Of another length it is another network's, whose picture is about to come.
            let _ = self.gpu.write(slot, &values);
        }
    }

    /// The plan that it paints networks of.
    pub fn plan(&self) -> &Plan {
        &self.gpu.plan
    }

    /// Puts the points of a grid of `side` × `side` pixels in place, unless they are there.
    fn load(&mut self, place: Place, trainer: &Trainer, side: usize) {
        let wanted = Some((side, trainer.inputs().clone(), trainer.view().clone()));
        if self.loaded[place as usize] == wanted {
            return;
        }
        let inputs = trainer.grid_inputs(side);
        self.gpu.load(place.set(), side * side, &inputs, &[]);
        self.loaded[place as usize] = wanted;
    }

    /// Paints a picture of maps of `side` × `side` pixels; its width and height. `span` holds the
    /// outputs for no and yes.
    pub fn paint(
        &mut self,
        place: Place,
        trainer: &Trainer,
        subject: &Subject,
        (side, span): (usize, (f64, f64)),
        palette: &Palette,
    ) -> (usize, usize) {
        let side = side.max(1);
        self.load(place, trainer, side);
        let plan = &self.gpu.plan;
        let outputs = plan.columns.len().saturating_sub(1);
        let mut entries = Vec::new();
        let one_each = trainer.config().target().one_each();
        let big = !matches!(subject, Subject::Units { .. });
        let mut add = |layer: usize, unit: usize| {
            let Some(column) = plan.columns.get(layer) else { return };
            let (low, high) = match subject {
                _ if layer == outputs => span,
                _ => (-1.0, 1.0),
            };
            let place = self.gpu.layout.place(column.output);
            entries.extend([place as u32, plan.width(column.output) as u32, unit as u32]);
            entries.extend([(low as f32).to_bits(), (high as f32).to_bits()]);
            let hue = if one_each && layer == outputs { unit as u32 + 1 } else { 0 };
            // Hidden units keep their shades, but for one that is looked at.
            let two = palette.discretize && (big || layer == outputs);
            entries.extend([hue, u32::from(two)]);
        };
        let mut lines = 1;
        match *subject {
            Subject::Units { lines: most } => {
                for (layer, units) in plan.units().enumerate() {
                    (0..units).for_each(|unit| add(layer, unit));
                }
                lines = most.max(1);
            }
            Subject::Unit { layer, unit } => add(layer, unit),
            Subject::Classes => {
                let units = plan.units().last().unwrap_or(0);
                (0..units).for_each(|unit| add(outputs, unit));
            }
        }
        let classes = matches!(subject, Subject::Classes);
        let count = entries.len() / ENTRY;
        let maps = if classes { 1 } else { count };
        let (width, height) = (maps.div_ceil(lines) * side, maps.min(lines) * side);
        self.make_canvas(place, (width, height));
        let colours = [palette.neg, palette.zero, palette.pos, palette.nan];
        let table = entries.into_iter().chain(colours.into_iter().map(packed));
        let table = table.chain(palette.classes.iter().copied().map(packed)).collect();
        let numbers = [
            side as u32,
            count as u32,
            width as u32,
            lines as u32,
            u32::from(classes),
            u32::from(palette.discretize),
            (side as u32 / palette.stripes.max(1)).max(4),
            palette.classes.len() as u32,
        ];
        self.run(place, table, numbers);
        (width, height)
    }

    fn make_canvas(&mut self, place: Place, (width, height): (usize, usize)) {
        let canvas = &mut self.canvases[place as usize];
        let words = (width * height).max(STEP);
        let kept = canvas.as_ref().filter(|canvas| canvas.pixels.size() >= words as u64 * 4);
        let pixels = match kept {
            Some(canvas) => canvas.pixels.clone(),
            None => self.gpu.device.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: words as u64 * 4,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            }),
        };
        *canvas = Some(Canvas { pixels, width, height });
    }

    /// The network over all points of a picture, chunk by chunk, each chunk painted behind it.
    fn run(&mut self, place: Place, table: Vec<u32>, numbers: [u32; 8]) {
        let set = place.set();
        let points = self.gpu.sets[set as usize].count;
        let base = self.gpu.base(set);
        self.gpu.upload();
        self.gpu.prepare_tiled();
        self.gpu.buffers.make_room(&self.gpu.device, self.gpu.layout.units * self.room);
        let Some(canvas) = &self.canvases[place as usize] else { return };
        let table_bytes = bytes(table);
        let kept = self.tables[place as usize].take();
        let table =
            kept.filter(|kept| kept.size() >= table_bytes.len() as u64).unwrap_or_else(|| {
                small(&self.gpu.device, table_bytes.len() / 4, wgpu::BufferUsages::STORAGE)
            });
        self.gpu.device.queue.write_buffer(&table, 0, &table_bytes);
        let layout = self.pipeline.get_bind_group_layout(0);
        let mut first = 0;
        while first < points {
            let rows = (points - first).min(self.room);
            let task = Task { first: first as u32, rows: rows as u32, base, ..Task::default() };
            self.gpu.run_tiled(&[task], self.room);
            let [side, count, width, lines, classes, discretize, period, hues] = numbers;
            let chunk: [u32; CHUNK] = [
                first as u32,
                rows as u32,
                self.room as u32,
                side,
                count,
                width,
                lines,
                classes,
                discretize,
                period,
                hues,
                0,
            ];
            let device = &self.gpu.device;
            // In the order of the queue: each chunk finds its own.
            device.queue.write_buffer(&self.chunk, 0, &bytes(chunk));
            let group = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &layout,
                entries: &[
                    binding(0, self.gpu.buffers.flow()),
                    binding(1, &table),
                    binding(2, &canvas.pixels),
                    binding(3, &self.chunk),
                ],
            });
            let mut encoder = device.device.create_command_encoder(&Default::default());
            {
                let mut pass = encoder.begin_compute_pass(&Default::default());
                pass.set_pipeline(&self.pipeline);
                pass.set_bind_group(0, &group, &[]);
                let elements = if classes == 1 { rows } else { rows * count as usize };
                let groups = elements.div_ceil(shader::GROUP as usize).max(1) as u32;
                // In two dimensions: there may be more groups than one has room for.
                let across = groups.min(1 << 14);
                pass.dispatch_workgroups(across, groups.div_ceil(across), 1);
            }
            device.queue.submit([encoder.finish()]);
            first += rows;
        }
        self.tables[place as usize] = Some(table);
    }

    /// Lays a painted picture over a texture of its size.
    pub fn show(&mut self, place: Place, view: &wgpu::TextureView, format: wgpu::TextureFormat) {
        if self.blit.as_ref().is_none_or(|(made, _)| *made != format) {
            self.blit = Some((format, blit(&self.gpu.device, format)));
        }
        let (Some(canvas), Some((_, pipeline))) = (&self.canvases[place as usize], &self.blit)
        else {
            return;
        };
        let device = &self.gpu.device;
        device.queue.write_buffer(&self.line, 0, &bytes([canvas.width as u32, 0, 0, 0]));
        let group = device.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &pipeline.get_bind_group_layout(0),
            entries: &[binding(0, &canvas.pixels), binding(1, &self.line)],
        });
        let mut encoder = device.device.create_command_encoder(&Default::default());
        {
            let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view,
                    depth_slice: None,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                        store: wgpu::StoreOp::Store,
                    },
                })],
                ..wgpu::RenderPassDescriptor::default()
            });
            pass.set_pipeline(pipeline);
            pass.set_bind_group(0, &group, &[]);
            pass.draw(0..3, 0..1);
        }
        device.queue.submit([encoder.finish()]);
    }

    /// Starts to read a painted picture, `[height, width]` of red, green, blue, alpha: for
    /// comparisons.
    pub fn read(&mut self, place: Place) -> Option<super::reading::Reading> {
        let canvas = self.canvases[place as usize].as_ref()?;
        let pixels = canvas.pixels.clone();
        Some(self.gpu.buffers.read_buffer(&self.gpu.device, &pixels, canvas.width * canvas.height))
    }
}

/// A buffer of so many words that is written again and again.
fn small(device: &Device, words: usize, usage: wgpu::BufferUsages) -> wgpu::Buffer {
    device.device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: words.next_multiple_of(STEP) as u64 * 4,
        usage: usage | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

fn binding(binding: u32, buffer: &wgpu::Buffer) -> wgpu::BindGroupEntry<'_> {
    wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() }
}

/// The pipeline that lays pixels over a texture.
fn blit(device: &Device, format: wgpu::TextureFormat) -> wgpu::RenderPipeline {
    let module = device.device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: None,
        source: wgpu::ShaderSource::Wgsl(include_str!("blit.wgsl").into()),
    });
    device.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: None,
        layout: None,
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("corner"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("pixel"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(format.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}
