// Starts VS Code's server build on a free loopback port, with folders of its own, and ends all of its processes.
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { noGallery, quietSettings } from "./settings.mjs";

const listening = /Extension host agent listening on (\d+)/;

/** The caller's environment without what would lead VS Code astray; HOME is its own, so it leaves nothing in the user's. */
function serverEnvironment(home, extra) {
  const misleading = /^(PORT|NODE_OPTIONS|npm_.*|VSCODE_(?!TEST).*)$/;
  const own = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  const pyenv = path.join(os.homedir(), ".pyenv");
  return {
    // pyenv's `python3` finds its versions below HOME unless this names them.
    ...(fs.existsSync(pyenv) ? { PYENV_ROOT: pyenv } : {}),
    ...Object.fromEntries(own),
    EXTENSIONS_GALLERY: noGallery,
    HOME: home,
    TMPDIR: home,
    XDG_RUNTIME_DIR: home,
    ...extra,
  };
}

/**
 * options.host: what ensureVsCodeHost returned. `links`: {"publisher.name-version": folder} to load as installed extensions.
 * `development`: accept the development and test paths of a page address, at the price of hidden notifications.
 * `trust`: leave Workspace Trust on. `profile`: a lasting folder instead of a temporary one. `token`: what a browser must present.
 */
export async function startServer(options) {
  const { host, env = {}, settings = {}, links = {}, development = false, trust = false, profile, token } = options;
  // Short: socket names below it have a limit of 104 to 108 characters.
  const folder = profile ?? fs.mkdtempSync(path.join(os.tmpdir(), "vsc-"));
  fs.mkdirSync(path.join(folder, "data/User"), { recursive: true });
  fs.mkdirSync(path.join(folder, "exts"), { recursive: true });
  const settingsFile = path.join(folder, "data/User/settings.json");
  if (profile === undefined || !fs.existsSync(settingsFile)) {
    fs.writeFileSync(settingsFile, JSON.stringify({ ...quietSettings, ...settings }, null, 2));
  }
  for (const [name, target] of Object.entries(links)) {
    const link = path.join(folder, "exts", name);
    fs.rmSync(link, { force: true });
    fs.symlinkSync(target, link);
  }

  const args = [
    path.join(host.server, "out/server-main.js"),
    ...["--host", "127.0.0.1", "--port", "0", "--accept-server-license-terms", "--disable-telemetry"],
    ...["--server-data-dir", folder, "--user-data-dir", path.join(folder, "data")],
    ...["--extensions-dir", path.join(folder, "exts")],
    ...(token === undefined ? ["--without-connection-token"] : ["--connection-token", token]),
    ...(trust ? [] : ["--disable-workspace-trust"]),
    // Without it a release build ignores extensionDevelopmentPath and extensionTestsPath, silently.
    ...(development ? ["--enable-smoke-test-driver"] : []),
  ];
  const server = spawn(process.execPath, args, {
    env: serverEnvironment(folder, env),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: a stuck extension host outlives its server, but not its group.
    detached: true,
  });
  const killGroup = () => {
    try {
      process.kill(-server.pid, "SIGKILL");
    } catch {
      // all of it is gone already
    }
  };
  process.once("exit", killGroup);
  const exited = new Promise((resolve) => server.once("exit", (code, signal) => resolve(code ?? signal)));
  const output = [];

  const stop = async () => {
    server.kill("SIGTERM");
    const patience = new Promise((resolve) => setTimeout(resolve, 3000).unref());
    await Promise.race([exited, patience]);
    killGroup();
    process.removeListener("exit", killGroup);
    if (profile === undefined) {
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  };

  const port = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`VS Code's server did not start: ${why}\n${output.join("").slice(-2000)}`));
    const timer = setTimeout(() => fail("no answer within 60 s"), 60_000);
    const read = (data) => {
      output.push(String(data));
      const match = listening.exec(output.join(""));
      if (match) {
        clearTimeout(timer);
        resolve(Number(match[1]));
      }
    };
    server.stdout.on("data", read);
    server.stderr.on("data", read);
    server.once("error", (error) => fail(error.message));
    void exited.then((code) => {
      clearTimeout(timer);
      fail(`it exited with ${code}`);
    });
  }).catch(async (error) => {
    await stop();
    throw error;
  });

  const authority = `127.0.0.1:${port}`;
  return {
    port,
    folder,
    /** Resolves with the exit code or signal when the server ends. */
    exited,
    log: () => output.join(""),
    /** The page that opens `open` (a folder or a .code-workspace file; undefined: an empty window). */
    url({ open, payload = [] } = {}) {
      const query = new URLSearchParams();
      if (open === undefined) {
        query.set("ew", "true");
      } else {
        query.set(open.endsWith(".code-workspace") ? "workspace" : "folder", open);
      }
      if (payload.length > 0) {
        query.set("payload", JSON.stringify(payload));
      }
      if (token !== undefined) {
        query.set("tkn", token);
      }
      return `http://${authority}/?${query}`;
    },
    /** A path on this machine as VS Code's page names it. */
    remote: (file) => `vscode-remote://${authority}${file}`,
    stop,
  };
}
