//! Paints maps with WebGPU on canvases of the worker's own, and gives them away as bitmaps that
//! travel with their frame: numbers and pictures are of the same moment.

use std::rc::Rc;

use web_sys::{ImageBitmap, OffscreenCanvas};

use super::artist::Artist;
use super::browser::Bitmaps;
use super::gpu::OnReading;
use crate::engine::backend::gpu::device::Device;
use crate::engine::backend::gpu::paint::{Painter, Place, Subject};
use crate::engine::backend::gpu::reading::Arrival;
use crate::engine::trainer::Trainer;
use crate::protocol::{Drawn, UnitId, Wish};

/// A canvas that the GPU draws on.
struct Sheet {
    canvas: OffscreenCanvas,
    surface: wgpu::Surface<'static>,
    size: (usize, usize),
}

/// The artist.
pub struct Canvases {
    device: Rc<Device>,
    painter: Option<Painter>,
    sheets: [Option<Sheet>; 2],
    out: Bitmaps,
    done: Option<Arrival>,
    on_done: OnReading,
}

impl Canvases {
    /// Canvases on a device, whose pictures go to `out`.
    pub fn new(device: Rc<Device>, out: Bitmaps, on_done: OnReading) -> Self {
        Self { device, painter: None, sheets: Default::default(), out, done: None, on_done }
    }
}

impl Sheet {
    fn new(device: &Device) -> Result<Self, String> {
        let canvas = OffscreenCanvas::new(1, 1).map_err(|error| format!("{error:?}"))?;
        let surface = device.surface(wgpu::SurfaceTarget::OffscreenCanvas(canvas.clone()))?;
        Ok(Self { canvas, surface, size: (0, 0) })
    }

    /// Lays a painted picture on the canvas and takes it off as a bitmap.
    fn print(
        &mut self,
        device: &Device,
        painter: &mut Painter,
        place: Place,
        size: (usize, usize),
    ) -> Result<ImageBitmap, String> {
        let format = device.canvas_format(&self.surface)?;
        if self.size != size {
            self.size = size;
            self.canvas.set_width(size.0 as u32);
            self.canvas.set_height(size.1 as u32);
            device.configure(&self.surface, format, size);
        }
        let texture = match self.surface.get_current_texture() {
            wgpu::CurrentSurfaceTexture::Success(texture)
            | wgpu::CurrentSurfaceTexture::Suboptimal(texture) => texture,
            other => return Err(format!("no texture: {other:?}")),
        };
        let view = texture.texture.create_view(&wgpu::TextureViewDescriptor::default());
        painter.show(place, &view, format);
        // The browser shows what was drawn by itself; dropping the texture is no loss.
        drop(texture);
        self.canvas.transfer_to_image_bitmap().map_err(|error| format!("{error:?}"))
    }
}

impl Artist for Canvases {
    fn draw(
        &mut self,
        trainer: &mut Trainer,
        wish: &Wish,
        look: Option<UnitId>,
    ) -> Result<Drawn, String> {
        self.out.borrow_mut().clear();
        if self.painter.as_ref().is_none_or(|painter| painter.plan() != trainer.plan()) {
            let painter = Painter::new(&self.device, trainer.plan().clone());
            self.painter = Some(painter.map_err(|error| error.to_string())?);
        }
        let Some(painter) = &mut self.painter else { return Err("no painter".to_owned()) };
        painter.take(trainer);
        let target = trainer.config().target();
        let outputs = trainer.plan().columns.len().saturating_sub(1);
        let (big, span) = match look {
            Some(UnitId { layer, unit }) => (Subject::Unit { layer, unit }, target.span),
            None if target.outputs > 1 && target.classes > 0 => (Subject::Classes, target.span),
            None if target.outputs > 1 => {
                (Subject::Unit { layer: outputs, unit: usize::from(wish.second) }, target.span)
            }
            None => (Subject::Unit { layer: outputs, unit: 0 }, target.span),
        };
        let maps = Subject::Units { lines: wish.lines() };
        for (place, side, subject, span) in
            [(Place::Maps, wish.maps, maps, target.span), (Place::Big, wish.big, big, span)]
        {
            if side == 0 {
                continue;
            }
            let size = painter.paint(place, trainer, &subject, (side, span), &wish.palette);
            let sheet = match &mut self.sheets[place as usize] {
                Some(sheet) => sheet,
                none => none.insert(Sheet::new(&self.device)?),
            };
            let bitmap = sheet.print(&self.device, painter, place, size)?;
            self.out.borrow_mut().push(bitmap);
        }
        if let Some(fault) = self.device.fault() {
            return Err(fault);
        }
        let done = self.device.done();
        (self.on_done)(done.clone());
        self.done = Some(done);
        Ok(Drawn { maps: wish.maps, big: wish.big })
    }

    fn is_busy(&self) -> bool {
        self.done.as_ref().is_some_and(|done| done.result().is_none())
    }
}
