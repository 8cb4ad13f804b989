import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { filesBelow, manifest, readText, root, stringsIn, translations } from "./support/project";

const { contributes } = manifest;
const prefix = "runbookWorkbench.";
const declared = contributes.commands.map(({ command }) => command);
const settings = Object.entries(
  Object.assign({}, ...(contributes.configuration ?? []).map(({ properties }) => properties)) as NonNullable<
    typeof contributes.configuration
  >[number]["properties"],
);

/** Command ids as the typed list of the code has them; reading the text keeps `vscode` out of this level. */
const inCode = [...readText("src/platform/command-ids.ts").matchAll(/"(runbookWorkbench\.[\w.]+)"/g)].map(
  ([, id]) => id,
);

describe("ids in package.json", () => {
  it("carry the project's prefix", () => {
    const ids = [
      ...declared,
      ...settings.map(([name]) => name),
      ...Object.values(contributes.views ?? {}).flatMap((views) => views.map(({ id }) => id)),
    ];
    assert.deepEqual(
      ids.filter((id) => !id.startsWith(prefix)),
      [],
    );
  });

  it("are declared once", () => {
    assert.deepEqual([...new Set(declared)], declared);
  });

  it("name the commands that the code registers, both ways", () => {
    assert.deepEqual([...declared].sort(), [...inCode].sort());
  });
});

describe("commands", () => {
  it("have a title and the extension's category", () => {
    for (const { command, title, category } of contributes.commands) {
      assert.match(title, /^%.+%$/, `the title of ${command} can be translated`);
      assert.equal(category, "Azure Automation", command);
    }
  });

  it("in menus, key bindings and walkthroughs are declared ones", () => {
    const used = [
      ...Object.values(contributes.menus ?? {}).flatMap((items) => items.flatMap(({ command }) => command ?? [])),
      ...(contributes.keybindings ?? []).map(({ command }) => command),
      ...stringsIn(contributes.walkthroughs).flatMap((text) =>
        [
          ...(translations[text.replaceAll("%", "")] ?? text).matchAll(
            /(?:command|onCommand):(runbookWorkbench\.[\w.]+)/g,
          ),
        ].map(([, id]) => id ?? ""),
      ),
    ];
    assert.deepEqual(
      used.filter((id) => !declared.includes(id)),
      [],
    );
  });

  it("with a Ctrl key have a Cmd key for macOS", () => {
    for (const { command, key, mac } of contributes.keybindings ?? []) {
      if (/ctrl/i.test(key)) {
        assert.match(mac ?? "", /cmd/i, command);
      }
    }
  });
});

describe("translations", () => {
  const keys = [...new Set(stringsIn(manifest).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []))];

  it("exist for every key in package.json", () => {
    assert.deepEqual(
      keys.filter((key) => translations[key] === undefined),
      [],
    );
  });

  it("are all used", () => {
    assert.deepEqual(
      Object.keys(translations).filter((key) => !keys.includes(key)),
      [],
    );
  });

  it("exist in the same set in every language", () => {
    for (const file of fs.readdirSync(root).filter((name) => /^package\.nls\..+\.json$/.test(name))) {
      assert.deepEqual(
        Object.keys(JSON.parse(readText(file)) as object).sort(),
        Object.keys(translations).sort(),
        file,
      );
    }
  });
});

describe("settings", () => {
  it("have a description and a scope", () => {
    for (const [name, { scope, description, markdownDescription }] of settings) {
      assert.ok(description ?? markdownDescription, `${name} has no description`);
      assert.ok(scope, `${name} has no scope`);
    }
  });

  it("describe every choice", () => {
    for (const [name, setting] of settings) {
      assert.equal(setting.enumDescriptions?.length, setting.enum?.length, name);
    }
  });

  it("are read by the code, and no others are", () => {
    const code = filesBelow("src", ".ts").map(readText).join("\n");
    const read = [...readText("src/platform/settings.ts").matchAll(/\.get(?:<[^(]*>)?\(\s*"([\w.]+)"/g)].map(
      ([, name]) => prefix + (name ?? ""),
    );
    assert.deepEqual(
      settings.map(([name]) => name).filter((name) => !code.includes(`"${name.slice(prefix.length)}"`)),
      [],
    );
    assert.deepEqual(
      read.filter((name) => !settings.some(([known]) => known === name)),
      [],
    );
  });

  it("that name a program count only in a trusted workspace, and stay with the machine", () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    for (const [name, { scope }] of settings.filter(([key]) => key.endsWith(".path"))) {
      assert.ok(restrictedConfigurations.includes(name), `${name} is restricted`);
      assert.equal(scope, "machine-overridable", name);
    }
    assert.deepEqual(
      restrictedConfigurations.filter((name) => !settings.some(([known]) => known === name)),
      [],
    );
  });
});

describe("the manifest", () => {
  it("starts the extension only where there is work for it", () => {
    assert.deepEqual(
      (manifest.activationEvents ?? []).filter((event) => event === "*" || event === "onStartupFinished"),
      [],
    );
  });

  it("says what it is and where it runs", () => {
    assert.equal(manifest.name, "runbook-workbench");
    assert.equal(manifest.license, "MIT");
    assert.deepEqual(manifest.extensionKind, ["workspace"]);
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, "limited");
  });

  it("refers to files that exist", () => {
    const referred = [
      manifest.main,
      ...Object.values(manifest.bin),
      manifest.icon,
      ...stringsIn(contributes).filter((text) => /^(\.\/|media\/|schemas\/|syntaxes\/)[^*{}]+\.\w+$/.test(text)),
    ];
    assert.deepEqual(
      referred.filter((file) => !fs.existsSync(path.join(root, file))),
      [],
    );
  });
});
