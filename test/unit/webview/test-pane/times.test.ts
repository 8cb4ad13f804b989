import assert from "node:assert/strict";

import { clockTime, duration, relativeTime } from "../../../../src/webview/test-pane/times";
import { t, useTranslations } from "../../../../src/webview/test-pane/words";

describe("times in the pane", () => {
  it("are of the local day, with milliseconds", () => {
    assert.equal(clockTime(new Date(2030, 0, 31, 9, 5, 7, 8).getTime()), "09:05:07.008");
    assert.equal(clockTime(Number.NaN), "");
  });

  it("count as on the command line", () => {
    assert.equal(duration(1832), "1.8 s");
    assert.equal(duration(125_000), "2 min 5 s");
    assert.equal(duration(4_320_000), "1 h 12 min");
  });

  it("are relative within a day", () => {
    const now = Date.parse("2030-01-31T12:00:00Z");
    assert.equal(relativeTime(now - 120_000, now, "en"), "2 min. ago");
    assert.equal(relativeTime(now - 7_200_000, now, "en"), "2 hr. ago");
    assert.match(relativeTime(now - 90_000_000, now, "en"), /Jan 30, 2030/);
    assert.equal(relativeTime(Number.NaN, now, "en"), "");
  });
});

describe("words of the pane", () => {
  afterEach(() => useTranslations({}));

  it("are translated where VS Code has a translation, and filled in", () => {
    useTranslations({ "job {0}": "Auftrag {0}" });
    assert.equal(t("job {0}", "x"), "Auftrag x");
    assert.equal(t("line {0}", 3), "line 3");
    assert.equal(t("constructor"), "constructor");
  });
});
