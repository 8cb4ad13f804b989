/** How an item of an account looks, by its kind: name, two facts, icon, flags for menus, words for a screen reader. */
import type { Certificate, ConnectionTypeAsset } from "../../../core/asset";
import type {
  AccountItem,
  HybridWorkerItem,
  IdentityItem,
  JobItem,
  ModuleItem,
  RunbookItem,
  ScheduleItem,
  WebhookItem,
} from "../../../core/browse";
import type { Localize } from "../../../core/localize";
import { dateOf, dayMs, durationWords, timeAgo, timeUntil } from "../../../core/time-words";
import { contextValue, errorColour, quietColour, spoken, warningColour, type Look } from "./look";
import { facts, oneLine, shortId, valueWords } from "./words";

export interface ItemLookContext {
  readonly l10n: Localize;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isLocal: boolean;
  /** Status and end of the runbook's last job in this window. */
  readonly lastJob?:
    ((runbook: RunbookItem) => { readonly status: string; readonly timeMs: number } | undefined) | undefined;
}

/** A certificate is said to expire this long before. */
const expiresSoonMs = 30 * dayMs;
/** A worker that was not seen for this long is taken for gone: it asks for work every 30 s. */
const workerGoneMs = 3_600_000;

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

function placeFlag({ isLocal }: ItemLookContext): string {
  return isLocal ? "local" : "azure";
}

interface PlainOptions {
  readonly icon: string;
  readonly colour?: string | undefined;
  readonly facts: readonly (string | undefined)[];
  readonly kindWords: string;
  readonly flags?: readonly (string | false | undefined)[];
  readonly isContainer?: boolean;
}

function plainLook(
  item: Exclude<AccountItem, JobItem>,
  context: ItemLookContext,
  { icon, colour, facts: texts, kindWords, flags = [], isContainer = false }: PlainOptions,
): Look {
  return {
    label: item.name,
    description: facts(...texts),
    icon: { id: icon, ...(colour !== undefined && { colour }) },
    contextValue: contextValue(`item:${item.kind}`, placeFlag(context), ...flags),
    spoken: spoken(item.name, kindWords, ...texts),
    isContainer,
  };
}

function runbookLook(item: RunbookItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const last = context.lastJob?.(item);
  const lastWords = last && `${last.status} ${timeAgo(last.timeMs, now, l10n)}`;
  const state = runbookState(item, l10n);
  const isText = item.path !== undefined || !/^graph/i.test(item.type);
  const isPython = /^python/i.test(item.type);
  const look = plainLook(item, context, {
    icon: isText ? "file-code" : "type-hierarchy",
    facts: [item.runtime === "" ? item.type : item.runtime, state, lastWords],
    kindWords: context.l10n.t("{0} runbook", item.type),
    flags: [
      item.path !== undefined && "hasFile",
      item.path !== undefined && item.type !== "Configuration" && "canRun",
      (item.state === "New" || item.state === "Edit") && "hasDraft",
      (item.state === "Published" || item.state === "Edit") && "isPublished",
      isText && "isText",
      isPython ? "python" : "powershell",
    ],
  });
  const fileName =
    item.path === undefined
      ? undefined
      : item.path.slice(Math.max(item.path.lastIndexOf("/"), item.path.lastIndexOf("\\")) + 1);
  return {
    ...look,
    label: fileName ?? item.name,
    file: isText ? (item.path ?? `${item.name}.${isPython ? "py" : "ps1"}`) : undefined,
  };
}

/** The service's states in words; newer ones pass through. */
export function runbookState({ state }: RunbookItem, l10n: Localize): string {
  switch (state) {
    case "New":
      return l10n.t("never published");
    case "Edit":
      return l10n.t("edit in progress");
    case "Published":
      return l10n.t("published");
    default:
      return state;
  }
}

function assetLook(
  item: Extract<AccountItem, { kind: "variable" | "credential" | "connection" }>,
  context: ItemLookContext,
): Look {
  const { l10n } = context;
  const flags = [item.isEncrypted && "encrypted"];
  switch (item.kind) {
    case "variable": {
      const words = valueWords(item.value);
      return plainLook(item, context, {
        icon: item.isEncrypted ? "lock" : "symbol-variable",
        facts: item.isEncrypted ? [l10n.t("encrypted")] : [words.value, words.type],
        kindWords: l10n.t("variable"),
        flags,
      });
    }
    case "credential":
      return plainLook(item, context, {
        icon: "account",
        facts: [item.userName],
        kindWords: l10n.t("credential"),
        flags,
      });
    case "connection": {
      const count = Object.keys(item.fields).length;
      const fields = count === 1 ? l10n.t("1 field") : l10n.t("{0} fields", count);
      return plainLook(item, context, {
        icon: "plug",
        // A list of Azure says which connections there are, and not always their fields.
        facts: [count === 0 ? undefined : fields, oneLine(item.description)],
        kindWords: l10n.t("connection of the type {0}", item.connectionType),
        flags,
      });
    }
  }
}

