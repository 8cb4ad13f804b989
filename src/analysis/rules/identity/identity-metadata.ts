import { addHeadersFix, hasMetadataHeader, hasSecretHeader } from "../identity-header-names";
import { identityRequests } from "../identity-requests";
import { usesEndpointByHand } from "../python-identity";
import type { Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

/** RW309: a request with the secret header, but without the one that the documentation asks for besides. */
export const identityMetadata: Rule = {
  code: "RW309",
  id: "identity-metadata",
  title: "Identity endpoint is called without the header Metadata",
  severity: "information",
  reason:
    "The documentation says that the header `Metadata` must be there and be `True`; it keeps requests out that were forged through an " +
    "address alone. Several of Microsoft's own libraries send the secret header only and get their token, so this is no more than a hint " +
    "to do as documented.",
  sources: [identityPage, identitySpec],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$uri = $env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/'\n$answer = Invoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }\n",
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$uri = $env:IDENTITY_ENDPOINT + '?resource=https://management.azure.com/'\n$answer = Invoke-RestMethod -Uri $uri -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      for (const request of identityRequests(file)) {
        const { headers, command } = request;
        if (headers !== undefined && hasSecretHeader(headers) && !hasMetadataHeader(headers)) {
          const fix = addHeadersFix(request);
          report({ message, start: command.start, end: command.end, ...(fix && { fix }) });
        }
      }
    },
    python(file, report) {
      const use = usesEndpointByHand(file);
      const names = use?.strings.map((text) => text.toLowerCase()) ?? [];
      if (use !== undefined && hasSecretHeader(names) && !hasMetadataHeader(names)) {
        report({ message, start: use.start, end: use.end });
      }
    },
  },
};

const message = 'The documentation asks for the header "Metadata" with the value True as well.';
