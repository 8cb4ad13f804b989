// Says how big the shipped files are, and refuses what outgrew its budget.
import fs from "node:fs";
import path from "node:path";

/** Kilobytes of minified code, all that a start reads; the reason for each number stands in docs/testing.md. */
export const budgets = { "extension.js": 80, "cli-main.js": 50 };

const kilobytes = (file) => fs.statSync(file).size / 1000;
const total = (dist, files) => files.reduce((sum, file) => sum + kilobytes(path.join(dist, file)), 0);

function bundles(dist) {
  return fs
    .readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith(".js") && !file.startsWith("hosts"))
    .map((file) => file.replaceAll("\\", "/"));
}

export function printReport(dist) {
  const all = bundles(dist);
  const chunks = all.filter((file) => file.startsWith("chunks/"));
  const others = all.filter((file) => !file.startsWith("chunks/")).map((file) => `${file} ${kb(total(dist, [file]))}`);
  console.log(`dist: ${[...others, `${chunks.length} chunks ${kb(total(dist, chunks))}`].join(", ")}`);
}

const kb = (size) => `${Math.round(size)} KB`;

/** One sentence for each file over its budget. */
export function checkBudgets(dist) {
  return Object.entries(budgets)
    .map(([file, limit]) => ({ file, limit, size: kilobytes(path.join(dist, file)) }))
    .filter(({ limit, size }) => size > limit)
    .map(({ file, limit, size }) => `dist/${file} is ${Math.round(size)} KB, its budget is ${limit} KB.`);
}
