// How the test pane behaves, in a real browser and without VS Code: messages in, messages out. test-pane.test.ts has the whole.
import assert from "node:assert/strict";

import type { FromTestPane } from "../../src/protocol/test-pane";
import { openPanePage, type PanePage } from "./support/pane-page";
import { until } from "../support/until";
import { FakeExtension } from "./test-pane-extension";
import {
  control,
  countsOf,
  ended,
  init,
  noRun,
  parameters,
  record,
  running,
  sampleRecords,
  state,
} from "./test-pane-states";

describe("the page of the test pane", function () {
  this.timeout(60_000);
  let pane: PanePage;

  before(async () => {
    pane = await openPanePage();
  });

  beforeEach(async () => {
    await pane.resize(1200, 800);
    pane.onMessage = () => undefined;
    await pane.page.evaluate("window.name = ''");
    await pane.reload();
    pane.forget();
  });

  afterEach(async () => {
    assert.deepEqual(await pane.problems(), [], "the content security policy refused something, or the script threw");
  });

  after(async () => {
    await pane.close();
  });

  const row = (text: string) => pane.page.getByRole("listitem").filter({ hasText: text });
  const field = (name: string) => pane.page.locator(`.field[data-name="${name}"]`);
  const sentOf = <T extends FromTestPane["type"]>(type: T) =>
    pane.sent.filter((message): message is Extract<FromTestPane, { type: T }> => message.type === type);
  const focusedText = () => pane.page.evaluate<string>("document.activeElement?.textContent ?? ''");
  async function show(records = sampleRecords): Promise<void> {
    await pane.send(init({ run: ended("Completed", { counts: countsOf(records) }) }));
    await pane.send({ type: "records", run: 1, from: 0, records });
    await pane.page.getByRole("listitem").first().waitFor();
  }

  describe("with the keyboard alone", () => {
    it("opens, says what is missing, fills, starts, filters, searches, stops and runs again", async () => {
      const extension = new FakeExtension(pane);
      await extension.open();
      const { keyboard } = pane.page;
      const startButton = pane.page.getByRole("button", { name: "Start" });
      await startButton.waitFor();

      await keyboard.press("Control+Enter");
      await pane.page.getByText('Parameter "VMName" is mandatory').waitFor();
      await keyboard.type("web-01");
      assert.equal(await field("VMName").locator("input").inputValue(), "web-01");
      await field("VMName").locator(".problem").waitFor({ state: "hidden" });

      await keyboard.press("Control+Enter");
      await pane.page.getByText("Running", { exact: true }).first().waitFor();
      assert.equal(sentOf("setValue").at(-1)?.value, "web-01");

      await extension.write(sampleRecords);
      await row("Done").waitFor();
      await pane.page.getByRole("button", { name: "Error 1 record" }).press("Space");
      await row("Done").waitFor({ state: "detached" });
      assert.equal(await pane.page.getByRole("listitem").count(), 1);
      await pane.page.getByRole("button", { name: /^All/ }).press("Enter");

      await keyboard.press("Control+f");
      await keyboard.type("idle");
      await pane.page.getByText("1 of 1").waitFor();
      await keyboard.press("Escape");
      assert.equal(await pane.page.getByRole("textbox", { name: "Search streams" }).inputValue(), "");
      await keyboard.press("End");
      assert.match(await focusedText(), /Done/);
      await keyboard.press("ArrowUp");
      assert.match(await focusedText(), /line 1 of a long text/);
      await keyboard.press("Enter");
      await pane.page.getByText("line 40 of a long text").waitFor();
      assert.match(await focusedText(), /line 40/, "the row keeps the focus");

      await keyboard.press("Shift+F5");
      await pane.page.getByText("Stopped", { exact: true }).first().waitFor();
      await pane.page.getByRole("button", { name: "Again" }).press("Enter");
      await pane.page.getByText("Running", { exact: true }).first().waitFor();
      assert.equal(await pane.page.getByRole("listitem").count(), 0, "the rows of the run before are gone");
      await extension.write([record("second run")]);
      await row("second run").waitFor();

      await row("second run").focus();
      await keyboard.press("Escape");
      await keyboard.press("Enter");
      await pane.page.getByText("Stopped", { exact: true }).first().waitFor();
    });

    it("reaches every control with Tab, and shows where it is", async () => {
      await show();
      await pane.page.evaluate("document.body.focus()");
      const seen = new Set<string>();
      for (let press = 0; press < 80; press++) {
        await pane.page.keyboard.press("Tab");
        const focused = await pane.page.evaluate<{ name: string; hasOutline: boolean }>(`(() => {
          let element = document.activeElement;
          const host = element;
          while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
          const name = host?.closest("[data-name]")?.dataset.name ?? host?.getAttribute("aria-label") ?? host?.textContent?.trim() ?? "";
          const outlines = [host, element, element?.parentElement, host?.shadowRoot?.firstElementChild].filter(Boolean)
            .flatMap((item) => { const style = getComputedStyle(item); return [style.outlineStyle, style.borderColor, style.boxShadow]; });
          const focusColour = getComputedStyle(document.documentElement).getPropertyValue("--vscode-focusBorder");
          return { name: name.slice(0, 60), hasOutline: outlines.some((value) => value !== "none") && focusColour !== "" };
        })()`);
        seen.add(focused.name);
        assert.ok(focused.hasOutline, focused.name);
      }
      for (const wanted of ["VMName", "Tags", "ApiKey", "Credential", "Width of the parameters"]) {
        assert.ok(seen.has(wanted), `${wanted} is not among ${[...seen].join(" | ")}`);
      }
      assert.ok([...seen].some((name) => name.startsWith("Identity")));
    });

    it("asks nothing of a field that is left alone, and takes a value back", async () => {
      await pane.send(init({ parameters: parameters({ values: { RetryCount: "5" } }) }));
      await field("RetryCount").getByRole("button", { name: "Use default: RetryCount" }).press("Enter");
      assert.deepEqual(await pane.received("setValue"), {
        type: "setValue",
        name: "RetryCount",
        value: null,
        revision: 1,
      });
    });
  });

  describe("the parameters", () => {
    it("have the control of their type, and send texts", async () => {
      await pane.send(init());
      await field("WhatIf").locator("vscode-checkbox").click();
      await field("Since").locator("input").fill("2030-01-31T13:00:00");
      await field("Tags").locator("textarea").fill('{"env":"dev"}');
      await field("ApiKey").locator("input[type=password]").fill("k1");
      await field("Method").getByRole("combobox").click();
      await field("Method").getByRole("option", { name: "UA" }).click();
      await until("the choice to be sent", () => sentOf("setValue").some(({ value }) => value === "UA"));
      await pane.page.keyboard.press("Control+Enter");
      await pane.received("start");
      const values = Object.fromEntries(sentOf("setValue").map(({ name, value }) => [name, value]));
      assert.deepEqual(values, {
        WhatIf: "true",
        Since: "2030-01-31T13:00",
        Tags: '{"env":"dev"}',
        ApiKey: "k1",
        Method: "UA",
      });
    });

    it("say where JSON stops being JSON, and do not start with it", async () => {
      await pane.send(init());
      await field("Tags").locator("textarea").fill('{"env": }');
      await pane.page.getByText("Not JSON at line 1, column 9: a value is missing.").waitFor();
      await pane.page.getByRole("button", { name: "Start" }).focus();
      await pane.page.keyboard.press("Control+Enter");
      assert.equal(await pane.page.evaluate("document.activeElement.closest('.field').dataset.name"), "Tags");
      assert.equal(sentOf("start").length, 0);
    });

    it("keep what is being typed while older answers arrive", async () => {
      await pane.send(init());
      await field("VMName").locator("input").fill("web-02");
      await pane.received("setValue");
      await pane.send({
        type: "update",
        state: { parameters: parameters({ values: { VMName: "web-0" }, revision: 0 }) },
      });
      await pane.send({ type: "announce", message: "later" });
      await pane.page.getByText("later").waitFor();
      assert.equal(await field("VMName").locator("input").inputValue(), "web-02");
    });

    it("keep Select All to themselves: the editor around the page would answer it in the midst of what is typed next", async () => {
      await pane.send(init());
      const input = field("VMName").locator("input");
      await input.fill("old");
      await pane.page.evaluate("window.addEventListener('keydown', (event) => { window.name += ` ${event.key}`; })");
      await input.press("Control+a");
      await pane.page.keyboard.type("new");
      assert.equal(await input.inputValue(), "new");
      assert.doesNotMatch(await pane.page.evaluate<string>("window.name"), / a\b/);
      await pane.page.getByRole("button", { name: "Start" }).press("Control+a");
      assert.match(await pane.page.evaluate<string>("window.name"), / a\b/, "outside fields the key is the editor's");
    });

    it("keep what is being typed when the runbook's text changes the fields", async () => {
      await pane.send(init());
      const input = field("VMName").locator("input");
      await input.fill("web-03");
      await pane.send({
        type: "update",
        state: { parameters: parameters({ controls: [control("New"), control("VMName", { isMandatory: true })] }) },
      });
      await field("New").waitFor();
      assert.equal(await input.inputValue(), "web-03");
      await field("VMName").locator("input:focus").waitFor();
    });

    it("leave a secret in its field while it is typed, and never show it again", async () => {
      const extension = new FakeExtension(pane);
      await extension.open();
      const input = field("ApiKey").locator("input[type=password]");
      await input.focus();
      for (let index = 0; index < 6; index++) {
        await pane.page.keyboard.press("s3cret".charAt(index));
        await pane.received("setValue");
        pane.forget();
        // The answer to each key is there before the next one.
        await pane.holds(`document.querySelector('.field[data-name="ApiKey"] vscode-textfield').placeholder !== ""`);
        assert.equal(await input.inputValue(), "s3cret".slice(0, index + 1));
      }
      assert.equal(JSON.stringify(extension.state).includes("s3cret"), false);
      await extension.open();
      await pane.holds(
        `document.querySelector('.field[data-name="ApiKey"] vscode-textfield').placeholder.startsWith("•")`,
      );
      assert.equal(await input.inputValue(), "");
    });

    it("are sixty without trouble", async () => {
      const many = Array.from({ length: 60 }, (_, index) => control(`Parameter${index}`, { help: `Help of ${index}` }));
      await pane.send(init({ parameters: parameters({ controls: many }) }));
      await field("Parameter59").locator("input").fill("last");
      assert.equal((await pane.received("setValue")).name, "Parameter59");
      await pane.send({ type: "focus", target: "parameter", name: "Parameter30" });
      await field("Parameter30").locator("input:focus").waitFor();
    });

    it("are an ordered list for Python", async () => {
      await pane.send(init({ parameters: parameters({ kind: "list", controls: [], items: ["a", "b"], presets: [] }) }));
      const input = (index: number) => pane.page.locator(".argument input").nth(index);
      await input(1).fill("c");
      await pane.page.getByRole("button", { name: "Move up: argument 2" }).click();
      await pane.page.getByRole("button", { name: "Add argument" }).click();
      await pane.page.keyboard.type("d e");
      await pane.page.keyboard.press("Control+Enter");
      await pane.received("start");
      assert.deepEqual(sentOf("setItems").at(-1)?.items, ["c", "a", "d e"]);
    });

    it("take a dangerous name or text for what it is", async () => {
      const evil = '<img src=x onerror="window.pwned=1">';
      await pane.send(
        init({ parameters: parameters({ controls: [control("__proto__", { help: evil, defaultText: evil })] }) }),
      );
      await pane.page.getByText(evil).first().waitFor();
      assert.equal(await pane.page.evaluate("window.pwned"), undefined);
    });
  });

  describe("the webhook simulator", () => {
    const webhook = {
      ...state().webhook,
      isPossible: true,
      isOn: true,
      name: "Deploy",
      headers: [{ name: "x-request-id", value: "1" }],
      body: '{"a":1}',
      samples: [{ id: "alert", label: "Azure Monitor alert", description: "" }],
      preview: '{"WebhookName":"Deploy"}',
      shape: "PowerShell 7 gets one JSON text.",
    };

    it("sends name, headers and body together, and fills in samples", async () => {
      await pane.send(init({ webhook }));
      const area = pane.page.locator(".webhook");
      await area.getByRole("button", { name: "Add header" }).click();
      await pane.page.keyboard.type("x-b");
      await area.getByRole("textbox", { name: "Request body" }).fill("[2]");
      await pane.page.keyboard.press("Control+Enter");
      await pane.received("start");
      assert.deepEqual(sentOf("setWebhook").at(-1), {
        type: "setWebhook",
        isOn: true,
        name: "Deploy",
        headers: [
          { name: "x-request-id", value: "1" },
          { name: "x-b", value: "" },
        ],
        body: "[2]",
        revision: sentOf("setWebhook").at(-1)?.revision,
      });
      await area.getByRole("combobox", { name: "Sample" }).click();
      await area.getByRole("option", { name: "Azure Monitor alert" }).click();
      assert.deepEqual(await pane.received("useWebhookSample"), { type: "useWebhookSample", id: "alert" });
    });

    it("takes the place of the parameter's own field while it is on", async () => {
      const data = control("WebhookData", { kind: "json", typeName: "object", isWebhookData: true });
      await pane.send(init({ webhook, parameters: parameters({ controls: [data] }) }));
      await field("WebhookData").getByText("The webhook simulator fills it in.").waitFor();
      assert.equal(await field("WebhookData").locator("textarea").isVisible(), false);
      await pane.send({ type: "update", state: { webhook: { ...webhook, isOn: false } } });
      await field("WebhookData").locator("textarea").waitFor();
    });

    it("is not offered to a runbook that takes no WebhookData", async () => {
      await pane.send(init());
      await pane.page.locator(".webhook").waitFor({ state: "hidden" });
    });
  });

  describe("the streams", () => {
    it("show HTML as text and colours as colours", async () => {
      const html = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1"><b>bold</b>';
      await show([
        record(html),
        record("\u001b[31mred\u001b[0m \u001b[1mbold\u001b[0m \u0007bell"),
        record("\u001b[7minverse"),
      ]);
      assert.match((await row("<script>").textContent()) ?? "", /<b>bold<\/b>/);
      assert.equal(await pane.page.evaluate("window.pwned"), undefined);
      assert.equal(await pane.page.locator(".row-text .fg-1").textContent(), "red");
      await row("red bold ␇bell").waitFor();
    });

    it("fold a long text after eight lines, and unfold it", async () => {
      await show();
      assert.equal(await row("line 8 of a long text").count(), 1);
      assert.equal(await row("line 9 of a long text").count(), 0);
      await pane.page.getByRole("button", { name: "Show 32 more lines" }).click();
      await row("line 40 of a long text").waitFor();
      await pane.page.getByRole("button", { name: "Show less" }).click();
      await row("line 9 of a long text").waitFor({ state: "detached" });
    });

    it("expand an object level by level, asking for what is opened", async () => {
      await show();
      await pane.page.getByRole("button", { name: "Object PSVirtualMachine" }).click();
      const asked = await pane.received("readProperties");
      assert.deepEqual(asked, { type: "readProperties", run: 1, record: 2, path: [] });
      const property = (name: string, text: string, isExpandable = false) =>
        ({ name, text, type: isExpandable ? "object" : "text", isExpandable }) as const;
      await pane.send({
        ...asked,
        type: "properties",
        properties: [property("Name", "web-01"), property("Tags", "{ env: dev }", true)],
        more: 3,
      });
      await pane.page.getByText("3 more", { exact: true }).waitFor();
      pane.forget();
      await pane.page.getByRole("button", { name: "Tags", exact: true }).press("Enter");
      const inner = await pane.received("readProperties");
      assert.deepEqual(inner.path, ["Tags"]);
      await pane.send({ ...inner, type: "properties", properties: [property("env", "<b>dev</b>")], more: 0 });
      await pane.page
        .locator(".object-line")
        .filter({ hasText: /^env: <b>dev<\/b>$/ })
        .waitFor();
      assert.equal(await pane.page.evaluate("document.activeElement.getAttribute('aria-label')"), "Tags");
    });

    it("ask for the rest of a text of megabytes, and stay quick with it", async () => {
      const whole = Array.from({ length: 60_000 }, (_, index) => `row ${index} ${"x".repeat(78)}`).join("\n");
      assert.ok(whole.length > 5_000_000);
      await show([record(whole.slice(0, 4096), { fullLength: whole.length }), record("after")]);
      await pane.page.getByRole("button", { name: /more characters/ }).click();
      const asked = await pane.received("readText");
      assert.deepEqual(asked, { type: "readText", run: 1, record: 0 });
      const started = performance.now();
      await pane.send({ type: "text", run: 1, record: 0, text: whole, isCut: false });
      await pane.page.getByText("row 300 ").waitFor();
      assert.ok(performance.now() - started < 5000, `${performance.now() - started} ms`);
      assert.ok((await row("row 300 ").innerText()).length < 100_000, "one page, not the whole");
      await pane.page.getByRole("button", { name: /^Show more/ }).click();
      await pane.page.getByText("row 700 ").waitFor();
    });

    it("highlight what is searched for and go from match to match", async () => {
      await show([
        ...Array.from({ length: 500 }, (_, index) => record(`row ${index}${index % 100 === 50 ? " NEEDLE" : ""}`)),
      ]);
      await pane.page.getByRole("textbox", { name: "Search streams" }).fill("needle");
      await pane.page.getByText("1 of 5").waitFor();
      assert.equal(await pane.page.locator("mark").first().textContent(), "NEEDLE");
      await pane.page.keyboard.press("Enter");
      await pane.page.getByText("2 of 5").waitFor();
      await row("row 150").waitFor();
      await pane.page.keyboard.press("Shift+Enter");
      await pane.page.keyboard.press("Shift+Enter");
      await pane.page.getByText("5 of 5").waitFor();
      await row("row 450").waitFor();
      await pane.page.getByRole("button", { name: "Only rows that match" }).click();
      await row("row 450").waitFor();
      assert.equal(await pane.page.getByRole("listitem").count(), 5);
    });

    it("say why Azure would not show a row, and where it came from", async () => {
      await show();
      assert.match((await row("loop 1").textContent()) ?? "", /not shown in Azure unless logging is on/);
      await row("web-1").getByRole("button", { name: "line 34" }).click();
      assert.deepEqual(await pane.received("openSource"), { type: "openSource", of: "record", run: 1, index: 1 });
      await row("2 machines").focus();
      await pane.page.keyboard.press("F12");
      assert.equal(sentOf("openSource").length, 2);
    });

    it("tell a screen reader how many rows there are and which one it is on", async () => {
      await show();
      const first = row("Using system-assigned");
      assert.equal(await first.getAttribute("aria-setsize"), "10");
      assert.equal(await first.getAttribute("aria-posinset"), "1");
      assert.equal(await pane.page.getByRole("log").getAttribute("aria-live"), "off");
    });

    it("follow the end until the person scrolls away, and again at the end", async () => {
      const rows = (from: number) => Array.from({ length: 200 }, (_, index) => record(`row ${from + index}`));
      await pane.send(init({ run: running() }));
      await pane.send({ type: "records", run: 1, from: 0, records: rows(0) });
      await row("row 199").waitFor();
      await pane.page.mouse.move(800, 400);
      await pane.page.mouse.wheel(0, -1500);
      await row("row 199").waitFor({ state: "detached" });
      await pane.send({ type: "records", run: 1, from: 200, records: rows(200) });
      await pane.holds("document.querySelector('[role=listitem]').ariaSetSize === '400'");
      assert.equal(await row("row 399").count(), 0);
      assert.equal(await pane.page.getByRole("button", { name: "Follow" }).getAttribute("aria-pressed"), "false");
      await pane.page.getByRole("button", { name: "Follow" }).click();
      await row("row 399").waitFor();
      await pane.send({ type: "records", run: 1, from: 400, records: rows(400) });
      await row("row 599").waitFor();
    });

    it("acknowledge what they took in, and tell of records that are no longer kept", async () => {
      await pane.send(init({ run: running({ firstRecord: 1000 }) }));
      await pane.send({ type: "records", run: 1, from: 1000, records: [record("a"), record("b")] });
      await row("1,000 earlier records are no longer kept").waitFor();
      assert.deepEqual(await pane.received("received"), { type: "received", run: 1, next: 1002 });
    });

    it("ignore records of another run", async () => {
      await pane.send(init({ run: running({ run: 2 }) }));
      await pane.send({ type: "records", run: 1, from: 0, records: [record("old")] });
      await pane.send({ type: "records", run: 2, from: 0, records: [record("new")] });
      await row("new").waitFor();
      assert.equal(await row("old").count(), 0);
    });

    it("remember the chosen streams when the pane comes back", async () => {
      await show();
      await pane.page.getByRole("button", { name: "Warning 1 record" }).click();
      await pane.reload();
      await show([record("out"), record("warn", { stream: "Warning" })].reverse());
      assert.equal(await row("out").count(), 0);
    });

    it("copy what is shown by the numbers of its records", async () => {
      await show();
      await pane.page.getByRole("button", { name: "Output 4 records" }).click();
      await pane.page.getByRole("button", { name: "More actions for streams" }).click();
      await pane.page.getByRole("menuitem", { name: "Copy shown rows" }).press("Enter");
      assert.deepEqual(await pane.received("copyRecords"), { type: "copyRecords", run: 1, records: [0, 2, 8, 9] });
    });

    it("open one long record as a document by its beginning", async () => {
      await show();
      await row("line 1 of a long").focus();
      await pane.page.keyboard.press("Enter");
      await pane.page.getByRole("button", { name: "Show less" }).waitFor();
      await show([record("x".repeat(3000))]);
      await pane.page.getByRole("button", { name: "Open as document" }).click();
      const { filter } = await pane.received("openStreams");
      assert.deepEqual(filter, { streams: ["Output"], search: "x".repeat(100) });
    });

    it("copy the focused row as text", async () => {
      await show();
      await pane.page.evaluate(
        `addEventListener("copy", (event) => { window.copied = event.clipboardData.getData("text/plain"); })`,
      );
      await row("2 machines").focus();
      await pane.page.keyboard.press("Control+c");
      assert.match(
        await pane.page.evaluate<string>("window.copied"),
        /^\d\d:00:00\.600 {2}Warning: 2 machines are idle$/,
      );
    });
  });

  describe("the state of the run", () => {
    it("is said once for each state, not for every record", async () => {
      await pane.send(init({ run: running() }));
      await pane.page.evaluate(`(() => {
        window.said = [];
        const live = document.querySelector(".status [role=status]");
        new MutationObserver(() => window.said.push(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true });
      })()`);
      for (const count of [1, 2, 3]) {
        await pane.send({
          type: "update",
          state: { run: running({ elapsedMs: count * 1000, counts: { ...noRun.counts, Output: count } }) },
        });
      }
      await pane.send({
        type: "update",
        state: { run: ended("Failed", { exception: "No such VM\nat line 3", exceptionLine: 3 }) },
      });
      await pane.page.getByRole("button", { name: "Go to line 3" }).waitFor();
      assert.deepEqual(await pane.page.evaluate("window.said"), ["Failed after 1.8 s. No such VM"]);
    });

    it("offers what the kind of job supports", async () => {
      const button = (name: string) => pane.page.getByRole("button", { name, exact: true });
      await pane.send(init({ run: running({ canSuspend: true }) }));
      await button("Suspend").click();
      await pane.received("suspend");
      await pane.send({
        type: "update",
        state: { run: running({ status: "Suspended", statusText: "Suspended", canResume: true }) },
      });
      await button("Suspend").waitFor({ state: "hidden" });
      await button("Resume").click();
      await pane.received("resume");
    });

    it("keeps the own tokens in sight while they can be used", async () => {
      await pane.send(
        init({ run: running({ ownTokens: "This run gets real tokens of jo@example.com (tenant Contoso)." }) }),
      );
      await pane.page.getByText("This run gets real tokens of jo@example.com").waitFor();
      await pane.resize(360, 640);
      assert.equal(await pane.page.getByText("This run gets real tokens").isVisible(), true);
    });

    it("says that an Azure job is out of reach for the moment", async () => {
      await pane.send(
        init({ run: running({ connection: "waiting", connectionText: "Azure does not answer. Next try in 8 s." }) }),
      );
      await pane.page.getByText("Azure does not answer. Next try in 8 s.").first().waitFor();
    });

    it("goes back from an earlier run to the last", async () => {
      await pane.send(init({ run: ended("Completed", { kind: "history" }) }));
      await pane.page.getByRole("button", { name: "Back to the last run" }).click();
      await pane.received("showLive");
    });
  });

  describe("what happened", () => {
    it("leaves the keyboard where it is while a run goes on", async () => {
      const facts = [
        { kind: "asset", time: 0, operation: "get", assetKind: "variable", name: "A", isFound: true, line: 3 },
      ] as const;
      await pane.send(init({ run: running() }));
      await pane.send({ type: "facts", run: 1, from: 0, facts });
      await pane.page.getByRole("tab", { name: "Assets" }).click();
      await pane.page.getByRole("button", { name: "line 3" }).focus();
      await pane.send({ type: "update", state: { run: running({ elapsedMs: 5000 }) } });
      await pane.send({ type: "announce", message: "later" });
      await pane.page.getByText("later").waitFor();
      assert.equal(await focusedText(), "line 3");
    });
  });

  describe("notes", () => {
    it("stand where they belong, and their buttons tell the extension", async () => {
      await pane.send(
        init({
          canStart: false,
          isTrusted: false,
          notes: [
            {
              id: "untrusted",
              severity: "info",
              place: "top",
              message: "This workspace is not trusted.",
              detail: "A runbook can do anything.",
              actions: [{ id: "trust", label: "Manage trust" }],
            },
            {
              id: "paramBlock",
              severity: "warning",
              place: "parameters",
              message: "The param block does not parse.",
              detail: "Line 4.",
              actions: [{ id: "open", label: "Go to line 4" }],
            },
            {
              id: "interpreterMissing",
              severity: "error",
              place: "streams",
              message: "PowerShell is not installed.",
              detail: "",
              actions: [],
            },
          ],
        }),
      );
      await pane.region("Parameters").getByText("The param block does not parse.").waitFor();
      await pane.region("Streams").getByText("PowerShell is not installed.").waitFor();
      await pane.page.getByRole("button", { name: "Manage trust" }).click();
      assert.deepEqual(await pane.received("runNoteAction"), {
        type: "runNoteAction",
        note: "untrusted",
        action: "trust",
      });
      await pane.page.keyboard.press("Control+Enter");
      assert.equal(sentOf("start").length, 0);
    });
  });

  describe("small panes", () => {
    it("stack their areas under 700 pixels, and put labels above under 400", async () => {
      await show();
      const box = async (name: string) => {
        const found = await pane.region(name).boundingBox();
        assert.ok(found);
        return found;
      };
      assert.ok((await box("Streams")).x > (await box("Parameters")).x);
      await pane.resize(640, 800);
      assert.equal((await box("Streams")).x, (await box("Parameters")).x);
      assert.ok((await box("Streams")).y >= (await box("Parameters")).y + (await box("Parameters")).height);
      await pane.resize(380, 800);
      const label = await field("VMName").locator(".field-label").boundingBox();
      const input = await field("VMName").locator("input").boundingBox();
      assert.ok(label && input && label.y + label.height <= input.y + 1);
    });

    it("lose nothing at twice the size", async () => {
      await show();
      // 200 % of a pane of 1200 by 800 leaves half the pixels.
      for (const [width, height] of [
        [600, 400],
        [350, 400],
      ] as const) {
        await pane.resize(width, height);
        const overflow = await pane.page.evaluate<readonly string[]>(`(() => {
          const wide = [];
          for (const element of document.querySelectorAll(".pane *")) {
            const box = element.getBoundingClientRect();
            const scrolls = element.closest(".tab-content, .stream-viewport, .preview, table, .sr-only, .menu");
            if (!scrolls && box.width > 1 && (box.right > innerWidth + 1 || box.left < -1)) wide.push(element.className + " " + box.right);
          }
          return document.documentElement.scrollWidth > innerWidth ? ["page " + document.documentElement.scrollWidth, ...wide] : wide;
        })()`);
        assert.deepEqual(overflow, [], `${width} px`);
        for (const name of ["Parameters", "Streams", "What happened"]) {
          await pane.region(name).scrollIntoViewIfNeeded();
          assert.equal(await pane.region(name).isVisible(), true, name);
        }
        await row("Done").scrollIntoViewIfNeeded();
      }
    });

    it("leave a text its room beside what tells of a child job and its file", async () => {
      await pane.resize(660, 800);
      await show([
        record("a text of some words that wants a line", { job: "c0ffee00-1", file: "Stop-IdleVms.ps1", line: 19 }),
      ]);
      const text = await pane.page.locator(".row-body").boundingBox();
      assert.ok(text && text.width > 180, JSON.stringify(text));
    });

    it("bring what happened into sight when one of its tabs is chosen", async () => {
      await show();
      await pane.resize(640, 500);
      const content = pane.page.getByRole("tabpanel");
      await pane.page.evaluate("document.documentElement.scrollTop = 0");
      await pane.page.getByRole("tab", { name: "Limits" }).press("Enter");
      const box = await content.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + Math.min(box.height, 60) <= 500, JSON.stringify(box));
    });

    it("let their borders be moved with the arrow keys, and remember it", async () => {
      await show();
      const before = await pane.region("Parameters").boundingBox();
      const border = pane.page.getByRole("separator", { name: "Width of the parameters" });
      await border.press("ArrowRight");
      await border.press("ArrowRight");
      const after = await pane.region("Parameters").boundingBox();
      assert.ok(before && after && after.width > before.width + 30);
      await pane.reload();
      await show();
      assert.equal((await pane.region("Parameters").boundingBox())?.width, after.width);
    });
  });
});
