/** Whether a Python runbook asks the identity endpoint itself instead of through a library. */
import type { PythonFile } from "./python-file";

export interface EndpointByHand {
  /** Where the endpoint's variable is read. */
  readonly start: number;
  readonly end: number;
  /** Contents of every string of the file. */
  readonly strings: readonly string[];
}

const requestModules = /^(?:requests|urllib|urllib2|urllib3|http|httpx|aiohttp)(?:\.|$)/;

/** undefined: it does not, or a library for identities is used as well, which may read the variables too. */
export function usesEndpointByHand(file: PythonFile): EndpointByHand | undefined {
  const use = file.scan.identity.find(({ how }) => how === "IDENTITY_ENDPOINT" || how === "MSI_ENDPOINT");
  const { imports } = file.scan.module;
  if (
    use === undefined ||
    file.scan.identity.some(({ how }) => /Credential|Authentication/.test(how)) ||
    !imports.some(({ module }) => requestModules.test(module))
  ) {
    return undefined;
  }
  const strings = file.tokens
    .filter(({ kind }) => kind === "string")
    .map((token) => file.text.slice(token.contentStart, token.contentEnd));
  return { start: use.start, end: use.end, strings };
}
