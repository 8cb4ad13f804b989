import type { FindingFix } from "../../../core/finding";
import { identityRequests, type IdentityRequest } from "../identity-requests";
import { usesEndpointByHand } from "../python-identity";
import type { Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

/** RW303: a request to the identity endpoint without what it wants to see. */
export const identityHeaders: Rule = {
  code: "RW303",
  id: "identity-headers",
  title: "Identity endpoint is called without its headers",
  severity: "warning",
  reason:
    "The endpoint wants `X-IDENTITY-HEADER` with the value of `$env:IDENTITY_HEADER`, which only the job knows, and `Metadata: True`, " +
    "which keeps requests out that were forged through an address alone. Without the first a hybrid worker answers 400; the " +
    "documentation asks for both. The older `secret` with `$env:MSI_SECRET` counts as the first.",
  sources: [identityPage, identitySpec],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$uri = $env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/'\nInvoke-RestMethod -Uri $uri -Headers @{ Metadata = 'True' } | Out-Null\n",
      },
      {
        language: "python",
        text: 'import os\nimport requests\n\nurl = os.environ["IDENTITY_ENDPOINT"] + "?resource=https://management.azure.com/"\nanswer = requests.get(url, headers={"Metadata": "True"})\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$uri = $env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/'\nInvoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' } | Out-Null\n",
      },
      {
        language: "powershell",
        text:
          '$headers = New-Object "System.Collections.Generic.Dictionary[[String],[String]]"\n$headers.Add("X-IDENTITY-HEADER", $env:IDENTITY_HEADER)\n$headers.Add("Metadata", "True")\n' +
          "$answer = Invoke-RestMethod -Uri $env:IDENTITY_ENDPOINT -Method POST -Headers $headers -ContentType 'application/x-www-form-urlencoded' -Body @{ resource = 'https://management.azure.com/' }\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      for (const request of identityRequests(file)) {
        const missing = missingHeaders(request.headers);
        if (missing.length > 0) {
          const fix = fixOf(request, missing);
          report({
            message: `The identity endpoint wants the header ${missing.map(([name]) => `"${name}"`).join(" and ")}.`,
            start: request.command.start,
            end: request.command.end,
            ...(fix && { fix }),
          });
        }
      }
    },
    python(file, report) {
      const use = usesEndpointByHand(file);
      if (use === undefined) {
        return;
      }
      const names = use.strings.map((text) => text.toLowerCase());
      const missing = missingHeaders(names);
      if (missing.length > 0) {
        report({
          message: `The identity endpoint wants the header ${missing.map(([name]) => `"${name}"`).join(" and ")}.`,
          start: use.start,
          end: use.end,
        });
      }
    },
  },
};

type Header = readonly [name: string, value: string];

function missingHeaders(headers: readonly string[] | undefined): readonly Header[] {
  if (headers === undefined) {
    return [];
  }
  const missing: Header[] = [];
  if (!headers.includes("x-identity-header") && !headers.includes("secret")) {
    missing.push(["X-IDENTITY-HEADER", "$env:IDENTITY_HEADER"]);
  }
  if (!headers.includes("metadata")) {
    missing.push(["Metadata", "'True'"]);
  }
  return missing;
}

function fixOf({ headerTable, headers, command }: IdentityRequest, missing: readonly Header[]): FindingFix | undefined {
  const title = `Add ${missing.map(([name]) => name).join(" and ")}`;
  const entries = missing.map(([name, value]) => `'${name}' = ${value}`).join("; ");
  if (headerTable !== undefined) {
    const at = headerTable.start + 2;
    return { title, edits: [{ start: at, end: at, text: ` ${entries};` }], isSafeForAll: true };
  }
  return headers?.length === 0
    ? {
        title,
        edits: [{ start: command.end, end: command.end, text: ` -Headers @{ ${entries} }` }],
        isSafeForAll: true,
      }
    : undefined;
}
