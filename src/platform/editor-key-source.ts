/** Keeps keys of local accounts in the editor's secret storage, for who prefers that to a file. */
import type * as vscode from "vscode";

import type { KeySource } from "../local/account/key-source";

export function editorKeySource(secrets: vscode.SecretStorage): KeySource {
  const nameOf = (accountId: string): string => `runbookWorkbench.key.${accountId}`;
  return {
    kind: "editor",
    where: () => "the editor's secret storage",
    read: async (accountId) => secrets.get(nameOf(accountId)),
    update: async (accountId, change) => {
      // One extension host owns the storage, so there is no other process to lock out.
      const text = change(await secrets.get(nameOf(accountId)));
      await (text === undefined ? secrets.delete(nameOf(accountId)) : secrets.store(nameOf(accountId), text));
    },
  };
}
