/** Notes of the extension: a sentence or two with buttons, above everything or in the area they are about. */
import type { PaneNote } from "../../protocol/test-pane";
import { el, icon, linkButton } from "./dom";
import type { Post } from "./host";

const icons: Readonly<Record<PaneNote["severity"], string>> = { error: "error", warning: "warning", info: "info" };

export function noteElements(notes: readonly PaneNote[], place: PaneNote["place"], post: Post): readonly HTMLElement[] {
  return notes
    .filter((note) => note.place === place)
    .map((note) =>
      el("div", { class: `note note-${note.severity}`, attributes: { "data-note": note.id } }, [
        icon(icons[note.severity]),
        el("div", { class: "note-words" }, [
          el("span", { class: "note-message", text: note.message }),
          note.detail === ""
            ? undefined
            : el("span", { class: "note-detail", text: `${/[.:!?…]$/.test(note.message) ? "" : "."} ${note.detail}` }),
          note.actions.length === 0
            ? undefined
            : el(
                "span",
                { class: "note-actions" },
                note.actions.map(({ id, label }) =>
                  linkButton(label, () => post({ type: "runNoteAction", note: note.id, action: id })),
                ),
              ),
        ]),
      ]),
    );
}
