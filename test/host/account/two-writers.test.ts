import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse, type ParseError } from "jsonc-parser";
import {
  createTemporaryAccount,
  TemporaryFolders,
  type TemporaryAccount,
} from "../../unit/local/account/temporary-account";

const count = 120;

function startWriter({ root, places }: TemporaryAccount, prefix: string, times: number): ChildProcess {
  const script = join(__dirname, "writer.ts");
  const options = [root, places.configurationFolder, prefix, String(times)];
  return spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), script, ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function ready(writer: ChildProcess): Promise<void> {
  assert.ok(writer.stdout);
  await once(writer.stdout, "data");
}

describe("two processes that write one account", function () {
  this.timeout(120_000);
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  it("lose no change, make one key, and a reader never sees half a file", async () => {
    const temporary = await createTemporaryAccount(folders);
    const { account } = temporary;
    await account.saveVariable("Shared", { value: "" });
    const writers = ["Editor", "CommandLine"].map((prefix) => startWriter(temporary, prefix, count));
    const ended = Promise.all(writers.map((writer) => once(writer, "exit")));
    const state = { isRunning: true };
    void ended.then(() => (state.isRunning = false));
    let reads = 0;
    while (state.isRunning) {
      const errors: ParseError[] = [];
      parse(readFileSync(account.assetsPath, "utf8"), errors);
      assert.deepEqual(errors, []);
      reads += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual(
      (await ended).map(([code]: unknown[]) => code),
      [0, 0],
    );
    assert.ok(reads > 10);
    const names = await account.assetNames("variable");
    assert.equal(names.length, 2 * count + 1);
    for (const prefix of ["Editor", "CommandLine"]) {
      for (let at = 0; at < count; at++) {
        const variable = await account.reveal("variable", `${prefix}${at}`);
        assert.ok(variable?.kind === "variable" && variable.value === `${prefix} ${at}`, `${prefix}${at}`);
      }
    }
    const keys = new Set(
      [...readFileSync(account.assetsPath, "utf8").matchAll(/v1:([0-9a-f]{12}):/g)].map((match) => match[1]),
    );
    assert.equal(keys.size, 1);
    assert.deepEqual(readdirSync(join(temporary.root, ".automation")).sort(), ["account.json", "assets.json"]);
  });

  it("a writer that is killed in the middle leaves a whole file and stops no one", async () => {
    const temporary = await createTemporaryAccount(folders);
    const { account } = temporary;
    await account.saveVariable("Shared", { value: "" });
    for (let round = 0; round < 4; round++) {
      const writer = startWriter(temporary, `Round${round}x`, 100_000);
      const ended = once(writer, "exit");
      await ready(writer);
      for (let at = 0; at < 5; at++) {
        await account.saveVariable(`Mine${round}x${at}`, { value: at });
      }
      // It must have sealed something by then, however slow the machine is; each look is a write of ours in between.
      for (let text = ""; !text.includes(`Round${round}x`) || !text.includes('"sealed"');) {
        await account.saveVariable("Shared", { value: round });
        text = readFileSync(account.assetsPath, "utf8");
      }
      writer.kill("SIGKILL");
      await ended;
      const start = performance.now();
      await account.saveVariable(`After${round}`, { value: round });
      assert.ok(performance.now() - start < 5_000);
    }
    const names = await account.assetNames("variable");
    assert.equal(names.filter((name) => name.startsWith("Mine")).length, 20);
    assert.equal(names.filter((name) => name.startsWith("After")).length, 4);
    assert.ok((await account.secretTexts()).length > 0);
    assert.deepEqual(readdirSync(join(temporary.root, ".automation")).sort(), ["account.json", "assets.json"]);
  });
});
