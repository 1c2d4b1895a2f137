//! What the visitor is told of the GPU.

use leptos::prelude::*;

use crate::app::notice::Notice;
use crate::app::state::Run;
use crate::engine::config::Runtime;
use crate::protocol::Gpu;

/// Keeps what there is of the GPU. What there is not concerns a visitor who has asked for it.
pub(super) fn tell(run: Run, gpu: Gpu) {
    let asked = run.config.with_untracked(|config| config.runtime) == Runtime::Gpu;
    match &gpu {
        Gpu::Lost { epoch, .. } => {
            // What is gone must not stay chosen; whoever chooses it again asks for it anew.
            if asked {
                run.edit(|config| config.runtime = Runtime::Auto);
            }
            run.page.notify(Notice::GpuLost { epoch: *epoch });
        }
        Gpu::Wrong { difference, epoch } => {
            if asked {
                run.edit(|config| config.runtime = Runtime::Auto);
            }
            let (difference, epoch) = (difference.clone(), *epoch);
            run.page.notify(Notice::GpuWrong { difference, epoch });
        }
        Gpu::NoApi | Gpu::Insecure | Gpu::NoAdapter | Gpu::NoDevice { .. } | Gpu::NoProgram
            if asked =>
        {
            run.page.notify(Notice::NoGpu { gpu: gpu.clone() });
        }
        Gpu::NoApi
        | Gpu::Insecure
        | Gpu::NoAdapter
        | Gpu::NoDevice { .. }
        | Gpu::NoProgram
        | Gpu::Available { .. } => {}
    }
    run.gpu.set(Some(gpu));
}
