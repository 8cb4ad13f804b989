/** `init`: creates a local Automation account, on request with a whole sample workspace around it. */
import { resolve } from "node:path";
import { createLocalAccount } from "../../local/account/open-account";
import { usageError, type ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { exitStatus, type ExitStatus } from "../exit-status";

export const initCommand: Command = {
  help: {
    name: "init",
    usage: [
      "[DIR] [--name NAME] [--subscription ID] [--resource-group NAME] [--location NAME] [--user-assigned NAME]...",
      "[DIR] --sample",
    ],
    summary: "Creates a local Automation account: the folder .automation/ in DIR (default: the working folder).",
    description: ["An account that is there already is never overwritten. Ids that are not given are made up."],
    options: {
      name: { type: "text", valueName: "NAME", help: "Name of the account (default: the folder's)." },
      subscription: { type: "text", valueName: "ID", help: "Subscription id." },
      "resource-group": { type: "text", valueName: "NAME", help: "Resource group." },
      location: { type: "text", valueName: "NAME", help: "Azure region, e.g. westeurope." },
      "user-assigned": { type: "text", valueName: "NAME", isRepeatable: true, help: "A user-assigned identity." },
      "no-system-assigned": { type: "flag", help: "Leave the system-assigned identity out." },
      sample: {
        type: "flag",
        help: "Make a sample workspace in a new or empty DIR: runbooks and an asset of every kind.",
      },
    },
    examples: ["init --name contoso --user-assigned deployer", "init sample --sample"],
  },
  maxPositionals: 1,
  run: init,
};

const accountOptions = ["name", "subscription", "resource-group", "location", "user-assigned", "no-system-assigned"];

async function init(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const given = args.positionals[0];
  if (given !== undefined && context.accountFolder !== undefined) {
    throw usageError("The folder was given twice.", "Give DIR or --account, not both.");
  }
  const folder =
    given === undefined ? (context.accountFolder ?? context.workingFolder) : resolve(context.workingFolder, given);
  if (args.flag("sample")) {
    return initSample(folder, args, context);
  }
  const name = args.text("name");
  const subscriptionId = args.text("subscription");
  const resourceGroup = args.text("resource-group");
  const location = args.text("location");
  const account = await createLocalAccount(folder, {
    environment: context.environment,
    ...(name === undefined ? {} : { name }),
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(location === undefined ? {} : { location }),
    hasSystemAssigned: !args.flag("no-system-assigned"),
    userAssigned: args.list("user-assigned"),
  });
  const details = await account.details();
  context.log.write("account created", { account: details.name, folder });
  context.console.result(`Created the Automation account "${details.name}" in ${account.accountPath}\n`);
  return exitStatus.done;
}

async function initSample(folder: string, args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const superfluous = accountOptions.find((option) => args.flag(option));
  if (superfluous !== undefined) {
    throw usageError(`"--${superfluous}" does not go with --sample.`, "The sample account is always the same.");
  }
  const { createSampleWorkspace } = await import("../../local/account/sample-account");
  const { samplesFolder } = await import("../program-files");
  await createSampleWorkspace(folder, await samplesFolder(), { environment: context.environment });
  context.console.result(`Created a sample workspace in ${folder}\n`);
  context.console.note("Try: runbook-workbench run runbooks/show_account.py (in that folder)");
  return exitStatus.done;
}
