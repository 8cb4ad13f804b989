// A person who answers the editor's questions as a test says, and hears what they are told. Every question must be expected.
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** A part of the question's title, text or detail; the answer: a text, the label of a row, a button. undefined: Escape. */
export type Answer = readonly [question: RegExp, answer: string | undefined];

type Row = vscode.QuickPickItem;

interface Replaced {
  readonly name: string;
  readonly original: unknown;
}

export class Person {
  /** Messages that asked nothing, errors among them, oldest first. */
  readonly told: string[] = [];
  /** Titles of what was shown as going on. */
  readonly watched: string[] = [];
  /** Every question that was asked, as one text. */
  readonly asked: string[] = [];
  /** Ends what is going on as soon as its title fits. */
  cancelWhen: RegExp | undefined;
  readonly #answers: Answer[] = [];
  readonly #replaced: Replaced[] = [];
  readonly #window = vscode.window as unknown as Record<string, unknown>;

  constructor() {
    this.#replace("showInputBox", (options: vscode.InputBoxOptions) => this.#type(options));
    this.#replace(
      "showQuickPick",
      (rows: readonly Row[] | Thenable<readonly Row[]>, options: vscode.QuickPickOptions) =>
        this.#choose(rows, options),
    );
    this.#replace("createQuickPick", () => this.#quickPick());
    for (const name of ["showInformationMessage", "showWarningMessage", "showErrorMessage"]) {
      this.#replace(name, (message: string, ...rest: readonly unknown[]) => this.#read(message, rest));
    }
    this.#replace("setStatusBarMessage", (message: string) => {
      this.told.push(message);
      return { dispose: () => undefined };
    });
    this.#replace(
      "withProgress",
      (
        options: vscode.ProgressOptions,
        work: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<unknown>,
      ) => this.#watch(options, work),
    );
  }

  /** The next questions, in order. */
  willAnswer(...answers: readonly Answer[]): void {
    this.#answers.push(...answers);
  }

  /** Fails when an expected question was not asked. */
  assertAllAsked(): void {
    assert.deepEqual(
      this.#answers.map(([question]) => String(question)),
      [],
      `asked: ${this.asked.join(" | ")}; told: ${this.told.join(" | ")}`,
    );
  }

  /** What was told since the last look. */
  takeTold(): readonly string[] {
    return this.told.splice(0);
  }

  restore(): void {
    for (const { name, original } of this.#replaced) {
      this.#window[name] = original;
    }
  }

  #replace(name: string, substitute: unknown): void {
    this.#replaced.push({ name, original: this.#window[name] });
    this.#window[name] = substitute;
  }

  #next(question: string): string | undefined {
    this.asked.push(question);
    const next = this.#answers.shift();
    assert.ok(next, `nobody expected the question: ${question}`);
    assert.match(question, next[0]);
    return next[1];
  }

  async #type(options: vscode.InputBoxOptions): Promise<string | undefined> {
    const answer = this.#next([options.title, options.prompt].join(" "));
    if (answer === undefined) {
      return undefined;
    }
    // "=": what stands in the box already.
    const text = answer === "=" ? (options.value ?? "") : answer;
    assert.equal((await options.validateInput?.(text)) ?? undefined, undefined, `the box refuses "${text}"`);
    return text;
  }

  async #choose(
    rows: readonly Row[] | Thenable<readonly Row[]>,
    options: vscode.QuickPickOptions,
  ): Promise<Row | readonly Row[] | undefined> {
    const shown = await rows;
    const answer = this.#next([options.title, options.placeHolder].join(" "));
    if (options.canPickMany === true) {
      return answer === undefined
        ? undefined
        : answer
            .split("|")
            .filter(Boolean)
            .map((label) => rowOf(shown, label));
    }
    return answer === undefined ? undefined : rowOf(shown, answer);
  }

  /** As much of a QuickPick as paging lists need. */
  #quickPick(): vscode.QuickPick<Row> {
    const accept = new vscode.EventEmitter<void>();
    const hide = new vscode.EventEmitter<void>();
    let items: readonly Row[] = [];
    let answer: string | undefined;
    let isAsked = false;
    const pick = {
      title: "",
      placeholder: "",
      busy: false,
      selectedItems: [] as readonly Row[],
      activeItems: [] as readonly Row[],
      onDidAccept: accept.event,
      onDidHide: hide.event,
      get items(): readonly Row[] {
        return items;
      },
      set items(rows: readonly Row[]) {
        items = rows;
        queueMicrotask(() => react());
      },
      show: () => undefined,
      dispose: () => {
        accept.dispose();
        hide.dispose();
      },
    };
    const react = (): void => {
      if (!isAsked) {
        isAsked = true;
        answer = this.#next([pick.title, pick.placeholder].join(" "));
      }
      if (answer === undefined) {
        hide.fire();
        return;
      }
      const row = items.find((one) => one.label === answer) ?? items.find((one) => one.alwaysShow === true);
      assert.ok(row, `no row "${answer}" among ${items.map((one) => one.label).join(", ")}`);
      pick.busy = false;
      pick.selectedItems = [row];
      accept.fire();
    };
    return pick as unknown as vscode.QuickPick<Row>;
  }

  #read(message: string, rest: readonly unknown[]): Promise<string | undefined> {
    const [options] = rest;
    const isModal = typeof options === "object" && options !== null && "modal" in options && options.modal === true;
    if (!isModal) {
      this.told.push(message);
      return Promise.resolve(undefined);
    }
    const detail = "detail" in options && typeof options.detail === "string" ? options.detail : "";
    const answer = this.#next(`${message} ${detail}`);
    assert.ok(answer === undefined || rest.includes(answer), `no button "${answer ?? ""}" below: ${message}`);
    return Promise.resolve(answer);
  }

  async #watch(
    options: vscode.ProgressOptions,
    work: (progress: vscode.Progress<{ message?: string }>, token: vscode.CancellationToken) => Thenable<unknown>,
  ): Promise<unknown> {
    this.watched.push(options.title ?? "");
    const source = new vscode.CancellationTokenSource();
    const result = work({ report: ({ message }) => this.watched.push(message ?? "") }, source.token);
    if (this.cancelWhen?.test(options.title ?? "") === true) {
      assert.equal(options.cancellable, true, "what takes long can be cancelled");
      setTimeout(() => source.cancel(), 50);
    }
    return result;
  }
}

function rowOf(rows: readonly Row[], label: string): Row {
  const row = rows.find((one) => one.label === label) ?? rows.find((one) => one.label.includes(label));
  assert.ok(row, `no row "${label}" among ${rows.map((one) => one.label).join(", ")}`);
  return row;
}
