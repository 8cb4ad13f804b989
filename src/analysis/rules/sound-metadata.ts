/** A metadata file that no rule has anything to say about, for the pages of the rules. */
import type { RuleExample } from "./rule";

export const soundMetadata: RuleExample = {
  language: "metadata",
  text: '{\n  "ConnectionFields": [\n    { "IsEncrypted": false, "IsOptional": false, "Name": "Server", "TypeName": "System.String" },\n    { "IsEncrypted": true, "IsOptional": false, "Name": "Password", "TypeName": "System.String" }\n  ],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso"\n}\n',
};
