/** Comments that switch findings off: on their line, on the next one, or in the whole file. */

export interface Suppression {
  readonly scope: "line" | "next-line" | "file";
  /** Upper case; empty: every code. */
  readonly codes: readonly SuppressedCode[];
  /** Of the comment. */
  readonly start: number;
  readonly end: number;
}

export interface SuppressedCode {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

const form = /^#\s*runbook-workbench[:\s]\s*disable(-next-line|-file|-line)?(?![\w-])\s*:?\s*/i;

/** The comments written as `# runbook-workbench disable-next-line RW101, RW102` (also `disable`, `disable-file`). */
export function findSuppressions(
  text: string,
  comments: readonly { readonly start: number; readonly end: number }[],
): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const { start, end } of comments) {
    if (end - start < 26) {
      continue;
    }
    const content = text.slice(start, Math.min(end, start + 500));
    const match = form.exec(content);
    if (match !== null) {
      const word = match[1]?.toLowerCase();
      const scope = word === "-file" ? "file" : word === "-next-line" ? "next-line" : "line";
      found.push({ scope, codes: codesOf(content, match[0].length, start), start, end });
    }
  }
  return found;
}

/**
 * Words of letters and digits up to the first that cannot be a code: what follows is the reason. A word that begins as our codes do is
 * taken for one, so that a mistyped `RW1O2` is told as unknown and does not silence everything.
 */
function codesOf(content: string, from: number, offset: number): readonly SuppressedCode[] {
  const codes: SuppressedCode[] = [];
  const pattern = /([A-Za-z]+\d+|RW\w*)\s*(?:,\s*|(?=\s)|$)/iy;
  pattern.lastIndex = from;
  for (let match = pattern.exec(content); match !== null; match = pattern.exec(content)) {
    const code = match[1] ?? "";
    const start = offset + match.index;
    codes.push({ code: code.toUpperCase(), start, end: start + code.length });
  }
  return codes;
}
