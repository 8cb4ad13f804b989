import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";

/** RW213: encrypted field that is no text. */
export const encryptedType: Rule = {
  code: "RW213",
  id: "encrypted-type",
  title: "Encrypted field that is no text",
  severity: "information",
  reason:
    "Microsoft's own tool shows encrypted fields for texts and numbers only, and a secret is a text in every public file. Inference, not documented.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": true, "IsOptional": false, "Name": "UsePin", "TypeName": "System.Boolean" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" },\n    { "IsEncrypted": true, "IsOptional": false, "Name": "Password", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
  },
  check: {
    metadata({ scan }, report) {
      for (const { isEncrypted, typeName } of scan.fields) {
        if (isEncrypted?.truth === true && typeName?.value !== undefined && typeName.text === "System.Boolean") {
          report({
            message: "An encrypted field is a text as a rule: a truth value keeps no secret.",
            ...typeName.value,
          });
        }
      }
    },
  },
};
