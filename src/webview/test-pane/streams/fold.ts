/** Decides how much of a long text a row shows. */

/** Rows fold after this many lines. */
export const foldedLines = 8;
/** A line without breaks wraps; past this many characters it folds like lines do. */
export const foldedCharacters = 2000;
/** Each "show more" adds this much: a text of megabytes must not become one element of megabytes. */
export const pageLines = 400;
export const pageCharacters = 40_000;

export interface Fold {
  /** The text to show: `text` itself, or its beginning. */
  readonly shown: string;
  /** Lines of `text` that do not stand in `shown` as a whole; 0 when all do. */
  readonly hiddenLines: number;
  readonly hiddenCharacters: number;
}

/** The beginning of a text after `pages` times "show more"; 0 pages is the folded form. */
export function foldText(text: string, pages: number): Fold {
  const maxLines = pages === 0 ? foldedLines : foldedLines + pages * pageLines;
  const maxCharacters = pages === 0 ? foldedCharacters : foldedCharacters + pages * pageCharacters;
  let end = endOfLines(text, maxLines);
  if (end > maxCharacters) {
    end = safeEnd(text, maxCharacters);
  }
  if (end >= text.length) {
    return { shown: text, hiddenLines: 0, hiddenCharacters: 0 };
  }
  return { shown: text.slice(0, end), hiddenLines: countLines(text, end), hiddenCharacters: text.length - end };
}

/** The number of lines of a text: one more than its line breaks. */
export function countLines(text: string, start = 0): number {
  // A cut at a line's end hides the lines after it, not the break.
  let from = text.charCodeAt(start) === 10 ? start + 1 : start;
  let count = 1;
  for (let found = text.indexOf("\n", from); found >= 0; found = text.indexOf("\n", from)) {
    count++;
    from = found + 1;
  }
  return count;
}

/** How many lines of `columns` characters the shown text takes once it wraps; at least 1. An estimate until the row is measured. */
export function estimateLines(text: string, columns: number): number {
  const limit = Math.min(text.length, foldedCharacters);
  let lines = 0;
  let from = 0;
  for (let line = 0; line < foldedLines && from <= limit; line++) {
    const found = text.indexOf("\n", from);
    const end = found < 0 || found > limit ? limit : found;
    lines += Math.max(1, Math.ceil((end - from) / columns));
    if (found < 0 || found >= limit) {
      return lines;
    }
    from = found + 1;
  }
  return Math.max(1, lines);
}

function endOfLines(text: string, maxLines: number): number {
  let from = 0;
  for (let line = 0; line < maxLines; line++) {
    const found = text.indexOf("\n", from);
    if (found < 0) {
      return text.length;
    }
    from = found + 1;
  }
  return from - 1;
}

/** Never between the halves of a character, nor inside a colour code, which would then show as text. */
function safeEnd(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  const whole = code >= 0xd800 && code <= 0xdbff ? end - 1 : end;
  const escape = text.lastIndexOf("\u001b", whole - 1);

  return escape >= 0 && whole - escape < 32 && /^\u001b(\[[0-?]*)?$/.test(text.slice(escape, whole)) ? escape : whole;
}
