/** Which permission a refused request lacked and which built-in role brings it. */

export interface MissingPermission {
  /** e.g. "Microsoft.Automation/automationAccounts/runbooks/publish/action" */
  readonly action: string;
  /** Resource id, as far as it is known; "" otherwise. */
  readonly scope: string;
  readonly role: string;
}

/**
 * Reads the permission from Azure's own sentence ("... does not have authorization to perform action 'X' over scope 'Y' ..."),
 * or works it out from the request where the service gives none.
 */
export function missingPermission(method: string, path: string, message: string): MissingPermission {
  const named = /perform action '([^']+)'(?:[^']*scope '([^']*)')?/i.exec(message);
  const action = named?.[1] ?? actionOf(method, path);
  return { action, scope: named?.[2] ?? scopeOf(path), role: roleFor(action) };
}

/** The action that ARM checks for a request: resource types joined, then read, write, delete, or the POST's name and action. */
export function actionOf(method: string, path: string): string {
  const [, provider = "", rest = ""] = /.*\/providers\/([^/?]+)(?:\/([^?]*))?/i.exec(path) ?? [];
  if (provider === "") {
    return `Microsoft.Resources/subscriptions/${verbOf(method)}`;
  }
  const segments = rest.split("/").filter((segment) => segment !== "");
  const types = typesOf(segments);
  return [provider, ...types, verbOf(method)].join("/");
}

/** Fixed parts of Automation's paths that no name follows; everything else alternates type and name. */
const singletons = new Set(["draft", "content", "testjob", "output", "runbookcontent", "operationresults"]);

function typesOf(segments: readonly string[]): readonly string[] {
  const types: string[] = [];
  for (let index = 0; index < segments.length; index++) {
    const segment = segments[index] ?? "";
    types.push(segment);
    if (!singletons.has(segment.toLowerCase())) {
      index++;
    }
  }
  return types;
}

function verbOf(method: string): string {
  switch (method.toUpperCase()) {
    case "GET":
    case "HEAD":
      return "read";
    case "DELETE":
      return "delete";
    case "POST":
      return "action";
    default:
      return "write";
  }
}

function scopeOf(path: string): string {
  return (
    /^(\/subscriptions\/[^/?]+(?:\/resourceGroups\/[^/?]+)?(?:\/providers\/[^/]+\/[^/]+\/[^/?]+)?)/i.exec(path)?.[1] ??
    ""
  );
}

/** Permissions of the built-in roles, from learn.microsoft.com/azure/role-based-access-control/built-in-roles. */
function roleFor(action: string): string {
  const lower = action.toLowerCase();
  if (lower.startsWith("microsoft.authorization/roleassignments/") && !lower.endsWith("/read")) {
    return "Role Based Access Control Administrator";
  }
  if (lower.startsWith("microsoft.managedidentity/")) {
    return lower.endsWith("/read") || lower.endsWith("/assign/action")
      ? "Managed Identity Operator"
      : "Managed Identity Contributor";
  }
  if (lower.endsWith("/read")) {
    return "Reader";
  }
  if (
    /^microsoft\.automation\/automationaccounts\/(jobs|jobschedules|schedules)\/(write|(stop|suspend|resume)\/action)$/.test(
      lower,
    )
  ) {
    return "Automation Operator";
  }
  return lower.startsWith("microsoft.automation/") ? "Automation Contributor" : "Contributor";
}
