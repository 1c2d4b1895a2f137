// Loads every model below a folder as a page does, by TensorFlow.js's own reader of model.json, and compares
// with what is asked. `node tfjs_models.cjs FOLDER`: each folder in it has `model.json`, `weights.bin` and
// `case.json`.
const fs = require('fs');
const path = require('path');

// Its advice to install a native backend is no news.
console.warn = () => {};
const tf = require('@tensorflow/tfjs');

async function off(own, asked) {
  const fetchFunc = async (url) => new Response(fs.readFileSync(path.join(own, path.basename(url))));
  const model = await tf.loadLayersModel(tf.io.http('http://localhost/model.json', { fetchFunc }));
  for (const [key, value] of Object.entries(asked.metadata ?? {})) {
    const told = model.getUserDefinedMetadata()[key];
    if (JSON.stringify(told) !== JSON.stringify(value)) throw new Error(`${key} is ${JSON.stringify(told)}`);
  }
  let largest = 0;
  for (const count of [asked.rows.length, 1]) {
    const rows = tf.tensor2d(asked.rows.slice(0, count));
    const found = await model.predict(rows).array();
    asked.outputs.slice(0, count).forEach((expected, row) => {
      if (found[row].length !== expected.length) throw new Error(`${found[row].length} outputs`);
      expected.forEach((value, at) => {
        const error = Math.abs(found[row][at] - value) / Math.max(1, Math.abs(value));
        // NaN is no answer.
        largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
      });
    });
  }
  return largest;
}

async function main(folder) {
  const wrong = [];
  let [count, largest] = [0, 0];
  for (const name of fs.readdirSync(folder).sort()) {
    const own = path.join(folder, name);
    const asked = JSON.parse(fs.readFileSync(path.join(own, 'case.json'), 'utf8'));
    count += 1;
    try {
      const error = await off(own, asked);
      largest = Math.max(largest, error);
      if (!(error <= (asked.within ?? 1e-4))) wrong.push(`${name}: off by ${error}`);
    } catch (error) {
      wrong.push(`${name}: ${error.message}`);
    }
  }
  console.log(`tfjs: ${count} models, largest deviation ${largest.toExponential(1)}`);
  wrong.forEach((line) => console.log(line));
  process.exit(wrong.length > 0 || count === 0 ? 1 : 0);
}

main(process.argv[2]);
