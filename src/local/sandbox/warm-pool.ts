/**
 * Keeps one idle PowerShell in a sandbox of its own for the next job, so that the job need not wait for PowerShell's start. It is
 * used once and for what it was made for only; when nobody wants it for a while it goes. Python needs none: it starts in some 20 ms.
 */
import type { AccountDetails, JobAccount } from "../../core/account";
import type { Fidelity } from "../../core/identity";
import { createEmulatedTokenSource } from "../endpoint/emulated-token";
import type { AvailableIdentities } from "../endpoint/endpoint";
import type { Interpreter } from "./interpreter";
import { planSandboxEnvironment } from "./plan";
import type { PowerShellHost } from "./powershell/start-powershell-host";
import { endGroup } from "./process-tree";
import { openSandbox, type Sandbox } from "./sandbox";
import { startPowerShellProcess } from "./start-host";

/** What a waiting sandbox was made for. A job takes it only when all of this is its own. */
export interface WarmPurpose {
  readonly interpreter: Interpreter;
  readonly account: JobAccount;
  readonly details: AccountDetails;
  readonly identities: AvailableIdentities;
  readonly fidelity: Fidelity;
}

export interface WarmSandbox {
  readonly sandbox: Sandbox;
  readonly host: PowerShellHost;
}

export interface WarmPoolOptions {
  readonly hostsFolder: string;
  readonly tempFolder?: string | undefined;
  /** How long an unused one stays; undefined: 10 minutes. */
  readonly idleMs?: number | undefined;
}

interface Entry {
  readonly key: string;
  readonly account: JobAccount;
  /** undefined: it could not be made; the next run tells why. */
  readonly warm: Promise<WarmSandbox | undefined>;
  isReady: boolean;
}

const defaultIdleMs = 10 * 60 * 1000;

export class WarmPool {
  readonly #options: WarmPoolOptions;
  #entry: Entry | undefined;
  /** What the next one is for; undefined: none is wanted. */
  #purpose: WarmPurpose | undefined;
  #idleTimer: NodeJS.Timeout | undefined;
  #isDisposed = false;
  readonly #closing = new Set<Promise<void>>();

  constructor(options: WarmPoolOptions) {
    this.#options = options;
  }

  /** Makes one ready, unless there is one; one for another purpose goes. Resolves when it waits, or could not be made. */
  async keep(purpose: WarmPurpose): Promise<void> {
    if (this.#isDisposed || purpose.interpreter.runtime === "python-3") {
      return;
    }
    this.#purpose = purpose;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => void this.release(), this.#options.idleMs ?? defaultIdleMs);
    this.#idleTimer.unref();
    const current = this.#entry;
    if (current && (!isFor(current, purpose) || (await isDead(current)))) {
      this.#drop(current);
    }
    this.#entry ??= this.#start(purpose);
    await this.#entry.warm;
  }

  /** The next one after a job took it: made once the job is over, so that its start does not slow the job down. */
  async refill(): Promise<void> {
    if (this.#purpose) {
      await this.keep(this.#purpose);
    }
  }

  /** The waiting one when it is ready and was made for this; it is the job's from now on. */
  async take(purpose: WarmPurpose): Promise<WarmSandbox | undefined> {
    const entry = this.#entry;
    if (!entry?.isReady) {
      return undefined;
    }
    if (!isFor(entry, purpose)) {
      // The account was edited, or the person runs something else now: what waits is of no use.
      this.#purpose = purpose.interpreter.runtime === "python-3" ? this.#purpose : purpose;
      if (this.#purpose === purpose) {
        this.#drop(entry);
      }
      return undefined;
    }
    this.#entry = undefined;
    const warm = await entry.warm;
    if (warm?.host.isAlive === true) {
      return warm;
    }
    this.#close(entry);
    return undefined;
  }

  /** Ends the waiting one. Resolves when process, port and folder are gone. */
  async release(): Promise<void> {
    this.#purpose = undefined;
    clearTimeout(this.#idleTimer);
    if (this.#entry) {
      this.#drop(this.#entry);
    }
    await Promise.all(this.#closing);
  }

  /** For good: when the workspace is no longer trusted, or the editor closes. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.release();
  }

  #start(purpose: WarmPurpose): Entry {
    const warm = this.#open(purpose).catch(() => undefined);
    const entry: Entry = { key: keyOf(purpose), account: purpose.account, warm, isReady: false };
    void warm.then((made) => (entry.isReady = made !== undefined));
    return entry;
  }

  #drop(entry: Entry): void {
    if (this.#entry === entry) {
      this.#entry = undefined;
      this.#close(entry);
    }
  }

  async #open(purpose: WarmPurpose): Promise<WarmSandbox> {
    const { interpreter, account, details, identities, fidelity } = purpose;
    const { hostsFolder, tempFolder } = this.#options;
    const sandbox = await openSandbox({
      account: details,
      identities,
      fidelity,
      scenario: undefined,
      tokenSource: createEmulatedTokenSource({ account: details, extraClaims: () => account.extraClaims() }),
      tempFolder,
    });
    const environment = planSandboxEnvironment({
      interpreter,
      hostsFolder,
      platform: process.platform,
      environment: process.env,
      accountId: details.accountId,
      sandboxId: sandbox.id,
      endpoint: {
        sandboxUrl: sandbox.endpoint.sandboxUrl,
        secret: sandbox.endpoint.secret,
        variables: sandbox.endpoint.environment(process.env),
      },
    });
    const cwd = interpreter.folder ?? sandbox.folder;
    const host = startPowerShellProcess({ interpreter, environment, cwd, hostsFolder }, "warm");
    try {
      await host.ready;
      return { sandbox, host };
    } catch (error) {
      await closeWarm({ sandbox, host });
      throw error;
    }
  }

  #close(entry: Entry): void {
    const closing = entry.warm.then((warm) => warm && closeWarm(warm));
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
  }
}

function isFor(entry: Entry, purpose: WarmPurpose): boolean {
  return entry.account === purpose.account && entry.key === keyOf(purpose);
}

async function isDead(entry: Entry): Promise<boolean> {
  return entry.isReady && (await entry.warm)?.host.isAlive !== true;
}

async function closeWarm({ sandbox, host }: WarmSandbox): Promise<void> {
  host.dispose();
  await host.exited;
  if (host.pid !== undefined) {
    endGroup(host.pid, sandbox.id);
  }
  await sandbox.close();
}

function keyOf({ interpreter, details, identities, fidelity }: WarmPurpose): string {
  return JSON.stringify([interpreter, details, identities, fidelity]);
}
