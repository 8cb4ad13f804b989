import assert from "node:assert/strict";
import { AutomationError } from "../../../../src/core/errors";
import type { Json } from "../../../../src/core/json";
import {
  createSealingKey,
  open,
  parseSealed,
  parseSealingKey,
  seal,
  sealingKeyText,
  type SealedPlace,
} from "../../../../src/local/account/sealing";

const place: SealedPlace = {
  accountId: "6d5b43db-5e8f-41bc-9ed5-a85665251224",
  kind: "connection",
  name: "Server",
  field: "Password",
};

function parsed(text: string) {
  const sealed = parseSealed(text);
  assert.ok(sealed && sealed !== "newer");
  return sealed;
}

function isDamaged(error: unknown): boolean {
  return error instanceof AutomationError && error.code === "damaged-file" && !error.message.includes("s3cret");
}

describe("sealed values", () => {
  const key = createSealingKey();

  it("keep their type", () => {
    for (const value of [
      "text",
      "",
      0,
      -1.5,
      true,
      false,
      null,
      [1, "x"],
      { a: { b: null } },
      "ü\u0000\n😀",
    ] as Json[]) {
      assert.deepEqual(open(key, place, parsed(seal(key, place, value))), value);
    }
  });

  it("look different each time and say the key, not the value", () => {
    const first = seal(key, place, "s3cret");
    assert.notEqual(first, seal(key, place, "s3cret"));
    assert.match(first, new RegExp(`^v1:${key.id}:[\\w-]+$`));
    assert.equal(parsed(first).keyId, key.id);
  });

  it("open under any spelling of name and field", () => {
    const sealed = parsed(seal(key, place, "x"));
    assert.equal(open(key, { ...place, name: "SERVER", field: "password" }, sealed), "x");
  });

  it("do not open in another account, kind, name or field", () => {
    const sealed = parsed(seal(key, place, "s3cret"));
    const others: SealedPlace[] = [
      { ...place, accountId: "00000000-5e8f-41bc-9ed5-a85665251224" },
      { ...place, kind: "credential" },
      { ...place, name: "Server2" },
      { ...place, field: "Pass" },
      { ...place, name: "ServerPass", field: "word" },
    ];
    for (const other of others) {
      assert.throws(() => open(key, other, sealed), isDamaged, JSON.stringify(other));
    }
  });

  it("do not open after any byte was changed or cut", () => {
    const bytes = Buffer.from(parsed(seal(key, place, "s3cret")).payload, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      assert.throws(() => open(key, place, { keyId: key.id, payload: changed.toString("base64url") }), isDamaged);
    }
    assert.throws(
      () => open(key, place, { keyId: key.id, payload: bytes.subarray(0, -1).toString("base64url") }),
      isDamaged,
    );
  });

  it("do not open with another key", () => {
    assert.throws(() => open(createSealingKey(), place, parsed(seal(key, place, "s3cret"))), isDamaged);
  });

  it("tell a newer format from a text that is none", () => {
    assert.equal(parseSealed("v2:whatever"), "newer");
    assert.equal(parseSealed("v10:0123:abc"), "newer");
    for (const text of ["", "v1:", "v1:0123456789ab:short", "v1:XYZ:aaaa", "hello", "V1:0123456789ab:aaaa"]) {
      assert.equal(parseSealed(text), undefined, text);
    }
  });

  it("keys are read in both base64 spellings and nothing else", () => {
    const text = sealingKeyText(key);
    const url = text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    assert.equal(parseSealingKey(text)?.id, key.id);
    assert.equal(parseSealingKey(` ${url}\n`)?.id, key.id);
    for (const wrong of ["", "abc", `${text}A`, text.slice(0, 40), "not a key at all, not a key at all, not a ke"]) {
      assert.equal(parseSealingKey(wrong), undefined, wrong);
    }
  });
});
