import type { Json } from "./json";

const replacement = "***";
/** Shorter secrets are masked only where they are the whole text: masking every "1" would ruin all output. */
const shortestInText = 4;

/** Replaces the secrets it was told of wherever they stand in texts and values. */
export class SecretMask {
  readonly #whole = new Set<string>();
  #inText: string[] = [];

  /** Remembers a secret. Lines of a long multi-line secret (a PEM key) are masked one by one too. */
  add(secret: string): void {
    if (secret === "" || this.#whole.has(secret)) {
      return;
    }
    this.#whole.add(secret);
    if (secret.length < shortestInText) {
      return;
    }
    const parts = [secret, JSON.stringify(secret).slice(1, -1)];
    if (secret.includes("\n")) {
      parts.push(
        ...secret
          .split(/\r?\n/)
          .map((line) => line.trim())
          .filter((line) => line.length >= 16 && !line.startsWith("-----")),
      );
    }
    // Longest first: a secret that holds another one is replaced as a whole.
    this.#inText = [...new Set([...this.#inText, ...parts])].sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    if (this.#whole.has(text)) {
      return replacement;
    }
    let masked = text;
    for (const secret of this.#inText) {
      if (masked.includes(secret)) {
        masked = masked.replaceAll(secret, replacement);
      }
    }
    return masked;
  }

  value(value: Json): Json {
    if (typeof value === "string") {
      return this.text(value);
    }
    if (typeof value === "number" || typeof value === "boolean") {
      return this.#whole.has(String(value)) ? replacement : value;
    }
    if (value === null || this.#whole.size === 0) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item: Json) => this.value(item));
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [this.text(key), this.value(item)]));
  }
}
