// Says how big the shipped files are and what a start reads of them, and refuses what outgrew its budget.
import fs from "node:fs";
import path from "node:path";

/** Kilobytes of minified code; the reason for each number stands in docs/testing.md. */
export const budgets = { "extension.js": 150, "cli-main.js": 50 };

/** Kilobytes of the same files together with the chunks that they require before they do anything. */
export const startBudgets = { "extension.js": 80, "cli-main.js": 50 };

const kilobytes = (file) => fs.statSync(file).size / 1000;
const total = (dist, files) => files.reduce((sum, file) => sum + kilobytes(path.join(dist, file)), 0);

/** `entry` and every file of the build that is required with it, as paths below the output folder. */
export function filesAtStart({ outputs }, entry) {
  const start = Object.keys(outputs).find((file) => outputs[file].entryPoint === entry);
  const found = new Set([start]);
  for (const file of found) {
    for (const { path: to, kind } of outputs[file].imports) {
      if (kind === "import-statement" && to in outputs) {
        found.add(to);
      }
    }
  }
  return [...found].map((file) => path.posix.relative(path.posix.dirname(start), file));
}

function bundles(dist) {
  return fs
    .readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith(".js") && !file.startsWith("hosts"))
    .map((file) => file.replaceAll("\\", "/"));
}

/** `starts`: for each main file what filesAtStart found. */
export function printReport(dist, starts) {
  const chunks = bundles(dist).filter((file) => file.startsWith("chunks/"));
  const mains = Object.entries(starts).map(([file, files]) => {
    const also =
      files.length > 1 ? ` (with the ${files.length - 1} chunks it starts with ${kb(total(dist, files))})` : "";
    return `${file} ${kb(total(dist, [file]))}${also}`;
  });
  const panes = bundles(dist).filter((file) => file.startsWith("webview/"));
  const others = panes.map((file) => `${file} ${kb(total(dist, [file]))}`);
  console.log(`dist: ${[...mains, ...others, `${chunks.length} chunks ${kb(total(dist, chunks))}`].join(", ")}`);
}

const kb = (size) => `${Math.round(size)} KB`;

/** One sentence for each file over its budget. */
export function checkBudgets(dist) {
  return Object.entries(budgets)
    .map(([file, limit]) => ({ file, limit, size: kilobytes(path.join(dist, file)) }))
    .filter(({ limit, size }) => size > limit)
    .map(({ file, limit, size }) => `dist/${file} is ${Math.round(size)} KB, its budget is ${limit} KB.`);
}

/** One sentence for each main file whose start reads more than its budget. */
export function checkStartBudgets(dist, starts) {
  return Object.entries(startBudgets).flatMap(([file, limit]) => {
    const size = total(dist, starts[file]);
    return size > limit
      ? [`Loading dist/${file} reads ${kb(size)}, the budget is ${limit} KB: import() what a start can do without.`]
      : [];
  });
}
