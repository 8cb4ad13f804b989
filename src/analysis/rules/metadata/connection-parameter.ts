import { parsePowerShell } from "../../powershell/parse-powershell";
import { soundMetadata } from "../sound-metadata";
import type { Rule } from "../rule";
import { metadataSpec, modulesPage } from "../sources";

/** RW215: a module with a connection type whose functions take no connection. */
export const connectionParameter: Rule = {
  code: "RW215",
  id: "connection-parameter",
  title: "No function of the module takes the connection",
  severity: "hint",
  reason:
    "A runbook gets a connection as one hashtable. Functions that have a parameter for it, `[hashtable] $Connection`, can be given it as it is; " +
    "without one every runbook takes the connection apart itself. Checked where the module lies beside its metadata.",
  sources: [modulesPage, metadataSpec],
  examples: {
    bad: [
      {
        ...soundMetadata,
        note: "Beside a `Contoso.psm1` with `function Get-Report([string] $Server) { }` only.",
        filesBeside: ["Contoso-Automation.json", "Contoso.psm1"],
        module: { paths: ["Contoso.psm1"], source: "function Get-Report([string] $Server) { }\n" },
      },
    ],
    good: [
      {
        ...soundMetadata,
        note: "Beside a `Contoso.psm1` with `function Get-Report([hashtable] $Connection) { }`.",
        filesBeside: ["Contoso-Automation.json", "Contoso.psm1"],
        module: { paths: ["Contoso.psm1"], source: "function Get-Report([hashtable] $Connection) { }\n" },
      },
    ],
  },
  check: {
    metadata({ scan, context }, report) {
      const source = context.module?.source;
      const place = scan.connectionTypeName?.value;
      if (source === undefined || place === undefined) {
        return;
      }
      const functions = parsePowerShell(source).definitions.filter(({ kind }) => kind === "function");
      const takesOne = functions.some(({ params }) =>
        params?.parameters.some(({ name, typeName }) => /conn(?:ection)?$/i.test(name) || isTable(typeName)),
      );
      // A module that only loads others has none to judge by.
      if (functions.length > 0 && !takesOne) {
        report({
          message: "No function of the module has a parameter for the connection, as in [hashtable] $Connection.",
          start: place.start,
          end: place.end,
        });
      }
    },
  },
};

function isTable(typeName: string): boolean {
  // An object may be one as well; only texts and numbers cannot.
  return (
    typeName === "" ||
    /^(?:System\.)?(?:ps)?(?:custom)?object$/i.test(typeName) ||
    /^(?:System\.Collections\.)?(?:hashtable|idictionary)$/i.test(typeName)
  );
}
