import type { Expression, MemberNode, VariableNode } from "../../powershell/syntax";
import { findAsset } from "../../references/known-account";
import { isCertain } from "../asset-names";
import { findParameter, producerOf, sourceOf } from "../expressions";
import type { PowerShellFile } from "../powershell-file";
import { callsOf, isInside, isShownIn } from "../python-calls";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { outputPage, securityPage } from "../sources";

/** RW112: a token, password or encrypted variable in a stream of the job. */
export const secretWritten: Rule = {
  code: "RW112",
  id: "secret-written",
  title: "Token or password is written out",
  severity: "warning",
  reason:
    "What a job writes stays readable for 30 days to everyone who may read jobs, and goes wherever its streams are sent. An access token of " +
    "the managed identity opens what the identity may open until it runs out; `IDENTITY_HEADER` gets new ones.",
  sources: [outputPage, securityPage],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$login = Get-AutomationPSCredential -Name 'ReportMailer'\n$password = $login.GetNetworkCredential().Password\nWrite-Output \"Password: $password\"\n",
      },
      { language: "powershell", text: 'Write-Verbose "secret: $env:IDENTITY_HEADER"\n' },
      {
        language: "python",
        text: 'import automationassets\n\nlogin = automationassets.get_automation_credential("ReportMailer")\nprint(login["password"])\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$login = Get-AutomationPSCredential -Name 'ReportMailer'\nWrite-Output \"Signing in as $($login.UserName)\"\n",
      },
      {
        language: "powershell",
        text: '$token = (Get-AzAccessToken).Token\nWrite-Output "Got a token of $($token.Length) characters"\n',
      },
    ],
  },
  check: { powershell: checkPowerShell, python: checkPython },
};

function checkPowerShell(file: PowerShellFile, report: Report): void {
  if (!hasSecrets(file)) {
    return;
  }
  for (const { expression, command } of file.shown) {
    const secret =
      secretOf(file, expression) ?? (expression.kind === "variable" ? secretOfVariable(file, expression) : undefined);
    if (secret !== undefined) {
      const { start, end } = expression;
      const how = command === "" ? "goes to the output stream" : `is written out by ${command}`;
      report({ message: `${secret} ${how}: everyone who may read the job can read it.`, start, end });
    }
  }
}

/** Cheap: most files have nothing of the kind. */
function hasSecrets(file: PowerShellFile): boolean {
  return (
    secretMembers.some((name) => file.membersNamed(name).length > 0) ||
    file.scan.identity.some(({ how }) => how === "IDENTITY_HEADER" || how === "MSI_SECRET") ||
    file.commandsNamed("convertfrom-securestring").length > 0 ||
    file.scan.assets.some(
      (call) => call.kind === "variable" && call.operation === "get" && isEncryptedVariable(file, call.name),
    )
  );
}

const secretMembers = ["password", "access_token", "accesstoken", "token"] as const;

/** What a value is, for the message; undefined for what is no secret. */
function secretOf(file: PowerShellFile, expression: Expression): string | undefined {
  switch (expression.kind) {
    case "member":
      return secretMember(file, expression);
    case "variable":
      return expression.scope === "env" && /^(?:IDENTITY_HEADER|MSI_SECRET)$/i.test(expression.name)
        ? "The secret of the identity endpoint"
        : undefined;
    case "paren":
    case "subexpression":
      return secretOfCommand(file, expression);
    default:
      return undefined;
  }
}

function secretMember(file: PowerShellFile, member: MemberNode): string | undefined {
  switch (member.name?.toLowerCase()) {
    case "password":
      return member.target.kind === "member" && member.target.name?.toLowerCase() === "getnetworkcredential"
        ? "The password of a credential"
        : undefined;
    case "access_token":
    case "accesstoken":
      return member.args === undefined ? "An access token" : undefined;
    case "token":
      return sourceOf(file, member)?.name.toLowerCase() === "get-azaccesstoken" ? "An access token" : undefined;
    default:
      return undefined;
  }
}

function secretOfVariable(file: PowerShellFile, variable: VariableNode): string | undefined {
  if (variable.scope === "env") {
    return undefined;
  }
  const value = file.bindings.at(variable.name, variable.start)?.value;
  return (value === undefined ? undefined : secretOf(file, value)) ?? secretOfCommand(file, variable);
}

/** A command whose result is a secret. */
function secretOfCommand(file: PowerShellFile, expression: Expression): string | undefined {
  const command = producerOf(file, expression);
  if (command === undefined) {
    return undefined;
  }
  if (command.name.toLowerCase() === "convertfrom-securestring") {
    return findParameter(command, "asplaintext", "a") === undefined ? undefined : "A secure string in clear";
  }
  const call = file.scan.assets.find(({ start, end }) => start === command.start && end === command.end);
  return call?.kind === "variable" &&
    call.operation === "get" &&
    isCertain(call) &&
    isEncryptedVariable(file, call.name)
    ? `The encrypted variable "${call.name ?? ""}"`
    : undefined;
}

function isEncryptedVariable(file: PowerShellFile | PythonFile, name: string | undefined): boolean {
  return findAsset(file.account, "variable", name)?.isEncrypted === true;
}

function checkPython(file: PythonFile, report: Report): void {
  const passwords = file.scan.assets
    .filter(({ kind }) => kind === "credential")
    .flatMap(({ fields }) => fields.filter(({ name }) => name === "password"));
  for (const call of passwords.length === 0 ? [] : callsOf(file, "print")) {
    for (const { start, end } of passwords) {
      if (isInside(file, call, start) && isShownIn(file, call, start)) {
        report({
          message: "The password of a credential is printed: everyone who may read the job can read it.",
          start,
          end,
        });
      }
    }
  }
}
