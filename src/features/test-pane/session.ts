/**
 * The test pane of one runbook: holds what the person has filled in and what runs, and tells each view of it. It lives as long as a
 * view or a run of it does; views come and go.
 */
import type { Disposable } from "../../core/disposable";
import { isCancelled } from "../../core/errors";
import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import {
  testPaneVersion,
  type FromTestPane,
  type NoteId,
  type PaneNote,
  type PaneState,
  type ToTestPane,
} from "../../protocol/test-pane";
import { copyCommandLine } from "./copy-command-line";
import { HistoryShelf } from "./history-shelf";
import { installLineOf } from "./missing-modules-note";
import { paneNotes } from "./pane-notes";
import { ParameterForm } from "./parameter-form";
import type { RunSettings, TestPanePorts } from "./ports";
import { PresetShelf } from "./preset-shelf";
import { recall, remember, type Remembered } from "./remembered";
import { RunChoices } from "./run-choices";
import { RunDesk } from "./run-desk";
import { ShownRecords } from "./shown-records";
import { ViewChannel } from "./view-channel";
import { WebhookForm } from "./webhook-form";

const emptyDescription = (runbook: RunbookFile): RunbookDescription => ({
  language: runbook.language,
  type: runbook.language === "python" ? "Python3" : "PowerShell",
  declaredName: undefined,
  parameters: [],
  problem: undefined,
  synopsis: "",
});

export class TestPaneSession implements Disposable {
  readonly runbook: RunbookFile;
  readonly #ports: TestPanePorts;
  readonly #form: ParameterForm;
  readonly #webhook: WebhookForm;
  readonly #presets: PresetShelf;
  readonly #history: HistoryShelf;
  readonly #channel: ViewChannel;
  readonly #desk: RunDesk;
  readonly #records: ShownRecords;
  readonly #choices: RunChoices;
  #text: string | undefined;
  #isBeginning = false;
  /** Undefined before the runbook was read for the first time. */
  #reading: Promise<void> | undefined;
  /** Values wait for the fields they belong to. */
  #remembered: Remembered | undefined;
  /** Of the attached view; what another one says comes too late. */
  #post: ((message: ToTestPane) => void) | undefined;

