// Debian packages that only tests need: a browser, and real Azure clients and a debugger for Debian's own Python.
import fs from "node:fs";
import path from "node:path";
import { SetupError, say, seconds } from "./progress.mjs";
import { capture, isExecutable, onPath, run } from "./run.mjs";

/** Debian's own interpreter: packages from apt belong to it, not to another Python that comes first on PATH. */
const debianPython = "/usr/bin/python3";
const pythonPackages = ["python3-requests", "python3-azure", "python3-msrestazure", "python3-debugpy"];

export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!isExecutable(named)) {
      throw new SetupError(`CHROMIUM names "${named}", which is not an executable file.`, "Correct or unset CHROMIUM.");
    }
    return named;
  }
  const elsewhere = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    path.join(process.env["ProgramFiles(x86)"] ?? "", "Microsoft/Edge/Application/msedge.exe"),
  ];
  return (
    onPath("chromium", "chromium-browser", "google-chrome-stable", "google-chrome") ?? elsewhere.find(isExecutable)
  );
}

async function hasPythonClients() {
  if (!fs.existsSync(debianPython)) {
    return false;
  }
  const probe = "import debugpy, requests, azure.identity, msrestazure.azure_active_directory";
  return (await capture(debianPython, ["-c", probe])).code === 0;
}

/** How this user may run apt-get, or undefined where there is none. */
async function aptCommand() {
  const apt = onPath("apt-get");
  if (apt === undefined || process.platform !== "linux") {
    return undefined;
  }
  if (process.getuid() === 0) {
    return [apt];
  }
  const sudo = onPath("sudo");
  return sudo !== undefined && (await capture(sudo, ["-n", "true"])).code === 0 ? [sudo, "-n", apt] : undefined;
}

async function aptInstall(packages) {
  const [command, ...prefix] = await aptCommand();
  const options = ["-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"];
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };
  const install = [...prefix, ...options, "install", "-y", "--no-install-recommends", ...packages];
  const first = await capture(command, install, { env });
  if (first.code !== 0) {
    // The package lists are missing or old.
    await run(command, [...prefix, ...options, "update"], { env });
    await run(command, install, { env });
  }
}

/**
 * Installs what is missing in one go, since apt works for one caller at a time.
 * Returns the browser's path (undefined: there is none and it cannot be installed) and whether Python's clients are there.
 */
export async function ensureDebianPackages({ browser, pythonClients }) {
  const missing = [
    ...(browser && findChromium() === undefined ? ["chromium"] : []),
    ...(pythonClients && !(await hasPythonClients()) ? pythonPackages : []),
  ];
  if (missing.length > 0) {
    if ((await aptCommand()) === undefined) {
      say("Debian packages", `missing and not installable by this user: ${missing.join(", ")}`);
    } else {
      const startedAt = Date.now();
      say("Debian packages", `apt-get install ${missing.join(" ")} ...`);
      await aptInstall(missing);
      say("Debian packages", `installed (took ${seconds(startedAt)})`);
    }
  } else {
    say("Debian packages", "all there");
  }
  return { chromium: findChromium(), pythonClients: await hasPythonClients() };
}
