/** Uses every operation of an account in Azure once, so that what goes over the wire can be judged as a whole. */
import assert from "node:assert/strict";
import { RoleAssignments } from "../../../src/azure/account/role-assignments";
import { listAccounts, listSubscriptions, listTenants } from "../../../src/azure/account/azure-subscriptions";
import { assetKinds } from "../../../src/core/asset";
import type { FakeSession } from "./fake-session";

export async function takeTour({ arm, held, account, client }: FakeSession): Promise<void> {
  const subscription = arm.state.subscriptions[0]!;
  await listTenants(client).all();
  await listSubscriptions(client).all();
  await listAccounts(client, subscription).all();
  await account.details();

  await account.variables.create("Retry", { value: 3, isEncrypted: false, description: "How often" });
  await account.variables.create("Key", { value: "secret", isEncrypted: true });
  await account.variables.update("Retry", { value: { a: [1, "x"] } });
  await account.credentials.create("Admin", { userName: "ada", password: "pw", description: "" });
  await account.credentials.update("Admin", { userName: "ada", password: "pw2" });
  await account.certificates.create("Cert", { base64Value: "AAAA", isExportable: true, thumbprint: "AB" });
  await account.certificates.replace("Cert", { base64Value: "BBBB", isExportable: false });
  await account.certificates.describe("Cert", "For backups");
  await account.connectionTypes.create("MyType", [
    { name: "Host", typeName: "System.String", isEncrypted: false, isOptional: false },
    { name: "Secret", typeName: "System.String", isEncrypted: true, isOptional: false },
  ]);
  await account.connections.create("Mine", { connectionType: "MyType", fields: { Host: "web-01", Secret: "s" } });
  await account.connections.update("Mine", { fields: { Host: "web-02" }, description: "New host" });
  for (const kind of assetKinds) {
    await account.listAssets(kind);
    await account.getAsset(kind, "None");
  }
  await account.getAsset("connection", "Mine");
  await account.getAsset("credential", "Admin");
  await account.getAsset("variable", "Retry");

  await account.runbooks.create("Stop-Vm", { type: "PowerShell", description: "Stops", runtimeEnvironment: "Ps74" });
  await account.runbooks.drafts.upload("Stop-Vm", "Write-Output 'é世'");
  await account.runbooks.drafts.find("Stop-Vm");
  await account.runbooks.drafts.findContent("Stop-Vm");
  await account.runbooks.drafts.publish("Stop-Vm");
  await account.runbooks.getContent("Stop-Vm");
  await account.runbooks.update("Stop-Vm", { description: "Stops machines", logVerbose: true });
  await account.runbooks.drafts.upload("Stop-Vm", "Write-Output 2");
  await account.runbooks.drafts.undoEdit("Stop-Vm");
  await account.runbooks.list().all();
  await account.runbooks.get("Stop-Vm");

  await account.schedules.create("Nightly", {
    startTime: new Date("2026-12-01T00:00:00Z"),
    frequency: "Day",
    interval: 1,
    timeZone: "Europe/Berlin",
  });
  const often = { startTime: new Date("2026-12-01T00:00:00Z"), interval: 1, timeZone: "Europe/Berlin" };
  await account.schedules.create("Weekly", { ...often, frequency: "Week", weekDays: ["Monday", "Friday"] });
  await account.schedules.create("Monthly", { ...often, frequency: "Month", monthDays: [1, 15, -1] });
  await account.schedules.update("Nightly", { isEnabled: false });
  const link = await account.schedules.link("Stop-Vm", "Nightly", { parameters: { Force: true } });
  await account.schedules.list().all();
  await account.schedules.get("Nightly");
  await account.schedules.listLinks().all();
  await account.schedules.unlink(link.id);
  await account.webhooks.create("Hook", { runbook: "Stop-Vm", expiryTime: new Date("2027-01-01T00:00:00Z") });
  await account.webhooks.update("Hook", { isEnabled: false });
  await account.webhooks.list().all();
  await account.webhooks.delete("Hook");

  const job = await account.jobs.start({ runbook: "Stop-Vm", parameters: { Name: "web-01", Count: 2 } });
  const heldJob = held.jobs.get(job.name)!;
  heldJob.status = "Running";
  held.addStream(heldJob, "Output", "one");
  held.addStream(heldJob, "Warning", "two");
  heldJob.output = "one";
  await account.jobs.suspend(job.name);
  heldJob.status = "Suspended";
  await account.jobs.resume(job.name);
  heldJob.status = "Running";
  await account.jobs.stop(job.name);
  heldJob.status = "Stopped";
  await account.jobs.get(job.name);
  await account.jobs.list({ runbook: "Stop-Vm", status: "Stopped" }).all();
  await account.jobs.streams.getOutput(job.name);
  await account.jobs.getRunbookContent(job.name);
  const records: string[] = [];
  for await (const record of account.jobs.streams.records(job.name, { stream: "Output" })) {
    records.push(record.text);
  }
  assert.deepEqual(records, ["one"]);

  for (const runtime of ["powershell-5.1", "powershell-7.2", "python-2", "python-3"] as const) {
    const modules = account.modules(runtime);
    await modules.import("Thing", { uri: "https://contoso.example/thing.zip", version: "1.2.3" });
    await modules.waitFor("Thing");
    await modules.list().all();
    await modules.delete("Thing");
  }
  await account.runtimeEnvironments.create("Ps74", { language: "PowerShell", version: "7.4", description: "New" });
  await account.runtimeEnvironments.setDefaultPackages("Ps74", { Az: "12.3.0" });
  const packages = account.runtimeEnvironments.packages("Ps74");
  await packages.import("Thing", { uri: "https://contoso.example/thing.zip" });
  await packages.waitFor("Thing");
  await packages.list().all();
  await packages.delete("Thing");
  await account.runtimeEnvironments.list().all();
  await account.runbooks.create("Tested", { type: "PowerShell", runtimeEnvironment: "Ps74" });
  await account.testJobs.start("Tested", { parameters: { Name: "web-01" }, runtimeEnvironment: "Ps74" });
  await account.testJobs.get("Tested");
  await account.runbooks.delete("Tested");
  held.add("hybridRunbookWorkerGroups", "Onsite", { groupType: "User" });
  held.addChild("hybridRunbookWorkerGroups", "Onsite", "w1", {
    workerName: "w1",
    ip: "10.0.0.4",
    workerType: "HybridV2",
  });
  await account.hybridWorkers.listGroups().all();
  await account.hybridWorkers.getGroup("Onsite");
  await account.hybridWorkers.listWorkers("Onsite").all();

  const identity = arm.state.addUserIdentity("id-reader", held.subscriptionId);
  await account.identities.enableSystem();
  await account.identities.listAvailable().all();
  await account.identities.attach(identity.id);
  await account.details();
  await account.identities.detach(identity.id);
  await account.identities.disableSystem();
  const roles = new RoleAssignments(client);
  const [role] = await roles.listRoles(account.id).all();
  const assigned = await roles.add(account.id, role!.id, identity.principalId);
  await roles.list(held.subscriptionId, identity.principalId).all();
  await roles.remove(assigned.id);

  await account.connections.delete("Mine");
  await account.connectionTypes.delete("MyType");
  await account.certificates.delete("Cert");
  await account.credentials.delete("Admin");
  await account.variables.delete("Key");
  await account.schedules.delete("Nightly");
  await account.runtimeEnvironments.delete("Ps74");
  await account.runbooks.delete("Stop-Vm");
}
