/** What a person does with the records that are shown: unfold, jump to their line, copy, open, export. */
import type { RunbookFile } from "../../core/runbook";
import type { FromTestPane, RecordFilter, StreamFormat } from "../../protocol/test-pane";
import { propertiesAt } from "./object-view";
import type { EditorActions } from "./ports";
import type { Localize } from "../../core/localize";
import type { RunDesk } from "./run-desk";
import type { RunLog } from "./run-log";
import { copyOf, extensionOfFormat, languageOfFormat, streamsAs } from "./stream-text";
import type { ViewChannel } from "./view-channel";

/** Characters of one record's text in one message; more is opened as a document. */
const mostShownText = 200_000;

export class ShownRecords {
  readonly #runbook: RunbookFile;
  readonly #desk: RunDesk;
  readonly #channel: ViewChannel;
  readonly #actions: EditorActions;
  readonly #l10n: Localize;

  constructor(
    runbook: RunbookFile,
    parts: {
      readonly desk: RunDesk;
      readonly channel: ViewChannel;
      readonly actions: EditorActions;
      readonly l10n: Localize;
    },
  ) {
    this.#runbook = runbook;
    this.#desk = parts.desk;
    this.#channel = parts.channel;
    this.#actions = parts.actions;
    this.#l10n = parts.l10n;
  }

  /** Errors: those of Azure, where only a summary came. */
  async sendText(run: number, record: number): Promise<void> {
    const log = this.#logOf(run);
    const { shown } = this.#desk;
    const { readRecord } = shown.kind === "live" ? shown.live.launched : {};
    if (log?.isSummary(record) && readRecord) {
      const whole = await readRecord(record);
      if (whole) {
        log.complete(record, whole);
      }
    }
    const text = log?.keptRecord(record)?.record.text;
    if (text !== undefined) {
      const isCut = text.length > mostShownText;
      this.#channel.post({ type: "text", run, record, text: isCut ? text.slice(0, mostShownText) : text, isCut });
    }
  }

  sendProperties(run: number, record: number, path: readonly string[]): void {
    const value = this.#logOf(run)?.keptRecord(record)?.record.value;
    const found = value === undefined ? undefined : propertiesAt(value, path);
    if (found) {
      this.#channel.post({ type: "properties", run, record, path, ...found });
    }
  }

  /** `problemLine`: of the param block. Only places that the run itself named are opened. */
  async openSource(
    message: Extract<FromTestPane, { readonly type: "openSource" }>,
    problemLine: number | undefined,
  ): Promise<void> {
    const { path } = this.#runbook;
    switch (message.of) {
      case "paramBlock":
        await this.#actions.openSource({ script: path, line: problemLine ?? 1 });
        return;
      case "exception":
        await this.#actions.openSource(this.#desk.shownLog?.errorSource ?? { script: path, line: 1 });
        return;
      case "record": {
        const record = this.#logOf(message.run)?.keptRecord(message.index)?.record;
        if (record?.line !== undefined || record?.script !== undefined) {
          await this.#actions.openSource({ script: record.script ?? path, line: record.line ?? 1 });
        }
        return;
      }
      case "fact": {
        const source = this.#logOf(message.run)?.factSource(message.index);
        if (source) {
          await this.#actions.openSource(source);
        }
        return;
      }
    }
  }

  async copy(run: number, numbers: readonly number[]): Promise<void> {
    const log = this.#logOf(run);
    const texts = numbers.flatMap((number) => {
      const kept = log?.keptRecord(number);
      return kept ? [copyOf(kept)] : [];
    });
    if (texts.length > 0) {
      await this.#actions.copy(texts.join("\n"));
      this.#channel.announce(this.#l10n.t("Copied"));
    }
  }

  async open(format: StreamFormat, filter: RecordFilter): Promise<void> {
    const log = this.#desk.shownLog;
    if (log) {
      await this.#actions.openText(streamsAs(format, log, filter), languageOfFormat[format], this.#fileName(format));
    }
  }

  async export(format: StreamFormat, filter: RecordFilter): Promise<void> {
    const log = this.#desk.shownLog;
    const path = log && (await this.#actions.export(streamsAs(format, log, filter), format, this.#fileName(format)));
    if (path !== undefined) {
      this.#channel.announce(this.#l10n.t('Exported to "{0}"', path));
    }
  }

  #fileName(format: StreamFormat): string {
    return `${this.#runbook.name}.${extensionOfFormat[format]}`;
  }

  /** undefined: the message is about a run that is not shown any more. */
  #logOf(run: number): RunLog | undefined {
    return run === this.#desk.run ? this.#desk.shownLog : undefined;
  }
}
