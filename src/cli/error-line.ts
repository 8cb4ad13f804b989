/** One line that says what failed, why, and what to do. */
import { AutomationError } from "../core/errors";

export function errorLine(error: unknown): string {
  if (!(error instanceof AutomationError)) {
    return oneLine(error instanceof Error ? `Unexpected: ${error.message}` : `Unexpected: ${String(error)}`);
  }
  const { message, position, hint } = error;
  const place = position === undefined ? "" : `${position.path}:${position.line}:${position.column}: `;
  return oneLine(hint === undefined ? place + message : `${place}${asSentence(message)} ${hint}`);
}

function asSentence(text: string): string {
  return /[.!?:]$/.test(text.trimEnd()) ? text : `${text}.`;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ").trim();
}
