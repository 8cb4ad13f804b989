// One line per set-up step, and errors that say what to do.

/** A set-up step that cannot succeed; `message` says what failed and why, `hint` what to do about it. */
export class SetupError extends Error {
  constructor(message, hint) {
    super(hint ? `${message}\n  ${hint}` : message);
    this.name = "SetupError";
  }
}

export function say(step, text) {
  console.log(`set-up  ${step}: ${text}`);
}

export const seconds = (startedAt) => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;

/**
 * Does `install` unless `find` already returns a description of what is there, and says which. Returns what `find` returned last.
 * `find` returns undefined when the thing is missing.
 */
export async function ensure(step, { find, install, installing }) {
  const present = await find();
  if (present !== undefined) {
    say(step, `${present}`);
    return present;
  }
  const startedAt = Date.now();
  say(step, `${installing} ...`);
  await install();
  const result = await find();
  if (result === undefined) {
    throw new SetupError(`${step}: the installation ended without an error, but the result is not there.`);
  }
  say(step, `${result} (took ${seconds(startedAt)})`);
  return result;
}
