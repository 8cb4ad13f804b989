/** Names of commands in the one spelling that rules compare. */

/** Lower case and without module: what a file's few hundred distinct spellings stand for, remembered between files. */
const known = new Map<string, string>();
const mostKnown = 4096;

export function bareName(written: string): string {
  const remembered = known.get(written);
  if (remembered !== undefined) {
    return remembered;
  }
  const lower = written.toLowerCase();
  const bare = /^[a-z][\w.]*\\([a-z]+-\w+)$/.exec(lower)?.[1] ?? lower;
  if (known.size >= mostKnown) {
    known.clear();
  }
  known.set(written, bare);
  return bare;
}
