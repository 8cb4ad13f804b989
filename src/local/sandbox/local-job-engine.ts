/** Runs runbooks on this machine as the service would: `start` gives a job at once, child jobs come from the job itself. */
import { randomUUID } from "node:crypto";

import { AutomationError, cancelled } from "../../core/errors";
import type { StartRunbookRequest } from "../../core/job-services";
import { isJsonObject } from "../../core/json";
import { languageOfFile, runbookNameOf } from "../../core/runbook";
import { LocalJob } from "./local-job";
import type { EngineOptions, LocalRunbookJob, RunRequest, WarmRequest } from "./run-request";
import { missingRunbook, type ChildJobs } from "./sandbox-services";

/** A runbook that starts itself without end would take the machine down. */
const deepestNesting = 20;
const mostRunningChildren = 50;

export class LocalJobEngine {
  readonly #options: EngineOptions;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Never throws: a request that cannot be used gives a Failed job with a `refusal`. */
  start(request: RunRequest): LocalRunbookJob {
    const job = this.#create(randomUUID(), request, new Map(), 0);
    const { warmPool } = this.#options;
    if (warmPool) {
      void job.completed.then(() => warmPool.refill());
    }
    return job;
  }

  /**
   * Lets a PowerShell wait in the pool for the next job like this; without a pool or an interpreter nothing happens. Resolves when
   * it waits.
   */
  async keepWarm(request: WarmRequest): Promise<void> {
    const { warmPool, interpreters } = this.#options;
    const { account, runtime = "powershell-7", fidelity = "cloud" } = request;
    if (!warmPool) {
      return;
    }
    try {
      const interpreter = interpreters.find(runtime, request.interpreterPath);
      const details = await account.details();
      const identities = request.identities ?? details.identities;
      await warmPool.keep({ interpreter, account, details, identities, fidelity });
    } catch (error) {
      if (!(error instanceof AutomationError)) {
        throw error;
      }
      // What is missing is told when a job needs it.
    }
  }

  /** `family`: all jobs of one run, by id in lower case. */
  #create(id: string, request: RunRequest, family: Map<string, LocalJob>, depth: number): LocalJob {
    const children: LocalJob[] = [];
    const job = new LocalJob({
      id,
      request,
      engine: this.#options,
      children: {
        all: () => children,
        find: (jobId) => {
          const found = family.get(jobId.toLowerCase());
          return found && { job: found, exception: found.exception };
        },
        start: async (child) => {
          const started = await this.#startChild(job, request, child, family, depth + 1);
          children.push(started);
          // Its own events come first: a child that was refused has told why.
          job.adopt(started);
          await started.accepted;
          return started.id;
        },
      } satisfies ChildJobs & { all: () => readonly LocalJob[] },
    });
    family.set(id.toLowerCase(), job);
    return job;
  }

  async #startChild(
    parent: LocalJob,
    parentRequest: RunRequest,
    child: StartRunbookRequest,
    family: Map<string, LocalJob>,
    depth: number,
  ): Promise<LocalJob> {
    const { account, runbook: parentRunbook } = parentRequest;
    const path = await account.findRunbook(child.name);
    const language = path === undefined ? undefined : languageOfFile(path);
    if (path === undefined || language === undefined) {
      throw await missingRunbook(account, child.name);
    }
    checkNumbers(child.name, family, depth);
    const id = child.jobId ?? randomUUID();
    if (family.has(id.toLowerCase())) {
      throw new AutomationError("invalid-parameter", `There is a job with the id ${id} already.`, {
        hint: "Leave the id out, or make up a new one.",
      });
    }
    const isSameLanguage = language === parentRunbook.language;
    const { parameters } = child;
    const request: RunRequest = {
      ...parentRequest,
      runbook: { name: runbookNameOf(path), path, language },
      text: undefined,
      parameters:
        parameters === undefined ? {} : isJsonObject(parameters) ? { named: parameters } : { positional: parameters },
      runtime: isSameLanguage ? parentRequest.runtime : undefined,
      interpreterPath: isSameLanguage ? parentRequest.interpreterPath : undefined,
      timeoutMs: undefined,
      debug: undefined,
      startedBy: parent.id,
    };
    if (parent.isEnding) {
      throw cancelled("The job that starts this one has ended.");
    }
    return this.#create(id, request, family, depth);
  }
}

function checkNumbers(name: string, family: ReadonlyMap<string, LocalJob>, depth: number): void {
  if (depth > deepestNesting) {
    throw new AutomationError("failed", `"${name}" was not started: child jobs are nested ${deepestNesting} deep.`, {
      hint: "Check whether a runbook starts itself.",
    });
  }
  const running = [...family.values()].filter((job) => job.status === "Running" || job.status === "Activating");
  if (running.length > mostRunningChildren) {
    throw new AutomationError(
      "failed",
      `"${name}" was not started: ${running.length} jobs run on this machine already.`,
      {
        hint: "Wait for some of them with Wait-AutomationJob first.",
      },
    );
  }
}
