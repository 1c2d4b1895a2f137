//! The graphics adapter as a backend. Steps are queued and go out together, many in one
//! dispatch; what comes back does so later ([`Gpu::start_read`], [`Gpu::finish_read`]).
//!
//! A network is **fused** where the plan and some rows fit into a workgroup's memory and a step
//! is small ([`Gpu::way`]), else **tiled**; `shader` says what that means.
//!
//! In a browser nothing may wait, so there the reads of [`Backend`] return what was last read,
//! and outputs that were never read are missing. Natively they wait.

mod buffers;
pub mod device;
pub mod layout;
pub mod paint;
pub mod pass;
pub mod reading;
pub mod shader;
pub mod task;
mod way;
pub mod words;

use std::ops::Range;
use std::rc::Rc;

use self::buffers::{Buffers, Pipelines};
use self::device::Device;
use self::layout::Layout;
use self::pass::Judge;
use self::reading::Reading;
use self::shader::{Kernel, Tiled};
use self::task::Task;
pub use self::way::Way;
use self::way::{MANY_ROWS, MOST_TURNS, choose, cut, group, most_rows, turns};
use super::{AnyBackend, Backend, Maker, Set, wrong_length};
use crate::engine::config::{Config, Target};
use crate::engine::error::{Result, Unfit};
use crate::engine::loss::Coding;
use crate::engine::noise::Draw;
use crate::engine::optimizer::Step;
use crate::engine::plan::{Plan, Slot};

/// A set's rows among `data`.
#[derive(Clone, Default)]
struct Rows {
    numbers: Vec<f32>,
    count: usize,
}

/// Losses and hits of an evaluation, summed over the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Over the training rows: losses, hits.
    pub train: (f64, f64),
    /// Over the test rows.
    pub test: (f64, f64),
}

/// The backend.
pub struct Gpu {
    device: Rc<Device>,
    plan: Plan,
    layout: Layout,
    judge: Judge,
    way: Way,
    buffers: Buffers,
    fused: Option<(usize, Pipelines)>,
    tiled: Option<(Tiled, Pipelines)>,
    sets: [Rows; Set::COUNT],
    // The state as it was last read or written, pruned marks behind it.
    host: Vec<f32>,
    /// `host` has been written and must go out.
    written: bool,
    /// Steps have gone out since `host` was read.
    ahead: bool,
    /// Sets have been loaded that must go out.
    loaded: bool,
    tasks: Vec<Task>,
    orders: Vec<u32>,
    // One more than the start of the order in force; 0: the rows' own.
    order: u32,
    // Evaluations queued or under way.
    evaluations: usize,
    /// Tasks in a dispatch of the fused kernel at most.
    pub burst: usize,
}

impl Gpu {
    /// A backend on a device, for batches of `batch` rows.
    ///
    /// # Errors
    /// Where the network does not fit.
    pub fn new(
        device: Rc<Device>,
        plan: Plan,
        judge: Judge,
        batch: usize,
    ) -> std::result::Result<Self, Unfit> {
        let layout = Layout::new(&plan);
        let way = choose(&device, &plan, &layout, batch)?;
        let mut host = vec![0.0; layout.stored()];
        for (slot, value) in plan.constants() {
            let start = layout.place(slot);
            host[start..start + plan.width(slot)].fill(value as f32);
        }
        let buffers = Buffers::new(&device, &layout);
        Ok(Self {
            device,
            plan,
            layout,
            judge,
            way,
            buffers,
            fused: None,
            tiled: None,
            sets: Default::default(),
            host,
            written: true,
            ahead: false,
            loaded: true,
            tasks: Vec::new(),
            orders: Vec::new(),
            order: 0,
            evaluations: 0,
            burst: usize::MAX,
        })
    }

    /// The device that it runs on.
    pub fn device(&self) -> &Rc<Device> {
        &self.device
    }

    /// How it trains.
    pub fn way(&self) -> Way {
        self.way
    }

    /// Trains in that way from now on, whatever the rule says: for comparisons.
    pub fn set_way(&mut self, way: Way) {
        self.way = way;
        self.fused = None;
    }

    /// Queues an evaluation of the training and the test rows behind the steps queued so far.
    pub fn note_losses(&mut self) {
        for (at, set) in [Set::Train, Set::Test].into_iter().enumerate() {
            let task = Task {
                rows: self.sets[set as usize].count as u32,
                base: self.base(set),
                ring: Some((4 * self.evaluations + 2 * at) as u32),
                ..Task::default()
            };
            self.tasks.push(task);
        }
        self.evaluations += 1;
    }

    /// Whether the network has a loss that [`Self::note_losses`] can tell: where nothing is
    /// trained there is none.
    pub fn measures(&self) -> bool {
        !self.plan.backward.is_empty()
    }

