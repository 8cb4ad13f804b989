// Serves the type `debugpy` with the debugpy of the interpreter that the configuration names. What the real extension's resolver
// adds stands in its src/extension/debugger/configuration/resolvers (launch.ts, helper.ts).
const vscode = require("vscode");

/** The API for tests: what was about to be launched, in order. */
const configurations = [];

exports.activate = function activate(context) {
  context.subscriptions.push(
    vscode.debug.registerDebugConfigurationProvider("debugpy", {
      resolveDebugConfigurationWithSubstitutedVariables(folder, configuration) {
        configurations.push(configuration);
        const env = { ...process.env, ...configuration.env };
        return { ...configuration, env, debugOptions: ["RedirectOutput", "ShowReturnValue"] };
      },
    }),
    vscode.debug.registerDebugAdapterDescriptorFactory("debugpy", {
      createDebugAdapterDescriptor: ({ configuration }) =>
        new vscode.DebugAdapterExecutable(configuration.python, ["-m", "debugpy.adapter"]),
    }),
  );
  return { configurations };
};
