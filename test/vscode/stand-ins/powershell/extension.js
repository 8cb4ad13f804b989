// Serves the type `PowerShell` without breakpoints: what it is given runs in a new PowerShell, as in a temporary console.
const { spawn } = require("node:child_process");
const vscode = require("vscode");

/** The API for tests: what was launched, in order. */
const configurations = [];

class PowerShellAdapter {
  #sent = new vscode.EventEmitter();
  onDidSendMessage = this.#sent.event;
  #configuration;
  #child;
  #seq = 0;

  constructor(configuration) {
    this.#configuration = configuration;
  }

  handleMessage(request) {
    this.#send({ type: "response", request_seq: request.seq, success: true, command: request.command, body: {} });
    if (request.command === "initialize") {
      this.#send({ type: "event", event: "initialized" });
    } else if (request.command === "launch") {
      this.#launch();
    } else if (request.command === "disconnect") {
      this.dispose();
    }
  }

  dispose() {
    this.#child?.kill("SIGKILL");
  }

  #launch() {
    const { script, args, cwd } = this.#configuration;
    // BuildDotSourceCommandWithArguments of PowerShell Editor Services, for the execute mode Call.
    const command = `& '${script.replaceAll("'", "''")}' ${args.join(" ")}`;
    this.#child = spawn("pwsh", ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", command], { cwd });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on("data", (data) =>
        this.#send({ type: "event", event: "output", body: { category: "stdout", output: String(data) } }),
      );
    }
    this.#child.once("close", () => this.#send({ type: "event", event: "terminated" }));
  }

  #send(message) {
    this.#sent.fire({ seq: ++this.#seq, ...message });
  }
}

exports.activate = function activate(context) {
  context.subscriptions.push(
    vscode.debug.registerDebugAdapterDescriptorFactory("PowerShell", {
      createDebugAdapterDescriptor({ configuration }) {
        configurations.push(configuration);
        return new vscode.DebugAdapterInlineImplementation(new PowerShellAdapter(configuration));
      },
    }),
  );
  return { configurations };
};
