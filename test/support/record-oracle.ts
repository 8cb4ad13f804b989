// Asks a real pwsh about the oracle's corpus and writes its answers to test/fixtures/oracle: `npm run record:oracle`.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import process from "node:process";
import { oracleCorpus, recordingPath } from "../host/oracle/corpus";
import { askOracle } from "../host/oracle/oracle";

async function record(): Promise<void> {
  const scripts = oracleCorpus();
  const { version, scripts: answers } = await askOracle("pwsh", scripts);
  const lines = Object.entries(scripts).map(([name, text]) => {
    // With the text's hash a test can tell an answer to another text from a wrong one.
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
    return `${JSON.stringify(name)}: ${JSON.stringify({ hash, ...answers[name] })}`;
  });
  writeFileSync(recordingPath, `{"version":${JSON.stringify(version)},"scripts":{\n${lines.join(",\n")}\n}}\n`);
  process.stdout.write(`PowerShell ${version} answered about ${lines.length} scripts\n`);
}

record().catch((error: unknown) => {
  process.stderr.write(`Recording the oracle failed: ${String(error)}. It needs pwsh 7 on PATH.\n`);
  process.exitCode = 1;
});
