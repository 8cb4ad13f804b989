/** Sign-ins with the Run As accounts that the service no longer makes, and what takes their place. */
import type { FindingFix, TextEdit } from "../../core/finding";
import type { AssetCall } from "../asset-call";
import type { AssignmentNode, CommandNode, Span } from "../powershell/syntax";
import { isRunAsAsset } from "./asset-names";
import { isWithin } from "./expressions";
import type { PowerShellFile } from "./powershell-file";
import { autosaveEdit, isAutosaveOff, signInsOf, type SignIn } from "./sign-ins";

export interface RunAsSignIn extends SignIn {
  /** The read of the connection that feeds it. */
  readonly call: AssetCall;
}

/** Sign-ins as a service principal whose id, tenant or thumbprint is read of a Run As connection. */
export function runAsSignIns(file: PowerShellFile): readonly RunAsSignIn[] {
  const calls = file.scan.assets.filter((call) => call.kind === "connection" && isRunAsAsset(call));
  return calls.length === 0
    ? []
    : signInsOf(file).flatMap((signIn) => {
        const call = calls.find((item) => feeds(item, signIn.command));
        return call === undefined ? [] : [{ ...signIn, call }];
      });
}

function feeds(call: AssetCall, command: CommandNode): boolean {
  return (
    call.fields.some((field) => isWithin(field, command)) ||
    command.elements.some(
      (element) =>
        element.kind === "variable" &&
        element.isSplat &&
        call.assignedTo?.toLowerCase() === element.name.toLowerCase() &&
        call.start < element.start,
    )
  );
}

/** Signs in as the managed identity; what stands behind the command, and parameters that have nothing to do with Run As, stay. */
export function managedIdentityFix(file: PowerShellFile, signIns: readonly RunAsSignIn[]): FindingFix | undefined {
  const [first] = signIns;
  // No runbook signs in so often: a text made of copies would cost their square.
  if (first === undefined || signIns.length > 20) {
    return undefined;
  }
  const edits: TextEdit[] = signIns.map((signIn) => replaceSignIn(file, signIn));
  if (!isAutosaveOff(file)) {
    const autosave = autosaveEdit(file, first.command, moduleFor(file, first));
    edits.push(...(autosave === undefined ? [] : [autosave]));
  }
  for (const call of new Set(signIns.map((signIn) => signIn.call))) {
    edits.push(...removeUnused(file, call, signIns));
  }
  // The line above goes before the sign-in that starts at the same place.
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  return { title: "Sign in with the managed identity", edits, isSafeForAll: false };
}

/** Parameters that only a service principal's sign-in has. */
const principalParameters = /^(?:serv|app|cert|cred|tenant|sendcert|spn)/i;

function replaceSignIn(file: PowerShellFile, signIn: RunAsSignIn): TextEdit {
  const { command, call } = signIn;
  const kept: string[] = [];
  const { elements } = command;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element?.kind !== "parameter") {
      continue;
    }
    const next = elements[index + 1];
    const value = element.value ?? (next === undefined || next.kind === "parameter" ? undefined : next);
    const readsConnection =
      value !== undefined &&
      (call.fields.some((field) => isWithin(field, value)) || (value.kind === "variable" && value.isSplat));
    if (!principalParameters.test(element.name) && !readsConnection) {
      kept.push(file.text.slice(element.start, (value ?? element).end));
    }
  }
  const name = `Connect-${moduleFor(file, signIn)}Account`;
  return { start: command.start, end: command.end, text: [name, "-Identity", ...kept].join(" ") };
}

/** A file of AzureRM stays one: both in one session do not load. Where only the sign-in is old, it becomes the new one. */
function moduleFor(file: PowerShellFile, { module }: SignIn): SignIn["module"] {
  if (module === "Az") {
    return "Az";
  }
  const other = file.firstOf("AzureRm");
  return other !== undefined && !/account$|contextautosave$/i.test(other.name) ? "AzureRm" : "Az";
}

