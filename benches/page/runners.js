// Runs each engine on the same case: { shape, activation, batch, rate, inputs, x, y, weights,
// commands, worker, epochs }. Every runner gives samples a second in some bursts, and the training loss
// after so many epochs from the same weights, so that whoever computes something else is seen.

const rows = (what) => what.y.length;

// Seconds of ours before it is measured.
const WARM = 5;

// Samples a second in bursts of `span` ms, of a function that trains one epoch.
async function bursts(epoch, samples, { span, count }) {
  await epoch();
  const rates = [];
  for (let burst = 0; burst < count; burst++) {
    let epochs = 0;
    const start = performance.now();
    let now = start;
    while (now - start < span) {
      await epoch();
      epochs++;
      now = performance.now();
    }
    rates.push((epochs * samples * 1000) / (now - start));
  }
  return rates;
}

const loadScript = (src) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`no ${src}`));
    document.head.append(script);
  });

// The whole numbers that a message begins with (LEB128).
function whole(bytes) {
  const found = [];
  let [number, shift] = [0, 0];
  for (const byte of bytes) {
    number += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte < 128) {
      found.push(number);
      [number, shift] = [0, 0];
    }
  }
  return found;
}

// A worker of ours: sends commands, and waits for what `wants` makes of an event. Its name says whose
// functions it takes at 64 bits.
function start(script, name = "") {
  const worker = new Worker(script, { name });
  const waiting = [];
  worker.onmessage = ({ data }) => {
    const [event, bytes] = data;
    const failed = event === "Failed";
    for (const one of [...waiting]) {
      const found = failed ? undefined : one.wants(event, data);
      if (failed) one.reject(new Error(`${event}: ${new TextDecoder().decode(bytes)}`));
      if (found !== undefined || failed) waiting.splice(waiting.indexOf(one), 1);
      if (found !== undefined) one.resolve(found);
    }
  };
  // The bench has encoded it; numbers change hands.
  const send = (command, ...numbers) =>
    worker.postMessage([null, Uint8Array.from(command), ...numbers], numbers.map(({ buffer }) => buffer));
  const when = (wants) => new Promise((resolve, reject) => waiting.push({ wants, resolve, reject }));
  // Samples a second from one checkpoint to the next, of a run with so many rows an epoch.
  const rates = async (rows, count) => {
    // What is behind the epoch lies in the state, which only a worker reads: too little to matter.
    const place = (event, [, bytes]) => {
      if (event !== "Checkpoint") return undefined;
      const [, , epoch] = whole(bytes);
      return epoch * rows;
    };
    const found = [];
    let before = await when(place);
    let then = performance.now();
    for (let burst = 0; burst < count; burst++) {
      const samples = await when(place);
      const now = performance.now();
      found.push(((samples - before) * 1000) / (now - then));
      [before, then] = [samples, now];
    }
    return found;
  };
  return { send, when, rates, ready: when((event) => event === "Ready" || undefined), end: () => worker.terminate() };
}

// TensorFlow.js, computing in one of its ways.
async function loadTensors(backend) {
  await loadScript("tf.min.js");
  if (backend === "wasm") {
    await loadScript("tf-backend-wasm.min.js");
    tf.wasm.setWasmPaths("./");
  }
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  await tf.ready();
}

