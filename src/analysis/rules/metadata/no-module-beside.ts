import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW203: no module beside its metadata. */
export const noModuleBeside: Rule = {
  code: "RW203",
  id: "no-module-beside",
  title: "No module beside its metadata",
  severity: "warning",
  reason:
    "The file belongs into the folder of its module, beside `<Module>.psd1` or `<Module>.psm1`. Without one the zip file has metadata and nothing " +
    "to import. Checked where the folder is known.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" },\n    { "IsEncrypted": true, "IsOptional": false, "Name": "Password", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
        filesBeside: ["Contoso-Automation.json", "readme.md"],
      },
    ],
    good: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" },\n    { "IsEncrypted": true, "IsOptional": false, "Name": "Password", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
        filesBeside: ["Contoso-Automation.json", "Contoso.psd1"],
      },
      soundMetadata,
    ],
  },
  check: {
    metadata({ scan, moduleName, context }, report) {
      const place = scan.integrationModuleName?.value ?? scan.root;
      if (context.filesBeside === undefined || moduleName === undefined || place === undefined) {
        return;
      }
      const wanted = new Set(["psd1", "psm1", "dll"].map((ending) => `${moduleName}.${ending}`.toLowerCase()));
      if (!context.filesBeside.some((name) => wanted.has(name.toLowerCase()))) {
        const { start, end } = place;
        report({ message: `No ${moduleName}.psd1 or ${moduleName}.psm1 lies beside this file.`, start, end });
      }
    },
  },
};
