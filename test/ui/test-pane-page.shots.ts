// Pictures of the states of the test pane that a machine without Azure, or with all its interpreters, does not get into.
import * as fs from "node:fs";
import * as path from "node:path";

import type { PaneNote, PaneState } from "../../src/protocol/test-pane";
import { openPanePage, type PanePage } from "./support/pane-page";
import { choice, countsOf, init, limits, noRun, parameters, running, sampleRecords, state } from "./test-pane-states";

const images = process.env["RUNBOOK_WORKBENCH_IMAGES"] ?? path.resolve(__dirname, "../../test-results/ui");

const note = (
  given: Omit<PaneNote, "actions" | "detail"> & { readonly detail?: string; readonly action?: string },
): PaneNote => ({
  id: given.id,
  severity: given.severity,
  place: given.place,
  message: given.message,
  detail: given.detail ?? "",
  actions: given.action === undefined ? [] : [{ id: "act", label: given.action }],
});

const counts = countsOf(sampleRecords);
const values = parameters({ values: { VMName: "web-01" } });
const { options: onThisMachine } = state();
const where = "aa-prod · sandbox";
/** An account in Azure says itself who a runbook is. */
const inAzure: PaneState["options"] = {
  ...onThisMachine,
  wheres: [...onThisMachine.wheres, choice("sandbox", where)],
  where: "sandbox",
  runtimes: [choice("Az-13", "Az-13 (linked)")],
  runtime: "Az-13",
  identities: [],
  tokens: [],
  scenarios: [],
  interpreter: "",
  interpreterPath: "",
};

const states: Readonly<Record<string, Partial<PaneState>>> = {
  untrusted: {
    canStart: false,
    isTrusted: false,
    notes: [
      note({
        id: "untrusted",
        severity: "info",
        place: "top",
        message: "This workspace is not trusted, so nothing in it runs.",
        detail: "With trust, runbooks start here and their parameters' credentials are offered.",
        action: "Manage Workspace Trust",
      }),
    ],
  },
  "interpreter-missing": {
    canStart: false,
    options: { ...onThisMachine, interpreter: "", interpreterPath: "" },
    notes: [
      note({
        id: "interpreterMissing",
        severity: "error",
        place: "top",
        message: "PowerShell 7 was not found on this machine.",
        action: "How to Get It",
      }),
    ],
  },
  "own-tokens": {
    parameters: values,
    options: { ...onThisMachine, token: "developer" },
    run: running({ counts, limits, ownTokens: "This run gets real tokens of jo@contoso.com, tenant Contoso." }),
  },
  queued: {
    parameters: values,
    options: inAzure,
    run: running({ status: "New", statusText: "Queued", startTime: "", where, isInAzure: true }),
  },
  stopping: {
    parameters: values,
    run: running({ status: "Stopping", statusText: "Stopping", canStop: false, counts }),
  },
  suspended: {
    parameters: values,
    options: inAzure,
    run: running({ status: "Suspended", statusText: "Suspended", canResume: true, counts, where, isInAzure: true }),
  },
  disconnected: {
    parameters: values,
    options: inAzure,
    run: running({
      counts,
      where,
      isInAzure: true,
      connection: "waiting",
      connectionText: "Azure does not answer (429). The job goes on there; next try in 8 s.",
    }),
  },
};

describe("pictures of rare states of the test pane", function () {
  this.timeout(60_000);
  let pane: PanePage;

  before(async () => {
    pane = await openPanePage({ width: 1200, height: 640 });
    fs.mkdirSync(images, { recursive: true });
  });

  after(async () => {
    await pane.close();
  });

  async function show(given: Partial<PaneState>): Promise<void> {
    const run = given.run ?? noRun;
    await pane.send(init(given));
    if (run.counts.Output > 0) {
      await pane.send({ type: "records", run: run.run, from: 0, records: sampleRecords });
      await pane.page.getByRole("listitem").first().waitFor();
    }
  }

  for (const [name, given] of Object.entries(states)) {
    it(`shows ${name}`, async () => {
      await show(given);
      await pane.page.screenshot({ path: path.join(images, `test-pane-${name}.png`), animations: "disabled" });
    });
  }

  it("shows a very narrow pane, and one in light high contrast", async () => {
    await show(states["own-tokens"] ?? {});
    await pane.useTheme("high-contrast-light");
    await pane.page.screenshot({ path: path.join(images, "test-pane-high-contrast-light.png") });
    await pane.useTheme("dark");
    await pane.resize(360, 900);
    await pane.page.screenshot({ path: path.join(images, "test-pane-very-narrow.png") });
  });
});
