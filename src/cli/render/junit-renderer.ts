/** `run --output junit`: one suite, one case a runbook, for the test reports of CI systems. */
import type { JobEvent } from "../../core/job";
import { streamMarks } from "../../core/job-text";
import { withoutColour } from "../colour";
import type { Console } from "../console";
import { limitText, resultLine } from "./text-renderer";
import type { JobRenderer } from "./job-renderer";

/** What of a flood is kept of each stream of a case: the first half and the last half of this. */
const mostCharacters = 512 * 1024;

interface Case {
  readonly name: string;
  readonly runbookType: string;
  readonly time: string;
  readonly output: BoundedText;
  readonly errors: BoundedText;
  readonly errorStream: BoundedText;
  durationMs: number;
  outcome: { readonly kind: "passed" } | { readonly kind: "failure" | "error"; readonly message: string };
}

export function junitRenderer(console: Console): JobRenderer {
  const cases: Case[] = [];
  let rootJobId = "";
  let current: Case | undefined;

  function record(event: JobEvent): void {
    if (event.type === "job" && event.jobId === rootJobId) {
      current = newCase(event.runbook, event.runbookType, event.time);
      cases.push(current);
    }
    if (current === undefined) {
      return;
    }
    const prefix = event.jobId === rootJobId ? "" : `[${event.jobId.slice(0, 8)}] `;
    if (event.type === "stream" && event.stream !== "Progress") {
      const mark = streamMarks[event.stream];
      const line = `${prefix}${mark === "" ? "" : `${mark} `}${event.text}${event.noNewline === true ? "" : "\n"}`;
      (event.stream === "Output" && prefix === "" ? current.output : current.errors).add(line);
      if (event.stream === "Error") {
        current.errorStream.add(`${prefix}${event.text}\n`);
      }
    } else if (event.type === "notice") {
      current.errors.add(`${prefix}NOTICE ${event.message}\n`);
    } else if (event.type === "limit") {
      current.errors.add(`${prefix}WARNING ${limitText(event)}\n`);
    } else if (event.type === "result" && prefix === "") {
      current.durationMs = event.durationMs;
      if (event.status !== "Completed") {
        current.outcome = { kind: "failure", message: event.exception ?? `The job was ${event.status.toLowerCase()}.` };
      }
      console.note(resultLine(event));
    }
  }

  return {
    begin(jobId) {
      rootJobId = jobId;
      current = undefined;
    },
    event: record,
    notStarted(runbook, reason) {
      const failed = newCase(runbook, "Runbook", new Date().toISOString());
      failed.outcome = { kind: "error", message: reason };
      cases.push(failed);
    },
    end: () => console.result(renderSuite(cases)),
  };
}

function newCase(name: string, runbookType: string, time: string): Case {
  return {
    name,
    runbookType,
    time,
    output: new BoundedText(mostCharacters),
    errors: new BoundedText(mostCharacters),
    errorStream: new BoundedText(mostCharacters),
    durationMs: 0,
    outcome: { kind: "passed" },
  };
}

function renderSuite(cases: readonly Case[]): string {
  const count = (kind: Case["outcome"]["kind"]) => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const totals = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" time="${seconds(
    cases.reduce((sum, { durationMs }) => sum + durationMs, 0),
  )}"`;
  const timestamp = cases[0] === undefined ? "" : ` timestamp="${cases[0].time}"`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites ${totals}>`,
    `  <testsuite name="runbook-workbench" skipped="0" ${totals}${timestamp}>`,
    ...cases.flatMap(renderCase),
    `  </testsuite>`,
    `</testsuites>`,
    "",
  ].join("\n");
}

function renderCase(item: Case): string[] {
  const { outcome } = item;
  return [
    `    <testcase name="${escapeXml(item.name)}" classname="runbook-workbench.${escapeXml(item.runbookType)}" time="${seconds(item.durationMs)}">`,
    ...(outcome.kind === "passed"
      ? []
      : [
          `      <${outcome.kind} message="${escapeXml(headline(outcome.message))}" type="${outcome.kind === "failure" ? "JobFailed" : "NotStarted"}">${escapeXml(
            `${outcome.message}\n${item.errorStream.text()}`,
          )}</${outcome.kind}>`,
        ]),
    ...element("system-out", item.output.text()),
    ...element("system-err", item.errors.text()),
    `    </testcase>`,
  ];
}

function element(name: string, text: string): string[] {
  return text === "" ? [] : [`      <${name}>${escapeXml(text)}</${name}>`];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** What a report shows first: the first line, of a Python traceback the last one. */
function headline(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return (lines[0]?.startsWith("Traceback (most recent call last)") === true ? lines.at(-1) : lines[0]) ?? "";
}

/** Text for XML 1.0: what it cannot hold at all (control characters, lone surrogates) becomes U+FFFD or goes. */
export function escapeXml(text: string): string {
  return withoutColour(text)
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/\r/g, "&#13;");
}

/** Keeps the beginning and the end of a text that may be endless. */
export class BoundedText {
  readonly #half: number;
  #head = "";
  #tail = "";
  #dropped = 0;

  constructor(mostCharacters: number) {
    this.#half = Math.floor(mostCharacters / 2);
  }

  add(text: string): void {
    const room = this.#half - this.#head.length;
    this.#head += text.slice(0, Math.max(0, room));
    this.#tail += text.slice(Math.max(0, room));
    if (this.#tail.length > this.#half * 2) {
      this.#dropped += this.#tail.length - this.#half;
      this.#tail = this.#tail.slice(-this.#half);
    }
  }

  text(): string {
    return this.#dropped === 0
      ? this.#head + this.#tail
      : `${this.#head}\n[${this.#dropped} characters left out]\n${this.#tail}`;
  }
}
