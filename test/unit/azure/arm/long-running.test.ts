import assert from "node:assert/strict";
import { waitForOperation } from "../../../../src/azure/arm/long-running";
import { TestClock } from "../../../support/fake-arm/test-clock";

interface Answer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

const answer = (status: number, headers: Readonly<Record<string, string>> = {}, text = ""): Answer => ({
  status,
  text,
  header: (name) => headers[name],
});

async function follow(first: Answer, ...polls: readonly Answer[]): Promise<{ links: string[]; clock: TestClock }> {
  const clock = new TestClock();
  const links: string[] = [];
  await waitForOperation(first, {
    clock,
    signal: undefined,
    poll: (link) => {
      links.push(link);
      return Promise.resolve(polls[links.length - 1] ?? answer(500));
    },
  });
  return { links, clock };
}

describe("an operation in the background", () => {
  it("is over at once when the first answer says so", async () => {
    assert.deepEqual((await follow(answer(200))).links, []);
    assert.deepEqual((await follow(answer(201))).links, []);
  });

  it("is followed at Azure's pace until it is done", async () => {
    const { links, clock } = await follow(
      answer(202, { location: "/1", "retry-after": "5" }),
      answer(202, { "retry-after": "7" }),
      answer(202),
      answer(200, { "content-type": "text/plain" }),
    );
    assert.deepEqual(links, ["/1", "/1", "/1"]);
    assert.deepEqual(clock.delays, [5000, 7000, 2000]);
  });

  it("is followed where each answer points", async () => {
    const { links } = await follow(answer(202, { location: "/1" }), answer(202, { location: "/2" }), answer(200));
    assert.deepEqual(links, ["/1", "/2"]);
  });

  it("never waits longer than half a minute for a look", async () => {
    const { clock } = await follow(answer(202, { location: "/1", "retry-after": "3600" }), answer(200));
    assert.deepEqual(clock.delays, [30_000]);
  });

  it("is understood when it tells its state in words", async () => {
    const { links } = await follow(
      answer(201, { "azure-asyncoperation": "/o" }),
      answer(200, {}, '{"status":"InProgress"}'),
      answer(200, {}, '{"status":"Succeeded"}'),
    );
    assert.deepEqual(links, ["/o", "/o"]);
    await assert.rejects(
      follow(answer(202, { location: "/1" }), answer(200, {}, '{"status":"Failed","error":{"message":"No room."}}')),
      { code: "failed", message: "No room." },
    );
    await assert.rejects(follow(answer(202, { location: "/1" }), answer(200, {}, '{"status":"Canceled"}')), {
      code: "failed",
    });
  });

  it("is an error when Azure does not say where to look", async () => {
    await assert.rejects(follow(answer(202)), { code: "failed", isOutcomeUnknown: true });
  });

  it("ends when it is cancelled", async () => {
    const controller = new AbortController();
    const clock = new TestClock();
    clock.onDelay = () => controller.abort();
    await assert.rejects(
      waitForOperation(answer(202, { location: "/1" }), {
        clock,
        signal: controller.signal,
        poll: () => assert.fail("It must not ask."),
      }),
      { code: "cancelled" },
    );
  });
});
