import * as vscode from "vscode";

import { describeError } from "../core/errors";
import type { SecretMask } from "../core/secret-mask";

/** The extension's log: one channel, structured fields, everything masked before it is written. English only. */
export class Log implements vscode.Disposable {
  /** Made with the first line: opening a channel is work that the activation need not wait for. */
  #opened: vscode.LogOutputChannel | undefined;
  readonly #mask: SecretMask;

  constructor(mask: SecretMask) {
    this.#mask = mask;
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#channel.debug(this.#line(message, fields));
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#channel.info(this.#line(message, fields));
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#channel.warn(this.#line(message, fields));
  }

  /** A defect's stack goes along; a known error says all in its words. */
  error(message: string, error: unknown): void {
    const stack = error instanceof Error && error.stack ? `\n${error.stack}` : "";
    this.#channel.error(this.#mask.text(`${message}: ${describeError(error)}${stack}`));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#opened?.dispose();
  }

  get #channel(): vscode.LogOutputChannel {
    return (this.#opened ??= vscode.window.createOutputChannel("Azure Automation", { log: true }));
  }

  #line(message: string, fields: Readonly<Record<string, unknown>>): string {
    const shown = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
    return this.#mask.text(message + shown.join(""));
  }
}
