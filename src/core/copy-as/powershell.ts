/** Commands of the Az.Automation module that make the thing anew; secrets are asked for when the commands run. */
import type { Json } from "../json";
import type { AccountItem } from "../browse";
import type { CopySource } from "./copy-source";
import { quotePowerShell as quote } from "./quote";

/** undefined: PowerShell has no command that makes such a thing. */
export function powerShellOf(source: CopySource): string | undefined {
  const { account, item } = source;
  const place = `-ResourceGroupName ${quote(account.resourceGroup)} -AutomationAccountName ${quote(account.name)}`;
  if (item === undefined) {
    const group = `-ResourceGroupName ${quote(account.resourceGroup)} -Location ${quote(account.location)}`;
    const identity = account.identities.system === undefined ? "" : " -AssignSystemIdentity";
    return `New-AzAutomationAccount -Name ${quote(account.name)} ${group}${identity}\n`;
  }
  const lines = linesOf(item, place);
  return lines && `${lines.join("\n")}\n`;
}

function linesOf(item: AccountItem, place: string): readonly string[] | undefined {
  const name = `-Name ${quote("name" in item ? item.name : "")}`;
  switch (item.kind) {
    case "runbook":
      return [
        `New-AzAutomationRunbook ${place} ${name} -Type ${quote(item.type)}${describe(item.description)}`,
        `Import-AzAutomationRunbook ${place} ${name} -Path ${quote(item.path ?? `${item.name}.ps1`)} -Type ${quote(item.type)} -Force -Published`,
      ];
    case "variable":
      return item.isEncrypted
        ? [
            secret("value", `Value of ${item.name}`),
            `New-AzAutomationVariable ${place} ${name} -Encrypted $true -Value $value${describe(item.description)}`,
          ]
        : [
            `New-AzAutomationVariable ${place} ${name} -Encrypted $false -Value ${literal(item.value)}${describe(item.description)}`,
          ];
    case "credential":
      return [
        `$credential = Get-Credential -UserName ${quote(item.userName)} -Message ${quote(`Password of ${item.name}`)}`,
        `New-AzAutomationCredential ${place} ${name} -Value $credential${describe(item.description)}`,
      ];
    case "connection": {
      const fields = Object.entries(item.fields);
      const encrypted = fields.filter(([, field]) => field.isEncrypted);
      return [
        ...encrypted.map(([field], at) => secret(`secret${at + 1}`, `${item.name}: ${field}`)),
        "$fields = @{",
        ...fields.map(([field, { value, isEncrypted }]) => {
          const at = encrypted.findIndex(([known]) => known === field);
          return `  ${quote(field)} = ${isEncrypted ? `$secret${at + 1}` : literal(value)}`;
        }),
        "}",
        `New-AzAutomationConnection ${place} ${name} -ConnectionTypeName ${quote(item.connectionType)} -ConnectionFieldValues $fields${describe(item.description)}`,
      ];
    }
    case "certificate":
      return [
        item.hasPrivateKey
          ? `$password = Read-Host -AsSecureString -Prompt ${quote(`Password of the file of ${item.name}`)}`
          : `# ${item.thumbprint}`,
        `New-AzAutomationCertificate ${place} ${name} -Path ${quote(`${item.name}.${item.hasPrivateKey ? "pfx" : "cer"}`)}${item.hasPrivateKey ? " -Password $password" : ""}${item.isExportable ? " -Exportable" : ""}${describe(item.description)}`,
      ];
    case "schedule":
      return scheduleLines(item, `${place} ${name}`);
    case "webhook":
      return [
        `New-AzAutomationWebhook ${place} ${name} -RunbookName ${quote(item.runbook)} -IsEnabled $${String(item.isEnabled)} -ExpiryTime ${quote(item.expiryTime)} -Force`,
      ];
    case "module":
      return [
        `New-AzAutomationModule ${place} ${name} -ContentLinkUri ${quote(galleryUri(item.name, item.version))}${/7/.test(item.runtime) ? ` -RuntimeVersion '7.2'` : ""}`,
      ];
    case "hybrid-worker-group":
      return [`New-AzAutomationHybridRunbookWorkerGroup ${place} ${name}`];
    case "job":
      return [`Get-AzAutomationJob ${place} -Id ${quote(item.id)}`];
    case "identity":
      return item.isSystemAssigned
        ? [`Get-AzADServicePrincipal -ObjectId ${quote(item.principalId)}`]
        : [`Get-AzADServicePrincipal -ApplicationId ${quote(item.clientId)}`];
    case "connection-type":
    case "runtime-environment":
    case "package":
    case "hybrid-worker":
      return undefined;
  }
}

function scheduleLines(item: Extract<AccountItem, { kind: "schedule" }>, place: string): readonly string[] | undefined {
  const interval = item.interval ?? 1;
  const rhythm: Readonly<Record<string, string>> = {
    onetime: "-OneTime",
    hour: `-HourInterval ${interval}`,
    day: `-DayInterval ${interval}`,
    week: `-WeekInterval ${interval}`,
    month: `-MonthInterval ${interval}`,
  };
  const chosen = rhythm[item.frequency.toLowerCase()];
  if (chosen === undefined) {
    return undefined;
  }
  const start = item.nextRun === "" ? "(Get-Date).AddHours(1)" : quote(item.nextRun);
  const zone = item.timeZone === "" ? "" : ` -TimeZone ${quote(item.timeZone)}`;
  return [`New-AzAutomationSchedule ${place} -StartTime ${start} ${chosen}${zone}${describe(item.description)}`];
}

/** Asked for when the command runs, and plain text then, as the cmdlets want it. */
function secret(variable: string, prompt: string): string {
  return `$${variable} = Read-Host -MaskInput -Prompt ${quote(prompt)}`;
}

function describe(description: string): string {
  return description === "" ? "" : ` -Description ${quote(description)}`;
}

/** The gallery's address of a module, as the portal uses it. */
export function galleryUri(name: string, version: string): string {
  const base = `https://www.powershellgallery.com/api/v2/package/${encodeURIComponent(name)}`;
  return version === "" ? base : `${base}/${encodeURIComponent(version)}`;
}

function literal(value: Json): string {
  switch (typeof value) {
    case "string":
      return quote(value);
    case "number":
      return String(value);
    case "boolean":
      return `$${String(value)}`;
    default:
      return value === null ? "$null" : `(ConvertFrom-Json ${quote(JSON.stringify(value))})`;
  }
}
