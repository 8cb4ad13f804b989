/** The uses in one runbook that lists of dependencies are made of. */
import type { RunbookLanguage } from "../../core/runbook";
import type { DependencyUse } from "./dependencies";
import { LineIndex } from "./line-index";
import { scanRunbook, usesOf } from "./scan-runbook";

/** Never throws; `path` is only handed through. */
export function dependencyUses(path: string, text: string, language: RunbookLanguage): readonly DependencyUse[] {
  const { assets, children, modules, identity } = usesOf(scanRunbook(text, language));
  if (assets.length + children.length + modules.length + identity.length === 0) {
    return [];
  }
  const lines = new LineIndex(text);
  const at = (offset: number) => ({ path, ...lines.positionAt(offset) });
  return [
    ...assets.map(({ kind, name, operation, nameStart }) => ({ kind, name, operation, ...at(nameStart) })),
    ...children.map(
      ({ name, nameStart }) => ({ kind: "runbook", name, operation: "start", ...at(nameStart) }) as const,
    ),
    ...modules.map(({ name, start }) => ({ kind: "module", name, operation: "load", ...at(start) }) as const),
    ...identity.map(({ how, start }) => ({ kind: "identity", name: how, operation: "sign-in", ...at(start) }) as const),
  ];
}
