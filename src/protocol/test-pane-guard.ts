/** Reads what a pane sent. A webview is not trusted: what is not exactly one of our messages is none. */
import { streamNames, type StreamName } from "../core/stream";
import { noteIds, optionNames, type FromTestPane, type RecordFilter, type StreamFormat } from "./test-pane";

/** Longer than any value the service takes (512 KB for all parameters together), short enough not to hurt. */
const longestValue = 1_000_000;
const mostItems = 1_000;
const mostCopied = 200_000;

type Fields = Readonly<Record<string, unknown>>;
type Reader = (fields: Fields) => FromTestPane | undefined;
type MessageOf<T extends FromTestPane["type"]> = Extract<FromTestPane, { type: T }>;

/** undefined: not a message of this protocol. */
export function parseFromTestPane(message: unknown): FromTestPane | undefined {
  if (!isFields(message) || typeof message["type"] !== "string" || !Object.hasOwn(readers, message["type"])) {
    return undefined;
  }
  return readers[message["type"] as FromTestPane["type"]](message);
}

const readers: { readonly [T in FromTestPane["type"]]: (fields: Fields) => MessageOf<T> | undefined } = {
  ready: ({ version }) => (isCount(version) ? { type: "ready", version } : undefined),
  received: ({ run, next }) => (isCount(run) && isCount(next) ? { type: "received", run, next } : undefined),
  setValue: ({ name, value, revision }) =>
    isText(name) && (value === null || isText(value)) && isCount(revision)
      ? { type: "setValue", name, value, revision }
      : undefined,
  setItems: ({ items, revision }) =>
    isTexts(items) && isCount(revision) ? { type: "setItems", items, revision } : undefined,
  resetValues: ({ revision }) => (isCount(revision) ? { type: "resetValues", revision } : undefined),
  savePreset: ({ name }) => (isText(name) ? { type: "savePreset", name } : undefined),
  applyPreset: ({ name }) => (isText(name) ? { type: "applyPreset", name } : undefined),
  deletePreset: ({ name }) => (isText(name) ? { type: "deletePreset", name } : undefined),
  copyCommandLine: () => ({ type: "copyCommandLine" }),
  importParameters: () => ({ type: "importParameters" }),
  addCredential: ({ parameter }) => (isText(parameter) ? { type: "addCredential", parameter } : undefined),
  setOption: ({ option, id }) => {
    const known = optionNames.find((name) => name === option);
    return known !== undefined && isText(id) ? { type: "setOption", option: known, id } : undefined;
  },
  chooseInterpreter: () => ({ type: "chooseInterpreter" }),
  start: () => ({ type: "start" }),
  startAgain: () => ({ type: "startAgain" }),
  stop: () => ({ type: "stop" }),
  suspend: () => ({ type: "suspend" }),
  resume: () => ({ type: "resume" }),
  debug: () => ({ type: "debug" }),
  readText: ({ run, record }) => (isCount(run) && isCount(record) ? { type: "readText", run, record } : undefined),
  readProperties: ({ run, record, path }) =>
    isCount(run) && isCount(record) && isTexts(path) ? { type: "readProperties", run, record, path } : undefined,
  openSource: ({ of, run, index }) => {
    if (of === "exception" || of === "paramBlock") {
      return { type: "openSource", of };
    }
    return (of === "record" || of === "fact") && isCount(run) && isCount(index)
      ? { type: "openSource", of, run, index }
      : undefined;
  },
  openStreams: (fields) => withFormat("openStreams", fields),
  exportStreams: (fields) => withFormat("exportStreams", fields),
  copyRecords: ({ run, records }) =>
    isCount(run) && Array.isArray(records) && records.length <= mostCopied && records.every(isCount)
      ? { type: "copyRecords", run, records }
      : undefined,
  copyText: ({ text }) => (isText(text) ? { type: "copyText", text } : undefined),
  showHistory: ({ id }) => (isText(id) ? { type: "showHistory", id } : undefined),
  showLive: () => ({ type: "showLive" }),
  compareHistory: ({ ids }) => {
    if (!isTexts(ids) || ids.length !== 2) {
      return undefined;
    }
    const [first = "", second = ""] = ids;
    return { type: "compareHistory", ids: [first, second] };
  },
  deleteHistory: ({ id }) => (isText(id) ? { type: "deleteHistory", id } : undefined),
  clearHistory: () => ({ type: "clearHistory" }),
  setWebhook: ({ isOn, name, headers, body, revision }) => {
    const read = readHeaders(headers);
    return typeof isOn === "boolean" && isText(name) && read && isText(body) && isCount(revision)
      ? { type: "setWebhook", isOn, name, headers: read, body, revision }
      : undefined;
  },
  useWebhookSample: ({ id }) => (isText(id) ? { type: "useWebhookSample", id } : undefined),
  runNoteAction: ({ note, action }) => {
    const known = noteIds.find((id) => id === note);
    return known !== undefined && isText(action) ? { type: "runNoteAction", note: known, action } : undefined;
  },
} satisfies Readonly<Record<FromTestPane["type"], Reader>>;

const formats: readonly StreamFormat[] = ["text", "jsonl", "csv"];

function withFormat<T extends "openStreams" | "exportStreams">(
  type: T,
  { format, filter }: Fields,
): { readonly type: T; readonly format: StreamFormat; readonly filter: RecordFilter } | undefined {
  const known = formats.find((item) => item === format);
  const read = readFilter(filter);
  return known !== undefined && read ? { type, format: known, filter: read } : undefined;
}

function readFilter(value: unknown): RecordFilter | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { streams, search } = value;
  return Array.isArray(streams) && streams.every(isStreamName) && isText(search) ? { streams, search } : undefined;
}

function readHeaders(value: unknown): readonly { readonly name: string; readonly value: string }[] | undefined {
  if (!Array.isArray(value) || value.length > mostItems) {
    return undefined;
  }
  const headers: { readonly name: string; readonly value: string }[] = [];
  for (const item of value as readonly unknown[]) {
    if (!isFields(item) || !isText(item["name"]) || !isText(item["value"])) {
      return undefined;
    }
    headers.push({ name: item["name"], value: item["value"] });
  }
  return headers;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestValue;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= mostItems && value.every(isText);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isStreamName(value: unknown): value is StreamName {
  return (streamNames as readonly unknown[]).includes(value);
}
