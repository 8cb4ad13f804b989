import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Console } from "../../../../src/cli/console";
import type { SourceFile } from "../../../../src/cli/inventory/find-source-files";
import { readSourceFiles } from "../../../../src/cli/inventory/read-source-files";
import { AutomationError, isCancelled } from "../../../../src/core/errors";

const count = 40;

describe("reading many files", () => {
  let folder: string;
  let files: readonly SourceFile[];
  let reported: string[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rw-read-"));
    files = Array.from({ length: count }, (_, index) => {
      const path = join(folder, `${index}.ps1`);
      writeFileSync(path, `# ${index}`);
      return { shown: `${index}.ps1`, path, isNamed: false };
    });
    reported = [];
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const context = (signal = new AbortController().signal) => ({
    console: { status: () => undefined } as unknown as Console,
    signal,
    report: (error: unknown) => reported.push(error instanceof AutomationError ? error.message : String(error)),
  });

  it("hands on every file once and in order, and tells of those that vanished or are no text", async () => {
    rmSync(files[20]?.path ?? "");
    writeFileSync(files[21]?.path ?? "", Buffer.from([1, 2, 3, 0, 0, 0]));
    const texts: string[] = [];
    const use = (_: SourceFile, bytes: Uint8Array): void => void texts.push(Buffer.from(bytes).toString());
    const read = await readSourceFiles(files, context(), use, () => undefined);
    const expected = files.map((_, index) => `# ${index}`).filter((_, index) => index !== 20 && index !== 21);
    assert.deepEqual({ texts, read }, { texts: expected, read: count - 2 });
    assert.deepEqual(reported, ['"20.ps1" could not be read (ENOENT).', '"21.ps1" is no text.']);
  });

  it("hears an interruption that comes while texts are worked on", async () => {
    const interruption = new AbortController();
    setImmediate(() => interruption.abort());
    let used = 0;
    const reading = readSourceFiles(
      files,
      context(interruption.signal),
      () => {
        used++;
        for (const end = performance.now() + 5; performance.now() < end;) {}
      },
      () => undefined,
    );
    await assert.rejects(reading, isCancelled);
    assert.ok(used < count, `${used} of ${count} files were read first`);
  });
});