    /// Sends out what is queued and asks for the state behind it.
    pub fn start_read(&mut self) -> Reading {
        self.flush();
        let words = self.layout.stored();
        self.buffers.read_state(&self.device, words, 4 * self.evaluations)
    }

    /// Takes in what a reading has brought: the state, and the evaluations queued before it.
    ///
    /// # Errors
    /// Where it brings nothing: the device is lost, or refused something.
    pub fn finish_read(&mut self, reading: Reading) -> std::result::Result<Vec<Sums>, String> {
        let numbers = reading.numbers()?;
        if let Some(fault) = self.device.fault() {
            return Err(fault);
        }
        let stored = self.layout.stored();
        let (state, ring) = numbers.split_at(stored.min(numbers.len()));
        self.host.copy_from_slice(state);
        let wide = |two: &[f32]| (f64::from(two[0]), f64::from(two[1]));
        let sums = ring
            .chunks_exact(4)
            .map(|four| Sums { train: wide(&four[..2]), test: wide(&four[2..]) })
            .collect();
        self.evaluations = 0;
        self.ahead = false;
        self.buffers.give_back(reading);
        Ok(sums)
    }

    /// Forgets what is queued or under way: the state is written anew.
    pub fn forget(&mut self) {
        self.tasks.clear();
        self.evaluations = 0;
        self.ahead = false;
        self.written = true;
    }

    fn base(&self, set: Set) -> u32 {
        let before = self.sets.iter().take(set as usize);
        before.map(|rows| rows.count).sum::<usize>() as u32
    }

    /// Sends out what is queued.
    fn flush(&mut self) {
        self.upload();
        let tasks = std::mem::take(&mut self.tasks);
        if tasks.is_empty() {
            return;
        }
        let largest = tasks.iter().filter(|task| task.trains).map(|task| task.rows as usize).max();
        let way = self.way_for(largest.unwrap_or_default());
        self.ahead = true;
        match way {
            Way::Fused { rows } => {
                self.prepare_fused(rows);
                let (tasks, spans) = self.spans(&tasks, rows);
                if let Some((_, pipelines)) = &self.fused {
                    self.buffers.run_fused(&self.device, pipelines, &tasks, &self.orders, &spans);
                }
            }
            Way::Tiled { rows } => self.run_tiled(&tasks, rows),
        }
        self.trim_orders();
    }

    /// Keeps the order in force and drops those before it.
    fn trim_orders(&mut self) {
        if self.order > 0 {
            self.orders.drain(..self.order as usize - 1);
            self.order = 1;
        } else {
            self.orders.clear();
        }
    }

    /// The way for batches of `rows`: a batch that must stay whole may have outgrown it.
    fn way_for(&mut self, rows: usize) -> Way {
        let (Way::Fused { rows: room } | Way::Tiled { rows: room }) = self.way;
        if self.plan.couples_rows && rows > room {
            let found = choose(&self.device, &self.plan, &self.layout, rows);
            // A batch that does not fit at all is refused before it is asked for.
            self.way = found.unwrap_or(Way::Tiled { rows });
        }
        self.way
    }

    /// Tasks for the fused kernel, cut so that none takes too many turns, and how many of them
    /// each dispatch does.
    fn spans(&self, tasks: &[Task], room: usize) -> (Vec<Task>, Vec<usize>) {
        let group = group(&self.plan, room) as usize;
        let slice = turns(&self.plan, room, group);
        let slices = if self.plan.couples_rows { usize::MAX } else { (MOST_TURNS / slice).max(1) };
        let tasks = cut(tasks, room.saturating_mul(slices));
        let mut spans = Vec::new();
        let mut spent = MOST_TURNS;
        for task in &tasks {
            let rows = task.rows as usize;
            let cost = turns(&self.plan, rows % room, group) + rows / room * slice;
            match spans.last_mut() {
                Some(count) if spent + cost <= MOST_TURNS && *count < self.burst => {
                    *count += 1;
                    spent += cost;
                }
                _ => {
                    spans.push(1);
                    spent = cost;
                }
            }
        }
        (tasks, spans)
    }

    fn prepare_fused(&mut self, rows: usize) {
        if self.fused.as_ref().is_some_and(|(room, _)| *room == rows) {
            return;
        }
        let group = group(&self.plan, rows);
        let source = shader::fused(&self.plan, &self.layout, self.judge, group, rows);
        let pipelines = self.buffers.compile(&self.device, &source, &["train".to_owned()]);
        self.fused = Some((rows, pipelines));
    }

