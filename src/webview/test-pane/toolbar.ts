/** The toolbar: start, stop and their kin, and where and as whom the runbook runs. */
import type { Choice, OptionName, PaneState } from "../../protocol/test-pane";
import { el, icon, toolButton } from "./dom";
import { select, setOptions, valueOf, type Select } from "./elements";
import type { Host } from "./host";
import { Menu } from "./menu";
import { t } from "./words";

export interface ToolbarActions {
  readonly start: () => void;
  readonly startAgain: () => void;
  readonly stop: () => void;
  readonly debug: () => void;
}

interface OptionControl {
  readonly name: OptionName;
  readonly element: HTMLElement;
  readonly input: Select;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly startButton = el("vscode-button", { class: "start" });
  private readonly stopButton: HTMLButtonElement;
  private readonly againButton: HTMLButtonElement;
  private readonly suspendButton: HTMLButtonElement;
  private readonly resumeButton: HTMLButtonElement;
  private readonly interpreter: HTMLButtonElement;
  private readonly options: readonly OptionControl[];

  constructor({ post }: Host, actions: ToolbarActions, statusLine: HTMLElement) {
    const isMac = navigator.platform.startsWith("Mac");
    this.startButton.append(el("span", { attributes: { slot: "content-before" } }, [icon("play")]), t("Start"));
    this.startButton.title = isMac ? t("Start (⌘Enter)") : t("Start (Ctrl+Enter)");
    this.startButton.addEventListener("click", () => {
      if (!this.startButton.disabled) {
        actions.start();
      }
    });
    this.stopButton = toolButton({
      label: t("Stop"),
      icon: "debug-stop",
      title: t("Stop (Shift+F5)"),
      onClick: actions.stop,
    });
    this.againButton = toolButton({
      label: t("Again"),
      icon: "debug-restart",
      title: isMac ? t("Run again with the same values (⇧⌘F9)") : t("Run again with the same values (Ctrl+Shift+F9)"),
      onClick: actions.startAgain,
    });
    this.suspendButton = toolButton({
      label: t("Suspend"),
      icon: "debug-pause",
      onClick: () => post({ type: "suspend" }),
    });
    this.resumeButton = toolButton({
      label: t("Resume"),
      icon: "debug-continue",
      onClick: () => post({ type: "resume" }),
    });
    this.interpreter = toolButton({
      label: "",
      class: "interpreter",
      onClick: () => post({ type: "chooseInterpreter" }),
    });
    this.options = [
      this.makeOption("where", t("On"), post),
      this.makeOption("runtime", t("Runtime"), post),
      this.makeOption("identity", t("As"), post),
      this.makeOption("token", t("Token"), post),
      this.makeOption("scenario", t("Scenario"), post),
    ];
    const menu = new Menu(t("More actions"), [
      { label: t("Debug with these values"), icon: "debug-alt", act: actions.debug },
      { label: t("Copy as command line"), icon: "terminal", act: () => post({ type: "copyCommandLine" }) },
      {
        label: t("Import parameters from a job in Azure…"),
        icon: "cloud-download",
        act: () => post({ type: "importParameters" }),
      },
      { label: t("Choose interpreter…"), icon: "settings-gear", act: () => post({ type: "chooseInterpreter" }) },
    ]);
    const buttons = [this.startButton, this.stopButton, this.againButton, this.suspendButton, this.resumeButton];
    this.element = el("div", { class: "toolbar" }, [
      el("div", { class: "toolbar-line" }, [
        el("div", { class: "run-buttons", attributes: { role: "group", "aria-label": t("Run") } }, buttons),
        statusLine,
        menu.element,
      ]),
      el("div", { class: "run-options", attributes: { role: "group", "aria-label": t("Where and as whom") } }, [
        ...this.options.map(({ element }) => element),
        this.interpreter,
      ]),
    ]);
  }

  /** The first button that can be pressed. */
  focus(): void {
    const buttons: readonly (HTMLElement & { disabled: boolean })[] = [
      this.startButton,
      this.stopButton,
      this.againButton,
    ];
    (buttons.find((button) => !button.disabled) ?? this.options[0]?.input)?.focus();
  }

  update(state: PaneState): void {
    const { run, options } = state;
    const active = document.activeElement;
    const isBusy = run.isRunning || run.isStarting;
    this.startButton.disabled = !state.canStart || isBusy;
    this.stopButton.disabled = !run.canStop;
    this.againButton.disabled = !state.canStart || isBusy || (run.kind === "none" && state.history.length === 0);
    this.suspendButton.hidden = !run.canSuspend;
    this.resumeButton.hidden = !run.canResume;
    if (active instanceof HTMLButtonElement && this.element.contains(active) && (active.disabled || active.hidden)) {
      // A button that was just pressed must not take the keyboard with it.
      this.focus();
    } else if (active === this.startButton && this.startButton.disabled) {
      this.focus();
    }
    const choices: Readonly<Record<OptionName, readonly [readonly Choice[], string]>> = {
      where: [options.wheres, options.where],
      runtime: [options.runtimes, options.runtime],
      identity: [options.identities, options.identity],
      token: [options.tokens, options.token],
      scenario: [options.scenarios, options.scenario],
    };
    for (const option of this.options) {
      this.updateOption(option, ...choices[option.name]);
    }
    this.interpreter.hidden = options.interpreter === "";
    this.interpreter.textContent = options.interpreter;
    this.interpreter.title = options.interpreterPath;
    this.interpreter.setAttribute("aria-label", t("Interpreter: {0}. Choose another", options.interpreter));
  }

  private makeOption(name: OptionName, label: string, post: Host["post"]): OptionControl {
    const input = select(label);
    input.addEventListener("change", () => post({ type: "setOption", option: name, id: valueOf(input) }));
    const words = el("span", { class: "option-label", text: label, attributes: { "aria-hidden": "true" } });
    words.addEventListener("click", () => input.focus());
    return { name, input, element: el("div", { class: `option option-${name}` }, [words, input]) };
  }

  private updateOption(option: OptionControl, choices: readonly Choice[], value: string): void {
    option.element.hidden = choices.length === 0;
    setOptions(
      option.input,
      choices.map(({ id, label, description, disabledReason }) => ({
        value: id,
        label,
        description: disabledReason ?? description,
        isDisabled: disabledReason !== undefined,
      })),
      value,
    );
    option.input.title = choices.find(({ id }) => id === value)?.description ?? "";
  }
}
