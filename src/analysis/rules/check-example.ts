/** Applies the rules to an example of a rule, as a file of its own: what pages show and tests hold the rules to. */
import type { Finding } from "../../core/finding";
import { scanText } from "../scan-file";
import { checkScan } from "./check-file";
import { exampleAccount } from "./example-account";
import type { RuleExample, RuleLanguage } from "./rule";

const fileNames: Readonly<Record<RuleLanguage, string>> = {
  powershell: "Runbook.ps1",
  python: "runbook.py",
  metadata: "Contoso-Automation.json",
};

/** `text` stands in for the example's own, for example after a fix. */
export function checkExample(example: RuleExample, text = example.text): readonly Finding[] {
  const { language, path = fileNames[language], bytes, filesBeside, module, needsAccount } = example;
  const account = needsAccount === true ? exampleAccount : undefined;
  return checkScan(scanText(language, text), { text, path, account, bytes, filesBeside, module });
}
