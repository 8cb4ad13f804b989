/** How much memory a process group holds, read cheaply; undefined where that cannot be read (Windows). */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";

/** Resident bytes of a process and its descendants. */
export async function memoryUse(pid: number): Promise<number | undefined> {
  if (process.platform === "linux") {
    return memoryOfTree(pid, 0);
  }
  return process.platform === "win32" ? undefined : memoryOfGroup(pid);
}

const deepest = 8;
const kibibyte = 1024;

async function memoryOfTree(pid: number, depth: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "latin1").catch(() => undefined);
  const resident = /^VmRSS:\s+(\d+) kB/m.exec(status ?? "");
  if (!resident || depth > deepest) {
    return undefined;
  }
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, "latin1").catch(() => "")),
  );
  const children = lists.join(" ").split(" ").filter(Boolean).map(Number);
  const used = await Promise.all(children.map((child) => memoryOfTree(child, depth + 1)));
  return used.reduce<number>((sum, bytes) => sum + (bytes ?? 0), Number(resident[1]) * kibibyte);
}

function memoryOfGroup(pid: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile("ps", ["-o", "rss=", "-g", String(pid)], { windowsHide: true }, (error, stdout) => {
      const sizes = error ? [] : stdout.split("\n").map(Number);
      const sum = sizes.reduce((total, size) => total + (Number.isFinite(size) ? size : 0), 0);
      resolve(sum > 0 ? sum * kibibyte : undefined);
    });
  });
}
