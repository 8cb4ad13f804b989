/**
 * The test pane of one runbook: holds what the person has filled in and what runs, and tells each view of it. It lives as long as a
 * view or a run of it does; views come and go.
 */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError, describeError, isCancelled } from "../../core/errors";
import type { JobEvent } from "../../core/job";
import type { Json } from "../../core/json";
import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import { SecretMask } from "../../core/secret-mask";
import {
  testPaneVersion,
  type FromTestPane,
  type OptionsSection,
  type PaneNote,
  type PaneState,
  type RecordFilter,
  type StreamFormat,
  type ToTestPane,
} from "../../protocol/test-pane";
import { commandLine, shellOf } from "./command-line";
import { HistoryShelf } from "./history-shelf";
import { propertiesAt } from "./object-view";
import { ParameterForm } from "./parameter-form";
import { PresetShelf } from "./preset-shelf";
import type { LaunchedJob, LaunchRequest, RunSettings, RunSurroundings, TestPanePorts } from "./ports";
import { recall, remember, type Remembered } from "./remembered";
import type { RunWriter } from "./run-history";
import { RunLog, turnsVerboseOn } from "./run-log";
import { logOf, runSection, type LiveRun, type Shown } from "./shown-run";
import { copyOf, extensionOfFormat, languageOfFormat, streamsAs } from "./stream-text";
import { ViewFeed } from "./view-feed";
import { WebhookForm } from "./webhook-form";

/** How often a view hears of what goes on by itself. */
const updateMs = 50;
/** Time passes: the meter of a run that says nothing moves this often. */
const tickMs = 5_000;
/** Characters of one record's text in one message; more is opened as a document. */
const mostShownText = 200_000;

const emptyDescription = (runbook: RunbookFile): RunbookDescription => ({
  language: runbook.language,
  type: runbook.language === "python" ? "Python3" : "PowerShell",
  declaredName: undefined,
  parameters: [],
  problem: undefined,
  synopsis: "",
});

type SectionName = keyof PaneState;
type LastRun = Pick<LaunchRequest, "settings" | "given"> & { readonly secrets: readonly string[] };

export class TestPaneSession implements Disposable {
  readonly runbook: RunbookFile;
  readonly #ports: TestPanePorts;
  readonly #store = new DisposableStore();
  readonly #form: ParameterForm;
  readonly #webhook: WebhookForm;
  readonly #presets: PresetShelf;
  readonly #history: HistoryShelf;
  #settings: RunSettings;
  #surroundings: RunSurroundings | undefined;
  #text: string | undefined;
  /** Undefined before the runbook was read for the first time. */
  #reading: Promise<void> | undefined;
  /** Values wait for the fields they belong to. */
  #remembered: Remembered | undefined;
  #shown: Shown = { kind: "none" };
  #live: LiveRun | undefined;
  #run = 0;
  #isStarting = false;
  #failure: PaneNote | undefined;
  #lastRun: LastRun | undefined;
  #view: { readonly post: (message: ToTestPane) => void; readonly feed: ViewFeed } | undefined;
  readonly #dirty = new Set<SectionName>();
  #turn: Disposable | undefined;
  #lastTurnMs = 0;
  #tick: Disposable | undefined;
  readonly #ended = new Set<() => void>();

  constructor(runbook: RunbookFile, ports: TestPanePorts) {
    this.runbook = runbook;
    this.#ports = ports;
    this.#form = new ParameterForm(emptyDescription(runbook));
    this.#presets = new PresetShelf(ports);
    this.#history = new HistoryShelf(runbook.path, ports);
    this.#remembered = recall(ports.memory.get(runbook.path));
    this.#settings = this.#remembered.settings;
    this.#webhook = new WebhookForm(ports.l10n, this.#remembered.webhook);
  }

  get isRunning(): boolean {
    return this.#isStarting || (this.#live !== undefined && !this.#live.log.isFinal);
  }

  /** The job that runs; undefined: none. */
  get runningJobId(): string | undefined {
    return this.#live !== undefined && !this.#live.log.isFinal ? this.#live.log.jobId : undefined;
  }

