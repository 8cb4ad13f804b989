/** Reads what a runbook's text says about itself: kind, parameters, help. */
import type { DescribeRunbook } from "../core/runbook";
import { describePowerShell } from "./powershell/describe-powershell";
import { parsePowerShell } from "./powershell/parse-powershell";
import { describePython } from "./python/describe-python";

export const describeRunbook: DescribeRunbook = (text, language) =>
  language === "python" ? describePython(text) : describePowerShell(text, parsePowerShell(text));