/**
 * Deletes the line that reads the connection where nothing but the sign-ins uses it, and then the line that names it alike. What asks only whether
 * the connection was found, as the template of the service's gallery does in its catch, goes too.
 */
function removeUnused(file: PowerShellFile, call: AssetCall, signIns: readonly RunAsSignIn[]): readonly TextEdit[] {
  const commands = signIns.map(({ command }) => command);
  const assignment = file.syntax.assignments.find((item) => isWithin(call, item));
  if (assignment?.target.kind !== "variable") {
    return [];
  }
  const kept = [assignment, ...commands];
  const questions = questionsWhetherFound(file, assignment.target.name).filter(({ edit }) =>
    kept.every((span) => span.end <= edit.start || edit.end <= span.start),
  );
  const gone = [...commands, ...questions.flatMap((question) => question.gone)];
  const line = removeLine(file, assignment, gone);
  if (line === undefined) {
    return [];
  }
  const { definedAt } = call;
  const naming =
    call.resolution === "single-assignment" && definedAt !== undefined
      ? file.syntax.assignments.find((item) => isWithin(definedAt, item))
      : undefined;
  const nameLine = naming && removeLine(file, naming, [...gone, assignment]);
  return [line, ...questions.map(({ edit }) => edit), ...(nameLine === undefined ? [] : [nameLine])];
}

interface Question {
  /** Leaves what stands in the else. */
  readonly edit: TextEdit;
  /** All but that. */
  readonly gone: readonly Span[];
}

/** `if (!$conn) { ... } else { ... }` without further blocks in it. */
function questionsWhetherFound({ text, syntax }: PowerShellFile, name: string): readonly Question[] {
  if (!/^\w+$/.test(name)) {
    return [];
  }
  const question = new RegExp(
    String.raw`\bif\s*\(\s*(?:!|-not\s)\s*(\$${name})\s*\)\s*\{[^{}]*\}(?:\s*else\s*\{([^{}]*)\})?(?!\s*else)`,
    "dgi",
  );
  const questions: Question[] = [];
  for (const match of text.matchAll(question)) {
    const [start, end] = match.indices?.[0] ?? [0, 0];
    const [variable] = match.indices?.[1] ?? [-1];
    const inElse = match[2] ?? "";
    // In comments and strings no variable node begins there. The lines of a here-string must stay where they are.
    if (syntax.variables.some((node) => node.start === variable) && !/@["']/.test(inElse)) {
      const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
      const indent = /^[\t ]*/.exec(text.slice(lineStart, start))?.[0] ?? "";
      const lines = inElse.trim().split(/\r\n|\n|\r/);
      const lineEnd = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
      const edit = { start, end, text: lines.map((line) => line.trim()).join(lineEnd + indent) };
      const [from, to] = match.indices?.[2] ?? [end, end];
      questions.push({
        edit,
        gone: [
          { start, end: from },
          { start: to, end },
        ],
      });
    }
  }
  return questions;
}

/** undefined where the variable is read outside of what goes, or something else stands on the line. */
function removeLine(file: PowerShellFile, assignment: AssignmentNode, gone: readonly Span[]): TextEdit | undefined {
  const { target } = assignment;
  if (target.kind !== "variable") {
    return undefined;
  }
  const name = target.name.toLowerCase();
  const isUsed = file.syntax.variables.some(
    (variable) =>
      variable.name.toLowerCase() === name && ![assignment, ...gone].some((span) => isWithin(variable, span)),
  );
  const { text } = file;
  const start =
    Math.max(text.lastIndexOf("\n", assignment.start - 1), text.lastIndexOf("\r", assignment.start - 1)) + 1;
  const rest = /^[\t ]*;?[\t ]*(?:\r\n|\n|\r|$)/.exec(text.slice(assignment.end, assignment.end + 200));
  const isAlone = text.slice(start, assignment.start).trim() === "" && rest !== null;
  return isUsed || !isAlone ? undefined : { start, end: assignment.end + rest[0].length, text: "" };
}
