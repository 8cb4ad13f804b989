import assert from "node:assert/strict";
import { SecretMask } from "../../../../src/core/secret-mask";
import { RequestLog, shortClient, type RequestFacts } from "../../../../src/local/endpoint/request-log";

const facts: RequestFacts = {
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
  endedAt: Date.UTC(2026, 0, 2, 3, 4, 5) + 7,
  method: "GET",
  resource: "https://management.azure.com/",
  identity: "system-assigned",
  clientId: "id",
  status: 200,
  userAgent: undefined,
};

describe("shortClient", () => {
  const clients: [userAgent: string, shown: string][] = [
    [
      "azsdk-js-identity/4.14.1 core-rest-pipeline/1.25.0 Node/24.21.0 OS/(x64-Linux-6.1.0)",
      "azsdk-js-identity/4.14.1 core-rest-pipeline/1.25.0 Node/24.21.0",
    ],
    [
      "azsdk-python-identity/1.13.0b2 Python/3.11.2 (Linux-6.1.0-x86_64)",
      "azsdk-python-identity/1.13.0b2 Python/3.11.2",
    ],
    ["Mozilla/5.0 (Linux; Debian GNU/Linux 12; en-US) PowerShell/7.6.5", "PowerShell/7.6.5"],
    ["Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.17763.1", "WindowsPowerShell/5.1.17763.1"],
    ["python-requests/2.28.1", "python-requests/2.28.1"],
    ["node", "node"],
    ["", ""],
    ["\u001b[31mevil\u001b[0m <script>", ""],
  ];
  for (const [userAgent, shown] of clients) {
    it(`shows "${shown}"`, () => assert.equal(shortClient(userAgent), shown));
  }
});

describe("RequestLog", () => {
  it("says when, what and how long", () => {
    const entry = new RequestLog(new SecretMask()).entry({ ...facts, userAgent: "node" });
    assert.deepEqual(entry, {
      time: "2026-01-02T03:04:05.000Z",
      method: "GET",
      resource: "https://management.azure.com/",
      identity: "system-assigned",
      clientId: "id",
      status: 200,
      client: "node",
      durationMs: 7,
    });
  });

  it("masks secrets, cuts long texts and drops control characters wherever a client chose the text", () => {
    const mask = new SecretMask();
    mask.add("very-secret");
    const entry = new RequestLog(mask).entry({
      ...facts,
      resource: `a very-secret\r\n${"x".repeat(1000)}`,
      clientId: "very-secret",
      userAgent: "very-secret/1",
    });
    assert.doesNotMatch(JSON.stringify(entry), /very-secret/);
    assert.doesNotMatch(entry.resource, /[\r\n]/);
    assert.ok(entry.resource.length < 300);
  });
});
