import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { compareModuleVersions, compareVersions } from "../../../../src/features/modules/compare-versions";
import { findLocalModules, moduleFolders } from "../../../../src/features/modules/local-modules";
import { gallerySource, nameOfUri, readGalleryText, uriProblem } from "../../../../src/features/modules/module-source";

describe("where a module comes from", () => {
  it("is the gallery's package of exactly one version, without asking the gallery", () => {
    assert.deepEqual(readGalleryText(" Az.Accounts 4.0.2 "), { name: "Az.Accounts", version: "4.0.2" });
    assert.deepEqual(readGalleryText("Pester@5.6.0-beta1"), { name: "Pester", version: "5.6.0-beta1" });
    assert.equal(
      gallerySource("Az.Accounts", "4.0.2").uri,
      "https://www.powershellgallery.com/api/v2/package/Az.Accounts/4.0.2",
    );
    for (const text of ["", "Az.Accounts", "4.0.2", "Az Accounts 4", "../x 1.0", "Az.Accounts latest"]) {
      assert.equal(readGalleryText(text), undefined, text);
    }
  });

  it("is an https address that needs no sign-in", () => {
    assert.equal(uriProblem("https://contoso.example/Thing.zip?sv=1&sig=abc"), undefined);
    assert.equal(uriProblem("http://contoso.example/Thing.zip"), "noHttps");
    assert.equal(uriProblem("file:///tmp/Thing.zip"), "noHttps");
    assert.equal(uriProblem("https://ada:pw@contoso.example/Thing.zip"), "holdsSecret");
    assert.equal(uriProblem("Thing.zip"), "noUri");
  });

  it("tells the module's name where its file does", () => {
    const names: Readonly<Record<string, string>> = {
      "https://c.example/Thing.zip": "Thing",
      "https://c.example/a/My.Thing-1.2.0.nupkg": "My.Thing",
      "https://c.example/my.thing.1.2.0.nupkg": "my.thing",
      "https://c.example/requests-2.31.0-py3-none-any.whl?sig=1": "requests",
      "https://c.example/thing-1.0.tar.gz": "thing",
      "https://www.powershellgallery.com/api/v2/package/Az.Accounts/4.0.2": "Az.Accounts",
      "https://c.example/": "",
      "https://c.example/download": "",
    };
    for (const [uri, name] of Object.entries(names)) {
      assert.equal(nameOfUri(uri), name, uri);
    }
  });
});

describe("versions of modules", () => {
  it("compare by their numbers, a preview before its release", () => {
    assert.ok((compareVersions("1.10.0", "1.9.9") ?? 0) > 0);
    assert.equal(compareVersions("1.2", "1.2.0.0"), 0);
    assert.ok((compareVersions("2.0.0-beta1", "2.0.0") ?? 0) < 0);
    assert.ok((compareVersions("2.0.0-beta2", "2.0.0-beta1") ?? 0) > 0);
    assert.equal(compareVersions("", "1.0"), undefined);
  });

  it("are compared with the newest here, those that differ first", () => {
    const azure = ["Same 1.0", "Older 1.0", "Newer 3.0", "Alone 1.0", "Odd "].map((text) => {
      const [name = "", version = ""] = text.split(" ");
      return { name, version, where: "powershell-7.2" };
    });
    const local = ["same 0.9", "same 1.0.0", "Older 2.0", "Newer 2.9", "Odd 1.0"].map((text) => {
      const [name = "", version = ""] = text.split(" ");
      return { name, version, where: `/m/${text}` };
    });
    assert.deepEqual(
      compareModuleVersions(azure, local).map((row) => [row.name, row.localVersion, row.difference]),
      [
        ["Newer", "2.9", "newer-in-azure"],
        ["Older", "2.0", "newer-here"],
        ["Odd", "1.0", "unclear"],
        ["Alone", "", "only-in-azure"],
        ["Same", "1.0.0", "same"],
      ],
    );
  });
});

describe("the modules of this machine", () => {
  const root = mkdtempSync(path.join(os.tmpdir(), "modules-"));
  after(() => rmSync(root, { recursive: true, force: true }));
  const put = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };

  it("are found by their manifests, with and without a folder for the version", async () => {
    put("Flat/Flat.psd1", "@{\n  # ModuleVersion = '9.9'\n  ModuleVersion = '1.2.3'\n}");
    put("Many/1.0.0/Many.psd1", "@{ ModuleVersion = '1.0.0' }\r\n");
    put("Many/2.0.0/Many.psd1", "@{\r\nModuleVersion='2.0.0'\r\nPrivateData=@{PSData=@{\r\nPrerelease='beta'}}}");
    put("Wide/Wide.psd1", "");
    writeFileSync(path.join(root, "Wide/Wide.psd1"), Buffer.from("@{\nModuleVersion = '4.0'\n}", "utf16le"));
    put("None/readme.txt", "");
    put("file.txt", "");
    const found = await findLocalModules([root, path.join(root, "missing")], new AbortController().signal);
    assert.deepEqual(
      found.map(({ name, version }) => `${name} ${version}`).sort(),
      ["Flat 1.2.3", "Many 2.0.0-beta", "Wide 4.0"].concat("Many 1.0.0").sort(),
    );
  });

  it("are looked for where PowerShell looks, each folder once", () => {
    const folders = moduleFolders({ PSModulePath: ["/a", "relative", "/b", "/a"].join(path.delimiter) }, ["/w"]);
    assert.deepEqual(folders.slice(0, 3), ["/w", "/a", "/b"]);
    assert.equal(new Set(folders).size, folders.length);
  });
});
