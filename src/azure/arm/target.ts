/** What a request may be sent to: the cloud's own resource manager, and exactly the path that was meant. */
import { AzureError } from "./azure-error";

/**
 * Refuses an address on another host before a token is sent there: paging links and operation locations are followed to
 * wherever an answer points (specs/azure-apis.md 1.5, 10).
 */
export function checkHost(url: string, endpoint: string): void {
  const origin = URL.canParse(url) ? new URL(url).origin : undefined;
  if (origin !== endpoint) {
    throw new AzureError(
      "failed",
      `the answer points to another host ("${origin ?? shorten(url)}"), which was not asked.`,
      {
        hint: `Only ${endpoint} gets your token. Check the network for a proxy that changes answers.`,
      },
    );
  }
}

/**
 * Refuses a path that would reach something else than its words say: HTTP libraries resolve "." and "..", so that deleting a
 * variable named ".." would address the account itself; an empty name addresses the whole list.
 */
export function checkPath(url: string): void {
  const path = url.replace(/^[a-z]+:\/\/[^/?#]*/i, "").split(/[?#]/)[0] ?? "";
  const segments = path.split("/").slice(1);
  if (segments.some((segment) => segment === "" || isDots(segment))) {
    throw new AzureError("invalid-usage", `a name is empty or consists of dots only, which Azure cannot address.`, {
      hint: "Give a name that starts with a letter.",
    });
  }
}

/** One name as a part of a path. */
export function segment(name: string): string {
  return encodeURIComponent(name);
}

/** A link of an answer, absolute; a relative one is meant on the host that answered. */
export function absoluteLink(link: string, endpoint: string): string {
  return link.startsWith("/") && !link.startsWith("//") ? `${endpoint}${link}` : link;
}

function isDots(segment: string): boolean {
  return /^(\.|%2e){1,2}$/i.test(segment);
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
