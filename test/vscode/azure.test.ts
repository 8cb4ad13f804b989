// Azure in the editor, against the stateful fake: sign-in, one command of each feature, and what a person sees when something goes wrong.
import assert from "node:assert/strict";
import * as vscode from "vscode";

import { commandIds } from "../../src/platform/command-ids";
import { FakeArm } from "../support/fake-arm/fake-arm";
import type { FakeAccount } from "../support/fake-arm/arm-state";
import { theExtension } from "./support/extension";
import { Person, type Answer } from "./support/person";

const testVariable = "RUNBOOK_WORKBENCH_TEST_ARM";

describe("Azure in the editor", () => {
  let arm: FakeArm;
  let held: FakeAccount;
  let person: Person;

  before(async () => {
    arm = await FakeArm.start();
    arm.tokens.isSignedOut = true;
    process.env[testVariable] = arm.url;
    held = arm.state.addAccount("aa-prod");
    await theExtension().activate();
  });

  after(async () => {
    Reflect.deleteProperty(process.env, testVariable);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await arm.stop();
  });

  beforeEach(() => {
    person = new Person();
  });

  afterEach(() => {
    person.restore();
  });

  const run = (command: string, target?: unknown): Thenable<unknown> => vscode.commands.executeCommand(command, target);
  const at = (item?: unknown, folder?: string) => ({ accountId: held.id, folder, item });
  /** Runs a command whose every question is in `answers`; gives what it told. */
  const told = async (command: string, target: unknown, ...answers: readonly Answer[]): Promise<string> => {
    person.takeTold();
    person.willAnswer(...answers);
    await run(command, target);
    person.assertAllAsked();
    return person.takeTold().join("\n");
  };

  describe("signing in", () => {
    it("stays silent when the person cancels it, and nothing was asked of Azure", async () => {
      arm.tokens.declines = true;
      assert.equal(await told(commandIds.azure.signIn, undefined), "");
      arm.tokens.declines = false;
      assert.deepEqual(arm.requests, []);
    });

    it("comes by itself before the first question of a command, which then goes on", async () => {
      held.addRunbook("Only", { published: "a" });
      held.add("schedules", "Nightly", { frequency: "Day", interval: 1, isEnabled: true });
      const text = await told(commandIds.schedules.disable, undefined, [/Schedule of aa-prod/, "Nightly"]);
      assert.match(text, /Disabled the schedule "Nightly"/);
      assert.equal(held.collections.schedules.get("Nightly")?.properties.isEnabled, false);
    });

    it("says who it is", async () => {
      assert.match(await told(commandIds.azure.signIn, undefined), /ada@contoso\.example/);
    });

    it("lets the person choose what is shown of Azure", async () => {
      const other = arm.state.addSubscription("Contoso Lab");
      await told(commandIds.azure.selectSubscriptions, undefined, [/Subscriptions/, "Contoso Dev"]);
      const text = await told(commandIds.schedules.enable, undefined, [/Schedule of aa-prod/, "Nightly"]);
      assert.match(text, /Enabled/, "the only subscription and account are no question");
      await told(commandIds.azure.selectSubscriptions, undefined, [/Subscriptions/, "Contoso Dev|Contoso Lab"]);
      arm.state.subscriptions.splice(arm.state.subscriptions.indexOf(other), 1);
    });

    it("finds things on later pages too", async () => {
      arm.pageSize = 2;
      for (const name of ["Second", "Third", "Fourth"]) {
        held.add("schedules", name, { frequency: "Day", interval: 1, isEnabled: true });
      }
      assert.match(
        await told(commandIds.schedules.disable, undefined, [/Schedule of aa-prod/, "Fourth"]),
        /Disabled the schedule "Fourth"/,
      );
      arm.pageSize = 100;
    });

    it("keeps a pinned account at hand", async () => {
      await told(commandIds.azure.pinAccount, at());
      const asked = arm.requests.length;
      await told(
        commandIds.schedules.disable,
        undefined,
        [/Automation account/, "aa-prod"],
        [/Schedule of aa-prod/, undefined],
      );
      assert.equal(arm.requests.length, asked + 1, "only the schedules were read");
      await told(commandIds.azure.unpinAccount, at());
    });
  });

  describe("identities", () => {
    it("are enabled, given a role, shown with it, and disabled with what is lost", async () => {
      const { identities } = commandIds;
      await told(identities.enableSystem, at(), [/Enable the system-assigned identity of aa-prod/, "Enable"]);
      assert.equal(held.identity.hasSystem, true);
      const item = {
        kind: "identity",
        name: "System-assigned",
        isSystemAssigned: true,
        isOn: true,
        principalId: held.systemPrincipalId,
        clientId: held.systemClientId,
        tenantId: "t",
        resourceId: "",
      };
      const given = await told(
        identities.addRole,
        at(item),
        [/Where the role is for/, "Its resource group"],
        [/Role on resource group rg-automation/, "Reader"],
        [/Give System-assigned the role Reader\?.*rg-automation/s, "Assign Role"],
      );
      assert.match(given, /has the role Reader/);
      assert.equal(arm.state.roleAssignments.length, 1);
      await told(identities.showRoles, at(item), [/Role of System-assigned/, "Reader"], [/Reader/, undefined]);
      await told(identities.disableSystem, at(), [/lose:\n• Reader: resource group rg-automation/, undefined]);
      assert.equal(held.identity.hasSystem, true, "Escape changes nothing");
      await told(identities.removeRole, at(item), [/Role of/, "Reader"], [/Take the role Reader/, "Remove Role"]);
      assert.deepEqual(arm.state.roleAssignments, []);
      await told(identities.disableSystem, at(), [/It has no roles/, "Disable"]);
      assert.equal(held.identity.hasSystem, false);
    });

    it("are attached from the subscription and detached", async () => {
      const { identities } = commandIds;
      const id = arm.state.addUserIdentity("id-reader", held.subscriptionId);
      await told(identities.attach, at(), [/Identity of the subscription/, "id-reader"]);
      assert.deepEqual(held.identity.userAssigned, [id.id]);
      const text = await told(identities.copyId, at(), [/Identity of aa-prod/, "id-reader"], [/Copy Id/, "Client id"]);
      assert.ok(text.includes(id.clientId));
      await told(identities.detach, at(), [/Identity of aa-prod/, "id-reader"], [/Detach id-reader/, "Detach"]);
      assert.deepEqual(held.identity.userAssigned, []);
    });
  });

  describe("jobs", () => {
    it("open as a read-only document with what they wrote", async () => {
      const job = held.addJob("Stop-Vm", { status: "Completed", output: "one" });
      held.addStream(job, "Output", "one");
      held.addStream(job, "Warning", "two");
      arm.exchanges.length = 0;
      await told(commandIds.azureJobs.open, at(), [/Job of aa-prod/, "Stop-Vm"]);
      const document = vscode.window.activeTextEditor?.document;
      assert.match(document?.getText() ?? "", /Status +Completed[^]*Output +one\n.*Warning +two/);
      assert.equal(document?.uri.scheme, "runbook-workbench-job");
      assert.equal(arm.exchanges.length, 5, "the list, the job, its records, and each of the two");
    });

    it("are suspended, resumed and stopped", async () => {
      const { azureJobs } = commandIds;
      const job = held.addJob("Long", { status: "Running" });
      const item = (status: string) => ({
        kind: "job",
        id: job.name,
        runbook: "Long",
        status,
        startTime: "",
        endTime: "",
        creationTime: "",
        runOn: "",
      });
      assert.match(await told(azureJobs.suspend, at(item("Running"))), /The job of Long is Suspend/);
      job.status = "Suspended";
      assert.match(await told(azureJobs.resume, at(item("Suspended"))), /The job of Long is/);
      job.status = "Running";
      await told(azureJobs.stop, at(item("Running")), [/Stop the job of Long\?/, undefined]);
      assert.equal(job.status, "Running");
      await told(azureJobs.stop, at(item("Running")), [/Stop the job of Long\?/, "Stop Job"]);
      assert.match(job.status, /^Stop/);
      assert.match(await told(azureJobs.resume, at(item("Completed"))), /The job of Long is Completed/);
    });
  });

  describe("schedules", () => {
    it("are created, linked with parameters, unlinked and deleted", async () => {
      const { schedules } = commandIds;
      held.addRunbook("Report", {
        published: "a",
        parameters: { Day: { type: "System.String", isMandatory: true, position: 0 } },
      });
      const created = await told(
        schedules.create,
        at(),
        [/Name of the schedule/, "Weekly"],
        [/How often/, "Weekly"],
        [/Every how many weeks/, "2"],
        [/Days/, ""],
        [/Time zone/, "UTC"],
        [/First run, on the clock of UTC/, "="],
        [/Description/, ""],
      );
      assert.match(created, /Created the schedule "Weekly"/);
      const { frequency, interval, timeZone } = held.collections.schedules.get("Weekly")?.properties ?? {};
      assert.deepEqual({ frequency, interval, timeZone }, { frequency: "Week", interval: 2, timeZone: "UTC" });
      const item = {
        kind: "schedule",
        name: "Weekly",
        description: "",
        isEnabled: true,
        frequency: "Week",
        interval: 2,
        nextRun: "",
        timeZone: "UTC",
      };
      await told(schedules.link, at(item), [/Runbook of aa-prod/, "Report"], [/Day \(needed\)/, "Monday"]);
      await told(schedules.delete, at(item), [/no longer started by it: Report/, undefined]);
      await told(schedules.unlink, at(item), [/Link of aa-prod/, "Report"], [/Unlink Report/, "Unlink"]);
      await told(schedules.delete, at(item), [/It starts no runbook/, "Delete"]);
      assert.equal(held.collections.schedules.get("Weekly"), undefined);
    });
  });

  describe("webhooks", () => {
    it("give their address to the clipboard when the person says so, and to nothing else", async () => {
      await vscode.env.clipboard.writeText("before");
      const text = await told(
        commandIds.webhooks.create,
        at(),
        [/Runbook of aa-prod/, "Only"],
        [/Name of the webhook/, "Hook"],
        [/How long/, "One month"],
        [/Create the webhook "Hook"\?.*can start Only/s, "Create Webhook"],
        [/The webhook "Hook" is ready.*never shown again/s, undefined],
        [/Leave without the address/, "Copy Address"],
      );
      const address = await vscode.env.clipboard.readText();
      assert.equal(address, held.collections.webhooks.get("Hook")?.properties.uri);
      assert.match(address, /^https:/);
      assert.ok(![text, ...person.asked, ...person.watched].some((one) => one.includes(address)));
    });

    it("do not touch the clipboard of a person who does not want the address; they are disabled and deleted", async () => {
      await vscode.env.clipboard.writeText("before");
      await told(
        commandIds.webhooks.create,
        at(),
        [/Runbook of aa-prod/, "Only"],
        [/Name of the webhook/, "Second"],
        [/How long/, "Until a date…"],
        [/Last day/, `${new Date().getUTCFullYear() + 1}-01-31`],
        [/Create the webhook/, "Create Webhook"],
        [/is ready/, undefined],
        [/Leave without/, undefined],
      );
      assert.equal(await vscode.env.clipboard.readText(), "before");
      await told(commandIds.webhooks.disable, at(), [/Webhook of aa-prod/, "Second"]);
      assert.equal(held.collections.webhooks.get("Second")?.properties.isEnabled, false);
      await told(commandIds.webhooks.delete, at(), [/Webhook of aa-prod/, "Second"], [/Delete the webhook/, "Delete"]);
      assert.equal(held.collections.webhooks.get("Second"), undefined);
    });
  });

  describe("modules", () => {
    it("are imported from the gallery, followed state by state, compared and deleted", async function () {
      // Azure is asked every five seconds.
      this.timeout(60_000);
      const { modules } = commandIds;
      const text = await told(
        modules.import,
        at(),
        [/Runtime that gets it/, "PowerShell 5.1"],
        [/Where Azure fetches it from/, "PowerShell Gallery"],
        [/Module and version/, "Thing 1.2.3"],
      );
      assert.match(text, /aa-prod has Thing 1\.2\.3 for PowerShell 5\.1/);
      assert.ok(person.watched.includes("ModuleDataStored"), person.watched.join(", "));
      const link = held.collections.modules.get("Thing")?.properties.contentLink;
      assert.deepEqual(link, {
        uri: "https://www.powershellgallery.com/api/v2/package/Thing/1.2.3",
        version: "1.2.3",
      });
      held.add("runtimeEnvironments", "Ps74", {
        runtime: { language: "PowerShell", version: "7.4" },
        defaultPackages: {},
      });
      held.addChild("runtimeEnvironments", "Ps74", "Other", { provisioningState: "Succeeded", version: "9.9.9" });
      await told(modules.compare, at());
      assert.match(vscode.window.activeTextEditor?.document.getText() ?? "", /Other +Ps74 +9\.9\.9/);
      assert.match(
        vscode.window.activeTextEditor?.document.getText() ?? "",
        /Thing +powershell-5\.1 +1\.2\.3 +not on this machine/,
      );
      await told(modules.delete, at(), [/Module of aa-prod/, "Thing"], [/Delete Thing 1\.2\.3/, "Delete"]);
      assert.equal(held.collections.modules.get("Thing"), undefined);
    });

    it("go on being imported when the person does not want to wait", async () => {
      person.cancelWhen = /Importing Other/;
      const text = await told(
        commandIds.modules.import,
        at(),
        [/Runtime that gets it/, "PowerShell 7.2"],
        [/Where Azure fetches it from/, "Address"],
        [/Address that needs no sign-in/, "https://contoso.example/Other.zip"],
        [/Name of the module/, "="],
      );
      assert.match(text, /aa-prod goes on importing Other/);
      assert.ok(held.collections.powerShell72Modules.get("Other"));
    });
  });

  describe("when something goes wrong", () => {
    const schedule = () => ({
      kind: "schedule",
      name: "Nightly",
      description: "",
      isEnabled: true,
      frequency: "Day",
      interval: 1,
      nextRun: "",
      timeZone: "UTC",
    });
    const disable = (): Promise<string> => told(commandIds.schedules.disable, at(schedule()));
    const on = /schedules\/Nightly/;
    const isEnabled = () => held.collections.schedules.get("Nightly")?.properties.isEnabled;

    beforeEach(() => {
      held.add("schedules", "Nightly", { frequency: "Day", interval: 1, isEnabled: true });
    });

    it("a token that ended in the middle is renewed, and nobody notices", async () => {
      arm.tokens.revokeAll();
      assert.match(await disable(), /Disabled/);
      assert.equal(isEnabled(), false);
    });

    it("a sign-in that ended and is declined stops the command, which says so", async () => {
      arm.tokens.revokeAll();
      arm.tokens.declines = true;
      assert.match(await disable(), /not signed in to Azure/);
      arm.tokens.declines = false;
      assert.equal(isEnabled(), true);
    });

    it("a missing permission is named, with a role that has it", async () => {
      arm.fail({
        on,
        fault: { kind: "answer", status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } },
      });
      assert.match(
        await disable(),
        /"ada@contoso\.example" lacks the permission "Microsoft\.Automation\/automationAccounts\/schedules\/write"[^]*Automation Operator/,
      );
    });

    it("an account that was deleted meanwhile is said to be gone", async () => {
      const gone = arm.state.addAccount("aa-gone");
      const target = { accountId: gone.id, item: schedule() };
      gone.add("schedules", "Nightly", { frequency: "Day", interval: 1, isEnabled: true });
      assert.match(await told(commandIds.schedules.disable, target), /Disabled/);
      arm.state.deleteAccount(gone);
      assert.match(
        await told(commandIds.schedules.disable, target),
        /the Automation account is no longer there[^]*Refresh the list of accounts/,
      );
    });

    for (const { status, words } of [
      { status: 404, words: /it is not there[^]*Refresh/ },
      { status: 409, words: /contradicts the present state[^]*Refresh/ },
      { status: 412, words: /somebody changed it meanwhile[^]*Refresh and compare/ },
      { status: 500, words: /an error of its own \(500\)[^]*may have been made/ },
    ]) {
      it(`${status} is said in words that tell what to do, and nothing is repeated`, async () => {
        arm.fail({ on, fault: { kind: "answer", status, body: { code: "X", message: "Y." } } });
        arm.exchanges.length = 0;
        assert.match(await disable(), words);
        assert.equal(arm.exchanges.length, 1);
        assert.equal(isEnabled(), true);
      });
    }

    it("429 is waited for as long as Azure says, and done once", async () => {
      arm.fail({ on, fault: { kind: "answer", status: 429, headers: { "retry-after": "1" }, body: { code: "Busy" } } });
      assert.match(await disable(), /Disabled/);
    });

    it("a web page instead of an answer is said to be none of Azure's", async () => {
      arm.fail({ on, fault: { kind: "html" } });
      assert.match(await disable(), /something else answered for 127\.0\.0\.1[^]*Sign in to the network/);
    });

    it("a lost connection leaves the outcome open, and says so", async () => {
      arm.fail({ on, fault: { kind: "hang-up", afterwards: true } });
      assert.match(await disable(), /ended the connection[^]*may have been made all the same/);
    });

    it("a slow answer can be cancelled at once, in silence", async () => {
      arm.fail({ on, fault: { kind: "silence" } });
      person.cancelWhen = /Disabling/;
      const started = Date.now();
      assert.equal(await disable(), "");
      assert.ok(Date.now() - started < 5000);
    });
  });

  describe("signing out", () => {
    it("ends the use here, and says what it does not end", async () => {
      assert.match(await told(commandIds.azure.signOut, undefined), /Other extensions still may/);
      arm.tokens.declines = true;
      assert.match(
        await told(commandIds.schedules.disable, at({ kind: "schedule", name: "Nightly", isEnabled: true })),
        /not signed in to Azure/,
      );
      arm.tokens.declines = false;
    });
  });
});
