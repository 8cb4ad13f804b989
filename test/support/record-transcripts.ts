// Records what a real pwsh sends over the host's channel for the sample runbooks, to test/fixtures/transcripts: `npm run record:transcripts`.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import type { JsonObject } from "../../src/core/json";
import { startPowerShellHost } from "../../src/local/sandbox/powershell/start-powershell-host";
import { baseEnvironment, hostsFolder, pwshPath } from "../host/powershell/support/run-script";
import {
  replay,
  replayedJobId,
  replayedPath,
  transcriptFolder,
  type TranscriptHead,
  type TranscriptLine,
} from "./transcript";
import { transcriptSamples, transcriptServices, type TranscriptSample } from "./transcript-samples";

/** Ticks of 2024-01-01T00:00:00Z; each message of a transcript is one second later. */
const firstTick = 638396640000000000n;

async function record(sample: TranscriptSample, interpreterPath: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "rbw-transcript-")));
  try {
    const path = join(folder, "runbook.ps1");
    writeFileSync(path, sample.text);
    const raw: TranscriptLine[] = [];
    const host = startPowerShellHost(
      {
        interpreterPath,
        edition: "7",
        hostsFolder,
        environment: baseEnvironment(),
        cwd: folder,
        platform: process.platform,
        onLine: (direction, line) => raw.push({ from: direction === "from-host" ? "host" : "session", line }),
      },
      "cold",
    );
    const parameters = sample.parameters ?? {};
    const session = host.run({ runbookPath: path, jobId: replayedJobId, parameters }, transcriptServices, {
      onRunning: () => undefined,
      onNotice: () => undefined,
      onRecord: ({ text }) => {
        if (text === sample.stopAt) {
          session.requestStop();
        }
      },
    });
    const outcome = await session.finished;
    const { version, edition } = await host.ready;
    const head: TranscriptHead = {
      powershell: `${version} ${edition} ${process.platform}`,
      runbook: sample.text,
      parameters,
      wasStopRequested: sample.stopAt !== undefined,
      end: { exitCode: outcome.kind === "failed" ? outcome.exitCode : null, signal: null, errorText: "" },
    };
    const lines = raw.map(({ from, line }, index) => ({ from, line: normalised(line, folder, index) }));
    const text = [head, ...lines].map((item) => JSON.stringify(item)).join("\n");
    writeFileSync(join(transcriptFolder, `${sample.name}.jsonl`), `${text}\n`);
    const golden = await replay({ head, lines });
    writeFileSync(join(transcriptFolder, `${sample.name}.golden.json`), `${JSON.stringify(golden, null, 2)}\n`);
    return head.powershell;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes out what differs from machine to machine and from run to run. */
function normalised(line: string, folder: string, index: number): string {
  const text = line
    .replaceAll(join(folder, "runbook.ps1"), replayedPath)
    .replaceAll(folder, "/runbooks")
    .replaceAll(join(hostsFolder, "powershell"), "/hosts/powershell")
    .replace(/"d":\d+/, `"d":${firstTick + BigInt(index) * 10_000_000n}`);
  if (!text.startsWith('{"t":"hello"')) {
    return text;
  }
  const hello = JSON.parse(text) as JsonObject;
  return JSON.stringify({ ...hello, token: "token", pid: 1 });
}

async function recordAll(): Promise<void> {
  if (pwshPath === undefined) {
    throw new Error("there is no pwsh on PATH");
  }
  mkdirSync(transcriptFolder, { recursive: true });
  for (const sample of transcriptSamples) {
    process.stdout.write(`${sample.name}: ${await record(sample, pwshPath)}\n`);
  }
}

recordAll().catch((error: unknown) => {
  process.stderr.write(`Recording the transcripts failed: ${String(error)}. It needs pwsh 7 on PATH.\n`);
  process.exitCode = 1;
});
