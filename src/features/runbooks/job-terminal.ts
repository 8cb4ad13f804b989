/** Shows a job in a terminal: its streams as they come, with marks; Ctrl+C stops it, Enter runs it again when it is done. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";
import type { Job, JobEvent } from "../../core/job";
import {
  bold,
  colourStatus,
  describeDuration,
  dim,
  isSilent,
  progressLine,
  resetColour,
  streamColours,
  streamMarks,
} from "../../core/job-text";

const clearLine = "\r\u001b[2K";
const clearScreen = "\u001b[2J\u001b[3J\u001b[H";
const controlC = "\u0003";

export interface StartedJob {
  readonly job: Job;
  /** Something the editor wants said about the run, below its first line. */
  readonly remark?: string;
}

export class JobTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number | undefined>();
  readonly #renamed = new vscode.EventEmitter<string>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  readonly onDidChangeName = this.#renamed.event;

  #start: () => Promise<StartedJob>;
  readonly #report: (error: unknown) => string;
  #job: Job | undefined;
  #subscription: Disposable | undefined;
  #isOpen = false;
  #isBusy = false;
  #progressShown = false;
  #atLineStart = true;
  /** Waiting output, flushed once a tick: a flood of single writes would freeze the window. */
  #pending: string[] = [];
  #flush: NodeJS.Immediate | undefined;

  /** `report` turns a failed start into the line to show. */
  constructor(start: () => Promise<StartedJob>, report: (error: unknown) => string) {
    this.#start = start;
    this.#report = report;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  /** Runs another job in this terminal, on a cleared screen. Only when it is not busy. */
  runNext(start: () => Promise<StartedJob>): void {
    this.#start = start;
    this.#write(clearScreen);
    void this.#run();
  }

  open(): void {
    this.#isOpen = true;
    void this.#run();
  }

  close(): void {
    this.#isOpen = false;
    this.#subscription?.dispose();
    if (this.#flush) {
      clearImmediate(this.#flush);
    }
    void this.#job?.stop();
  }

  handleInput(data: string): void {
    if (data === controlC) {
      void this.#job?.stop();
      return;
    }
    if (!this.#isBusy && (data === "\r" || data === "\n")) {
      this.#line("");
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    try {
      const { job, remark } = await this.#start();
      this.#job = job;
      this.#renamed.fire(job.runbookName);
      if (!this.#isOpen) {
        await job.stop();
        return;
      }
      this.#subscription = job.onEvent((event) => {
        this.#show(event, job.id);
        if (event.type === "job" && event.jobId === job.id && remark !== undefined) {
          this.#line(`${dim}${remark}${resetColour}`);
        }
      });
      await job.completed;
    } catch (error) {
      this.#line(`${streamColours.Error}${this.#report(error)}${resetColour}`);
    } finally {
      this.#subscription?.dispose();
      this.#subscription = undefined;
      this.#job = undefined;
      this.#isBusy = false;
      this.#line(`${dim}Enter runs it again; closing the terminal ends this view.${resetColour}`);
    }
  }

  #show(event: JobEvent, ownId: string): void {
    const child = event.jobId === ownId ? "" : `${dim}[${event.jobId.slice(0, 8)}] ${resetColour}`;
    switch (event.type) {
      case "job":
        this.#line(
          `${child}${bold}${event.runbook}${resetColour} ${dim}${event.interpreter}  job ${event.jobId}${resetColour}`,
        );
        return;
      case "stream":
        this.#stream(event, child);
        return;
      case "notice":
        this.#line(`${child}${dim}${event.message}${resetColour}`);
        return;
      case "identity":
        this.#line(
          `${child}${dim}identity ${event.status} ${event.identity || "none"} for ${event.resource} (${event.durationMs} ms)${resetColour}`,
        );
        return;
      case "limit":
        this.#line(
          `${child}${streamColours.Warning}LIMIT${resetColour} ${event.name}: ${event.value} of ${event.limit}`,
        );
        return;
      case "child":
        this.#line(`${child}${dim}child job ${event.runbook}: ${event.status}${resetColour}`);
        return;
      case "result":
        this.#clearProgress();
        if (event.exception !== undefined && event.exception !== "") {
          this.#line(`${child}${streamColours.Error}${event.exception}${resetColour}`);
        }
        this.#line(
          `${child}${colourStatus(event.status)} ${dim}in ${describeDuration(event.durationMs)}${resetColour}`,
        );
        return;
      case "asset":
      case "status":
        return;
    }
  }

  #stream(event: JobEvent & { type: "stream" }, child: string): void {
    if (event.stream === "Progress") {
      this.#write(
        `${this.#atLineStart || this.#progressShown ? clearLine : "\r\n"}${dim}${progressLine(event)}${resetColour}`,
      );
      this.#progressShown = true;
      this.#atLineStart = false;
      if (event.progress?.isCompleted) {
        this.#clearProgress();
      }
      return;
    }
    if (isSilent(event)) {
      return;
    }
    this.#clearProgress();
    const mark = streamMarks[event.stream];
    const prefix = child + (mark === "" ? "" : `${streamColours[event.stream]}${mark}${resetColour} `);
    const place = event.stream === "Error" && event.script !== undefined ? placeOf(event.script, event.line) : "";
    const text = (this.#atLineStart ? prefix : "") + event.text + place;
    if (event.noNewline) {
      this.#write(toTerminal(text));
      this.#atLineStart = false;
    } else {
      this.#write(`${toTerminal(text)}\r\n`);
      this.#atLineStart = true;
    }
  }

  #clearProgress(): void {
    if (this.#progressShown) {
      this.#write(clearLine);
      this.#progressShown = false;
      this.#atLineStart = true;
    }
  }

  #line(text: string): void {
    this.#clearProgress();
    this.#write(`${this.#atLineStart ? "" : "\r\n"}${toTerminal(text)}\r\n`);
    this.#atLineStart = true;
  }

  #write(text: string): void {
    this.#pending.push(text);
    this.#flush ??= setImmediate(() => {
      this.#flush = undefined;
      const all = this.#pending.join("");
      this.#pending = [];
      this.#written.fire(all);
    });
  }
}

/** Relative to the workspace where it can be: the terminal makes a link of it either way. */
function placeOf(script: string, line: number | undefined): string {
  return `${dim}  ${vscode.workspace.asRelativePath(script)}:${line ?? 1}${resetColour}`;
}

/** Line ends as a terminal wants them; control characters that could move the cursor or ring are shown, colours stay. */
function toTerminal(text: string): string {
  return text
    .replace(/\r?\n/g, "\r\n")
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f]/g,
      (character) => `^${String.fromCharCode(character.charCodeAt(0) ^ 0x40)}`,
    )
    .replace(/\u001b(?!\[[0-9;:]*m)/g, "^[");
}
