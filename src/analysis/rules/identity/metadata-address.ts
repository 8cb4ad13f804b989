import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

/** RW306: the identity of the machine instead of the account's. */
export const metadataAddress: Rule = {
  code: "RW306",
  id: "metadata-address",
  title: "Token from the address of a virtual machine's metadata service",
  severity: "warning",
  reason:
    "`169.254.169.254` is the metadata service of a virtual machine. A cloud job has none; on a hybrid worker in Azure it gives the machine's " +
    "identity, not the account's. The job's own endpoint stands in `IDENTITY_ENDPOINT`, with another header. Asking that " +
    "service for anything but a token is not meant here, nor a file that asks the job's endpoint first.",
  sources: [identityPage, identitySpec],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$answer = Invoke-RestMethod -Uri 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/' -Headers @{ Metadata = 'true' }\n",
      },
      {
        language: "python",
        text: 'import requests\n\nurl = "http://169.254.169.254/metadata/identity/oauth2/token"\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$machine = Invoke-RestMethod -Uri 'http://169.254.169.254/metadata/instance?api-version=2021-02-01' -Headers @{ Metadata = 'true' }\n",
      },
    ],
  },
  check: { powershell: checkUses, python: checkUses },
};

function checkUses(file: PowerShellFile | PythonFile, report: Report): void {
  // A file that knows the job's endpoint as well falls back to the machine's on purpose.
  if (file.scan.identity.some(({ how }) => how.endsWith("_ENDPOINT"))) {
    return;
  }
  for (const { how, start, end } of file.scan.identity) {
    if (how === "IMDS" && /169\.254\.169\.254\/metadata\/identity/i.test(file.text.slice(start, end))) {
      report({
        message: "This address gives tokens on virtual machines only: a job's endpoint stands in IDENTITY_ENDPOINT.",
        start,
        end,
      });
    }
  }
}
