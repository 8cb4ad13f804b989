// The built page of the asset form in Chromium, without VS Code: messages by hand, what keys do, what it holds, axe-core in every theme.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

import { startBrowser, type Browser } from "../../scripts/vscode/browser.mjs";
import { fieldsOf, initialValues, readForm, type FormSubject } from "../../src/features/assets/form/form-model";
import { until } from "../support/until";
import type { FormValues, FromAssetForm, ToAssetForm } from "../../src/protocol/asset-form";

const files = path.resolve(__dirname, "../../dist/webview");
const themes = JSON.parse(fs.readFileSync(path.join(__dirname, "support/pane-themes.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;
const l10n = { t: (message: string): string => message };
const words = {
  save: "Save",
  cancel: "Cancel",
  replace: "Replace",
  keep: "Keep",
  chooseFile: "Choose File…",
  required: "required",
  show: "Show",
  hide: "Hide",
};
const credential: FormSubject = { kind: "credential", existing: undefined, types: [], file: undefined };
const existing: FormSubject = {
  ...credential,
  existing: { kind: "credential", name: "Operator", description: "", isEncrypted: true, userName: "op" },
};
const connection: FormSubject = {
  kind: "connection",
  existing: undefined,
  file: undefined,
  types: [
    {
      kind: "connection-type",
      name: "Tickets",
      description: "",
      isEncrypted: false,
      source: "module",
      moduleName: "Tickets",
      path: undefined,
      fields: [
        { name: "Url", typeName: "System.String", isEncrypted: false, isOptional: false },
        { name: "Verify", typeName: "System.Boolean", isEncrypted: false, isOptional: true },
        { name: "Token", typeName: "System.String", isEncrypted: true, isOptional: false },
      ],
    },
  ],
};

describe("the form of an asset", function () {
  this.timeout(60_000);
  let browser: Browser;
  let subject: FormSubject;
  let sent: FromAssetForm[];

  /** Answers as the extension does, with the same model. */
  const receive = (message: FromAssetForm): void => {
    sent.push(message);
    if (message.type === "changed") {
      const fields = fieldsOf(subject, message.values, l10n);
      const { problems, input } = readForm(subject, message.values, l10n);
      void post({ type: "checked", revision: message.revision, fields, problems, isValid: input !== undefined });
    }
  };
  const post = (message: ToAssetForm): Promise<void> =>
    browser.page.evaluate(`window.postMessage(${JSON.stringify(message)}, "*")`);
  const open = async (about: FormSubject, values: FormValues = initialValues(about)): Promise<void> => {
    subject = about;
    sent = [];
    const { page } = browser;
    await page.goto("about:blank");
    await page.setContent('<!DOCTYPE html><html lang="en"><head><title>Form</title></head><body></body></html>');
    await page.addStyleTag({ content: fs.readFileSync(path.join(files, "asset-form.css"), "utf8") });
    await useTheme("dark");
    await page.evaluate(
      "window.acquireVsCodeApi = () => ({ postMessage: (message) => window.receiveFromForm(message) })",
    );
    await page.addScriptTag({ content: fs.readFileSync(path.join(files, "asset-form.js"), "utf8") });
    const fields = fieldsOf(about, values, l10n);
    await post({ type: "show", title: "New", subtitle: "aa", fields, values, words });
    await page.locator("[data-field=name] input").waitFor();
    await page.locator(":focus").waitFor();
  };
  const useTheme = async (name: string): Promise<void> => {
    const style = Object.entries(themes[name] ?? {}).map(([property, value]) => `${property}: ${value}`);
    await browser.page.evaluate(`document.documentElement.setAttribute("style", ${JSON.stringify(style.join("; "))})`);
  };
  const last = <T extends FromAssetForm["type"]>(type: T) =>
    sent.findLast((message): message is Extract<FromAssetForm, { type: T }> => message.type === type);
  /** What the form sends to be saved, and has not sent before. */
  const saved = async () => {
    const message = await until("the form to be saved", () => last("save"));
    sent = sent.filter((other) => other !== message);
    return message;
  };
  const valid = () => browser.page.locator("button[type=submit][aria-disabled=false]").waitFor();

  before(async () => {
    browser = await startBrowser({ viewport: { width: 700, height: 700 } });
    await browser.page.exposeFunction("receiveFromForm", receive);
  });

  after(async () => {
    await browser.close();
  });

  it("takes a new credential by keys alone and saves only when it is whole", async () => {
    await open(credential);
    const { keyboard } = browser.page;
    await keyboard.press("Control+Enter");
    assert.equal(last("save"), undefined);
    await browser.page.getByText("A value is needed.").first().waitFor();
    await keyboard.type("Operator");
    await keyboard.press("Tab");
    await keyboard.type("op");
    await keyboard.press("Tab");
    await keyboard.type("canary-1");
    await valid();
    await keyboard.press("Enter");
    assert.deepEqual((await saved()).values, {
      name: "Operator",
      userName: "op",
      password: "canary-1",
      description: "",
    });
  });

  it("shows a secret that the account holds as held, and sends none unless it is replaced", async () => {
    await open(existing);
    const { page } = browser;
    assert.equal(await page.locator("input[type=password]").isVisible(), false);
    await page.getByLabel("User name").fill("other");
    await page.keyboard.press("Control+Enter");
    assert.deepEqual((await saved()).values, { name: "Operator", userName: "other", description: "" });
    await page.getByRole("button", { name: "Replace: Password" }).click();
    await page.locator("input[type=password]").fill("canary-2");
    await page.keyboard.press("Control+Enter");
    assert.equal((await saved()).values["password"], "canary-2");
    await page.getByRole("button", { name: "Replace: Password" }).click();
    await page.keyboard.press("Control+Enter");
    assert.equal((await saved()).values["password"], undefined, "Keep takes the replacement back");
  });

  it("keeps what was typed when other fields come", async () => {
    await open({
      ...connection,
      types: [...connection.types, ...connection.types.map((type) => ({ ...type, name: "Other", fields: [] }))],
    });
    const { page } = browser;
    await page.locator("[data-field=name] input").fill("Mine");
    await page.getByLabel("Connection type").selectOption("Tickets");
    await page.getByLabel("Url").fill("https://x");
    await page.getByLabel("Connection type").selectOption("Other");
    await page.getByLabel("Url").waitFor({ state: "detached" });
    assert.equal(await page.locator("[data-field=name] input").inputValue(), "Mine");
  });

  it("saves what is typed and saved in one go, and says what is wrong with it", async () => {
    await open(credential);
    const { keyboard } = browser.page;
    await keyboard.type("Operator");
    await keyboard.press("Tab");
    await keyboard.type("op");
    await keyboard.press("Control+Enter");
    await browser.page.locator("[data-field=password] :focus").waitFor();
    assert.equal(last("save"), undefined);
    await keyboard.type("canary-3");
    await keyboard.press("Control+Enter");
    assert.equal((await saved()).values["password"], "canary-3");
  });

  it("says on Escape whether something was entered", async () => {
    await open(credential);
    await browser.page.keyboard.press("Escape");
    assert.deepEqual(await until("Escape to be sent", () => last("cancel")), { type: "cancel", isChanged: false });
    sent = [];
    await browser.page.keyboard.type("x");
    await browser.page.keyboard.press("Escape");
    assert.deepEqual(await until("Escape to be sent", () => last("cancel")), { type: "cancel", isChanged: true });
  });

  it("shows markup in a name as text", async () => {
    await open(existing, { ...initialValues(existing), name: "<img src=x onerror=alert(1)>" });
    await post({ type: "failed", message: "<b>No</b>", field: undefined });
    await browser.page.getByText("<b>No</b>").waitFor();
    assert.equal(await browser.page.locator("img, b").count(), 0);
  });

  it("has nothing serious for axe-core, in any theme", async () => {
    for (const about of [credential, existing, connection]) {
      await open(about, { ...initialValues(about) });
      await browser.page.keyboard.press("Control+Enter");
      await browser.page.evaluate(fs.readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8"));
      for (const theme of Object.keys(themes)) {
        await useTheme(theme);
        const found = await browser.page.evaluate<readonly string[]>(
          `axe.run(document).then(({ violations }) => violations
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .flatMap(({ id, nodes }) => nodes.map((node) => id + " " + node.target + " " + node.failureSummary)))`,
        );
        assert.deepEqual(found, [], `${about.kind} in ${theme}`);
      }
    }
  });
});
