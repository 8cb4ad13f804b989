import type { MetadataProperty } from "../../metadata/scan-metadata";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW210: connection field is given twice. */
export const duplicateField: Rule = {
  code: "RW210",
  id: "duplicate-field",
  title: "Connection field is given twice",
  severity: "error",
  reason:
    "The service keeps the fields of a type by their name, and PowerShell reads a connection as a hashtable, whose keys ignore case: of two fields " +
    "with one name a runbook sees one. That the import fails is not documented.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" },\n    { "IsEncrypted": false, "IsOptional": false, "Name": "server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      const seen = new Map<string, MetadataProperty>();
      for (const { name } of scan.fields) {
        const key = name?.text?.toLowerCase();
        if (name?.value === undefined || key === undefined || key === "") {
          continue;
        }
        const first = seen.get(key);
        if (first?.value === undefined) {
          seen.set(key, name);
        } else {
          report({
            message: `The field "${name.text ?? ""}" is given twice; names compare without case.`,
            ...name.value,
            related: [{ ...first.value, message: "Given first here" }],
          });
        }
      }
    },
  },
};
