import { rootPropertyNames } from "../../metadata/scan-metadata";
import { addProperty } from "../metadata-edits";
import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW205: required property of the metadata is missing. */
export const requiredProperty: Rule = {
  code: "RW205",
  id: "required-property",
  title: "Required property of the metadata is missing",
  severity: "error",
  reason:
    "`ConnectionFields` (an array), `ConnectionTypeName` and `IntegrationModuleName` (texts that are not empty) make the connection type; all 20 public " +
    "files have all three. The fix adds what is missing.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "",\n  "IntegrationModuleName": "Contoso"\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan, text, moduleName }, report) {
      if (scan.root === undefined || scan.rootKind !== "object" || scan.syntaxProblems.length > 0) {
        return;
      }
      for (const name of rootPropertyNames) {
        const property = scan.properties.find((item) => item.name === name);
        const wanted = name === "ConnectionFields" ? "array" : "string";
        if (property === undefined) {
          const value = wanted === "array" ? "[]" : JSON.stringify(moduleName ?? "");
          const fix =
            value === '""' ? undefined : addProperty(text, scan.root, scan.properties.at(-1), `"${name}": ${value}`);
          report({
            message: `"${name}" is missing.`,
            start: scan.root.start,
            end: scan.root.start + 1,
            ...(fix && { fix: { title: `Add "${name}"`, edits: [fix], isSafeForAll: false } }),
          });
        } else if (property.kind !== wanted) {
          report({
            message: `"${name}" must be ${wanted === "array" ? "an array of fields" : "a text"}.`,
            ...(property.value ?? property.key),
          });
        } else if (wanted === "string" && property.text?.trim() === "") {
          report({ message: `"${name}" is empty.`, ...(property.value ?? property.key) });
        }
      }
    },
  },
};
