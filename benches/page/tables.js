// Reading tables, and training on large ones.

// Bytes that the page sends at a time.
const PIECE = 1 << 20;

// The next thing that a worker says; a text says what went wrong in ours.
const said = (worker) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (typeof data === "string" ? reject(new Error(data)) : resolve(data));
    worker.onerror = ({ message }) => reject(new Error(message));
  });

Object.assign(runners, {
  // Reads a file of `bytes` in our program and by PapaParse in turn, in ms each; `found` is what ours says
  // of it, `theirs` what they counted.
  async reading({ program, asks, columns, bytes }, { count }) {
    const file = csvFile(columns, bytes);
    const [ours, theirs] = [new Worker(program), new Worker("papa.js")];
    await said(ours);
    const tell = (ask, ...arrays) =>
      ours.postMessage([null, Uint8Array.from(ask), ...arrays], arrays.map(({ buffer }) => buffer));
    let [found, counted] = [null, null];
    const turns = [
      // Piece by piece, as the page does.
      async () => {
        tell(asks.open);
        for (let at = 0; at < file.size; at += PIECE) {
          const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
          tell(asks.bytes, piece);
          await said(ours);
        }
        tell(asks.end);
        found = await said(ours);
      },
      async () => {
        theirs.postMessage(file);
        counted = await said(theirs);
      },
    ];
    const times = [[], []];
    // The first turns let the browser compile both.
    for (let turn = -2; turn < count; turn++) {
      for (const [who, read] of turns.entries()) {
        const start = performance.now();
        await read();
        if (turn >= 0) times[who].push(performance.now() - start);
      }
    }
    ours.terminate();
    theirs.terminate();
    return { ours: times[0], theirs: times[1], size: file.size, found: [...found[1]], counted };
  },

  // Brings a table to new workers, in ms to the first frame, and trains in the last of them, in ms an epoch:
  // `runs` are commands to train to the end of so many epochs more each.
  async bulk({ worker, bring, configure, commands, runs, rows, columns }, { count }) {
    const { values, targets } = made(rows, columns);
    const [loads, epochs] = [[], []];
    for (let turn = 0; turn < count; turn++) {
      const { send, when, ready, end } = start(worker);
      await ready;
      const numbers = [values.slice(), targets.slice()];
      const begin = performance.now();
      send(bring, ...numbers);
      send(configure);
      await when((event) => event === "Frame" || undefined);
      loads.push(performance.now() - begin);
      if (turn + 1 === count) {
        // Nobody looks, as where the others train.
        send(commands.hidden);
        let before = 0;
        for (const { command, until } of runs) {
          const then = performance.now();
          send(command);
          // Which epoch was reached; other reasons to stop name none.
          await when((event, [, bytes]) => (event === "Stopped" && whole(bytes)[2] === until) || undefined);
          epochs.push((performance.now() - then) / (until - before));
          before = until;
        }
      }
      end();
    }
    return { loads, epochs };
  },
});
