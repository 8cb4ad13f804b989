/** The questions that commands ask; each resolves with a valid answer or is cancelled by Escape. */
import * as vscode from "vscode";

import { cancelled } from "../core/errors";

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeHolder?: string;
  readonly isSecret?: boolean;
  /** Whether "" is an answer. */
  readonly isOptional?: boolean;
  /** What is wrong with the text; undefined when it is fine. */
  readonly problem?: (text: string) => string | undefined;
}

export async function askText(question: TextQuestion): Promise<string> {
  const text = await vscode.window.showInputBox({
    title: question.title,
    prompt: question.prompt,
    value: question.value ?? "",
    placeHolder: question.placeHolder ?? "",
    password: question.isSecret ?? false,
    ignoreFocusOut: true,
    validateInput: (value) => {
      if (value === "") {
        return question.isOptional === true ? undefined : vscode.l10n.t("A value is needed.");
      }
      return question.problem?.(value);
    },
  });
  if (text === undefined) {
    throw cancelled();
  }
  return text;
}

export type ChoiceItem<T> = vscode.QuickPickItem & { readonly value: T };

export async function askChoice<T>(title: string, placeHolder: string, items: readonly ChoiceItem<T>[]): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (!chosen) {
    throw cancelled();
  }
  return chosen.value;
}

export async function askFile(title: string, filters: Record<string, string[]>): Promise<vscode.Uri> {
  const [chosen] = (await vscode.window.showOpenDialog({ title, filters, canSelectMany: false })) ?? [];
  if (!chosen) {
    throw cancelled();
  }
  return chosen;
}

/** A modal question before something that cannot be undone by hand. */
export async function confirm(message: string, detail: string, action: string): Promise<void> {
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, action)) !== action) {
    throw cancelled();
  }
}

/** What `check` throws, as the words below an input box; undefined when it throws nothing. */
export function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
