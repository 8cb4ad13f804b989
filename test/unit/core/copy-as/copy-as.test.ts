import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { AccountItem } from "../../../../src/core/browse";
import { copyAs } from "../../../../src/core/copy-as/copy-as";
import { copyForms, type CopyForm } from "../../../../src/core/copy-as/copy-form";
import { identifierFrom } from "../../../../src/core/copy-as/copy-source";
import { quoteBicep, quotePowerShell, quoteShell, quoteTerraform } from "../../../../src/core/copy-as/quote";
import { buildAccount } from "../../../support/account-builder";
import { skipBecause } from "../../../support/skip";

const account = buildAccount({ name: "aa-o'neil", resourceGroup: "rg (test)" });
const odd = 'O\'Neil ${x} "q" %{y} \\ $(z) `b` ’';

const items: readonly AccountItem[] = [
  { kind: "variable", name: "Retry Count", description: "", isEncrypted: false, value: 3 },
  { kind: "variable", name: "Text", description: odd, isEncrypted: false, value: odd },
  { kind: "variable", name: "Tags", description: "", isEncrypted: false, value: { a: [1, "x'y"] } },
  { kind: "variable", name: "ApiKey", description: "", isEncrypted: true, value: null },
  { kind: "credential", name: "Operator", description: "", isEncrypted: true, userName: "contoso\\op" },
  {
    kind: "connection",
    name: "Tickets",
    description: "",
    isEncrypted: true,
    connectionType: "ContosoTickets",
    fields: {
      Url: { value: odd, isEncrypted: false },
      Port: { value: 8443, isEncrypted: false },
      Token: { value: null, isEncrypted: true },
      "Token 2": { value: null, isEncrypted: true },
    },
  },
  {
    kind: "certificate",
    name: "Cert",
    description: "",
    isEncrypted: true,
    thumbprint: "AB".repeat(20),
    expiryTime: "2027-01-01T00:00:00Z",
    isExportable: true,
    hasPrivateKey: true,
  },
  {
    kind: "connection-type",
    name: "Contoso",
    description: "",
    isEncrypted: false,
    source: "account",
    moduleName: "Contoso",
    path: undefined,
    fields: [{ name: "Url", typeName: "System.String", isEncrypted: false, isOptional: false }],
  },
  {
    kind: "runbook",
    name: "Stop-Vms",
    type: "PowerShell72",
    state: "Published",
    runtime: "",
    description: odd,
    lastModifiedTime: "",
    lastModifiedBy: "",
    path: undefined,
  },
  {
    kind: "schedule",
    name: "Nightly",
    description: "",
    isEnabled: true,
    frequency: "Day",
    interval: 2,
    nextRun: "2026-12-01T02:00:00+01:00",
    timeZone: "Europe/Berlin",
  },
  {
    kind: "webhook",
    name: "Hook",
    description: "",
    runbook: "Stop-Vms",
    isEnabled: true,
    expiryTime: "2027-01-01T00:00:00Z",
  },
  {
    kind: "module",
    name: "Az.Accounts",
    version: "3.0.0",
    runtime: "powershell-5.1",
    state: "Succeeded",
    error: "",
    isBuiltIn: false,
    path: undefined,
  },
];
const copy = (item: AccountItem | undefined, form: CopyForm): string | undefined =>
  copyAs({ account, item, parent: undefined }, form);
const named = (name: string): AccountItem => {
  const found = items.find((item) => "name" in item && item.name === name);
  assert.ok(found);
  return found;
};

