/** `lint`: its three forms, its exit status, what it reads. The rules themselves are proved in test/unit/analysis/rules. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv-draft-04";
import { CliWorkspace } from "./support/cli";

interface Lint {
  readonly version: number;
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly findings: readonly Record<string, unknown>[];
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly fixes?: readonly unknown[];
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: Readonly<Record<string, number>>;
        };
      }[];
    }[];
  }[];
}

/** RW101: information, with a fix. RW102: a warning. */
const runbook = [
  "$n = 'Size'",
  "$v = Get-AutomationVariable -Name $n",
  "$d = Get-Date",
  "$w = Get-AutomationVariable -Name $d",
  "",
].join("\r\n");

describe("command line: lint", () => {
  let work: CliWorkspace;
  before(() => {
    work = new CliWorkspace();
    work.write("runbooks/Mixed one.ps1", runbook);
    work.write("runbooks/clean.py", "import automationassets\n");
    work.write("drafts/old.ps1", runbook);
    work.write(".gitignore", "drafts\n");
  });
  after(() => work.dispose());

  it("gives findings in the documented form, with 0-based positions", async () => {
    const { version, files, summary } = JSON.parse(await work.ok(["lint", "--output", "json"])) as Lint;
    assert.equal(version, 1);
    assert.deepEqual(
      files.map(({ path, kind, findings }) => [path, kind, findings.map(({ code }) => code)]),
      [
        ["runbooks/Mixed one.ps1", "powershell", ["RW101", "RW102"]],
        ["runbooks/clean.py", "python", []],
      ],
    );
    const [first] = files[0]?.findings ?? [];
    const { message, ...rest } = first ?? {};
    assert.ok(typeof message === "string" && message !== "");
    assert.deepEqual(rest, {
      code: "RW101",
      severity: "information",
      start: { line: 1, character: 34 },
      end: { line: 1, character: 36 },
      fix: true,
    });
    assert.deepEqual(summary, { files: 2, errors: 0, warnings: 1, information: 1, hints: 0, notRunbooks: 0 });
  });

  it("writes a line for each finding as text", async () => {
    const text = await work.ok(["lint", "runbooks"]);
    const lines = text.trimEnd().split("\n");
    assert.match(lines[0] ?? "", /^runbooks\/Mixed one\.ps1:2:35 information RW101 ./);
    assert.match(lines[1] ?? "", /^runbooks\/Mixed one\.ps1:4:35 warning RW102 ./);
    assert.equal(lines.at(-1), "0 errors, 1 warning, 1 information in 2 files");
  });

  it("fails when a finding reaches --max-severity", async () => {
    assert.equal((await work.run(["lint"])).status, 0);
    assert.equal((await work.run(["lint", "--max-severity", "warning"])).status, 1);
    assert.equal((await work.run(["lint", "--max-severity", "warning", "--rule", "RW102=information"])).status, 0);
    assert.equal((await work.run(["lint", "--rule", "rw102=error"])).status, 1);
  });

  it("switches a rule off, by code or by name", async () => {
    const off = ["--rule", "RW101=off", "--rule", "computed-name=off"];
    const { summary } = JSON.parse(await work.ok(["lint", "--output", "json", ...off])) as Lint;
    assert.deepEqual(summary, { files: 2, errors: 0, warnings: 0, information: 0, hints: 0, notRunbooks: 0 });
  });

  it("refuses a rule or a severity that it does not know, with the nearest ones", async () => {
    assert.match(await work.fails(2, ["lint", "--rule", "RW999=error"]), /no rule "RW999"/);
    assert.match(await work.fails(2, ["lint", "--rule", "RW101=errors"]), /Did you mean "error"/);
    assert.match(await work.fails(2, ["lint", "--rule", "RW101"]), /RW101=warning/);
    assert.match(await work.fails(2, ["lint", "--max-severity", "fatal"]), /does not know "fatal"/);
    work.write("notes.txt", "");
    assert.match(await work.fails(2, ["lint", "notes.txt"]), /"notes\.txt" cannot be checked/);
  });

  it("obeys a comment that switches a rule off", async () => {
    work.write("quiet/a.ps1", "# runbook-workbench disable-next-line RW102\nGet-AutomationVariable -Name $p\n");
    const { summary } = JSON.parse(await work.ok(["lint", "quiet", "--output", "json"])) as Lint;
    assert.equal(summary["warnings"], 0);
  });

  it("leaves out what only has a name like metadata", async () => {
    work.write("names/n8n-automation.json", '{"nodes": []}');
    work.write("names/Real-Automation.json", '{"ConnectionTypeName": "Real"}');
    const { files } = JSON.parse((await work.run(["lint", "names", "--output", "json"])).stdout) as Lint;
    assert.deepEqual(
      files.map(({ path, kind }) => [path, kind]),
      [["names/Real-Automation.json", "metadata"]],
    );
  });

  it("leaves out what is no text, and says so", async () => {
    work.write("odd/picture.ps1", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
    work.write("odd/wide.ps1", Buffer.from("Get-AutomationVariable -Name $x", "utf16le"));
    const { status, stdout, stderr } = await work.run(["lint", "odd", "--output", "json"]);
    const { files } = JSON.parse(stdout) as Lint;
    assert.deepEqual(
      files.map(({ path, findings }) => [path, findings.map(({ code }) => code)]),
      [["odd/wide.ps1", ["RW102"]]],
    );
    assert.match(stderr, /"odd\/picture\.ps1" is no text\. It is left out\./);
    assert.equal(status, 0);
  });

  it("leaves scripts out that are no runbooks, unless they are named or belong to an account", async () => {
    work.write("tools/build.ps1", "Read-Host 'Version'\n");
    work.write("tools/sync.ps1", "$v = Get-AutomationVariable -Name 'Size'\nRead-Host 'Go on'\n");
    const shown = async (...paths: readonly string[]): Promise<readonly unknown[]> => {
      const { files, summary } = JSON.parse((await work.run(["lint", ...paths, "--output", "json"])).stdout) as Lint;
      return [...files.map(({ path, findings }) => [path, findings.length > 0]), summary["notRunbooks"]];
    };
    assert.deepEqual(await shown("tools"), [["tools/sync.ps1", true], 1]);
    assert.match(await work.ok(["lint", "tools", "--max-severity", "error"]), /1 file\n1 script left out: no sign of /);
    const both = [["tools/build.ps1", true], ["tools/sync.ps1", true], 0];
    assert.deepEqual(await shown("tools", "tools/build.ps1"), both);
    await work.ok(["init", "tools"]);
    assert.deepEqual(await shown("tools"), both);
  });

  it("looks into the module that a metadata file belongs to", async () => {
    const metadata = {
      ConnectionFields: [{ IsEncrypted: false, IsOptional: false, Name: "Server", TypeName: "System.String" }],
      ConnectionTypeName: "Reports",
      IntegrationModuleName: "Reports",
    };
    const codesOf = async (): Promise<readonly unknown[]> => {
      const { files } = JSON.parse(await work.ok(["lint", "modules", "--output", "json"])) as Lint;
      return files.flatMap(({ findings }) => findings.map(({ code }) => code));
    };
    work.write("modules/Reports/Reports-Automation.json", JSON.stringify(metadata));
    work.write("modules/Reports/Reports.psm1", "function Get-Report([string] $Server) { }\n");
    work.write(`modules/Reports/.git/${"x".repeat(150)}`, "");
    assert.deepEqual(await codesOf(), ["RW215"]);
    work.write("modules/Reports/Reports.psm1", "function Get-Report([hashtable] $Connection) { }\n");
    work.write(`modules/Reports/Resources/${"x".repeat(130)}`, "");
    assert.deepEqual(await codesOf(), ["RW214"]);
  });

  it("writes SARIF that the published schema accepts", async () => {
    const text = await work.ok(["lint", "runbooks", "--output", "sarif"]);
    const sarif = JSON.parse(text) as Sarif;
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../fixtures/sarif/sarif-schema-2.1.0.json"), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    assert.ok(validate(sarif), JSON.stringify(validate.errors));
    const [run] = sarif.runs;
    const [first, second] = run?.results ?? [];
    assert.deepEqual(first?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: "runbooks/Mixed%20one.ps1" },
      region: { startLine: 2, startColumn: 35, endLine: 2, endColumn: 37 },
    });
    assert.deepEqual([first.ruleId, first.level, first.fixes?.length], ["RW101", "note", 1]);
    assert.deepEqual([second?.ruleId, second?.level], ["RW102", "warning"]);
    assert.equal(run?.tool.driver.rules[second?.ruleIndex ?? -1]?.id, "RW102");
  });
});
