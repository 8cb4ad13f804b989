import { parametersOf } from "../runbook-parameters";
import type { Rule } from "../rule";
import { parametersPage } from "../sources";

/** RW114: a parameter whose type no start of a job can fill. */
export const parameterType: Rule = {
  code: "RW114",
  id: "parameter-type",
  title: "Parameter type that the service cannot bind",
  severity: "warning",
  reason:
    "Whoever starts a job gives parameters as JSON: texts, numbers, truth values, arrays, objects. PowerShell makes no `SecureString`, script " +
    "block or reference of them, so a job that gets the parameter fails before its first line. For a secret take a " +
    "`[PSCredential]`, which is started with the name of a credential asset, or read the asset in the runbook.",
  sources: [parametersPage],
  examples: {
    bad: [{ language: "powershell", text: "param([Parameter(Mandatory)] [securestring] $Password)\n" }],
    good: [{ language: "powershell", text: "param([Parameter(Mandatory)] [pscredential] $Login)\n" }],
  },
  check: {
    powershell(file, report) {
      for (const { name, typeName, nameStart, nameEnd } of parametersOf(file)) {
        const type = typeName.toLowerCase().replace(/\s|\[\]$/g, "");
        if (unboundTypes.has(type)) {
          report({
            message: `No job can be started with a value for $${name}: the service gives JSON, of which PowerShell makes no [${typeName}].`,
            start: nameStart,
            end: nameEnd,
          });
        }
      }
    },
  },
};

const unboundTypes = new Set([
  "securestring",
  "system.security.securestring",
  "security.securestring",
  "scriptblock",
  "system.management.automation.scriptblock",
  "management.automation.scriptblock",
  "ref",
  "system.management.automation.psreference",
]);
