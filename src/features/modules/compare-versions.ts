/** Compares the modules of an account with those of this machine: pure. */

export interface KnownModule {
  readonly name: string;
  readonly version: string;
  /** Runtime in Azure, or the folder here. */
  readonly where: string;
}

export type Difference = "same" | "newer-here" | "newer-in-azure" | "only-in-azure" | "unclear";

export interface ComparedModule {
  readonly name: string;
  readonly runtime: string;
  readonly azureVersion: string;
  /** The newest here; "" when there is none. */
  readonly localVersion: string;
  readonly localPath: string;
  readonly difference: Difference;
}

/** A row for every module in Azure, those that differ first. Names compare without case. */
export function compareModuleVersions(
  azure: readonly KnownModule[],
  local: readonly KnownModule[],
): readonly ComparedModule[] {
  const newest = new Map<string, KnownModule>();
  for (const module of local) {
    const known = newest.get(module.name.toLowerCase());
    if (known === undefined || (compareVersions(module.version, known.version) ?? 0) > 0) {
      newest.set(module.name.toLowerCase(), module);
    }
  }
  return azure
    .map(({ name, version, where }): ComparedModule => {
      const here = newest.get(name.toLowerCase());
      return {
        name,
        runtime: where,
        azureVersion: version,
        localVersion: here?.version ?? "",
        localPath: here?.where ?? "",
        difference: here === undefined ? "only-in-azure" : differenceOf(version, here.version),
      };
    })
    .sort(
      (a, b) =>
        order.indexOf(a.difference) - order.indexOf(b.difference) ||
        a.name.localeCompare(b.name) ||
        a.runtime.localeCompare(b.runtime),
    );
}

const order: readonly Difference[] = ["newer-in-azure", "newer-here", "unclear", "only-in-azure", "same"];

/** Below, equal to or above zero; undefined where one of them is no version. 1.2 and 1.2.0 are the same; a preview comes before its release. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [parse(a), parse(b)];
  if (left === undefined || right === undefined) {
    return undefined;
  }
  for (let index = 0; index < 4; index++) {
    const step = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (step !== 0) {
      return step;
    }
  }
  if (left.preview === right.preview) {
    return 0;
  }
  return left.preview === "" ? 1 : right.preview === "" ? -1 : left.preview < right.preview ? -1 : 1;
}

function differenceOf(azure: string, local: string): Difference {
  const step = compareVersions(azure, local);
  return step === undefined ? "unclear" : step === 0 ? "same" : step > 0 ? "newer-in-azure" : "newer-here";
}

function parse(text: string): { readonly numbers: readonly number[]; readonly preview: string } | undefined {
  const match = /^v?(\d+(?:\.\d+){0,3})(?:-([\w.]+))?$/.exec(text.trim());
  return match === null ? undefined : { numbers: (match[1] ?? "").split(".").map(Number), preview: match[2] ?? "" };
}
