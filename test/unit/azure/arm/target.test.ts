import assert from "node:assert/strict";
import { absoluteLink, checkHost, checkPath } from "../../../../src/azure/arm/target";

describe("the target of a request", () => {
  const endpoint = "https://management.azure.com";

  it("is the endpoint's own host, in any spelling of its port", () => {
    checkHost("https://management.azure.com/x", endpoint);
    checkHost("https://management.azure.com:443/x?$skip=100", endpoint);
    checkHost("https://MANAGEMENT.azure.com/x", endpoint);
  });

  for (const url of [
    "https://evil.example/x",
    "http://management.azure.com/x",
    "https://management.azure.com:8443/x",
    "https://management.azure.com.evil.example/x",
    "https://management.azure.com@evil.example/x",
    "https://evil.example\\@management.azure.com/",
    "//evil.example/x",
    "/relative",
    "javascript:alert(1)",
    "",
  ]) {
    it(`is never "${url}"`, () => {
      assert.throws(() => checkHost(url, endpoint), { code: "failed" });
    });
  }

  it("has no part that HTTP would resolve to something else", () => {
    checkPath("https://h/a/b.c/...?x=/../");
    checkPath("https://h/a/%2e%2ex");
    for (const path of ["/a/../b", "/a/..", "/a/./b", "/a/%2e%2E", "/a/.%2e/b", "/a//b", "/a/"]) {
      assert.throws(() => checkPath(`https://h${path}`), { code: "invalid-usage" }, path);
    }
  });

  it("is completed where a link is relative, and only then", () => {
    assert.equal(absoluteLink("/subscriptions?x", endpoint), `${endpoint}/subscriptions?x`);
    assert.equal(absoluteLink("//evil.example/x", endpoint), "//evil.example/x");
    assert.equal(absoluteLink("https://h/x", endpoint), "https://h/x");
  });
});
