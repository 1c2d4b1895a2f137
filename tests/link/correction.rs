//! Which notices say that a value of the link was corrected.

use neural_playground::app::notice::Notice;

pub fn is_correction(notice: &Notice) -> bool {
    match notice {
        Notice::Replaced { .. }
        | Notice::Mended { .. }
        | Notice::NoDrawing { .. }
        | Notice::ModernRules
        | Notice::ClippingDropped { .. }
        | Notice::FormulaDropped { .. }
        | Notice::LayerDropped { .. }
        | Notice::More { .. } => true,
        Notice::UnstableL2 { .. }
        | Notice::NoFeature
        | Notice::Hint { .. }
        | Notice::LossMisfit { .. }
        | Notice::BatchOfOne
        | Notice::StoppedBy { .. }
        | Notice::Diverged { .. }
        | Notice::Reached { .. }
        | Notice::WorkerRestarted { .. }
        | Notice::GpuLost { .. }
        | Notice::GpuWrong { .. }
        | Notice::WorkerLost { .. }
        | Notice::Interrupted { .. }
        | Notice::NoGpu { .. }
        | Notice::LinkCopied
        | Notice::PointsCopied { .. }
        | Notice::PointsSaved { .. }
        | Notice::NotSaved
        | Notice::TableBrought { .. }
        | Notice::Widened { .. }
        | Notice::NoPoints
        | Notice::DrawnOn { .. }
        | Notice::RunOpened { .. }
        | Notice::NetworkOpened
        | Notice::TableGone
        | Notice::Keeping { .. }
        | Notice::MadeRoom { .. }
        | Notice::Unfetched { .. }
        | Notice::PartMissing => false,
    }
}
