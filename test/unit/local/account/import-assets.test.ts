import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readdirSync } from "node:fs";
import { assetsText, createTemporaryAccount, rejectsWith, TemporaryFolders } from "./temporary-account";

function source(name: string, value: unknown) {
  return { path: name, bytes: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)) };
}

const local = source("LocalAssets.json", {
  Variable: [
    { Name: "Region", Value: "westeurope", LastModified: "2016-01-01T00:00:00" },
    { Name: "Count", Value: 3, LastModified: "2016-01-01T00:00:00" },
    { Name: "bad/name", Value: 1 },
    { Value: "nameless" },
  ],
  Certificate: [{ Name: "OldCert", Thumbprint: "ABC", LastModified: "2016-01-01T00:00:00" }],
});

const secure = source("SecureLocalAssets.json", {
  Variable: [
    { Name: "ApiKey", Value: "s3cret" },
    { Name: "Locked", Value: Buffer.alloc(256, 7).toString("base64") },
  ],
  PSCredential: [
    { Name: "Admin", Username: "CONTOSO\\admin", Password: "p4ss" },
    { Name: "NoUser", Password: "p" },
  ],
  Connection: [
    {
      Name: "RunAs",
      ConnectionType: "AzureServicePrincipal",
      ValueFields: { ApplicationId: "a", TenantId: "t", CertificateThumbprint: "c", SubscriptionId: "s" },
    },
    { Name: "Odd", ConnectionType: "Contoso", ValueFields: { A: "1" } },
    { Name: "Half", ConnectionType: "Azure", ValueFields: { SubscriptionID: "s" } },
  ],
});

describe("importing assets of older tools", () => {
  const folders = new TemporaryFolders();
  afterEach(() => folders.removeAll());

  it("takes what the ISE add-on kept and says why the rest was left", async () => {
    const temporary = await createTemporaryAccount(folders);
    const { account } = temporary;
    const report = await account.importAssets(local, { secure });
    assert.deepEqual(
      report.imported.map((asset) => `${asset.kind} ${asset.name}`),
      ["variable Region", "variable Count", "variable ApiKey", "credential Admin", "connection RunAs"],
    );
    const reasons = Object.fromEntries(report.skipped.map((asset) => [asset.name, asset.reason]));
    assert.match(reasons["bad/name"] ?? "", /refuses the character \//);
    assert.match(reasons[""] ?? "", /no name/);
    assert.match(reasons["OldCert"] ?? "", /only a thumbprint/);
    assert.match(reasons["Locked"] ?? "", /encrypted with the ISE add-on's certificate/);
    assert.match(reasons["NoUser"] ?? "", /no user name/);
    assert.match(reasons["Odd"] ?? "", /no connection type "Contoso"/);
    assert.match(reasons["Half"] ?? "", /"AutomationCertificateName" is missing/);
    assert.equal(report.skipped.length, 7);
    assert.deepEqual(await account.secretTexts(), ["s3cret", "p4ss"]);
    assert.ok(!/s3cret|p4ss/.test(assetsText(temporary)));
    assert.deepEqual(await account.reveal("variable", "Count"), {
      kind: "variable",
      name: "Count",
      isEncrypted: false,
      value: 3,
    });
  });

  it("a preview writes nothing and makes no key", async () => {
    const temporary = await createTemporaryAccount(folders);
    const before = assetsText(temporary);
    const preview = await temporary.account.importAssets(local, { secure, previewOnly: true });
    assert.equal(assetsText(temporary), before);
    assert.deepEqual(readdirSync(temporary.places.configurationFolder), []);
    assert.deepEqual(await temporary.account.importAssets(local, { secure }), preview);
  });

  it("assets that are there are left, or replaced on request", async () => {
    const { account } = await createTemporaryAccount(folders);
    await account.saveVariable("region", { value: "mine", description: "kept" });
    await account.saveVariable("ApiKey", { value: "in clear" });
    const first = await account.importAssets(local, { secure });
    assert.ok(first.skipped.some((asset) => asset.name === "Region" && asset.reason.includes("has one")));
    const second = await account.importAssets(local, { secure, overwrite: true });
    assert.ok(second.imported.some((asset) => asset.name === "Region"));
    assert.ok(second.skipped.some((asset) => asset.name === "ApiKey" && asset.reason.includes("cannot change")));
    assert.deepEqual(await account.getAsset("variable", "Region"), {
      kind: "variable",
      name: "region",
      description: "kept",
      isEncrypted: false,
      value: "westeurope",
    });
  });

  it("takes Python's emulated assets, certificates by their files too", async () => {
    const { account } = await createTemporaryAccount(folders);
    await account.saveConnectionType(
      Buffer.from(
        JSON.stringify({
          ConnectionTypeName: "Contoso",
          IntegrationModuleName: "Contoso",
          ConnectionFields: [
            { Name: "Host", TypeName: "System.String" },
            { Name: "Port", TypeName: "System.Int32" },
            { Name: "Key", TypeName: "System.String", IsEncrypted: true },
          ],
        }),
      ),
      "Contoso-Automation.json",
    );
    const python = source("localassets.json", {
      Variable: [{ Name: "myvariable", Value: "x" }],
      Credential: [{ Name: "mycredential", Username: "u", Password: "p4ss" }],
      Connection: [{ Name: "srv", ConnectionType: "Contoso", ValueFields: { Host: "h", Port: "443", Key: "s3cret" } }],
      Certificate: [
        { Name: "cert", CertPath: "certs/rsa.pfx", Password: "correct-horse" },
        { Name: "lost", CertPath: "certs/lost.pfx", Password: "" },
      ],
    });
    const pfx = readFileSync(join(__dirname, "../../../fixtures/certificates/rsa-openssl3.pfx"));
    const report = await account.importAssets(python, {
      readFile: (path) => (path === "certs/rsa.pfx" ? Promise.resolve(pfx) : Promise.reject(new Error("ENOENT"))),
    });
    assert.deepEqual(
      report.imported.map((asset) => asset.name),
      ["myvariable", "mycredential", "srv", "cert"],
    );
    assert.deepEqual(
      report.skipped.map((asset) => asset.name),
      ["lost"],
    );
    const connection = await account.reveal("connection", "srv");
    assert.deepEqual(connection?.kind === "connection" && connection.fields, { Host: "h", Port: 443, Key: "s3cret" });
    assert.equal((await account.getAsset("certificate", "cert"))?.isEncrypted, true);
  });

  it("one asset twice is taken once", async () => {
    const { account } = await createTemporaryAccount(folders);
    const twice = source("a.json", {
      Variable: [
        { Name: "A", Value: 1 },
        { Name: "a", Value: 2 },
      ],
    });
    const report = await account.importAssets(twice);
    assert.deepEqual([report.imported.length, report.skipped[0]?.name], [1, "a"]);
    assert.equal((await account.assetNames("variable")).length, 1);
  });

  it("a file that is not JSON, and one without assets, are errors", async () => {
    const { account } = await createTemporaryAccount(folders);
    const damaged = await rejectsWith(account.importAssets(source("a.json", '{ "Variable": [')), "damaged-file");
    assert.equal(damaged.position?.path, "a.json");
    await rejectsWith(account.importAssets(source("a.json", {})), "invalid-asset");
    await rejectsWith(account.importAssets(source("a.json", { Variable: "x" })), "invalid-asset");
    assert.deepEqual((await account.importAssets(source("a.json", { Variable: [] }))).imported, []);
  });
});
