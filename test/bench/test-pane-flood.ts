// Floods the test pane's page with records as the extension does (batches, flow control), and watches the frames meanwhile.
import { mostInBatch, mostUnacknowledged } from "../../src/protocol/test-pane";
import type { PanePage } from "../ui/support/pane-page";
import { init, running } from "../ui/test-pane-states";

export interface Frames {
  readonly milliseconds: number;
  readonly frames: number;
  /** Frames that came later than 50 ms after the one before: three were due. */
  readonly late: number;
  readonly longestMs: number;
}

/** Watches requestAnimationFrame while a script works; the script is the body of an async function. */
function watched(body: string): string {
  return `(async () => {
    let last = performance.now(), frames = 0, late = 0, longest = 0, isWatching = true;
    const tick = (now) => {
      frames++;
      if (now - last > 50) late++;
      longest = Math.max(longest, now - last);
      last = now;
      if (isWatching) requestAnimationFrame(tick);
    };
    await new Promise((resolve) => requestAnimationFrame((now) => { last = now; resolve(); requestAnimationFrame(tick); }));
    const started = performance.now();
    await (async () => { ${body} })();
    isWatching = false;
    return { milliseconds: performance.now() - started, frames, late, longestMs: longest };
  })()`;
}

/**
 * Until the list has taken all of them in and shows the last one. Some have many lines, colours and long texts. The records are made
 * beforehand, and sent as fast as the flow control allows (the extension is slower: a batch each 50 ms).
 */
export async function floodPane(pane: PanePage, count: number): Promise<Frames> {
  await pane.send(init({ run: running() }));
  await pane.page.locator(".stream-log").waitFor();
  await pane.page.evaluate(`(() => {
    const streams = ["Output", "Output", "Output", "Verbose", "Warning", "Information", "Error"];
    const textOf = (n) => n % 50 === 0 ? Array.from({ length: 30 }, (_, line) => "line " + line + " of record " + n).join("\\n")
      : n % 20 === 0 ? "\\u001b[32mrecord " + n + "\\u001b[0m " + "long ".repeat(60)
      : "record " + n + " of a job that writes a lot";
    window.flood = [];
    for (let from = 0; from < ${count}; from += ${mostInBatch}) {
      const records = Array.from({ length: Math.min(${mostInBatch}, ${count} - from) }, (_, index) => {
        const n = from + index;
        return { time: ${Date.parse("2030-01-31T12:00:00Z")} + n, stream: streams[n % 7], text: textOf(n), line: n % 90 };
      });
      window.flood.push({ type: "records", run: 1, from, records });
    }
  })()`);
  return pane.page.evaluate<Frames>(
    watched(`
      const receive = window.receiveFromPane;
      let sent = 0, received = 0;
      await new Promise((resolve) => {
        const send = () => {
          const next = window.flood[0];
          if (next !== undefined && sent - received < ${mostUnacknowledged}) {
            window.flood.shift();
            window.postMessage(next, "*");
            sent += next.records.length;
            setTimeout(send);
          }
        };
        window.receiveFromPane = (message) => {
          if (message.type === "received") {
            received = message.next;
            setTimeout(send);
          }
          if (received >= ${count}) resolve();
        };
        send();
      });
      window.receiveFromPane = receive;
      while (document.querySelector(".row:last-child")?.ariaPosInSet !== "${count}") {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }`),
  );
}

/** From the end to the start in two seconds' worth of frames, then one jump to each tenth. */
export function scrollPane(pane: PanePage): Promise<Frames> {
  return pane.page.evaluate<Frames>(
    watched(`
      const list = document.querySelector(".stream-viewport");
      const end = list.scrollHeight;
      for (let step = 0; step < 120; step++) {
        list.scrollTop = end * (1 - step / 120);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }`),
  );
}

/** Types a text into the search until the matches are counted. */
export function searchPane(pane: PanePage, text: string): Promise<Frames> {
  return pane.page.evaluate<Frames>(
    watched(`
      const field = document.querySelector(".search vscode-textfield");
      field.value = ${JSON.stringify(text)};
      field.dispatchEvent(new Event("input"));
      while (!/ of /.test(document.querySelector(".match-count").textContent)) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }`),
  );
}

/** What the same rows cost as plain elements: the list without windowing. */
export function floodPlainPage(pane: PanePage, count: number): Promise<Frames> {
  return pane.page.evaluate<Frames>(
    watched(`
      const host = document.createElement("div");
      document.body.append(host);
      for (let from = 0; from < ${count}; from += ${mostInBatch}) {
        for (let n = from; n < Math.min(${count}, from + ${mostInBatch}); n++) {
          const row = document.createElement("div");
          row.textContent = "12:00:00.000 record " + n + " of a job that writes a lot";
          host.append(row);
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      host.getBoundingClientRect();
      host.remove();`),
  );
}
