import assert from "node:assert/strict";
import { AutomationError } from "../../../src/core/errors";
import { selectIdentities } from "../../../src/core/identity-selection";
import { buildAccount, deployerIdentity, readerIdentity, systemIdentity } from "../../support/account-builder";

const { identities } = buildAccount();

function assertRefused(spec: string, message: RegExp, hint: RegExp, of = identities): void {
  assert.throws(
    () => selectIdentities(spec, of),
    (error: unknown) =>
      error instanceof AutomationError &&
      error.code === "invalid-usage" &&
      message.test(error.message) &&
      hint.test(error.hint ?? ""),
  );
}

describe("selectIdentities", () => {
  it("takes system alone, without the user-assigned ones", () => {
    assert.deepEqual(selectIdentities("System", identities), { system: systemIdentity, userAssigned: [] });
  });

  it("takes none for an account without identities", () => {
    assert.deepEqual(selectIdentities("none", identities), { system: undefined, userAssigned: [] });
  });

  it("finds user-assigned identities by name, guid and ARM id, and keeps the account's order", () => {
    assert.deepEqual(selectIdentities("ID-Deployer, id-reader", identities), {
      system: undefined,
      userAssigned: [readerIdentity, deployerIdentity],
    });
    for (const id of [
      readerIdentity.clientId,
      `{${readerIdentity.principalId.toUpperCase()}}`,
      readerIdentity.resourceId,
    ]) {
      assert.deepEqual(selectIdentities(id, identities).userAssigned, [readerIdentity]);
    }
  });

  it("mixes system and user-assigned, and takes the system's own guids for it", () => {
    assert.deepEqual(selectIdentities("system,id-reader", identities), {
      system: systemIdentity,
      userAssigned: [readerIdentity],
    });
    assert.equal(selectIdentities(systemIdentity.clientId, identities).system, systemIdentity);
  });

  it("names an identity once, however often it is asked for", () => {
    assert.deepEqual(selectIdentities(`id-reader,${readerIdentity.clientId}`, identities).userAssigned, [
      readerIdentity,
    ]);
  });

  it("refuses an unknown name with the nearest ones", () => {
    assertRefused("id-raeder", /no identity "id-raeder"/, /Did you mean "id-reader"/);
    assertRefused("nothing-like-it", /no identity/, /The account has: system, id-reader, id-deployer/);
    assertRefused("x", /no identity/, /no identities/, { system: undefined, userAssigned: [] });
  });

  it("refuses none beside others, empty names, and a system-assigned identity that is off", () => {
    assertRefused("none,system", /cannot stand beside/, /alone/);
    assertRefused("", /empty name/, /commas/);
    assertRefused("system,", /empty name/, /commas/);
    assertRefused("system", /no system-assigned/, /Turn it on/, { ...identities, system: undefined });
  });
});
