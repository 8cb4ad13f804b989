import { parametersOf } from "../runbook-parameters";
import type { Rule } from "../rule";
import { parametersPage } from "../sources";

/** RW113: a parameter that the service cannot name. */
export const parameterName: Rule = {
  code: "RW113",
  id: "parameter-name",
  title: "Parameter name that the service does not take",
  severity: "error",
  reason:
    "The service takes names of parameters that start with a letter and hold letters, digits and underscores. PowerShell allows more, " +
    "but the runbook cannot be published or its parameter cannot be given.",
  sources: [parametersPage],
  examples: {
    bad: [
      { language: "powershell", text: "param([string] ${Resource Group}, [string] $Name)\n" },
      { language: "powershell", text: "param([string] $_name)\n" },
    ],
    good: [{ language: "powershell", text: "param([string] $Resource_Group2)\n" }],
  },
  check: {
    powershell(file, report) {
      for (const { name, nameStart, nameEnd } of parametersOf(file)) {
        if (name !== "" && !/^\p{L}[\p{L}\p{N}_]*$/u.test(name)) {
          report({
            message: `The service does not take the parameter name "${name}": it must start with a letter and hold letters, digits and underscores only.`,
            start: nameStart,
            end: nameEnd,
          });
        }
      }
    },
  },
};
