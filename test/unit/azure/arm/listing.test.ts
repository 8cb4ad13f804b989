import assert from "node:assert/strict";
import { Listing, type Page } from "../../../../src/azure/arm/listing";

/** Pages by token; the first has the token "". */
function listOf(pages: Readonly<Record<string, Page<number>>>): { list: Listing<number>; asked: string[] } {
  const asked: string[] = [];
  const list = new Listing<number>("list things", (token = "") => {
    asked.push(token);
    return Promise.resolve(pages[token] ?? { items: [], nextToken: undefined });
  });
  return { list, asked };
}

describe("a list in pages", () => {
  it("gives page after page", async () => {
    const { list, asked } = listOf({
      "": { items: [1, 2], nextToken: "a" },
      a: { items: [], nextToken: "b" },
      b: { items: [3], nextToken: undefined },
    });
    assert.deepEqual(await list.all(), [1, 2, 3]);
    assert.deepEqual(asked, ["", "a", "b"]);
  });

  it("ends at an empty link", async () => {
    const { list } = listOf({ "": { items: [1], nextToken: "" } });
    assert.deepEqual(await list.page(), { items: [1], nextToken: undefined });
  });

  it("converts what it gives, and keeps the tokens", async () => {
    const { list } = listOf({ "": { items: [1], nextToken: "a" }, a: { items: [2], nextToken: undefined } });
    const texts = list.map((item) => `#${item}`);
    assert.deepEqual(await texts.page(), { items: ["#1"], nextToken: "a" });
    assert.deepEqual(await texts.all(), ["#1", "#2"]);
  });

  it("ends with an error when links go round", async () => {
    const { list, asked } = listOf({
      "": { items: [1], nextToken: "a" },
      a: { items: [2], nextToken: "b" },
      b: { items: [3], nextToken: "a" },
    });
    await assert.rejects(list.all(), { code: "failed", message: /list things.*never ends/ });
    assert.equal(asked.length, 3);
  });

  it("bears a few empty pages", async () => {
    const pages: Record<string, Page<number>> = { "": { items: [], nextToken: "1" } };
    for (let index = 1; index < 15; index++) {
      pages[String(index)] = { items: [], nextToken: String(index + 1) };
    }
    pages["15"] = { items: [7], nextToken: undefined };
    assert.deepEqual(await listOf(pages).list.all(), [7]);
  });
});
