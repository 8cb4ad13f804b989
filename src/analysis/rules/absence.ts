/** Whether a runbook goes on where an asset is absent: then its absence is no fault. */
import type { AssetCall } from "../asset-call";
import { findParameter } from "./expressions";
import type { PowerShellFile } from "./powershell-file";
import type { PythonFile } from "./python-file";

export function providesForAbsence(file: PowerShellFile | PythonFile, call: AssetCall): boolean {
  return file.language === "powershell" ? isSilent(file, call) : isCaught(file, call);
}

/** `-ErrorAction SilentlyContinue` at the call. A `try` says nothing: most runbooks stand in one from end to end. */
function isSilent(file: PowerShellFile, { start, end }: AssetCall): boolean {
  const command = file.syntax.commands.find((item) => item.start === start && item.end === end);
  const action = command && (findParameter(command, "erroraction", "errora") ?? findParameter(command, "ea"))?.value;
  return action !== undefined && /^["']?(?:SilentlyContinue|Ignore)["']?$/i.test(file.slice(action));
}

/** In a `try` with an `except AutomationAssetNotFound` of its own. */
function isCaught({ tokens, text }: PythonFile, call: AssetCall): boolean {
  const columnOf = (offset: number): number => offset - (text.lastIndexOf("\n", offset - 1) + 1);
  const before = tokens.findIndex(({ start }) => start >= call.start);
  let column = columnOf(call.start);
  for (let index = before; index >= 0; index--) {
    const token = tokens[index];
    if (token?.text !== "try" || columnOf(token.start) >= column) {
      continue;
    }
    column = columnOf(token.start);
    const handler = tokens.findIndex(
      (item, at) => at > before && item.text === "except" && columnOf(item.start) === column,
    );
    const end = tokens.findIndex((item, at) => at > handler && item.text === ":");
    const caught = handler === -1 ? [] : tokens.slice(handler, end === -1 ? undefined : end);
    if (caught.some((item) => item.text === "AutomationAssetNotFound")) {
      return true;
    }
  }
  return false;
}