    fn prepare_tiled(&mut self) {
        if self.tiled.is_some() {
            return;
        }
        let tiled = shader::tiled(&self.plan, &self.layout, self.judge);
        let all = [
            &tiled.feed,
            &tiled.forward,
            &tiled.backward,
            &tiled.prepare,
            &tiled.norms,
            &tiled.clip,
            &tiled.update,
            &tiled.measure,
        ];
        let names: Vec<String> =
            all.into_iter().flatten().map(|kernel| kernel.name.clone()).collect();
        let pipelines = self.buffers.compile(&self.device, &tiled.source, &names);
        self.tiled = Some((tiled, pipelines));
    }

    /// Sends out tasks, a dispatch an op, at most `room` rows at a time.
    fn run_tiled(&mut self, tasks: &[Task], room: usize) {
        self.prepare_tiled();
        let room = room.max(1);
        let cut = cut(tasks, room);
        let penalties = self.plan.parameters.iter().any(|own| own.penalty != (0.0, 0.0));
        let Some((tiled, pipelines)) = &self.tiled else { return };
        self.buffers.make_room(&self.device, self.layout.units * room);
        let kernels = |task: &Task| -> Vec<&Kernel> {
            let mut kernels: Vec<&Kernel> = Vec::new();
            if task.rows > 0 {
                kernels.extend(tiled.feed.iter().chain(&tiled.forward));
                kernels.extend(match task.ring {
                    _ if task.trains => &tiled.backward,
                    Some(_) => &tiled.measure,
                    None => &[] as &[Kernel],
                });
            }
            if let Some(step) = &task.step {
                let clips = step.extras;
                if !step.plain || penalties {
                    kernels.extend(&tiled.prepare);
                }
                if clips.clipnorm > 0.0 {
                    kernels.extend(&tiled.norms);
                }
                if clips.clipnorm > 0.0 || clips.clipvalue > 0.0 {
                    kernels.extend(&tiled.clip);
                }
                if clips.global_clipnorm > 0.0 {
                    kernels.extend(&tiled.norms);
                }
                kernels.extend(&tiled.update);
            }
            kernels
        };
        self.buffers.run_tiled(&self.device, pipelines, &cut, &self.orders, room, kernels);
    }

    /// Sends out what was written and loaded.
    fn upload(&mut self) {
        if std::mem::take(&mut self.loaded) {
            let all: Vec<&[f32]> = self.sets.iter().map(|rows| rows.numbers.as_slice()).collect();
            self.buffers.write_data(&self.device, &all.concat());
        }
        if std::mem::take(&mut self.written) {
            self.buffers.write_state(&self.device, &self.host);
        }
    }

    /// Makes `host` current, where waiting is possible.
    fn sync(&mut self) {
        if self.tasks.is_empty() && !self.ahead {
            return;
        }
        if cfg!(not(target_arch = "wasm32")) {
            let reading = self.start_read();
            self.device.wait();
            // What went wrong the device remembers.
            let _ = self.finish_read(reading);
        }
    }

    /// Buffers of rows over a set in evaluation mode, or over training rows in training mode,
    /// each `[rows, units]`; natively, for comparisons.
    fn run_and_read(&mut self, task: Task, slots: &[Slot]) -> Vec<Vec<f32>> {
        let mut found = vec![Vec::new(); slots.len()];
        if cfg!(target_arch = "wasm32") {
            return found;
        }
        self.flush();
        let room = match self.way {
            Way::Tiled { rows } => rows,
            Way::Fused { .. } => MANY_ROWS.min(most_rows(&self.device, &self.layout)),
        };
        let end = task.first + task.rows;
        let mut first = task.first;
        while first < end {
            let rows = (end - first).min(room as u32);
            self.run_tiled(&[Task { first, rows, ..task }], room);
            self.ahead = true;
            for (found, &slot) in found.iter_mut().zip(slots) {
                let width = self.plan.width(slot);
                let start = self.layout.place(slot) * room;
                let reading = self.buffers.read_flow(&self.device, start, rows as usize * width);
                self.device.wait();
                found.extend(reading.numbers().unwrap_or_default());
            }
            first += rows;
        }
        found
    }
}

/// Makes backends on a device.
pub fn maker(device: Rc<Device>) -> Maker {
    Rc::new(move |config, plan| {
        let gpu = Gpu::new(Rc::clone(&device), plan, judge(config), config.batch())?;
        Ok(AnyBackend::Gpu(Box::new(gpu)))
    })
}

/// How a config's outputs are judged.
fn judge(config: &Config) -> Judge {
    let target @ Target { outputs, classes, coding, .. } = config.target();
    match (classes, outputs) {
        (0, _) => Judge::Nothing,
        (_, 1) => Judge::Threshold {
            output: target.threshold() as f32,
            label: if coding == Coding::Signed { 0.0 } else { 0.5 },
        },
        _ => Judge::Largest,
    }
}

