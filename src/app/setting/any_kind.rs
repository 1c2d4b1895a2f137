//! A choice from any of the lists that the page explains, so that it draws all of them alike.
//! To add a list: a line in `lists!`; then the compiler asks `app/text/kinds` for its words.

use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::dataset::Dataset;
use crate::engine::initializer::Initializer;
use crate::engine::kind::{About, Kind as _};
use crate::engine::layer::LayerKind;
use crate::engine::loss::Loss;
use crate::engine::metric::Metric;
use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::{LayerRegularizer, Regularizer};
use crate::engine::schedule::Schedule;

/// The enum of these lists, what turns a kind into one of them, and what all of them can say.
macro_rules! lists {
    ($($list:ident($kind:ty),)+) => {
        /// A kind, whichever list it is of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is of the list that its name says")]
        pub enum AnyKind {
            $($list($kind),)+
        }

        impl AnyKind {
            /// What it is called and where it comes from.
            pub fn about(self) -> About {
                match self {
                    $(Self::$list(kind) => kind.about(),)+
                }
            }
        }

        $(impl From<$kind> for AnyKind {
            fn from(kind: $kind) -> Self {
                Self::$list(kind)
            }
        })+
    };
}

lists! {
    Activation(Activation),
    Callback(Callback),
    Dataset(Dataset),
    Initializer(Initializer),
    Layer(LayerKind),
    Loss(Loss),
    Metric(Metric),
    Optimizer(Optimizer),
    Regularizer(LayerRegularizer),
    Schedule(Schedule),
}

impl From<Regularizer> for AnyKind {
    /// The page's two penalties are explained as a layer's are.
    fn from(regularizer: Regularizer) -> Self {
        Self::Regularizer(regularizer.into())
    }
}
