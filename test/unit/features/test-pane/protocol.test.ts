import assert from "node:assert/strict";

import type { FromTestPane } from "../../../../src/protocol/test-pane";
import { parseFromTestPane } from "../../../../src/protocol/test-pane-guard";

const filter = { streams: ["Output", "Error"], search: "x" } as const;
/** One of each; the compiler sees to it that none is forgotten. */
const messages: { readonly [T in FromTestPane["type"]]: Extract<FromTestPane, { type: T }> } = {
  ready: { type: "ready", version: 1 },
  received: { type: "received", run: 1, next: 5 },
  setValue: { type: "setValue", name: "A", value: null, revision: 1 },
  setItems: { type: "setItems", items: ["a"], revision: 1 },
  resetValues: { type: "resetValues", revision: 2 },
  savePreset: { type: "savePreset", name: "" },
  applyPreset: { type: "applyPreset", name: "x" },
  deletePreset: { type: "deletePreset", name: "x" },
  copyCommandLine: { type: "copyCommandLine" },
  importParameters: { type: "importParameters" },
  addCredential: { type: "addCredential", parameter: "Cred" },
  setOption: { type: "setOption", option: "identity", id: "" },
  chooseInterpreter: { type: "chooseInterpreter" },
  start: { type: "start" },
  startAgain: { type: "startAgain" },
  stop: { type: "stop" },
  suspend: { type: "suspend" },
  resume: { type: "resume" },
  debug: { type: "debug" },
  readText: { type: "readText", run: 1, record: 2 },
  readProperties: { type: "readProperties", run: 1, record: 2, path: ["a"] },
  openSource: { type: "openSource", of: "record", run: 1, index: 2 },
  openStreams: { type: "openStreams", format: "text", filter },
  exportStreams: { type: "exportStreams", format: "csv", filter },
  copyRecords: { type: "copyRecords", run: 1, records: [1, 2] },
  copyText: { type: "copyText", text: "x" },
  showHistory: { type: "showHistory", id: "x" },
  showLive: { type: "showLive" },
  compareHistory: { type: "compareHistory", ids: ["a", "b"] },
  deleteHistory: { type: "deleteHistory", id: "x" },
  clearHistory: { type: "clearHistory" },
  setWebhook: {
    type: "setWebhook",
    isOn: true,
    name: "w",
    headers: [{ name: "a", value: "b" }],
    body: "{}",
    revision: 1,
  },
  useWebhookSample: { type: "useWebhookSample", id: "x" },
  runNoteAction: { type: "runNoteAction", note: "paramBlock", action: "x" },
};

describe("what a webview sends", () => {
  it("is taken when it is one of the pane's messages, without what does not belong to it", () => {
    for (const message of Object.values(messages)) {
      assert.deepEqual(parseFromTestPane({ ...message, more: "x" }), message);
    }
    assert.deepEqual(parseFromTestPane({ type: "openSource", of: "paramBlock" }), {
      type: "openSource",
      of: "paramBlock",
    });
  });

  it("is nothing when a part is missing or of another kind", () => {
    for (const message of Object.values(messages)) {
      for (const key of Object.keys(message)) {
        for (const value of [undefined, 5.5, -1, {}, ["\0", 1], true, Symbol.iterator]) {
          const changed = { ...message, [key]: value };
          if (key === "isOn" && value === true) {
            continue;
          }
          assert.equal(parseFromTestPane(changed), undefined, `${message.type}.${key} = ${typeof value}`);
        }
      }
    }
  });

  it("is nothing when it is no message at all, too long, or a trap", () => {
    const long = "x".repeat(1_000_001);
    const others: readonly unknown[] = [
      undefined,
      null,
      1,
      "start",
      [],
      { type: "toString" },
      { type: "__proto__" },
      { type: "constructor" },
      { type: "setValue", name: "A", value: long, revision: 1 },
      { type: "setItems", items: Array.from({ length: 1001 }, () => "x"), revision: 1 },
      { type: "openStreams", format: "exe", filter },
      { type: "openStreams", format: "text", filter: { streams: ["Nothing"], search: "" } },
      { type: "compareHistory", ids: ["a"] },
      { type: "setOption", option: "__proto__", id: "x" },
    ];
    for (const message of others) {
      assert.equal(parseFromTestPane(message), undefined);
    }
  });
});
