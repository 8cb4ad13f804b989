/** What happened besides the streams, in tabs. */
import type { PaneFact, PaneState, ToTestPane } from "../../../protocol/test-pane";
import { el, replaceChildren } from "../dom";
import type { Host } from "../host";
import { t } from "../words";
import { assetTable, identityTable, noticeTable } from "./fact-tables";
import { childTree } from "./child-tree";
import { HistoryTable } from "./history-table";
import { limitMeters } from "./limit-meters";
import type { NumberedFact } from "./numbered-fact";

const tabIds = ["identity", "assets", "children", "limits", "notices", "history"] as const;
type TabId = (typeof tabIds)[number];

export class HappenedPanel {
  readonly element: HTMLElement;
  private readonly tabs = new Map<TabId, HTMLButtonElement>();
  private readonly content = el("div", {
    class: "tab-content",
    attributes: { role: "tabpanel", id: "happened-content", tabindex: 0 },
  });
  private readonly history: HistoryTable;
  private facts: NumberedFact[] = [];
  private run = -1;
  private chosen: TabId;
  private state: PaneState | undefined;
  private isStale = false;
  private contentKey = "";

  constructor(private readonly host: Host) {
    this.chosen = tabIds.find((id) => id === host.view.tab) ?? "identity";
    this.history = new HistoryTable(host);
    const tabList = el("div", { class: "tabs", attributes: { role: "tablist", "aria-label": t("What happened") } });
    for (const id of tabIds) {
      const tab = el("button", {
        class: "tab",
        attributes: { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "happened-content" },
        onClick: () => this.choose(id, false),
      });
      this.tabs.set(id, tab);
      tabList.append(tab);
    }
    tabList.addEventListener("keydown", (event) => this.onKeyDown(event));
    this.element = el("section", { class: "area happened", attributes: { "aria-labelledby": "happened-title" } }, [
      el("h2", { class: "sr-only", text: t("What happened"), attributes: { id: "happened-title" } }),
      tabList,
      this.content,
    ]);
  }

  update(state: PaneState): void {
    this.state = state;
    if (state.run.run !== this.run) {
      this.run = state.run.run;
      this.facts = [];
    }
    this.render();
  }

  receive(message: Extract<ToTestPane, { type: "facts" }>): void {
    if (message.run !== this.run) {
      return;
    }
    // Facts come from the beginning after a reload: those that are here already are passed over.
    const next = (this.facts.at(-1)?.index ?? -1) + 1;
    for (const [offset, fact] of message.facts.entries()) {
      if (message.from + offset >= next) {
        this.facts.push({ ...fact, index: message.from + offset });
      }
    }
    this.schedule();
  }

  private schedule(): void {
    if (!this.isStale) {
      this.isStale = true;
      requestAnimationFrame(() => {
        this.isStale = false;
        this.render();
      });
    }
  }

  private choose(id: TabId, takeFocus: boolean): void {
    this.chosen = id;
    this.host.setView({ tab: id });
    this.content.scrollTop = 0;
    this.render();
    // Where the areas stand below each other, what was asked for comes into sight.
    this.content.scrollIntoView({ block: "nearest" });
    if (takeFocus) {
      this.tabs.get(id)?.focus();
    }
  }

  private onKeyDown(event: KeyboardEvent): void {
    const shown = tabIds.filter((id) => this.tabs.get(id)?.hidden === false);
    const index = shown.indexOf(this.chosen);
    const targets: Readonly<Record<string, number>> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      this.choose(shown.at(target % shown.length) ?? "identity", true);
    }
  }

  private render(): void {
    const { state } = this;
    if (state === undefined) {
      return;
    }
    const of = <Kind extends PaneFact["kind"]>(...kinds: readonly Kind[]): readonly (NumberedFact & { kind: Kind })[] =>
      this.facts.filter((fact): fact is NumberedFact & { kind: Kind } =>
        (kinds as readonly string[]).includes(fact.kind),
      );
    const identity = of("identity");
    const assets = of("asset");
    const notices = of("notice", "limit");
    this.setTab("identity", t("Identity"), identity.length);
    this.setTab("assets", t("Assets"), assets.length);
    this.setTab("children", t("Child jobs"), state.run.children.length);
    this.setTab(
      "limits",
      t("Limits"),
      undefined,
      state.run.limits.some((limit) => limit.isExceeded),
    );
    this.setTab("notices", t("Notices"), notices.length);
    this.setTab("history", t("History"), state.history.length);
    this.content.setAttribute("aria-labelledby", `tab-${this.chosen}`);
    const openSource = (index: number): void =>
      this.host.post({ type: "openSource", of: "fact", run: this.run, index });
    const { children, jobId, isInAzure } = state.run;
    // A table that is made anew takes away what is selected or focused in it, and a run that goes on says something all the time.
    const counts: Readonly<Record<TabId, unknown>> = {
      identity: identity.length,
      assets: assets.length,
      children,
      limits: state.run.limits,
      notices: notices.length,
      history: Date.now(),
    };
    const key = JSON.stringify([this.chosen, this.run, isInAzure, counts[this.chosen]]);
    if (this.contentKey === key) {
      return;
    }
    this.contentKey = key;
    const contents: Readonly<Record<TabId, () => HTMLElement>> = {
      identity: () => (isInAzure ? untold() : identityTable(identity)),
      assets: () => (isInAzure ? untold() : assetTable(assets, openSource)),
      children: () => (isInAzure ? untold() : childTree(children, jobId)),
      limits: () => limitMeters(state.run.limits),
      notices: () => noticeTable(notices),
      history: () => this.history.update(state.history),
    };
    const next = contents[this.chosen]();
    if (this.content.firstElementChild !== next) {
      const { scrollTop } = this.content;
      replaceChildren(this.content, [next]);
      this.content.scrollTop = scrollTop;
    }
  }

  private setTab(id: TabId, label: string, count: number | undefined, isAlarming = false): void {
    const tab = this.tabs.get(id);
    if (tab === undefined) {
      return;
    }
    const isChosen = id === this.chosen;
    tab.ariaSelected = String(isChosen);
    tab.tabIndex = isChosen ? 0 : -1;
    const key = `${label} ${count ?? ""} ${isAlarming}`;
    if (tab.dataset["key"] !== key) {
      tab.dataset["key"] = key;
      replaceChildren(tab, [
        document.createTextNode(label),
        count === undefined || count === 0
          ? undefined
          : el("span", { class: "count", text: ` ${count.toLocaleString()}` }),
        isAlarming ? el("span", { class: "count alarming", text: ` ${t("exceeded")}` }) : undefined,
      ]);
    }
  }
}

/** That nothing is listed must not read as if there was nothing. */
function untold(): HTMLElement {
  return el("div", { class: "empty", text: t("A run on this machine shows this. Of a job in Azure it is not told.") });
}
