/** How much of the service's limits a run used. */
import type { LimitGauge } from "../../../protocol/test-pane";
import { el, icon } from "../dom";
import { t } from "../words";

export function limitMeters(limits: readonly LimitGauge[]): HTMLElement {
  if (limits.length === 0) {
    return el("div", {
      class: "empty",
      text: t("A run shows here how near it came to the limits of an Azure sandbox."),
    });
  }
  return el(
    "dl",
    { class: "limits" },
    limits.map((limit) =>
      el("div", { class: limit.isExceeded ? "limit exceeded" : "limit" }, [
        el("dt", { text: limit.label }),
        el("dd", {}, [
          limit.share === undefined ? el("span", { class: "meter-space" }) : meter(limit.label, limit.share),
          el("span", { class: "limit-text", text: limit.text }),
          limit.isExceeded
            ? el("span", { class: "bad" }, [icon("warning"), document.createTextNode(` ${t("over the limit")}`)])
            : undefined,
        ]),
      ]),
    ),
  );
}

function meter(label: string, share: number): HTMLElement {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  const bar = el("span", { class: "meter-bar" });
  bar.style.width = `${share > 0 ? Math.max(1, percent) : 0}%`;
  return el(
    "span",
    {
      class: "meter",
      attributes: {
        role: "meter",
        "aria-label": label,
        "aria-valuemin": 0,
        "aria-valuemax": 100,
        "aria-valuenow": percent,
      },
    },
    [bar],
  );
}
