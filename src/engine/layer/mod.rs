//! Layers: what each needs and the ops that it emits. To add one: its file, and its place in
//! [`super::plan::Plan::new`].

pub mod dense;
