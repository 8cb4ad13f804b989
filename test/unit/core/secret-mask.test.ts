import assert from "node:assert/strict";

import { SecretMask } from "../../../src/core/secret-mask";

function maskOf(...secrets: readonly string[]): SecretMask {
  const mask = new SecretMask();
  secrets.forEach((secret) => mask.add(secret));
  return mask;
}

describe("SecretMask", () => {
  it("replaces a secret wherever it stands in a text", () => {
    assert.equal(maskOf("hunter22").text("a hunter22 b hunter22"), "a *** b ***");
  });

  it("replaces the longer secret as a whole when one holds the other", () => {
    assert.equal(maskOf("pass", "password1").text("password1 pass"), "*** ***");
  });

  it("masks short secrets only where they are the whole text, as masking every 1 would ruin all output", () => {
    const mask = maskOf("1");
    assert.equal(mask.text("1"), "***");
    assert.equal(mask.text("11 of 21"), "11 of 21");
    assert.deepEqual(mask.value({ retries: 1, other: 2 }), { retries: "***", other: 2 });
  });

  it("masks each line of a multi-line secret, as streams are cut at line ends", () => {
    const key =
      "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0\nAAAAAAAAAAAAAAAAAAAAAA12\n-----END PRIVATE KEY-----";
    assert.equal(maskOf(key).text("line: MIIEvQIBADANBgkqhkiG9w0"), "line: ***");
    assert.equal(maskOf(key).text("-----BEGIN PRIVATE KEY-----"), "-----BEGIN PRIVATE KEY-----");
  });

  it("masks the JSON form of a secret that JSON escapes", () => {
    const secret = 'qu"ote\\d';
    assert.equal(maskOf(secret).text(JSON.stringify({ secret })), '{"secret":"***"}');
  });

  it("walks arrays, objects and keys", () => {
    assert.deepEqual(maskOf("s3cret!").value(["x s3cret!", { "s3cret!": null, n: 5, t: true }]), [
      "x ***",
      { "***": null, n: 5, t: true },
    ]);
  });

  it("leaves everything alone without secrets", () => {
    const value = { a: ["b"] };
    assert.equal(new SecretMask().value(value), value);
    assert.equal(maskOf("").text("text"), "text");
  });
});