describe("copying a thing of an account", () => {
  it("gives its name and its ARM id", () => {
    assert.equal(copy(undefined, "name"), "aa-o'neil");
    assert.equal(
      copy(named("Retry Count"), "resourceId"),
      `/subscriptions/${account.subscriptionId}/resourceGroups/rg (test)/providers/Microsoft.Automation/automationAccounts/aa-o'neil/variables/Retry Count`,
    );
    const [user] = account.identities.userAssigned;
    assert.ok(user);
    assert.equal(
      copy({ kind: "identity", isSystemAssigned: false, isOn: true, ...user }, "resourceId"),
      user.resourceId,
    );
  });

  it("writes a plain variable in each language", () => {
    const variable = named("Retry Count");
    assert.equal(
      copy(variable, "powershell"),
      "New-AzAutomationVariable -ResourceGroupName 'rg (test)' -AutomationAccountName 'aa-o''neil' -Name 'Retry Count' -Encrypted $false -Value 3\n",
    );
    assert.equal(
      copy(variable, "azCli"),
      `az rest --method put --url 'https://management.azure.com/subscriptions/${account.subscriptionId}/resourceGroups/rg%20(test)/providers/Microsoft.Automation/automationAccounts/aa-o'\\''neil/variables/Retry%20Count?api-version=2023-11-01' --body '{"name":"Retry Count","properties":{"value":"3","isEncrypted":false,"description":""}}'\n`,
    );
    assert.equal(
      copy(variable, "bicep"),
      [
        "resource automationAccount 'Microsoft.Automation/automationAccounts@2023-11-01' existing = {",
        "  name: 'aa-o\\'neil'",
        "}",
        "",
        "resource Retry_Count 'Microsoft.Automation/automationAccounts/variables@2023-11-01' = {",
        "  parent: automationAccount",
        "  name: 'Retry Count'",
        "  properties: {",
        "    value: '3'",
        "    isEncrypted: false",
        "    description: ''",
        "  }",
        "}",
        "",
      ].join("\n"),
    );
    assert.equal(
      copy(variable, "terraform"),
      [
        'resource "azurerm_automation_variable_int" "Retry_Count" {',
        '  name                    = "Retry Count"',
        '  resource_group_name     = "rg (test)"',
        '  automation_account_name = "aa-o\'neil"',
        "  value                   = 3",
        "  encrypted               = false",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("asks for secrets where the code runs, each by a name of its own", () => {
    const connection = named("Tickets");
    assert.match(copy(connection, "powershell") ?? "", /\$secret2 = Read-Host -MaskInput[^]*'Token 2' = \$secret2/);
    assert.match(
      copy(connection, "bicep") ?? "",
      /@secure\(\)\nparam secret_Token_2 string[^]*'Token 2': secret_Token_2/,
    );
    assert.match(copy(connection, "terraform") ?? "", /sensitive = true[^]*"Token 2" = var\.Tickets_Token_2/);
    assert.match(copy(connection, "azCli") ?? "", /"Token":"'"\$SECRET_1"'","Token 2":"'"\$SECRET_2"'"/);
    assert.match(copy(named("ApiKey"), "azCli") ?? "", /"value":"\\"'"\$SECRET"'\\""/);
    assert.match(copy(named("Operator"), "bicep") ?? "", /@secure\(\)\nparam password string/);
  });

  it("has no form for what cannot be made so", () => {
    const job: AccountItem = {
      kind: "job",
      id: "1",
      runbook: "r",
      status: "Completed",
      startTime: "",
      endTime: "",
      creationTime: "",
      runOn: "",
    };
    assert.equal(copy(job, "terraform"), undefined);
    assert.equal(copy(job, "bicep"), undefined);
    assert.equal(copy(named("Contoso"), "powershell"), undefined);
  });

  it("makes names for code of any name", () => {
    assert.deepEqual(["Retry Count", "9 lives", "Größe", "日本", "a--b", "_x_"].map(identifierFrom), [
      "Retry_Count",
      "asset_9_lives",
      "Gro_e",
      "asset",
      "a_b",
      "x",
    ]);
  });

  describe("keeps any text one text", () => {
    const nasty = [
      odd,
      "",
      "'",
      "''",
      "‘’‚‛",
      "a\nb\r\n\tc",
      "${",
      "$${",
      "%{a}",
      "\\",
      "\\'",
      "\u0000\u0007",
      "日本 é",
      "`$(rm -rf ~)`",
    ];

    it("in a POSIX shell", () => {
      for (const text of nasty.filter((candidate) => !candidate.includes("\0"))) {
        const { stdout } = spawnSync("/bin/sh", ["-c", `printf %s ${quoteShell(text)}`], { encoding: "utf8" });
        assert.equal(stdout, text);
      }
    });

    it("in PowerShell", function () {
      const texts = nasty.filter((text) => !text.includes("\0"));
      const script = `[Console]::OutputEncoding = [Text.Encoding]::UTF8; ConvertTo-Json -Compress -InputObject @(${texts.map(quotePowerShell).join(",")})`;
      const run = spawnSync(
        "pwsh",
        ["-NoProfile", "-EncodedCommand", Buffer.from(script, "utf16le").toString("base64")],
        {
          encoding: "utf8",
        },
      );
      if (run.error) {
        skipBecause(this, "pwsh is not there");
      }
      assert.deepEqual(JSON.parse(run.stdout), texts);
    }).timeout(30_000);

    it("in Bicep", () => {
      assert.equal(quoteBicep("O'Neil ${x}\n\\"), String.raw`'O\'Neil \${x}\n\\'`);
      assert.equal(quoteBicep("\u0007"), String.raw`'\u{7}'`);
      for (const text of nasty) {
        assert.match(quoteBicep(text), /^'(?:[^'\\\n\r$]|\$(?!\{)|\\(?:['\\nrt$]|u\{[0-9a-f]+\}))*'$/);
      }
    });

    it("in Terraform", () => {
      assert.equal(quoteTerraform('a "b" ${x} %{y} $z\n'), '"a \\"b\\" $${x} %%{y} $z\\n"');
      for (const text of nasty) {
        assert.match(quoteTerraform(text), /^"(?:[^"\\\n\r]|\\(?:["\\nrt]|u[0-9a-f]{4}))*"$/);
      }
    });
  });

  it("never holds a value that the account keeps encrypted, whatever the form", () => {
    // Were a value there by mistake, it still must not be copied.
    const leaky: readonly AccountItem[] = [
      { kind: "variable", name: "V", description: "", isEncrypted: true, value: "canary-4711" },
      {
        kind: "connection",
        name: "C",
        description: "",
        isEncrypted: true,
        connectionType: "T",
        fields: { Token: { value: "canary-4711", isEncrypted: true } },
      },
    ];
    for (const item of leaky) {
      for (const form of copyForms) {
        assert.doesNotMatch(copy(item, form) ?? "", /canary/, `${item.kind} as ${form}`);
      }
    }
  });

  it("writes something for every kind that the languages know, with odd names", () => {
    for (const item of items) {
      for (const form of ["azCli", "bicep", "terraform"] as const) {
        assert.ok(copy(item, form), `${item.kind} as ${form}`);
      }
    }
  });
});
