import assert from "node:assert/strict";

import { nearestNames } from "../../../src/core/nearest-names";

describe("nearestNames", () => {
  const names = ["AzureConnection", "AzureRunAsConnection", "RetryCount", "ApiKey"];

  it("finds the name that differs by case only", () => {
    assert.deepEqual(nearestNames("apikey", names), ["ApiKey"]);
  });

  it("finds a name with two letters swapped or missing", () => {
    assert.deepEqual(nearestNames("RetyrCount", names), ["RetryCount"]);
    assert.deepEqual(nearestNames("AzureConection", names)[0], "AzureConnection");
  });

  it("finds a name that holds the wanted one, after closer ones", () => {
    assert.deepEqual(nearestNames("Retry", names), ["RetryCount"]);
  });

  it("offers nothing for a name that resembles none", () => {
    assert.deepEqual(nearestNames("zzz", names), []);
    assert.deepEqual(nearestNames("", names), []);
  });

  it("offers at most as many as asked for", () => {
    assert.equal(nearestNames("Azure", names, 1).length, 1);
  });
});
