import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

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
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": true, "IsOptional": false, "Name": "Pin", "TypeName": "System.Int32" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      for (const { isEncrypted, typeName } of scan.fields) {
        const type = typeName?.text;
        // Other types have a rule of their own.
        if (isEncrypted?.truth === true && (type === "System.Boolean" || type === "System.Int32")) {
          report({
            message:
              type === "System.Boolean"
                ? "An encrypted field is a text as a rule: a truth value keeps no secret."
                : "An encrypted field is a text as a rule: no public module encrypts a number.",
            ...(typeName?.value ?? isEncrypted.key),
          });
        }
      }
    },
  },
};
