/** Select All in a text field of a page. */

/**
 * Keeps Ctrl+A in a field from the editor around the page. The browser has selected the text at once; the editor, told of the key
 * too, selects it again a moment later, and what was typed meanwhile is overwritten by what comes next.
 */
export function keepSelectAllInFields(page: Document): void {
  page.addEventListener("keydown", (event) => {
    const [target] = event.composedPath();
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    // Cmd+A of macOS stays the editor's: there the menu takes the key before the browser does.
    if (isField && event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && event.key === "a") {
      event.stopPropagation();
    }
  });
}
