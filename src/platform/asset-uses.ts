/** Which runbooks of the workspace name an asset: asked by who deletes, answered by the language features' index. */
import type { ReadableAssetKind } from "../core/asset";

export interface AssetUse {
  /** Absolute path of the runbook. */
  readonly path: string;
}

/** `root`: the folder of the account whose runbooks are meant; undefined: all runbooks of the workspace. */
export type FindAssetUses = (
  kind: ReadableAssetKind,
  name: string,
  root: string | undefined,
) => Promise<readonly AssetUse[]>;

export class AssetUses {
  #find: FindAssetUses | undefined;

  /** Called once by the owner of the index. */
  answerWith(find: FindAssetUses): void {
    this.#find = find;
  }

  /** undefined: nobody can say. */
  async find(
    kind: ReadableAssetKind,
    name: string,
    root: string | undefined,
  ): Promise<readonly AssetUse[] | undefined> {
    return this.#find?.(kind, name, root);
  }
}
