/** Reads a person's choice of identities for a run (`--identity system|none|NAME|GUID[,...]`). */
import { AutomationError } from "./errors";
import type { AccountIdentities, UserAssignedIdentity } from "./identity";
import { nearestNames } from "./nearest-names";

/**
 * The identities that the account of this run has: those named in `spec`, out of `identities`. A name is compared without case, a
 * guid may be the client id or the principal id, an ARM id may stand for the name.
 * Errors: invalid-usage.
 */
export function selectIdentities(spec: string, identities: AccountIdentities): AccountIdentities {
  const words = spec.split(",").map((word) => word.trim());
  if (words.some((word) => word === "")) {
    throw new AutomationError("invalid-usage", `The identity "${spec}" holds an empty name.`, {
      hint: 'Give "system", "none", or names or client ids with commas between them.',
    });
  }
  if (words.some((word) => word.toLowerCase() === "none")) {
    if (words.length > 1) {
      throw new AutomationError("invalid-usage", `"none" cannot stand beside other identities: ${spec}.`, {
        hint: 'Give "none" alone, or leave it out.',
      });
    }
    return { system: undefined, userAssigned: [] };
  }
  let system: AccountIdentities["system"];
  const userAssigned = new Set<UserAssignedIdentity>();
  for (const word of words) {
    if (word.toLowerCase() === "system" || isSystemId(word, identities)) {
      system = requireSystem(identities);
    } else {
      userAssigned.add(findUserAssigned(word, identities));
    }
  }
  // The account's own order, so that the choice reads the same however it was written.
  return { system, userAssigned: identities.userAssigned.filter((identity) => userAssigned.has(identity)) };
}

function requireSystem(identities: AccountIdentities): NonNullable<AccountIdentities["system"]> {
  if (!identities.system) {
    throw new AutomationError("invalid-usage", "The account has no system-assigned identity.", {
      hint: "Turn it on in the account file, or choose a user-assigned identity.",
    });
  }
  return identities.system;
}

function isSystemId(word: string, { system }: AccountIdentities): boolean {
  const id = normalizeId(word);
  return system !== undefined && (normalizeId(system.clientId) === id || normalizeId(system.principalId) === id);
}

function findUserAssigned(word: string, identities: AccountIdentities): UserAssignedIdentity {
  const id = normalizeId(word);
  const found = identities.userAssigned.find((identity) =>
    [identity.name, identity.clientId, identity.principalId, identity.resourceId].some(
      (candidate) => normalizeId(candidate) === id,
    ),
  );
  if (found) {
    return found;
  }
  const known = [...(identities.system ? ["system"] : []), ...identities.userAssigned.map(({ name }) => name)];
  const near = nearestNames(word, known);
  const suggestion =
    near.length > 0
      ? `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?`
      : known.length > 0
        ? `The account has: ${known.join(", ")}.`
        : "The account has no identities.";
  throw new AutomationError("invalid-usage", `The account has no identity "${word}".`, { hint: suggestion });
}

/** Guids and names are compared without case, and guids with or without braces. */
export function normalizeId(id: string): string {
  return id
    .trim()
    .replace(/^\{(.*)\}$/, "$1")
    .toLowerCase();
}
