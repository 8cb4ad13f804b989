/** `.automation/account.json`: what the local account is called, its ids, identities and settings. Holds no secret. */
import type { Node } from "jsonc-parser";
import type { AccountDetails } from "../../core/account";
import type { ExtraClaims, SystemAssignedIdentity, UserAssignedIdentity } from "../../core/identity";
import { runtimeIds, type RuntimeId } from "../../core/runbook";
import { damagedAt, findProperty, jsonOf, keyOf, valueOf, type JsoncText } from "./jsonc-text";
import type { KeyStorage } from "./key-ring";

export interface AccountDocument {
  readonly file: JsoncText;
  readonly details: AccountDetails;
  readonly claims: ExtraClaims;
  /** Fingerprint of the sealing key; undefined until the first value is sealed. */
  readonly keyId: string | undefined;
  readonly keyStorage: KeyStorage;
  /** Folders with runbooks, relative to the workspace; undefined: the usual ones. */
  readonly runbookFolders: readonly string[] | undefined;
  /** By runbook name in lower case. */
  readonly runtimes: ReadonlyMap<string, RuntimeId>;
}

/** Errors: damaged-file with the place of what is missing or wrong. */
export function readAccountDocument(file: JsoncText): AccountDocument {
  const { root } = file;
  const tenantId = guid(file, root, "tenantId");
  const identities = valueOf(findProperty(root, "identities"));
  const runbooks = valueOf(findProperty(root, "runbooks"));
  const keyId = optionalString(file, root, "keyId");
  const keyStorage = optionalString(file, root, "keyStorage") ?? "file";
  if (keyStorage !== "file" && keyStorage !== "editor") {
    throw faultAt(file, root, "keyStorage", '"keyStorage" is "file" or "editor"');
  }
  return {
    file,
    details: {
      name: string(file, root, "name"),
      accountId: guid(file, root, "accountId"),
      subscriptionId: guid(file, root, "subscriptionId"),
      resourceGroup: string(file, root, "resourceGroup"),
      location: string(file, root, "location"),
      tenantId,
      identities: {
        system: systemIdentity(file, valueOf(findProperty(identities, "system")), tenantId),
        userAssigned: arrayItems(file, identities, "userAssigned").map((node) => userIdentity(file, node, tenantId)),
      },
    },
    claims: claimsOf(file, valueOf(findProperty(root, "tokenClaims"))),
    keyId,
    keyStorage,
    runbookFolders: findProperty(runbooks, "folders")
      ? arrayItems(file, runbooks, "folders").map((node) => textOf(file, node, "a folder"))
      : undefined,
    runtimes: runtimesOf(file, valueOf(findProperty(runbooks, "runtimes"))),
  };
}

function systemIdentity(file: JsoncText, node: Node | undefined, tenantId: string): SystemAssignedIdentity | undefined {
  if (node === undefined || node.type === "null") {
    return undefined;
  }
  expectObject(file, node, "the system-assigned identity");
  return {
    principalId: guid(file, node, "principalId"),
    clientId: guid(file, node, "clientId"),
    tenantId: findProperty(node, "tenantId") ? guid(file, node, "tenantId") : tenantId,
  };
}

function userIdentity(file: JsoncText, node: Node, tenantId: string): UserAssignedIdentity {
  expectObject(file, node, "a user-assigned identity");
  return {
    name: string(file, node, "name"),
    resourceId: string(file, node, "resourceId"),
    principalId: guid(file, node, "principalId"),
    clientId: guid(file, node, "clientId"),
    tenantId: findProperty(node, "tenantId") ? guid(file, node, "tenantId") : tenantId,
  };
}

function claimsOf(file: JsoncText, node: Node | undefined): ExtraClaims {
  if (node === undefined) {
    return {};
  }
  expectObject(file, node, '"tokenClaims"');
  for (const property of node.children ?? []) {
    const value = valueOf(property);
    if (value?.type !== "object") {
      throw damagedAt(file, property.offset, `the claims for "${keyOf(property)}" must be an object`);
    }
  }
  return jsonOf(node) as ExtraClaims;
}

function runtimesOf(file: JsoncText, node: Node | undefined): ReadonlyMap<string, RuntimeId> {
  const runtimes = new Map<string, RuntimeId>();
  if (node !== undefined) {
    expectObject(file, node, '"runtimes"');
  }
  for (const property of node?.children ?? []) {
    const runtime = runtimeIds.find((id) => id === valueOf(property)?.value);
    if (runtime === undefined) {
      throw damagedAt(file, property.offset, `the runtime of "${keyOf(property)}" is one of ${runtimeIds.join(", ")}`);
    }
    runtimes.set(keyOf(property).toLowerCase(), runtime);
  }
  return runtimes;
}

function string(file: JsoncText, object: Node, key: string): string {
  const text = optionalString(file, object, key);
  if (text === undefined || text.trim() === "") {
    throw faultAt(file, object, key, `"${key}" is missing or empty`);
  }
  return text;
}

function optionalString(file: JsoncText, object: Node, key: string): string | undefined {
  const node = valueOf(findProperty(object, key));
  return node === undefined ? undefined : textOf(file, node, `"${key}"`);
}

function guid(file: JsoncText, object: Node, key: string): string {
  const text = string(file, object, key).toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) {
    throw faultAt(file, object, key, `"${key}" must be a guid`);
  }
  return text;
}

function textOf(file: JsoncText, node: Node, what: string): string {
  if (typeof node.value !== "string") {
    throw damagedAt(file, node.offset, `${what} must be a text`);
  }
  return node.value;
}

function arrayItems(file: JsoncText, object: Node | undefined, key: string): readonly Node[] {
  const node = valueOf(findProperty(object, key));
  if (node !== undefined && node.type !== "array") {
    throw damagedAt(file, node.offset, `"${key}" must be a list`);
  }
  return node?.children ?? [];
}

function expectObject(file: JsoncText, node: Node, what: string): void {
  if (node.type !== "object") {
    throw damagedAt(file, node.offset, `${what} must be an object`);
  }
}

function faultAt(file: JsoncText, object: Node, key: string, fault: string): Error {
  return damagedAt(file, (valueOf(findProperty(object, key)) ?? object).offset, fault);
}
