/** Runs the built command line as a real process, with a configuration folder of its own. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { JobEvent } from "../../../../src/core/job";

const root = resolve(__dirname, "../../../..");
const program = join(root, "dist", "cli.js");

export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Text of standard input; none: it is at its end at once. */
  readonly input?: string | Buffer;
  /** Default: the workspace's folder. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A folder for one test file: `dispose` in `after`. */
export class CliWorkspace {
  readonly place = realpathSync(mkdtempSync(join(tmpdir(), "rw-cli-")));
  readonly folder = join(this.place, "work");
  readonly config = join(this.place, "config");

  constructor() {
    buildOnce();
    mkdirSync(this.folder);
  }

  get environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => name !== "RUNBOOK_WORKBENCH_KEY" && name !== "NO_COLOR");
    return { ...Object.fromEntries(own), XDG_CONFIG_HOME: this.config, APPDATA: this.config };
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string | Buffer): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  start(args: readonly string[], options: CliOptions = {}): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [program, ...args], {
      cwd: options.cwd ?? this.folder,
      env: { ...this.environment, ...options.environment },
    });
  }

  async run(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
    const child = this.start(args, options);
    child.stdin.on("error", () => undefined); // it may end before it reads all
    child.stdin.end(options.input ?? "");
    return collect(child);
  }

  /** Runs and expects 0; standard output. */
  async ok(args: readonly string[], options: CliOptions = {}): Promise<string> {
    const result = await this.run(args, options);
    assert.equal(result.status, 0, `${args.join(" ")}: ${result.stderr}`);
    return result.stdout;
  }

  /** Runs and expects that status; the last line of standard error. */
  async fails(status: number, args: readonly string[], options: CliOptions = {}): Promise<string> {
    const result = await this.run(args, options);
    assert.equal(result.status, status, `${args.join(" ")}: ${result.stdout}${result.stderr}`);
    return result.stderr.trimEnd().split("\n").at(-1) ?? "";
  }

  /** The events of a `run --output json`. */
  async events(
    args: readonly string[],
    options: CliOptions = {},
  ): Promise<{ status: number | null; events: JobEvent[]; stderr: string }> {
    const { status, stdout, stderr } = await this.run(["run", ...args, "--output", "json"], options);
    return { status, events: parseEvents(stdout), stderr };
  }

  dispose(): void {
    rmSync(this.place, { recursive: true, force: true });
  }
}

export async function collect(child: ChildProcessWithoutNullStreams): Promise<CliResult> {
  const parts: Record<"stdout" | "stderr", Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on("data", (chunk: Buffer) => parts.stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => parts.stderr.push(chunk));
  const [status] = (await once(child, "close")) as [number | null];
  return { status, stdout: Buffer.concat(parts.stdout).toString(), stderr: Buffer.concat(parts.stderr).toString() };
}

export function parseEvents(stdout: string): JobEvent[] {
  return stdout
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JobEvent);
}

/** Resolves with all of standard error or output so far, once it matches. */
export function untilText(
  child: ChildProcessWithoutNullStreams,
  stream: "stdout" | "stderr",
  pattern: RegExp,
): Promise<string> {
  return new Promise((done, reject) => {
    let text = "";
    child[stream].on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) {
        done(text);
      }
    });
    child.once("close", () => reject(new Error(`It ended before ${String(pattern)}: ${text}`)));
  });
}

/** For what no event tells of. The test's own time limit ends it. */
export async function waitUntil(isSo: () => boolean, intervalMs = 20): Promise<void> {
  while (!isSo()) {
    await wait(intervalMs);
  }
}

let isBuilt = false;

/** `npm test` has built; whoever runs one file gets a fresh build when a source is newer. */
function buildOnce(): void {
  if (isBuilt || process.env["RUNBOOK_WORKBENCH_TEST_RESULT"] !== undefined) {
    return;
  }
  isBuilt = true;
  if (existsSync(program) && newest(join(root, "src")) < statSync(program).mtimeMs) {
    return;
  }
  const { status, stderr } = spawnSync(process.execPath, [join(root, "esbuild.js"), "--quiet"], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );
}
