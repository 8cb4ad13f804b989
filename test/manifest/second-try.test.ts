// The second try that npm test gives to files of the screen level: it forgives a slow moment, never a fault that stays.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runLevel } from "../../scripts/test/run-level.mjs";

describe("the second try of a test level", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "second-try-"));
    write("good", "");
    // A file's tests build on each other: all of them run again.
    write(
      "slow",
      `if (!fs.existsSync("${folder}/was-here")) { fs.writeFileSync("${folder}/was-here", ""); throw new Error("slow"); }`,
    );
  });

  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  function write(name: string, body: string): void {
    const text = `const fs = require("node:fs");
describe("${name}", () => { it("first", () => {}); it("second", () => { ${body} }); });`;
    fs.writeFileSync(path.join(folder, `${name}.test.js`), text);
  }

  const run = (secondTry: boolean) =>
    runLevel(
      { name: "sample", lane: "node", needs: [], limitMs: 30_000, files: `${folder}/*.test.js`, secondTry },
      { grep: undefined, mark: randomUUID(), folder, sessions: new Set(), signal: new AbortController().signal },
    );

  it("counts a file as it ends then, and still shows the first failure", async () => {
    const { passed, failed, output, problems } = await run(true);
    assert.deepEqual({ passed, failed, problems }, { passed: 4, failed: 0, problems: [] });
    assert.match(output, /FAILED: slow second/);
    assert.match(output, /1 file\(s\) ran once more/);
  });

  it("fails when the file fails again", async () => {
    write("broken", 'throw new Error("always");');
    const { passed, failed } = await run(true);
    assert.deepEqual({ passed, failed }, { passed: 5, failed: 1 });
  });

  it("is not given to other levels, nor when many files fail", async () => {
    const { passed, failed } = await run(false);
    assert.deepEqual({ passed, failed }, { passed: 3, failed: 1 });
    for (const name of ["a", "b", "c", "d"]) {
      write(name, 'throw new Error("always");');
    }
    fs.rmSync(path.join(folder, "was-here"));
    const many = await run(true);
    assert.equal(many.failed, 5);
    assert.doesNotMatch(many.output, /once more/);
  });
});
