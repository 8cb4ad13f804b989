/** Every rule, in the order of their codes. */
import type { Rule } from "./rule";
import { computedName } from "./runbooks/computed-name";
import { connectionOutOfReach } from "./runbooks/connection-out-of-reach";
import { constantInVariable } from "./runbooks/constant-in-variable";
import { missingAsset } from "./runbooks/missing-asset";
import { nameCase } from "./runbooks/name-case";
import { setEncryptedVariable } from "./runbooks/set-encrypted-variable";
import { setMissingVariable } from "./runbooks/set-missing-variable";
import { unknownField } from "./runbooks/unknown-field";
import { unknownSuppression } from "./runbooks/unknown-suppression";
import { wrongKind } from "./runbooks/wrong-kind";

export const rules: readonly Rule[] = [
  unknownSuppression(() => ruleCodes),
  constantInVariable,
  computedName,
  missingAsset,
  nameCase,
  wrongKind,
  unknownField,
  connectionOutOfReach,
  setMissingVariable,
  setEncryptedVariable,
];

/** Of every rule, in order. */
export const ruleCodes: readonly string[] = rules.map(({ code }) => code);

export function findRule(code: string): Rule | undefined {
  return rules.find((rule) => rule.code === code);
}
