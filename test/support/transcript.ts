/** Recorded conversations between the session and a real PowerShell host, and what comes of them in the TypeScript code. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Json } from "../../src/core/json";
import type { StreamRecord } from "../../src/core/stream";
import type { HostOutcome } from "../../src/local/sandbox/host-session";
import { jobLine } from "../../src/local/sandbox/powershell/host-arguments";
import { parseHostMessage } from "../../src/local/sandbox/powershell/host-message";
import { MessageReader, type ProcessEnd } from "../../src/local/sandbox/powershell/message-reader";
import { answerRequest } from "../../src/local/sandbox/powershell/request-answers";
import { transcriptServices } from "./transcript-samples";

export const transcriptFolder = resolve(__dirname, "../fixtures/transcripts");

/** First line of a transcript. */
export interface TranscriptHead {
  /** e.g. `7.6.5 Core linux` */
  readonly powershell: string;
  readonly runbook: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly wasStopRequested: boolean;
  readonly end: ProcessEnd;
}

export interface TranscriptLine {
  readonly from: "host" | "session";
  readonly line: string;
}

export interface Transcript {
  readonly name: string;
  readonly head: TranscriptHead;
  readonly lines: readonly TranscriptLine[];
}

/** What a person gets to see of a conversation: the golden part. */
export interface Replay {
  readonly records: readonly (StreamRecord & { readonly timeMs?: number })[];
  readonly notices: readonly string[];
  readonly outcome: HostOutcome;
  /** Lines that the session sends, in order. */
  readonly sent: readonly string[];
}

export const replayedJobId = "11111111-1111-4111-8111-111111111111";
export const replayedPath = "/runbooks/runbook.ps1";

export function readTranscripts(): readonly Transcript[] {
  return readdirSync(transcriptFolder)
    .filter((file) => file.endsWith(".jsonl"))
    .sort()
    .map((file) => {
      const [head, ...lines] = readFileSync(join(transcriptFolder, file), "utf8").trimEnd().split("\n");
      return {
        name: file.slice(0, -".jsonl".length),
        head: JSON.parse(head ?? "") as TranscriptHead,
        lines: lines.map((line) => JSON.parse(line) as TranscriptLine),
      };
    });
}

/** Feeds what the host said to the code that reads it in a real session; answers come from the same account as at the recording. */
export async function replay({ head, lines }: Pick<Transcript, "head" | "lines">): Promise<Replay> {
  const records: (StreamRecord & { timeMs?: number })[] = [];
  const notices: string[] = [];
  const answers: Promise<string>[] = [
    Promise.resolve(jobLine({ runbookPath: replayedPath, jobId: replayedJobId, parameters: head.parameters })),
  ];
  const onNotice = (message: string): void => void notices.push(message);
  const reader = new MessageReader(
    {
      onRunning: () => undefined,
      onRecord: (record, timeMs) => records.push({ ...record, ...(timeMs === undefined ? {} : { timeMs }) }),
      onNotice,
    },
    (request) => answers.push(answerRequest(request, transcriptServices, onNotice)),
  );
  for (const { from, line } of lines) {
    const message = from === "host" ? parseHostMessage(line) : undefined;
    if (message !== undefined) {
      reader.accept(message);
    }
  }
  const sent = (await Promise.all(answers)).map((line) => line.replace(/\n$/, ""));
  return {
    records,
    notices,
    outcome: reader.outcome(head.end, head.wasStopRequested),
    sent: head.wasStopRequested ? [...sent, "s"] : sent,
  };
}
