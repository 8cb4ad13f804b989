/** Where sealing keys are kept: a file of the user, the environment, or a place that the editor gives. */
import { AutomationError } from "../../core/errors";
import { parseSealingKey, sealingKeyText, type SealingKey } from "./sealing";

export type KeySourceKind = "file" | "environment" | "editor";

/**
 * One place that may hold keys. It keeps a text (a key ring): one base64 key a line, the current one last; `#` begins a comment.
 * Replaced keys stay in it, so that an older revision of assets.json can still be opened.
 */
export interface KeySource {
  readonly kind: KeySourceKind;
  /** Where a person finds it, e.g. `the file "..."`. */
  where(accountId: string): string;
  /** undefined: nothing there. Errors: permission-denied, damaged-file. */
  read(accountId: string): Promise<string | undefined>;
  /** Changes the text of the account (undefined: removes it), alone against other processes. Absent: cannot be written. */
  update?(accountId: string, change: (text: string | undefined) => string | undefined): Promise<void>;
}

/** The name of the environment variable; see environmentKeySource. */
export const keyVariable = "RUNBOOK_WORKBENCH_KEY";

/** The keys of a ring, in order. Errors: damaged-file naming the place, never the text. */
export function parseKeyRing(text: string, where: string): readonly SealingKey[] {
  const keys: SealingKey[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const content = line
      .replace(/^\uFEFF/, "")
      .replace(/#.*$/, "")
      .trim();
    if (content === "") {
      continue;
    }
    const key = parseSealingKey(content);
    if (!key) {
      throw new AutomationError("damaged-file", `Line ${index + 1} of ${where} is not a key.`, {
        hint: "A key is 32 bytes in base64. Restore it from a backup or import it again from a colleague.",
      });
    }
    keys.push(key);
  }
  return keys;
}

/** A ring text with one more key at its end; unchanged when it is there already. */
export function withKey(text: string | undefined, key: SealingKey, where: string): string {
  if (text !== undefined && parseKeyRing(text, where).some((known) => known.id === key.id)) {
    return text;
  }
  const before =
    text === undefined || text.trim() === ""
      ? "# Key of a local Automation account of Runbook Workbench. Who has it can read the account's sealed values.\n"
      : text.replace(/[\r\n]*$/, "\n");
  return `${before}# ${key.id}\n${sealingKeyText(key)}\n`;
}

/**
 * `RUNBOOK_WORKBENCH_KEY`: one key, or pairs `<account id>=<key>` with `;` between them, or both kinds. A single key is tried for any
 * account; whether it fits is decided by its fingerprint.
 */
export function environmentKeySource(environment: Readonly<Record<string, string | undefined>>): KeySource {
  const where = `the environment variable ${keyVariable}`;
  return {
    kind: "environment",
    where: () => where,
    read: (accountId) => {
      const text = environment[keyVariable]?.trim() ?? "";
      const keys = text.split(";").flatMap((part) => {
        const pair = /^\s*([0-9a-f]{8}-[0-9a-f-]{27})\s*=(.*)$/is.exec(part);
        return pair === null ? [part] : pair[1]?.toLowerCase() === accountId.toLowerCase() ? [pair[2] ?? ""] : [];
      });
      const ring = keys.map((key) => key.trim()).filter((key) => key !== "");
      if (ring.some((key) => parseSealingKey(key) === undefined)) {
        return Promise.reject(
          new AutomationError("key-wrong", `T${where.slice(1)} does not hold a key.`, {
            hint: `Give it one key in base64 (32 bytes), or pairs like "${accountId}=KEY" with ";" between them.`,
          }),
        );
      }
      return Promise.resolve(ring.length > 0 ? ring.join("\n") : undefined);
    },
  };
}
