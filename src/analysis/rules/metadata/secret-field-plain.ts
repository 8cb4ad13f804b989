import { looksSecret } from "../secret-names";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW212: field named like a secret is not encrypted. */
export const secretFieldPlain: Rule = {
  code: "RW212",
  id: "secret-field-plain",
  title: "Field named like a secret is not encrypted",
  severity: "warning",
  reason:
    "Everyone who may read the account sees the value of a field with `IsEncrypted` false. A name with password, secret, key or token is most " +
    "likely one to hide. One public module has a field `Secret` in clear.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "ClientSecret", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [
      soundMetadata,
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "KeyVaultName", "TypeName": "System.String" },\n    { "IsEncrypted": false, "IsOptional": false, "Name": "TokenUrl", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
        note: "Names of keys and addresses of tokens are no secrets.",
      },
    ],
  },
  check: {
    metadata({ scan }, report) {
      for (const { name, isEncrypted } of scan.fields) {
        if (
          name?.value === undefined ||
          isEncrypted?.truth !== false ||
          isEncrypted.value === undefined ||
          !looksSecret(name.text ?? "")
        ) {
          continue;
        }
        report({
          message: `The field "${name.text ?? ""}" looks like a secret, and IsEncrypted is false.`,
          ...name.value,
          fix: { title: "Encrypt it", edits: [{ ...isEncrypted.value, text: "true" }], isSafeForAll: false },
        });
      }
    },
  },
};
