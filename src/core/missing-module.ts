/**
 * What a PowerShell error says about a module that is not installed, for the modules that runbooks sign in and work with: which one it
 * is and how to get it. PowerShell itself only says that it does not know a name.
 */

export interface MissingModule {
  /** The module's name in the PowerShell Gallery. */
  readonly name: string;
  /** What is missing and how to get it: whole sentences. */
  readonly message: string;
}

/** Where a command stands, by its noun without case; the first that fits. Nouns beside these are in one of many Az modules. */
const modulesByNoun: readonly (readonly [RegExp, string])[] = [
  [
    /^Az(Account|Context|ContextAutosave|Subscription|Tenant|Environment|AccessToken|RestMethod|Config)$/i,
    "Az.Accounts",
  ],
  [/^AzVM(?!ware)/i, "Az.Compute"],
  [/^Az(Disk|Snapshot)$/i, "Az.Compute"],
  [/^AzResource(Group|Lock|Provider|GroupDeployment)?$/i, "Az.Resources"],
  [/^Az(RoleAssignment|RoleDefinition|Deployment|Tag)$/i, "Az.Resources"],
  [/^AzAD(User|Group|GroupMember|Application|ServicePrincipal|AppCredential|SpCredential)$/i, "Az.Resources"],
  [/^AzStorage(?!Sync|Mover|Cache)/i, "Az.Storage"],
  [/^AzKeyVault/i, "Az.KeyVault"],
  [/^AzAutomation/i, "Az.Automation"],
  [/^Az(UserAssignedIdentity|SystemAssignedIdentity)$/i, "Az.ManagedServiceIdentity"],
  [/^AzSql(?!VM)/i, "Az.Sql"],
  [/^Az(WebApp|AppServicePlan)/i, "Az.Websites"],
  [/^Az(VirtualNetwork|PublicIpAddress|LoadBalancer|NetworkInterface|NetworkSecurityGroup)/i, "Az.Network"],
  [/^Mg(Graph|Context)$/i, "Microsoft.Graph.Authentication"],
  // Only in this spelling: others may write commands whose nouns begin with these letters.
  [/^Az[A-Z]/, "Az"],
  [/^Mg[A-Z]/, "Microsoft.Graph"],
];

/** Whether there is nothing to install: another module took its place. */
export function isRetired(module: string): boolean {
  return /^Azure(RM|AD)/i.test(module);
}

/** The line that gets modules of the PowerShell Gallery. */
export function installLine(modules: readonly string[]): string {
  return `Install-Module ${modules.join(", ")} -Scope CurrentUser`;
}

/** The page that tells how to get a module. */
export function installPage(module: string): string {
  return /^Az\b/i.test(module) ? azPage : graphPage;
}

const azPage = "https://learn.microsoft.com/powershell/azure/install-azure-powershell";
const graphPage = "https://learn.microsoft.com/powershell/microsoftgraph/installation";

/**
 * The modules that an error names as missing. `errorKind` is the .NET type of the exception or PowerShell's FullyQualifiedErrorId: the
 * words of `text` may be of any language. Empty for all other errors and modules.
 */
export function missingModules(errorKind: string, text: string): readonly MissingModule[] {
  if (/\bCommandNotFoundException\b/.test(errorKind)) {
    const command = /[A-Za-z]+-(?:Az|Mg)\w+/i.exec(text)?.[0];
    // `Az.Compute\Get-AzVM`: the error names the module only.
    return command === undefined ? namedModules(text) : moduleOf(command);
  }
  if (/\bScriptRequires(?:Exception|MissingModules)\b/.test(errorKind)) {
    // The names stand at the end; the script's own name, before that, may look like one.
    return namedModules(text.slice(text.lastIndexOf(":") + 1));
  }
  // Import-Module throws the second; a runbook may as well look for a file in vain.
  const isImport = /\bModules_ModuleNotFound\b/.test(errorKind) || /\.FileNotFoundException$/.test(errorKind);
  return isImport && /modul/i.test(text) ? namedModules(text) : [];
}

function moduleOf(command: string): readonly MissingModule[] {
  const noun = command.slice(command.indexOf("-") + 1);
  if (/^Azure(RM|AD)/i.test(noun)) {
    const name = /^AzureRM/i.test(noun) ? "AzureRM" : "AzureAD";
    return [{ name, message: `"${command}" belongs to the module ${retired(name)}` }];
  }
  const name = /^Azure/i.test(noun) ? undefined : modulesByNoun.find(([pattern]) => pattern.test(noun))?.[1];
  if (name === undefined) {
    return [];
  }
  const what =
    name === "Az"
      ? `"${command}" belongs to one of the Az modules`
      : name === "Microsoft.Graph"
        ? `"${command}" belongs to one of the Microsoft.Graph modules`
        : `"${command}" belongs to the module ${name}`;
  return [{ name, message: `${what}, which this PowerShell does not have. ${howToGet(name)}` }];
}

function namedModules(text: string): readonly MissingModule[] {
  const names = text.match(
    /(?<![\w.-])(?:Az(?:\.\w+)?|AzureAD|AzureRM(?:\.\w+)?|Microsoft\.Graph(?:\.\w+)*)(?![\w-])/gi,
  );
  return [...new Set(names)].map((name) => ({
    name,
    message: /^Azure/i.test(name)
      ? `The runbook needs the module ${retired(name)}`
      : `The runbook needs the module ${name}, which this PowerShell does not have. ${howToGet(name)}`,
  }));
}

function retired(name: string): string {
  const successor = /^AzureRM/i.test(name) ? "the Az modules" : "Microsoft.Graph";
  return `${name}, which this PowerShell does not have. ${name} is retired: use ${successor} instead.`;
}

function howToGet(name: string): string {
  return `Get it with: ${installLine([name])}. More: ${installPage(name)}`;
}
