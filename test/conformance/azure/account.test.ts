/** The account in Azure against the stateful fake: what it reads, what it changes there, and in how many requests. */
import assert from "node:assert/strict";
import { AzureError } from "../../../src/azure/arm/azure-error";
import { listAccounts, listSubscriptions, listTenants } from "../../../src/azure/account/azure-subscriptions";
import { RoleAssignments } from "../../../src/azure/account/role-assignments";
import { assetKinds } from "../../../src/core/asset";
import { startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";

describe("an account in Azure", () => {
  let session: FakeSession;
  beforeEach(async () => {
    session = await startFakeSession();
  });
  afterEach(async () => {
    await session.stop();
  });

  describe("as an account", () => {
    it("tells its names, its guid and its identities", async () => {
      const { arm, held, account } = session;
      const identity = arm.state.addUserIdentity("id-reader", held.subscriptionId);
      held.identity.hasSystem = true;
      held.identity.userAssigned.push(identity.id);
      assert.deepEqual(await account.details(), {
        name: "aa-prod",
        accountId: held.accountId,
        subscriptionId: held.subscriptionId,
        resourceGroup: "rg-automation",
        location: "westeurope",
        tenantId: arm.state.tenantId,
        identities: {
          system: {
            principalId: held.systemPrincipalId,
            clientId: held.systemClientId,
            tenantId: arm.state.tenantId,
          },
          userAssigned: [
            {
              name: "id-reader",
              resourceId: identity.id,
              principalId: identity.principalId,
              clientId: identity.clientId,
              tenantId: arm.state.tenantId,
            },
          ],
        },
      });
    });

    it("leaves the client id empty where it may not be read", async () => {
      const { arm, held, account } = session;
      held.identity.hasSystem = true;
      arm.fail({ on: /identities\/default/, fault: { kind: "answer", status: 403, body: { code: "Forbidden" } } });
      assert.equal((await account.details()).identities.system?.clientId, "");
    });

    it("finds no asset in an empty account, apart from the built-in connection types", async () => {
      for (const kind of assetKinds) {
        const assets = await session.account.listAssets(kind);
        assert.deepEqual(
          assets.map((asset) => asset.name),
          kind === "connection-type" ? ["Azure", "AzureClassicCertificate", "AzureServicePrincipal"] : [],
        );
        assert.equal(await session.account.getAsset(kind, "None"), undefined);
      }
    });

    it("is found through directory and subscription", async () => {
      const { arm, client, held } = session;
      const [tenant] = await listTenants(client).all();
      const [subscription] = await listSubscriptions(client).all();
      assert.equal(tenant?.tenantId, arm.state.tenantId);
      assert.deepEqual(await listAccounts(client, subscription!).all(), [
        {
          tenantId: arm.state.tenantId,
          subscriptionId: held.subscriptionId,
          resourceGroup: "rg-automation",
          name: "aa-prod",
          location: "westeurope",
        },
      ]);
    });
  });

  describe("lists", () => {
    it("give the first rows of 10,000 runbooks after one request", async () => {
      const { arm, held, account } = session;
      for (let index = 0; index < 10_000; index++) {
        held.addRunbook(`rb-${index}`);
      }
      const first = await account.runbooks.list().page();
      assert.equal(first.items.length, 100);
      assert.equal(arm.requests.length, 1);
      const second = await account.runbooks.list().page(first.nextToken);
      assert.equal(second.items[0]?.name, "rb-100");
      assert.equal(arm.requests.length, 2);
    });

    it("ask for a page only when it is wanted", async () => {
      const { arm, held, account } = session;
      arm.pageSize = 2;
      for (let index = 0; index < 7; index++) {
        held.add("variables", `v${index}`, { value: String(index), isEncrypted: false });
      }
      const seen: string[] = [];
      for await (const variable of account.variables.list()) {
        seen.push(variable.name);
        if (seen.length === 3) {
          break;
        }
      }
      assert.equal(arm.requests.length, 2);
      assert.equal((await account.variables.list().all()).length, 7);
    });

    it("follow a link to the letter, whatever it holds", async () => {
      const { arm, held, account } = session;
      held.add("variables", "a", { value: "1", isEncrypted: false });
      held.addRunbook("Stop-Vm");
      const odd = "$skiptoken=a%2Bb%2F%3D%3D&x=1%202&y=%27q%27&z=(1)&w=$$not$$";
      for (const [list, path, version] of [
        [account.variables.list(), "variables", "2015-10-31"],
        [account.runbooks.list(), "runbooks", "2024-10-23"],
      ] as const) {
        for (const link of [
          `${arm.url}${held.id}/${path}?api-version=${version}&${odd}`,
          `${held.id}/${path}?api-version=${version}&${odd}`,
        ]) {
          arm.fail({ on: new RegExp(path), fault: { kind: "next-link", link } });
          assert.equal((await list.all()).length, 2);
          assert.equal(arm.exchanges.at(-1)?.target, `${held.id}/${path}?api-version=${version}&${odd}`);
        }
      }
    });

    it("end when they are cancelled between two pages", async () => {
      const { arm, held, account } = session;
      arm.pageSize = 1;
      held.add("variables", "a", { value: "1", isEncrypted: false });
      held.add("variables", "b", { value: "1", isEncrypted: false });
      const controller = new AbortController();
      await assert.rejects(
        (async () => {
          for await (const variable of account.variables.list().items(controller.signal)) {
            assert.equal(variable.name, "a");
            controller.abort();
          }
        })(),
        { code: "cancelled" },
      );
      assert.equal(arm.requests.length, 1);
    });
  });

  describe("variables", () => {
    it("keep their type on the way there and back", async () => {
      const { account } = session;
      const values = [1, 2.5, true, null, "text", "1", "", "é世", { a: [1, { b: null }] }, []];
      for (const [index, value] of values.entries()) {
        await account.variables.create(`v${index}`, { value, isEncrypted: false });
        assert.deepEqual((await account.variables.get(`v${index}`)).value, value);
      }
    });

    it("that are encrypted never show their value", async () => {
      const { account } = session;
      const created = await account.variables.create("Key", {
        value: "secret",
        isEncrypted: true,
        description: "A key",
      });
      assert.deepEqual(created, {
        kind: "variable",
        name: "Key",
        description: "A key",
        isEncrypted: true,
        value: null,
      });
    });

    it("change one thing and keep the rest", async () => {
      const { held, account } = session;
      await account.variables.create("Retry", { value: 1, isEncrypted: false, description: "How often" });
      await account.variables.update("Retry", { value: 2 });
      assert.equal((await account.variables.get("retry")).description, "How often");
      await account.variables.update("Retry", { description: "" });
      assert.equal(held.collections.variables.get("Retry")?.properties.value, "2");
      await account.variables.delete("Retry");
      assert.equal(held.collections.variables.size, 0);
    });

    it("of an older client that hold plain text show it", async () => {
      session.held.add("variables", "Old", { value: "not json", isEncrypted: false });
      assert.equal((await session.account.variables.get("Old")).value, "not json");
    });
  });

  describe("connections", () => {
    beforeEach(async () => {
      await session.account.connectionTypes.create("MyType", [
        { name: "Host", typeName: "System.String", isEncrypted: false, isOptional: false },
        { name: "Port", typeName: "System.Int32", isEncrypted: false, isOptional: true },
        { name: "Secret", typeName: "System.String", isEncrypted: true, isOptional: false },
      ]);
      await session.account.connections.create("Mine", {
        connectionType: "MyType",
        fields: { Host: "web-01", Port: 443, Secret: "s3cret" },
      });
    });

    it("show their fields, sealed ones without value", async () => {
      const expected = {
        kind: "connection",
        name: "Mine",
        description: "",
        isEncrypted: true,
        connectionType: "MyType",
        fields: {
          Secret: { value: null, isEncrypted: true },
          Host: { value: "web-01", isEncrypted: false },
          Port: { value: "443", isEncrypted: false },
        },
      };
      assert.deepEqual(await session.account.getAsset("connection", "mine"), expected);
      assert.deepEqual(await session.account.listAssets("connection"), [expected]);
    });

    it("change one field and keep the others", async () => {
      const { held, account } = session;
      await account.connections.update("Mine", { fields: { host: "web-02", Port: null } });
      assert.deepEqual(held.collections.connections.get("Mine")?.properties.fieldDefinitionValues, { Host: "web-02" });
    });

    it("are read with bounded concurrency when a list wants their fields", async () => {
      const { arm, held, account } = session;
      for (let index = 0; index < 40; index++) {
        held.add("connections", `c${index}`, { connectionType: { name: "MyType" }, fieldDefinitionValues: {} });
      }
      arm.concurrency.most = 0;
      const all = await account.listAssets("connection");
      assert.equal(all.length, 41);
      assert.equal(all[40]?.name, "c39");
      assert.ok(arm.concurrency.most <= 6, String(arm.concurrency.most));
    });

    it("that are deleted while a list reads them are left out", async () => {
      const { arm, held, account } = session;
      arm.fail({
        on: /connections\/Mine/,
        fault: { kind: "meanwhile", action: () => held.collections.connections.delete("Mine") },
      });
      assert.deepEqual(await account.listAssets("connection"), []);
    });

    it("outlive their type", async () => {
      session.held.collections.connectionTypes.delete("MyType");
      const connection = await session.account.connections.get("Mine");
      assert.equal(connection.connectionType, "MyType");
    });
  });

  describe("runbooks", () => {
    it("go from nothing to published, text unchanged", async () => {
      const { held, account, clock } = session;
      const text = '\uFEFFparam([string] $Name)\r\nWrite-Output "é世 $Name"\r\n';
      const created = await account.runbooks.create("Stop-Vm", {
        type: "PowerShell",
        runtimeEnvironment: "Ps74",
        description: "Stops a machine",
      });
      assert.equal(created.state, "New");
      assert.equal(created.runtimeEnvironment, "Ps74");
      await account.runbooks.drafts.upload("Stop-Vm", text);
      assert.equal((await account.runbooks.drafts.findContent("Stop-Vm"))?.text, text);
      assert.deepEqual(clock.delays, [5000, 5000]);
      await account.runbooks.drafts.publish("Stop-Vm");
      assert.equal(held.runbooks.get("Stop-Vm")?.published, text);
      assert.equal((await account.runbooks.getContent("Stop-Vm")).text, text);
      assert.equal(await account.runbooks.drafts.findContent("Stop-Vm"), undefined);
      assert.equal((await account.runbooks.get("Stop-Vm")).state, "Published");
    });

    it("give an edit up", async () => {
      const { held, account } = session;
      held.addRunbook("Stop-Vm", { draft: "new", published: "old" });
      assert.equal((await account.runbooks.drafts.find("Stop-Vm"))?.isInEdit, true);
      await account.runbooks.drafts.undoEdit("Stop-Vm");
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, undefined);
    });

    it("upload when the draft is still the one that was seen", async () => {
      const { held, account } = session;
      held.addRunbook("Stop-Vm", { draft: "one" });
      const seen = await account.runbooks.drafts.findContent("Stop-Vm");
      await account.runbooks.drafts.upload("Stop-Vm", "two", { draftHash: seen?.hash ?? null });
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, "two");
      held.addRunbook("New-Vm", { published: "p" });
      await account.runbooks.drafts.upload("New-Vm", "first", { draftHash: null });
      assert.equal(held.runbooks.get("New-Vm")?.draft, "first");
    });

    it("upload an empty text", async () => {
      const { held, account } = session;
      held.addRunbook("Stop-Vm", { draft: "one" });
      await account.runbooks.drafts.upload("Stop-Vm", "");
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, "");
    });

    it("say so when a cloud drops their runtime environment", async () => {
      const { arm, account } = session;
      arm.unknownVersions.add("2024-10-23").add("2023-11-01").add("2022-08-08");
      await assert.rejects(account.runbooks.create("Stop-Vm", { type: "PowerShell", runtimeEnvironment: "Ps74" }), {
        code: "not-supported",
      });
      assert.equal((await account.runbooks.get("Stop-Vm")).type, "PowerShell");
    });

    it("read their parameters in the order of positions", async () => {
      const { held, account } = session;
      held.addRunbook("Stop-Vm", {
        parameters: {
          Method: { type: "System.String", isMandatory: false, position: 1, defaultValue: "'SA'" },
          Name: { type: "System.String", isMandatory: true, position: 0 },
        },
      });
      assert.deepEqual((await account.runbooks.get("Stop-Vm")).parameters, [
        { name: "Name", type: "System.String", isMandatory: true, position: 0, defaultValue: undefined },
        { name: "Method", type: "System.String", isMandatory: false, position: 1, defaultValue: "'SA'" },
      ]);
    });
  });

  describe("jobs", () => {
    it("start with parameters as text and are found again", async () => {
      const { held, account } = session;
      held.addRunbook("It's-Me", { published: "x" });
      const job = await account.jobs.start({
        runbook: "It's-Me",
        parameters: { Name: "web-01", Count: 2, Tags: ["a"], Force: true },
        runOn: "Onsite",
      });
      assert.deepEqual(held.jobs.get(job.name)?.parameters, {
        Name: "web-01",
        Count: "2",
        Tags: '["a"]',
        Force: "true",
      });
      assert.notEqual(job.jobId, job.name);
      assert.equal((await account.jobs.get(job.name)).runOn, "Onsite");
      held.addJob("Other");
      const mine = await account.jobs.list({ runbook: "It's-Me", status: "New" }).all();
      assert.deepEqual(
        mine.map((one) => one.name),
        [job.name],
      );
    });

    it("give their records in order, one request each, six at a time", async () => {
      const { arm, held, account } = session;
      const job = held.addJob("Stop-Vm");
      for (let index = 0; index < 30; index++) {
        held.addStream(job, index % 2 === 0 ? "Output" : "Verbose", `line ${index}: a text longer than its summary`);
      }
      arm.concurrency.most = 0;
      const texts: string[] = [];
      for await (const record of account.jobs.streams.records(job.name)) {
        texts.push(record.text);
      }
      assert.equal(texts.length, 30);
      assert.equal(texts[7], "line 7: a text longer than its summary");
      assert.equal(arm.requests.length, 31);
      assert.ok(arm.concurrency.most <= 6, String(arm.concurrency.most));
    });

    it("give the records of one stream since a time", async () => {
      const { held, account } = session;
      const job = held.addJob("Stop-Vm");
      held.addStream(job, "Output", "old");
      const later = held.addStream(job, "Output", "new", { Name: "web-01" });
      held.addStream(job, "Error", "wrong");
      const found: unknown[] = [];
      for await (const record of account.jobs.streams.records(job.name, { stream: "Output", since: later.time })) {
        found.push({ stream: record.stream, text: record.text, value: record.value });
      }
      assert.deepEqual(found, [{ stream: "Output", text: "new", value: { Name: "web-01" } }]);
    });

    it("stop asking for records when nobody takes them", async () => {
      const { arm, held, account } = session;
      const job = held.addJob("Stop-Vm");
      for (let index = 0; index < 50; index++) {
        held.addStream(job, "Output", `line ${index}`);
      }
      for await (const record of account.jobs.streams.records(job.name)) {
        assert.equal(record.text, "line 0");
        break;
      }
      assert.ok(arm.requests.length <= 8, String(arm.requests.length));
    });

    it("that are over cannot be stopped", async () => {
      const job = session.held.addJob("Stop-Vm", { status: "Completed" });
      await assert.rejects(session.account.jobs.stop(job.name), { code: "conflict" });
    });
  });

  describe("schedules and webhooks", () => {
    beforeEach(() => {
      session.held.addRunbook("Stop-Vm", { published: "x" });
    });

    it("link a runbook and unlink it", async () => {
      const { held, account } = session;
      await account.schedules.create("Nightly", {
        startTime: new Date("2026-12-01T00:00:00Z"),
        frequency: "Day",
        interval: 1,
      });
      const link = await account.schedules.link("Stop-Vm", "Nightly", { parameters: { Count: 2 } });
      assert.deepEqual(await account.schedules.listLinks().all(), [
        { id: link.id, runbook: "Stop-Vm", schedule: "Nightly", runOn: "", parameters: { Count: "2" } },
      ]);
      await account.schedules.unlink(link.id);
      assert.equal(held.collections.jobSchedules.size, 0);
      assert.equal((await account.schedules.update("Nightly", { isEnabled: false })).isEnabled, false);
    });

    it("hold the days of a week and of a month", async () => {
      const { held, account } = session;
      const start = { startTime: new Date("2026-12-01T00:00:00Z"), interval: 1 };
      await account.schedules.create("Weekly", { ...start, frequency: "Week", weekDays: ["Monday", "Friday"] });
      await account.schedules.create("Monthly", { ...start, frequency: "Month", monthDays: [1, -1] });
      const days = (name: string) => held.collections.schedules.get(name)?.properties.advancedSchedule;
      assert.deepEqual(days("Weekly"), { weekDays: ["Monday", "Friday"] });
      assert.deepEqual(days("Monthly"), { monthDays: [1, -1] });
    });

    it("show a webhook's address once", async () => {
      const { held, account } = session;
      const expiryTime = new Date("2027-01-01T00:00:00Z");
      const { webhook, secretUri } = await account.webhooks.create("Hook", { runbook: "Stop-Vm", expiryTime });
      assert.match(secretUri, /^https:\/\/.*token=/);
      assert.equal(held.collections.webhooks.get("Hook")?.properties.uri, secretUri);
      assert.doesNotMatch(JSON.stringify([webhook, await account.webhooks.get("Hook")]), /token=/);
      assert.equal((await account.webhooks.update("Hook", { isEnabled: false })).isEnabled, false);
    });
  });

  describe("modules and packages", () => {
    it("are followed until their import has ended", async () => {
      const { account, clock } = session;
      for (const modules of [
        account.modules("powershell-5.1"),
        account.modules("powershell-7.2"),
        account.modules("python-3"),
        account.runtimeEnvironments.packages("Ps74"),
      ]) {
        session.held.add("runtimeEnvironments", "Ps74", { runtime: { language: "PowerShell", version: "7.4" } });
        const states: string[] = [];
        await modules.import("Thing", { uri: "https://contoso.example/t.zip", version: "1.2.3" });
        const done = await modules.waitFor("Thing", { onState: (state) => states.push(state) });
        assert.deepEqual(states, ["RunningImportModuleRunbook", "ModuleDataStored", "Succeeded"]);
        assert.equal(done.version, "1.2.3");
        await modules.delete("Thing");
      }
      assert.ok(clock.delays.every((delay) => delay === 5000));
    });

    it("say why an import failed", async () => {
      const { held, account } = session;
      const modules = account.modules("powershell-7.2");
      await modules.import("Thing", { uri: "https://contoso.example/t.zip" });
      const resource = held.collections.powerShell72Modules.get("Thing")!;
      resource.properties = { ...resource.properties, importFails: "The archive holds no module." };
      await assert.rejects(modules.waitFor("Thing"), { code: "failed", message: /The archive holds no module/ });
    });
  });

  describe("identities", () => {
    it("are switched on and off, each without touching the others", async () => {
      const { arm, held, account } = session;
      const a = arm.state.addUserIdentity("a", held.subscriptionId);
      const b = arm.state.addUserIdentity("b", held.subscriptionId);
      const names = (list: readonly { readonly name: string }[]) => list.map((one) => one.name);

      assert.ok((await account.identities.enableSystem()).system);
      assert.deepEqual(names((await account.identities.attach(a.id)).userAssigned), ["a"]);
      const both = await account.identities.attach(b.id);
      assert.deepEqual(names(both.userAssigned), ["a", "b"]);
      assert.ok(both.system);
      assert.deepEqual(names((await account.identities.detach(a.id.toUpperCase())).userAssigned), ["b"]);
      const off = await account.identities.disableSystem();
      assert.equal(off.system, undefined);
      assert.deepEqual(names(off.userAssigned), ["b"]);
      await account.identities.detach(b.id);
      assert.deepEqual(await account.identities.get(), { system: undefined, userAssigned: [] });
    });

    it("lose the last user-assigned one and keep the system's, tags and all", async () => {
      const { arm, held, account } = session;
      held.tags = { owner: "ada" };
      const a = arm.state.addUserIdentity("a", held.subscriptionId);
      await account.identities.enableSystem();
      await account.identities.attach(a.id);
      const left = await account.identities.detach(a.id);
      assert.ok(left.system);
      assert.deepEqual(left.userAssigned, []);
      assert.deepEqual(held.tags, { owner: "ada" });
    });

    it("that do not exist are refused in Azure's words", async () => {
      await assert.rejects(
        session.account.identities.attach("/subscriptions/s/x/userAssignedIdentities/none"),
        (error) => {
          assert.ok(error instanceof AzureError);
          assert.match(error.message, /attach the identity "none".*does not exist/);
          return true;
        },
      );
    });

    it("get roles and lose them", async () => {
      const { arm, held, account, client } = session;
      const identity = arm.state.addUserIdentity("a", held.subscriptionId);
      const roles = new RoleAssignments(client);
      const reader = (await roles.listRoles(account.id).all()).find((role) => role.name === "Reader")!;
      const added = await roles.add(account.id, reader.id, identity.principalId);
      await assert.rejects(roles.add(account.id, reader.id, identity.principalId), { code: "conflict" });
      assert.deepEqual(await roles.list(held.subscriptionId, identity.principalId).all(), [added]);
      await roles.remove(added.id);
      assert.deepEqual(arm.state.roleAssignments, []);
    });
  });

  it("asks for one token for all its requests, and leaves no secret in its log", async () => {
    const log: string[] = [];
    await session.stop();
    session = await startFakeSession({ onExchange: (exchange) => log.push(JSON.stringify(exchange)) });
    await session.account.credentials.create("Admin", { userName: "ada", password: "correct horse" });
    await session.account.credentials.list().all();
    assert.equal(session.arm.tokens.questions.length, 1);
    assert.deepEqual(session.arm.tokens.questions[0]?.scopes, ["https://management.core.windows.net/.default"]);
    assert.equal(log.length, session.arm.requests.length);
    assert.doesNotMatch(log.join("\n"), /correct horse|token-1/);
    assert.match(log[0] ?? "", /"method":"GET".*"status":404/);
  });
});
