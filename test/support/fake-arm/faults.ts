/** What can go wrong between a client and Azure, told to the fake by the test. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Json } from "../../../src/core/json";

export type FaultAnswer =
  /** Any answer. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Json;
      readonly text?: string;
    }
  /** A web page with status 200, as a captive portal sends. */
  | { readonly kind: "html" }
  /** A success without a body. */
  | { readonly kind: "empty" }
  /** The true answer, cut in half, with a length that fits. */
  | { readonly kind: "half" }
  /** The true answer, and the connection ends in the middle of it. */
  | { readonly kind: "cut" }
  /** The connection ends before any answer; `afterwards`: the request is carried out all the same. */
  | { readonly kind: "hang-up"; readonly afterwards?: boolean }
  /** No answer for as long as the fake lives. */
  | { readonly kind: "silence" }
  /** The true answer with another `nextLink`; "same": the link of this very request; "growing": a new one each time, without end. */
  | { readonly kind: "next-link"; readonly link: string }
  /** The true answer with another `Location`. */
  | { readonly kind: "location"; readonly link: string }
  /** Something happens first; then the true answer. */
  | { readonly kind: "meanwhile"; readonly action: () => void };

export interface Fault {
  readonly method?: string;
  /** Tested against path and query. */
  readonly on: RegExp;
  /** How many requests it hits; once unless told. */
  readonly times?: number;
  readonly fault: FaultAnswer;
}

export class Faults {
  readonly #waiting: { readonly fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  take(method: string, target: string): FaultAnswer | undefined {
    const hit = this.#waiting.find(
      (one) =>
        one.left > 0 &&
        (one.fault.method === undefined || one.fault.method === method) &&
        one.fault.on.test(decodeURIComponent(target)),
    );
    if (hit === undefined) {
      return undefined;
    }
    hit.left--;
    return hit.fault.fault;
  }
}

/** Writes what no proper answer is. */
export function misbehave(fault: FaultAnswer, request: IncomingMessage, response: ServerResponse, text: string): void {
  switch (fault.kind) {
    case "html":
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end("<!DOCTYPE html><html><title>Sign in to the Wi-Fi</title></html>");
      return;
    case "empty":
      response.writeHead(200, { "content-type": "application/json", "content-length": "0" });
      response.end();
      return;
    case "half":
      response.writeHead(200, { "content-type": "application/json" });
      response.end(text.slice(0, Math.floor(text.length / 2)));
      return;
    case "cut":
      response.writeHead(200, {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(text)),
      });
      response.write(text.slice(0, Math.floor(text.length / 2)), () => request.socket.destroy());
      return;
    case "hang-up":
      request.socket.destroy();
      return;
    default:
      throw new Error(`"${fault.kind}" is a proper answer.`);
  }
}
