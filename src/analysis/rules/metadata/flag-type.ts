import type { MetadataProperty } from "../../metadata/scan-metadata";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW207: flag of a connection field is no boolean. */
export const flagType: Rule = {
  code: "RW207",
  id: "flag-type",
  title: "Flag of a connection field is no boolean",
  severity: "error",
  reason: "`IsEncrypted` and `IsOptional` are `true` or `false` without quotes, as in all 81 fields of public files.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": "false", "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": 0, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      for (const field of scan.fields) {
        for (const flag of [field.isEncrypted, field.isOptional]) {
          if (flag?.value === undefined || flag.kind === "boolean") {
            continue;
          }
          const { start, end } = flag.value;
          const truth = meant(flag);
          report({
            message: `"${flag.name}" must be true or false, without quotes.`,
            start,
            end,
            ...(truth !== undefined && {
              fix: { title: `Change to ${truth}`, edits: [{ start, end, text: truth }], isSafeForAll: true },
            }),
          });
        }
      }
    },
  },
};

/** `"true"` is meant as true; what a number or null is meant as is not clear. */
function meant({ text }: MetadataProperty): string | undefined {
  const lower = text?.trim().toLowerCase();
  return lower === "true" || lower === "false" ? lower : undefined;
}
