import type { Rule } from "../rule";
import { integrationModulePage, metadataSpec } from "../sources";
import { soundMetadata } from "../sound-metadata";

/** RW201: metadata is no JSON. */
export const notJson: Rule = {
  code: "RW201",
  id: "not-json",
  title: "Metadata is no JSON",
  severity: "error",
  reason:
    "The service reads the file as JSON; with an error in it the module's connection type is not made. A trailing comma is one.",
  sources: [integrationModulePage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: '{\n  "ConnectionFields": [],\n  "ConnectionTypeName": "Contoso",\n  "IntegrationModuleName": "Contoso",\n}\n',
      },
    ],
    good: [soundMetadata],
  },
  check: {
    metadata({ scan }, report) {
      for (const { start, end, message } of scan.syntaxProblems) {
        report({ message: `This is no JSON: ${words(message)}.`, start, end });
      }
    },
  },
};

/** `PropertyNameExpected` as "property name expected". */
function words(problem: string): string {
  return problem.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? "" : " ") + letter.toLowerCase());
}
