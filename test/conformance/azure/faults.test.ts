/** Each row of the table in docs/azure.md, "Faults and outcomes", happens here over real HTTP. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { AzureError } from "../../../src/azure/arm/azure-error";
import { hashOf } from "../../../src/azure/account/runbook-text";
import { AutomationError, type ErrorCode } from "../../../src/core/errors";
import { clientFor, refOf, startFakeSession, type FakeSession } from "../../support/fake-arm/fake-session";
import { readCertificateFile } from "../../../src/local/account/certificate-file";
import { AzureAccount } from "../../../src/azure/account/azure-account";

interface Row {
  readonly fault: string;
  readonly outcome: string;
  check(session: FakeSession): Promise<void>;
}

const forbiddenText =
  "The client 'ada@contoso.example' with object id '1' does not have authorization to perform action 'Microsoft.Automation/automationAccounts/runbooks/publish/action' over scope '/subscriptions/s/resourceGroups/rg' or the scope is invalid.";

async function failure(work: Promise<unknown>): Promise<AzureError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof AutomationError, `not one of ours: ${String(error)}`);
    assert.ok(error.code === "cancelled" || (error.hint ?? "").length > 10);
    // The sign-in's own errors are no AzureError and lack its fields, which rows about them do not look at.
    return error instanceof AzureError ? error : new AzureError(error.code, error.message, { hint: error.hint });
  }
  throw new assert.AssertionError({ message: "It should have failed." });
}

function is(error: AzureError, code: ErrorCode, ...words: readonly RegExp[]): void {
  assert.equal(error.code, code, error.message);
  for (const word of words) {
    assert.match(`${error.message} ${error.hint ?? ""}`, word);
  }
}

const answer = (status: number, code: string, message: string, headers: Record<string, string> = {}) =>
  ({ kind: "answer", status, body: { error: { code, message } }, headers }) as const;

const rows: readonly Row[] = [
  {
    fault: "401: the token ended early",
    outcome: "a new token is asked for once, the request is repeated, nobody notices",
    async check({ arm, held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      await account.variables.get("Retry");
      arm.tokens.revokeAll();
      assert.equal((await account.variables.get("Retry")).value, 3);
      assert.deepEqual(
        arm.tokens.questions.map((question) => question.wasRefused ?? false),
        [false, true],
      );
    },
  },
  {
    fault: "401 with a claims challenge",
    outcome: "the claims and the whole header go to the sign-in, the request is repeated",
    async check({ arm, held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      const claims = '{"access_token":{"acrs":{"essential":true,"value":"p1"}}}';
      arm.challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString("base64")}"`;
      await account.variables.get("Retry");
      arm.tokens.revokeAll();
      await account.variables.get("Retry");
      assert.equal(arm.tokens.questions[1]?.claims, claims);
      assert.equal(arm.tokens.questions[1].wwwAuthenticate, arm.challenge);
    },
  },
  {
    fault: "401 again after the new sign-in",
    outcome: "not-signed-in, after two requests and one question; no loop",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, times: 9, fault: answer(401, "InvalidAuthenticationToken", "No.") });
      is(
        await failure(account.variables.get("Retry")),
        "not-signed-in",
        /Could not read the variable "Retry"/,
        /Sign in/,
      );
      assert.equal(arm.requests.length, 2);
      assert.equal(arm.tokens.questions.length, 2);
    },
  },
  {
    fault: "401 for ten requests at once",
    outcome: "one question for all of them",
    async check({ arm, held, account }) {
      const names = Array.from({ length: 10 }, (_, index) => `v${index}`);
      names.forEach((name) => held.add("variables", name, { value: "1", isEncrypted: false }));
      await account.variables.get("v0");
      arm.tokens.revokeAll();
      await Promise.all(names.map((name) => account.variables.get(name)));
      assert.equal(arm.tokens.questions.length, 2);
    },
  },
  {
    fault: "The sign-in ends in the middle of an operation and the person declines a new one",
    outcome: "not-signed-in; nothing was written",
    async check({ arm, held, account }) {
      held.addRunbook("Stop-Vm", { draft: "old" });
      arm.fail({
        method: "PUT",
        on: /draft\/content/,
        fault: {
          kind: "meanwhile",
          action: () => {
            arm.tokens.revokeAll();
            arm.tokens.isSignedOut = true;
          },
        },
      });
      is(await failure(account.runbooks.drafts.upload("Stop-Vm", "new")), "not-signed-in");
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, "old");
    },
  },
  {
    fault: "403 that names the permission",
    outcome: "forbidden, with account, permission, scope and a role that has it",
    async check({ arm, held, account }) {
      held.addRunbook("Stop-Vm", { draft: "text" });
      arm.fail({ on: /publish/, fault: answer(403, "AuthorizationFailed", forbiddenText) });
      const error = await failure(account.runbooks.drafts.publish("Stop-Vm"));
      is(
        error,
        "forbidden",
        /ada@contoso\.example/,
        /\/subscriptions\/s\/resourceGroups\/rg/,
        /Automation Contributor/,
      );
      assert.equal(error.action, "Microsoft.Automation/automationAccounts/runbooks/publish/action");
      assert.equal(error.status, 403);
      assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
    },
  },
  {
    fault: "403 without a word about the permission",
    outcome: "forbidden, with the permission worked out from the request",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, fault: { kind: "answer", status: 403, body: { code: "Forbidden", message: "" } } });
      const error = await failure(account.variables.delete("Retry"));
      is(error, "forbidden", /Automation Contributor/);
      assert.equal(error.action, "Microsoft.Automation/automationAccounts/variables/delete");
    },
  },
  {
    fault: "403 by a policy of the subscription",
    outcome: "forbidden, in Azure's words, without a role that would not help",
    async check({ arm, account }) {
      const text = "Resource 'x' was disallowed by policy.";
      arm.fail({ method: "PUT", on: /variables/, fault: answer(403, "RequestDisallowedByPolicy", text) });
      const error = await failure(account.variables.create("x", { value: 1, isEncrypted: false }));
      is(error, "forbidden", /disallowed by policy/, /a role does not change this/);
      assert.equal(error.action, undefined);
    },
  },
  {
    fault: "404: the asset is not there",
    outcome: "getAsset answers undefined, every other operation not-found",
    async check({ account }) {
      assert.equal(await account.getAsset("variable", "None"), undefined);
      is(
        await failure(account.variables.delete("None")),
        "not-found",
        /delete the variable "None"/,
        /Variable not found/,
      );
    },
  },
  {
    fault: "404: the account was deleted meanwhile",
    outcome: "account-not-found for everything in it, getAsset included",
    async check({ arm, held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      await account.listAssets("variable");
      arm.state.deleteAccount(held);
      is(await failure(account.getAsset("variable", "Retry")), "account-not-found", /Refresh the list of accounts/);
      is(await failure(account.listAssets("variable")), "account-not-found");
      is(await failure(account.details()), "account-not-found");
      is(await failure(account.runbooks.drafts.findContent("Stop-Vm")), "account-not-found");
    },
  },
  {
    fault: "409 where the SDK sees a success (connection types, schedules)",
    outcome: "conflict",
    async check({ arm, held, account }) {
      arm.fail({
        method: "PUT",
        on: /connectionTypes/,
        fault: { kind: "meanwhile", action: () => held.add("connectionTypes", "My", { fieldDefinitions: {} }) },
      });
      is(await failure(account.connectionTypes.create("My", [])), "conflict", /already exists/, /Refresh/);
    },
  },
  {
    fault: "412: it changed meanwhile",
    outcome: "conflict",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, fault: answer(412, "PreconditionFailed", "The etag does not match.") });
      is(await failure(account.variables.update("Retry", { value: 1 })), "conflict", /somebody changed it/, /compare/);
    },
  },
  {
    fault: "429 with Retry-After",
    outcome: "waits as long as told, then goes on, for writing too; done once",
    async check({ arm, held, account, clock }) {
      arm.fail({
        method: "PUT",
        on: /variables/,
        times: 2,
        fault: answer(429, "TooManyRequests", "", { "retry-after": "7" }),
      });
      await account.variables.create("Retry", { value: 3, isEncrypted: false });
      assert.deepEqual(clock.delays, [7000, 7000]);
      assert.equal(held.collections.variables.size, 1);
    },
  },
  {
    fault: "429 with a Retry-After longer than a minute",
    outcome: "throttled at once, saying how long to wait",
    async check({ arm, account, clock }) {
      arm.fail({ on: /variables/, fault: answer(429, "TooManyRequests", "", { "retry-after": "300" }) });
      const error = await failure(account.variables.get("Retry"));
      is(error, "throttled", /Try again in 300 s/);
      assert.equal(error.retryAfterMs, 300_000);
      assert.deepEqual(clock.delays, []);
    },
  },
  {
    fault: "429 again and again",
    outcome: "throttled after four attempts",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, times: 9, fault: answer(429, "TooManyRequests", "", { "retry-after": "1" }) });
      is(await failure(account.variables.get("Retry")), "throttled");
      assert.equal(arm.requests.length, 4);
    },
  },
  {
    fault: "500 while reading",
    outcome: "repeated after growing pauses, up to four attempts",
    async check({ arm, held, account, clock }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      arm.fail({ on: /variables/, times: 3, fault: answer(500, "InternalServerError", "Oops.") });
      assert.equal((await account.variables.get("Retry")).value, 3);
      assert.deepEqual(clock.delays, [1000, 2000, 4000]);
    },
  },
  {
    fault: "500 while writing",
    outcome: "failed, not repeated; says that the change may have been made, and the request id",
    async check({ arm, account }) {
      arm.fail({ method: "DELETE", on: /variables/, fault: answer(500, "InternalServerError", "Oops.") });
      const error = await failure(account.variables.delete("Retry"));
      is(error, "failed", /\(500\): Oops/, /may have been made/, new RegExp(error.requestId ?? "?"));
      assert.equal(error.isOutcomeUnknown, true);
      assert.equal(arm.requests.length, 1);
    },
  },
  {
    fault: "503 with Retry-After while writing",
    outcome: "repeated: Azure says that it was not done",
    async check({ arm, held, account, clock }) {
      arm.fail({ method: "PUT", on: /variables/, fault: answer(503, "ServerBusy", "", { "retry-after": "2" }) });
      await account.variables.create("Retry", { value: 3, isEncrypted: false });
      assert.deepEqual(clock.delays, [2000]);
      assert.equal(held.collections.variables.size, 1);
    },
  },
  {
    fault: "The person cancels during a pause",
    outcome: "cancelled at once, nothing more is sent",
    async check({ arm, account, clock }) {
      const controller = new AbortController();
      clock.onDelay = () => controller.abort();
      arm.fail({ on: /variables/, times: 9, fault: answer(500, "InternalServerError", "") });
      is(await failure(account.variables.get("Retry", controller.signal)), "cancelled");
      assert.equal(arm.requests.length, 1);
    },
  },
  {
    fault: "The person cancels while Azure is silent",
    outcome: "cancelled at once",
    async check({ arm, account }) {
      const controller = new AbortController();
      arm.fail({ on: /variables/, fault: { kind: "meanwhile", action: () => controller.abort() } });
      is(await failure(account.variables.get("Retry", controller.signal)), "cancelled");
    },
  },
  {
    fault: "A web page with status 200 (captive portal, proxy)",
    outcome: "offline, saying that something else answered; never an empty list",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, times: 2, fault: { kind: "html" } });
      is(await failure(account.listAssets("variable")), "offline", /web page/, /in a browser/);
      is(await failure(account.variables.get("Retry")), "offline");
      arm.fail({ on: /runbooks/, fault: { kind: "html" } });
      is(await failure(account.runbooks.list().page()), "offline");
    },
  },
  {
    fault: "A redirect to another address",
    outcome: "offline; it is not followed, the token stays here",
    async check({ arm, account }) {
      const foreign = await ForeignHost.start();
      try {
        arm.fail({
          on: /variables/,
          fault: { kind: "answer", status: 302, headers: { location: `${foreign.url}/login` } },
        });
        is(await failure(account.variables.get("Retry")), "offline", /redirects/);
        assert.equal(foreign.requests, 0);
      } finally {
        await foreign.stop();
      }
    },
  },
  {
    fault: "A success without a body",
    outcome: "failed; never an empty list",
    async check({ arm, account }) {
      arm.fail({ on: /variables/, fault: { kind: "empty" } });
      is(await failure(account.listAssets("variable")), "failed", /is empty/);
      arm.fail({ on: /runbooks/, fault: { kind: "empty" } });
      is(await failure(account.runbooks.list().page()), "failed", /is empty/);
    },
  },
  {
    fault: "A body that breaks off",
    outcome: "failed; nothing of it is used",
    async check({ arm, held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      held.addRunbook("Stop-Vm");
      arm.fail({ on: /variables|runbooks/, times: 2, fault: { kind: "half" } });
      is(await failure(account.listAssets("variable")), "failed", /breaks off/);
      is(await failure(account.runbooks.get("Stop-Vm")), "failed", /breaks off/);
    },
  },
  {
    fault: "A list without its rows",
    outcome: "failed; never an empty list",
    async check({ arm, account }) {
      arm.fail({ on: /variables|runbooks/, times: 2, fault: { kind: "answer", status: 200, body: { error: null } } });
      is(await failure(account.listAssets("variable")), "failed", /holds no list/);
      is(await failure(account.runbooks.list().page()), "failed", /holds no list/);
    },
  },
  {
    fault: "The connection ends in the middle of an answer",
    outcome: "reading is repeated",
    async check({ arm, held, account, clock }) {
      held.addRunbook("Stop-Vm", { published: "x".repeat(5000) });
      arm.fail({ on: /content/, fault: { kind: "cut" } });
      assert.equal((await account.runbooks.getContent("Stop-Vm")).text.length, 5000);
      assert.equal(clock.delays.length, 1);
    },
  },
  {
    fault: "The connection ends after a change was made",
    outcome: "offline, sent once; says that the change may have been made",
    async check({ arm, held, account }) {
      arm.fail({ method: "PUT", on: /variables/, fault: { kind: "hang-up", afterwards: true } });
      const error = await failure(account.variables.create("Retry", { value: 3, isEncrypted: false }));
      is(error, "offline", /may have been made/);
      assert.equal(error.isOutcomeUnknown, true);
      assert.equal(held.collections.variables.size, 1);
      assert.equal(arm.requests.filter((line) => line.startsWith("PUT")).length, 1);
    },
  },
  {
    fault: "nextLink leads to another host",
    outcome: "failed before a token is sent there; the rows so far were given",
    async check({ arm, held, account }) {
      const foreign = await ForeignHost.start();
      try {
        held.add("variables", "Retry", { value: "3", isEncrypted: false });
        held.addRunbook("Stop-Vm");
        for (const list of [account.variables.list(), account.runbooks.list()]) {
          arm.fail({ on: /variables|runbooks/, fault: { kind: "next-link", link: `${foreign.url}/more` } });
          const given: string[] = [];
          const error = await failure(
            (async () => {
              for await (const item of list) {
                given.push(item.name);
              }
            })(),
          );
          is(error, "failed", /another host/);
          assert.equal(given.length, 1);
        }
        assert.equal(foreign.requests, 0);
      } finally {
        await foreign.stop();
      }
    },
  },
  {
    fault: "Location of an operation leads to another host",
    outcome: "failed before a token is sent there",
    async check({ arm, held, account }) {
      const foreign = await ForeignHost.start();
      try {
        held.addRunbook("Stop-Vm", { draft: "text" });
        arm.fail({ on: /publish/, fault: { kind: "location", link: `${foreign.url}/operations/1` } });
        is(await failure(account.runbooks.drafts.publish("Stop-Vm")), "failed", /another host/);
        assert.equal(foreign.requests, 0);
      } finally {
        await foreign.stop();
      }
    },
  },
  {
    fault: "nextLink without end",
    outcome: "failed: the same link twice, or twenty empty pages, end the list",
    async check({ arm, held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      arm.fail({ on: /variables/, times: 99, fault: { kind: "next-link", link: "same" } });
      is(await failure(account.variables.list().all()), "failed", /never ends/);
      assert.ok(arm.requests.length <= 3, String(arm.requests.length));
      arm.fail({ on: /credentials/, times: 99, fault: { kind: "next-link", link: "growing" } });
      is(await failure(account.credentials.list().all()), "failed", /never ends/);
      assert.ok(arm.requests.length < 30, String(arm.requests.length));
    },
  },
  {
    fault: "No answer within the time limit",
    outcome: "offline; reading is repeated, writing is not",
    async check({ arm, held }) {
      const client = clientFor(arm, { timeoutMs: 40, retry: { attempts: 2, baseDelayMs: 1 } });
      try {
        const account = new AzureAccount(client, refOf(arm, held), readCertificateFile);
        arm.fail({ on: /variables/, times: 9, fault: { kind: "silence" } });
        is(await failure(account.variables.get("Retry")), "offline", /did not answer within 40 ms/);
        assert.equal(arm.requests.length, 2);
        const error = await failure(account.variables.delete("Retry"));
        is(error, "offline", /may have been made/);
        assert.equal(arm.requests.length, 3);
      } finally {
        client.dispose();
      }
    },
  },
  {
    fault: "No network",
    outcome: "offline, saying what could not be reached, after four attempts",
    async check({ arm, account, clock }) {
      const { host } = new URL(arm.url);
      await arm.stop();
      const error = await failure(account.variables.get("Retry"));
      is(error, "offline", new RegExp(host.replaceAll(".", "\\.")), /ECONNREFUSED/, /network connection/);
      assert.equal(clock.delays.length, 3);
      const written = await failure(account.variables.delete("Retry"));
      assert.equal(written.isOutcomeUnknown, false);
    },
  },
  {
    fault: 'A name of dots ("..", "."), or an empty one',
    outcome: "invalid-usage before anything is sent: it would address the account itself",
    async check({ arm, account }) {
      for (const name of ["..", ".", ""]) {
        is(await failure(account.variables.delete(name)), "invalid-usage", /delete the variable/);
        is(await failure(account.runbooks.get(name)), "invalid-usage");
        is(await failure(account.modules("python-3").delete(name)), "invalid-usage");
      }
      assert.deepEqual(arm.requests, []);
    },
  },
  {
    fault: "A name with / ? # % & + or letters beyond ASCII",
    outcome: "reaches the thing of exactly that name",
    async check({ held, account }) {
      for (const name of ["a/b c", "a?b#c", "50%", "x&y+z", "Größe 世", "%2e%2e"]) {
        await account.variables.create(name, { value: name, isEncrypted: false });
        assert.equal(held.collections.variables.get(name)?.properties.value, JSON.stringify(name));
        assert.equal((await account.variables.get(name)).value, name);
        await account.modules("python-3").import(name, { uri: "https://contoso.example/p.whl" });
        assert.ok(held.collections.python3Packages.has(name));
      }
    },
  },
  {
    fault: "A resource group with parentheses or letters beyond ASCII",
    outcome: "works, though the SDK refuses it by itself",
    async check({ arm }) {
      const held = arm.state.addAccount("aa-two", { resourceGroup: "rg-(prod)_ä.1" });
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      const client = clientFor(arm);
      try {
        const account = new AzureAccount(client, refOf(arm, held), readCertificateFile);
        assert.equal((await account.listAssets("variable")).length, 1);
        assert.equal((await account.details()).resourceGroup, "rg-(prod)_ä.1");
      } finally {
        client.dispose();
      }
    },
  },
  {
    fault: "A name that the service refuses",
    outcome: "failed, in Azure's words",
    async check({ account }) {
      is(
        await failure(account.runbooks.create("1 wrong", { type: "PowerShell" })),
        "failed",
        /must start with a letter/,
      );
    },
  },
  {
    fault: "The name is taken",
    outcome: "asset-exists; what is there is not overwritten",
    async check({ held, account }) {
      held.add("variables", "Retry", { value: "3", isEncrypted: false });
      held.addRunbook("Stop-Vm", { published: "text" });
      is(await failure(account.variables.create("RETRY", { value: 1, isEncrypted: false })), "asset-exists");
      is(await failure(account.runbooks.create("Stop-VM", { type: "Python3" })), "asset-exists");
      assert.equal(held.collections.variables.get("Retry")?.properties.value, "3");
      assert.equal(held.runbooks.get("Stop-Vm")?.type, "PowerShell");
    },
  },
  {
    fault: "Two editors on one draft",
    outcome: "conflict before the upload and before the publish; the other's text stays",
    async check({ held, account }) {
      held.addRunbook("Stop-Vm", { draft: "mine", published: "old" });
      const seen = await account.runbooks.drafts.findContent("Stop-Vm");
      held.editDraftAs("grace@contoso.example", "Stop-Vm", "hers");
      const expected = { draftHash: seen?.hash ?? null };
      is(
        await failure(account.runbooks.drafts.upload("Stop-Vm", "mine 2", expected)),
        "conflict",
        /not the one you fetched/,
      );
      is(await failure(account.runbooks.drafts.publish("Stop-Vm", expected)), "conflict", /Compare/);
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, "hers");
      assert.equal(held.runbooks.get("Stop-Vm")?.published, "old");
    },
  },
  {
    fault: "Somebody published since the runbook was looked at",
    outcome: "conflict, saying who and when",
    async check({ held, account }) {
      held.addRunbook("Stop-Vm", { draft: "mine", published: "old" });
      const { lastModifiedTime } = await account.runbooks.get("Stop-Vm");
      held.touch(held.runbooks.get("Stop-Vm")!, "grace@contoso.example");
      const error = await failure(account.runbooks.drafts.publish("Stop-Vm", { lastModifiedTime }));
      is(error, "conflict", /grace@contoso\.example changed the runbook at 2026-/);
      assert.equal(held.runbooks.get("Stop-Vm")?.published, "old");
    },
  },
  {
    fault: "Publishing fails in the background",
    outcome: "failed, with Azure's reason; draft and published version stay",
    async check({ arm, held, account }) {
      held.addRunbook("Stop-Vm", { draft: "broken {", published: "old" });
      arm.runbookRoutes.publishFails = "Missing closing '}'.";
      is(await failure(account.runbooks.drafts.publish("Stop-Vm")), "failed", /Missing closing/);
      assert.equal(held.runbooks.get("Stop-Vm")?.draft, "broken {");
      assert.equal(held.runbooks.get("Stop-Vm")?.published, "old");
    },
  },
  {
    fault: "An operation that does not end",
    outcome: "failed after ten minutes; says that it may still end well",
    async check({ arm, held, account, clock }) {
      held.addRunbook("Stop-Vm", { draft: "text" });
      arm.runbookRoutes.pollsUntilDone = Infinity;
      const started = clock.now();
      const error = await failure(account.runbooks.drafts.publish("Stop-Vm"));
      is(error, "failed", /not done after 10 minutes/, /may still end well/);
      assert.equal(error.isOutcomeUnknown, true);
      assert.ok(clock.now() - started < 11 * 60_000);
    },
  },
  {
    fault: "The runbook is deleted during an upload",
    outcome: "not-found",
    async check({ arm, held, account }) {
      held.addRunbook("Stop-Vm", { draft: "text" });
      arm.fail({
        on: /operationResults/,
        fault: { kind: "meanwhile", action: () => held.runbooks.delete("Stop-Vm") },
      });
      is(await failure(account.runbooks.drafts.upload("Stop-Vm", "new")), "not-found", /upload the draft of "Stop-Vm"/);
    },
  },
  {
    fault: "A cloud that does not know the newest api-version",
    outcome: "the older one is used, and remembered",
    async check({ arm, held, account }) {
      held.addRunbook("Stop-Vm", { published: "text" });
      arm.unknownVersions.add("2024-10-23");
      assert.equal((await account.runbooks.list().page()).items.length, 1);
      assert.equal((await account.runbooks.get("Stop-Vm")).name, "Stop-Vm");
      const versions = arm.requests.map((line) => /api-version=(\S+)/.exec(line)?.[1]);
      assert.deepEqual(versions, ["2024-10-23", "2023-11-01", "2023-11-01"]);
    },
  },
];

/** Another host, which must hear nothing. */
class ForeignHost {
  requests = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((_request, response) => {
      this.requests++;
      response.end("{}");
    });
  }

  static async start(): Promise<ForeignHost> {
    const host = new ForeignHost();
    await new Promise<void>((resolve) => {
      host.#server.listen(0, "127.0.0.1", resolve);
    });
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}