/** How a certificate's end is said; `urgency` chooses its colour and flag. */
export function expiryWords(
  { expiryTime }: Pick<Certificate, "expiryTime">,
  now: number,
  l10n: Localize,
): { readonly words: string; readonly urgency: "expired" | "expiring" | undefined } {
  const end = Date.parse(expiryTime);
  if (Number.isNaN(end)) {
    return { words: "", urgency: undefined };
  }
  const days = Math.floor((end - now) / dayMs);
  if (end <= now) {
    return { words: l10n.t("expired on {0}", dateOf(end)), urgency: "expired" };
  }
  if (end - now > expiresSoonMs) {
    return { words: l10n.t("expires on {0}", dateOf(end)), urgency: undefined };
  }
  const words =
    days === 0
      ? l10n.t("expires today")
      : days === 1
        ? l10n.t("expires in 1 day")
        : l10n.t("expires in {0} days", days);
  return { words, urgency: "expiring" };
}

function certificateLook(item: Certificate, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const { words, urgency } = expiryWords(item, now, l10n);
  return plainLook(item, context, {
    icon: urgency === undefined ? "verified" : "warning",
    colour: urgency === "expired" ? errorColour : urgency === "expiring" ? warningColour : undefined,
    facts: [words, item.hasPrivateKey ? undefined : l10n.t("no private key")],
    kindWords: l10n.t("certificate"),
    flags: [item.isEncrypted && "encrypted", item.hasPrivateKey && "hasKey", urgency],
  });
}

function connectionTypeLook(item: ConnectionTypeAsset, context: ItemLookContext): Look {
  const { l10n } = context;
  const isBuiltIn = item.source === "built-in";
  const from = isBuiltIn
    ? l10n.t("built in")
    : item.source === "module"
      ? l10n.t("module {0}", item.moduleName)
      : item.moduleName === ""
        ? undefined
        : l10n.t("for module {0}", item.moduleName);
  return plainLook(item, context, {
    icon: "symbol-interface",
    facts: [item.fields.length === 1 ? l10n.t("1 field") : l10n.t("{0} fields", item.fields.length), from],
    kindWords: l10n.t("connection type"),
    flags: [
      isBuiltIn ? "builtIn" : item.source === "module" && context.isLocal ? "fromModule" : "canDelete",
      item.path !== undefined && "hasFile",
    ],
  });
}

function moduleLook(item: ModuleItem, context: ItemLookContext): Look {
  const { l10n } = context;
  const state = item.state.toLowerCase();
  const hasFailed = item.error !== "" || state === "failed" || state === "cancelled";
  const isBusy = !hasFailed && !["", "succeeded", "created", "available"].includes(state);
  return plainLook(item, context, {
    icon: hasFailed ? "error" : isBusy ? "loading~spin" : "package",
    colour: hasFailed ? errorColour : undefined,
    facts: [
      item.version,
      hasFailed ? l10n.t("import failed") : isBusy ? item.state : undefined,
      item.isBuiltIn ? l10n.t("built in") : undefined,
    ],
    kindWords: item.kind === "module" ? l10n.t("module") : l10n.t("package"),
    flags: [
      item.isBuiltIn ? "builtIn" : "canDelete",
      hasFailed && "failed",
      isBusy && "importing",
      item.path !== undefined && "hasFile",
    ],
  });
}

function scheduleLook(item: ScheduleItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const next = item.isEnabled ? timeUntil(Date.parse(item.nextRun), now, l10n) : "";
  return plainLook(item, context, {
    icon: item.isEnabled ? "calendar" : "circle-slash",
    colour: item.isEnabled ? undefined : quietColour,
    facts: [
      frequencyWords(item, l10n),
      item.isEnabled ? (next === "" ? l10n.t("no next run") : l10n.t("next {0}", next)) : l10n.t("disabled"),
    ],
    kindWords: l10n.t("schedule"),
    flags: [item.isEnabled ? "enabled" : "disabled"],
  });
}

