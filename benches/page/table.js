// A table that nobody has: numbers of two decimals that look drawn, and are the same wherever they are
// made (`tables.rs` has them, too).

// A function that gives the next number from -10 to 10.
function hundredths() {
  let state = 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (((state >>> 0) % 2001) - 1000) / 100;
  };
}

// The two classes.
const names = ["above", "below"];
const ofRow = (first, second) => (first + second > 0 ? 0 : 1);

// A file of so many columns and at least so many bytes, with names above and a class in each row.
function csvFile(columns, bytes) {
  const next = hundredths();
  const lines = [[...Array.from({ length: columns }, (_, column) => `x${column}`), "class"].join()];
  for (let length = lines[0].length + 1; length < bytes; length += lines.at(-1).length + 1) {
    const numbers = Array.from({ length: columns }, next);
    lines.push(`${numbers.map((number) => number.toFixed(2)).join()},${names[ofRow(...numbers)]}`);
  }
  return new File([`${lines.join("\n")}\n`], "table.csv", { type: "text/csv" });
}

// So many rows: the numbers, and the class of each.
function made(rows, columns) {
  const next = hundredths();
  const values = Float64Array.from({ length: rows * columns }, next);
  const targets = Float64Array.from({ length: rows }, (_, row) => ofRow(values[row * columns], values[row * columns + 1]));
  return { values, targets };
}

// The same as TensorFlow.js takes it, an output a class.
function encoded({ rows, inputs, outputs }) {
  const { values, targets } = made(rows, inputs);
  const y = new Float32Array(rows * outputs);
  targets.forEach((target, row) => (y[row * outputs + target] = 1));
  return { x: Float32Array.from(values), y };
}
