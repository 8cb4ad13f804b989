/** What many runbooks depend on, seen from the assets: each with the runbooks that use it, absent ones first. */
import type { ReadableAssetKind } from "../../core/asset";

export type DependencyKind = ReadableAssetKind | "runbook" | "module" | "identity";

/** The order in which kinds are shown. */
export const dependencyKinds: readonly DependencyKind[] = [
  "connection",
  "credential",
  "variable",
  "certificate",
  "runbook",
  "module",
  "identity",
];

/** One use of something in one file, as little as a list needs. */
export interface DependencyUse {
  readonly kind: DependencyKind;
  /** undefined: only the running job knows. */
  readonly name: string | undefined;
  readonly operation: "get" | "set" | "start" | "load" | "sign-in";
  readonly path: string;
  /** 0-based */
  readonly line: number;
  readonly character: number;
}

export interface Dependency {
  readonly kind: DependencyKind;
  /** As the account spells it, else as it is spelled first; undefined gathers the uses whose name only a job knows. */
  readonly name: string | undefined;
  /** unknown: no account to compare with, or a kind or name that cannot be looked up. */
  readonly presence: "present" | "absent" | "unknown";
  /** By path, then line. */
  readonly uses: readonly DependencyUse[];
}

/** Names that exist, by kind; a kind that is not in it is not compared. */
export type KnownNames = ReadonlyMap<DependencyKind, readonly string[]>;

/** Groups uses by kind and name (compared without case): absent ones first, then by kind and name. */
export function groupDependencies(uses: Iterable<DependencyUse>, known: KnownNames): readonly Dependency[] {
  const groups = new Map<string, DependencyUse[]>();
  for (const use of uses) {
    const key = `${use.kind}\0${use.name === undefined ? "" : `=${use.name.toLowerCase()}`}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [use]);
    } else {
      group.push(use);
    }
  }
  return [...groups.values()].flatMap((group) => dependencyOf(group, known)).sort(compare);
}

function dependencyOf(group: readonly DependencyUse[], known: KnownNames): Dependency | [] {
  const [first] = group;
  if (first === undefined) {
    return [];
  }
  const { kind, name } = first;
  const names = known.get(kind);
  const spelled = name === undefined ? undefined : names?.find((item) => item.toLowerCase() === name.toLowerCase());
  const presence = names === undefined || name === undefined ? "unknown" : spelled === undefined ? "absent" : "present";
  const uses = [...group].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  return { kind, name: spelled ?? name, presence, uses };
}

function compare(a: Dependency, b: Dependency): number {
  return (
    rank(a) - rank(b) ||
    dependencyKinds.indexOf(a.kind) - dependencyKinds.indexOf(b.kind) ||
    (a.name ?? "").localeCompare(b.name ?? "", "en")
  );
}

/** What is absent needs attention; what cannot be known comes last. */
function rank({ presence, name }: Dependency): number {
  return presence === "absent" ? 0 : name === undefined ? 2 : 1;
}
