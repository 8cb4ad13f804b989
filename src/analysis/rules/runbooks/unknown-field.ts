import { isSameName } from "../../../core/asset";
import type { FindingFix } from "../../../core/finding";
import { nearestNames } from "../../../core/nearest-names";
import type { AssetCall, FieldRead } from "../../asset-call";
import { typeOfConnection } from "../../references/known-account";
import { isCertain } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { connectionsPage } from "../sources";

/** RW106: a field that the connection's type has not. */
export const unknownField: Rule = {
  code: "RW106",
  id: "unknown-field",
  title: "Field is not in the connection's type",
  severity: "warning",
  reason:
    "`Get-AutomationConnection` returns a hashtable with the fields of the connection's type. Reading another one gives nothing and no " +
    "error, so the fault shows lines later. In Python the connection is a dictionary: another name, also in other letters, " +
    "is a `KeyError`. The fields of the service's own types are known without an account.",
  sources: [connectionsPage, { title: "Connection types and what they hold" }],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$conn = Get-AutomationConnection -Name 'Reporting'\nInvoke-RestMethod -Uri \"https://$($conn.Sever)/api\"\n",
        needsAccount: true,
      },
      {
        language: "python",
        text: 'import automationassets\n\nconn = automationassets.get_automation_connection("Reporting")\nserver = conn["server"]\n',
        note: "Keys of a dictionary differ by case.",
        needsAccount: true,
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$conn = Get-AutomationConnection -Name 'Reporting'\nInvoke-RestMethod -Uri \"https://$($conn.server)/api\"\n",
        needsAccount: true,
      },
    ],
  },
  check: { powershell: checkReads, python: checkReads },
};

/** Members of every hashtable. */
const tableMembers = new Set(
  "count keys values item isreadonly isfixedsize issynchronized syncroot psobject psbase length comparer".split(" "),
);

function checkReads(file: PowerShellFile | PythonFile, report: Report): void {
  for (const call of file.scan.assets) {
    if (call.kind !== "connection" || call.fields.length === 0 || !isCertain(call)) {
      continue;
    }
    const type = typeOfConnection(file.account, call.name);
    if (type === undefined || type.fields.length === 0) {
      continue;
    }
    const names = type.fields.map(({ name }) => name);
    for (const field of call.fields) {
      // Between the quotes that an editor closes by itself nothing is typed yet.
      if (field.name === "" || isKnown(file, field, names)) {
        continue;
      }
      const near = nearestNames(field.name, names);
      const [fix, ...otherFixes] = near.filter(isPlainWord).map((name) => fixOf(field, name));
      report({
        message: `${describe(call)} is of the type "${type.name}", which has no field "${field.name}". ${near.length > 0 ? `Did you mean ${quoteAll(near)}?` : `Its fields are ${quoteAll(names)}.`}`,
        start: field.start,
        end: field.end,
        ...(fix && { fix, otherFixes }),
      });
    }
  }
}

function isKnown(file: PowerShellFile | PythonFile, field: FieldRead, names: readonly string[]): boolean {
  if (file.language === "python") {
    return names.includes(field.name);
  }
  return (
    names.some((name) => isSameName(name, field.name)) ||
    tableMembers.has(field.name.toLowerCase()) ||
    isWritten(file, field)
  );
}

/** `$conn.Extra = 1` adds to the table; what it adds may be read. */
function isWritten(file: PowerShellFile, { name }: FieldRead): boolean {
  const lower = name.toLowerCase();
  return file.syntax.assignments.some(
    ({ target }) =>
      (target.kind === "member" && target.name?.toLowerCase() === lower) ||
      (target.kind === "index" && target.index !== undefined && file.slice(target.index).toLowerCase().includes(lower)),
  );
}

function isPlainWord(name: string): boolean {
  return /^\w+$/.test(name);
}

function fixOf({ start, end }: FieldRead, name: string): FindingFix {
  return { title: `Change to "${name}"`, edits: [{ start, end, text: name }], isSafeForAll: false };
}

function describe(call: AssetCall): string {
  return `The connection "${call.name ?? ""}"`;
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
