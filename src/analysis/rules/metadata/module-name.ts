import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW202: integrationModuleName differs from the file name. */
export const moduleName: Rule = {
  code: "RW202",
  id: "module-name",
  title: "IntegrationModuleName differs from the file name",
  severity: "error",
  reason:
    "The file is called `<Module>-Automation.json`, and `IntegrationModuleName` names the same module; 18 of 18 public modules agree. With two " +
    "names the service looks for a module that is not there. The fix takes the name of the file; rename the file instead where that is wrong.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "ContosoTools"\n}\n',
      },
    ],
    good: [
      soundMetadata,
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "contoso"\n}\n',
        note: "Modules compare without case.",
      },
    ],
  },
  check: {
    metadata({ scan, moduleName }, report) {
      const given = scan.integrationModuleName;
      if (
        given?.value === undefined ||
        given.text === undefined ||
        given.text.trim() === "" ||
        moduleName === undefined ||
        given.text.toLowerCase() === moduleName.toLowerCase()
      ) {
        return;
      }
      const { start, end } = given.value;
      report({
        message: `The file belongs to the module "${moduleName}", IntegrationModuleName says "${given.text}".`,
        start,
        end,
        fix: {
          title: `Change to "${moduleName}"`,
          edits: [{ start, end, text: JSON.stringify(moduleName) }],
          isSafeForAll: false,
        },
      });
    },
  },
};
