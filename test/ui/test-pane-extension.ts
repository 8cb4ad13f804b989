// A stand-in for the extension in the tests of the page alone: keeps values, refuses what does not bind, and runs a scripted job.
import type { FromTestPane, PaneRecord, PaneState, ParameterProblem } from "../../src/protocol/test-pane";
import type { PanePage } from "./support/pane-page";
import { countsOf, ended, init, noRun, parameters, running, state } from "./test-pane-states";

export class FakeExtension {
  state: PaneState;
  private records: PaneRecord[] = [];
  private run = 0;
  private values: Readonly<Record<string, string>> = {};

  constructor(
    private readonly pane: PanePage,
    given: Partial<PaneState> = {},
  ) {
    this.state = state(given);
    pane.onMessage = (message) => void this.answer(message);
  }

  async open(): Promise<void> {
    await this.pane.send({ ...init(), state: this.state } as Parameters<PanePage["send"]>[0]);
  }

  /** What the runbook writes. */
  async write(records: readonly PaneRecord[]): Promise<void> {
    const from = this.records.length;
    this.records.push(...records);
    await this.pane.send({ type: "records", run: this.run, from, records });
    await this.update({ run: { ...this.state.run, counts: countsOf(this.records) } });
  }

  async end(status: "Completed" | "Failed" | "Stopped"): Promise<void> {
    await this.update({ run: ended(status, { run: this.run, counts: countsOf(this.records) }) });
  }

  private async update(change: Partial<PaneState>): Promise<void> {
    this.state = { ...this.state, ...change };
    await this.pane.send({ type: "update", state: change });
  }

  private problems(): readonly ParameterProblem[] {
    return this.state.parameters.controls
      .filter((control) => control.isMandatory && this.values[control.name] === undefined)
      .map(({ name }) => ({ name, message: `Parameter "${name}" is mandatory and has no value.`, isMissing: true }));
  }

  private async answer(message: FromTestPane): Promise<void> {
    switch (message.type) {
      case "setValue": {
        const others = Object.entries(this.values).filter(([name]) => name !== message.name);
        const given = message.value === null ? [] : [[message.name, message.value] as const];
        this.values = Object.fromEntries([...others, ...given]);
        const { controls, showsMissing } = this.state.parameters;
        const secrets = controls.filter(({ isSensitive }) => isSensitive).map(({ name }) => name);
        await this.update({
          parameters: parameters({
            controls,
            showsMissing,
            values: Object.fromEntries(Object.entries(this.values).filter(([name]) => !secrets.includes(name))),
            keptNames: secrets.filter((name) => this.values[name] !== undefined),
            problems: this.problems(),
            revision: message.revision,
          }),
        });
        break;
      }
      case "start":
      case "startAgain":
        await this.start();
        break;
      case "stop":
        await this.update({ run: { ...this.state.run, status: "Stopping", statusText: "Stopping", canStop: false } });
        await this.end("Stopped");
        break;
      default:
        break;
    }
  }

  private async start(): Promise<void> {
    const problems = this.problems();
    const [first] = problems;
    if (first !== undefined) {
      await this.update({ parameters: { ...this.state.parameters, problems, showsMissing: true } });
      await this.pane.send({ type: "focus", target: "parameter", name: first.name });
      return;
    }
    this.run++;
    this.records = [];
    await this.update({ run: { ...noRun, run: this.run, isStarting: true } });
    await this.update({ run: running({ run: this.run }) });
  }
}
