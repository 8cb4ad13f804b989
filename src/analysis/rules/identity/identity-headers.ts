import { addHeadersFix, hasSecretHeader } from "../identity-header-names";
import { identityRequests } from "../identity-requests";
import { usesEndpointByHand } from "../python-identity";
import type { Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

/** RW303: a request to the identity endpoint without what it wants to see. */
export const identityHeaders: Rule = {
  code: "RW303",
  id: "identity-headers",
  title: "Identity endpoint is called without its secret header",
  severity: "warning",
  reason:
    "The endpoint wants `X-IDENTITY-HEADER` with the value of `$env:IDENTITY_HEADER`, which only the job knows: without it a hybrid worker " +
    "answers 400. The older `secret` with `$env:MSI_SECRET` does as well. The fix adds the header `Metadata` too where it is absent, " +
    "which the documentation asks for.",
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
        if (request.headers !== undefined && !hasSecretHeader(request.headers)) {
          const fix = addHeadersFix(request);
          report({ message, start: request.command.start, end: request.command.end, ...(fix && { fix }) });
        }
      }
    },
    python(file, report) {
      const use = usesEndpointByHand(file);
      if (use !== undefined && !hasSecretHeader(use.strings.map((text) => text.toLowerCase()))) {
        report({ message, start: use.start, end: use.end });
      }
    },
  },
};

const message = 'The identity endpoint wants the header "X-IDENTITY-HEADER" with the value of IDENTITY_HEADER.';
