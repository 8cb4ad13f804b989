import { nearestNames } from "../../../core/nearest-names";
import { fieldPropertyNames, rootPropertyNames, type MetadataProperty } from "../../metadata/scan-metadata";
import type { Report } from "../rule";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW211: property that the service does not know. */
export const unknownProperty: Rule = {
  code: "RW211",
  id: "unknown-property",
  title: "Property that the service does not know",
  severity: "information",
  reason:
    "Public files have `ConnectionFields`, `ConnectionTypeName` and `IntegrationModuleName`, and `IsEncrypted`, `IsOptional`, `Name` and `TypeName` in a " +
    "field, in these letters; nothing is known of others being read.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "Description": "Reports",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      // A name that is still being typed.
      if (scan.syntaxProblems.length > 0) {
        return;
      }
      reportUnknown(scan.rootKind === "object" ? scan.properties : [], rootPropertyNames, report);
      for (const { properties } of scan.fields) {
        reportUnknown(properties, fieldPropertyNames, report);
      }
    },
  },
};

function reportUnknown(properties: readonly MetadataProperty[], names: readonly string[], report: Report): void {
  for (const { name, key } of properties) {
    if (names.includes(name) || name === "") {
      continue;
    }
    // Another spelling of a property that is not there yet is meant as that one.
    const free = names.filter((item) => !properties.some((property) => property.name === item));
    const [near] = nearestNames(name, free, 1);
    report({
      message: `The service knows no "${name}" here.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
      ...key,
      ...(near !== undefined && {
        fix: { title: `Change to "${near}"`, edits: [{ ...key, text: `"${near}"` }], isSafeForAll: false },
      }),
    });
  }
}
