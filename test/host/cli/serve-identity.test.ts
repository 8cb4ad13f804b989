/** `serve-identity`: docs/cli.md. */
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { once } from "node:events";
import { CliWorkspace, collect, untilText } from "./support/cli";

describe("command line: serve-identity", () => {
  let work: CliWorkspace;
  before(() => (work = new CliWorkspace()));
  after(() => work.dispose());

  it("prints the four variables, serves, logs, and ends with 130 when it is interrupted", async () => {
    await work.ok(["init", "--name", "contoso", "--user-assigned", "deployer"]);
    const child = work.start(["serve-identity", "--identity", "system,deployer"]);
    const ended = collect(child);
    const text = await untilText(child, "stdout", /MSI_SECRET=.*\n/);
    const variables = new Map(
      text
        .trimEnd()
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    assert.deepEqual([...variables.keys()], ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"]);
    assert.equal(variables.get("IDENTITY_ENDPOINT"), variables.get("MSI_ENDPOINT"));
    const secret = variables.get("IDENTITY_HEADER") ?? "";
    const answer = await fetch(`${variables.get("IDENTITY_ENDPOINT") ?? ""}?resource=https://management.azure.com/`, {
      headers: { "X-IDENTITY-HEADER": secret, Metadata: "true" },
    });
    assert.equal(answer.status, 200);
    const token = (await answer.json()) as Record<string, unknown>;
    assert.equal(typeof token["access_token"], "string");
    child.kill("SIGINT");
    const { status, stderr } = await ended;
    assert.equal(status, 130);
    assert.match(stderr, /IDENTITY GET https:\/\/management\.azure\.com\/ as system-assigned: 200/);
    assert.equal(stderr.includes(secret), false);
    assert.equal(stderr.includes(String(token["access_token"])), false);
  });

  it("works without an account, with one JSON object and a fixed port", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const address = free.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const busy = await work.fails(3, ["serve-identity", "--port", String(port)]);
    assert.match(busy, new RegExp(`Port ${port} could not be had`));
    free.close();
    await once(free, "close");
    const lone = new CliWorkspace();
    try {
      const child = lone.start([
        "serve-identity",
        "--port",
        String(port),
        "--output",
        "json",
        "--scenario",
        "no-identity",
      ]);
      const ended = collect(child);
      const variables = JSON.parse(await untilText(child, "stdout", /\n/)) as Record<string, string>;
      assert.deepEqual(Object.keys(variables), ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"]);
      assert.match(variables["IDENTITY_ENDPOINT"] ?? "", new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));
      const answer = await fetch(`${variables["IDENTITY_ENDPOINT"] ?? ""}?resource=x`, {
        method: "GET",
        headers: { "X-IDENTITY-HEADER": variables["IDENTITY_HEADER"] ?? "" },
      });
      assert.equal(answer.status, 400);
      child.kill("SIGTERM");
      const { status, stderr } = await ended;
      assert.equal(status, 130);
      assert.match(stderr, /^NOTICE There is no local Automation account/);
    } finally {
      lone.dispose();
    }
  });
});
