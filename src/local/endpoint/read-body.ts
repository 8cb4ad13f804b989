/** Reads the body of a request up to a limit. */
import type { IncomingMessage } from "node:http";

/** How much more than its limit a body may send and still read the refusal; after that the connection just ends. */
const mostDiscarded = 16;

/**
 * The body; undefined when it is larger than `limit` bytes. A body that is too large is read on for a while and thrown away, since
 * closing a connection with unread data would destroy the answer on its way. Rejects when the client goes away.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      if (size > limit * mostDiscarded) {
        resolve(undefined);
      }
    });
    request.on("end", () => resolve(size <= limit ? Buffer.concat(chunks, size) : undefined));
    request.on("error", reject);
    // After "end" this has no effect.
    request.on("close", () => reject(new Error("The client went away.")));
  });
}
