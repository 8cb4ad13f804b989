/** Signatures of the internal cmdlets and of `automationassets`, in words of our own, with the pages of the service's documentation. */
import type { ReadableAssetKind } from "../../core/asset";
import type { CmdletParameter, InternalCmdlet } from "../powershell/internal-cmdlets";

const docs = "https://learn.microsoft.com/azure/automation/";

/** Page of each kind of asset. */
const pages: Readonly<Record<ReadableAssetKind, string>> = {
  connection: `${docs}automation-connections`,
  variable: `${docs}shared-resources/variables`,
  credential: `${docs}shared-resources/credentials`,
  certificate: `${docs}shared-resources/certificates`,
};

const summaries: Readonly<Record<string, string>> = {
  "Get-AutomationConnection": "Gets a connection of the Automation account as a hashtable of its fields.",
  "Get-AutomationVariable": "Gets the value of a variable of the Automation account, decrypted.",
  "Get-AutomationPSCredential": "Gets a credential of the Automation account.",
  "Get-AutomationCertificate": "Gets a certificate of the Automation account.",
  "Set-AutomationVariable": "Sets the value of a variable that exists; an encrypted one stays encrypted.",
  "Start-AutomationRunbook": "Starts another runbook as a job of its own and gives the job's id.",
  "Wait-AutomationJob": "Waits until jobs have ended.",
};

const outputs: Readonly<Record<string, string>> = {
  "Get-AutomationConnection": "Hashtable",
  "Get-AutomationVariable": "the value",
  "Get-AutomationPSCredential": "PSCredential",
  "Get-AutomationCertificate": "X509Certificate2",
  "Start-AutomationRunbook": "Guid",
};

/** What a parameter is for; shared by cmdlets. */
const parameterWords: Readonly<Record<string, string>> = {
  Name: "Name of the asset or runbook. Write it as a constant, so that dependencies show at design time.",
  DoNotDecrypt: "Leaves encrypted values encrypted.",
  Value: "The new value.",
  Parameters: "Parameters of the runbook, by name.",
  RunOn: "Hybrid runbook worker group to run on.",
  JobId: "Id that the new job shall have.",
  Id: "Ids of the jobs.",
  TimeoutInMinutes: "How long to wait: 5 minutes unless given, 60 at most.",
  DelayInSeconds: "Seconds between two looks: 30 to 300.",
  OutputJobsTransitionedToRunning: "Gives the jobs that began to run, too.",
};

export function cmdletSummary(cmdlet: InternalCmdlet): string {
  return summaries[cmdlet.name] ?? "";
}

export function cmdletPage(cmdlet: InternalCmdlet): string {
  return cmdlet.asset === undefined ? `${docs}automation-child-runbooks` : pages[cmdlet.asset.kind];
}

/** As PowerShell prints syntax. */
export function cmdletSyntax(cmdlet: InternalCmdlet): string {
  const parameters = cmdlet.parameters.map((parameter) => {
    const isPositional = parameter.name === cmdlet.positional;
    const name = isPositional ? `[-${parameter.name}]` : `-${parameter.name}`;
    const text = parameter.isSwitch ? name : `${name} <${parameter.typeName}>`;
    return parameter.isMandatory ? text : `[${text}]`;
  });
  return [cmdlet.name, ...parameters].join(" ");
}

export function cmdletMarkdown(cmdlet: InternalCmdlet): string {
  const output = outputs[cmdlet.name];
  return [
    `\`\`\`powershell\n${cmdletSyntax(cmdlet)}\n\`\`\``,
    `${cmdletSummary(cmdlet)}${output === undefined ? "" : ` Output: ${output}.`}`,
    `Exists only in a job. [Documentation](${cmdletPage(cmdlet)})`,
  ].join("\n\n");
}

export function parameterMarkdown(parameter: CmdletParameter): string {
  const aliases = parameter.aliases.length === 0 ? "" : ` Alias: ${parameter.aliases.join(", ")}.`;
  return (parameterWords[parameter.name] ?? "") + aliases;
}

interface PythonFunctionHelp {
  readonly signature: string;
  readonly summary: string;
  readonly kind: ReadableAssetKind;
}

/** specs/assets-and-jobs.md 4.2 */
const functions: Readonly<Record<string, PythonFunctionHelp>> = {
  get_automation_variable: {
    signature: "get_automation_variable(name)",
    summary: "Value of a variable of the Automation account: text, number, truth value or what its JSON holds.",
    kind: "variable",
  },
  set_automation_variable: {
    signature: "set_automation_variable(name, value)",
    summary: "Sets the value of a variable that exists.",
    kind: "variable",
  },
  get_automation_credential: {
    signature: "get_automation_credential(name) -> dict",
    summary: 'A credential of the Automation account: a dictionary with "username" and "password".',
    kind: "credential",
  },
  get_automation_connection: {
    signature: "get_automation_connection(name) -> dict",
    summary: "A connection of the Automation account: a dictionary of its fields.",
    kind: "connection",
  },
  get_automation_certificate: {
    signature: "get_automation_certificate(name) -> bytes",
    summary: "A certificate of the Automation account, as the bytes of a PKCS#12.",
    kind: "certificate",
  },
};

export function functionSignature(name: string): string {
  return functions[name]?.signature ?? name;
}

export function functionMarkdown(name: string): string {
  const help = functions[name];
  return help === undefined
    ? ""
    : [
        `\`\`\`python\nautomationassets.${help.signature}\n\`\`\``,
        help.summary,
        `Raises \`AutomationAssetNotFound\` when there is none. Exists only in a job. [Documentation](${pages[help.kind]})`,
      ].join("\n\n");
}
