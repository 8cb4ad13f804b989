// A hundred thousand records: the page keeps few elements, loses none of them, and goes on answering.
import assert from "node:assert/strict";

import { floodPane, scrollPane } from "../bench/test-pane-flood";
import { openPanePage, type PanePage } from "./support/pane-page";

describe("the test pane with 100,000 records", function () {
  this.timeout(120_000);
  let pane: PanePage;

  before(async () => {
    pane = await openPanePage();
  });

  after(async () => {
    await pane.close();
  });

  it("takes them in while it goes on painting", async () => {
    const flood = await floodPane(pane, 100_000);
    // A slow machine is no defect; a page that stands still is.
    assert.ok(flood.frames > 5, JSON.stringify(flood));
    assert.ok(flood.longestMs < 2000, JSON.stringify(flood));
  });

  it("has elements only for what is in sight", async () => {
    assert.ok((await pane.page.getByRole("listitem").count()) < 120);
    assert.equal(await pane.page.getByRole("listitem").last().getAttribute("aria-setsize"), "100000");
  });

  it("scrolls through all of them, rows joined without gaps", async () => {
    const scroll = await scrollPane(pane);
    assert.ok(scroll.longestMs < 2000, JSON.stringify(scroll));
    await pane.page.evaluate("document.querySelector('.stream-viewport').scrollTop = 1e6");
    const gaps = await pane.page.evaluate<
      readonly number[]
    >(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
      const boxes = [...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
      const list = document.querySelector(".stream-viewport").getBoundingClientRect();
      const covers = boxes[0].top <= list.top && boxes.at(-1).bottom >= list.bottom;
      resolve(covers ? boxes.slice(1).map((box, index) => Math.round(box.top - boxes[index].bottom)).filter((gap) => gap !== 0) : [-1]);
    })))`);
    assert.deepEqual(gaps, []);
  });

  it("goes to the first and the last row with a key", async () => {
    await pane.page.locator(".row").nth(3).focus();
    await pane.page.keyboard.press("Home");
    assert.equal(await pane.page.evaluate("document.activeElement.ariaPosInSet"), "1");
    await pane.page.keyboard.press("End");
    assert.equal(await pane.page.evaluate("document.activeElement.ariaPosInSet"), "100000");
    await pane.page.keyboard.press("PageUp");
    assert.ok((await pane.page.evaluate<number>("Number(document.activeElement.ariaPosInSet)")) < 100_000);
  });

  it("filters and searches them", async () => {
    await pane.page.getByRole("button", { name: /^Error/ }).click();
    await pane.holds("document.querySelector('.row').ariaSetSize === '14285'");
    await pane.page.getByRole("textbox", { name: "Search streams" }).fill("record 99999 ");
    await pane.page.getByText("No match").waitFor();
    await pane.page.getByRole("button", { name: /^All/ }).click();
    await pane.page.getByText("1 of 1").waitFor();
    await pane.page.getByRole("listitem").filter({ hasText: "record 99999" }).waitFor();
  });
});
