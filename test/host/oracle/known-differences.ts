/** Scripts that we read otherwise than PowerShell, with the reason and how many items differ. Every other script must agree. */
export const knownDifferences: Readonly<Record<string, { readonly count: number; readonly reason: string }>> = {
  "snippet-argument-member-space": {
    count: 2,
    reason:
      "`$a.` with nothing behind the dot: we keep it as a member without a name, so that fields can be completed while it is typed",
  },
  "snippet-argument-at": {
    count: 2,
    reason:
      "`@'x'` is a broken here-string (a parse error): PowerShell swallows the rest of the line, we keep reading it",
  },
  "snippet-variable-in-string": {
    count: 1,
    reason: '`"$i: "` is a parse error (a drive without a name): PowerShell takes the colon into the variable',
  },
  "snippet-colon-in-strings": { count: 1, reason: 'as "variable-in-string"' },
  "snippet-string-nested-quotes": {
    count: 1,
    reason:
      "a quote that never closes inside `$( )` (a parse error): PowerShell's item ends behind the closing parenthesis",
  },
  "snippet-string-nested-paren": { count: 2, reason: 'as "string-nested-quotes"' },
  "snippet-string-nested-empty": { count: 1, reason: 'as "string-nested-quotes"' },
  "snippet-string-nested-comment": {
    count: 1,
    reason: "a comment in `$( )` of a string: PowerShell's token list leaves it out after the parse error",
  },
  "snippet-expression-index": {
    count: 1,
    reason: "`$a [0]` is a parse error: PowerShell reads the rest as a command `[0]`, we as a type",
  },
  "snippet-assignment-newline": {
    count: 1,
    reason:
      "a line that starts with `=`: PowerShell runs a command of that name; we read an assignment whose target is still being typed",
  },
  "snippet-hashtable-newlines": {
    count: 1,
    reason:
      "a line break between key and `=` is a parse error: PowerShell drops the table, we read `= 3` as an unfinished assignment",
  },
  "snippet-named-block-words": {
    count: 5,
    reason: "`process a` at the start of a script is a parse error after which PowerShell reads nothing more; we go on",
  },
  "snippet-inline-script": {
    count: 2,
    reason:
      "`parallel` and `sequence` are parse errors in PowerShell 7; in a workflow of 5.1 they are blocks, which we read",
  },
};
