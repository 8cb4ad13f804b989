// A test pane's session with everything around it made up: jobs that a test plays, time that a test moves, files in a folder of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describeRunbook } from "../../../../../src/analysis/describe-runbook";
import type { AutomationError } from "../../../../../src/core/errors";
import { isFinalStatus, type Job, type JobEvent, type JobResult, type JobStatus } from "../../../../../src/core/job";
import type { RunbookFile } from "../../../../../src/core/runbook";
import type { StreamRecord } from "../../../../../src/core/stream";
import type {
  EditorActions,
  ImportedParameters,
  LaunchedJob,
  LaunchRequest,
  RunSurroundings,
  TestPanePorts,
} from "../../../../../src/features/test-pane/ports";
import { PresetFile } from "../../../../../src/features/test-pane/presets";
import { RunHistory } from "../../../../../src/features/test-pane/run-history";
import { TestPaneSession } from "../../../../../src/features/test-pane/session";
import {
  testPaneVersion,
  type FromTestPane,
  type PaneFact,
  type PaneRecord,
  type PaneState,
  type ToTestPane,
} from "../../../../../src/protocol/test-pane";

type NewEvent = JobEvent extends infer E ? (E extends JobEvent ? Omit<E, "time" | "jobId"> : never) : never;

/** A job that does what the test says. */
export class PlayedJob implements Job {
  readonly runbookName = "Demo";
  readonly completed: Promise<JobResult>;
  status: JobStatus = "New";
  isStopAsked = false;
  readonly #listeners = new Set<(event: JobEvent) => void>();
  readonly #events: JobEvent[] = [];
  #finish: (result: JobResult) => void = () => undefined;
  #timeMs = Date.UTC(2030, 0, 31, 13);

