import { constantString } from "../../powershell/values";
import { identityRequests } from "../identity-requests";
import { usesEndpointByHand } from "../python-identity";
import type { Rule } from "../rule";
import { identityPage, identitySpec } from "../sources";

const form = "application/x-www-form-urlencoded";

/** RW305: a body that the identity endpoint does not read. */
export const identityContentType: Rule = {
  code: "RW305",
  id: "identity-content-type",
  title: "Identity endpoint gets a body that is no form",
  severity: "warning",
  reason:
    "A POST request to the endpoint carries its parameters as a form, `application/x-www-form-urlencoded`; JSON is refused. PowerShell sends a " +
    "table as a form where no other content type is given.",
  sources: [identityPage, identitySpec],
  examples: {
    bad: [
      {
        language: "powershell",
        text:
          "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n" +
          "$answer = Invoke-RestMethod -Method Post -Uri $env:IDENTITY_ENDPOINT -Headers $headers -ContentType 'application/json' -Body @{ resource = 'https://management.azure.com/' }\n",
      },
      {
        language: "python",
        text: 'import os\nimport requests\n\nheaders = {"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"], "Metadata": "True"}\nanswer = requests.post(os.environ["IDENTITY_ENDPOINT"], headers=headers, json={"resource": "https://management.azure.com/"})\n',
      },
    ],
    good: [
      {
        language: "powershell",
        text:
          "$headers = @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER; Metadata = 'True' }\n" +
          "$answer = Invoke-RestMethod -Method Post -Uri $env:IDENTITY_ENDPOINT -Headers $headers -Body @{ resource = 'https://management.azure.com/' }\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      for (const { method, contentType } of identityRequests(file)) {
        const type = constantString(file.text, contentType);
        if (
          contentType !== undefined &&
          method === "POST" &&
          type !== undefined &&
          !type.toLowerCase().startsWith(form)
        ) {
          const { start, end } = contentType;
          report({
            message: `The identity endpoint reads a form only, not "${type}".`,
            start,
            end,
            fix: { title: `Send ${form}`, edits: [{ start, end, text: `'${form}'` }], isSafeForAll: true },
          });
        }
      }
    },
    python(file, report) {
      if (usesEndpointByHand(file) === undefined) {
        return;
      }
      const { tokens } = file;
      tokens.forEach((token, index) => {
        // requests.post(os.environ["IDENTITY_ENDPOINT"], ..., json={...})
        if (token.text !== "post" || tokens[index - 2]?.text !== "requests" || tokens[index + 1]?.text !== "(") {
          return;
        }
        const end = tokens.findIndex((item, at) => at > index && item.kind === "newline");
        const line = tokens.slice(index, end === -1 ? tokens.length : end);
        const isEndpoint = line.some((item) =>
          /^(?:IDENTITY|MSI)_ENDPOINT$/.test(file.text.slice(item.contentStart, item.contentEnd)),
        );
        const json = line.find((item, at) => item.text === "json" && line[at + 1]?.text === "=");
        if (isEndpoint && json !== undefined) {
          report({
            message: "The identity endpoint reads a form only: give the parameters as data, not as json.",
            start: json.start,
            end: json.end,
            fix: {
              title: "Send a form",
              edits: [{ start: json.start, end: json.end, text: "data" }],
              isSafeForAll: true,
            },
          });
        }
      });
    },
  },
};
