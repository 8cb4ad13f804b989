import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname } from "node:path";

import {
  openDebugChannel,
  type DebugChannel,
  type DebugHello,
  type DebugRunEnd,
} from "../../../../../src/local/sandbox/debug/debug-channel";

const task = {
  runbookPath: "/account/2024-05-31.ps1",
  jobId: "job-1",
  environment: { IDENTITY_HEADER: "canary-secret", GONE: null },
  parametersText: '{"Name":"\'x"}',
};

describe("The channel of a debug run", () => {
  let channel: DebugChannel;
  const hellos: DebugHello[] = [];
  const ends: DebugRunEnd[] = [];
  beforeEach(async () => {
    hellos.length = 0;
    ends.length = 0;
    channel = await openDebugChannel(process.platform, task, {
      onHello: (hello) => hellos.push(hello),
      onNotice: () => undefined,
      onEnd: (end) => ends.push(end),
    });
  });
  afterEach(() => channel.close());

  function open(): Promise<Socket> {
    const address = process.platform === "win32" ? `\\\\.\\pipe\\${channel.address}` : channel.address;
    return new Promise((resolve, reject) => {
      const socket = connect(address, () => resolve(socket.setEncoding("utf8")));
      socket.once("error", reject);
    });
  }
  const firstText = (socket: Socket): Promise<string> =>
    new Promise((resolve) => socket.once("data", (chunk) => resolve(String(chunk))));
  const whenClosed = (socket: Socket): Promise<string> => {
    let text = "";
    socket.on("data", (chunk) => (text += String(chunk)));
    socket.on("error", () => undefined);
    return new Promise((resolve) => socket.once("close", () => resolve(text)));
  };

  it("gives the task for a hello, texts marked so that none is taken for a date", async () => {
    const socket = await open();
    socket.write('{"t":"hello","version":"7.6.5","edition":"Core"}\n');
    assert.deepEqual(JSON.parse(await firstText(socket)), {
      script: "'/account/2024-05-31.ps1",
      jobId: "'job-1",
      environment: [
        ["'IDENTITY_HEADER", "'canary-secret"],
        ["'GONE", null],
      ],
      parameters: '\'{"Name":"\'x"}',
    });
    assert.deepEqual(hellos, [{ version: "7.6.5", edition: "Core" }]);
    socket.end('{"t":"end","state":"Failed","code":1,"text":"no","script":"","line":0}\n');
    await whenClosed(socket);
    assert.deepEqual(ends, [{ state: "Failed", text: "no", script: undefined, line: undefined, exitCode: 1 }]);
  });

  for (const [what, text] of [
    ["another first word", '{"t":"end","state":"Completed"}\n'],
    ["a line that is no JSON", "hello\n"],
    ["a line that is no object", "[]\n"],
    ["a line without end", "x".repeat(1024 * 1024 + 1)],
  ] as const) {
    it(`gives nothing for ${what}`, async () => {
      const socket = await open();
      const closed = whenClosed(socket);
      socket.write(text);
      assert.equal(await closed, "");
      assert.deepEqual([hellos, ends], [[], []]);
    });
  }

  it("takes one client at a time, and the next one of a restarted session", async () => {
    const first = await open();
    first.write('{"t":"hello"}\n');
    await firstText(first);
    assert.equal(await whenClosed(await open()), "");
    const closed = whenClosed(first);
    first.end();
    await closed;
    const next = await open();
    next.write('{"t":"hello"}\n');
    assert.match(await firstText(next), /canary-secret/);
    next.destroy();
  });

  it("is gone when it is closed, with its folder", async () => {
    const socket = await open();
    const closed = whenClosed(socket);
    channel.close();
    await closed;
    await assert.rejects(open());
    if (process.platform !== "win32") {
      assert.ok(!existsSync(dirname(channel.address)));
    }
  });
});
