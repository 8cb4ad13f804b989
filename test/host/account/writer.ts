/** A process of its own that sets variables of an account: `tsx writer.ts ROOT CONFIGURATION PREFIX COUNT`. */
import { openLocalAccount } from "../../../src/local/account/open-account";

async function main(): Promise<void> {
  const [root = "", configurationFolder = "", prefix = "", count = "0"] = process.argv.slice(2);
  const account = await openLocalAccount(root, { environment: {}, configurationFolder });
  process.stdout.write("ready\n");
  for (let at = 0; at < Number(count); at++) {
    await account.saveVariable(`${prefix}${at}`, { value: `${prefix} ${at}`, isEncrypted: at % 3 === 0 });
    await account.setVariable("Shared", `${prefix} ${at}`);
  }
  process.stdout.write("done\n");
}

void main();
