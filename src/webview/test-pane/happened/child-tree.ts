/** The child jobs of a run, as a tree. */
import type { ChildJob } from "../../../protocol/test-pane";
import { el } from "../dom";
import { statusIcon } from "../status-line";
import { duration } from "../times";
import { t } from "../words";

export function childTree(children: readonly ChildJob[], jobId: string): HTMLElement {
  if (children.length === 0) {
    return el("div", { class: "empty", text: t("The runbook started no child job.") });
  }
  const known = new Set(children.map((child) => child.jobId));
  const byParent = new Map<string, ChildJob[]>();
  for (const child of children) {
    // A parent that is not in the list must not hide its children.
    const parent = known.has(child.parentJobId) && child.parentJobId !== child.jobId ? child.parentJobId : jobId;
    byParent.set(parent, [...(byParent.get(parent) ?? []), child]);
  }
  return level(byParent, jobId, new Set());
}

function level(
  byParent: ReadonlyMap<string, readonly ChildJob[]>,
  parent: string,
  above: ReadonlySet<string>,
): HTMLElement {
  const items = (byParent.get(parent) ?? []).map((child) => {
    const inner = new Set([...above, child.jobId]);
    return el("li", {}, [
      el("span", { class: "child" }, [
        statusIcon(child.status),
        el("span", { class: "child-name", text: child.runbook }),
        el("span", {
          class: "hint",
          text: [
            child.status,
            child.durationMs === undefined ? "" : duration(child.durationMs),
            child.jobId.slice(0, 8),
          ]
            .filter((part) => part !== "")
            .join(" · "),
          title: child.jobId,
        }),
      ]),
      byParent.has(child.jobId) && !above.has(child.jobId) ? level(byParent, child.jobId, inner) : undefined,
    ]);
  });
  return el("ul", { class: "children", attributes: { "aria-label": t("Child jobs") } }, items);
}
