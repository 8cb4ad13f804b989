/** The private line to one PowerShell host: a Unix socket in a folder of its own, or a named pipe on Windows. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { AutomationError } from "../../../core/errors";
import { LineSplitter } from "./line-splitter";

/** sun_path of macOS holds 104 bytes, of Linux 108, with the closing zero. */
const longestAddress = 100;

export interface ChannelHandlers {
  onLine(line: string): void;
  /** The other side is gone, or there never was one. */
  onClose(): void;
  onError(error: Error): void;
}

export interface ChannelServer {
  /** What the client opens; on Windows the name without `\\.\pipe\`. */
  readonly address: string;
  /** Resolves when clients can connect; rejects with permission-denied. */
  readonly listening: Promise<void>;
  hasToken(token: string): boolean;
  readonly token: string;
  send(line: string): void;
  /** false: what the host writes stays in the socket. */
  setReading(isReading: boolean): void;
  /** Drops the client and stops listening. Idempotent. */
  close(): void;
}

/** Takes one client and no second one. The caller closes it when the first line does not bear the token. */
export function openChannel(platform: NodeJS.Platform, handlers: ChannelHandlers): ChannelServer {
  const token = randomBytes(24).toString("base64url");
  const place = channelPlace(platform);
  let client: Socket | undefined;
  let isClosed = false;

  const server = createServer((socket) => {
    if (client !== undefined || isClosed) {
      socket.destroy();
      return;
    }
    client = socket;
    server.close();
    place.remove();
    socket.setEncoding("utf8");
    const lines = new LineSplitter((line) => handlers.onLine(line));
    socket.on("data", (chunk: string) => lines.push(chunk));
    // A host that dies leaves a reset: its end is told by onClose.
    socket.on("error", () => undefined);
    socket.on("close", () => handlers.onClose());
  });
  const listening = new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (error) => {
      place.remove();
      reject(
        new AutomationError("permission-denied", `No channel to PowerShell could be opened: ${error.message}.`, {
          cause: error,
          hint: "Check that the folder for temporary files can be written.",
        }),
      );
    });
  });
  listening.catch((error: unknown) => handlers.onError(error instanceof Error ? error : new Error(String(error))));
  server.listen(place.listenPath);

  return {
    address: place.address,
    token,
    listening,
    hasToken(given) {
      const [a, b] = [Buffer.from(given), Buffer.from(token)];
      return a.length === b.length && timingSafeEqual(a, b);
    },
    send(line) {
      if (client?.writable === true) {
        client.write(line);
      }
    },
    setReading(isReading) {
      if (isReading) {
        client?.resume();
      } else {
        client?.pause();
      }
    },
    close() {
      if (isClosed) {
        return;
      }
      isClosed = true;
      server.close();
      place.remove();
      if (client === undefined) {
        handlers.onClose();
      } else {
        client.destroy();
      }
    },
  };
}

export interface ChannelPlace {
  /** What the client opens; on Windows the name without `\\\\.\\pipe\\`. */
  readonly address: string;
  readonly listenPath: string;
  remove(): void;
}

/** A new place for one channel. Errors: permission-denied. */
export function channelPlace(platform: NodeJS.Platform): ChannelPlace {
  return platform === "win32" ? windowsPlace() : socketPlace();
}

function windowsPlace(): ChannelPlace {
  const name = `runbook-workbench-${randomBytes(16).toString("hex")}`;
  return { address: name, listenPath: `\\\\.\\pipe\\${name}`, remove: () => undefined };
}

/** mkdtemp makes folders that only their owner can enter (0700). */
function socketPlace(): ChannelPlace {
  const parents = [process.env["XDG_RUNTIME_DIR"], tmpdir(), "/tmp"];
  let problem: unknown;
  for (const parent of parents) {
    if (parent === undefined || parent === "" || Buffer.byteLength(join(parent, "rbw-123456", "s")) >= longestAddress) {
      continue;
    }
    try {
      const folder = mkdtempSync(join(parent, "rbw-"));
      const path = join(folder, "s");
      return { address: path, listenPath: path, remove: () => rmSync(folder, { recursive: true, force: true }) };
    } catch (error) {
      problem = error;
    }
  }
  throw new AutomationError("permission-denied", "No folder for the channel to PowerShell could be made.", {
    cause: problem,
    hint: "Check that the folder for temporary files can be written.",
  });
}
