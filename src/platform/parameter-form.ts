/** Asks for a runbook's parameters: a list of all with their values, each edited in the control that its type wants. */
import * as vscode from "vscode";

import { cancelled } from "../core/errors";
import type { ParameterDefinition } from "../core/parameter";
import type { RunbookDescription } from "../core/runbook";

/** Texts as a person types them, by parameter name; a missing name means the runbook's default. */
export type ParameterTexts = Readonly<Record<string, string>>;

export interface ParameterFormOptions {
  readonly runbookName: string;
  readonly description: RunbookDescription;
  readonly remembered: ParameterTexts;
  /** Label of the item that goes on, with its icon: Run, Debug. */
  readonly go: string;
  /** Names of the account's credential assets, for PSCredential parameters. */
  readonly credentialNames: () => Promise<readonly string[]>;
  /** Why these texts do not bind, by parameter; empty when they do. */
  readonly check: (texts: ParameterTexts) => ReadonlyMap<string, string>;
}

type FormItem = vscode.QuickPickItem & { readonly parameter?: ParameterDefinition };

/** Resolves with texts that bind. Escape cancels. */
export async function askParameters(options: ParameterFormOptions): Promise<ParameterTexts> {
  const known = new Set(options.description.parameters.map((parameter) => parameter.name));
  const texts: Record<string, string> = Object.fromEntries(
    Object.entries(options.remembered).filter(([name]) => known.has(name)),
  );
  let activeName: string | undefined;
  for (;;) {
    const problems = options.check(texts);
    const chosen = await showList(options, texts, problems, activeName);
    if (chosen === "run") {
      return texts;
    }
    activeName = chosen.name;
    const text = await askOne(options, chosen, texts);
    if (text === undefined) {
      continue;
    }
    if (text === useDefault) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a small record made above
      delete texts[chosen.name];
    } else {
      texts[chosen.name] = text;
    }
    activeName = undefined;
  }
}

const useDefault = Symbol("the runbook's default");

async function showList(
  options: ParameterFormOptions,
  texts: ParameterTexts,
  problems: ReadonlyMap<string, string>,
  activeName: string | undefined,
): Promise<"run" | ParameterDefinition> {
  const { parameters } = options.description;
  const run: FormItem =
    problems.size === 0
      ? { label: options.go, alwaysShow: true }
      : {
          label: `$(warning) ${problems.size === 1 ? vscode.l10n.t("One value is needed") : vscode.l10n.t("{0} values are needed", problems.size)}`,
          alwaysShow: true,
        };
  const items: FormItem[] = parameters.map((parameter) => toItem(parameter, texts, problems));
  const pick = vscode.window.createQuickPick<FormItem>();
  try {
    pick.title = vscode.l10n.t("{0}: parameters", options.runbookName);
    pick.placeholder = vscode.l10n.t("Enter edits a value or goes on; Esc cancels");
    pick.matchOnDescription = true;
    pick.ignoreFocusOut = true;
    const separator: FormItem = { label: vscode.l10n.t("Parameters"), kind: vscode.QuickPickItemKind.Separator };
    pick.items = [run, separator, ...items];
    const firstProblem = items.find((item) => item.parameter && problems.has(item.parameter.name));
    const active = items.find((item) => item.parameter?.name === activeName) ?? firstProblem ?? run;
    pick.activeItems = [active];
    const chosen = await new Promise<FormItem | undefined>((resolve) => {
      pick.onDidAccept(() => {
        const [item] = pick.activeItems;
        resolve(item === run && problems.size > 0 ? firstProblem : item);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
    if (!chosen) {
      throw cancelled();
    }
    return chosen.parameter ?? "run";
  } finally {
    pick.dispose();
  }
}

function toItem(
  parameter: ParameterDefinition,
  texts: ParameterTexts,
  problems: ReadonlyMap<string, string>,
): FormItem {
  const given = texts[parameter.name];
  const isMissing = given === undefined && parameter.isMandatory;
  // A value that was never given is no mistake yet: only a wrong one gets the error mark.
  const problem = isMissing ? undefined : problems.get(parameter.name);
  const fallback = parameter.defaultText === undefined ? "" : vscode.l10n.t("default: {0}", parameter.defaultText);
  const shown = isMissing ? vscode.l10n.t("needs a value") : (given ?? fallback);
  return {
    label: `${problem === undefined ? "$(edit)" : "$(error)"} ${parameter.name}${parameter.isMandatory ? " *" : ""}`,
    description: [parameter.typeName, shown].filter((part) => part !== "").join(" · "),
    detail: problem ?? (parameter.help === "" ? undefined : parameter.help),
    parameter,
  } as FormItem;
}

/** undefined: the person went back. */
async function askOne(
  options: ParameterFormOptions,
  parameter: ParameterDefinition,
  texts: ParameterTexts,
): Promise<string | typeof useDefault | undefined> {
  const title = `${options.runbookName}: ${parameter.name}`;
  const choices = await choicesOf(options, parameter);
  if (choices) {
    const items: (vscode.QuickPickItem & { value: string | typeof useDefault })[] = choices.map((choice) => ({
      label: choice,
      value: choice,
    }));
    if (!parameter.isMandatory) {
      items.push({ label: vscode.l10n.t("(the runbook's default)"), value: useDefault });
    }
    const chosen = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: parameter.help,
      ignoreFocusOut: true,
    });
    return chosen?.value;
  }
  const text = await vscode.window.showInputBox({
    title,
    prompt: promptOf(parameter),
    value: texts[parameter.name] ?? literalDefault(parameter),
    placeHolder: placeholderOf(parameter),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value === "" ? undefined : options.check({ ...texts, [parameter.name]: value }).get(parameter.name),
  });
  // An empty box means "not given", as in the portal; [EmptyString] passes an empty text.
  return text === "" ? useDefault : text;
}

async function choicesOf(
  options: ParameterFormOptions,
  parameter: ParameterDefinition,
): Promise<readonly string[] | undefined> {
  if (parameter.allowedValues.length > 0) {
    return parameter.allowedValues;
  }
  const type = parameter.typeName.toLowerCase().replace(/^system\./, "");
  if (type === "bool" || type === "boolean" || type === "switch") {
    return ["true", "false"];
  }
  if (type === "pscredential" || type.endsWith(".pscredential")) {
    const names = await options.credentialNames();
    return names.length > 0 ? names : undefined;
  }
  return undefined;
}

function promptOf(parameter: ParameterDefinition): string {
  const parts = [parameter.help];
  if (parameter.range) {
    parts.push(vscode.l10n.t("{0} to {1}.", parameter.range.min, parameter.range.max));
  }
  if (!parameter.isMandatory) {
    parts.push(vscode.l10n.t("Empty: the runbook's default. [EmptyString] passes an empty text."));
  }
  return parts.filter((part) => part !== "").join(" ");
}

function placeholderOf(parameter: ParameterDefinition): string {
  const type = parameter.typeName.toLowerCase();
  if (type.endsWith("[]") || type === "array") {
    return '["a", "b"]';
  }
  return type === "hashtable" || type === "object" || type === "" ? '{"name": "value"}' : parameter.typeName;
}

function literalDefault(parameter: ParameterDefinition): string {
  const value = parameter.defaultValue;
  if (value === undefined || value === null) {
    return "";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
