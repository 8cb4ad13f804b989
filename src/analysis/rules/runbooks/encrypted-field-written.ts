import type { AssetCall, FieldRead } from "../../asset-call";
import type { Expression } from "../../powershell/syntax";
import { findAsset, typeOfConnection, type KnownAccount } from "../../references/known-account";
import { isSameName } from "../../../core/asset";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import { callsOf, isInside, isShownIn } from "../python-calls";
import type { Rule } from "../rule";
import { connectionsPage, outputPage } from "../sources";

/** RW108: an encrypted field of a connection is written out. */
export const encryptedFieldWritten: Rule = {
  code: "RW108",
  id: "encrypted-field-written",
  title: "Encrypted connection field is written out",
  severity: "warning",
  reason:
    "The account keeps the field encrypted, the job's streams do not: whoever may read the job sees it, for 30 days, and every log that " +
    "the streams are sent to has it too. Write its presence or its length, not the value.",
  sources: [connectionsPage, outputPage],
  needsAccount: true,
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$conn = Get-AutomationConnection -Name 'Reporting'\nWrite-Output \"Signing in with $($conn.ApiSecret)\"\n",
        needsAccount: true,
      },
      {
        language: "python",
        text: 'import automationassets\n\nconn = automationassets.get_automation_connection("Reporting")\nprint("key: " + conn["ApiSecret"])\n',
        needsAccount: true,
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$conn = Get-AutomationConnection -Name 'Reporting'\nWrite-Output \"Signing in to $($conn.Server) with $($conn.ApiSecret.Length) characters\"\n",
        needsAccount: true,
      },
    ],
  },
  check: {
    powershell(file, report) {
      const secrets = encryptedReads(file);
      if (secrets.size === 0) {
        return;
      }
      for (const { expression, command } of file.shown) {
        const field = secrets.get(fieldStart(expression)) ?? secrets.get(fieldStart(valueOf(file, expression)));
        if (field !== undefined) {
          const { start, end } = expression;
          const how = command === "" ? "goes to the output stream" : `is written out by ${command}`;
          report({
            message: `The field "${field.name}" is encrypted in the account, and its value ${how}.`,
            start,
            end,
          });
        }
      }
    },
    python(file, report) {
      const secrets = [...encryptedReads(file).values()];
      for (const call of secrets.length === 0 ? [] : callsOf(file, "print")) {
        for (const field of secrets) {
          if (isInside(file, call, field.start) && isShownIn(file, call, field.start)) {
            const { name, start, end } = field;
            report({
              message: `The field "${name}" is encrypted in the account, and its value is printed.`,
              start,
              end,
            });
          }
        }
      }
    },
  },
};

/** Reads of encrypted fields by where their name stands. */
function encryptedReads(file: PowerShellFile | PythonFile): ReadonlyMap<number, FieldRead> {
  const reads = new Map<number, FieldRead>();
  for (const call of file.scan.assets) {
    if (call.kind !== "connection" || call.fields.length === 0) {
      continue;
    }
    for (const field of call.fields) {
      if (isEncrypted(call, field, file.account)) {
        reads.set(field.start, field);
      }
    }
  }
  return reads;
}

function isEncrypted({ name }: AssetCall, field: FieldRead, account: KnownAccount | undefined): boolean {
  const values = findAsset(account, "connection", name)?.fields ?? {};
  return (
    typeOfConnection(account, name)?.fields.some((item) => item.isEncrypted && isSameName(item.name, field.name)) ===
      true || Object.entries(values).some(([key, value]) => value.isEncrypted && isSameName(key, field.name))
  );
}

function fieldStart(expression: Expression | undefined): number {
  if (expression?.kind === "member") {
    return expression.nameStart;
  }
  return expression?.kind === "index" && expression.index?.kind === "string" ? expression.index.contentStart : -1;
}

function valueOf(file: PowerShellFile, expression: Expression): Expression | undefined {
  return expression.kind === "variable" ? file.bindings.at(expression.name, expression.start)?.value : undefined;
}
