/** Copies the command line that runs what the pane would run: without secrets, in the words of the person's shell. */
import type { Json } from "../../core/json";
import { commandLine, shellOf } from "./command-line";
import type { ParameterForm } from "./parameter-form";
import { usualSettings, type RunSettings, type TestPanePorts } from "./ports";

const webhookFile = "webhook-data.json";

/** `webhookData`: of the simulator while it is on; it opens as a document to save. Resolves with what to tell the person. */
export async function copyCommandLine(
  run: { readonly form: ParameterForm; readonly settings: RunSettings; readonly webhookData: Json | undefined },
  { actions, platform, l10n }: Pick<TestPanePorts, "actions" | "platform" | "l10n">,
): Promise<string> {
  const { form, settings, webhookData } = run;
  const { values, items } = form.plainValues;
  const { where, identity, token, scenario, runtime } = settings;
  const isWebhook = webhookData !== undefined;
  const isOther = (name: string): boolean => !isWebhook || name.toLowerCase() !== "webhookdata";
  const text = commandLine(
    {
      runbook: actions.relativePath(),
      named: Object.fromEntries(Object.entries(values).filter(([name]) => isOther(name))),
      sensitiveNames: form.sensitiveNames,
      items,
      webhookFile: isWebhook ? webhookFile : undefined,
      identity: identity === "" ? undefined : identity,
      tokenSource: token,
      scenario: scenario === "" ? undefined : scenario,
      // Of a runtime environment in Azure this machine knows nothing.
      runtime: runtime === "" || where !== usualSettings.where ? undefined : runtime,
    },
    shellOf(actions.shell(), platform),
  );
  await actions.copy(text);
  if (!isWebhook) {
    return l10n.t("Copied");
  }
  await actions.openText(JSON.stringify(webhookData, null, 2), "json", webhookFile);
  return l10n.t("Copied. Save the webhook data as webhook-data.json for it.");
}
