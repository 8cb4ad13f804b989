/** `key`: renews, hands over and takes in the key that seals the account's secrets. */
import { requireAccount } from "../account-access";
import type { Command, CommandGroup } from "../command";
import { exitStatus } from "../exit-status";
import { promptForSecret, readSecretFromInput } from "../secret-input";

const rotate: Command = {
  help: {
    name: "key rotate",
    usage: [""],
    summary: "Makes a new key and seals every value of the account anew: all of them or none.",
    description: ["Whoever has only the old key can no longer read the account's secrets; give them the new one."],
    options: {},
    examples: ["key rotate"],
  },
  maxPositionals: 0,
  async run(_, context) {
    const account = await requireAccount(context);
    await account.rotateKey();
    const { name } = await account.details();
    context.console.result(`The secrets of "${name}" are sealed with a new key\n`);
    return exitStatus.done;
  },
};

const exportKey: Command = {
  help: {
    name: "key export",
    usage: [""],
    summary: "Prints the account's key, for a colleague or as RUNBOOK_WORKBENCH_KEY of a CI system.",
    description: [
      "Whoever has the key can read the account's secrets: hand it over as you would hand over a password.",
    ],
    options: {},
    examples: ["key export"],
  },
  maxPositionals: 0,
  async run(_, context) {
    const account = await requireAccount(context);
    const key = await account.exportKey();
    context.log.write("key exported");
    context.console.result(`${key}\n`);
    context.console.note("NOTICE Whoever has this key can read the account's secrets.");
    return exitStatus.done;
  },
};

const importKey: Command = {
  help: {
    name: "key import",
    usage: [""],
    summary: "Takes in a key that a colleague exported, from standard input or a prompt.",
    options: {},
    examples: ["key import < contoso.key"],
  },
  maxPositionals: 0,
  async run(_, context) {
    const account = await requireAccount(context);
    const input = context.input();
    const text =
      input.isTTY === true
        ? await promptForSecret("Key:", input, context.console)
        : await readSecretFromInput(input, context.signal);
    await account.importKey(text);
    const { name } = await account.details();
    context.console.result(`The key of "${name}" is on this machine now\n`);
    return exitStatus.done;
  },
};

export const keyGroup: CommandGroup = {
  name: "key",
  summary: "Renews, exports or imports the key that seals the account's secrets.",
  commands: { rotate, export: exportKey, import: importKey },
};
