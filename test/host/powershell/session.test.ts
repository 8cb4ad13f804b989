/** Waiting hosts, floods, values and paths: what else the session promises, with a real pwsh. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPowerShellHost } from "../../../src/local/sandbox/powershell/start-powershell-host";
import { baseEnvironment, hostsFolder, needPwsh, pwshPath, runScript, streamTexts } from "./support/run-script";

describe("PowerShell host, session", function () {
  this.timeout(180_000);
  before(function () {
    needPwsh(this);
  });

  it("runs a job in a waiting host as in a fresh one, and shows it nothing of the wait", async () => {
    const text = `"$($Error.Count) $((Get-Variable | Where-Object Name -in 'sink', 'box', 'writer', 'shell', 'group', 'emit', 'drain').Count) $($PSPrivateMetadata.JobId)"
[pscustomobject] @{ a = 1 }; Write-Warning w; (Get-Command one -ErrorAction SilentlyContinue).Name; "$VerbosePreference"`;
    const [cold, warm] = [await runScript(text), await runScript(text, { mode: "warm" })];
    assert.deepEqual(streamTexts(warm).slice(1), streamTexts(cold).slice(1));
    assert.equal(streamTexts(warm)[0], `Output: 0 0 ${warm.jobId}`);
    assert.equal(warm.messages[1]?.["t"], "warm");
  });

  it("ends a waiting host when it is no longer wanted", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rbw-test-"));
    try {
      const host = startPowerShellHost(
        {
          interpreterPath: pwshPath ?? "",
          edition: "7",
          hostsFolder,
          environment: baseEnvironment(),
          cwd: folder,
          platform: process.platform,
        },
        "warm",
      );
      const { version, edition } = await host.ready;
      assert.match(version, /^7\./);
      assert.equal(edition, "Core");
      assert.ok(host.isAlive);
      host.dispose();
      host.dispose();
      await host.exited;
      assert.equal(host.isAlive, false);
      const { pid } = host;
      assert.ok(pid !== undefined);
      assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("brings 100,000 records of a flood whole and in order, with little memory", async () => {
    let count = 0;
    let isInOrder = true;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const run = await runScript("for ($i = 0; $i -lt 100000; $i++) { Write-Output $i }\n'end'", {
      onLine: undefined as never,
      onRecord: (record) => {
        isInOrder &&= record.text === String(count) || record.text === "end";
        count++;
        if (count % 5000 === 0) {
          peak = Math.max(peak, process.memoryUsage().rss - before);
        }
      },
    });
    assert.equal(count, 100_001);
    assert.ok(isInOrder);
    assert.equal(run.outcome.kind, "completed");
    // The test itself keeps lines and records; a session that kept them as well would need far more.
    assert.ok(peak < 400 * 1024 * 1024, `${peak} bytes`);
  });

  it("sends of a flood of progress only what a person can see", async () => {
    const run = await runScript(
      "for ($i = 0; $i -lt 5000; $i++) { Write-Progress -Activity a -PercentComplete ($i / 50) }\n'end'",
    );
    const progress = run.records.filter((record) => record.stream === "Progress");
    assert.ok(progress.length > 0 && progress.length < 2500, `${progress.length} records`);
    assert.equal(run.records.at(-1)?.text, "end");
  });

  it("slows a flood down to its reader instead of keeping it", async () => {
    const run = await runScript("1..20000 | ForEach-Object { 'x' * 1000 }", {
      onRecord: (record) => {
        assert.equal(record.text.length, 1000);
      },
    });
    assert.equal(run.records.length, 20_000);
  });

  it("gives values with their types, cut and bounded", async () => {
    const run = await runScript(`$long = 'y' * 70000
[pscustomobject] @{ s = 'a'; i = 1; l = 5000000000; d = 1.5; m = 1.10d; b = $true; n = $null; t = [datetime]::SpecifyKind('2024-05-31', 'Utc'); g = [guid]::Empty; e = [DayOfWeek]::Friday; a = 1, 'x'; h = @{ k = @{ k = @{ k = 1 } } }; nan = [double]::NaN; long = $long; v = [version] '1.2'; x = [Exception]::new('boom') }
, (1..100)
[Diagnostics.ProcessStartInfo]::new('f')
[pscustomobject] @{ PSTypeName = 'My.Type'; a = 1 }
$o = [pscustomobject] @{ a = 1 }; $o | Add-Member ScriptProperty bad { throw 'getter' }; $o
$h = @{ a = 1 }; $h; $h.a = 2; $h
[char] 'c'; [byte] 7; 1.10d; 1e21; [bigint] 5; [DayOfWeek]::Monday; [uri] 'http://x/'; [timespan]::FromSeconds(1)`);
    const values = run.records.filter((record) => record.value !== undefined);
    const first = values[0]?.value as Record<string, unknown>;
    assert.deepEqual(
      { ...first, long: undefined },
      {
        s: "a",
        i: 1,
        l: 5_000_000_000,
        d: 1.5,
        m: 1.1,
        b: true,
        n: null,
        t: "2024-05-31T00:00:00.0000000Z",
        g: "00000000-0000-0000-0000-000000000000",
        e: "Friday",
        a: [1, "x"],
        h: { k: { k: "System.Collections.Hashtable" } },
        nan: "NaN",
        v: "1.2",
        x: "boom",
        long: undefined,
      },
    );
    assert.equal((first["long"] as string).length, 65_539);
    const list = values.find((record) => record.typeName === "System.Object[]")?.value as readonly unknown[];
    assert.equal(list.length, 65);
    assert.equal(list.at(-1), "<more>");
    const info = values.find((record) => record.typeName === "System.Diagnostics.ProcessStartInfo");
    assert.equal((info?.value as Record<string, unknown>)["FileName"], "f");
    assert.ok(values.some((record) => record.typeName === "My.Type"));
    const tables = values
      .filter((record) => record.typeName === "System.Collections.Hashtable")
      .map((record) => record.value);
    assert.deepEqual(tables, [{ a: 1 }, { a: 2 }]);
    const scalars = run.records.slice(-8).map((record) => record.typeName);
    assert.ok(scalars.includes("System.DayOfWeek"));
    assert.equal(run.messages.filter((message) => message["t"] === "hosterror").length, 0);
    assert.equal(run.outcome.kind, "completed", run.outcome.exception);
  });

  it("shows files and folders in one table, and nothing of escape codes but the runbook's own", async () => {
    const run = await runScript(
      '$null = New-Item -ItemType Directory folder; Get-ChildItem -LiteralPath .; "$([char] 27)[31mred"; Get-Process -Id $PID',
      {
        environment: { NO_COLOR: undefined, TERM: "xterm-256color" },
        files: { "a.txt": "a", "b.txt": "b" },
      },
    );
    const all = streamTexts(run).join("\n");
    assert.equal(all.match(/UnixMode/g)?.length, 1);
    assert.ok(all.includes("\u001b[31mred"));
    assert.equal(all.split("\u001b").length, 2);
  });

  it("runs runbooks whose paths have odd letters", async () => {
    for (const fileName of ["with space & 'quote'.ps1", "100%25 [a].ps1", "\u00e9\u{1f600}.ps1", "tab\tname.ps1"]) {
      const run = await runScript("$PSCommandPath", { fileName });
      assert.equal(run.outcome.kind, "completed", `${fileName}: ${run.outcome.exception ?? ""}`);
      assert.deepEqual(streamTexts(run), [`Output: ${run.path}`]);
      assert.equal(run.records[0]?.script, run.path);
    }
  });

  it("tells when each record was written", async () => {
    const before = Date.now();
    const run = await runScript('"a"');
    const message = run.messages.find((candidate) => candidate["t"] === "o");
    const time = (Number(message?.["d"]) - 621_355_968_000_000_000) / 10_000;
    assert.ok(time >= before - 1000 && time <= Date.now() + 1000);
  });
});
