/** Where the files that belong to the program lie: seen from dist/chunks, or from the sources during development. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { AutomationError } from "../core/errors";

/** The PowerShell and Python files that run beside a runbook. */
export function hostsFolder(): Promise<string> {
  return firstThatExists([join(__dirname, "..", "hosts"), join(__dirname, "..", "local", "hosts")]);
}

/** The sample workspace. */
export function samplesFolder(): Promise<string> {
  return firstThatExists([join(__dirname, "..", "..", "media", "samples")]);
}

async function firstThatExists(candidates: readonly string[]): Promise<string> {
  for (const candidate of candidates) {
    const isThere = await access(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) {
      return candidate;
    }
  }
  throw new AutomationError("not-supported", `The program is not complete: ${candidates[0] ?? ""} is missing.`, {
    hint: "Install it again, or build it with npm run build.",
  });
}
