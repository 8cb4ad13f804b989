import assert from "node:assert/strict";
import {
  chinaCloud,
  cloudOf,
  endpointOf,
  publicCloud,
  usGovernmentCloud,
  withResourceManager,
} from "../../../../src/azure/arm/cloud";

describe("the Azure clouds", () => {
  it("come from VS Code's own settings", () => {
    assert.equal(cloudOf({}), publicCloud);
    assert.equal(cloudOf({ environment: "" }), publicCloud);
    assert.equal(cloudOf({ environment: "ChinaCloud" }), chinaCloud);
    assert.equal(cloudOf({ environment: "USGovernment" }), usGovernmentCloud);
    assert.throws(() => cloudOf({ environment: "Mars" }), { code: "invalid-usage", message: /Mars/ });
  });

  it("may be a person's own, with or without trailing slashes", () => {
    const cloud = cloudOf({
      environment: "custom",
      customEnvironment: {
        name: "Stack",
        resourceManagerEndpointUrl: "https://management.stack.example/",
        managementEndpointUrl: "https://core.stack.example/",
        activeDirectoryEndpointUrl: "https://login.stack.example/",
      },
    });
    assert.equal(cloud.name, "Stack");
    assert.equal(cloud.resourceManagerUrl, "https://management.stack.example");
    assert.deepEqual(cloud.scopes, ["https://core.stack.example/.default"]);
    assert.equal(cloud.authorityUrl, "https://login.stack.example");
  });

  it("need the address of a resource manager when they are a person's own", () => {
    assert.throws(() => cloudOf({ environment: "custom" }), { code: "invalid-usage" });
    assert.throws(() => cloudOf({ environment: "custom", customEnvironment: { name: "Stack" } }), {
      code: "invalid-usage",
    });
  });

  it("ask each for a token of its own kind", () => {
    const scopes = [publicCloud, chinaCloud, usGovernmentCloud].map((cloud) => cloud.scopes[0]);
    assert.equal(new Set(scopes).size, 3);
  });

  it("take plain http on this machine only", () => {
    for (const url of ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9"]) {
      assert.equal(endpointOf(url), new URL(url).origin);
    }
    for (const url of [
      "http://management.azure.com",
      "http://127.0.0.1.evil.example",
      "http://localhost.evil.example",
      "ftp://127.0.0.1",
      "https://host/path",
      "https://user:pw@host",
      "https://host?x=1",
      "nonsense",
      "",
    ]) {
      assert.throws(() => endpointOf(url), { code: "invalid-usage" }, url);
    }
  });

  it("keep everything but the resource manager when a test puts another in front", () => {
    const cloud = withResourceManager(chinaCloud, "http://127.0.0.1:8080/");
    assert.deepEqual(cloud, { ...chinaCloud, resourceManagerUrl: "http://127.0.0.1:8080" });
  });
});
