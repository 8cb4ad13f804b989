import { identityRequests } from "../identity-requests";
import { usesEndpointByHand } from "../python-identity";
import type { Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

/** RW304: a request for a token that does not say for what. */
export const identityResource: Rule = {
  code: "RW304",
  id: "identity-resource",
  title: "Identity endpoint is called without a resource",
  severity: "warning",
  reason:
    "A token is for one resource, `https://management.azure.com/` for example. The endpoint answers 400 without it. In a GET request it is " +
    "the query parameter `resource`, in a POST request a field of the form.",
  sources: [identityPage, identitySpec],
  examples: {
    bad: [
      {
        language: "powershell",
        text: "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n$answer = Invoke-RestMethod -Uri \"$($env:IDENTITY_ENDPOINT)?api-version=2019-08-01\" -Headers $headers\n",
      },
      {
        language: "python",
        text: 'import os\nimport requests\n\nheaders = {"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"}\nanswer = requests.get(os.environ["IDENTITY_ENDPOINT"], headers=headers)\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text: "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n$answer = Invoke-RestMethod -Uri \"$($env:IDENTITY_ENDPOINT)?resource=https://vault.azure.net\" -Headers $headers\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      for (const { uri, body, uriExpression } of identityRequests(file)) {
        const isGiven = [uri, body].some(
          (source) => source !== undefined && (!source.isComplete || hasResource(source.text)),
        );
        if (!isGiven) {
          const { start, end } = uriExpression;
          report({
            message: "The identity endpoint wants to know for which resource the token is: add resource=.",
            start,
            end,
          });
        }
      }
    },
    python(file, report) {
      const use = usesEndpointByHand(file);
      if (use !== undefined && !use.strings.some(hasResource)) {
        const { start, end } = use;
        report({
          message: "The identity endpoint wants to know for which resource the token is: add resource=.",
          start,
          end,
        });
      }
    },
  },
};

function hasResource(text: string): boolean {
  return /\bresource\b/i.test(text);
}
