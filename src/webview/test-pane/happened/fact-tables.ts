/** Identity requests, asset accesses and notices of a run, as tables. */
import { el, icon, linkButton } from "../dom";
import { clockTime, fullTime } from "../times";
import { t } from "../words";
import type { NumberedFact } from "./numbered-fact";
import { table, type Column } from "./table";

type FactOf<Kind extends NumberedFact["kind"]> = NumberedFact & { readonly kind: Kind };

const time: Column<NumberedFact> = {
  title: t("Time"),
  class: "cell-time",
  cell: (fact) => el("span", { text: clockTime(fact.time), title: fullTime(fact.time) }),
};

export function identityTable(facts: readonly FactOf<"identity">[]): HTMLElement {
  const columns: readonly Column<FactOf<"identity">>[] = [
    time,
    { title: t("Resource"), class: "cell-wide", cell: (fact) => (fact.resource === "" ? t("(none)") : fact.resource) },
    {
      title: t("Identity"),
      cell: (fact) =>
        el("span", { text: fact.identity === "" ? t("(none found)") : fact.identity, title: fact.clientId }),
    },
    {
      title: t("Answer"),
      cell: (fact) =>
        fact.status < 400
          ? String(fact.status)
          : el("span", { class: "bad" }, [icon("error"), document.createTextNode(` ${fact.status}`)]),
    },
    { title: t("Duration"), cell: (fact) => `${Math.round(fact.durationMs)} ms` },
    { title: t("Asked by"), cell: (fact) => fact.client },
  ];
  return table(t("Identity requests"), facts, columns, t("No identity request in this run."));
}

export function assetTable(facts: readonly FactOf<"asset">[], openSource: (index: number) => void): HTMLElement {
  const kinds: Readonly<Record<FactOf<"asset">["assetKind"], string>> = {
    connection: t("Connection"),
    credential: t("Credential"),
    certificate: t("Certificate"),
    variable: t("Variable"),
  };
  const columns: readonly Column<FactOf<"asset">>[] = [
    time,
    { title: t("Access"), cell: (fact) => (fact.operation === "get" ? t("read") : t("written")) },
    { title: t("Kind"), cell: (fact) => kinds[fact.assetKind] },
    {
      title: t("Name"),
      class: "cell-wide",
      cell: (fact) =>
        fact.isFound
          ? fact.name
          : el("span", { class: "bad" }, [
              icon("error"),
              document.createTextNode(` ${t("{0} (not found)", fact.name)}`),
            ]),
    },
    {
      title: t("Source"),
      cell: (fact) =>
        fact.line === undefined
          ? ""
          : linkButton(fact.file === undefined ? t("line {0}", fact.line) : `${fact.file}:${fact.line}`, () =>
              openSource(fact.index),
            ),
    },
  ];
  return table(t("Asset accesses"), facts, columns, t("No asset was read or written in this run."));
}

export function noticeTable(facts: readonly FactOf<"notice" | "limit">[]): HTMLElement {
  const columns: readonly Column<FactOf<"notice" | "limit">>[] = [
    time,
    {
      title: t("Notice"),
      class: "cell-wide cell-wrap",
      cell: (fact) =>
        el("span", {}, [
          icon(fact.kind === "limit" ? "warning" : "info"),
          document.createTextNode(` ${fact.kind === "limit" ? t("Limit: {0}", fact.message) : fact.message}`),
        ]),
    },
  ];
  return table(t("Notices"), facts, columns, t("Nothing to say about this run."));
}
