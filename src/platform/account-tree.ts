/** What features may ask of the tree of accounts without knowing it: which row has the focus, and to show something. */
import type { TreeTarget } from "./tree-target";

export interface ShownTree {
  /** The row that keys mean; undefined: none, or one that belongs to no account. */
  focused(): Promise<TreeTarget | undefined>;
  readonly isVisible: boolean;
  /** Selects the row, opening what it lies in; resolves when it is shown or is not there. */
  reveal(target: TreeTarget, options: { readonly focus: boolean }): Promise<void>;
}

export class AccountTree {
  #tree: ShownTree | undefined;

  /** Called once by the tree's owner. */
  attach(tree: ShownTree): void {
    this.#tree = tree;
  }

  /** For commands that a key calls while the tree has the focus: keys pass no row. */
  async focused(): Promise<TreeTarget | undefined> {
    return this.#tree?.focused();
  }

  /** Shows something that was just made, where the person looks at the tree anyway: nothing opens by itself. */
  async show(target: TreeTarget): Promise<void> {
    if (this.#tree?.isVisible === true) {
      // What cannot be found now (no network, say) was made all the same: the tree says itself what it cannot read.
      await this.#tree.reveal(target, { focus: false }).catch(() => undefined);
    }
  }
}
