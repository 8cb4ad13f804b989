// What the levels need of the machine. Each step runs once, when the first level asks; a step resolves with undefined when the
// thing is there and with one sentence on what is missing otherwise.
import { root } from "../setup/bootstrap.mjs";
import { ensureDebianPackages } from "../setup/debian.mjs";
import { ensurePowerShell, findDotnet, findPython } from "../setup/interpreters.mjs";
import { say } from "../setup/progress.mjs";
import { ensureVsCodeHost } from "../setup/vscode-host.mjs";
import { desktopExecutable } from "../vscode/desktop.mjs";

/** Things without which a level cannot pass; the others only make some of its tests skip. */
const essential = new Set(["python", "vscode", "browser"]);

export function prepareNeeds(selected) {
  const wanted = new Set(selected.flatMap((level) => level.needs));
  const started = new Map();
  const once = (name, work) => {
    if (!started.has(name)) {
      started.set(name, work());
    }
    return started.get(name);
  };
  const debian = () =>
    once("debian", () =>
      ensureDebianPackages({ browser: wanted.has("browser"), pythonClients: wanted.has("pythonClients") }),
    );
  const steps = {
    python: async () => ((await findPython()) ? undefined : "Python 3 is not installed"),
    powershell: async () =>
      (await ensurePowerShell(root, { install: true })) ? undefined : "PowerShell is not installed",
    dotnet: async () => ((await findDotnet()) ? undefined : "the .NET SDK is not installed"),
    pythonClients: async () =>
      (await debian()).pythonClients ? undefined : "Debian's Azure clients are not installed",
    browser: async () =>
      (await debian()).chromium ? undefined : "Chromium is not installed and could not be installed",
    vscode: async () => {
      if ((await desktopExecutable()) === undefined) {
        await ensureVsCodeHost(root);
      }
    },
  };
  const need = (name) =>
    once(name, () =>
      steps[name]().catch((error) => {
        say(name, `FAILED. ${error.message}`);
        return `set-up step "${name}" failed`;
      }),
    );
  // All start now, beside the first levels.
  const all = new Map([...wanted].map((name) => [name, need(name)]));

  /** The sentences of the essential things that this level lacks. */
  return async (level) => {
    const lacking = await Promise.all(level.needs.map(async (name) => ({ name, missing: await all.get(name) })));
    return lacking
      .filter(({ name, missing }) => missing !== undefined && essential.has(name))
      .map(({ missing }) => missing);
  };
}
