import assert from "node:assert/strict";

import { webhookSamples } from "../../../../src/core/webhook-data";
import { openPane } from "./support/pane-harness";

const request = {
  isOn: true,
  name: "on-alert",
  headers: [
    { name: "X-Test", value: "1" },
    { name: " ", value: "no name" },
    { name: "Authorization", value: "Bearer hush-hush" },
  ],
  body: '{"a":1}',
};

describe("the webhook simulator", () => {
  it("gives PowerShell 7 one JSON text, as it is", async () => {
    const pane = await openPane({ text: "param([object]$webhookdata)" });
    await pane.send({ type: "setWebhook", ...request, revision: 1 });
    const job = await pane.start();
    job.end("Completed");
    const given = pane.launches[0]?.given;
    assert.deepEqual(given?.verbatim, ["webhookdata"]);
    assert.deepEqual(JSON.parse(given.named?.["webhookdata"] as string), {
      WebhookName: "on-alert",
      RequestBody: '{"a":1}',
      RequestHeader: { "X-Test": "1", Authorization: "Bearer hush-hush" },
    });
    assert.ok(!JSON.stringify([...pane.memory]).includes("hush-hush"));
    await pane.dispose();
  });

  it("gives Windows PowerShell 5.1 an object with properties", async () => {
    const pane = await openPane({ text: "param([object]$WebhookData)" });
    pane.surroundings = { runtime: "powershell-5.1" };
    await pane.session.refresh();
    await pane.send({ type: "setWebhook", ...request, revision: 1 });
    assert.match(pane.state().webhook.shape, /object/);
    await pane.start();
    const value = pane.launches[0]?.given.named?.["WebhookData"] as { readonly RequestBody: string };
    assert.equal(value.RequestBody, '{"a":1}');
    await pane.dispose();
  });

  it("gives Python its last argument", async () => {
    const pane = await openPane({ text: "import sys", language: "python" });
    await pane.send({ type: "setItems", items: ["first"], revision: 1 });
    await pane.send({ type: "setWebhook", ...request, revision: 2 });
    await pane.start();
    assert.equal(pane.launches[0]?.given.positional?.length, 2);
    await pane.dispose();
  });

  it("fills a mandatory WebhookData, and is of no use for a runbook without one", async () => {
    const pane = await openPane({ text: "param([Parameter(Mandatory)][object]$WebhookData)" });
    assert.equal(pane.state().parameters.problems.length, 1);
    await pane.send({ type: "useWebhookSample", id: "commonAlert" });
    assert.equal(pane.state().parameters.problems.length, 0);
    assert.equal(pane.state().webhook.isOn, true);
    pane.text = "param([string]$Other)";
    await pane.session.textChanged();
    assert.equal(pane.state().webhook.isPossible, false);
    await pane.start();
    assert.deepEqual(pane.launches[0]?.given, { named: {} });
    await pane.dispose();
  });

  it("says that a body is no JSON and sends it all the same", async () => {
    const pane = await openPane({ text: "param([object]$WebhookData)" });
    await pane.send({ type: "setWebhook", ...request, body: "<xml/>", revision: 1 });
    assert.match(pane.state().webhook.remark, /no JSON/);
    await pane.start();
    assert.match(pane.launches[0]?.given.named?.["WebhookData"] as string, /<xml\/>/);
    await pane.dispose();
  });

  it("has samples of well-known senders in their own form", () => {
    const bodies = Object.fromEntries(webhookSamples.map(({ id, body }) => [id, JSON.stringify(body)]));
    assert.match(bodies["commonAlert"] ?? "", /^\{"schemaId":"azureMonitorCommonAlertSchema","data":\{"essentials":/);
    assert.match(bodies["eventGrid"] ?? "", /^\[\{"id":/);
    assert.match(bodies["gitHub"] ?? "", /"ref":"refs\/heads\/main"/);
  });
});
