/** A debugger port on PowerShell's own debugger, driven as PowerShell Editor Services drives it (debugger.ps1). */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { join } from "node:path";

import type { DebugEnd, DebuggerPort, DelegatedConfiguration } from "../../../../src/local/sandbox/debug/debugger-port";

export interface WantedStop {
  readonly evaluate: readonly string[];
  readonly resume: "Continue" | "StepOver" | "StepInto" | "StepOut" | "Stop";
}

export interface DebuggerLine {
  readonly t: "stop" | "output" | "error" | "exception" | "after";
  readonly text?: string;
  readonly script?: string;
  readonly line?: number;
  readonly values?: readonly string[];
}

export class PowerShellPort implements DebuggerPort {
  readonly ended: Promise<DebugEnd>;
  readonly lines: DebuggerLine[] = [];
  configuration: DelegatedConfiguration | undefined;
  readonly #pwsh: string;
  /** Where the compiled part of debugger.ps1 is kept. */
  readonly #assembly: string;
  readonly #breakpoints: readonly { readonly path: string; readonly line: number }[];
  readonly #stops: readonly WantedStop[];
  readonly #environment: NodeJS.ProcessEnv;
  #child: ChildProcessWithoutNullStreams | undefined;
  #isStopped = false;
  #end: (end: DebugEnd) => void = () => undefined;
  #complaint = "";

  constructor(
    pwsh: string,
    breakpoints: readonly { readonly path: string; readonly line: number }[],
    stops: readonly WantedStop[],
    environment: NodeJS.ProcessEnv,
    assembly: string,
  ) {
    this.#pwsh = pwsh;
    this.#assembly = assembly;
    this.#breakpoints = breakpoints;
    this.#stops = stops;
    this.#environment = environment;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  start(configuration: DelegatedConfiguration): Promise<boolean> {
    this.configuration = configuration;
    this.#launch(1);
    return Promise.resolve(true);
  }

  stop(): void {
    this.#isStopped = true;
    this.#child?.kill("SIGKILL");
  }

  of(type: DebuggerLine["t"]): readonly DebuggerLine[] {
    return this.lines.filter((line) => line.t === type);
  }

  /** How often the session is started before it is over: 2 is one restart. */
  runs = 1;

  #launch(run: number): void {
    const { script, args, cwd } = this.configuration as unknown as { script: string; args: string[]; cwd: string };
    // As BuildDotSourceCommandWithArguments of PowerShell Editor Services writes it for the execute mode Call.
    const command = `& '${script.replaceAll("'", "''")}' ${args.join(" ")}`;
    const child = spawn(
      this.#pwsh,
      ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", join(__dirname, "debugger.ps1")],
      { env: { ...process.env, ...this.#environment } },
    );
    this.#child = child;
    child.stdin.end(
      `${JSON.stringify({ command, cwd, breakpoints: this.#breakpoints, stops: this.#stops, assembly: this.#assembly })}\n`,
    );
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (this.#complaint += chunk.toString()));
    child.once("close", () => {
      for (const line of text.split("\n").filter((part) => part.startsWith("{"))) {
        this.lines.push(JSON.parse(line) as DebuggerLine);
      }
      if (this.#complaint !== "") {
        this.lines.push({ t: "error", text: this.#complaint });
      }
      if (run < this.runs) {
        this.#launch(run + 1);
      } else {
        this.#end({ isStopped: this.#isStopped, exitCode: undefined });
      }
    });
  }
}
