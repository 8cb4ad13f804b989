/** Where Azure fetches a module from: the PowerShell Gallery, or any address that needs no sign-in. Pure. */

export interface ModuleSource {
  readonly name: string;
  readonly uri: string;
  readonly version?: string;
}

/** The gallery's package of exactly that version; the address Azure's own portal uses. */
export function gallerySource(name: string, version: string): ModuleSource {
  const uri = `https://www.powershellgallery.com/api/v2/package/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;
  return { name, version, uri };
}

/** `Az.Accounts 2.13.1` or `Az.Accounts@2.13.1`; undefined for anything else. */
export function readGalleryText(text: string): { readonly name: string; readonly version: string } | undefined {
  const match = /^\s*([A-Za-z][\w.-]*)(?:\s*@\s*|\s+)v?(\d+(?:\.\d+){1,3}(?:-[\w.]+)?)\s*$/.exec(text);
  const [, name = "", version = ""] = match ?? [];
  return match === null ? undefined : { name, version };
}

export type UriProblem = "noUri" | "noHttps" | "holdsSecret";

/** Azure takes .zip and .nupkg for PowerShell, wheels and .tar.gz for Python. A signed address is a secret and stays out of the log. */
export function uriProblem(text: string): UriProblem | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url === undefined) {
    return "noUri";
  }
  if (url.protocol !== "https:") {
    return "noHttps";
  }
  return url.username !== "" || url.password !== "" ? "holdsSecret" : undefined;
}

/** The name that the package's file gives itself: `Thing-1.2.0.nupkg`, `Thing.zip`, `requests-2.31.0-py3-none-any.whl`; "" when it has none. */
export function nameOfUri(text: string): string {
  const { pathname } = new URL(text.trim());
  const segments = pathname.split("/").filter((part) => part !== "");
  const inGallery = /\/api\/v2\/package\/([^/]+)/i.exec(pathname)?.[1];
  if (inGallery !== undefined) {
    return inGallery;
  }
  const file = segments.at(-1) ?? "";
  const base = file.replace(/\.(zip|nupkg|whl|tar\.gz)$/i, "");
  if (base === file) {
    return "";
  }
  return /\.whl$/i.test(file) ? (base.split("-")[0] ?? "") : base.replace(/[-.]v?\d+(\.\d+)+.*$/, "");
}
