import assert from "node:assert/strict";

import { debugEnvironment } from "../../../../../src/local/sandbox/debug/debug-environment";

describe("The environment of a debug run", () => {
  it("holds what differs and takes out what a sandbox must not have, wherever the debugger has it from", () => {
    const changes = debugEnvironment({
      planned: { PATH: "/bin", IDENTITY_ENDPOINT: "http://127.0.0.1:1/x", TZ: "UTC", NO_PROXY: "127.0.0.1" },
      base: { PATH: "/bin", TZ: "UTC", AZURE_FEDERATED_TOKEN_FILE: "/token", OTHER_MSI: undefined },
      platform: "linux",
    });
    assert.equal(changes["PATH"], undefined);
    assert.equal(changes["IDENTITY_ENDPOINT"], "http://127.0.0.1:1/x");
    assert.equal(changes["TZ"], "UTC");
    assert.equal(changes["NO_PROXY"], "127.0.0.1");
    assert.equal(changes["AZURE_FEDERATED_TOKEN_FILE"], null);
    assert.equal(changes["AZURE_CLIENT_SECRET"], null);
    assert.ok(!("OTHER_MSI" in changes));
  });

  it("leaves the editor's own variables to the debugger, which needs them", () => {
    const changes = debugEnvironment({
      planned: {},
      base: { VSCODE_NONCE: "1", ELECTRON_RUN_AS_NODE: "1" },
      platform: "linux",
    });
    assert.ok(!("VSCODE_NONCE" in changes));
    assert.ok(!("ELECTRON_RUN_AS_NODE" in changes));
  });

  it("does not take out on Windows what it sets in another case", () => {
    const changes = debugEnvironment({
      planned: { NO_PROXY: "127.0.0.1" },
      base: { No_Proxy: "old" },
      platform: "win32",
    });
    assert.equal(changes["NO_PROXY"], "127.0.0.1");
    assert.ok(!("No_Proxy" in changes));
  });
});
