/** One Python runbook as the rules see it. */
import type { KnownAccount } from "../references/known-account";
import type { PythonScan } from "../python/scan-python";
import type { PythonToken } from "../python/tokenize-python";
import type { CheckContext } from "./check-context";

export class PythonFile {
  readonly language = "python";
  readonly text: string;
  readonly account: KnownAccount | undefined;
  readonly tokens: readonly PythonToken[];

  constructor(
    readonly scan: PythonScan,
    readonly context: CheckContext,
  ) {
    this.text = context.text;
    this.account = context.account;
    this.tokens = scan.module.tokens;
  }
}
