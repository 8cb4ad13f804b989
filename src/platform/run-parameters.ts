/** Asks for what a runbook wants before it starts here, and remembers it for the next time. */
import * as vscode from "vscode";

import { describeRunbook } from "../analysis/describe-runbook";
import type { JobAccount } from "../core/account";
import { bindParameters, type GivenParameters } from "../core/parameter-binding";
import type { RunbookFile } from "../core/runbook";
import { askArguments } from "./argument-form";
import { askParameters, type ParameterTexts } from "./parameter-form";

export interface ParameterQuestion {
  readonly runbook: RunbookFile;
  readonly account: JobAccount;
  /** Where the last answers are; never a secret: credentials are given by name. */
  readonly memory: vscode.Memento;
  /** Also where a Python runbook does not look as if it read arguments. */
  readonly alwaysAsk: boolean;
  /** Label of the item that goes on, with its icon: Run, Debug. */
  readonly go: string;
}

/** Asks nothing where the runbook takes nothing. Errors: cancelled. */
export async function askRunParameters(question: ParameterQuestion): Promise<GivenParameters> {
  const { runbook, account, memory, alwaysAsk, go } = question;
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.file(runbook.path));
  const text = new TextDecoder().decode(bytes);
  const memoryKey = `parameters:${runbook.path}`;
  if (runbook.language === "python") {
    if (!alwaysAsk && !/\bargv\b|\bargparse\b/.test(text)) {
      return {};
    }
    const positional = await askArguments(runbook.name, memory.get<readonly string[]>(memoryKey, []), go);
    await memory.update(memoryKey, positional);
    return { positional };
  }
  const description = describeRunbook(text, runbook.language);
  if (description.parameters.length === 0) {
    return {};
  }
  const named = await askParameters({
    runbookName: runbook.name,
    description,
    remembered: memory.get<ParameterTexts>(memoryKey, {}),
    go,
    credentialNames: () => account.assetNames("credential"),
    check: (texts) => {
      const result = bindParameters(description, { named: texts });
      return new Map(result.ok ? [] : result.problems.map((problem) => [problem.name, problem.message]));
    },
  });
  await memory.update(memoryKey, named);
  return { named };
}
