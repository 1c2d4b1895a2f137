//! How a network goes on the GPU, fused or tiled, and how steps are cut so that no dispatch takes
//! too long.

use super::device::Device;
use super::layout::Layout;
use super::shader;
use super::task::Task;
use crate::engine::error::Unfit;
use crate::engine::plan::Plan;

/// Products of a step from which on many workgroups are faster than one: multiplications with
/// weights, rows included.
const LARGE_STEP: usize = 1 << 18;
/// Rows that a fused kernel should have room for at least, so that its invocations have work.
const FEW_ROWS: usize = 8;
/// Rows that are worth having room for beside a batch: evaluations go through so many at a time.
pub(super) const MANY_ROWS: usize = 4096;

/// Turns of its loops that an invocation of a fused kernel takes at most: llvmpipe leaves a kernel
/// after 65,535 without a word, and a watchdog ends a device whose dispatch takes seconds.
pub(super) const MOST_TURNS: usize = 1 << 15;

/// How a network is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// In one workgroup, with room for so many rows.
    Fused {
        /// Rows at a time.
        rows: usize,
    },
    /// In a dispatch an op, with room for so many rows.
    Tiled {
        /// Rows at a time.
        rows: usize,
    },
}

/// Tasks of at most `most` rows each; what follows a task follows its last piece.
pub(super) fn cut(tasks: &[Task], most: usize) -> Vec<Task> {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    let mut pieces = Vec::with_capacity(tasks.len());
    for task in tasks {
        let (mut first, end) = (task.first, task.first + task.rows);
        while end - first > most {
            pieces.push(Task { first, rows: most, step: None, ..*task });
            first += most;
        }
        pieces.push(Task { first, rows: end - first, ..*task });
    }
    pieces
}

/// About how many turns of its loops an invocation takes for a step of so many rows.
pub(super) fn turns(plan: &Plan, rows: usize, group: usize) -> usize {
    let each = |elements: usize, inner: usize| elements.div_ceil(group) * (1 + inner);
    let kernel = |[units, inputs]: [usize; 2]| {
        each(rows * units, inputs)
            + each(rows * inputs, units)
            + each(units * inputs, rows)
            + each(units, rows)
    };
    let kernels: usize = plan.kernels().map(|(_, own)| kernel(own.matrix())).sum();
    let ops = plan.forward.len() + plan.backward.len();
    let widest = plan.units().max().unwrap_or(1);
    // Normalization goes over whole rows; measuring adds up a number an invocation.
    kernels + ops * (each(rows * widest, 0) + rows + widest) + 2 * group
}

/// Invocations of the fused kernel: enough for the widest loop, no more than pay.
pub(super) fn group(plan: &Plan, rows: usize) -> u32 {
    let widest = plan.kernels().flat_map(|(_, own)| own.matrix()).max().unwrap_or(1);
    let elements = (widest * rows.min(64)).clamp(32, shader::GROUP as usize);
    elements.next_power_of_two() as u32
}

/// Rows that a buffer of the device has room for.
pub(super) fn most_rows(device: &Device, layout: &Layout) -> usize {
    let limits = device.limits();
    let bytes = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
    let by_size = bytes as usize / 4 / layout.units;
    // One dispatch a pass: as many workgroups as one dimension has.
    let widest = limits.max_compute_workgroups_per_dimension as usize * shader::GROUP as usize;
    by_size.min(widest / layout.units)
}

/// Which way a network goes. It is fused where its state and some rows (all rows of a batch that
/// must stay whole) fit into a workgroup's memory, and a step takes fewer products than pay for
/// many workgroups; else tiled.
pub(super) fn choose(
    device: &Device,
    plan: &Plan,
    layout: &Layout,
    batch: usize,
) -> std::result::Result<Way, Unfit> {
    let limits = device.limits();
    let bytes = limits.max_storage_buffer_binding_size.min(limits.max_buffer_size);
    if layout.stored() as u64 * 4 > bytes {
        return Err(Unfit::Network);
    }
    let batch = batch.max(1);
    let words = limits.max_compute_workgroup_storage_size as usize / 4;
    let free = words.saturating_sub(layout.state + shader::GROUP as usize + 64);
    let room = free / layout.units;
    let needed = if plan.couples_rows { batch } else { batch.min(FEW_ROWS) };
    if room >= needed && batch * layout.trained < LARGE_STEP {
        // A kernel has its rows written in: by powers of two, one serves while rows come and go.
        return Ok(Way::Fused { rows: room.min(batch.next_power_of_two().max(64)) });
    }
    let most = most_rows(device, layout);
    if most == 0 || plan.couples_rows && batch > most {
        return Err(Unfit::Batch);
    }
    Ok(Way::Tiled { rows: batch.max(MANY_ROWS).min(most) })
}
