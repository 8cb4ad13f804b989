// A headless Chromium with one page.
import { chromium } from "playwright-core";
import { findChromium } from "../setup/debian.mjs";
import { SetupError } from "../setup/progress.mjs";

const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startBrowser({ viewport = { width: 1400, height: 900 } } = {}) {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new SetupError(
      "No Chromium was found.",
      "Install it (Debian: apt-get install chromium) or set CHROMIUM to its path.",
    );
  }
  // Chromium's own sandbox does not work for root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
  const browser = await chromium.launch({ executablePath, headless: true, args });
  const context = await browser.newContext({ viewport });
  return { page: await context.newPage(), close: () => browser.close() };
}
