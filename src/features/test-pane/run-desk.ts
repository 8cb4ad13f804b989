/** The runs of one runbook's pane: starts them, follows them into log and history, and knows which one is looked at. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError, describeError, isCancelled } from "../../core/errors";
import type { JobEvent } from "../../core/job";
import type { Json } from "../../core/json";
import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import { SecretMask } from "../../core/secret-mask";
import type { PaneNote, RunSection } from "../../protocol/test-pane";
import type { EarlierRun, HistoryShelf } from "./history-shelf";
import { missingModulesNote } from "./missing-modules-note";
import type { LaunchedJob, LaunchRequest, TestPanePorts } from "./ports";
import { turnsVerboseOn } from "./record-view";
import type { RunWriter } from "./run-history";
import { RunLog } from "./run-log";
import { logOf, runSection, type LiveRun, type Shown } from "./shown-run";
import type { ViewChannel } from "./view-channel";

/** Time passes: the meter of a run that says nothing moves this often. */
const tickMs = 5_000;

/** What a run gets. `secrets`: texts to mask wherever they come up. */
export type RunInputs = Pick<LaunchRequest, "settings" | "given" | "description"> & {
  readonly secrets: readonly string[];
};

export class RunDesk implements Disposable {
  readonly #runbook: RunbookFile;
  readonly #ports: TestPanePorts;
  readonly #history: HistoryShelf;
  readonly #channel: ViewChannel;
  /** The runbook's text, for what only it tells. */
  readonly #text: () => string;
  #shown: Shown = { kind: "none" };
  #live: LiveRun | undefined;
  #run = 0;
  #isStarting = false;
  /** While it starts: there is no job yet that could be stopped. */
  #isStopAsked = false;
  #failure: PaneNote | undefined;
  #last: RunInputs | undefined;
  #tick: Disposable | undefined;
  readonly #ended = new Set<() => void>();

  constructor(
    runbook: RunbookFile,
    ports: TestPanePorts,
    parts: { readonly history: HistoryShelf; readonly channel: ViewChannel; readonly text: () => string },
  ) {
    this.#runbook = runbook;
    this.#ports = ports;
    this.#history = parts.history;
    this.#channel = parts.channel;
    this.#text = parts.text;
  }

  get isRunning(): boolean {
    return this.#isStarting || this.runningJobId !== undefined;
  }

  /** undefined: none runs. */
  get runningJobId(): string | undefined {
    return this.#live !== undefined && !this.#live.log.isFinal ? this.#live.log.jobId : undefined;
  }

  /** Raised with each run that is looked at. */
  get run(): number {
    return this.#run;
  }

  get shown(): Shown {
    return this.#shown;
  }

  get shownLog(): RunLog | undefined {
    return this.#shown.kind === "none" ? undefined : logOf(this.#shown);
  }