  constructor(runbook: RunbookFile, ports: TestPanePorts) {
    const { actions, l10n } = ports;
    this.runbook = runbook;
    this.#ports = ports;
    this.#form = new ParameterForm(emptyDescription(runbook));
    this.#presets = new PresetShelf(ports);
    this.#history = new HistoryShelf(runbook.path, ports);
    const channel = new ViewChannel(ports, (name) => this.#sections[name]());
    const desk = new RunDesk(runbook, ports, { history: this.#history, channel, text: () => this.#text ?? "" });
    this.#channel = channel;
    this.#desk = desk;
    this.#records = new ShownRecords(runbook, { desk, channel, actions, l10n });
    this.#remembered = recall(ports.memory.get(runbook.path));
    this.#choices = new RunChoices(runbook, ports, this.#remembered.settings);
    this.#webhook = new WebhookForm(l10n, this.#remembered.webhook);
  }

  get isRunning(): boolean {
    return this.#desk.isRunning;
  }

  /** Called when a run has ended and stands in the history. */
  onDidEnd(listener: () => void): Disposable {
    return this.#desk.onDidEnd(listener);
  }

  /** One view at a time; the one before gets nothing more. It hears nothing until it says that it is ready. */
  attach(post: (message: ToTestPane) => void): Disposable {
    this.#channel.close();
    this.#post = post;
    return {
      dispose: () => {
        if (this.#post === post) {
          this.#post = undefined;
          this.#channel.close();
        }
      },
    };
  }

  /** A message of the attached view. Never rejects: errors are shown. */
  async receive(message: FromTestPane): Promise<void> {
    try {
      await this.#handle(message);
    } catch (error) {
      if (!isCancelled(error)) {
        this.#ports.report(`Test pane: ${message.type} failed`, error);
      }
    }
  }

  /** Reads the runbook and what surrounds it afresh: it was edited, the account or a setting has changed, trust was given. */
  async refresh(): Promise<void> {
    await this.#readRunbook();
    await Promise.all([this.#readSurroundings(), this.#presets.read(), this.#history.read()]);
    this.#channel.changed("parameters", "options", "webhook", "notes", "canStart", "history", "isTrusted", "runbook");
  }

  /** The runbook's text has changed in the editor: only what follows from it is read. */
  async textChanged(): Promise<void> {
    await this.#readRunbook();
    this.#channel.changed("parameters", "webhook", "notes", "canStart", "runbook");
  }

  async start(): Promise<void> {
    await this.#ready();
    await this.#beginOnce(() => this.#startFilledIn());
  }

  /** What is filled in, on this machine and in a debugger, whose run is not the pane's. */
  async debug(): Promise<void> {
    await this.#ready();
    await this.#beginOnce(async () => {
      if (await this.#saveAndCheck()) {
        await this.#ports.debug({ settings: this.#choices.settings, given: this.#form.given });
      }
    });
  }

  async #startFilledIn(): Promise<void> {
    if (await this.#saveAndCheck()) {
      const { description, given, secrets } = this.#form;
      await this.#desk.launch({ settings: this.#choices.settings, description, given, secrets });
    }
  }

  /** Whether what is filled in binds; the first field that does not gets the focus. */
  async #saveAndCheck(): Promise<boolean> {
    await this.#ports.save();
    await this.#readRunbook();
    this.#setWebhookValue();
    const [problem] = this.#form.problems;
    this.#form.showMissing(problem !== undefined);
    if (problem) {
      this.#channel.changed("parameters");
      this.#channel.flush();
      this.#channel.post({ type: "focus", target: "parameter", name: problem.name });
      return false;
    }
    this.#remember();
    return true;
  }

  /** The last run again; without one, what is filled in. */
  async startAgain(): Promise<void> {
    const { last } = this.#desk;
    if (last === undefined) {
      await this.start();
    } else {
      await this.#beginOnce(async () => {
        await this.#ports.save();
        await this.#desk.launch(last);
      });
    }
  }

  /** A key that is pressed twice, or held down, starts one run: what comes before there is a job takes a moment. */
  async #beginOnce(begin: () => Promise<void>): Promise<void> {
    if (this.#isBeginning || this.isRunning || !this.#mayRun()) {
      return;
    }
    this.#isBeginning = true;
    try {
      await begin();
    } finally {
      this.#isBeginning = false;
    }
  }

  async stop(): Promise<void> {
    await this.#desk.stop();
  }

  /** Moves the focus in the view. */
  focus(target: "start" | "streams" | "search"): void {
    this.#channel.post({ type: "focus", target });
  }

  dispose(): void {
    this.#post = undefined;
    this.#desk.dispose();
    this.#channel.dispose();
  }

  /** Resolves when the runbook and what surrounds it were read. */
  #ready(): Promise<void> {
    return (this.#reading ??= this.#readFirst());
  }

  async #readFirst(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      // The next view tries again.
      this.#reading = undefined;
      throw error;
    }
    // Azure may be slow or away: the pane does not wait for it.
    this.#desk.findAgain(this.#form.description).catch((error: unknown) => {
      this.#ports.report(`Could not find the test job of ${this.runbook.name} again`, error);
    });
  }

  async #welcome(): Promise<void> {
    const post = this.#post;
    await this.#ready();
    // Another view may have come, or this one gone, meanwhile.
    if (post !== undefined && post === this.#post) {
      const { locale, translations } = this.#ports;
      const state = this.#state();
      const first: ToTestPane = { type: "init", version: testPaneVersion, state, locale, translations };
      this.#channel.open(post, first, this.#desk.run, this.#desk.shownLog);
    }
  }

  #state(): PaneState {
    const of = this.#sections;
    return {
      runbook: of.runbook(),
      isTrusted: of.isTrusted(),
      canStart: of.canStart(),
      parameters: of.parameters(),
      options: of.options(),
      run: of.run(),
      history: of.history(),
      webhook: of.webhook(),
      notes: of.notes(),
    };
  }

  readonly #sections: { readonly [K in keyof PaneState]: () => PaneState[K] } = {
    runbook: () => ({
      name: this.runbook.name,
      fileName: this.runbook.path.replace(/^.*[/\\]/, ""),
      language: this.runbook.language,
      synopsis: this.#form.description.synopsis,
    }),
    isTrusted: () => this.#ports.isTrusted(),
    canStart: () => this.#ports.isTrusted() && !this.isRunning && this.#text !== undefined,
    parameters: () => {
      this.#setWebhookValue();
      return this.#form.section(this.#presets.names, this.#presets.matching(this.#form.plainValues));
    },
    options: () => this.#choices.section(),
    run: () => this.#desk.section,
    history: () => this.#history.entries(this.#desk.runningJobId),
    webhook: () => this.#webhook.section(this.#form.description, this.#choices.runtime),
    notes: () => this.#notes(),
  };

  #notes(): readonly PaneNote[] {
    const facts = {
      isTrusted: this.#ports.isTrusted(),
      missingRunbook: this.#reading !== undefined && this.#text === undefined ? this.runbook.path : undefined,
      problem: this.#form.description.problem,
      presetProblem: this.#presets.problem,
      usesOwnTokens: this.#choices.usesOwnTokens,
    };
    const { failure, missing } = this.#desk;
    const ofRun = [failure, missing].filter((note) => note !== undefined);
    return [...paneNotes(facts, this.#ports.l10n), ...this.#choices.notes, ...ofRun];
  }

  async #readRunbook(): Promise<void> {
    this.#text = await this.#ports.readText();
    const description =
      this.#text === undefined ? emptyDescription(this.runbook) : this.#ports.describe(this.#text, this.runbook);
    this.#form.describe(description, this.#choices.credentials);
    if (this.#remembered && this.#text !== undefined) {
      this.#form.load(this.#remembered);
      this.#remembered = undefined;
    }
  }

  async #readSurroundings(): Promise<void> {
    await this.#choices.read(this.#form.description);
    this.#form.describe(this.#form.description, this.#choices.credentials);
  }

  #setWebhookValue(): void {
    this.#form.setWebhook(this.#webhook.valueFor(this.#form.description, this.#choices.runtime));
  }

  #remember(): void {
    this.#ports.memory.set(
      this.runbook.path,
      remember({ ...this.#form.plainValues, settings: this.#choices.settings, webhook: this.#webhook.input }),
    );
  }

  #mayRun(): boolean {
    if (!this.#ports.isTrusted()) {
      this.#channel.changed("notes", "isTrusted", "canStart");
    }
    return this.#ports.isTrusted();
  }

  async #handle(message: FromTestPane): Promise<void> {
    const { actions, l10n } = this.#ports;
    switch (message.type) {
      case "ready":
        await this.#welcome();
        return;
      case "received":
        this.#channel.acknowledge(message.run, message.next);
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
        this.#channel.changed("parameters", "notes");
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
        this.#channel.changed("parameters");
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
      case "debug":
        await this.debug();
        return;
      case "suspend":
        await this.#desk.suspend();
        return;
      case "resume":
        await this.#desk.resume();
        return;
      case "readText":
        await this.#records.sendText(message.run, message.record);
        return;
      case "readProperties":
        this.#records.sendProperties(message.run, message.record, message.path);
        return;
      case "openSource":
        await this.#records.openSource(message, this.#form.description.problem?.line);
        return;
      case "openStreams":
        await this.#records.open(message.format, message.filter);
        return;
      case "exportStreams":
        await this.#records.export(message.format, message.filter);
        return;
      case "copyRecords":
        await this.#records.copy(message.run, message.records);
        return;
      case "copyText":
        await actions.copy(message.text);
        this.#channel.announce(l10n.t("Copied"));
        return;
      case "showHistory":
        await this.#showHistory(message.id);
        return;
      case "showLive":
        this.#desk.showLive();
        return;
      case "compareHistory":
        await this.#compare(message.ids);
        return;
      case "deleteHistory":
        await this.#history.remove(message.id);
        this.#channel.changed("history");
        return;
      case "clearHistory":
        if (await actions.confirm(l10n.t("Delete all earlier runs of {0}?", this.runbook.name), l10n.t("Delete"))) {
          await this.#history.clear(this.#desk.runningJobId);
          this.#channel.changed("history");
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
    this.#channel.changed("parameters", "webhook");
  }

  async #savePreset(given: string): Promise<void> {
    const name = given.trim() === "" ? await this.#ports.actions.askPresetName(this.#presets.names) : given.trim();
    if (name !== undefined && name !== "") {
      await this.#presets.save(name, this.#form.plainValues);
      this.#channel.changed("parameters", "notes");
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
    this.#setWebhookValue();
    const isWebhook = this.#webhook.valueFor(this.#form.description, this.#choices.runtime) !== undefined;
    const run = {
      form: this.#form,
      settings: this.#choices.settings,
      webhookData: isWebhook ? this.#webhook.data : undefined,
    };
    this.#channel.announce(await copyCommandLine(run, this.#ports));
  }

  async #setOption(option: keyof RunSettings, id: string): Promise<void> {
    const chosen = option === "where" ? await this.#ports.actions.chooseWhere(id) : id;
    if (chosen !== undefined) {
      this.#choices.choose(option, chosen);
      await this.#readSurroundings();
      this.#remember();
    }
    this.#channel.changed("options", "parameters", "webhook", "notes");
  }

  async #showHistory(id: string): Promise<void> {
    const found = await this.#history.open(id);
    if (found) {
      this.#desk.showEarlier(id, found);
    } else {
      await this.#history.read();
      this.#channel.changed("history");
    }
  }

  async #compare(ids: readonly [string, string]): Promise<void> {
    // As in every comparison the older one stands on the left, whichever was chosen first; an id begins with its time.
    const [left, right] = await Promise.all(ids.toSorted().map((id) => this.#history.comparable(id)));
    if (left && right) {
      const title = this.#ports.l10n.t("{0}: {1} and {2}", this.runbook.name, left.title, right.title);
      await this.#ports.actions.compare(left, right, title);
    }
  }

  async #runNoteAction(note: NoteId, action: string): Promise<void> {
    const isShown = this.#notes().some((shown) => shown.id === note && shown.actions.some(({ id }) => id === action));
    if (!isShown) {
      return;
    }
    if (note === "paramBlock") {
      await this.#records.openSource({ type: "openSource", of: "paramBlock" }, this.#form.description.problem?.line);
      return;
    }
    if (note === "presetsDamaged" && this.#presets.path !== undefined) {
      await this.#ports.actions.openSource({ script: this.#presets.path, line: 1 });
      return;
    }
    if (note === "missingModules" && action === "copyInstallLine") {
      await this.#ports.actions.copy(installLineOf(this.#desk.shownLog?.missingModules ?? []));
      this.#channel.announce(this.#ports.l10n.t("Copied"));
      return;
    }
    await this.#ports.actions.runNoteAction(note, action);
    await this.refresh();
  }
}
