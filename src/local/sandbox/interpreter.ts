/** Finds PowerShell and Python on this machine without starting them: the host itself tells its version when it comes up. */
import { accessSync, constants, lstatSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { posix, win32 } from "node:path";

import { AutomationError } from "../../core/errors";
import type { RuntimeId } from "../../core/runbook";
import { howToGetPowerShell, howToGetPython } from "./how-to-get";

export interface Interpreter {
  readonly runtime: RuntimeId;
  /** What to start: an absolute path. */
  readonly path: string;
  /** Arguments before all others: `-3` of Windows' `py`, `tool run pwsh --` of dotnet. */
  readonly leadingArguments: readonly string[];
  /** In which folder it must be started; undefined: any (a local dotnet tool is found from its folder). */
  readonly folder: string | undefined;
}

export interface InterpreterSettings {
  /** Setting runbookWorkbench.powershell.path; "" or undefined: search. */
  readonly powerShellPath?: string | undefined;
  /** Setting runbookWorkbench.python.path. */
  readonly pythonPath?: string | undefined;
  /** The interpreter that the Python extension has chosen. */
  readonly chosenPython?: string | undefined;
  /** Folders that may hold a virtual environment or a dotnet tool manifest: the workspace's, the account's. */
  readonly folders?: readonly string[] | undefined;
}

/** The machine as the search sees it; tests make one up. */
export interface SearchPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** What stands at a path: `program` may be started. */
  readonly lookAt: (path: string) => "program" | "file" | "folder" | "nothing";
  readonly readText: (path: string) => string | undefined;
}

export class InterpreterFinder {
  readonly #settings: () => InterpreterSettings;
  readonly #place: SearchPlace;

  /** `settings` is asked at each search, so that a change counts at the next run. */
  constructor(settings: InterpreterSettings | (() => InterpreterSettings) = {}, place: SearchPlace = thisMachine()) {
    this.#settings = typeof settings === "function" ? settings : () => settings;
    this.#place = place;
  }

  /**
   * The interpreter for a runtime. `chosenPath` (a run's own choice) wins and must be usable.
   * Errors: interpreter-missing, interpreter-failed (a named path that cannot be started), not-supported (5.1 outside Windows).
   */
  find(runtime: RuntimeId, chosenPath?: string): Interpreter {
    if (chosenPath !== undefined && chosenPath !== "") {
      return this.#named(runtime, chosenPath, "The interpreter");
    }
    switch (runtime) {
      case "powershell-7":
        return this.#findPowerShell();
      case "powershell-5.1":
        return this.#findWindowsPowerShell();
      case "python-3":
        return this.#findPython();
    }
  }

  #findPowerShell(): Interpreter {
    const { powerShellPath, folders = [] } = this.#settings();
    if (powerShellPath) {
      return this.#named("powershell-7", powerShellPath, 'The setting "runbookWorkbench.powershell.path"');
    }
    const found = this.#firstProgram([...this.#onPath("pwsh"), ...usualPowerShellPaths(this.#place)]);
    if (found !== undefined) {
      return interpreter("powershell-7", found);
    }
    const dotnet = this.#firstProgram(this.#onPath("dotnet"));
    const toolFolder = folders.find((folder) => this.#hasRestoredTool(folder));
    if (dotnet !== undefined && toolFolder !== undefined) {
      return {
        runtime: "powershell-7",
        path: dotnet,
        leadingArguments: ["tool", "run", "pwsh", "--"],
        folder: toolFolder,
      };
    }
    throw new AutomationError("interpreter-missing", "PowerShell 7 (pwsh) was not found on this machine.", {
      hint: howToGetPowerShell(this.#place.platform),
    });
  }

  #findWindowsPowerShell(): Interpreter {
    const { platform, environment } = this.#place;
    if (platform !== "win32") {
      throw new AutomationError("not-supported", "Windows PowerShell 5.1 exists on Windows only.", {
        hint: "Choose the runtime powershell-7, or run this runbook on Windows.",
      });
    }
    const root = variable(environment, "SystemRoot") ?? "C:\\Windows";
    const usual = win32.join(root, "System32", "WindowsPowerShell", "v1.0", "powershell.exe");
    const found = this.#firstProgram([usual, ...this.#onPath("powershell")]);
    if (found === undefined) {
      throw new AutomationError("interpreter-missing", "Windows PowerShell 5.1 (powershell.exe) was not found.", {
        hint: "Turn on the Windows feature Windows PowerShell, or choose the runtime powershell-7.",
      });
    }
    return interpreter("powershell-5.1", found);
  }