  /** Called when a run has ended and stands in the history. */
  onDidEnd(listener: () => void): Disposable {
    this.#ended.add(listener);
    return { dispose: () => this.#ended.delete(listener) };
  }

  /** One view at a time; the one before gets nothing more. It hears nothing until it says that it is ready. */
  attach(post: (message: ToTestPane) => void): Disposable {
    const feed = new ViewFeed(post);
    let isOurs = true;
    this.#view = undefined;
    this.#receive = async (message) => {
      if (message.type === "ready" && isOurs) {
        this.#view = { post, feed };
        await this.#welcome();
        return;
      }
      await this.#handle(message);
    };
    return {
      dispose: () => {
        isOurs = false;
        if (this.#view?.feed === feed) {
          this.#view = undefined;
        }
      },
    };
  }

  /** A message of the attached view. Never rejects: errors are shown. */
  async receive(message: FromTestPane): Promise<void> {
    try {
      await this.#receive(message);
    } catch (error) {
      if (!isCancelled(error)) {
        this.#ports.report(`Test pane: ${message.type} failed`, error);
      }
    }
  }

  #receive: (message: FromTestPane) => Promise<void> = () => Promise.resolve();

  /** Reads the runbook and what surrounds it afresh: it was edited, the account or a setting has changed, trust was given. */
  async refresh(): Promise<void> {
    await this.#readRunbook();
    await Promise.all([this.#readSurroundings(), this.#presets.read(), this.#history.read()]);
    this.#changed("parameters", "options", "webhook", "notes", "canStart", "history", "isTrusted", "runbook");
  }

  /** The runbook's text has changed in the editor: only what follows from it is read. */
  async textChanged(): Promise<void> {
    await this.#readRunbook();
    this.#changed("parameters", "webhook", "notes", "canStart", "runbook");
  }

  async start(): Promise<void> {
    await this.#ready();
    if (this.isRunning || !this.#mayRun()) {
      return;
    }
    await this.#ports.save();
    await this.#readRunbook();
    this.#setWebhookValue();
    const [problem] = this.#form.problems;
    if (problem) {
      this.#form.showMissing(true);
      this.#changed("parameters");
      this.#flush();
      this.#view?.post({ type: "focus", target: "parameter", name: problem.name });
      return;
    }
    this.#form.showMissing(false);
    this.#remember();
    await this.#launch({ settings: this.#settings, given: this.#form.given, secrets: this.#form.secrets });
  }

  /** The last run again; without one, what is filled in. */
  async startAgain(): Promise<void> {
    if (this.#lastRun === undefined) {
      await this.start();
    } else if (!this.isRunning && this.#mayRun()) {
      await this.#ports.save();
      await this.#launch(this.#lastRun);
    }
  }

  async stop(): Promise<void> {
    const live = this.#live;
    if (live && !live.log.isFinal) {
      await live.launched.job.stop();
    }
  }

  /** Moves the focus in the view. */
  focus(target: "start" | "streams" | "search"): void {
    this.#view?.post({ type: "focus", target });
  }

  dispose(): void {
    this.#view = undefined;
    this.#live?.launched.detach?.();
    this.#turn?.dispose();
    this.#tick?.dispose();
    this.#store.dispose();
  }

  // ───────────── views ─────────────

  /** Resolves when the runbook and what surrounds it were read. */
  #ready(): Promise<void> {
    return (this.#reading ??= this.refresh().then(() => this.#findRunsAgain()));
  }

  async #welcome(): Promise<void> {
    await this.#ready();
    const view = this.#view;
    if (!view) {
      return;
    }
    this.#dirty.clear();
    const { locale, translations } = this.#ports;
    view.post({ type: "init", version: testPaneVersion, state: this.#state(), locale, translations });
    view.feed.show(this.#run, this.#shown.kind === "none" ? undefined : logOf(this.#shown));
    this.#schedule(0);
  }

  #changed(...sections: readonly SectionName[]): void {
    for (const section of sections) {
      this.#dirty.add(section);
    }
    this.#schedule(Math.max(0, this.#lastTurnMs + updateMs - this.#ports.now()));
  }

  #schedule(delayMs: number): void {
    this.#turn ??= this.#ports.later(() => {
      this.#turn = undefined;
      this.#flush();
    }, delayMs);
  }