const runners = {
  // Our worker, through its own messages, as the page drives it.
  async ours(what, plan, argument) {
    const [precision, name] = argument.split(" ");
    const { commands } = what;
    const { send, when, rates, ready, end } = start(what.worker, name);
    await ready;
    send(commands[precision]);
    await when((event) => event === "Frame" || undefined);
    send(commands.shown);
    send(commands.few);
    // The last of a frame's parts is its curve: five numbers a point, the epoch and the loss first.
    const loss = await when((event, [, , , , , curve]) => {
      if (event !== "Frame") return undefined;
      if (curve.at(-5) === what.epochs) return curve.at(-4);
      send(commands.shown);
    });
    // Nobody looks: no frame is made, as in a hidden tab.
    send(commands.hidden);
    send(commands.run);
    // The browser takes seconds to compile what is called often as well as it can.
    const found = await rates(rows(what), WARM + plan.count);
    end();
    return { rates: found.slice(WARM), loss };
  },

  async objects(what, plan) {
    const network = new Network(what.shape, what.activation, what.weights);
    for (let epoch = 0; epoch < what.epochs; epoch++) network.epoch(what);
    const loss = network.loss(what);
    return { rates: await bursts(() => network.epoch(what), rows(what), plan), loss };
  },

  async tfjs(what, plan, backend) {
    await loadTensors(backend);
    const model = tf.sequential();
    for (let index = 1; index < what.shape.length; index++) {
      const last = index + 1 === what.shape.length;
      model.add(
        tf.layers.dense({
          units: what.shape[index],
          inputShape: index === 1 ? [what.inputs] : undefined,
          activation: last ? "tanh" : what.activation,
        }),
      );
    }
    // Keras's kernels are [inputs, units].
    const tensors = [];
    let at = 0;
    for (let index = 1; index < what.shape.length; index++) {
      const [units, inputs] = [what.shape[index], what.shape[index - 1]];
      const bias = tf.tensor1d(what.weights.slice(at, at + units));
      const kernel = tf.tensor2d(what.weights.slice(at + units, at + units * (inputs + 1)), [units, inputs]);
      tensors.push(kernel.transpose(), bias);
      at += units * (inputs + 1);
    }
    model.setWeights(tensors);
    const half = (t, y) => tf.losses.meanSquaredError(t, y).mul(0.5);
    model.compile({ optimizer: tf.train.sgd(what.rate), loss: half });
    const x = tf.tensor2d(what.x, [rows(what), what.inputs]);
    const y = tf.tensor2d(what.y, [rows(what), 1]);
    const fit = (epochs) =>
      model.fit(x, y, { epochs, batchSize: what.batch, shuffle: false, verbose: 0, yieldEvery: "never" });
    await fit(what.epochs);
    const scalar = model.evaluate(x, y, { batchSize: rows(what) });
    const loss = (await scalar.data())[0];
    return { rates: await bursts(() => fit(1), rows(what), plan), loss };
  },

  // Layers of all kinds by Adam, with a class an output: { layers, activation, inputs, outputs, batch,
  // rate, rows, and x, y unless the rows are made up }.
  async layers(what, plan, backend) {
    await loadTensors(backend);
    const model = tf.sequential();
    const make = {
      dense: ({ units }, first) =>
        tf.layers.dense({ units, activation: what.activation, inputShape: first ? [what.inputs] : undefined }),
      batch_normalization: () => tf.layers.batchNormalization(),
      dropout: ({ rate }) => tf.layers.dropout({ rate }),
    };
    what.layers.forEach((layer, index) => model.add(make[layer.kind](layer, index === 0)));
    model.add(tf.layers.dense({ units: what.outputs, activation: "softmax" }));
    model.compile({ optimizer: tf.train.adam(what.rate), loss: "categoricalCrossentropy" });
    const { x: values, y: classes } = what.x ? what : encoded(what);
    const x = tf.tensor2d(values, [what.rows, what.inputs]);
    const y = tf.tensor2d(classes, [what.rows, what.outputs]);
    const epoch = () =>
      model.fit(x, y, { epochs: 1, batchSize: what.batch, shuffle: false, verbose: 0, yieldEvery: "never" });
    return { rates: await bursts(epoch, what.rows, plan) };
  },

  async convnetjs(what, plan) {
    await loadScript("convnet-min.js");
    const layers = [{ type: "input", out_sx: 1, out_sy: 1, out_depth: what.inputs }];
    for (const units of what.shape.slice(1, -1)) {
      layers.push({ type: "fc", num_neurons: units, activation: what.activation });
    }
    layers.push({ type: "fc", num_neurons: 1, activation: "tanh" }, { type: "regression", num_neurons: 1 });
    const net = new convnetjs.Net();
    net.makeLayers(layers);
    const trainer = new convnetjs.SGDTrainer(net, {
      method: "sgd",
      learning_rate: what.rate,
      momentum: 0,
      batch_size: what.batch,
      l2_decay: 0,
    });
    const volumes = what.y.map((_, row) => {
      const volume = new convnetjs.Vol(1, 1, what.inputs, 0);
      for (let i = 0; i < what.inputs; i++) volume.w[i] = what.x[row * what.inputs + i];
      return volume;
    });
    const epoch = () => volumes.forEach((volume, row) => trainer.train(volume, [what.y[row]]));
    // Its regression layer is another fully connected one: no loss to compare.
    return { rates: await bursts(epoch, rows(what), plan), loss: null };
  },

  async brainjs(what, plan) {
    await loadScript("brain-browser.min.js");
    const net = new brain.NeuralNetwork({
      inputSize: what.inputs,
      hiddenLayers: what.shape.slice(1, -1),
      outputSize: 1,
      activation: what.activation,
    });
    const data = what.y.map((label, row) => ({
      input: what.x.slice(row * what.inputs, (row + 1) * what.inputs),
      output: [label],
    }));
    // It updates behind each sample and knows no batches; neither number may be 0.
    const options = { iterations: 1, errorThresh: 1e-12, learningRate: what.rate, momentum: 1e-9, log: false };
    const epoch = () => net.train(data, options);
    return { rates: await bursts(epoch, rows(what), plan), loss: null };
  },
};

// For the driver: begins, and leaves the answer in `window.answer`.
function begin(name, what, plan, argument) {
  window.answer = null;
  runners[name](what, plan, argument).then(
    (found) => (window.answer = found),
    (error) => (window.answer = { error: String(error) }),
  );
}
