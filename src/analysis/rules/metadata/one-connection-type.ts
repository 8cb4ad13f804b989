import type { MetadataProperty } from "../../metadata/scan-metadata";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW204: more than one connection type in a file. */
export const oneConnectionType: Rule = {
  code: "RW204",
  id: "one-connection-type",
  title: "More than one connection type in a file",
  severity: "error",
  reason:
    "A module brings one connection type. With an array at the top, or with a property given twice, the import of the module fails.",
  sources: [
    integrationModulePage,
    {
      title: "MicrosoftDocs/azure-docs#91892: with a second type the import fails",
      url: "https://github.com/MicrosoftDocs/azure-docs/issues/91892",
    },
    metadataSpec,
  ],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '[\n  {\n    "ConnectionFields": [],\n    "ConnectionTypeName": "A",\n    "IntegrationModuleName": "Contoso"\n  },\n  {\n    "ConnectionFields": [],\n    "ConnectionTypeName": "B",\n    "IntegrationModuleName": "Contoso"\n  }\n]\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "ConnectionTypeName": "Other",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      if (scan.rootKind === "array" && scan.root !== undefined) {
        const { start } = scan.root;
        report({
          message: "A module brings one connection type: the file holds one object, not an array.",
          start,
          end: start + 1,
        });
      }
      const seen = new Map<string, MetadataProperty>();
      for (const property of scan.properties) {
        const first = seen.get(property.name);
        if (first === undefined) {
          seen.set(property.name, property);
        } else {
          report({
            message: `"${property.name}" is given twice: a module brings one connection type.`,
            ...property.key,
            related: [{ ...first.key, message: "Given first here" }],
          });
        }
      }
    },
  },
};
