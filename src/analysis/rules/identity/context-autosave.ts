import { findParameter } from "../expressions";
import type { Rule } from "../rule";
import { autosaveEdit, isAutosaveOff, keepsItsScope, signInsOf } from "../sign-ins";
import { identityPage } from "../sources";

/** RW308: a sign-in that may take over, or leave behind, another job's context. */
export const contextAutosave: Rule = {
  code: "RW308",
  id: "context-autosave",
  title: "Sign-in with autosave of the context on",
  severity: "information",
  reason:
    "Where autosave is on, `Connect-AzAccount` stores the context for the user and the job starts with what another job stored: on a hybrid " +
    "worker, or when two runbooks share a sandbox, cmdlets then run in the wrong subscription. Microsoft's samples call " +
    "`Disable-AzContextAutosave -Scope Process` first.",
  sources: [identityPage],
  examples: {
    bad: [{ language: "powershell", text: "Connect-AzAccount -Identity | Out-Null\nGet-AzVM\n" }],
    good: [
      {
        language: "powershell",
        text: "Disable-AzContextAutosave -Scope Process | Out-Null\nConnect-AzAccount -Identity | Out-Null\nGet-AzVM\n",
      },
      { language: "powershell", text: "Connect-AzAccount -Identity -Scope Process | Out-Null\n" },
    ],
  },
  check: {
    powershell(file, report) {
      const signIns = signInsOf(file).filter(
        ({ command }) => findParameter(command, "identity", "i") !== undefined && !keepsItsScope(command),
      );
      const [first] = signIns;
      if (first === undefined || isAutosaveOff(file)) {
        return;
      }
      const { command, module } = first;
      const edit = autosaveEdit(file, command, module);
      report({
        message: `${command.name} may take over the context that another job stored: turn autosave off first.`,
        start: command.nameStart,
        end: command.nameEnd,
        ...(edit && {
          fix: { title: `Call Disable-${module}ContextAutosave first`, edits: [edit], isSafeForAll: true },
        }),
      });
    },
  },
};
