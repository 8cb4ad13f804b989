/** Severities, suppressions, order and robustness of all rules together. */
import assert from "node:assert/strict";
import { rules } from "../../../../src/analysis/rules/index";
import { checkScan } from "../../../../src/analysis/rules/check-file";
import { scanMetadata } from "../../../../src/analysis/metadata/scan-metadata";
import { check, checkExample, marks } from "./check";

const computed = "$v = Get-AutomationVariable $a.b\n";

describe("checking a file", () => {
  it("takes severities by code, and leaves out what is off", () => {
    assert.equal(check(computed)[0]?.severity, "warning");
    assert.equal(check(computed, { severities: { RW102: "hint" } })[0]?.severity, "hint");
    assert.deepEqual(check(computed, { severities: { RW102: "off" } }), []);
  });

  it("orders findings by where they stand", () => {
    const starts = check(`Write-Host 'x'\n${computed}$n = Read-Host\nWrite-Host 'y'\n`).map(({ start }) => start);
    assert.deepEqual(
      starts,
      [...starts].sort((a, b) => a - b),
    );
    assert.equal(starts.length, 4);
  });

  it("suppresses on the line, on the next one and in the file, at every line end", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const line = computed.trimEnd();
      assert.deepEqual(check(`${line} # runbook-workbench disable RW102 reason${end}`), []);
      assert.deepEqual(check(`# runbook-workbench disable-next-line RW102${end}${line}${end}`), []);
      assert.deepEqual(check(`${line}${end}${line}${end}# runbook-workbench disable-file RW102${end}`), []);
      const second = check(`# runbook-workbench disable-next-line RW102${end}${line}${end}${line}${end}`);
      assert.equal(second.length, 1);
    }
  });

  it("keeps other codes, and suppresses all where none is named", () => {
    assert.equal(check(`# runbook-workbench disable-next-line RW101\n${computed}`).length, 1);
    assert.equal(check(`# runbook-workbench disable-next-line\n${computed}`).length, 0);
  });

  it("flags unknown codes even where everything is suppressed", () => {
    const text = `# runbook-workbench disable-file RW999\n# runbook-workbench disable-file\n${computed}`;
    assert.deepEqual(marks(text, check(text)), ["RW100 ‹RW999›"]);
  });

  it("says nothing about files that only end like metadata", () => {
    const text = '{ "name": "workflow", "nodes": [] }\n';
    assert.deepEqual(checkScan(scanMetadata(text), { text, path: "my-automation.json" }), []);
  });

  it("never throws, wherever an example breaks off, and stays inside the text", () => {
    for (const { examples } of rules) {
      for (const example of [...examples.bad, ...examples.good]) {
        for (let length = 0; length <= example.text.length; length++) {
          const text = example.text.slice(0, length);
          for (const { start, end, fix } of checkExample(example, text)) {
            assert.ok(start >= 0 && start <= end && end <= length, text);
            assert.ok(
              fix === undefined || fix.edits.every((edit) => edit.start <= edit.end && edit.end <= length),
              text,
            );
          }
        }
      }
    }
  });
});
