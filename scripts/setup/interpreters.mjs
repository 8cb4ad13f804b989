// Finds the interpreters that runbooks need, and says how to get the ones that are missing.
import fs from "node:fs";
import path from "node:path";
import { cacheFolder } from "./cache.mjs";
import { say } from "./progress.mjs";
import { capture, isExecutable, onPath } from "./run.mjs";

/** Where installers put pwsh when PATH does not name it. */
const usualPowerShell = [
  "/opt/microsoft/powershell/7/pwsh",
  "/usr/local/microsoft/powershell/7/pwsh",
  "/snap/bin/pwsh",
  "/opt/homebrew/bin/pwsh",
  path.join(process.env.ProgramFiles ?? "", "PowerShell/7/pwsh.exe"),
];

export const howToGetPowerShell = {
  linux:
    "install the package from https://aka.ms/install-powershell-linux, or: dotnet tool install --global PowerShell",
  darwin: "brew install powershell",
  win32: "winget install --id Microsoft.PowerShell",
};

/** One sentence for a machine without PowerShell. */
export const powerShellMissing = () =>
  `PowerShell 7 (pwsh) was not found, so PowerShell runbooks cannot run here. To get it: ${howToGetPowerShell[process.platform] ?? "see https://aka.ms/powershell"}.`;

/** The pinned version of .config/dotnet-tools.json as a program in the cache folder. */
function dotnetTool(root) {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, ".config/dotnet-tools.json"), "utf8"));
  const { version } = manifest.tools.powershell;
  const folder = path.join(cacheFolder(), `powershell-${version}`);
  return { version, folder, program: path.join(folder, process.platform === "win32" ? "pwsh.exe" : "pwsh") };
}

async function firstLine(program, args) {
  const { code, output } = await capture(program, args, { timeoutMs: 60_000 }).catch(() => ({ code: 1, output: "" }));
  return code === 0 ? output.split("\n")[0].trim() : undefined;
}

/**
 * Path of a pwsh, put on PATH for what follows, or undefined: a machine without PowerShell is normal. `install`: try the pinned
 * dotnet tool, which only some registries have.
 */
export async function ensurePowerShell(root, { install }) {
  const tool = dotnetTool(root);
  const found = () => onPath("pwsh") ?? [tool.program, ...usualPowerShell].find(isExecutable);
  const dotnet = onPath("dotnet");
  if (install && found() === undefined && dotnet !== undefined) {
    const args = ["tool", "install", "PowerShell", "--version", tool.version, "--tool-path", tool.folder];
    await capture(dotnet, args, { timeoutMs: 120_000 }).catch(() => undefined);
  }
  const program = found();
  const version = program && (await firstLine(program, ["--version"]));
  if (version === undefined) {
    say("PowerShell", powerShellMissing());
    return undefined;
  }
  process.env.PATH = [process.env.PATH, path.dirname(program)].join(path.delimiter);
  say("PowerShell", version);
  return program;
}

/** Path of a Python 3, or undefined. */
export async function findPython() {
  const program = onPath("python3", "python");
  const version = program && (await firstLine(program, ["--version"]));
  if (version === undefined || !version.startsWith("Python 3")) {
    say("Python", "Python 3 was not found; install it (Debian: apt-get install python3).");
    return undefined;
  }
  say("Python", version);
  return program;
}

/** The .NET SDK is optional: without it the .NET identity clients are not tried. */
export async function findDotnet() {
  const program = onPath("dotnet");
  const version = program && (await firstLine(program, ["--version"]));
  say(".NET SDK", version ?? "not found; tests with .NET identity clients are skipped");
  return version === undefined ? undefined : program;
}
