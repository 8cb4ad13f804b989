// axe-core on every state of the test pane in every kind of theme: nothing serious, nothing critical.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";

import type { PaneFact, PaneNote, PaneState } from "../../src/protocol/test-pane";
import { openPanePage, themeNames, type PanePage } from "./support/pane-page";
import {
  child,
  countsOf,
  ended,
  history,
  init,
  limits,
  noRun,
  parameters,
  running,
  sampleRecords,
  startTime,
} from "./test-pane-states";

const note = (
  id: PaneNote["id"],
  place: PaneNote["place"],
  severity: PaneNote["severity"],
  message: string,
): PaneNote => ({
  id,
  place,
  severity,
  message,
  detail: "More words about it.",
  actions: [{ id: "act", label: "Do something" }],
});

const webhook: PaneState["webhook"] = {
  isPossible: true,
  isOn: true,
  name: "Deploy",
  headers: [{ name: "x-request-id", value: "1" }],
  body: '{"a":1}',
  samples: [{ id: "alert", label: "Azure Monitor alert", description: "" }],
  preview: '{"WebhookName":"Deploy"}',
  shape: "PowerShell 7 gets one JSON text.",
  remark: "The body is no JSON.",
  revision: 0,
};

const counts = countsOf(sampleRecords);
const states: Readonly<Record<string, Partial<PaneState>>> = {
  "not run yet": {},
  "no parameters": {
    parameters: parameters({ kind: "none", controls: [] }),
    notes: [note("noParameters", "parameters", "info", "This runbook takes no parameters.")],
  },
  "a param block that does not parse": {
    notes: [note("paramBlock", "parameters", "warning", "The param block does not parse.")],
  },
  "a missing interpreter": {
    canStart: false,
    notes: [note("interpreterMissing", "top", "error", "PowerShell is not installed.")],
  },
  "an untrusted workspace": {
    canStart: false,
    isTrusted: false,
    notes: [note("untrusted", "top", "info", "This workspace is not trusted.")],
  },
  "Python's arguments": {
    parameters: parameters({
      kind: "list",
      controls: [],
      items: ["a", "b"],
      problems: [{ name: "1", message: "It holds a NUL.", isMissing: false }],
    }),
  },
  "values that do not bind": {
    parameters: parameters({
      values: { RetryCount: "99", Tags: "{" },
      showsMissing: true,
      problems: [
        { name: "VMName", message: 'Parameter "VMName" is mandatory and has no value.', isMissing: true },
        { name: "RetryCount", message: "99 is outside 1 to 10.", isMissing: false },
      ],
    }),
  },
  "a webhook": { webhook },
  queued: { run: running({ status: "New", statusText: "Queued", startTime: "" }) },
  running: { run: running({ counts, children: [child], limits, canSuspend: true }) },
  "own tokens": { run: running({ counts, ownTokens: "This run gets real tokens of jo@example.com, tenant Contoso." }) },
  stopping: { run: running({ status: "Stopping", statusText: "Stopping", canStop: false, counts }) },
  completed: { run: ended("Completed", { counts, limits, children: [child] }), history },
  failed: { run: ended("Failed", { counts, exception: "The VM 'web-1' was not found.", exceptionLine: 34 }), history },
  stopped: { run: ended("Stopped", { counts }) },
  suspended: { run: running({ status: "Suspended", statusText: "Suspended", canResume: true, counts }) },
  disconnected: { run: running({ connection: "waiting", connectionText: "Azure does not answer.", counts }) },
  "an earlier run": { run: ended("Completed", { kind: "history", counts }), history },
};

