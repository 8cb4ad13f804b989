/** Asks the Python extension, where it is installed, which interpreter the person has chosen. */
import * as vscode from "vscode";

/** The part of the Python extension's API that we use (ms-python.python, `PythonExtension.environments`). */
interface PythonApi {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

/** Absolute path of the interpreter; undefined: no Python extension, or it has none. */
export async function chosenPython(resource: vscode.Uri): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
  if (!extension) {
    return undefined;
  }
  try {
    const { environments } = await extension.activate();
    if (!environments) {
      return undefined;
    }
    const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
    return environment?.executable.uri?.fsPath;
  } catch {
    // Their failure is no reason for ours: the search goes on with virtual environments and PATH.
    return undefined;
  }
}
