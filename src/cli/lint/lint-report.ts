/** What a form of `lint`'s output does: told of each file as it comes, and of the end. */
import type { Severity } from "../../core/finding";
import type { LintedFile } from "./lint-files";

export interface LintReport {
  file(file: LintedFile): void;
  end(summary: LintSummary): void;
}

export interface LintSummary {
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly information: number;
  readonly hints: number;
  /** Scripts that a search found and that were not checked. */
  readonly notRunbooks: number;
}

export class LintCount {
  #files = 0;
  readonly #counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };

  add({ findings }: LintedFile): void {
    this.#files++;
    for (const { severity } of findings) {
      this.#counts[severity]++;
    }
  }

  summary(notRunbooks: number): LintSummary {
    const { error, warning, information, hint } = this.#counts;
    return { files: this.#files, errors: error, warnings: warning, information, hints: hint, notRunbooks };
  }
}
