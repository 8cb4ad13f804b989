import assert from "node:assert/strict";

import { openPane, type PaneHarness } from "./support/pane-harness";

const choice = (id: string) => ({ id, label: id, description: "" });
const inAzure = "azure::/subscriptions/x";

describe("the runtime in the test pane", () => {
  let pane: PaneHarness;
  beforeEach(async () => {
    pane = await openPane({ text: "Write-Output 1" });
    pane.surroundings = {
      wheres: [choice("local"), choice(inAzure)],
      runtimes: [choice(""), choice("Ps74"), { ...choice("Mine"), disabledReason: "Hybrid workers cannot." }],
    };
    await pane.session.refresh();
  });
  afterEach(() => pane.dispose());

  const choose = (option: "where" | "runtime", id: string) => pane.send({ type: "setOption", option, id });

  it("that was chosen goes with the job", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Ps74");
    await pane.send({ type: "start" });
    assert.deepEqual([pane.launches[0]?.settings.where, pane.launches[0]?.settings.runtime], [inAzure, "Ps74"]);
  });

  it("is the usual one again at another place, which has others", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Ps74");
    await choose("where", inAzure);
    assert.equal(pane.state().options.runtime, "Ps74");
    await choose("where", "local");
    assert.equal(pane.state().options.runtime, "");
  });

  it("cannot be one that does not work there, or that is gone", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Mine");
    assert.equal(pane.state().options.runtime, "");
    await choose("runtime", "Ps74");
    pane.surroundings = { ...pane.surroundings, runtimes: [choice("")] };
    await pane.session.refresh();
    assert.equal(pane.state().options.runtime, "");
  });

  it("does not come along when the place itself is gone", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Ps74");
    pane.surroundings = { ...pane.surroundings, wheres: [choice("local")] };
    await pane.session.refresh();
    const { where, runtime } = pane.state().options;
    assert.deepEqual([where, runtime], ["local", ""]);
  });

  it("is kept while what there is cannot be read", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Ps74");
    pane.surroundings = { ...pane.surroundings, runtimes: [] };
    await pane.session.refresh();
    assert.equal(pane.state().options.runtime, "Ps74");
  });

  it("of Azure does not come into the command line, which runs here", async () => {
    await choose("where", inAzure);
    await choose("runtime", "Ps74");
    await pane.send({ type: "copyCommandLine" });
    assert.ok(!pane.copied[0]?.includes("Ps74"), pane.copied[0]);
  });
});
