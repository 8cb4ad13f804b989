/** How an item of an account looks, by its kind: name, two facts, icon, flags for menus, words for a screen reader. */
import type { AccountItem } from "../../../../core/browse";
import type { Look } from "../look";
import { oneLine } from "../words";
import { assetLook } from "./asset-look";
import { certificateLook } from "./certificate-look";
import { connectionTypeLook } from "./connection-type-look";
import { identityLook } from "./identity-look";
import { jobLook } from "./job-look";
import { moduleLook } from "./module-look";
import { plainLook, type ItemLookContext } from "./plain-look";
import { runbookLook } from "./runbook-look";
import { scheduleLook } from "./schedule-look";
import { webhookLook } from "./webhook-look";
import { workerLook } from "./worker-look";

export function itemLook(item: AccountItem, context: ItemLookContext): Look {
  switch (item.kind) {
    case "runbook":
      return runbookLook(item, context);
    case "variable":
    case "credential":
    case "connection":
      return assetLook(item, context);
    case "certificate":
      return certificateLook(item, context);
    case "connection-type":
      return connectionTypeLook(item, context);
    case "module":
    case "package":
      return moduleLook(item, context);
    case "runtime-environment":
      return plainLook(item, context, {
        icon: "layers",
        facts: [`${item.language} ${item.version}`.trim(), oneLine(item.description)],
        kindWords: context.l10n.t("runtime environment"),
        isContainer: true,
      });
    case "schedule":
      return scheduleLook(item, context);
    case "webhook":
      return webhookLook(item, context);
    case "hybrid-worker-group":
      return plainLook(item, context, {
        icon: "server",
        facts: [item.groupType],
        kindWords: context.l10n.t("hybrid worker group"),
        isContainer: true,
      });
    case "hybrid-worker":
      return workerLook(item, context);
    case "job":
      return jobLook(item, context);
    case "identity":
      return identityLook(item, context);
  }
}
