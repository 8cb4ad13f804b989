/** Comment-based help: `.SYNOPSIS`, `.PARAMETER` and the like in the comments of a script or function. */
import type { DefinitionNode, PowerShellSyntax, Span } from "./syntax";

export interface CommentHelp {
  /** "" without one. */
  readonly synopsis: string;
  /** "" without one. */
  readonly description: string;
  /** Help texts by parameter name in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const sectionNames = new Set(
  (
    "synopsis description parameter example inputs outputs notes link component role functionality " +
    "forwardhelptargetname forwardhelpcategory remotehelprunspace externalhelp"
  ).split(" "),
);
const none: CommentHelp = { synopsis: "", description: "", parameters: new Map() };

/**
 * Help of the script (definition undefined) or of a definition: in its body at the start or the end, or right before it,
 * as about_Comment_Based_Help says.
 */
export function findCommentHelp(
  text: string,
  syntax: PowerShellSyntax,
  definition: DefinitionNode | undefined,
): CommentHelp {
  const comments =
    definition === undefined
      ? commentsOfScript(syntax)
      : syntax.comments.filter(
          (comment) =>
            (comment.start >= definition.bodyStart && comment.end <= definition.bodyEnd) ||
            (comment.end <= definition.start && isRightBefore(text, comment, definition.start)),
        );
  for (const block of joinLineComments(text, comments)) {
    const help = parseCommentHelp(block);
    if (help !== undefined) {
      return help;
    }
  }
  return none;
}

/** Comments at the top level: those inside a definition help with that one. */
function commentsOfScript(syntax: PowerShellSyntax): readonly Span[] {
  const bodies = syntax.definitions.filter((definition) => definition.parent === -1);
  return syntax.comments.filter(
    (comment) => !bodies.some((body) => comment.start >= body.bodyStart && comment.end <= body.bodyEnd),
  );
}

function isRightBefore(text: string, comment: Span, offset: number): boolean {
  if (offset - comment.end > 10_000) {
    return false;
  }
  const between = text.slice(comment.end, offset);
  return /^[\s]*(?:(?:#[^\r\n]*|<#[\s\S]*?#>)\s*)*$/.test(between);
}

/** Contents of the comments, line comments on neighbouring lines as one. */
function joinLineComments(text: string, comments: readonly Span[]): readonly string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let lastEnd = -1;
  const flush = (): void => {
    if (lines.length > 0) {
      blocks.push(lines.join("\n"));
      lines = [];
    }
  };
  for (const comment of comments) {
    const content = text.slice(comment.start, comment.end);
    if (content.startsWith("<#")) {
      flush();
      blocks.push(content.slice(2, content.endsWith("#>") ? -2 : undefined));
      continue;
    }
    if (lastEnd === -1 || !/^(?:\r\n|\r|\n)[ \t]*$/.test(text.slice(lastEnd, comment.start))) {
      flush();
    }
    lines.push(content.replace(/^#+/, ""));
    lastEnd = comment.end;
  }
  flush();
  return blocks;
}

/** undefined where the comment has no section of help. */
function parseCommentHelp(content: string): CommentHelp | undefined {
  const parameters = new Map<string, string>();
  const sections = new Map<string, string>();
  let name: string | undefined;
  let argument = "";
  let lines: string[] = [];
  const flush = (): void => {
    if (name === undefined) {
      return;
    }
    const body = trimLines(lines);
    if (name === "parameter") {
      parameters.set(argument.toLowerCase(), body);
    } else if (!sections.has(name)) {
      sections.set(name, body);
    }
  };
  for (const line of content.split(/\r\n|\r|\n/)) {
    const match = /^\s*\.([A-Za-z]+)(?:\s+(.*?))?\s*$/.exec(line);
    const section = match?.[1]?.toLowerCase();
    if (section !== undefined && sectionNames.has(section)) {
      flush();
      name = section;
      argument = (match?.[2] ?? "").replace(/^\$/, "");
      lines = [];
    } else {
      lines.push(line);
    }
  }
  flush();
  if (name === undefined) {
    return undefined;
  }
  return { synopsis: sections.get("synopsis") ?? "", description: sections.get("description") ?? "", parameters };
}

/** The text without empty lines around it and without the indentation of its lines. */
function trimLines(lines: readonly string[]): string {
  return lines
    .map((line) => line.trim())
    .join("\n")
    .trim();
}

/** The first paragraph of a text on one line. */
export function firstParagraph(text: string): string {
  return (text.trim().split(/\n\s*\n/, 1)[0] ?? "").replace(/\s*\n\s*/g, " ").trim();
}