const facts: readonly PaneFact[] = [
  {
    kind: "identity",
    time: startTime,
    method: "GET",
    resource: "https://management.azure.com/",
    identity: "system-assigned",
    clientId: "",
    status: 200,
    client: "curl",
    durationMs: 4,
  },
  {
    kind: "identity",
    time: startTime,
    method: "GET",
    resource: "",
    identity: "",
    clientId: "",
    status: 400,
    client: "",
    durationMs: 4,
  },
  { kind: "asset", time: startTime, operation: "get", assetKind: "variable", name: "A", isFound: true, line: 3 },
  { kind: "asset", time: startTime, operation: "set", assetKind: "variable", name: "B", isFound: false },
  { kind: "notice", time: startTime, message: "A polling delay was shortened." },
];

interface AxeViolation {
  readonly id: string;
  readonly impact: string | null;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

describe("the test pane under axe-core", function () {
  this.timeout(120_000);
  let pane: PanePage;

  before(async () => {
    pane = await openPanePage({ height: 900 });
    await loadAxe();
  });

  after(async () => {
    await pane.close();
  });

  async function loadAxe(): Promise<void> {
    await pane.page.evaluate(fs.readFileSync(createRequire(__filename).resolve("axe-core/axe.min.js"), "utf8"));
  }

  /** The other rules see the same page in every theme. */
  async function serious(rules: "all" | "colours" = "all"): Promise<readonly string[]> {
    const options = {
      resultTypes: ["violations"],
      ...(rules === "colours" ? { runOnly: { type: "rule", values: ["color-contrast"] } } : {}),
    };
    const violations = await pane.page.evaluate<readonly AxeViolation[]>(
      `axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`,
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${JSON.stringify(node.target)} ${node.failureSummary ?? ""}`),
      );
  }

  async function show(given: Partial<PaneState>): Promise<void> {
    const run = given.run ?? noRun;
    await pane.send(init(given));
    if (run.kind !== "none") {
      await pane.send({ type: "records", run: run.run, from: 0, records: sampleRecords });
      await pane.send({ type: "facts", run: run.run, from: 0, facts });
      await pane.page.getByRole("listitem").filter({ hasText: "Using system" }).waitFor();
    }
  }

  for (const theme of themeNames) {
    describe(`in ${theme}`, () => {
      const rules = theme === "dark" ? "all" : "colours";

      before(async () => {
        await pane.useTheme(theme);
      });

      for (const [name, given] of Object.entries(states)) {
        it(`finds nothing serious: ${name}`, async () => {
          await show(given);
          assert.deepEqual(await serious(rules), []);
        });
      }

      it("finds nothing serious in any tab of what happened", async () => {
        await show(states["completed"] ?? {});
        for (const tab of ["Identity", "Assets", "Child jobs", "Limits", "Notices", "History"]) {
          await pane.page.getByRole("tab", { name: tab }).click();
          await pane.page.getByRole("tabpanel", { name: tab }).waitFor();
          assert.deepEqual(await serious(rules), [], tab);
        }
      });

      it("finds nothing serious in a search, a menu and an open list", async () => {
        await show(states["completed"] ?? {});
        await pane.page.getByRole("textbox", { name: "Search streams" }).fill("web");
        await pane.page.locator("mark").first().waitFor();
        assert.deepEqual(await serious(rules), [], "search");
        await pane.page.getByRole("button", { name: "More actions for streams" }).click();
        await pane.page.getByRole("menuitem").first().waitFor();
        assert.deepEqual(await serious(rules), [], "menu");
        await pane.page.keyboard.press("Escape");
        await pane.page.getByRole("combobox", { name: "As" }).click();
        await pane.page.getByRole("option", { name: "xUAMI1" }).waitFor();
        assert.deepEqual(await serious(rules), [], "drop-down");
        await pane.page.keyboard.press("Escape");
      });
    });
  }

  it("finds nothing serious in a narrow pane", async () => {
    await pane.resize(380, 700);
    await show(states["failed"] ?? {});
    assert.deepEqual(await serious(), []);
    await pane.resize(1200, 900);
  });

  it("would find something: a button without a name", async () => {
    await pane.page.evaluate("document.querySelector('main').append(document.createElement('button'))");
    assert.match((await serious()).join("\n"), /button-name/);
  });
});