describe("faults between the client and Azure", () => {
  let session: FakeSession;
  beforeEach(async () => {
    session = await startFakeSession();
  });
  afterEach(async () => {
    await session.stop();
  });

  for (const row of rows) {
    it(`${row.fault}: ${row.outcome}`, () => row.check(session));
  }

  it("stand in docs/azure.md, each with its outcome", () => {
    const text = readFileSync(path.join(import.meta.dirname, "../../../docs/azure.md"), "utf8");
    const written = (text.split("## Faults and outcomes")[1] ?? "")
      .split("\n")
      .map((line) => /^\| (.+?) +\| (.+?) +\|$/.exec(line)?.slice(1))
      .filter((cells) => cells !== undefined && !/^(Fault|-+)$/.test(cells[0] ?? ""));
    assert.deepEqual(
      written,
      rows.map((row) => [row.fault, row.outcome]),
    );
  });

  it("never leave a secret of a request in an error", async () => {
    session.arm.fail({ method: "PUT", on: /credentials/, fault: answer(400, "BadRequest", "Wrong.") });
    const error = await failure(session.account.credentials.create("c", { userName: "u", password: "correct horse" }));
    const texts: string[] = [];
    for (let at: unknown = error; at instanceof Error; at = at.cause) {
      texts.push(at.message, at.stack ?? "", JSON.stringify(at));
    }
    assert.doesNotMatch(texts.join("\n"), /correct horse|token-1/);
    assert.equal(hashOf("").length, 64);
  });
});
