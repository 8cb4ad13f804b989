/** The environment of a debug run as changes: its process is started by a debugger, with an environment of its own. Pure. */
import { mustNotExist } from "../../endpoint/sandbox-environment";
import { isOwnName } from "../plan";

export interface DebugEnvironmentRequest {
  /** The environment that the engine would give the process. */
  readonly planned: Readonly<Record<string, string>>;
  /** What `planned` was made from. */
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** What differs from `base`, and what must not exist even where the debugger's environment has it: null takes a variable out. */
export function debugEnvironment({
  planned,
  base,
  platform,
}: DebugEnvironmentRequest): Readonly<Record<string, string | null>> {
  const keyOf = (name: string): string => (platform === "win32" ? name.toUpperCase() : name);
  const wanted = new Set(Object.keys(planned).map(keyOf));
  const changes: Record<string, string | null> = {};
  // The debugger needs the editor's own variables itself.
  const gone = Object.keys(base).filter((name) => base[name] !== undefined && !isOwnName(name));
  for (const name of [...mustNotExist, ...gone]) {
    if (!wanted.has(keyOf(name))) {
      changes[name] = null;
    }
  }
  for (const [name, value] of Object.entries(planned)) {
    if (base[name] !== value || isSandboxName(name)) {
      changes[name] = value;
    }
  }
  return changes;
}

/** Told in any case: the debugger's environment need not be this process's. */
function isSandboxName(name: string): boolean {
  return /^(TZ|NO_PROXY|AZUREPS_HOST_ENVIRONMENT)$/i.test(name);
}
