/** The borders between the areas: dragged or moved with the arrow keys, remembered with the pane. */
import { el } from "./dom";
import type { Host } from "./host";
import { t } from "./words";

interface Border {
  readonly handle: HTMLElement;
  readonly property: string;
  readonly isVertical: boolean;
  readonly smallest: number;
  readonly largest: number;
  readonly fallback: number;
  readonly remember: (share: number) => void;
}

const keyStep = 0.02;

export class Splitters {
  constructor(
    private readonly areas: HTMLElement,
    host: Host,
  ) {
    this.add(
      {
        handle: el("div", { class: "splitter splitter-columns" }),
        property: "--parameters-share",
        isVertical: true,
        smallest: 0.15,
        largest: 0.7,
        fallback: 0.34,
        remember: (share) => host.setView({ parametersShare: share }),
      },
      t("Width of the parameters"),
      host.view.parametersShare,
    );
    this.add(
      {
        handle: el("div", { class: "splitter splitter-rows" }),
        property: "--happened-share",
        isVertical: false,
        smallest: 0.1,
        largest: 0.7,
        fallback: 0.26,
        remember: (share) => host.setView({ happenedShare: share }),
      },
      t("Height of what happened"),
      host.view.happenedShare,
    );
  }

  private add(border: Border, label: string, share: number | undefined): void {
    const { handle } = border;
    handle.role = "separator";
    handle.tabIndex = 0;
    handle.ariaLabel = label;
    handle.ariaOrientation = border.isVertical ? "vertical" : "horizontal";
    handle.ariaValueMin = String(Math.round(border.smallest * 100));
    handle.ariaValueMax = String(Math.round(border.largest * 100));
    let current = share ?? border.fallback;
    const set = (value: number): void => {
      current = Math.min(border.largest, Math.max(border.smallest, value));
      this.areas.style.setProperty(border.property, String(current));
      handle.ariaValueNow = String(Math.round(current * 100));
    };
    set(current);
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.classList.add("dragging");
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) {
        const box = this.areas.getBoundingClientRect();
        set(border.isVertical ? (event.clientX - box.left) / box.width : (box.bottom - event.clientY) / box.height);
      }
    });
    handle.addEventListener("pointerup", () => {
      handle.classList.remove("dragging");
      border.remember(current);
    });
    handle.addEventListener("dblclick", () => {
      set(border.fallback);
      border.remember(current);
    });
    handle.addEventListener("keydown", (event) => {
      const steps: Readonly<Record<string, number>> = border.isVertical
        ? { ArrowLeft: -keyStep, ArrowRight: keyStep }
        : { ArrowUp: keyStep, ArrowDown: -keyStep };
      const step = steps[event.key];
      if (step !== undefined) {
        event.preventDefault();
        set(current + step);
        border.remember(current);
      }
    });
    this.areas.append(handle);
  }
}
