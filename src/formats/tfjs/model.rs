//! A functional model under way, in the keys that TensorFlow.js reads (those of Keras 2): its layers, and its
//! weights one behind the other.

/// What has been written of a model.
#[derive(Default)]
pub struct Model {
    layers: Vec<String>,
    weights: Vec<String>,
    bytes: Vec<u8>,
}

impl Model {
    /// A layer of a class over what others give, and its name. `config` goes on with what the class has
    /// beside a name, a comma before each.
    pub fn layer(&mut self, class: &str, name: &str, config: &str, from: &[&str]) -> String {
        let inputs: Vec<_> = from.iter().map(|from| format!(r#"["{from}",0,0,{{}}]"#)).collect();
        let node = if from.is_empty() { String::new() } else { format!("[{}]", inputs.join(",")) };
        self.layers.push(format!(
            r#"{{"class_name":"{class}","name":"{name}","config":{{"name":"{name}"{config}}},"inbound_nodes":[{node}]}}"#
        ));
        name.to_owned()
    }

    /// A weight of a layer, of these axes and numbers.
    pub fn weight(&mut self, layer: &str, name: &str, axes: &[usize], values: &[f64]) {
        self.weights
            .push(format!(r#"{{"name":"{layer}/{name}","shape":{axes:?},"dtype":"float32"}}"#));
        self.bytes.extend(values.iter().flat_map(|&value| (value as f32).to_le_bytes()));
    }

    /// A dense layer that never learns, `[inputs, units]`, and its name.
    pub fn fixed(
        &mut self,
        name: &str,
        (axes, kernel): ([usize; 2], &[f64]),
        bias: Option<&[f64]>,
        from: &str,
    ) -> String {
        let [_, units] = axes;
        let config = format!(
            r#","trainable":false,"units":{units},"activation":"linear","use_bias":{}"#,
            bias.is_some()
        );
        self.layer("Dense", name, &config, &[from]);
        self.weight(name, "kernel", &axes, kernel);
        if let Some(bias) = bias {
            self.weight(name, "bias", &[units], bias);
        }
        name.to_owned()
    }

    /// `model.json` and `weights.bin` of the model from one layer to another; `metadata` is an object.
    pub fn finish(self, input: &str, output: &str, metadata: &str) -> (String, Vec<u8>) {
        let (layers, weights) = (self.layers.join(","), self.weights.join(","));
        let ends =
            format!(r#""input_layers":[["{input}",0,0]],"output_layers":[["{output}",0,0]]"#);
        let topology = format!(
            r#"{{"class_name":"Model","config":{{"name":"network","layers":[{layers}],{ends}}},"keras_version":"tfjs-layers 4.22.0","backend":"tensor_flow.js"}}"#
        );
        let manifest = format!(r#"[{{"paths":["weights.bin"],"weights":[{weights}]}}]"#);
        let json = format!(
            r#"{{"format":"layers-model","generatedBy":"Neural Network Playground","convertedBy":null,"modelTopology":{topology},"weightsManifest":{manifest},"userDefinedMetadata":{metadata}}}"#
        );
        (json, self.bytes)
    }
}
