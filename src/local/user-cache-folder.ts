/** Where this program keeps what it can make again, for this user: XDG Base Directory Specification, LocalAppData on Windows. */
import { homedir } from "node:os";
import { join } from "node:path";

export function userCacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const base = process.platform === "win32" ? LOCALAPPDATA : XDG_CACHE_HOME;
  return join(base !== undefined && base !== "" ? base : join(homedir(), ".cache"), "runbook-workbench");
}
