/** Requests that a script makes to the identity endpoint by hand: their address, headers, body and content type as far as known. */
import type { CommandNode, Expression, HashtableNode } from "../powershell/syntax";
import { constantString } from "../powershell/values";
import type { CommandName } from "./command-names";
import { findParameter, hasSplat, keysOf, resolveSource, tableFrom, type ResolvedSource } from "./expressions";
import type { PowerShellFile } from "./powershell-file";

export interface IdentityRequest {
  readonly command: CommandNode;
  /** Source of the address with the values of its variables. */
  readonly uri: ResolvedSource;
  readonly uriExpression: Expression;
  /** Lower case; undefined: not known. */
  readonly headers: readonly string[] | undefined;
  /** Whether the command gives headers at all. */
  readonly hasHeaders: boolean;
  /** Where headers stand that can be added to. */
  readonly headerTable: HashtableNode | undefined;
  readonly body: ResolvedSource | undefined;
  readonly contentType: Expression | undefined;
  /** Upper case; undefined: not known. */
  readonly method: string | undefined;
}

const requestCommands: readonly CommandName[] = ["invoke-restmethod", "irm", "invoke-webrequest", "iwr"];

/** Requests whose address begins with a variable of the endpoint. */
export function identityRequests(file: PowerShellFile): readonly IdentityRequest[] {
  // Told by the scan without another look at the text.
  if (!file.scan.identity.some(({ how }) => how.endsWith("_ENDPOINT"))) {
    return [];
  }
  let requests = known.get(file);
  if (requests === undefined) {
    requests = findRequests(file);
    known.set(file, requests);
  }
  return requests;
}

/** Three rules ask for them. */
const known = new WeakMap<PowerShellFile, readonly IdentityRequest[]>();

function findRequests(file: PowerShellFile): readonly IdentityRequest[] {
  return requestCommands
    .flatMap((name) => file.commandsNamed(name))
    .flatMap((command) => {
      if (hasSplat(command)) {
        return [];
      }
      const uriExpression = findParameter(command, "uri", "u")?.value ?? firstPositional(command);
      const uri = resolveSource(file, uriExpression);
      if (uriExpression === undefined || !/(?:IDENTITY|MSI)_ENDPOINT/i.test(uri.text)) {
        return [];
      }
      const headers = findParameter(command, "headers", "h");
      const body = findParameter(command, "body", "b")?.value;
      return [
        {
          command,
          uri,
          uriExpression,
          headers: headers === undefined ? [] : headerNames(file, headers.value),
          hasHeaders: headers !== undefined,
          headerTable: tableFrom(file, headers?.value),
          body: body && resolveSource(file, body),
          contentType: findParameter(command, "contenttype", "c")?.value,
          method: methodOf(file, command),
        },
      ];
    });
}

function methodOf(file: PowerShellFile, command: CommandNode): string | undefined {
  const method = findParameter(command, "method", "m");
  return method === undefined ? "GET" : constantString(file.text, method.value)?.toUpperCase();
}

/** An argument that no parameter takes. All parameters of these commands but switches, which stand last as a rule, take a value. */
function firstPositional({ elements }: CommandNode): Expression | undefined {
  const [first] = elements;
  if (first !== undefined && first.kind !== "parameter") {
    return first;
  }
  return elements.find((element, index): element is Expression => {
    const before = elements[index - 1];
    return element.kind !== "parameter" && (before?.kind !== "parameter" || isSwitch(before.name));
  });
}

function isSwitch(name: string): boolean {
  return /^(?:use|disable|skip|allow|preserve|pass|no)/i.test(name);
}

/** Names in the table, and those added to its variable by `.Add`, index or property anywhere in the file. */
function headerNames(file: PowerShellFile, expression: Expression | undefined): readonly string[] | undefined {
  const table = tableFrom(file, expression);
  const name = expression?.kind === "variable" ? expression.name.toLowerCase() : undefined;
  if (name === undefined) {
    return table && keysOf(file, table);
  }
  const isMade = table !== undefined || isNewDictionary(file, name);
  const added = addedNames(file, name);
  return isMade && added !== undefined ? [...(table === undefined ? [] : keysOf(file, table)), ...added] : undefined;
}

/** `New-Object "System.Collections.Generic.Dictionary[[String],[String]]"`, `[...]::new()` */
function isNewDictionary(file: PowerShellFile, name: string): boolean {
  const bindings = file.bindings.of(name);
  const only = bindings.length === 1 ? bindings[0] : undefined;
  const value = only?.assignment?.value;
  return value !== undefined && /^\s*(?:New-Object\b|\[[^\]]*(?:Dictionary|Hashtable))/i.test(file.slice(value));
}

/** undefined: something is added that the text does not tell. */
function addedNames(file: PowerShellFile, name: string): readonly string[] | undefined {
  const added: string[] = [];
  const isOurs = (target: Expression): boolean => target.kind === "variable" && target.name.toLowerCase() === name;
  for (const access of file.syntax.members) {
    if (!isOurs(access.target)) {
      continue;
    }
    if (access.kind === "index") {
      added.push(constantString(file.text, access.index)?.toLowerCase() ?? "");
    } else if (access.name?.toLowerCase() === "add" && access.args !== undefined) {
      const key = constantString(file.text, access.args[0]);
      if (key === undefined) {
        return undefined;
      }
      added.push(key.toLowerCase());
    } else if (access.args === undefined && access.name !== undefined) {
      added.push(access.name.toLowerCase());
    }
  }
  // `$headers += @{ ... }`
  const grown = file.syntax.assignments.some(({ target, operator }) => operator !== "=" && isOurs(target));
  return grown ? undefined : added;
}
