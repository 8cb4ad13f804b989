import assert from "node:assert/strict";

import {
  runtimeChoices,
  runtimeIdOf,
  runtimeToSend,
  runtimeWarning,
  type AzureRuntimes,
  type RuntimePlace,
} from "../../../../src/features/test-pane/azure-runtimes";

const l10n = {
  t: (message: string, ...args: readonly (string | number | boolean)[]) =>
    message.replace(/\{(\d)\}/g, (_, index: string) => String(args[Number(index)])),
};
const environments = [
  { name: "PowerShell-5.1", language: "PowerShell", version: "5.1" },
  { name: "PowerShell-7.2", language: "PowerShell", version: "7.2" },
  { name: "Graph-74", language: "PowerShell", version: "7.4" },
  { name: "Python-3.10", language: "Python", version: "3.10" },
];
const sandbox: RuntimePlace = { language: "powershell", type: "PowerShell", runOn: "" };
const hybrid: RuntimePlace = { ...sandbox, runOn: "on-premises" };
const linkedTo = (runtimeEnvironment: string, type = "PowerShell"): AzureRuntimes => ({
  runbook: { type, runtimeEnvironment },
  environments,
});

describe("runtime environments of a test job", () => {
  it("begin with the runbook's own, and are those of its language", () => {
    const choices = runtimeChoices(linkedTo("graph-74"), sandbox, l10n);
    assert.deepEqual(
      choices.map(({ id, label }) => [id, label]),
      [
        ["", "graph-74 (linked)"],
        ["PowerShell-5.1", "PowerShell-5.1"],
        ["PowerShell-7.2", "PowerShell-7.2"],
      ],
    );
    assert.equal(choices[0]?.description, "what the runbook runs in · PowerShell 7.4");
    const python = runtimeChoices(linkedTo("", "Python3"), { ...sandbox, language: "python", type: "Python3" }, l10n);
    assert.deepEqual(
      python.map(({ id }) => id),
      ["", "Python-3.10"],
    );
  });

  it("name what a runbook without one runs in", () => {
    const [first] = runtimeChoices(linkedTo("", "PowerShell72"), sandbox, l10n);
    assert.deepEqual([first?.label, first?.description], ["As in Azure", "what the runbook runs in · PowerShell 7.2"]);
  });

  it("are none where the cloud has none, and none for a workflow, which has only one", () => {
    assert.deepEqual(runtimeChoices({ ...linkedTo(""), environments: [] }, sandbox, l10n), []);
    assert.deepEqual(runtimeChoices(linkedTo(""), { ...sandbox, type: "PowerShellWorkflow" }, l10n), []);
  });

  it("that somebody made cannot be chosen for a hybrid worker group, and the pane says why", () => {
    const disabled = (place: RuntimePlace) =>
      runtimeChoices(linkedTo("PowerShell-5.1"), place, l10n).flatMap(({ id, disabledReason }) =>
        disabledReason === undefined ? [] : [id],
      );
    assert.deepEqual(disabled(hybrid), ["Graph-74"]);
    assert.deepEqual(disabled(sandbox), []);
    assert.match(
      runtimeWarning(linkedTo("Graph-74"), "", hybrid, l10n),
      /Graph-74, in which hybrid workers run nothing: choose another/,
    );
    assert.equal(runtimeWarning(linkedTo("Graph-74"), "", sandbox, l10n), "");
    assert.equal(runtimeWarning(linkedTo("PowerShell-7.2"), "", hybrid, l10n), "");
    assert.equal(runtimeWarning(linkedTo("Graph-74"), "PowerShell-7.2", hybrid, l10n), "");
  });

  it("go with the job by name, the runbook's own too; a hybrid worker gets none that it would refuse", () => {
    assert.equal(runtimeToSend("", "Graph-74", ""), "Graph-74");
    assert.equal(runtimeToSend("PowerShell-7.2", "Graph-74", ""), "PowerShell-7.2");
    assert.equal(runtimeToSend("", "", ""), undefined);
    assert.equal(runtimeToSend("", "Graph-74", "on-premises"), undefined);
    assert.equal(runtimeToSend("PowerShell-7.2", "Graph-74", "on-premises"), "PowerShell-7.2");
  });

  it("decide the shape of webhook data", () => {
    assert.equal(runtimeIdOf(linkedTo("Graph-74"), "", sandbox), "powershell-7");
    assert.equal(runtimeIdOf(linkedTo("Graph-74"), "PowerShell-5.1", sandbox), "powershell-5.1");
    assert.equal(runtimeIdOf(linkedTo(""), "", sandbox), "powershell-5.1");
    assert.equal(runtimeIdOf(linkedTo("", "PowerShell72"), "", sandbox), "powershell-7");
    assert.equal(runtimeIdOf(undefined, "", sandbox), "powershell-7");
    assert.equal(runtimeIdOf(undefined, "", { ...sandbox, type: "PowerShellWorkflow" }), "powershell-5.1");
    assert.equal(runtimeIdOf(undefined, "", { ...sandbox, language: "python" }), "python-3");
  });
});