  /** What the shown run lacks on this machine. */
  get missing(): PaneNote | undefined {
    return missingModulesNote(this.shownLog?.missingModules ?? [], this.#ports.l10n);
  }

  /** Why the last start failed. */
  get failure(): PaneNote | undefined {
    return this.#failure;
  }

  get last(): RunInputs | undefined {
    return this.#last;
  }

  get section(): RunSection {
    const { l10n } = this.#ports;
    const [run, isStarting, nowMs] = [this.#run, this.#isStarting, this.#ports.now()];
    return runSection(this.#shown, { run, isStarting, isStopAsked: this.#isStopAsked, nowMs, l10n });
  }

  onDidEnd(listener: () => void): Disposable {
    this.#ended.add(listener);
    return { dispose: () => this.#ended.delete(listener) };
  }

  /** Never rejects: what goes wrong is told in the pane and as a message. */
  async launch(inputs: RunInputs): Promise<void> {
    this.#isStarting = true;
    this.#isStopAsked = false;
    this.#failure = undefined;
    this.#last = inputs;
    this.#channel.changed("canStart", "notes", "history");
    this.#show({ kind: "none" });
    const { l10n } = this.#ports;
    const { settings, description, given, secrets } = inputs;
    let ownTokens = "";
    let live: LiveRun | undefined;
    try {
      const launched = await this.#ports.launch({
        settings,
        description,
        given,
        onOwnToken: ({ account, tenant }) => {
          ownTokens = l10n.t("Real tokens of {0} (tenant {1})", account, tenant);
          if (live) {
            live.ownTokens = ownTokens;
            this.#channel.changed("run");
          }
        },
      });
      live = this.#follow(launched, secrets, undefined);
      live.ownTokens =
        ownTokens !== "" || !launched.usesOwnTokens
          ? ownTokens
          : l10n.t("May get real tokens of yours; none was asked for yet");
      await this.#stopIfAsked(launched);
    } catch (error) {
      if (!isCancelled(error)) {
        this.#failure = this.#failureNote(error);
        this.#ports.report(`Could not run ${this.#runbook.name}`, error);
      }
    } finally {
      this.#isStarting = false;
      this.#isStopAsked = false;
      this.#channel.changed("run", "canStart", "notes", "history");
    }
  }

  async stop(): Promise<void> {
    if (this.#isStarting) {
      this.#isStopAsked = true;
      this.#channel.changed("run");
    } else if (this.#live && !this.#live.log.isFinal) {
      await this.#live.launched.job.stop();
    }
  }

  async #stopIfAsked({ job }: LaunchedJob): Promise<void> {
    if (this.#isStopAsked) {
      await job.stop();
    }
  }

  async suspend(): Promise<void> {
    await this.#live?.launched.suspend?.();
  }

  async resume(): Promise<void> {
    await this.#live?.launched.resume?.();
  }

  showLive(): void {
    this.#show(this.#live ? { kind: "live", live: this.#live } : { kind: "none" });
  }

  showEarlier(id: string, found: EarlierRun): void {
    this.#show({ kind: "history", id, ...found });
  }

  /** Jobs in Azure go on when a window is closed: the newest one that has no end in its file is looked for. */
  async findAgain(description: RunbookDescription): Promise<void> {
    const [newest] = this.#history.unfinished;
    const reference = newest?.header.azure;
    if (!newest || !reference || this.#live) {
      return;
    }
    const launched = await this.#ports.reattach(reference, newest.header.jobId, description);
    const writer = launched && (await this.#history.resume(newest.header));
    if (launched && this.isRunning) {
      // The person was quicker with another run.
      launched.detach?.();
    } else if (launched) {
      this.#follow(launched, [], writer);
    }
  }

  dispose(): void {
    this.#live?.launched.detach?.();
    this.#tick?.dispose();
  }

  /** Watches a job until it is final. `resumed`: the file that goes on for a job of an earlier window. */
  #follow(launched: LaunchedJob, secrets: readonly string[], resumed: RunWriter | undefined): LiveRun {
    const { job } = launched;
    const showsVerbose = turnsVerboseOn(this.#text());
    const log = new RunLog({
      jobId: job.id,
      runbookPath: this.#runbook.path,
      showsVerboseInAzure: showsVerbose,
      summariesFrom: launched.wholeRecords,
      l10n: this.#ports.l10n,
    });
    const live: LiveRun = { log, launched, ownTokens: "", connection: "" };
    const writing = resumed
      ? Promise.resolve(resumed)
      : this.#history.begin({ jobId: job.id, where: launched.where, showsVerbose, azure: launched.azure });
    const write = writeWhenReady(writing);
    const mask = maskOf(secrets);
    const store = new DisposableStore();
    store.add(
      job.onEvent((event) => {
        const masked = mask(event);
        log.accept(masked);
        write(masked);
        this.#channel.changed("run");
        if (masked.type === "notice") {
          this.#channel.changed("notes");
        }
        if (log.isFinal) {
          // Who sees the end may start again: the sandbox that is still put away needs no waiting for.
          this.#channel.changed("canStart");
        }
      }),
    );
    if (launched.onConnection) {
      store.add(
        launched.onConnection((text) => {
          live.connection = text;
          this.#channel.changed("run");
        }),
      );
    }
    if (launched.onMemory) {
      store.add(
        launched.onMemory((bytes) => {
          log.noteMemory(bytes);
          this.#channel.changed("run");
        }),
      );
    }
    this.#live = live;
    this.#show({ kind: "live", live });
    this.#keepTicking();
    void job.completed.then(async () => {
      store.dispose();
      this.#channel.changed("run", "canStart", "notes");
      await (await writing)?.flush();
      await this.#history.read();
      this.#channel.changed("history");
      for (const listener of this.#ended) {
        listener();
      }
    });
    return live;
  }

  #keepTicking(): void {
    this.#tick?.dispose();
    this.#tick = this.#ports.later(() => {
      if (this.isRunning) {
        this.#channel.changed("run");
        this.#keepTicking();
      }
    }, tickMs);
  }

  #show(shown: Shown): void {
    this.#shown = shown;
    this.#run++;
    this.#channel.changed("run", "notes");
    this.#channel.show(this.#run, this.shownLog);
  }

  #failureNote(error: unknown): PaneNote {
    const known = error instanceof AutomationError ? error : undefined;
    return {
      id: "failure",
      severity: "error",
      place: "streams",
      message: this.#ports.l10n.t("The runbook was not started: {0}", known?.message ?? describeError(error)),
      detail: known?.hint ?? "",
      actions: [],
    };
  }
}

/** Events wait until their file has been begun. */
function writeWhenReady(writing: Promise<RunWriter | undefined>): (event: JobEvent) => void {
  const waiting: JobEvent[] = [];
  let writer: RunWriter | undefined;
  let isBegun = false;
  void writing.then((begun) => {
    isBegun = true;
    writer = begun;
    waiting.splice(0).forEach((event) => writer?.add(event));
  });
  return (event) => {
    if (isBegun) {
      writer?.add(event);
    } else {
      waiting.push(event);
    }
  };
}

/** The account's secrets are masked already; these are what the person typed. */
function maskOf(secrets: readonly string[]): (event: JobEvent) => JobEvent {
  if (secrets.length === 0) {
    return (event) => event;
  }
  const mask = new SecretMask();
  secrets.forEach((secret) => mask.add(secret));
  return (event) => mask.value(event as unknown as Json) as unknown as JobEvent;
}
