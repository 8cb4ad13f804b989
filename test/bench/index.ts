// Runs every *.bench.ts below this folder in a process of its own, one after the other so that they do not disturb each other.
// A bench prints what it measured against a baseline of the same run, and whether its goal was met. A missed goal fails nothing, as
// times depend on the machine; a bench that breaks does.
// Arguments: parts of file names, to run only some.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const wanted = process.argv.slice(2);
const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".bench.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const broken = files.filter((file) => {
  process.stdout.write(`\n== ${file.replace(/\.bench\.ts$/, "")}\n`);
  const { status } = spawnSync(process.execPath, ["--import", "tsx", join(__dirname, file)], { stdio: "inherit" });
  return status !== 0;
});

process.stdout.write(
  files.length === 0
    ? "\nThere is no bench of that name.\n"
    : `\n${files.length - broken.length} of ${files.length} benches ran${broken.length > 0 ? `; broken: ${broken.join(", ")}` : ""}\n`,
);
process.exitCode = broken.length > 0 || files.length === 0 ? 1 : 0;
