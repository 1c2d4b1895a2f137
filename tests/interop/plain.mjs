// Runs `network.js` of each folder, and compares with what the network answers.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const all = resolve(process.argv[2]);
let wrong = 0;
for (const entry of readdirSync(all, { withFileTypes: true })) {
  if (!entry.isDirectory()) continue;
  const folder = join(all, entry.name);
  const { rows, outputs } = JSON.parse(readFileSync(join(folder, "case.json"), "utf8"));
  const { predict } = await import(pathToFileURL(join(folder, "network.js")).href);
  let worst = 0;
  rows.forEach((row, at) => {
    const found = predict(row);
    if (found.length !== outputs[at].length) worst = NaN;
    found.forEach((ours, output) => {
      const theirs = outputs[at][output];
      const off = Math.abs(ours - theirs) / Math.max(1, Math.abs(theirs));
      // What is no number is the worst.
      worst = off <= worst ? worst : off;
    });
  });
  if (!(worst <= 1e-10)) wrong += 1;
  console.log(`${entry.name}: ${worst}`);
}
process.exit(wrong > 0 ? 1 : 0);
