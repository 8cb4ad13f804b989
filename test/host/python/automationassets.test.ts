import assert from "node:assert/strict";

import { JobWorkspace } from "../../support/job-run";
import { MemoryAccount, sampleAssets } from "../../support/memory-account";

describe("automationassets", () => {
  let workspace: JobWorkspace;
  let account: MemoryAccount;
  before(() => {
    account = new MemoryAccount(sampleAssets);
    workspace = new JobWorkspace(account);
  });
  afterEach(() => workspace.assertClean());
  after(() => workspace.dispose());

  async function output(...lines: string[]): Promise<readonly string[]> {
    const run = await workspace.runPython(["from automationassets import *", ...lines].join("\n"));
    const { status, exception } = await run.result;
    assert.equal(status, "Completed", exception);
    return run.texts("Output");
  }

  it("gives variables with their types", async () => {
    assert.deepEqual(
      await output(
        "print(get_automation_variable('region'))",
        "v = get_automation_variable('Settings')",
        "print(type(v).__name__, v['retries'] + 1, v['tags'])",
      ),
      ["westeurope", "dict 4 ['a', 'b']"],
    );
  });

  it("gives a credential, a connection and a certificate as the service's module does", async () => {
    assert.deepEqual(
      await output(
        "c = get_automation_credential('Operator')",
        "print(sorted(c), c['username'], len(c['password']))",
        "n = get_automation_connection('Contoso')",
        "print(type(n).__name__, n['Url'], n['Port'], len(n['Secret']))",
        "b = get_automation_certificate('Signing')",
        "print(type(b).__name__, b)",
      ),
      [
        "['password', 'username'] contoso\\operator 20",
        "dict https://contoso.example 8443 17",
        "bytes b'not a real certificate'",
      ],
    );
  });

  it("sets variables of any JSON type, falsy ones too", async () => {
    assert.deepEqual(
      await output(
        "for value in (0, False, '', None, [], {'a': 'é'}):",
        "    set_automation_variable('Settings', value)",
        "    print(repr(get_automation_variable('Settings')))",
      ),
      ["0", "False", "''", "None", "[]", "{'a': 'é'}"],
    );
  });

  it("raises the service's error for a missing asset: its text is in message only", async () => {
    assert.deepEqual(
      await output(
        "for call in (get_automation_variable, get_automation_credential, get_automation_connection, get_automation_certificate):",
        "    try: call('Nope')",
        "    except AutomationAssetNotFound as error: print(repr(str(error)), error.message)",
        "try: set_automation_variable('Nope', 1)",
        "except AutomationAssetNotFound as error: print(error.message)",
      ),
      [...Array<string>(4).fill("'' The requested asset was not found."), "The requested asset was not found."],
    );
  });

  it("tells the person kind, name, account and nearest names when nobody catches it", async () => {
    const run = await workspace.runPython(
      "import automationassets\nautomationassets.get_automation_variable('Regoin')",
    );
    const { status, exception } = await run.result;
    assert.equal(status, "Failed");
    assert.match(
      exception ?? "",
      /AutomationAssetNotFound\nThe variable "Regoin" was not found in the Automation account "aa-contoso"\. The nearest: "Region"\.$/,
    );
  });

  it("reports each request with its place", async () => {
    const run = await workspace.runPython(
      "import automationassets as a\n\na.get_automation_variable('REGION')\na.set_automation_variable('Region', 'northeurope')",
    );
    assert.deepEqual(
      run.of("asset").map(({ operation, kind, name, found, line }) => ({ operation, kind, name, found, line })),
      [
        { operation: "get", kind: "variable", name: "Region", found: true, line: 3 },
        { operation: "set", kind: "variable", name: "Region", found: true, line: 4 },
      ],
    );
    assert.match(run.of("asset")[0]?.script ?? "", /runbook\d+\.py$/);
  });

  it("takes names with any characters", async () => {
    account.assets.push({ kind: "variable", name: "a/b ?ü%", isEncrypted: false, value: 1 });
    assert.deepEqual(await output("print(get_automation_variable('a/b ?ü%'))"), ["1"]);
  });

  it("uses no proxy of the environment", async () => {
    const run = await workspace.runPython(
      "import automationassets\nprint(automationassets.get_automation_variable('Settings') is not None)",
      { environment: { ...process.env, HTTP_PROXY: "http://127.0.0.1:9", http_proxy: "http://127.0.0.1:9" } },
    );
    assert.equal((await run.result).status, "Completed");
  });

  it("works where a hybrid worker without identity sets no identity variables", async () => {
    const run = await workspace.runPython(
      "import os, automationassets\nprint('IDENTITY_ENDPOINT' in os.environ, automationassets.get_automation_credential('Operator')['username'])",
      { fidelity: "hybrid", identities: { system: undefined, userAssigned: [] } },
    );
    assert.deepEqual(run.texts("Output"), ["False contoso\\operator"]);
  });

  it("works in a process that the runbook starts", async () => {
    assert.deepEqual(
      await output(
        "import subprocess, sys",
        "subprocess.run([sys.executable, '-c', 'import automationassets as a; print(a.get_automation_connection(\"Contoso\")[\"Port\"])'])",
      ),
      ["8443"],
    );
  });

  it("masks every secret in whatever the runbook writes", async () => {
    const run = await workspace.runPython(
      [
        "import automationassets as a, sys",
        "key = a.get_automation_variable('ApiKey')",
        "print('key', key)",
        "print('password=' + a.get_automation_credential('Operator')['password'], file=sys.stderr)",
        "a.set_automation_variable('ApiKey', 'canary-new-value-4e')",
        "print(a.get_automation_variable('ApiKey'))",
        "import os; print(os.environ['IDENTITY_HEADER'])",
        "raise ValueError(a.get_automation_connection('Contoso')['Secret'])",
      ].join("\n"),
      { parameters: { positional: ["canary-field-55d0"] } },
    );
    await run.result;
    assert.deepEqual(run.texts("Output"), ["key ***", "***", "***"]);
    assert.deepEqual(run.texts("Error"), ["password=***"]);
    assert.match((await run.result).exception ?? "", /ValueError: \*\*\*$/);
    assert.doesNotMatch(JSON.stringify(run.events), /canary-/);
  });
});
