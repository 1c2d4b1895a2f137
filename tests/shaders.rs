//! Every shader that the engine can write is one that a WebGPU compiler accepts: naga validates
//! them without a GPU. Also, a task is laid out in WGSL as the engine writes it.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::activation::Activation;
use neural_playground::engine::architecture::Architecture;
use neural_playground::engine::backend::gpu::layout::Layout;
use neural_playground::engine::backend::gpu::pass::Judge;
use neural_playground::engine::backend::gpu::{shader, task};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::plan::Plan;
use strum::VariantArray as _;
use wgpu::naga;

fn compile(what: &str, source: &str) -> naga::Module {
    let module = naga::front::wgsl::parse_str(source)
        .unwrap_or_else(|error| panic!("{what}: {}", error.emit_to_string(source)));
    let mut validator = naga::valid::Validator::new(
        naga::valid::ValidationFlags::all(),
        naga::valid::Capabilities::empty(),
    );
    validator
        .validate(&module)
        .unwrap_or_else(|error| panic!("{what}: {}", error.emit_to_string(source)));
    module
}

/// Validates the fused and the tiled kernels of a network.
fn check(what: &str, architecture: &Architecture) {
    architecture.check().unwrap();
    let plan = Plan::new(architecture);
    let layout = Layout::new(&plan);
    for judge in [Judge::Nothing, Judge::Threshold { output: 0.5, label: -0.5 }, Judge::Largest] {
        compile(what, &shader::fused(&plan, &layout, judge, 64, 12));
        compile(what, &shader::tiled(&plan, &layout, judge).source);
    }
}

fn network(layers: Vec<Layer>, loss: Loss, optimizer: Optimizer) -> Architecture {
    Architecture { inputs: 2, layers, loss: loss.into(), optimizer: optimizer.into() }
}

fn dense(id: u32, units: usize, activation: Activation) -> Layer {
    Layer { activation: Some(activation.into()), ..Layer::dense(id, units) }
}

#[test]
fn every_activation_compiles() {
    for &activation in Activation::VARIANTS {
        let layers = vec![dense(1, 3, activation), dense(2, 2, activation)];
        check(&format!("{activation:?}"), &network(layers, Loss::MeanSquaredError, Optimizer::Sgd));
    }
}

#[test]
fn every_loss_compiles_from_outputs_and_from_logits() {
    for &loss in Loss::VARIANTS {
        for activation in
            [Activation::Linear, Activation::Tanh, Activation::Sigmoid, Activation::Softmax]
        {
            let layers = vec![dense(1, 3, activation), dense(2, 2, activation)];
            check(&format!("{loss:?} {activation:?}"), &network(layers, loss, Optimizer::Sgd));
        }
    }
}

#[test]
fn every_optimizer_compiles() {
    for &optimizer in Optimizer::VARIANTS {
        let layers = vec![dense(1, 3, Activation::Tanh), dense(2, 1, Activation::Tanh)];
        check(&format!("{optimizer:?}"), &network(layers, Loss::HalfSquaredError, optimizer));
    }
}

#[test]
fn every_layer_compiles() {
    for &kind in LayerKind::VARIANTS {
        for trainable in [0.0, 1.0] {
            let own = match kind {
                LayerKind::Dense => Tuned::new(kind).with("units", 4.0),
                _ => Tuned::new(kind),
            };
            let own =
                if own.get("trainable").is_some() { own.with("trainable", trainable) } else { own };
            let layers = vec![
                dense(1, 4, Activation::Relu),
                dense(2, 4, Activation::Relu),
                Layer::new(3, own),
                dense(4, 1, Activation::Tanh),
            ];
            check(
                &format!("{kind:?} {trainable}"),
                &network(layers, Loss::HalfSquaredError, Optimizer::Adam),
            );
        }
    }
}

#[test]
fn a_network_without_inputs_or_hidden_layers_compiles() {
    let layers = vec![dense(1, 1, Activation::Tanh)];
    let bare = Architecture { inputs: 0, ..network(layers, Loss::Hinge, Optimizer::Sgd) };
    check("bare", &bare);
}

#[test]
fn a_task_lies_in_memory_as_it_is_written() {
    let module = compile("task", task::WGSL);
    let found = module.types.iter().find_map(|(_, kind)| match &kind.inner {
        naga::TypeInner::Struct { members, span } if kind.name.as_deref() == Some("Task") => {
            let member = |member: &naga::StructMember| {
                (member.name.clone().unwrap(), member.offset as usize / 4)
            };
            Some((members.iter().map(member).collect::<Vec<_>>(), *span as usize / 4))
        }
        _ => None,
    });
    let (members, words) = found.expect("there is a struct Task");
    let ours: Vec<_> = task::MEMBERS.iter().map(|&(name, at)| (name.to_owned(), at)).collect();
    assert_eq!((members, words), (ours, task::WORDS));
}
