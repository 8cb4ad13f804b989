import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { commonOptions, type Command, type CommandGroup } from "../../../src/cli/command";
import { commandTable } from "../../../src/cli/command-table";
import { assetGroup } from "../../../src/cli/commands/asset";
import { initCommand } from "../../../src/cli/commands/init";
import { inventoryCommand } from "../../../src/cli/commands/inventory";
import { keyGroup } from "../../../src/cli/commands/key";
import { runCommand } from "../../../src/cli/commands/run";
import { serveIdentityCommand } from "../../../src/cli/commands/serve-identity";
import { renderCommandHelp, renderGroupHelp, renderProgramHelp } from "../../../src/cli/help";
import { scenarios } from "../../../src/local/endpoint/scenarios";

const text = readFileSync(resolve(__dirname, "../../../docs/cli.md"), "utf8");

/** By static imports: mocha's loader does not see import() of TypeScript files. */
const loaded: readonly (Command | CommandGroup)[] = [
  initCommand,
  assetGroup,
  runCommand,
  serveIdentityCommand,
  inventoryCommand,
  keyGroup,
];
const all = loaded.map((one) => ({ loaded: one, commands: "commands" in one ? Object.values(one.commands) : [one] }));

describe("docs/cli.md", () => {
  it("names every command and every option", () => {
    for (const { commands } of all) {
      for (const { help } of commands) {
        assert.ok(text.includes(`runbook-workbench ${help.name}`), help.name);
        for (const option of Object.keys({ ...commonOptions, ...help.options })) {
          assert.match(text, new RegExp(`--${option}\\b`), `${help.name} --${option}`);
        }
      }
    }
  });

  it("describes every scenario in the endpoint's own words", () => {
    for (const { name, description } of scenarios) {
      assert.ok(text.includes(`\`${name}\``) && text.includes(description), name);
    }
  });
});

describe("help", () => {
  it("fits a terminal of 100 columns, usage lines apart", () => {
    const texts = [
      renderProgramHelp(commandTable),
      ...all.flatMap(({ loaded, commands }) => [
        ...("commands" in loaded ? [renderGroupHelp(loaded)] : []),
        ...commands.map(({ help }) => renderCommandHelp(help)),
      ]),
    ];
    for (const line of texts.flatMap((one) => one.split("\n")).filter((one) => !/runbook-workbench/.test(one))) {
      assert.ok(line.length <= 112, line);
    }
  });
});
