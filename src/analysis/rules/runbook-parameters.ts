/** The parameters that the service binds when it starts a runbook. */
import type { ParameterDeclaration } from "../powershell/syntax";
import { findContainer } from "../powershell/describe-powershell";
import type { PowerShellFile } from "./powershell-file";

/** Of the script, or of the workflow or configuration that the text is. */
export function parametersOf({ syntax }: PowerShellFile): readonly ParameterDeclaration[] {
  const block = syntax.params ?? (syntax.definitions.length > 0 ? findContainer(syntax)?.params : undefined);
  return block?.parameters ?? [];
}
