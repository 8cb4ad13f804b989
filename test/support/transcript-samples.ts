/** The runbooks whose conversation with a real pwsh is recorded in test/fixtures/transcripts, and the account they see. */
import type { RevealedAsset } from "../../src/core/asset";
import type { Json } from "../../src/core/json";
import type { JobServices } from "../../src/core/job-services";

export interface TranscriptSample {
  readonly name: string;
  readonly text: string;
  readonly parameters?: Readonly<Record<string, Json>>;
  /** The job is stopped when the runbook writes this text. */
  readonly stopAt?: string;
}

export const transcriptSamples: readonly TranscriptSample[] = [
  { name: "hello", text: '"hi"' },
  {
    name: "streams",
    text: `"output"
Write-Warning warning
Write-Verbose verbose -Verbose
Write-Debug debug -Debug
Write-Error error
Write-Information information -InformationAction Continue -Tags one, two
Write-Host -NoNewline -ForegroundColor Green "host "
Write-Host text
/bin/echo native
/bin/sh -c 'echo native error >&2'`,
  },
  {
    name: "objects",
    text: `1
1.5
$true
$null
""
[pscustomobject] @{ Id = 1; Name = "one" }
[pscustomobject] @{ Id = 2; Name = "two" }
@{ key = "value" }
[pscustomobject] @{ a = 1; b = 2 } | Format-List
, @(1, 'x', @{ deep = @{ deeper = 1 } })
[version] '1.2.3'
"line one\`nline two \u00e9 \u{1f600}"`,
  },
  { name: "exit-code", text: '"before"; exit 3; "after"' },
  { name: "terminating-error", text: 'function f {\n  throw "boom"\n}\n"before"\ntry { f } finally { "finally" }' },
  { name: "error-preference-stop", text: '$ErrorActionPreference = "Stop"\nGet-Item /no/such/item' },
  { name: "parse-error", text: '"a"\nif (' },
  { name: "workflow", text: 'workflow w { "a" }\nw' },
  {
    name: "progress",
    text: `Write-Progress -Id 1 -Activity Copy -Status "one of two" -PercentComplete 50
Write-Progress -Id 2 -ParentId 1 -Activity Part
Write-Progress -Id 2 -Activity Part -Completed
"end"`,
  },
  {
    name: "assets",
    text: `Get-AutomationVariable -Name greeting
$c = Get-AutomationConnection AzureRunAs
"$($c.TenantId) $($c.Port)"
(Get-AutomationConnection AzureRunAs -DoNotDecrypt).Key
(Get-AutomationPSCredential admin).UserName
Set-AutomationVariable -Name greeting -Value $false
try { Get-AutomationVariable nowhere } catch { "caught: $_" }
Get-AutomationVariable secret -DoNotDecrypt`,
  },
  {
    name: "child-job",
    text: `$id = Start-AutomationRunbook -Name child -Parameters @{ count = 2 }
(Wait-AutomationJob -Id $id -TimeoutInMinutes 1).Status`,
  },
  {
    name: "parameters",
    text: 'param([int] $Count, [bool] $Force, [string[]] $Names, [hashtable] $Options, [datetime] $When)\n"$Count $Force $($Names -join "+") $($Options.a) $($When.ToString("o"))"',
    parameters: { Count: "3", Force: "true", Names: ["a", "b"], Options: { a: 1 }, When: "2024-05-31" },
  },
  { name: "parameter-refused", text: 'param([int] $Count)\n"never"', parameters: { Count: "1.5" } },
  { name: "stopped", text: 'try { "go"; Start-Sleep 600 } finally { $null }', stopAt: "go" },
  { name: "crash", text: '"a"; [Environment]::Exit(5)' },
];

const assets: readonly RevealedAsset[] = [
  { kind: "variable", name: "greeting", value: "hello", isEncrypted: false },
  { kind: "variable", name: "secret", value: "canary", isEncrypted: true },
  {
    kind: "connection",
    name: "AzureRunAs",
    connectionType: "AzureServicePrincipal",
    fields: { TenantId: "tenant", Port: 5, Key: "canary" },
    encryptedFields: ["Key"],
  },
  { kind: "credential", name: "admin", userName: "admin", password: "canary" },
];

export const childJobId = "22222222-2222-4222-8222-222222222222";

export const transcriptServices: JobServices = {
  getAsset: (kind, name) => Promise.resolve(assets.find((asset) => asset.kind === kind && asset.name === name)),
  describeMissing: (kind, name) => Promise.resolve(`There is no ${kind} "${name}" in the account "transcripts".`),
  setVariable: (name) => Promise.resolve(assets.some((asset) => asset.kind === "variable" && asset.name === name)),
  startRunbook: () => Promise.resolve(childJobId),
  waitJobs: (ids) =>
    Promise.resolve(
      ids.map((jobId) => ({ jobId, runbook: "child", status: "Completed" as const, exception: undefined })),
    ),
};