  #findPython(): Interpreter {
    const { pythonPath, chosenPython, folders = [] } = this.#settings();
    if (pythonPath) {
      return this.#named("python-3", pythonPath, 'The setting "runbookWorkbench.python.path"');
    }
    const { platform } = this.#place;
    const path = platform === "win32" ? win32 : posix;
    const inEnvironment = platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python3"];
    const environments = folders.flatMap((folder) =>
      [".venv", "venv", "env"].map((name) => path.join(folder, name, ...inEnvironment)),
    );
    const found = this.#firstProgram([
      ...(chosenPython ? [chosenPython] : []),
      ...environments,
      ...this.#onPath("python3").filter((candidate) => !isStoreStub(candidate)),
      ...this.#onPath("python").filter((candidate) => !isStoreStub(candidate)),
    ]);
    if (found !== undefined) {
      return interpreter("python-3", found);
    }
    const launcher = platform === "win32" ? this.#firstProgram(this.#onPath("py")) : undefined;
    if (launcher !== undefined) {
      return { ...interpreter("python-3", launcher), leadingArguments: ["-3"] };
    }
    throw new AutomationError("interpreter-missing", "Python 3 was not found on this machine.", {
      hint: howToGetPython(platform),
    });
  }

  /** A path that a person named: a bare name is looked up on PATH; what cannot be started is said at once. */
  #named(runtime: RuntimeId, given: string, what: string): Interpreter {
    const { platform, home, lookAt } = this.#place;
    const path = platform === "win32" ? win32 : posix;
    const expanded = /^~[\\/]/.test(given) ? path.join(home, given.slice(2)) : given;
    if (!/[\\/]/.test(expanded)) {
      const found = this.#firstProgram(this.#onPath(expanded.replace(/\.exe$/i, "")));
      if (found !== undefined) {
        return interpreter(runtime, found);
      }
      throw new AutomationError("interpreter-missing", `${what} names "${given}", which is not on PATH.`, {
        hint: "Give the program's full path.",
      });
    }
    const absolute = platform === process.platform ? path.resolve(expanded) : expanded;
    switch (lookAt(absolute)) {
      case "program":
        return interpreter(runtime, absolute);
      case "nothing":
        throw new AutomationError("interpreter-missing", `${what} names a file that does not exist: ${absolute}`, {
          hint: runtime === "python-3" ? howToGetPython(platform) : howToGetPowerShell(platform),
        });
      case "folder":
        throw new AutomationError("interpreter-failed", `${what} names a folder, not a program: ${absolute}`, {
          hint: "Name the program in it.",
        });
      case "file":
        throw new AutomationError("interpreter-failed", `${what} names a file that cannot be started: ${absolute}`, {
          hint: "Make it executable, or name another one.",
        });
    }
  }

  #firstProgram(paths: readonly string[]): string | undefined {
    return paths.find((path) => this.#place.lookAt(path) === "program");
  }

  #onPath(name: string): readonly string[] {
    const { platform, environment } = this.#place;
    const isWindows = platform === "win32";
    const path = isWindows ? win32 : posix;
    const file = isWindows ? `${name}.exe` : name;
    return (variable(environment, "PATH", isWindows) ?? "")
      .split(path.delimiter)
      .map((folder) => folder.replace(/^"(.*)"$/, "$1"))
      .filter((folder) => path.isAbsolute(folder))
      .map((folder) => path.join(folder, file));
  }

  /** Whether a folder's tool manifest has PowerShell and NuGet's folder has that version: `dotnet tool run` never downloads. */
  #hasRestoredTool(folder: string): boolean {
    const { platform, home, environment, readText, lookAt } = this.#place;
    const path = platform === "win32" ? win32 : posix;
    const text = readText(path.join(folder, ".config", "dotnet-tools.json"));
    if (text === undefined) {
      return false;
    }
    try {
      const manifest = JSON.parse(text) as { tools?: Record<string, { version?: unknown } | undefined> };
      const version = manifest.tools?.["powershell"]?.version;
      const packages = variable(environment, "NUGET_PACKAGES") ?? path.join(home, ".nuget", "packages");
      return typeof version === "string" && lookAt(path.join(packages, "powershell", version)) === "folder";
    } catch {
      return false; // a damaged manifest is dotnet's to report
    }
  }
}

function interpreter(runtime: RuntimeId, path: string): Interpreter {
  return { runtime, path, leadingArguments: [], folder: undefined };
}

/** Where PowerShell's own packages put it (docs: powershell/scripting/install). */
function usualPowerShellPaths({ platform, environment, home }: SearchPlace): readonly string[] {
  if (platform === "win32") {
    const local = variable(environment, "LOCALAPPDATA");
    const programs = [variable(environment, "ProgramW6432"), variable(environment, "ProgramFiles")];
    return [
      ...programs.flatMap((folder) => (folder ? [win32.join(folder, "PowerShell", "7", "pwsh.exe")] : [])),
      ...(local ? [win32.join(local, "Microsoft", "WindowsApps", "pwsh.exe")] : []),
      win32.join(home, ".dotnet", "tools", "pwsh.exe"),
    ];
  }
  const packaged =
    platform === "darwin"
      ? ["/usr/local/bin/pwsh", "/opt/homebrew/bin/pwsh", "/usr/local/microsoft/powershell/7/pwsh"]
      : ["/usr/bin/pwsh", "/usr/local/bin/pwsh", "/opt/microsoft/powershell/7/pwsh", "/snap/bin/pwsh"];
  return [...packaged, posix.join(home, ".dotnet", "tools", "pwsh")];
}

/** Windows' own `python.exe` there only opens the Store. A real Python from the Store is reached through `py` or its setting. */
function isStoreStub(path: string): boolean {
  return /\\Microsoft\\WindowsApps\\python3?\.exe$/i.test(path);
}

function variable(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  ignoresCase = true,
): string | undefined {
  if (environment[name] !== undefined || !ignoresCase) {
    return environment[name];
  }
  const key = Object.keys(environment).find((candidate) => candidate.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}

function thisMachine(): SearchPlace {
  return {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
    lookAt(path) {
      let stats;
      try {
        stats = statSync(path, { throwIfNoEntry: false });
      } catch {
        // An app execution alias of Windows can be started, but not looked through.
        return process.platform === "win32" && lstatSync(path, { throwIfNoEntry: false }) ? "program" : "nothing";
      }
      if (!stats) {
        return "nothing";
      }
      if (stats.isDirectory()) {
        return "folder";
      }
      try {
        accessSync(path, constants.X_OK);
        return "program";
      } catch {
        return "file";
      }
    },
    readText(path) {
      try {
        return readFileSync(path, "utf8");
      } catch {
        return undefined;
      }
    },
  };
}
