// Finds a desktop VS Code for the suite: the one VSCODE_EXECUTABLE names, else one that @vscode/test-electron downloads, where
// there is a display to show it and a network to get it from.
import path from "node:path";
import { downloadAndUnzipVSCode, SilentReporter } from "@vscode/test-electron";
import { cacheFolder } from "../setup/cache.mjs";
import { SetupError, say } from "../setup/progress.mjs";
import { isExecutable } from "../setup/run.mjs";

let found;

/** Path of a desktop VS Code, or undefined when the server build has to do. */
export const desktopExecutable = () => (found ??= find());

async function find() {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) {
    if (!isExecutable(named)) {
      throw new SetupError(
        `VSCODE_EXECUTABLE names "${named}", which is not an executable file.`,
        "Correct or unset it.",
      );
    }
    say("VS Code", `desktop, from VSCODE_EXECUTABLE: ${named}`);
    return named;
  }
  const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  if (!hasDisplay) {
    return undefined;
  }
  try {
    say("VS Code", "looking for a desktop VS Code to download ...");
    const version = process.env.VSCODE_VERSION ?? "stable";
    const cachePath = path.join(cacheFolder(), "vscode-desktop");
    const program = await downloadAndUnzipVSCode({
      version,
      cachePath,
      timeout: 20_000,
      reporter: new SilentReporter(),
    });
    say("VS Code", `desktop ${version}`);
    return program;
  } catch (error) {
    say("VS Code", `no desktop VS Code could be downloaded (${error.message}); using the server build`);
    return undefined;
  }
}
