/** Every sample runbook does what media/samples/README.md says, through the command line. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { powerShellPath } from "../../support/job-run";
import { skipBecause } from "../../support/skip";
import { CliWorkspace } from "./support/cli";

/** What the output must say; `fails` where the sample is to end Failed. */
const samples: readonly { readonly file: string; readonly args?: readonly string[]; readonly says: RegExp }[] = [
  {
    file: "Show-Account.ps1",
    says: /Variable Greeting: Hello\n.*user admin@contoso\.example, a password of 24 char.*Child job Write-Greeting: [0-9a-f-]{36}\n$/s,
  },
  {
    file: "show_account.py",
    says: /Variable Greeting: Hello\n.*Token for https:\/\/management\.azure\.com\/.*Hello, world\n$/s,
  },
  { file: "Get-TokenByGet.ps1", says: /Audience +: https:\/\/management\.azure\.com\/.*Emulated +: True/s },
  {
    file: "Get-TokenByPost.ps1",
    says: /^Got a Bearer token for https:\/\/management\.azure\.com\/ as client [0-9a-f-]{36}\.\n$/,
  },
  {
    file: "token_by_get.py",
    args: ["--scenario", "throttled"],
    says: /Throttled, trying again in 2 s\n.*emulated True/s,
  },
  { file: "token_by_post.py", says: /^Got a Bearer token/ },
  {
    file: "Read-Assets.ps1",
    says: /RunCount: \d+, now \d+\n.*shown as \*\*\*\n.*Port = 8443 \(Int(32|64)\)\n.*private key: True/s,
  },
  {
    file: "read_assets.py",
    says: /RunCount: \d+, now \d+\n.*shown as \*\*\*\n.*Port = 8443 \(int\)\n.*PKCS#12.*not found, as expected/s,
  },
  {
    file: "Start-Child.ps1",
    args: ["-p", 'Names=["Ada"]'],
    says: /^Started job [0-9a-f-]{36}\nAll 1 jobs are done\.\n$/,
  },
  { file: "Write-Greeting.ps1", args: ["-p", "Name=Ada"], says: /^Hello, Ada\n$/ },
  { file: "Show-Streams.ps1", says: /^a text\n.*an object/s },
  { file: "show_streams.py", says: /^a text\na last text\n$/ },
];

describe("sample runbooks", function () {
  this.timeout(60_000);
  let work: CliWorkspace;
  before(async () => {
    work = new CliWorkspace();
    await work.ok(["init", ".", "--sample"]);
  });
  after(() => work.dispose());

  it("are all tried here", () => {
    assert.deepEqual(readdirSync(work.path("runbooks")).sort(), samples.map(({ file }) => file).sort());
  });

  for (const { file, args = [], says } of samples) {
    it(`${file} does what it says`, async function () {
      if (file.endsWith(".ps1") && powerShellPath() === undefined) {
        skipBecause(this, "PowerShell 7 is not installed");
      }
      const { status, stdout, stderr } = await work.run(["run", `runbooks/${file}`, ...args]);
      assert.equal(status, 0, stderr);
      assert.match(stdout, says, stderr);
    });
  }
});
