/** The lines that the PowerShell host sends (specs/powershell-host.md section 4), as checked values. */
import { isJsonObject, type Json, type JsonObject } from "../../../core/json";
import type { ProgressDetail } from "../../../core/stream";

/** Time and place that every record can have. */
interface Origin {
  /** Milliseconds since 1970; undefined when the host gave none. */
  readonly timeMs: number | undefined;
  readonly script: string | undefined;
  readonly line: number | undefined;
}

export interface HelloMessage {
  readonly t: "hello";
  readonly token: string;
  readonly pid: number;
  readonly version: string;
  readonly edition: string;
}

export type TextStream = "Error" | "Warning" | "Verbose" | "Debug" | "Information";

export type HostMessage =
  | HelloMessage
  | { readonly t: "warm" }
  | (Origin & {
      readonly t: "output";
      readonly typeName: string;
      readonly value: Json;
      /** undefined: the text comes with a later `text` message, as for the rows of an automatic table. */
      readonly text: string | undefined;
    })
  /** Later text of objects that came before, or text of Format-* objects. */
  | (Origin & { readonly t: "text"; readonly text: string })
  | (Origin & {
      readonly t: "record";
      readonly stream: TextStream;
      readonly text: string;
      readonly typeName: string | undefined;
      readonly noNewline: boolean;
    })
  | (Origin & { readonly t: "progress"; readonly progress: ProgressDetail; readonly text: string })
  | (Origin & {
      readonly t: "request";
      readonly id: number;
      readonly kind: string;
      readonly name: string;
      readonly body: JsonObject;
    })
  | { readonly t: "notice"; readonly text: string }
  | (Origin & { readonly t: "fail"; readonly text: string; readonly errorId: string; readonly typeName: string })
  | { readonly t: "exit"; readonly code: number }
  | { readonly t: "end"; readonly state: string }
  | { readonly t: "stopping" }
  | { readonly t: "hosterror"; readonly text: string };

const recordStreams: Readonly<Record<string, TextStream>> = {
  e: "Error",
  w: "Warning",
  v: "Verbose",
  d: "Debug",
  i: "Information",
};
/** .NET ticks (100 ns since the year 1) at 1970-01-01. */
const ticksAtEpoch = 621355968000000000;

/** undefined: not a message of this protocol. Other writers cannot reach the channel, so that means a defect or a foreign client. */
export function parseHostMessage(line: string): HostMessage | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(message) || typeof message["t"] !== "string") {
    return undefined;
  }
  const stream = recordStreams[message["t"]];
  if (stream !== undefined) {
    return {
      t: "record",
      stream,
      text: text(message["x"]),
      typeName: optionalText(message["y"]),
      noNewline: message["nnl"] === true,
      ...origin(message),
    };
  }
  return parseOther(message["t"], message);
}

function parseOther(type: string, message: JsonObject): HostMessage | undefined {
  switch (type) {
    case "o":
      return parseOutput(message);
    case "x":
      return { t: "text", text: text(message["x"]), ...origin(message) };
    case "p":
      return parseProgress(message);
    case "left":
      return {
        t: "record",
        stream: recordStreams[text(message["k"])] ?? "Information",
        text: text(message["x"]),
        typeName: undefined,
        noNewline: false,
        ...origin(message),
      };
    case "get":
      return {
        t: "request",
        id: number(message["n"], 0),
        kind: text(message["kind"]),
        name: text(message["name"]),
        body: message,
        ...origin(message),
      };
    case "n":
      return { t: "notice", text: text(message["x"]) };
    case "fail":
      return {
        t: "fail",
        text: text(message["x"]),
        errorId: text(message["id"]),
        typeName: text(message["y"]),
        ...origin(message),
      };
    case "exit":
      return { t: "exit", code: number(message["code"], 0) };
    case "end":
      return { t: "end", state: text(message["state"]) };
    case "hello":
      return {
        t: "hello",
        token: text(message["token"]),
        pid: number(message["pid"], 0),
        version: text(message["version"]),
        edition: text(message["edition"]),
      };
    case "warm":
    case "stopping":
      return { t: type };
    case "hosterror":
      return { t: "hosterror", text: text(message["x"]) };
    default:
      return undefined;
  }
}

function parseOutput(message: JsonObject): HostMessage {
  const value = message["v"] ?? null;
  const given = message["x"];
  return {
    t: "output",
    typeName: optionalText(message["y"]) ?? (value === null ? "" : "System.String"),
    value,
    text:
      typeof given === "string"
        ? given
        : typeof value === "string" || typeof value === "number"
          ? String(value)
          : undefined,
    ...origin(message),
  };
}

function parseProgress(message: JsonObject): HostMessage {
  const progress: ProgressDetail = {
    activityId: number(message["id"], 0),
    parentId: number(message["parent"], -1),
    activity: text(message["x"]),
    status: text(message["s"]),
    percent: number(message["pct"], -1),
    isCompleted: message["done"] === true,
  };
  const detail = [progress.status, progress.percent >= 0 ? `${progress.percent} %` : ""].filter((part) => part !== "");
  return {
    t: "progress",
    progress,
    text: detail.length === 0 ? progress.activity : `${progress.activity}: ${detail.join(", ")}`,
    ...origin(message),
  };
}

function origin(message: JsonObject): Origin {
  const ticks = message["d"];
  return {
    timeMs: typeof ticks === "number" ? Math.floor((ticks - ticksAtEpoch) / 10_000) : undefined,
    script: optionalText(message["sc"]),
    line: typeof message["ln"] === "number" ? message["ln"] : undefined,
  };
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

function optionalText(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: Json | undefined, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
