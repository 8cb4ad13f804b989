/** A process that runs one Python runbook and prints its output; tests end it from outside. */
import { InterpreterFinder } from "../../src/local/sandbox/interpreter";
import { LocalJobEngine } from "../../src/local/sandbox/local-job-engine";
import { describeRunbook } from "../../src/analysis/describe-runbook";
import { hostsFolder } from "./job-run";
import { MemoryAccount } from "./memory-account";

const [path = "", pythonPath = "", tempFolder = ""] = process.argv.slice(2);
process.once("SIGTERM", () => process.exit(143));
const engine = new LocalJobEngine({
  hostsFolder,
  describe: describeRunbook,
  interpreters: new InterpreterFinder({ pythonPath }),
  tempFolder,
});
const job = engine.start({ runbook: { name: "one", path, language: "python" }, account: new MemoryAccount() });
job.onEvent((event) => {
  if (event.type === "stream") {
    process.stdout.write(`${event.text}\n`);
  }
});
