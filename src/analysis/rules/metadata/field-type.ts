import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW209: connection field of an unusual type. */
export const fieldType: Rule = {
  code: "RW209",
  id: "field-type",
  title: "Connection field of an unusual type",
  severity: "warning",
  reason:
    "Microsoft's own tool for modules knows `System.String`, `System.Int32` and `System.Boolean`, and all 81 fields of public files have one of " +
    "these. Newer samples of the REST interface also show short forms, so this is no error; what the portal makes of another type is not known.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "string" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Port", "TypeName": "System.Int64" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      for (const { typeName } of scan.fields) {
        const type = typeName?.text;
        if (typeName?.value === undefined || type === undefined || type.trim() === "" || usual.has(type)) {
          continue;
        }
        const { start, end } = typeName.value;
        const better = replacements.get(type.trim().toLowerCase());
        report({
          message: `The type "${type}" is unusual: public modules use System.String, System.Int32 and System.Boolean only.`,
          start,
          end,
          ...(better !== undefined && {
            fix: { title: `Change to ${better}`, edits: [{ start, end, text: `"${better}"` }], isSafeForAll: true },
          }),
        });
      }
    },
  },
};

const usual = new Set(["System.String", "System.Int32", "System.Boolean"]);

const replacements: ReadonlyMap<string, string> = new Map([
  ...["string", "system.string", "text"].map((name) => [name, "System.String"] as const),
  ...["int", "int32", "integer", "system.int32", "int64", "system.int64", "long", "number"].map(
    (name) => [name, "System.Int32"] as const,
  ),
  ...["bool", "boolean", "system.boolean"].map((name) => [name, "System.Boolean"] as const),
]);
