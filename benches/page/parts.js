// The parts of the benchmark beside training that need a page of their own.

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

// Brings a table where there is one.
function bring(send, table) {
  if (table) send(table.bring, Float64Array.from(table.values), Float64Array.from(table.targets));
}

Object.assign(runners, {
  // The maps of all units over `side` × `side` cells, our engine and objects in turn, in ms each.
  async maps({ config, shape, activation, side }, { span, count }) {
    await loadScript("maps.js");
    await wasm_bindgen({ module_or_path: "maps_bg.wasm" });
    const ours = new wasm_bindgen.Maps(Uint8Array.from(config), side);
    const [x, inputs] = [ours.inputs(), shape[0]];
    const theirs = new Network(shape, activation, ours.weights());
    const units = shape.slice(1).reduce((sum, units) => sum + units);
    const out = Array.from({ length: units }, () => new Float32Array(side * side));
    // Both write where they wrote before, as the page's buffers come back to the worker.
    const found = new Float32Array(units * side * side);
    const turns = [() => ours.compute(found), () => theirs.maps(x, inputs, out)];
    const times = [[], []];
    // The first turn of each lets the browser compile it.
    for (let turn = 0; turn <= count; turn++) {
      turns.forEach((maps, who) => {
        let pictures = 0;
        const start = performance.now();
        let now = start;
        while (now - start < span) {
          maps();
          pictures++;
          now = performance.now();
        }
        if (turn > 0) times[who].push((now - start) / pictures);
      });
    }
    let difference = 0;
    out.forEach((map, unit) =>
      map.forEach((value, cell) => {
        difference = Math.max(difference, Math.abs(value - found[unit * map.length + cell]));
      }),
    );
    return { ours: times[0], theirs: times[1], difference: Number.isFinite(difference) ? difference : null };
  },

  // Samples a second of one worker on many networks, the median of some bursts each.
  async growth({ worker, cases, commands }, { count }) {
    const { send, when, rates, ready, end } = start(worker);
    await ready;
    send(commands.hidden);
    const found = [];
    for (const { configure, rows } of cases) {
      send(configure);
      // A reset stops: what comes behind that word belongs to this network.
      send(commands.reset);
      await when((event) => event === "Stopped" || undefined);
      send(commands.run);
      const [, ...warm] = await rates(rows, count + 1);
      found.push(median(warm));
    }
    end();
    return { found };
  },

  // Samples a second of two workers in turn, [one's, the other's] a turn, on a table where there is one. Each
  // is told its run in its own words, and goes on from where it was: what the browser has compiled stays.
  async pair({ workers, table }, { count }) {
    const turns = [];
    for (const { script, configure, hidden, run, pause, rows } of workers) {
      // Its name has it take its own functions at 64 bits.
      const { send, when, rates, ready } = start(script, "own");
      await ready;
      bring(send, table);
      send(configure);
      await when((event) => event === "Frame" || undefined);
      send(hidden);
      turns.push(async (bursts) => {
        send(run);
        const found = await rates(rows, bursts);
        const stopped = when((event) => event === "Stopped" || undefined);
        send(pause);
        await stopped;
        return found.at(-1);
      });
    }
    for (const turn of turns) await turn(WARM);
    const found = [];
    for (let pair = 0; pair < count; pair++) {
      const rates = [];
      // Now one is first, now the other.
      for (const who of pair % 2 ? [1, 0] : [0, 1]) rates[who] = await turns[who](1);
      found.push(rates);
    }
    return { found };
  },

  // What each op of a network takes alone, as the graph tab is told of it: the bytes of both events.
  async ops({ worker, table, configure, commands }) {
    const { send, when, ready, end } = start(worker);
    await ready;
    bring(send, table);
    const bytesOf = (name, all) =>
      when((event, [, bytes]) => (event === name && all(bytes) ? [...bytes] : undefined));
    const graph = bytesOf("Graph", () => true);
    send(commands.watch);
    send(configure);
    // The last of its bytes says whether more is to come.
    const times = bytesOf("Profile", (bytes) => bytes.at(-1) === 0);
    const found = { graph: await graph };
    send(commands.profile);
    found.times = await times;
    end();
    return found;
  },
});
