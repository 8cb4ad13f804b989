import { soundMetadata } from "../sound-metadata";
import type { Rule } from "../rule";
import { metadataSpec, modulesPage } from "../sources";

/** Characters that a path may have at the most. */
const longest = 139;

/** RW214: a file of the module has a path that the service does not take. */
export const longPath: Rule = {
  code: "RW214",
  id: "long-path",
  title: "Path in the module is too long",
  severity: "warning",
  reason:
    "A file's path in the module's zip file must have fewer than 140 characters, the module's own folder included: with a longer one the " +
    "module cannot be imported into a job. Checked where the module lies beside its metadata.",
  sources: [modulesPage, metadataSpec],
  examples: {
    bad: [
      {
        language: "metadata",
        text: soundMetadata.text,
        note: "With a file `Resources/Reports/... .json` whose path has 142 characters.",
        filesBeside: ["Contoso-Automation.json", "Contoso.psd1"],
        module: { paths: ["Contoso.psd1", `Resources/Reports/${"a".repeat(111)}.json`], source: undefined },
      },
    ],
    good: [
      {
        ...soundMetadata,
        filesBeside: ["Contoso-Automation.json", "Contoso.psd1"],
        module: { paths: ["Contoso.psd1", "Resources/Reports/weekly.json"], source: undefined },
      },
    ],
  },
  check: {
    metadata({ scan, moduleName, context }, report) {
      const place = scan.integrationModuleName?.value ?? scan.root;
      const long = (context.module?.paths ?? [])
        .map((path) => `${moduleName ?? ""}/${path}`)
        .filter((path) => path.length > longest);
      const [first, ...others] = long;
      if (first === undefined || place === undefined) {
        return;
      }
      const more = others.length === 0 ? "" : ` So do ${others.length} more.`;
      report({
        message: `The path "${first}" has ${first.length} characters; in a module it must have fewer than 140.${more}`,
        start: place.start,
        end: place.end,
      });
    },
  },
};
