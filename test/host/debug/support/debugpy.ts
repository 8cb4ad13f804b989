/** A debugger port on the real debugpy, as VS Code and its Python debugger extension drive it. */
import { execFileSync } from "node:child_process";

import type { DebugEnd, DebuggerPort, DelegatedConfiguration } from "../../../../src/local/sandbox/debug/debugger-port";
import { DapClient } from "./dap-client";

let found: string | undefined;

/** A Python that has debugpy; undefined without one. Debian's packages belong to its own interpreter. */
export function pythonWithDebugpy(): string | undefined {
  found ??= ["python3", "/usr/bin/python3"].find((path) => {
    try {
      execFileSync(path, ["-c", "import debugpy"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
  return found;
}

/** For `before`: skips the suite where there is no debugpy, and says so. */
export function needDebugpy(context: Mocha.Context): string {
  const python = pythonWithDebugpy();
  if (python === undefined) {
    process.stdout.write("SKIPPED: these tests need debugpy (Debian: python3-debugpy) in python3.\n");
    context.skip();
  }
  return python;
}

export interface Breakpoint {
  readonly path: string;
  readonly line: number;
}

export class DebugpyPort implements DebuggerPort {
  readonly ended: Promise<DebugEnd>;
  readonly client: DapClient;
  configuration: DelegatedConfiguration | undefined;
  readonly #breakpoints: readonly Breakpoint[];
  #isStopped = false;
  #end: (end: DebugEnd) => void = () => undefined;

  constructor(python: string, breakpoints: readonly Breakpoint[]) {
    this.#breakpoints = breakpoints;
    this.client = new DapClient(python, ["-m", "debugpy.adapter"]);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  async start(configuration: DelegatedConfiguration): Promise<boolean> {
    this.configuration = configuration;
    const { client } = this;
    await client.request("initialize", { adapterID: "debugpy", pathFormat: "path", linesStartAt1: true });
    // What the extension's own resolver adds (resolvers/launch.ts, helper.ts: env of the internal console, debugOptions).
    const env = { ...process.env, ...(configuration["env"] as object) };
    const launch = client.request("launch", {
      ...configuration,
      env,
      debugOptions: ["RedirectOutput", "ShowReturnValue"],
    });
    await client.event("initialized");
    for (const { path, line } of this.#breakpoints) {
      await client.request("setBreakpoints", { source: { path }, breakpoints: [{ line }] });
    }
    await client.request("configurationDone");
    await launch;
    void this.#watch();
    return true;
  }

  stop(): void {
    this.#isStopped = true;
    this.client.send("disconnect", { terminateDebuggee: true });
  }

  /** Of the first frame where the thread stands. */
  async evaluate(expression: string, stop = 0): Promise<unknown> {
    const { threadId } = await this.client.event("stopped", stop);
    const { stackFrames } = (await this.client.request("stackTrace", { threadId })) as {
      stackFrames: { id: number }[];
    };
    return (await this.client.request("evaluate", { expression, frameId: stackFrames[0]?.id, context: "watch" }))[
      "result"
    ];
  }

  async goOn(): Promise<void> {
    await this.client.request("continue", { threadId: 1 });
  }

  async #watch(): Promise<void> {
    await this.client.event("terminated").catch(() => undefined);
    const exited = this.client.messages.find((message) => message.event === "exited");
    if (!this.#isStopped) {
      await this.client.request("disconnect").catch(() => undefined);
    }
    await this.client.close();
    const exitCode = exited?.body?.["exitCode"];
    this.#end({ isStopped: this.#isStopped, exitCode: typeof exitCode === "number" ? exitCode : undefined });
  }
}
