import assert from "node:assert/strict";

import { runtimeIds } from "../../src/core/runbook";
import { scenarioNames } from "../../src/local/endpoint/scenarios";
import { manifest, readText, translations } from "./support/project";

interface Property {
  readonly enum?: readonly string[];
  readonly description: string;
}

interface DebuggerContribution {
  readonly type: string;
  readonly languages?: readonly string[];
  readonly when?: string;
  readonly configurationAttributes?: { readonly launch: { readonly properties: Readonly<Record<string, Property>> } };
  readonly initialConfigurations?: readonly { readonly type: string }[];
  readonly configurationSnippets?: readonly { readonly body: { readonly type: string } }[];
}

describe("the debuggers of package.json", () => {
  const { debuggers } = manifest.contributes as unknown as { readonly debuggers: readonly DebuggerContribution[] };
  const [launch, activeFile] = debuggers;
  const properties = launch?.configurationAttributes?.launch.properties ?? {};

  it("offer the choices that the code knows", () => {
    assert.deepEqual(properties["scenario"]?.enum, scenarioNames);
    assert.deepEqual(properties["runtime"]?.enum, runtimeIds);
  });

  it("describe each property that the code reads, and no other", () => {
    const code = readText("src/features/debug/launch-configuration.ts");
    const read = /const \{ ([\w, ]+) \} = configuration;/.exec(code)?.[1]?.split(", ") ?? [];
    assert.deepEqual(Object.keys(properties).sort(), read.toSorted());
    for (const [name, { description }] of Object.entries(properties)) {
      assert.ok(translations[description.replaceAll("%", "")], name);
    }
  });

  it("take F5 on runbooks only: other scripts keep their debugger", () => {
    assert.equal(launch?.languages, undefined);
    assert.deepEqual(activeFile?.languages, ["powershell", "python"]);
    assert.equal(activeFile.when, "runbookWorkbench.activeEditorIsRunbook");
  });

  it("write configurations of their own type, and start the extension when one is used", () => {
    const written = [
      ...(launch?.initialConfigurations ?? []),
      ...(launch?.configurationSnippets ?? []).map(({ body }) => body),
    ];
    assert.deepEqual([...new Set(written.map(({ type }) => type))], [launch?.type]);
    for (const { type } of debuggers) {
      assert.ok(manifest.activationEvents?.includes(`onDebugResolve:${type}`), type);
    }
  });
});
