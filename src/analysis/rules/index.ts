/** Every rule, in the order of their codes. */
import type { Rule } from "./rule";
import { computedName } from "./runbooks/computed-name";
import { constantInVariable } from "./runbooks/constant-in-variable";

export const rules: readonly Rule[] = [constantInVariable, computedName];

export function findRule(code: string): Rule | undefined {
  return rules.find((rule) => rule.code === code);
}
