/** Where and as whom the next run goes: what is chosen, what there is to choose from, and what follows from both. */
import type { RunbookDescription, RunbookFile, RuntimeId } from "../../core/runbook";
import type { Choice, OptionsSection, PaneNote } from "../../protocol/test-pane";
import { usualSettings, type RunSettings, type RunSurroundings, type TestPanePorts } from "./ports";

const nothingToChoose: Pick<RunSurroundings, "wheres" | "runtimes" | "identities" | "tokens" | "scenarios"> = {
  wheres: [],
  runtimes: [],
  identities: [],
  tokens: [],
  scenarios: [],
};

export class RunChoices {
  readonly #runbook: RunbookFile;
  readonly #ports: Pick<TestPanePorts, "surroundings">;
  #settings: RunSettings;
  /** undefined: not read yet. */
  #surroundings: RunSurroundings | undefined;

  /** `settings`: as remembered; what of it is gone is dropped with the first `read`. */
  constructor(runbook: RunbookFile, ports: Pick<TestPanePorts, "surroundings">, settings: RunSettings) {
    this.#runbook = runbook;
    this.#ports = ports;
    this.#settings = settings;
  }

  get settings(): RunSettings {
    return this.#settings;
  }

  /** Names of credential assets of the account. */
  get credentials(): readonly string[] {
    return this.#surroundings?.credentials ?? [];
  }

  get notes(): readonly PaneNote[] {
    return this.#surroundings?.notes ?? [];
  }

  /** The runtime that a run would have. */
  get runtime(): RuntimeId {
    return this.#surroundings?.runtime ?? (this.#runbook.language === "python" ? "python-3" : "powershell-7");
  }

  /** The next run may get the person's own tokens. */
  get usesOwnTokens(): boolean {
    return this.#settings.token === "developer" && (this.#surroundings?.tokens.length ?? 0) > 0;
  }

  section(): OptionsSection {
    const { where, runtime, identity, token, scenario } = this.#settings;
    const { wheres, runtimes, identities, tokens, scenarios } = this.#surroundings ?? nothingToChoose;
    const { interpreter = "", interpreterPath = "" } = this.#surroundings ?? {};
    const chosen = { where, runtime, identity, token, scenario };
    return { wheres, runtimes, identities, tokens, scenarios, interpreter, interpreterPath, ...chosen };
  }

  /** Takes a choice; an id that is none of ours is dropped by the `read` that must follow. */
  choose(option: keyof RunSettings, id: string): void {
    const isElsewhere = option === "where" && id !== this.#settings.where;
    // Each place has runtimes of its own.
    this.#settings = { ...this.#settings, [option]: id, ...(isElsewhere && { runtime: "" }) };
  }

  /** Reads what there is. A choice that is gone would else be sent with the next run. */
  async read(description: RunbookDescription): Promise<void> {
    const found = await this.#ports.surroundings(this.#settings, description);
    this.#surroundings = found;
    const settings = this.#settings;
    const where = keepOr(found.wheres, settings.where, usualSettings.where);
    if (where !== settings.where) {
      // What was read is of a place that is gone.
      this.choose("where", where);
      await this.read(description);
      return;
    }
    this.#settings = {
      where,
      runtime: keepOr(found.runtimes, settings.runtime, ""),
      identity: keepOr(found.identities, settings.identity, ""),
      token: found.tokens.some((choice) => choice.id === settings.token) ? settings.token : "emulated",
      scenario: keepOr(found.scenarios, settings.scenario, ""),
    };
  }
}

/** The id while it can be chosen, or while nothing is known of the choices. */
function keepOr(choices: readonly Choice[], id: string, fallback: string): string {
  const isThere = choices.some((choice) => choice.id === id && choice.disabledReason === undefined);
  return choices.length === 0 || isThere ? id : fallback;
}
