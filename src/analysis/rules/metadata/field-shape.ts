import { addProperty } from "../metadata-edits";
import { labelOf } from "../metadata-file";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW206: connection field without a name or type. */
export const fieldShape: Rule = {
  code: "RW206",
  id: "field-shape",
  title: "Connection field without a name or type",
  severity: "error",
  reason: "Each field is an object with the texts `Name` and `TypeName`; all 81 fields of public files have them.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    "Server"\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": 5, "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ settledFields, text }, report) {
      for (const field of settledFields) {
        if (!field.isObject) {
          report({ message: 'A field is an object with "Name" and "TypeName".', start: field.start, end: field.end });
          continue;
        }
        for (const [name, property] of [
          ["Name", field.name],
          ["TypeName", field.typeName],
        ] as const) {
          if (property === undefined) {
            const edit =
              name === "TypeName"
                ? addProperty(text, field, field.properties.at(-1), '"TypeName": "System.String"')
                : undefined;
            report({
              message: `${labelOf(field)} has no "${name}".`,
              start: field.start,
              end: field.start + 1,
              ...(edit && { fix: { title: "Add the type System.String", edits: [edit], isSafeForAll: false } }),
            });
          } else if (property.kind !== "string" || property.text?.trim() === "") {
            report({ message: `"${name}" must be a text that is not empty.`, ...(property.value ?? property.key) });
          }
        }
      }
    },
  },
};
