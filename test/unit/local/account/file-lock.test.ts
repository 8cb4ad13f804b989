import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { withFileLock, type HeldLock } from "../../../../src/local/account/file-lock";
import { writeFileAtomically } from "../../../../src/local/account/atomic-file";
import { rejectsWith, TemporaryFolders } from "./temporary-account";

const quick = { staleMs: 60, deadStaleMs: 5, unwrittenStaleMs: 20, giveUpMs: 5_000 };

/** Id of a process that has ended. */
function endedProcess(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}

function lockText(pid: number, host = hostname()): string {
  return JSON.stringify({ pid, host, token: "someone-else" });
}

describe("the lock of a file", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  it("is held by one at a time, and gone afterwards, also after an error", async () => {
    const folder = folders.create();
    const path = join(folder, ".lock");
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([
      ...Array.from({ length: 20 }, () => withFileLock(path, work)),
      assert.rejects(
        withFileLock(path, () => Promise.reject(new Error("mine"))),
        /mine/,
      ),
    ]);
    assert.equal(most, 1);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("of a process that ended is taken over soon", async () => {
    const path = join(folders.create(), ".lock");
    writeFileSync(path, lockText(endedProcess()));
    const start = performance.now();
    assert.equal(await withFileLock(path, () => Promise.resolve("done")), "done");
    assert.ok(performance.now() - start < 5_000, "well before the time for an unknown holder");
  });

  it("of a process that ended before it wrote who it is is taken over soon, but not at once", async () => {
    const path = join(folders.create(), ".lock");
    writeFileSync(path, "");
    const patient = { ...quick, staleMs: 60_000 };
    await rejectsWith(
      withFileLock(path, () => Promise.resolve(), { ...patient, unwrittenStaleMs: 10_000, giveUpMs: 50 }),
      "failed",
    );
    assert.equal(await withFileLock(path, () => Promise.resolve("done"), patient), "done");
  });

  it("of a process that may live is waited for, and taken over when it never moves", async () => {
    for (const text of [lockText(process.pid), lockText(1, "another-machine"), "not json"]) {
      const path = join(folders.create(), ".lock");
      writeFileSync(path, text);
      await rejectsWith(
        withFileLock(path, () => Promise.resolve(), { ...quick, staleMs: 10_000, giveUpMs: 50 }),
        "failed",
      );
      assert.equal(readFileSync(path, "utf8"), text);
      assert.equal(await withFileLock(path, () => Promise.resolve("done"), quick), "done");
    }
  });

  it("that many see as stale goes to one after the other", async () => {
    const folder = folders.create();
    const path = join(folder, ".lock");
    writeFileSync(path, lockText(endedProcess()));
    let inside = 0;
    // Different spellings of the path: each waits at the file, as another process would.
    const spellings = Array.from({ length: 12 }, (_, at) => `${folder}${"/.".repeat(at)}/.lock`);
    await Promise.all(
      spellings.map((spelling) =>
        withFileLock(
          spelling,
          async () => {
            assert.equal(++inside, 1);
            await new Promise((resolve) => setImmediate(resolve));
            inside -= 1;
          },
          { ...quick, staleMs: 3_000 },
        ),
      ),
    );
    assert.deepEqual(readdirSync(folder), []);
  });

  it("that was taken over stops the write of who had it, and stays with the new holder", async () => {
    const folder = folders.create();
    const path = join(folder, ".lock");
    const file = join(folder, "file");
    writeFileSync(file, "old");
    const error = await rejectsWith(
      withFileLock(path, async (lock: HeldLock) => {
        lock.assertHeld();
        writeFileSync(path, lockText(1));
        await writeFileAtomically(file, "new", { beforeCommit: () => lock.assertHeld() });
      }),
      "failed",
    );
    assert.match(error.message, /not saved/);
    assert.equal(readFileSync(file, "utf8"), "old");
    assert.deepEqual(readdirSync(folder).sort(), [".lock", "file"]);
    rmSync(path);
    await rejectsWith(
      withFileLock(path, (lock) => {
        rmSync(path);
        lock.assertHeld();
        return Promise.resolve();
      }),
      "failed",
    );
  });
});
