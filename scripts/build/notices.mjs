// Writes THIRD_PARTY_NOTICES.txt: the licences of the packages whose code stands in the bundles, as they ask for.
import fs from "node:fs";
import path from "node:path";

/** "node_modules/@scope/name/lib/x.js" -> "node_modules/@scope/name", for the innermost package. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

export function writeNotices(root, outdir, metafiles) {
  const folders = new Set(
    metafiles
      .flatMap((metafile) => Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs)))
      .map(packageFolder)
      .filter((folder) => folder !== undefined),
  );
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(fs.readFileSync(path.join(root, folder, "package.json"), "utf8"));
    const files = fs
      .readdirSync(path.join(root, folder))
      .filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry));
    const text =
      files.length === 0
        ? "(the package holds no licence file)"
        : files.map((file) => fs.readFileSync(path.join(root, folder, file), "utf8").trim()).join("\n\n");
    return `${name} ${version} (${license ?? "see below"})\n\n${text}\n`;
  });
  fs.writeFileSync(
    path.join(outdir, "THIRD_PARTY_NOTICES.txt"),
    `Runbook Workbench contains code of these packages.\n\n${[...new Set(notices)].join(`\n${"-".repeat(80)}\n\n`)}`,
  );
}
