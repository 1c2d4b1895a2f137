// An engine of one object per unit and one per link, as browser playgrounds have it: the peer that
// everybody would write. Plain, monomorphic, 64-bit; no allocation while it trains.

class Link {
  constructor(source, target, weight) {
    this.source = source;
    this.target = target;
    this.weight = weight;
    this.gradient = 0;
  }
}

class Unit {
  constructor(bias) {
    this.bias = bias;
    this.inputs = [];
    this.outputs = [];
    this.sum = 0;
    this.value = 0;
    this.delta = 0;
    this.gradient = 0;
  }
}

// tanh or ReLU in the hidden layers, tanh in the output, half the squared error.
class Network {
  // `weights`: per layer the biases, then the kernel `[units, inputs]`, as the engine lists them.
  constructor(shape, activation, weights) {
    this.relu = activation === "relu";
    let at = 0;
    this.layers = shape.map((units, index) =>
      Array.from({ length: units }, () => new Unit(index > 0 ? weights[at++] : 0)),
    );
    at = 0;
    for (let index = 1; index < shape.length; index++) {
      at += shape[index];
      for (const unit of this.layers[index]) {
        for (const source of this.layers[index - 1]) {
          const link = new Link(source, unit, weights[at++]);
          unit.inputs.push(link);
          source.outputs.push(link);
        }
      }
    }
    // The biases were counted before their kernels: put each where it belongs.
    at = 0;
    for (let index = 1; index < shape.length; index++) {
      for (const unit of this.layers[index]) unit.bias = weights[at++];
      at += shape[index] * shape[index - 1];
    }
  }

  forward(x, start) {
    const input = this.layers[0];
    for (let i = 0; i < input.length; i++) input[i].value = x[start + i];
    const last = this.layers.length - 1;
    for (let index = 1; index <= last; index++) {
      const layer = this.layers[index];
      const relu = this.relu && index < last;
      for (let u = 0; u < layer.length; u++) {
        const unit = layer[u];
        let sum = unit.bias;
        const links = unit.inputs;
        for (let i = 0; i < links.length; i++) sum += links[i].weight * links[i].source.value;
        unit.sum = sum;
        unit.value = relu ? (sum > 0 ? sum : 0) : Math.tanh(sum);
      }
    }
    return this.layers[last][0].value;
  }

  backward(target) {
    const last = this.layers.length - 1;
    const output = this.layers[last][0];
    output.delta = output.value - target;
    for (let index = last; index > 0; index--) {
      const layer = this.layers[index];
      const relu = this.relu && index < last;
      for (let u = 0; u < layer.length; u++) {
        const unit = layer[u];
        const slope = relu ? (unit.sum > 0 ? 1 : 0) : 1 - unit.value * unit.value;
        const d = unit.delta * slope;
        unit.gradient += d;
        const links = unit.inputs;
        for (let i = 0; i < links.length; i++) links[i].gradient += d * links[i].source.value;
        unit.delta = d;
      }
      if (index === 1) break;
      const before = this.layers[index - 1];
      for (let u = 0; u < before.length; u++) {
        const links = before[u].outputs;
        let sum = 0;
        for (let i = 0; i < links.length; i++) sum += links[i].weight * links[i].target.delta;
        before[u].delta = sum;
      }
    }
  }

  update(scale) {
    for (let index = 1; index < this.layers.length; index++) {
      const layer = this.layers[index];
      for (let u = 0; u < layer.length; u++) {
        const unit = layer[u];
        unit.bias -= scale * unit.gradient;
        unit.gradient = 0;
        const links = unit.inputs;
        for (let i = 0; i < links.length; i++) {
          links[i].weight -= scale * links[i].gradient;
          links[i].gradient = 0;
        }
      }
    }
  }

  // The values of all units at many points `x`, an array a unit, the output last.
  maps(x, inputs, out) {
    const points = x.length / inputs;
    for (let point = 0; point < points; point++) {
      this.forward(x, point * inputs);
      let at = 0;
      for (let index = 1; index < this.layers.length; index++) {
        const layer = this.layers[index];
        for (let u = 0; u < layer.length; u++) out[at++][point] = layer[u].value;
      }
    }
  }

  // One pass over the samples in their order.
  epoch({ x, y, inputs, batch, rate }) {
    let waiting = 0;
    for (let row = 0; row < y.length; row++) {
      this.forward(x, row * inputs);
      this.backward(y[row]);
      if (++waiting === batch || row + 1 === y.length) {
        this.update(rate / waiting);
        waiting = 0;
      }
    }
  }

  loss({ x, y, inputs }) {
    let sum = 0;
    for (let row = 0; row < y.length; row++) {
      const miss = this.forward(x, row * inputs) - y[row];
      sum += 0.5 * miss * miss;
    }
    return sum / y.length;
  }
}
