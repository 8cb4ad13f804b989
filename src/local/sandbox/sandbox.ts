/** What surrounds one job's process: an id, a folder, the loopback endpoint. Opened for a job, or ahead of one that will come. */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AccountDetails } from "../../core/account";
import { AutomationError, describeError } from "../../core/errors";
import type { Fidelity, IdentityRequestEntry } from "../../core/identity";
import type { JobServices } from "../../core/job-services";
import type { AvailableIdentities, Endpoint, ScenarioName, TokenSource } from "../endpoint/endpoint";
import { startEndpoint } from "../endpoint/start-endpoint";

export interface SandboxOptions {
  readonly account: AccountDetails;
  readonly identities: AvailableIdentities;
  readonly fidelity: Fidelity;
  readonly scenario: ScenarioName | undefined;
  readonly tokenSource: TokenSource;
  readonly tempFolder: string | undefined;
}

/** The job that lives in a sandbox. */
export interface SandboxUser {
  readonly services: JobServices;
  readonly onIdentityRequest: (entry: IdentityRequestEntry) => void;
}

export interface Sandbox {
  readonly id: string;
  /** The service starts each job in a new folder, `C:\Temp\<random>` (specs/assets-and-jobs.md 4.2). */
  readonly folder: string;
  readonly endpoint: Endpoint;
  /** Once only: a sandbox is never used by a second job. Until then asset calls are errors. */
  attach(user: SandboxUser): void;
  /** Frees the port and removes the folder. */
  close(): Promise<void>;
}

/** Errors: permission-denied (no folder), port-unavailable, invalid-usage (a scenario the token source cannot do). */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { account, identities, fidelity, scenario, tokenSource } = options;
  const id = randomUUID();
  let user: SandboxUser | undefined;
  const folder = await createFolder(options.tempFolder);
  try {
    const endpoint = await startEndpoint({
      account,
      sandboxId: id,
      identities,
      fidelity,
      scenario,
      tokenSource,
      services: servicesOf(() => user),
      onIdentityRequest: (entry) => user?.onIdentityRequest(entry),
    });
    return {
      id,
      folder,
      endpoint,
      attach(newUser) {
        if (user) {
          throw new Error("A sandbox runs one job only.");
        }
        user = newUser;
      },
      close: async () => {
        await Promise.all([endpoint.close(), removeFolder(folder)]);
      },
    };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

function servicesOf(getUser: () => SandboxUser | undefined): JobServices {
  const services = (): JobServices => {
    const user = getUser();
    if (!user) {
      throw new AutomationError("not-supported", "No job runs in this sandbox.");
    }
    return user.services;
  };
  return {
    getAsset: async (kind, name, site) => services().getAsset(kind, name, site),
    describeMissing: async (kind, name) => services().describeMissing(kind, name),
    setVariable: async (name, value, site) => services().setVariable(name, value, site),
    startRunbook: async (request, site) => services().startRunbook(request, site),
    waitJobs: async (ids, timeoutMs) => services().waitJobs(ids, timeoutMs),
  };
}

/** Folders of jobs that live now; when this process ends before them, it removes them. */
const folders = new Set<string>();
let isHooked = false;

function removeFoldersAtExit(): void {
  if (isHooked) {
    return;
  }
  isHooked = true;
  process.once("exit", () => {
    for (const folder of folders) {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // A process of the job may still hold it (Windows); the system's own clean-up gets it.
      }
    }
  });
}

async function createFolder(parent: string | undefined): Promise<string> {
  const base = parent ?? tmpdir();
  try {
    // PowerShell and Python show the real path, not that of a link (macOS: /var).
    const folder = await realpath(await mkdtemp(join(base, "runbook-")));
    folders.add(folder);
    removeFoldersAtExit();
    return folder;
  } catch (error) {
    throw new AutomationError("permission-denied", `No folder for the job could be made in ${base}.`, {
      cause: error,
      hint: describeError(error),
    });
  }
}

async function removeFolder(path: string): Promise<void> {
  // On Windows a process that just ended may hold its folder for a moment.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }).catch(() => undefined);
  folders.delete(path);
}
