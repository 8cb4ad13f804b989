/** Whether two places stand in different branches of one `if`, so that a job runs only one of them. */
import type { PowerShellFile } from "./powershell-file";

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Counts braces between the two, strings and comments left out: the parser keeps no tree of blocks. */
export function standInBranches(file: PowerShellFile, one: Place, other: Place): boolean {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  const { text, syntax } = file;
  const skipped = [...syntax.strings, ...syntax.comments]
    .filter(({ start, end }) => start >= first.end && end <= second.start)
    .sort((a, b) => a.start - b.start);
  let next = 0;
  let depth = 0;
  let least = 0;
  /** Depth of the `if` whose `else` was passed; undefined: none is open. */
  let branch: number | undefined;
  for (let index = first.end; index < second.start; index++) {
    while ((skipped[next]?.start ?? Infinity) < index) {
      next++;
    }
    const skip = skipped[next];
    if (skip?.start === index) {
      index = skip.end - 1;
      continue;
    }
    const character = text.charAt(index);
    if (character === "{") {
      depth++;
    } else if (character === "}") {
      depth--;
      const leavesFirst = depth < least;
      least = Math.min(least, depth);
      if ((leavesFirst || depth === branch) && /^\s*else(?:if)?\b/i.test(text.slice(index + 1, index + 200))) {
        branch = depth;
      } else if (branch !== undefined && depth <= branch) {
        branch = undefined;
      }
    }
  }
  return branch !== undefined && depth > branch;
}
