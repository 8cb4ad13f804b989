/** What importing files into an account would do to each of its runbooks. Needs no editor. */
import { hashOf } from "../../azure/account/runbook-text";
import { checkRunbookName } from "../../core/runbook-name";
import { AutomationError } from "../../core/errors";
import type { CloudRunbook } from "../../platform/cloud-runbook";
import { planOf, type PublishPlan } from "../../platform/safe-publish";

export interface FileToImport {
  readonly path: string;
  readonly name: string;
  readonly text: string;
  /** Of the REST interface, by the file's language and content. */
  readonly type: string;
}

export type ImportStep =
  | { readonly kind: "create"; readonly file: FileToImport }
  /** `isOverwriting`: Azure holds a text that was never fetched here. */
  | {
      readonly kind: "upload";
      readonly file: FileToImport;
      readonly plan: PublishPlan;
      readonly isOverwriting: boolean;
    }
  | { readonly kind: "same"; readonly file: FileToImport }
  | { readonly kind: "impossible"; readonly file: FileToImport; readonly why: string };

/** `cloud`: undefined where the account has no runbook of that name. */
export function importStep(
  file: FileToImport,
  cloud: CloudRunbook | undefined,
  fetched:
    { readonly draftHash: string | null; readonly publishedHash: string | null; readonly time: string } | undefined,
): ImportStep {
  const fault = nameFault(file.name);
  if (fault !== undefined) {
    return { kind: "impossible", file, why: fault };
  }
  if (cloud === undefined) {
    return { kind: "create", file };
  }
  if (cloud.facts.type.toLowerCase().startsWith("python") !== file.type.startsWith("Python")) {
    return { kind: "impossible", file, why: `the runbook of that name is of type ${cloud.facts.type}` };
  }
  const present = cloud.draft ?? cloud.published;
  if (present?.hash === hashOf(file.text)) {
    return { kind: "same", file };
  }
  const plan = planOf(cloud.facts.name, file.text, cloud, fetched);
  return { kind: "upload", file, plan, isOverwriting: plan.conflict !== undefined };
}

function nameFault(name: string): string | undefined {
  try {
    checkRunbookName(name);
    return undefined;
  } catch (error) {
    return error instanceof AutomationError ? (error.hint ?? error.message) : String(error);
  }
}
