import { addProperty } from "../metadata-edits";
import { labelOf } from "../metadata-file";
import { looksSecret } from "../secret-names";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW208: flag of a connection field is missing. */
export const flagMissing: Rule = {
  code: "RW208",
  id: "flag-missing",
  title: "Flag of a connection field is missing",
  severity: "warning",
  reason:
    "Say for each field whether it is encrypted and whether it is optional: all public files do, and what the service takes without is not " +
    "documented. The fix adds `false`, or `true` for `IsEncrypted` where the field is named like a secret.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ settledFields, text }, report) {
      for (const field of settledFields.filter(({ isObject }) => isObject)) {
        for (const name of ["IsEncrypted", "IsOptional"] as const) {
          if (field.properties.some((property) => property.name.toLowerCase() === name.toLowerCase())) {
            continue;
          }
          const value = name === "IsEncrypted" && looksSecret(field.name?.text ?? "");
          const edit = addProperty(text, field, field.properties.at(-1), `"${name}": ${value}`);
          const place = field.name?.value ?? { start: field.start, end: field.start + 1 };
          report({
            message: `${labelOf(field)} does not say "${name}".`,
            ...place,
            ...(edit && { fix: { title: `Add "${name}": ${value}`, edits: [edit], isSafeForAll: true } }),
          });
        }
      }
    },
  },
};
