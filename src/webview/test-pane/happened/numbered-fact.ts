import type { PaneFact } from "../../../protocol/test-pane";

/** A fact with its place in the run, by which the extension finds it again. */
export type NumberedFact = PaneFact & { readonly index: number };
