/**
 * The private line to debug.ps1: it says hello, gets its task, and tells how the runbook ended. One client at a time; a restarted
 * session is the next one. Nothing is sent before the hello: on Windows others may open a pipe, but only for reading.
 */
import { createServer, type Socket } from "node:net";

import { AutomationError } from "../../../core/errors";
import { isJsonObject, type Json } from "../../../core/json";
import { channelPlace } from "../powershell/channel-server";
import { LineSplitter } from "../powershell/line-splitter";

/** What debug.ps1 is given. */
export interface DebugTask {
  readonly runbookPath: string;
  readonly jobId: string;
  /** Changes to the environment; null takes a variable out. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** As parameters.ps1 reads them; "" without any. */
  readonly parametersText: string;
}

export interface DebugHello {
  /** e.g. `7.6.5` */
  readonly version: string;
  /** `Core` or `Desktop` */
  readonly edition: string;
}

export interface DebugRunEnd {
  readonly state: "Completed" | "Failed";
  /** The terminating error; "" without one. */
  readonly text: string;
  readonly script: string | undefined;
  /** 1-based */
  readonly line: number | undefined;
  readonly exitCode: number;
}

export interface DebugChannelHandlers {
  onHello(hello: DebugHello): void;
  onNotice(text: string): void;
  onEnd(end: DebugRunEnd): void;
}

export interface DebugChannel {
  /** What debug.ps1 is told. */
  readonly address: string;
  /** Drops the client and stops listening. Idempotent. */
  close(): void;
}

const longestLine = 1024 * 1024;

/** Resolves when clients can connect. Errors: permission-denied. */
export async function openDebugChannel(
  platform: NodeJS.Platform,
  task: DebugTask,
  handlers: DebugChannelHandlers,
): Promise<DebugChannel> {
  const place = channelPlace(platform);
  let client: Socket | undefined;
  const server = createServer((socket) => {
    if (client) {
      socket.destroy();
      return;
    }
    client = socket;
    const leave = (): void => {
      if (client === socket) {
        client = undefined;
      }
      socket.destroy();
    };
    serve(socket, task, handlers);
    socket.on("error", leave);
    socket.on("close", leave);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve);
    server.once("error", (error) => {
      place.remove();
      reject(
        new AutomationError("permission-denied", `No channel to the debugger could be opened: ${error.message}.`, {
          cause: error,
          hint: "Check that the folder for temporary files can be written.",
        }),
      );
    });
    server.listen(place.listenPath);
  });
  // The editor may end before the session does.
  const onExit = (): void => place.remove();
  process.once("exit", onExit);
  return {
    address: place.address,
    close() {
      process.removeListener("exit", onExit);
      server.close();
      client?.destroy();
      place.remove();
    },
  };
}

function serve(socket: Socket, task: DebugTask, handlers: DebugChannelHandlers): void {
  let hasGreeted = false;
  let received = 0;
  socket.setEncoding("utf8");
  const lines = new LineSplitter((line) => {
    received = 0;
    const message = parse(line);
    if (!message) {
      socket.destroy();
    } else if (!hasGreeted && message["t"] === "hello") {
      hasGreeted = true;
      socket.write(taskLine(task));
      handlers.onHello({ version: textOf(message["version"]), edition: textOf(message["edition"]) });
    } else if (hasGreeted && message["t"] === "notice") {
      handlers.onNotice(textOf(message["text"]));
    } else if (hasGreeted && message["t"] === "end") {
      handlers.onEnd(readEnd(message));
    } else {
      socket.destroy();
    }
  });
  socket.on("data", (chunk: string) => {
    received += chunk.length;
    if (received > longestLine) {
      socket.destroy();
    } else {
      lines.push(chunk);
    }
  });
}

/** An apostrophe before every text: PowerShell's JSON readers take texts that look like dates for dates. */
function taskLine(task: DebugTask): string {
  const mark = (text: string): string => `'${text}`;
  const message = {
    script: mark(task.runbookPath),
    jobId: mark(task.jobId),
    environment: Object.entries(task.environment).map(([name, value]) => [
      mark(name),
      value === null ? null : mark(value),
    ]),
    parameters: task.parametersText === "" ? null : mark(task.parametersText),
  };
  return `${JSON.stringify(message)}\n`;
}

function readEnd(message: Readonly<Record<string, Json>>): DebugRunEnd {
  const script = textOf(message["script"]);
  const line = message["line"];
  return {
    state: message["state"] === "Completed" ? "Completed" : "Failed",
    text: textOf(message["text"]),
    script: script === "" ? undefined : script,
    line: typeof line === "number" && line > 0 ? line : undefined,
    exitCode: typeof message["code"] === "number" ? message["code"] : 0,
  };
}

function parse(line: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
