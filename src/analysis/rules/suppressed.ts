/** Leaves out the findings that a comment of the runbook switches off. */
import type { Finding } from "../../core/finding";
import type { Suppression } from "../suppressions";

/** The rule about suppressions themselves: a comment that names no code does not silence it. */
export const suppressionRuleCode = "RW100";

export function withoutSuppressed(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  text: string,
): readonly Finding[] {
  if (suppressions.length === 0 || findings.length === 0) {
    return findings;
  }
  const places = suppressions.map((suppression) => ({ suppression, ...placeOf(suppression, text) }));
  return findings.filter(
    ({ code, start }) =>
      !places.some((place) => start >= place.start && start < place.end && covers(place.suppression, code)),
  );
}

function covers({ codes }: Suppression, code: string): boolean {
  return codes.length === 0 ? code !== suppressionRuleCode : codes.some((item) => item.code === code);
}

/** The offsets that a comment speaks for. */
function placeOf(suppression: Suppression, text: string): { readonly start: number; readonly end: number } {
  switch (suppression.scope) {
    case "file":
      return { start: 0, end: Infinity };
    case "line":
      return { start: lineStart(text, suppression.start), end: nextLine(text, suppression.end) };
    case "next-line": {
      const start = nextLine(text, suppression.end);
      return { start, end: nextLine(text, start) };
    }
  }
}

/** Lines end at CRLF, LF or a lone CR, as in the editor. */
function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function nextLine(text: string, offset: number): number {
  for (let index = offset; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || code === 0x0d) {
      return code === 0x0d && text.charCodeAt(index + 1) === 0x0a ? index + 2 : index + 1;
    }
  }
  return Infinity;
}
