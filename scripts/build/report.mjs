// Says how big the shipped files are and refuses the ones that outgrew their budget.
import fs from "node:fs";
import path from "node:path";

/** Kilobytes of minified code; the reason for each number stands in docs/testing.md. */
export const budgets = { "extension.js": 700, "cli-main.js": 500 };

const kilobytes = (file) => fs.statSync(file).size / 1000;

function bundles(dist) {
  return fs
    .readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith(".js") && !file.startsWith("hosts"))
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}

export function printReport(dist) {
  const line = bundles(dist).map((file) => `${file} ${Math.round(kilobytes(path.join(dist, file)))} KB`);
  console.log(`dist: ${line.join(", ")}`);
}

/** One sentence for each file over its budget. */
export function checkBudgets(dist) {
  return Object.entries(budgets)
    .map(([file, limit]) => ({ file, limit, size: kilobytes(path.join(dist, file)) }))
    .filter(({ limit, size }) => size > limit)
    .map(({ file, limit, size }) => `dist/${file} is ${Math.round(size)} KB, its budget is ${limit} KB.`);
}
