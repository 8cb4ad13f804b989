/** Names that most likely stand for a secret. */

const secretWord = /^(?:password|passwd|pwd|passphrase|secret|token|key|pin|apikey|accesskey|sharedkey|privatekey)$/;
/** Behind a secret's word these make it the name, the place or the age of one. */
const harmlessWord =
  /^(?:name|id|url|uri|endpoint|type|expiry|expires|vault|version|path|length|file|thumbprint|identifier|public)$/;

/** Whether the last words of a name say password, secret, token or key: `ClientSecret`, "API key"; not `KeyVaultName`. */
export function looksSecret(name: string): boolean {
  const words = name
    .replace(/\(.*?\)/g, " ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
  return words.some((word) => secretWord.test(word)) && !words.some((word) => harmlessWord.test(word));
}
