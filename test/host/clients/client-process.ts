/** Runs real identity clients in processes of their own, with a runbook's environment and nothing of the person's. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EndpointRun } from "../../support/endpoint-run";
import { skipBecause } from "../../support/skip";

const timeoutMs = 60_000;
export const clientsFolder = join(__dirname, "../../clients");
/** Debian's own: its packages hold the Azure libraries, another python3 that comes first on PATH has none. */
export const debianPython = "/usr/bin/python3";

/** What the scripts under test/clients print. */
export interface ClientResult {
  readonly token?: string;
  /** Epoch seconds */
  readonly expiresOn?: number | null;
  readonly error?: string;
}

/** A home of their own for clients, removed by `dispose`. */
export class ClientHome {
  readonly path = mkdtempSync(join(tmpdir(), "identity-client-"));

  /** The endpoint's variables over `extra` over the least that a process needs. */
  environment(run: EndpointRun, extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    const base = {
      PATH: process.env["PATH"],
      HOME: this.path,
      DOTNET_CLI_TELEMETRY_OPTOUT: "1",
      POWERSHELL_TELEMETRY_OPTOUT: "1",
      ...extra,
    };
    return Object.fromEntries(
      Object.entries({ ...base, ...run.environment(base) }).filter(([, value]) => value !== undefined),
    );
  }

  dispose(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Standard output of a client that ended well; a failure carries what it said. */
export function runClient(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { env, timeout: timeoutMs, encoding: "utf8" }, (error, stdout, stderr) => {
      if (error) {
        reject(new Error(`${command} ${args.join(" ")} failed: ${error.message}\n${stderr}`));
      } else {
        resolve(stdout);
      }
    });
  });
}

export async function askClient(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<ClientResult> {
  return JSON.parse(await runClient(command, args, env)) as ClientResult;
}

/** For `before`: skips where Debian's Python lacks a module; in CI it fails instead, since the packages are to be had there. */
export function needPython(context: Mocha.Context, modules: readonly string[]): void {
  const probe = spawnSync(debianPython, ["-c", `import ${modules.join(", ")}`], { encoding: "utf8" });
  if (probe.status === 0) {
    return;
  }
  const reason = `${debianPython} cannot import ${modules.join(", ")}: apt-get install python3-azure python3-msrestazure python3-requests`;
  if (process.env["CI"]) {
    throw new Error(reason);
  }
  skipBecause(context, reason);
}

/** For `before`: skips where a program is not on PATH. */
export function needProgram(context: Mocha.Context, command: string, args: readonly string[], reason: string): void {
  if (spawnSync(command, args, { encoding: "utf8" }).status !== 0) {
    skipBecause(context, reason);
  }
}
