import assert from "node:assert/strict";

import { LimitWatch, serviceLimits } from "../../../../src/local/sandbox/limits";

function create() {
  const told: (readonly [string, number, number])[] = [];
  const watch = new LimitWatch({
    limits: serviceLimits,
    memorySampleMs: 60_000,
    onExceeded: (name, limit, value) => told.push([name, limit, value]),
  });
  return { watch, told };
}

describe("LimitWatch", () => {
  it("knows the service's limits", () => {
    assert.deepEqual(serviceLimits, {
      duration: 10_800_000,
      memory: 419_430_400,
      streamRecord: 1_048_576,
      parameterCount: 50,
      parameterSize: 524_288,
    });
  });

  it("tells of a record above 1 MiB once, counted in bytes", () => {
    const { watch, told } = create();
    watch.checkRecord({ stream: "Output", text: "x".repeat(1_048_576) });
    assert.equal(told.length, 0);
    watch.checkRecord({ stream: "Output", text: "é".repeat(600_000) });
    watch.checkRecord({ stream: "Output", text: "x".repeat(2_000_000) });
    assert.deepEqual(told, [["streamRecord", 1_048_576, 1_200_000]]);
  });

  it("counts parameters and their size", () => {
    const { watch, told } = create();
    const values = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, "v"]));
    watch.checkParameters({ kind: "named", values });
    assert.equal(told.length, 0);
    watch.checkParameters({ kind: "named", values: { ...values, big: "x".repeat(524_288) } });
    assert.deepEqual(
      told.map(([name]) => name),
      ["parameterCount", "parameterSize"],
    );
  });

  it("tells of the memory again and again, each time before it compares it with the limit", async function () {
    if (process.platform === "win32") {
      this.skip();
    }
    const order: string[] = [];
    const watch: LimitWatch = await new Promise((resolve) => {
      const watching = new LimitWatch({
        limits: { ...serviceLimits, memory: 1 },
        memorySampleMs: 1,
        onExceeded: (name) => order.push(name),
        onMemory: (bytes) => {
          order.push(bytes > 1_000_000 ? "sample" : "nothing");
          if (order.length > 3) {
            resolve(watching);
          }
        },
      });
      watching.start(process.pid);
    });
    watch.stop();
    assert.deepEqual(order, ["sample", "memory", "sample", "sample"]);
  });

  it("leaves no timer behind", () => {
    const { watch } = create();
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    watch.start(process.pid);
    watch.stop();
    const after = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    assert.equal(after, before);
  });
});
