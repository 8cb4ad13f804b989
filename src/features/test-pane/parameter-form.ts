/** The values of a runbook's parameters while a person fills them in: held here, checked here; the pane only shows them. */
import { bindParameters, type GivenParameters } from "../../core/parameter-binding";
import type { Json } from "../../core/json";
import type { RunbookDescription } from "../../core/runbook";
import type { ParameterControl, ParameterProblem, ParametersSection } from "../../protocol/test-pane";
import { isSensitiveName, parameterControls } from "./parameter-controls";

/** What may be remembered, saved and shown: no value of a sensitive field. */
export interface PlainValues {
  readonly values: Readonly<Record<string, string>>;
  readonly items: readonly string[];
}

export const noValues: PlainValues = { values: {}, items: [] };

/** The webhook simulator's part, while it is on. */
export interface WebhookValue {
  /** Its parameter's name as the runbook declares it; undefined: the last argument of a Python runbook. */
  readonly parameter: string | undefined;
  readonly value: Json;
}

export class ParameterForm {
  #description: RunbookDescription;
  #controls: readonly ParameterControl[] = [];
  readonly #values = new Map<string, string>();
  #items: readonly string[] = [];
  #revision = 0;
  #showsMissing = false;
  #webhook: WebhookValue | undefined;

  constructor(description: RunbookDescription) {
    this.#description = description;
    this.describe(description, []);
  }

  get description(): RunbookDescription {
    return this.#description;
  }

  get controls(): readonly ParameterControl[] {
    return this.#controls;
  }

  /** The runbook's text or the account's credentials have changed; values of parameters that still exist stay. */
  describe(description: RunbookDescription, credentialNames: readonly string[]): void {
    this.#description = description;
    this.#controls = parameterControls(description, credentialNames);
  }

  /** undefined: off. */
  setWebhook(webhook: WebhookValue | undefined): void {
    this.#webhook = webhook;
  }

  /** null: the runbook's default. Unknown names are ignored: the runbook has changed meanwhile. */
  setValue(name: string, value: string | null, revision: number): void {
    this.#revision = revision;
    if (!this.#controls.some((control) => control.name === name)) {
      return;
    }
    // An empty field means "not given", as in the portal.
    if (value === null || value === "") {
      this.#values.delete(name);
    } else {
      this.#values.set(name, value);
    }
  }

  setItems(items: readonly string[], revision: number): void {
    this.#revision = revision;
    this.#items = [...items];
  }

  reset(revision: number): void {
    this.#revision = revision;
    this.#values.clear();
    this.#items = [];
    this.#showsMissing = false;
  }

  /** Takes a saved set: what it does not name is not given. Names are compared without case; secrets typed before stay. */
  load({ values, items }: PlainValues): void {
    const kept = [...this.#values].filter(([name]) => this.#isSensitive(name));
    this.#values.clear();
    for (const [name, value] of [...kept, ...Object.entries(values)]) {
      const control = this.#controls.find((known) => known.name.toLowerCase() === name.toLowerCase());
      // A runbook that cannot be read now may have the parameter again in a moment.
      if (control || this.#description.problem) {
        this.#values.set(control?.name ?? name, value);
      }
    }
    this.#items = [...items];
  }

  /** Without secrets and without what the simulator fills. */
  get plainValues(): PlainValues {
    const values = [...this.#values].filter(([name]) => !this.#isSensitive(name));
    return { values: Object.fromEntries(values), items: this.#items };
  }

  /** Texts typed into sensitive fields: to be masked wherever they come up. */
  get secrets(): readonly string[] {
    return [...this.#values].filter(([name]) => this.#isSensitive(name)).map(([, value]) => value);
  }

  get sensitiveNames(): readonly string[] {
    return [...this.#values.keys()].filter((name) => this.#isSensitive(name));
  }

  /** What a run gets. */
  get given(): GivenParameters {
    const webhook = this.#webhook;
    if (this.#description.language === "python") {
      const data = webhook ? [typeof webhook.value === "string" ? webhook.value : JSON.stringify(webhook.value)] : [];
      return { positional: [...this.#items, ...data] };
    }
    const known = new Set(this.#controls.map((control) => control.name));
    const named: Record<string, Json> = {};
    for (const [name, value] of this.#values) {
      if (known.has(name) || this.#description.problem) {
        named[name] = value;
      }
    }
    if (webhook?.parameter === undefined) {
      return { named };
    }
    return { named: { ...named, [webhook.parameter]: webhook.value }, verbatim: [webhook.parameter] };
  }

  get problems(): readonly ParameterProblem[] {
    const given = this.given;
    const result = bindParameters(this.#description, given);
    const problems = result.ok ? [] : result.problems;
    const isPython = this.#description.language === "python";
    return [
      ...problems.map(({ name, message }) => ({
        // bindParameters counts arguments from 1, the pane from 0.
        name: isPython ? String(Number(name) - 1) : name,
        message: withoutName(message),
        isMissing: !isPython && given.named?.[name] === undefined,
      })),
      ...this.#jsonProblems(problems.map((problem) => problem.name)),
    ];
  }

  /**
   * What begins like JSON and is none: the service would pass it on as a text, which nobody who fills in an object means. (A text
   * parameter may well hold a brace.)
   */
  #jsonProblems(alreadyRefused: readonly string[]): readonly ParameterProblem[] {
    return this.#controls.flatMap((control) => {
      const text = this.#values.get(control.name)?.trim() ?? "";
      const isFilledElsewhere = this.#webhook?.parameter === control.name;
      if (
        control.kind !== "json" ||
        !/^[[{]/.test(text) ||
        isFilledElsewhere ||
        alreadyRefused.includes(control.name)
      ) {
        return [];
      }
      const fault = jsonFault(text);
      return fault === undefined || text === "[EmptyString]"
        ? []
        : [{ name: control.name, message: withoutName(fault), isMissing: false }];
    });
  }

  /** Missing values count as errors from now on, or no longer. */
  showMissing(shows: boolean): void {
    this.#showsMissing = shows;
  }

  section(presets: readonly string[], preset: string): ParametersSection {
    const isPython = this.#description.language === "python";
    const { values, items } = this.plainValues;
    return {
      kind: isPython ? "list" : this.#controls.length > 0 ? "named" : "none",
      controls: this.#controls,
      values,
      keptNames: this.sensitiveNames,
      items,
      problems: this.problems,
      revision: this.#revision,
      showsMissing: this.#showsMissing,
      presets,
      preset,
    };
  }

  #isSensitive(name: string): boolean {
    return this.#controls.find((control) => control.name === name)?.isSensitive ?? isSensitiveName(name);
  }
}

/** The problem stands below its field, which has the parameter's name and type: only what comes after them is said. */
function withoutName(message: string): string {
  const words = message.replace(/^Parameter "[^"]*"(?: \[\S*\])?:? /, "");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where JSON breaks, in words with line and column; undefined: it does not. */
function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return `the text is no valid JSON: ${message}.`;
  }
}
