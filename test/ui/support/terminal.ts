// What a person reads in the terminal. Needs `terminalSettings`: with the GPU renderer the text is pixels.
import type { Workbench } from "./workbench";

export const terminalSettings = { "terminal.integrated.gpuAcceleration": "off" } as const;

/** Waits until the visible terminal shows the text; the error says what it showed instead. */
export async function terminalShows(workbench: Workbench, text: string, timeoutMs = 60_000): Promise<string> {
  const rows = workbench.page.locator(".terminal-wrapper.active .xterm-rows");
  try {
    await rows.filter({ hasText: text }).waitFor({ timeout: timeoutMs });
  } catch (error) {
    const shown = (await rows.count()) > 0 ? await rows.first().innerText() : "no terminal";
    throw new Error(`The terminal does not show "${text}". It shows:\n${shown}`, { cause: error });
  }
  return rows.first().innerText();
}
