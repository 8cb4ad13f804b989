/** What a rule is: its page, its examples and its checks, one for each language that it looks at. */
import type { Finding, Severity } from "../../core/finding";
import type { DecodedText } from "../decode-text";
import type { ModuleContents } from "./check-context";
import type { MetadataFile } from "./metadata-file";
import type { PowerShellFile } from "./powershell-file";
import type { PythonFile } from "./python-file";

export type RuleLanguage = "powershell" | "python" | "metadata";

export interface RuleExample {
  readonly language: RuleLanguage;
  readonly text: string;
  /** One line for the rule's page. */
  readonly note?: string;
  /** Where the file's name matters. */
  readonly path?: string;
  /** Checked against the account of the examples (example-account.ts). */
  readonly needsAccount?: boolean;
  readonly bytes?: Pick<DecodedText, "encoding" | "hasByteOrderMark">;
  readonly filesBeside?: readonly string[];
  readonly module?: ModuleContents;
}

/** Where a statement of a rule comes from. */
export interface RuleSource {
  readonly title: string;
  readonly url?: string;
}

/** A finding without what the rule itself says: code and severity. */
export type Report = (finding: Omit<Finding, "code" | "severity">) => void;

export interface Rule {
  /** RW1xx runbooks, RW2xx metadata, RW3xx identity and sign-in. */
  readonly code: string;
  /** kebab-case */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters and what to do, in Markdown. */
  readonly reason: string;
  readonly sources: readonly RuleSource[];
  /** Says nothing where no account is known. */
  readonly needsAccount?: boolean;
  readonly examples: { readonly bad: readonly RuleExample[]; readonly good: readonly RuleExample[] };
  readonly check: {
    readonly powershell?: (file: PowerShellFile, report: Report) => void;
    readonly python?: (file: PythonFile, report: Report) => void;
    readonly metadata?: (file: MetadataFile, report: Report) => void;
  };
}