  constructor(readonly id: string) {
    this.completed = new Promise((resolve) => (this.#finish = resolve));
  }

  onEvent(listener: (event: JobEvent) => void): { dispose(): void } {
    this.#events.forEach((event) => listener(event));
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  emit(event: NewEvent, jobId = this.id, timeMs = this.#timeMs++): void {
    const whole = { ...event, time: new Date(timeMs).toISOString(), jobId } as JobEvent;
    this.#events.push(whole);
    this.#listeners.forEach((listener) => listener(whole));
  }

  begin(parameters: Readonly<Record<string, string>> = {}): void {
    const interpreter = "PowerShell 7.6.5 (/usr/bin/pwsh)";
    this.emit({ type: "status", status: "New" });
    this.emit({ type: "job", runbook: "Demo", runbookType: "PowerShell", interpreter, parameters, startedBy: "test" });
    this.setStatus("Running");
  }

  setStatus(status: JobStatus): void {
    this.status = status;
    this.emit({ type: "status", status });
  }

  write(record: Partial<StreamRecord> & { readonly text: string }): void {
    this.emit({ type: "stream", stream: "Output", ...record });
  }

  end(status: JobResult["status"], exception?: string, peakMemory?: number): void {
    this.setStatus(status);
    const result = { status, durationMs: 1800, exitCode: 0 };
    this.emit({
      type: "result",
      ...result,
      ...(exception !== undefined && { exception }),
      ...(peakMemory !== undefined && { peakMemory }),
    });
    this.#finish({ ...result, exception });
  }

  stop(): Promise<void> {
    this.isStopAsked = true;
    this.end("Stopped");
    return Promise.resolve();
  }
}

export interface PaneHarness {
  readonly session: TestPaneSession;
  readonly folder: string;
  /** Everything that was posted to the view, in order. */
  readonly posted: readonly ToTestPane[];
  /** The state as a pane puts it together. */
  state(): PaneState;
  records(): readonly PaneRecord[];
  facts(): readonly PaneFact[];
  send(message: FromTestPane): Promise<void>;
  /** Types values, with rising revisions. */
  type(values: Readonly<Record<string, string | null>>): Promise<void>;
  /** Starts and returns the job, which has begun. */
  start(): Promise<PlayedJob>;
  /** Lets all that waits for its turn happen. */
  turn(): void;
  /** A new view, as after a pane was hidden or the window was reloaded. */
  show(): Promise<void>;
  readonly launches: readonly LaunchRequest[];
  readonly jobs: readonly PlayedJob[];
  readonly reports: readonly unknown[];
  readonly copied: readonly string[];
  readonly opened: readonly { readonly text: string; readonly name: string }[];
  readonly compared: readonly { readonly left: string; readonly right: string }[];
  readonly debugged: readonly Pick<LaunchRequest, "settings" | "given">[];
  readonly jumps: readonly { readonly script: string; readonly line: number }[];
  readonly memory: Map<string, unknown>;
  text: string | undefined;
  isTrusted: boolean;
  acknowledges: boolean;
  launchError: AutomationError | undefined;
  launchExtras: Partial<LaunchedJob>;
  surroundings: Partial<RunSurroundings>;
  imported: ImportedParameters | undefined;
  shell: string;
  nowMs: number;
  /** Resolves when all runs (or so many) have ended and stand in the history. */
  ended(count?: number): Promise<void>;
  /** Ends what runs first. */
  dispose(): Promise<void>;
}

export interface HarnessOptions {
  readonly text: string;
  readonly language?: "powershell" | "python";
  readonly memory?: Map<string, unknown>;
  /** Of an earlier harness, which then is not to remove it. */
  readonly folder?: string;
  readonly reattached?: LaunchedJob;
  readonly reattachError?: Error;
  /** Starts a real job instead of a played one. */
  readonly launch?: (request: LaunchRequest, runbook: RunbookFile) => Job;
  /** Time that passes by itself. */
  readonly later?: TestPanePorts["later"];
  /** Hears of each message to the view when it is posted. */
  readonly onPosted?: (message: ToTestPane) => void;
}

export async function openPane(options: HarnessOptions): Promise<PaneHarness> {
  const harness = createPane(options);
  await harness.show();
  return harness;
}

function createPane(options: HarnessOptions): PaneHarness {
  const { language = "powershell" } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "rw-pane-"));
  const runbook: RunbookFile = {
    name: "Demo",
    path: join(folder, language === "python" ? "Demo.py" : "Demo.ps1"),
    language,
  };
  const posted: ToTestPane[] = [];
  const launches: LaunchRequest[] = [];
  const jobs: PlayedJob[] = [];
  const reports: unknown[] = [];
  const copied: string[] = [];
  const opened: { text: string; name: string }[] = [];
  const compared: { left: string; right: string }[] = [];
  const debugged: Pick<LaunchRequest, "settings" | "given">[] = [];
  const jumps: { script: string; line: number }[] = [];
  const memory = options.memory ?? new Map<string, unknown>();
  let timers: { readonly run: () => void; readonly delayMs: number }[] = [];
  let revision = 0;
  let state: PaneState | undefined;
  let records: PaneRecord[] = [];
  let facts: PaneFact[] = [];
  let ends = 0;
  let wake: () => void = () => undefined;
  let attached: { dispose(): void } | undefined;

  const actions: EditorActions = {
    openText: (text, _language, name) => Promise.resolve(void opened.push({ text, name })),
    compare: (left, right) => Promise.resolve(void compared.push({ left: left.text, right: right.text })),
    export: (text, _format, name) => Promise.resolve(void opened.push({ text, name })).then(() => `/exported/${name}`),
    copy: (text) => Promise.resolve(void copied.push(text)),
    openSource: (source) => Promise.resolve(void jumps.push(source)),
    askPresetName: () => Promise.resolve("Asked"),
    confirm: () => Promise.resolve(true),
    shell: () => harness.shell,
    relativePath: () => `runbooks/${runbook.name}.${language === "python" ? "py" : "ps1"}`,
    chooseInterpreter: () => Promise.resolve(),
    addCredential: () => Promise.resolve(),
    importParameters: () => Promise.resolve(harness.imported),
    runNoteAction: () => Promise.resolve(),
    chooseWhere: (id) => Promise.resolve(id),
  };
  const choice = (id: string) => ({ id, label: id, description: "" });
  const ports: TestPanePorts = {
    l10n: { t: (message, ...args) => message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])) },
    locale: "en",
    translations: {},
    platform: "linux",
    now: () => harness.nowMs,
    later: (run, delayMs) => {
      if (options.later) {
        return options.later(run, delayMs);
      }
      const timer = { run, delayMs };
      timers.push(timer);
      return { dispose: () => (timers = timers.filter((other) => other !== timer)) };
    },
    isTrusted: () => harness.isTrusted,
    describe: (text) => describeRunbook(text, language),
    readText: () => Promise.resolve(harness.text),
    save: () => Promise.resolve(),
    surroundings: () =>
      Promise.resolve({
        wheres: [choice("local")],
        runtimes: [],
        identities: [choice(""), choice("system"), choice("xUAMI1")],
        tokens: [choice("emulated"), choice("developer")],
        scenarios: [choice(""), choice("throttled")],
        runtime: language === "python" ? "python-3" : "powershell-7",
        interpreter: "PowerShell 7.6.5",
        interpreterPath: "/usr/bin/pwsh",
        credentials: ["AdminUser"],
        notes: [],
        ...harness.surroundings,
      }),
    launch: (request) => {
      launches.push(request);
      if (harness.launchError) {
        return Promise.reject(harness.launchError);
      }
      if (options.launch) {
        return Promise.resolve({
          job: options.launch(request, runbook),
          where: "This machine",
          usesOwnTokens: false,
          ...harness.launchExtras,
        });
      }
      const job = new PlayedJob(`job-${jobs.length + 1}`);
      jobs.push(job);
      const usesOwnTokens = request.settings.token === "developer";
      return Promise.resolve({ job, where: "This machine", usesOwnTokens, ...harness.launchExtras });
    },
    debug: (run) => Promise.resolve(void debugged.push(run)),
    reattach: () =>
      options.reattachError ? Promise.reject(options.reattachError) : Promise.resolve(options.reattached),
    memory: {
      get: (key) => memory.get(key),
      // As the editor keeps it: as JSON.
      set: (key, value) => void memory.set(key, JSON.parse(JSON.stringify(value))),
    },
    presets: () =>
      Promise.resolve({ file: new PresetFile(join(folder, ".automation", "test-pane.json")), key: "Demo.ps1" }),
    history: new RunHistory(join(folder, "history")),
    actions,
    report: (_what, error) => reports.push(error),
  };
  const session = new TestPaneSession(runbook, ports);

  const receive = (message: ToTestPane): void => {
    // A message crosses a border where only JSON passes.
    const copy = JSON.parse(JSON.stringify(message)) as ToTestPane;
    posted.push(copy);
    options.onPosted?.(copy);
    switch (copy.type) {
      case "init":
        ({ state } = copy);
        records = [];
        facts = [];
        return;
      case "update": {
        const before = state?.run.run;
        state = { ...(state as PaneState), ...copy.state };
        if (state.run.run !== before) {
          records = [];
          facts = [];
        }
        return;
      }
      case "records":
        if (copy.run === state?.run.run) {
          records.push(...copy.records);
          if (harness.acknowledges) {
            void session.receive({ type: "received", run: copy.run, next: copy.from + copy.records.length });
          }
        }
        return;
      case "facts":
        if (copy.run === state?.run.run) {
          facts.push(...copy.facts);
        }
        return;
      default:
        return;
    }
  };

  const harness: PaneHarness = {
    session,
    folder,
    posted,
    launches,
    jobs,
    reports,
    copied,
    opened,
    compared,
    debugged,
    jumps,
    memory,
    text: options.text,
    isTrusted: true,
    acknowledges: true,
    launchError: undefined,
    launchExtras: {},
    surroundings: {},
    imported: undefined,
    shell: "/bin/bash",
    nowMs: Date.UTC(2030, 0, 31, 13),
    state: () => {
      harness.turn();
      if (!state) {
        throw new Error("The pane got no state yet");
      }
      return state;
    },
    records: () => {
      harness.turn();
      return records;
    },
    facts: () => {
      harness.turn();
      return facts;
    },
    send: async (message) => {
      await session.receive(message);
      harness.turn();
    },
    type: async (values) => {
      for (const [name, value] of Object.entries(values)) {
        await harness.send({ type: "setValue", name, value, revision: ++revision });
      }
    },
    start: async () => {
      const before = jobs.length;
      await harness.send({ type: "start" });
      const job = jobs[before];
      if (!job) {
        throw new Error("Nothing was started");
      }
      job.begin();
      return job;
    },
    turn: () => {
      for (let round = 0; round < 1000; round++) {
        const due = timers.filter(({ delayMs }) => delayMs < 1000);
        if (due.length === 0) {
          return;
        }
        timers = timers.filter(({ delayMs }) => delayMs >= 1000);
        harness.nowMs += 60;
        due.forEach(({ run }) => run());
      }
      throw new Error("It never comes to rest");
    },
    show: async () => {
      attached?.dispose();
      attached = session.attach(receive);
      await session.receive({ type: "ready", version: testPaneVersion });
      harness.turn();
    },
    ended: async (count = jobs.length) => {
      while (ends < count) {
        await new Promise<void>((resolve) => (wake = resolve));
      }
      harness.turn();
    },
    dispose: async () => {
      jobs.filter((job) => !isFinalStatus(job.status)).forEach((job) => job.end("Stopped"));
      await harness.ended();
      session.dispose();
      if (options.folder === undefined) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
  session.onDidEnd(() => {
    ends++;
    wake();
  });
  return harness;
}
