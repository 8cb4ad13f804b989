/** How a real pwsh compiles the host's classes: once, for this user, and whatever lies in the cache. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { baseEnvironment, hostsFolder, needPwsh, pwshPath, runScript, streamTexts } from "./support/run-script";

describe("PowerShell host, compiled classes", function () {
  this.timeout(120_000);
  let cacheFolder = "";
  before(function () {
    needPwsh(this);
  });
  beforeEach(() => {
    cacheFolder = mkdtempSync(join(tmpdir(), "rbw-cache-"));
  });
  afterEach(() => rmSync(cacheFolder, { recursive: true, force: true }));

  const folder = (): string => join(cacheFolder, "powershell-host");
  const files = (): readonly string[] => readdirSync(folder()).map((name) => join(folder(), name));

  async function runs(): Promise<void> {
    const run = await runScript('"hi"', { cacheFolder });
    assert.equal(run.outcome.kind, "completed", run.outcome.exception);
    assert.deepEqual(streamTexts(run), ["Output: hi"]);
    assert.deepEqual(run.notices, []);
  }

  /** The one file of the cache, which a first run made. */
  async function made(): Promise<string> {
    await runs();
    const [file, ...others] = files();
    assert.deepEqual(others, []);
    assert.match(file ?? "", /[/\\][0-9a-f]{16}-[0-9a-f]{16}\.dll$/);
    return file ?? "";
  }

  it("are compiled at the first start and used by the next", async () => {
    const file = await made();
    const [first, content] = [statSync(file), readFileSync(file)];
    await runs();
    assert.deepEqual(files(), [file]);
    assert.equal(statSync(file).ino, first.ino);
    assert.deepEqual(readFileSync(file), content);
    if (process.platform !== "win32") {
      assert.equal(statSync(folder()).mode & 0o777, 0o700);
    }
  });

  const checksum = (content: Buffer): Buffer => createHash("sha256").update(content).digest();
  const damages: readonly (readonly [string, (content: Buffer) => Buffer])[] = [
    ["cut off", (content) => content.subarray(0, 5000)],
    ["empty", () => Buffer.alloc(0)],
    ["changed in one byte", (content) => content.fill(content.readUInt8(20_000) ^ 1, 20_000, 20_001)],
    ["something else with a good checksum", () => Buffer.concat([Buffer.from("text"), checksum(Buffer.from("text"))])],
  ];
  for (const [what, damage] of damages) {
    it(`are compiled afresh where the file is ${what}`, async () => {
      const file = await made();
      const good = readFileSync(file);
      writeFileSync(file, damage(Buffer.from(good)));
      await runs();
      assert.deepEqual(files(), [file]);
      const content = readFileSync(file);
      assert.equal(content.length, good.length);
      assert.deepEqual(content.subarray(-32), checksum(content.subarray(0, -32)));
    });
  }

  it("are compiled afresh where the file is another assembly with a good checksum", async () => {
    const file = await made();
    const other = spawnSync(
      pwshPath ?? "",
      [
        "-NoProfile",
        "-Command",
        `Add-Type 'namespace Foreign { public class Other { } }' -OutputAssembly '${join(cacheFolder, "other.dll")}'`,
      ],
      { env: baseEnvironment(), encoding: "utf8" },
    );
    assert.equal(other.status, 0, other.stderr);
    const foreign = readFileSync(join(cacheFolder, "other.dll"));
    writeFileSync(file, Buffer.concat([foreign, checksum(foreign)]));
    await runs();
    assert.notDeepEqual(readFileSync(file).subarray(0, foreign.length), foreign);
    await runs();
  });

  it("are compiled by two starts at once without harm", async () => {
    await Promise.all([runs(), runs(), runs()]);
    await made();
  });

  it("are compiled in memory where the cache cannot be written", async () => {
    writeFileSync(folder(), "a file where the folder would be");
    await runs();
    assert.deepEqual(readdirSync(cacheFolder), ["powershell-host"]);
  });

  it("are not taken from a folder that others can write", async function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const file = await made();
    const before = statSync(file).ino;
    chmodSync(folder(), 0o777);
    writeFileSync(file, "planted");
    await runs();
    assert.equal(readFileSync(file, "utf8"), "planted");
    assert.equal(statSync(file).ino, before);
  });

  it("need no cache folder to be named", () => {
    const result = spawnSync(
      pwshPath ?? "",
      ["-NoProfile", "-File", join(hostsFolder, "powershell/host.ps1"), "cold"],
      {
        cwd: cacheFolder,
        env: baseEnvironment(),
        input: "",
        encoding: "utf8",
      },
    );
    assert.match(result.stderr, /runbook-workbench run <file>/);
    assert.equal(result.status, 64);
  });

  it("say so where the machine's policy forbids them", () => {
    const host = join(hostsFolder, "powershell/host.ps1");
    // What a policy of Windows does at the start, and nothing can take back.
    const command = `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; . '${host}' cold '${folder()}/x.dll'; exit $LASTEXITCODE`;
    const result = spawnSync(pwshPath ?? "", ["-NoProfile", "-NonInteractive", "-Command", command], {
      env: baseEnvironment(),
      input: "",
      encoding: "utf8",
    });
    assert.equal(result.status, 1, result.stderr);
    assert.match(
      result.stdout,
      /^PowerShell runs in ConstrainedLanguage mode on this machine, which forbids [^\n]*\n$/,
    );
  });
});