  /** What has changed goes to the view. */
  #flush(): void {
    this.#lastTurnMs = this.#ports.now();
    const view = this.#view;
    if (!view) {
      this.#dirty.clear();
      return;
    }
    if (this.#dirty.size > 0) {
      const state: Partial<Record<SectionName, unknown>> = {};
      for (const section of this.#dirty) {
        state[section] = this.#section(section);
      }
      this.#dirty.clear();
      view.post({ type: "update", state: state as Partial<PaneState> });
    }
    if (view.feed.pump()) {
      this.#schedule(updateMs);
    }
  }

  #state(): PaneState {
    return {
      runbook: this.#section("runbook"),
      isTrusted: this.#section("isTrusted"),
      canStart: this.#section("canStart"),
      parameters: this.#section("parameters"),
      options: this.#section("options"),
      run: this.#section("run"),
      history: this.#section("history"),
      webhook: this.#section("webhook"),
      notes: this.#section("notes"),
    };
  }

  #section<K extends SectionName>(name: K): PaneState[K] {
    return this.#sections[name]();
  }

  readonly #sections: { readonly [K in SectionName]: () => PaneState[K] } = {
    runbook: () => ({
      name: this.runbook.name,
      fileName: this.runbook.path.slice(
        Math.max(this.runbook.path.lastIndexOf("/"), this.runbook.path.lastIndexOf("\\")) + 1,
      ),
      language: this.runbook.language,
      synopsis: this.#form.description.synopsis,
    }),
    isTrusted: () => this.#ports.isTrusted(),
    canStart: () => this.#ports.isTrusted() && !this.isRunning && this.#text !== undefined,
    parameters: () => {
      this.#setWebhookValue();
      return this.#form.section(this.#presets.names, this.#presets.matching(this.#form.plainValues));
    },
    options: () => this.#optionsSection(),
    run: () =>
      runSection(this.#shown, {
        run: this.#run,
        isStarting: this.#isStarting,
        nowMs: this.#ports.now(),
        l10n: this.#ports.l10n,
      }),
    history: () => this.#history.entries(this.#isStarting ? undefined : this.runningJobId),
    webhook: () => this.#webhook.section(this.#form.description, this.#runtime()),
    notes: () => this.#notes(),
  };

  #optionsSection(): OptionsSection {
    const { where, runtime, identity, token, scenario } = this.#settings;
    const chosen = { where, runtime, identity, token, scenario };
    const around = this.#surroundings;
    if (!around) {
      const none = { wheres: [], runtimes: [], identities: [], tokens: [], scenarios: [] };
      return { ...none, ...chosen, interpreter: "", interpreterPath: "" };
    }
    const { wheres, runtimes, identities, tokens, scenarios, interpreter, interpreterPath } = around;
    return { wheres, runtimes, identities, tokens, scenarios, interpreter, interpreterPath, ...chosen };
  }

  #notes(): readonly PaneNote[] {
    const { l10n } = this.#ports;
    const notes: PaneNote[] = [];
    const { problem } = this.#form.description;
    if (!this.#ports.isTrusted()) {
      notes.push({
        id: "untrusted",
        severity: "warning",
        place: "top",
        message: l10n.t("Running a runbook needs a trusted workspace: a runbook runs with your rights."),
        detail: "",
        actions: [{ id: "manageTrust", label: l10n.t("Manage Workspace Trust") }],
      });
    }
    if (this.#reading !== undefined && this.#text === undefined) {
      notes.push({
        id: "runbookMissing",
        severity: "error",
        place: "top",
        message: l10n.t('The runbook is gone: "{0}".', this.runbook.path),
        detail: "",
        actions: [],
      });
    }
    if (problem) {
      notes.push({
        id: "paramBlock",
        severity: "warning",
        place: "parameters",
        message: l10n.t("The param block cannot be read, line {0}: {1}", problem.line, problem.message),
        detail: l10n.t("The fields may lack some parameters."),
        actions: [{ id: "openLine", label: l10n.t("Go to Line {0}", problem.line) }],
      });
    }
    if (this.#presets.problem !== undefined) {
      notes.push({
        id: "presetsDamaged",
        severity: "warning",
        place: "parameters",
        message: describeError(this.#presets.problem),
        detail: "",
        actions: [{ id: "openPresets", label: l10n.t("Open File") }],
      });
    }
    if (this.#settings.token === "developer" && (this.#surroundings?.tokens.length ?? 0) > 0) {
      notes.push({
        id: "ownTokens",
        severity: "warning",
        place: "top",
        message: l10n.t("The runbook may get real tokens of yours and then acts with your rights."),
        detail: l10n.t("You are asked before it gets the first one for a resource."),
        actions: [],
      });
    }
    return [...notes, ...(this.#surroundings?.notes ?? []), ...(this.#failure ? [this.#failure] : [])];
  }

  // ───────────── what it stands on ─────────────

  async #readRunbook(): Promise<void> {
    this.#text = await this.#ports.readText();
    const description =
      this.#text === undefined ? emptyDescription(this.runbook) : this.#ports.describe(this.#text, this.runbook);
    this.#form.describe(description, this.#surroundings?.credentials ?? []);
    if (this.#remembered && this.#text !== undefined) {
      this.#form.load(this.#remembered);
      this.#remembered = undefined;
    }
  }

  async #readSurroundings(): Promise<void> {
    this.#surroundings = await this.#ports.surroundings(this.#settings, this.#form.description);
    // A choice that is gone would else be sent with the next run.
    const { wheres, runtimes, identities, tokens, scenarios } = this.#surroundings;
    const pick = (choices: RunSurroundings["wheres"], id: string, fallback: string): string =>
      choices.length === 0 || choices.some((choice) => choice.id === id) ? id : fallback;
    this.#settings = {
      where: pick(wheres, this.#settings.where, "local"),
      runtime: pick(runtimes, this.#settings.runtime, ""),
      identity: pick(identities, this.#settings.identity, ""),
      token: tokens.some((choice) => choice.id === this.#settings.token) ? this.#settings.token : "emulated",
      scenario: pick(scenarios, this.#settings.scenario, ""),
    };
    this.#form.describe(this.#form.description, this.#surroundings.credentials);
  }

  #runtime(): RunSurroundings["runtime"] {
    return this.#surroundings?.runtime ?? (this.runbook.language === "python" ? "python-3" : "powershell-7");
  }

  #setWebhookValue(): void {
    this.#form.setWebhook(this.#webhook.valueFor(this.#form.description, this.#runtime()));
  }

  #remember(): void {
    this.#ports.memory.set(
      this.runbook.path,
      remember({ ...this.#form.plainValues, settings: this.#settings, webhook: this.#webhook.input }),
    );
  }

  // ───────────── runs ─────────────

  #mayRun(): boolean {
    if (this.#ports.isTrusted()) {
      return true;
    }
    this.#changed("notes", "isTrusted", "canStart");
    return false;
  }

  async #launch(last: LastRun): Promise<void> {
    this.#isStarting = true;
    this.#failure = undefined;
    this.#lastRun = last;
    this.#show({ kind: "none" });
    this.#changed("canStart", "notes", "history");
    this.#flush();
    let ownTokens = "";
    let live: LiveRun | undefined;
    try {
      const launched = await this.#ports.launch({
        settings: last.settings,
        description: this.#form.description,
        given: last.given,
        onOwnToken: ({ account, tenant }) => {
          ownTokens = this.#ports.l10n.t("Real tokens of {0} (tenant {1})", account, tenant);
          if (live) {
            live.ownTokens = ownTokens;
            this.#changed("run");
          }
        },
      });
      live = this.#follow(launched, last.secrets, undefined);
      live.ownTokens =
        ownTokens !== "" || !launched.usesOwnTokens
          ? ownTokens
          : this.#ports.l10n.t("May get real tokens of yours; none was asked for yet");
    } catch (error) {
      if (!isCancelled(error)) {
        this.#failure = this.#failureNote(error);
        this.#ports.report(`Could not run ${this.runbook.name}`, error);
      }
    } finally {
      this.#isStarting = false;
      this.#changed("run", "canStart", "notes", "history");
    }
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

  /** Watches a job until it is final. `resumed`: the file that an earlier window began for it. */
  #follow(launched: LaunchedJob, secrets: readonly string[], resumed: RunWriter | undefined): LiveRun {
    const { job } = launched;
    const showsVerbose = turnsVerboseOn(this.#text ?? "");
    const log = new RunLog({
      jobId: job.id,
      runbookPath: this.runbook.path,
      showsVerboseInAzure: showsVerbose,
      summariesFrom: launched.wholeRecords,
      l10n: this.#ports.l10n,
    });
    const live: LiveRun = { log, launched, ownTokens: "", connection: "" };
    const mask = new SecretMask();
    for (const secret of secrets) {
      mask.add(secret);
    }
    const writing = resumed
      ? Promise.resolve(resumed)
      : this.#history.begin({ jobId: job.id, where: launched.where, showsVerbose, azure: launched.azure });
    const waiting: JobEvent[] = [];
    let writer: RunWriter | undefined;
    void writing.then((begun) => {
      writer = begun;
      waiting.splice(0).forEach((event) => writer?.add(event));
    });
    const store = new DisposableStore();
    store.add(
      job.onEvent((event) => {
        const masked = secrets.length === 0 ? event : (mask.value(event as unknown as Json) as unknown as JobEvent);
        log.accept(masked);
        if (writer) {
          writer.add(masked);
        } else {
          waiting.push(masked);
        }
        this.#changed("run");
      }),
    );
    if (launched.onConnection) {
      store.add(
        launched.onConnection((text) => {
          live.connection = text;
          this.#changed("run");
        }),
      );
    }
    this.#live = live;
    this.#show({ kind: "live", live });
    this.#keepTicking();
    void job.completed.then(async () => {
      store.dispose();
      this.#changed("run", "canStart", "notes");
      await (await writing)?.flush();
      await this.#history.read();
      this.#changed("history");
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
        this.#changed("run");
        this.#keepTicking();
      }
    }, tickMs);
  }

  /** Jobs in Azure go on when a window is closed: the newest one that has no end in its file is looked for. */
  async #findRunsAgain(): Promise<void> {
    const [newest] = this.#history.unfinished;
    const reference = newest?.header.azure;
    if (!newest || !reference || this.#live) {
      return;
    }
    const launched = await this.#ports.reattach(reference, newest.header.jobId, this.#form.description);
    if (launched) {
      this.#follow(launched, [], await this.#history.resume(newest.header));
    }
  }

  /** What the view looks at from now on. */
  #show(shown: Shown): void {
    this.#shown = shown;
    this.#run++;
    this.#changed("run");
    if (this.#view) {
      // The new run's number reaches the view before its records.
      this.#flush();
      this.#view.feed.show(this.#run, shown.kind === "none" ? undefined : logOf(shown));
      this.#schedule(0);
    }
  }

  #shownLog(run: number): RunLog | undefined {
    return run === this.#run && this.#shown.kind !== "none" ? logOf(this.#shown) : undefined;
  }

  // ───────────── messages ─────────────

  async #handle(message: FromTestPane): Promise<void> {
    const { actions, l10n } = this.#ports;
    switch (message.type) {
      case "ready":
        return;
      case "received":
        this.#view?.feed.acknowledge(message.run, message.next);
        this.#schedule(0);
        return;
      case "setValue":
        this.#form.setValue(message.name, message.value, message.revision);
        this.#valuesChanged();
        return;
      case "setItems":
        this.#form.setItems(message.items, message.revision);
        this.#valuesChanged();
        return;
      case "resetValues":
        this.#form.reset(message.revision);
        this.#valuesChanged();
        return;
      case "savePreset":
        await this.#savePreset(message.name);
        return;
      case "applyPreset":
        this.#applyPreset(message.name);
        return;
      case "deletePreset":
        await this.#presets.remove(message.name);
        this.#changed("parameters", "notes");
        return;
      case "copyCommandLine":
        await this.#copyCommandLine();
        return;
      case "importParameters": {
        const imported = await actions.importParameters();
        if (imported) {
          this.#form.load(imported);
          this.#valuesChanged();
        }
        return;
      }
      case "addCredential":
        await actions.addCredential();
        await this.#readSurroundings();
        this.#changed("parameters");
        return;
      case "setOption":
        await this.#setOption(message.option, message.id);
        return;
      case "chooseInterpreter":
        await actions.chooseInterpreter();
        return;
      case "start":
        await this.start();
        return;
      case "startAgain":
        await this.startAgain();
        return;
      case "stop":
        await this.stop();
        return;
      case "suspend":
        await this.#live?.launched.suspend?.();
        return;
      case "resume":
        await this.#live?.launched.resume?.();
        return;
      case "readText":
        await this.#sendText(message.run, message.record);
        return;
      case "readProperties":
        this.#sendProperties(message.run, message.record, message.path);
        return;
      case "openSource":
        await this.#openSource(message);
        return;
      case "openStreams":
        await this.#openStreams(message.format, message.filter);
        return;
      case "exportStreams":
        await this.#exportStreams(message.format, message.filter);
        return;
      case "copyRecords": {
        const log = this.#shownLog(message.run);
        const texts = message.records.flatMap((number) => {
          const kept = log?.keptRecord(number);
          return kept ? [copyOf(kept)] : [];
        });
        if (texts.length > 0) {
          await actions.copy(texts.join("\n"));
          this.#announce(l10n.t("Copied"));
        }
        return;
      }
      case "copyText":
        await actions.copy(message.text);
        this.#announce(l10n.t("Copied"));
        return;
      case "showHistory":
        await this.#showHistory(message.id);
        return;
      case "showLive":
        this.#show(this.#live ? { kind: "live", live: this.#live } : { kind: "none" });
        return;
      case "compareHistory":
        await this.#compare(message.ids);
        return;
      case "deleteHistory":
        await this.#history.remove(message.id);
        this.#changed("history");
        return;
      case "clearHistory":
        if (await actions.confirm(l10n.t("Delete all earlier runs of {0}?", this.runbook.name), l10n.t("Delete"))) {
          await this.#history.clear(this.runningJobId);
          this.#changed("history");
        }
        return;
      case "setWebhook": {
        const { isOn, name, headers, body, revision } = message;
        this.#webhook.set({ isOn, name, headers, body }, revision);
        this.#valuesChanged();
        return;
      }
      case "useWebhookSample":
        if (this.#webhook.useSample(message.id)) {
          this.#valuesChanged();
        }
        return;
      case "runNoteAction":
        await this.#runNoteAction(message.note, message.action);
        return;
    }
  }

  #valuesChanged(): void {
    this.#remember();
    this.#changed("parameters", "webhook");
  }

  #announce(message: string): void {
    this.#view?.post({ type: "announce", message });
  }

  async #savePreset(given: string): Promise<void> {
    const name = given.trim() === "" ? await this.#ports.actions.askPresetName(this.#presets.names) : given.trim();
    if (name !== undefined && name !== "") {
      await this.#presets.save(name, this.#form.plainValues);
      this.#changed("parameters", "notes");
    }
  }

  #applyPreset(name: string): void {
    const preset = this.#presets.find(name);
    if (preset) {
      this.#form.load(preset);
      this.#valuesChanged();
    }
  }

  async #copyCommandLine(): Promise<void> {
    const { actions, platform, l10n } = this.#ports;
    this.#setWebhookValue();
    const { values, items } = this.#form.plainValues;
    const isWebhook = this.#webhook.valueFor(this.#form.description, this.#runtime()) !== undefined;
    const { identity, token, scenario, runtime } = this.#settings;
    const isOther = (name: string): boolean => !isWebhook || name.toLowerCase() !== "webhookdata";
    const text = commandLine(
      {
        runbook: actions.relativePath(),
        named: Object.fromEntries(Object.entries(values).filter(([name]) => isOther(name))),
        sensitiveNames: this.#form.sensitiveNames,
        items,
        webhookFile: isWebhook ? "webhook-data.json" : undefined,
        identity: identity === "" ? undefined : identity,
        tokenSource: token,
        scenario: scenario === "" ? undefined : scenario,
        runtime: runtime === "" ? undefined : runtime,
      },
      shellOf(actions.shell(), platform),
    );
    await actions.copy(text);
    if (isWebhook) {
      await actions.openText(JSON.stringify(this.#webhook.data, null, 2), "json", "webhook-data.json");
      this.#announce(l10n.t("Copied. Save the webhook data as webhook-data.json for it."));
    } else {
      this.#announce(l10n.t("Copied"));
    }
  }

  async #setOption(option: keyof RunSettings, id: string): Promise<void> {
    const chosen = option === "where" ? await this.#ports.actions.chooseWhere(id) : id;
    if (chosen !== undefined) {
      // Ids come from the view: readSurroundings drops those that are none of ours.
      this.#settings = { ...this.#settings, [option]: chosen };
      await this.#readSurroundings();
      this.#remember();
    }
    this.#changed("options", "parameters", "webhook", "notes");
  }

  async #sendText(run: number, record: number): Promise<void> {
    const log = this.#shownLog(run);
    const { readRecord } = this.#shown.kind === "live" ? this.#shown.live.launched : {};
    if (log?.isSummary(record) && readRecord) {
      const whole = await readRecord(record);
      if (whole) {
        log.complete(record, whole);
      }
    }
    const text = log?.keptRecord(record)?.record.text;
    if (text !== undefined) {
      const isCut = text.length > mostShownText;
      this.#view?.post({ type: "text", run, record, text: isCut ? text.slice(0, mostShownText) : text, isCut });
    }
  }

  #sendProperties(run: number, record: number, path: readonly string[]): void {
    const value = this.#shownLog(run)?.keptRecord(record)?.record.value;
    const found = value === undefined ? undefined : propertiesAt(value, path);
    if (found) {
      this.#view?.post({ type: "properties", run, record, path, ...found });
    }
  }

  async #openSource(message: Extract<FromTestPane, { readonly type: "openSource" }>): Promise<void> {
    const { actions } = this.#ports;
    const own = (line: number): Promise<void> => actions.openSource({ script: this.runbook.path, line });
    switch (message.of) {
      case "paramBlock":
        await own(this.#form.description.problem?.line ?? 1);
        return;
      case "exception": {
        const source = this.#shown.kind === "none" ? undefined : logOf(this.#shown).errorSource;
        await (source ? actions.openSource(source) : own(1));
        return;
      }
      case "record": {
        const record = this.#shownLog(message.run)?.keptRecord(message.index)?.record;
        if (record?.line !== undefined || record?.script !== undefined) {
          await actions.openSource({ script: record.script ?? this.runbook.path, line: record.line ?? 1 });
        }
        return;
      }
      case "fact": {
        const source = this.#shownLog(message.run)?.factSource(message.index);
        if (source) {
          await actions.openSource(source);
        }
        return;
      }
    }
  }

  async #openStreams(format: StreamFormat, filter: RecordFilter): Promise<void> {
    if (this.#shown.kind !== "none") {
      const text = streamsAs(format, logOf(this.#shown), filter);
      await this.#ports.actions.openText(text, languageOfFormat[format], this.#streamsName(format));
    }
  }

  async #exportStreams(format: StreamFormat, filter: RecordFilter): Promise<void> {
    if (this.#shown.kind !== "none") {
      const text = streamsAs(format, logOf(this.#shown), filter);
      const path = await this.#ports.actions.export(text, format, this.#streamsName(format));
      if (path !== undefined) {
        this.#announce(this.#ports.l10n.t('Exported to "{0}"', path));
      }
    }
  }

  #streamsName(format: StreamFormat): string {
    return `${this.runbook.name}.${extensionOfFormat[format]}`;
  }

  async #showHistory(id: string): Promise<void> {
    const found = await this.#history.open(id);
    if (found) {
      this.#show({ kind: "history", id, log: found.log, where: found.where });
    } else {
      await this.#history.read();
      this.#changed("history");
    }
  }

  async #compare(ids: readonly [string, string]): Promise<void> {
    const [left, right] = await Promise.all(ids.map((id) => this.#history.comparable(id)));
    if (left && right) {
      const title = this.#ports.l10n.t("{0}: {1} and {2}", this.runbook.name, left.title, right.title);
      await this.#ports.actions.compare(left, right, title);
    }
  }

  async #runNoteAction(note: PaneNote["id"], action: string): Promise<void> {
    const isShown = this.#notes().some((shown) => shown.id === note && shown.actions.some(({ id }) => id === action));
    if (!isShown) {
      return;
    }
    if (note === "paramBlock") {
      await this.#openSource({ type: "openSource", of: "paramBlock" });
      return;
    }
    if (note === "presetsDamaged" && this.#presets.path !== undefined) {
      await this.#ports.actions.openSource({ script: this.#presets.path, line: 1 });
      return;
    }
    await this.#ports.actions.runNoteAction(note, action);
    await this.refresh();
  }
}
