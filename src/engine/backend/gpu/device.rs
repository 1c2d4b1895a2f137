//! The graphics adapter, opened: WebGPU in the browser, Vulkan, Metal or DirectX 12 natively.

use std::sync::{Arc, Mutex};

use super::reading::Arrival;
use super::shader::GROUP;
use crate::engine::backend::poses;

/// Why there is no device.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// No adapter, or none that may be used.
    #[error("no adapter: {0}")]
    Adapter(String),
    /// An adapter that gives no device.
    #[error("no device: {0}")]
    Device(String),
    /// An adapter that offers less than WebGPU promises.
    #[error("the adapter has only {found} {what}, and {needed} are needed")]
    Limits {
        /// Of what.
        what: &'static str,
        /// How many it has.
        found: u32,
        /// How many the kernels need.
        needed: u32,
    },
}

/// An opened adapter. What goes wrong with it later is kept until somebody asks.
pub struct Device {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    // What makes canvases into surfaces.
    instance: wgpu::Instance,
    opened: wgpu::Adapter,
    adapter: wgpu::AdapterInfo,
    fault: Arc<Mutex<Option<String>>>,
    faulted: Arrival,
}

impl Device {
    /// Opens the adapter that the system prefers, with all the room that it offers.
    ///
    /// # Errors
    /// Where there is none, it gives no device, or less room than WebGPU promises.
    pub async fn open() -> Result<Self, Unavailable> {
        Self::open_within(|limits| limits).await
    }

    /// [`Self::open`] with less room, as `limit` has it.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_within(
        limit: impl FnOnce(wgpu::Limits) -> wgpu::Limits,
    ) -> Result<Self, Unavailable> {
        let instance = wgpu::Instance::default();
        let options = wgpu::RequestAdapterOptions {
            power_preference: wgpu::PowerPreference::HighPerformance,
            ..wgpu::RequestAdapterOptions::default()
        };
        let adapter = instance
            .request_adapter(&options)
            .await
            .map_err(|error| Unavailable::Adapter(error.to_string()))?;
        // Small networks live in a workgroup's memory: the more, the better.
        let limits = limit(adapter.limits());
        for (what, found, needed) in [
            ("storage buffers a shader", limits.max_storage_buffers_per_shader_stage, 7),
            ("invocations a workgroup", limits.max_compute_invocations_per_workgroup, GROUP),
            ("bytes of workgroup memory", limits.max_compute_workgroup_storage_size, 8192),
        ] {
            if found < needed {
                return Err(Unavailable::Limits { what, found, needed });
            }
        }
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                required_limits: limits,
                ..wgpu::DeviceDescriptor::default()
            })
            .await
            .map_err(|error| Unavailable::Device(error.to_string()))?;
        let fault = Arc::new(Mutex::new(None));
        let faulted = Arrival::default();
        let keep = |fault: &Arc<Mutex<Option<String>>>| {
            let (fault, faulted) = (Arc::clone(fault), faulted.clone());
            move |text: String| {
                if let Ok(mut fault) = fault.lock() {
                    fault.get_or_insert_with(|| text.clone());
                }
                faulted.tell(Err(text));
            }
        };
        let lost = keep(&fault);
        device.set_device_lost_callback(move |_, text| lost(format!("device lost: {text}")));
        let failed = keep(&fault);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| failed(error.to_string())));
        Ok(Self {
            device,
            queue,
            adapter: adapter.get_info(),
            instance,
            opened: adapter,
            fault,
            faulted,
        })
    }

    /// The adapter's name; empty where it tells none.
    pub fn name(&self) -> String {
        self.adapter.name.trim().to_owned()
    }

    /// Whether the adapter is a program on the CPU.
    pub fn is_software(&self) -> bool {
        let told = [&self.adapter.name, &self.adapter.driver, &self.adapter.driver_info];
        self.adapter.device_type == wgpu::DeviceType::Cpu || told.iter().any(|told| poses(told))
    }

    /// What has gone wrong since the device was opened: it is lost, or refused something.
    pub fn fault(&self) -> Option<String> {
        self.fault.lock().ok().and_then(|fault| fault.clone())
    }

    /// Arrives when there is a [`Self::fault`].
    pub fn faulted(&self) -> Arrival {
        self.faulted.clone()
    }

    /// Arrives when everything submitted so far has run.
    pub fn done(&self) -> Arrival {
        let arrival = Arrival::default();
        let told = arrival.clone();
        self.queue.on_submitted_work_done(move || told.tell(Ok(())));
        arrival
    }

    /// What it has room for.
    pub fn limits(&self) -> wgpu::Limits {
        self.device.limits()
    }

    /// Buffers and bind groups that there are on it, natively; browsers do not tell.
    pub fn allocations(&self) -> isize {
        let counters = self.device.get_internal_counters().hal;
        counters.buffers.read() + counters.bind_groups.read()
    }

    /// A canvas as something to draw on.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn surface(
        &self,
        target: wgpu::SurfaceTarget<'static>,
    ) -> Result<wgpu::Surface<'static>, String> {
        self.instance.create_surface(target).map_err(|error| error.to_string())
    }

    /// The format that a canvas of this device likes best, colours as they are written.
    ///
    /// # Errors
    /// Where there is none.
    pub fn canvas_format(
        &self,
        surface: &wgpu::Surface<'_>,
    ) -> Result<wgpu::TextureFormat, String> {
        let formats = surface.get_capabilities(&self.opened).formats;
        formats.into_iter().find(|format| !format.is_srgb()).ok_or_else(|| "no format".to_owned())
    }

    /// Makes a canvas ready for pictures of that size.
    pub fn configure(
        &self,
        surface: &wgpu::Surface<'_>,
        format: wgpu::TextureFormat,
        (width, height): (usize, usize),
    ) {
        let wanted = surface.get_default_config(&self.opened, width as u32, height as u32);
        if let Some(wanted) = wanted {
            surface.configure(&self.device, &wgpu::SurfaceConfiguration { format, ..wanted });
        }
    }

    /// Ends it, as the browser may at any time.
    pub fn destroy(&self) {
        self.device.destroy();
    }

    /// Lets what has come back be told, natively; browsers do so by themselves.
    pub fn look(&self) {
        // A lost device is told of by `fault`.
        let _ = self.device.poll(wgpu::PollType::Poll);
    }

    /// Waits until everything submitted has run; natively alone, browsers do not wait.
    pub fn wait(&self) {
        // A lost device ends the wait, and `fault` tells of it.
        let _ = self.device.poll(wgpu::PollType::wait_indefinitely());
    }
}