function frequencyWords({ frequency, interval }: ScheduleItem, l10n: Localize): string {
  const count = interval ?? 1;
  switch (frequency.toLowerCase()) {
    case "onetime":
      return l10n.t("once");
    case "minute":
      return count === 1 ? l10n.t("every minute") : l10n.t("every {0} minutes", count);
    case "hour":
      return count === 1 ? l10n.t("hourly") : l10n.t("every {0} hours", count);
    case "day":
      return count === 1 ? l10n.t("daily") : l10n.t("every {0} days", count);
    case "week":
      return count === 1 ? l10n.t("weekly") : l10n.t("every {0} weeks", count);
    case "month":
      return count === 1 ? l10n.t("monthly") : l10n.t("every {0} months", count);
    default:
      return frequency;
  }
}

function webhookLook(item: WebhookItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const { words, urgency } = expiryWords(item, now, l10n);
  const state = item.isEnabled ? words : l10n.t("disabled");
  return plainLook(item, context, {
    icon: urgency !== undefined && item.isEnabled ? "warning" : item.isEnabled ? "link" : "circle-slash",
    colour: !item.isEnabled
      ? quietColour
      : urgency === "expired"
        ? errorColour
        : urgency === "expiring"
          ? warningColour
          : undefined,
    facts: [item.runbook, state],
    kindWords: l10n.t("webhook"),
    flags: [item.isEnabled ? "enabled" : "disabled", urgency],
  });
}

function workerLook(item: HybridWorkerItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const seen = Date.parse(item.lastSeenTime);
  const isGone = !(now - seen < workerGoneMs);
  return plainLook(item, context, {
    icon: isGone ? "warning" : "vm",
    colour: isGone ? warningColour : undefined,
    facts: [
      item.lastSeenTime === "" ? l10n.t("never seen") : l10n.t("seen {0}", timeAgo(seen, now, l10n)),
      item.workerType,
    ],
    kindWords: l10n.t("hybrid worker"),
    flags: [isGone && "gone"],
  });
}

/** Icon of a job's state; the state also stands in words. */
export function jobIcon(status: string): { readonly id: string; readonly colour?: string } {
  switch (status.toLowerCase()) {
    case "completed":
      return { id: "pass", colour: "testing.iconPassed" };
    case "failed":
      return { id: "error", colour: "testing.iconFailed" };
    case "stopped":
      return { id: "circle-slash" };
    case "suspended":
    case "blocked":
      return { id: "debug-pause", colour: warningColour };
    case "new":
    case "queued":
    case "activating":
      return { id: "clock" };
    case "removing":
    case "disconnected":
      return { id: "debug-disconnect" };
    default:
      return { id: "loading~spin" };
  }
}

/** Whether a job in this state runs or will. The service has more states than a local job: those that go on are not listed. */
export function isJobOver(status: string): boolean {
  return ["completed", "failed", "stopped", "suspended", "blocked"].includes(status.toLowerCase());
}

function jobLook(item: JobItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const [start, end] = [Date.parse(item.startTime), Date.parse(item.endTime)];
  const when = [end, start, Date.parse(item.creationTime)].find((time) => !Number.isNaN(time)) ?? Number.NaN;
  const texts = [
    item.status,
    durationWords(end - start, l10n),
    timeAgo(when, now, l10n),
    item.runOn === "" ? undefined : item.runOn,
  ];
  return {
    label: item.runbook,
    description: facts(...texts),
    icon: jobIcon(item.status),
    contextValue: contextValue(
      "item:job",
      placeFlag(context),
      isJobOver(item.status) ? "final" : "running",
      item.status.toLowerCase() === "suspended" && "suspended",
    ),
    spoken: spoken(l10n.t("job of {0}", item.runbook), ...texts),
    isContainer: false,
  };
}

function identityLook(item: IdentityItem, context: ItemLookContext): Look {
  const { l10n } = context;
  const look = plainLook(item, context, {
    icon: item.isSystemAssigned ? (item.isOn ? "shield" : "circle-slash") : "person",
    colour: item.isOn ? undefined : quietColour,
    facts: [
      item.isSystemAssigned ? (item.isOn ? l10n.t("on") : l10n.t("off")) : l10n.t("user-assigned"),
      item.isOn ? shortId(item.clientId === "" ? item.principalId : item.clientId) : undefined,
    ],
    kindWords: l10n.t("managed identity"),
    flags: [item.isSystemAssigned ? "system" : "user", item.isOn ? "on" : "off"],
  });
  return item.isSystemAssigned ? { ...look, label: l10n.t("System-assigned") } : look;
}