impl Backend for Gpu {
    fn load(&mut self, set: Set, rows: usize, inputs: &[f64], targets: &[f64]) {
        self.sync();
        let (features, stride) = (self.layout.features, self.layout.stride);
        let outputs = stride - features;
        let mut numbers = vec![0.0; rows * stride];
        if stride > 0 {
            for (r, row) in numbers.chunks_exact_mut(stride).enumerate() {
                let own = inputs.iter().skip(r * features).take(features);
                for (to, &from) in row.iter_mut().zip(own) {
                    *to = from as f32;
                }
                let own = targets.iter().skip(r * outputs).take(outputs);
                for (to, &from) in row[features..].iter_mut().zip(own) {
                    *to = from as f32;
                }
            }
        }
        self.sets[set as usize] = Rows { numbers, count: rows };
        self.loaded = true;
        if set == Set::Train {
            self.order = 0;
            self.orders.clear();
        }
    }

    fn order(&mut self, rows: &[u32]) {
        self.order = self.orders.len() as u32 + 1;
        self.orders.extend_from_slice(rows);
    }

    fn write(&mut self, slot: Slot, values: &[f64]) -> Result<()> {
        let length = self.plan.width(slot);
        if length != values.len() {
            return Err(wrong_length(&self.plan, slot, length, values.len()));
        }
        self.sync();
        let start = self.layout.place(slot);
        for (to, &from) in self.host[start..].iter_mut().zip(values) {
            *to = from as f32;
        }
        self.written = true;
        Ok(())
    }

    fn read_into(&mut self, slot: Slot, out: &mut Vec<f64>) {
        self.sync();
        let start = self.layout.place(slot);
        let values = &self.host[start..start + self.plan.width(slot)];
        out.extend(values.iter().map(|&value| f64::from(value)));
    }

    fn set_pruned(&mut self, kernel: Slot, pruned: &[bool]) {
        self.sync();
        if let Some(start) = self.layout.pruned_of(kernel) {
            for (to, &dead) in self.host[start..].iter_mut().zip(pruned) {
                *to = if dead { 1.0 } else { 0.0 };
            }
            self.written = true;
        }
    }

    fn pruned(&mut self, kernel: Slot) -> Vec<bool> {
        self.sync();
        let length = self.plan.width(kernel);
        match self.layout.pruned_of(kernel) {
            Some(start) => {
                self.host[start..start + length].iter().map(|&mark| mark > 0.5).collect()
            }
            None => vec![false; length],
        }
    }

    fn accumulate(&mut self, rows: Range<usize>, draw: Draw, outputs: Option<&mut Vec<f64>>) {
        let task = Task {
            trains: true,
            first: rows.start as u32,
            rows: rows.len() as u32,
            order: self.order,
            base: self.base(Set::Train),
            draw: draw.start(),
            ..Task::default()
        };
        match outputs {
            None => self.tasks.push(task),
            Some(outputs) => {
                let output = self.plan.output;
                let found = self.run_and_read(task, &[output]);
                outputs.extend(found.into_iter().flatten().map(f64::from));
            }
        }
    }

    fn apply(&mut self, step: &Step) {
        match self.tasks.last_mut() {
            Some(task) if task.trains && task.step.is_none() => task.step = Some(*step),
            _ => self.tasks.push(Task { trains: true, step: Some(*step), ..Task::default() }),
        }
    }

    fn set_batch(&mut self, rows: usize) -> Result<()> {
        let way = choose(&self.device, &self.plan, &self.layout, rows)?;
        if way != self.way {
            self.set_way(way);
        }
        Ok(())
    }

    fn evaluate(&mut self, set: Set) -> Vec<f64> {
        let rows = self.sets[set as usize].count as u32;
        let task = Task { rows, base: self.base(set), ..Task::default() };
        let output = self.plan.output;
        self.run_and_read(task, &[output]).into_iter().flatten().map(f64::from).collect()
    }

    fn probe(&mut self, set: Set, columns: Range<usize>) -> Vec<f32> {
        let count = self.sets[set as usize].count;
        let task = Task { rows: count as u32, base: self.base(set), ..Task::default() };
        let slots = self.plan.outputs(columns);
        let found = self.run_and_read(task, &slots);
        let mut values = Vec::new();
        for (slot, rows) in slots.iter().zip(found) {
            let units = self.plan.width(*slot);
            values.extend((0..units).flat_map(|u| rows.iter().skip(u).step_by(units).copied()));
        }
        values
    }

    /// Does nothing: a dispatch returns before it runs, so that a clock around it would tell
    /// nothing.
    fn repeat(&mut self, _at: usize) {}
}
