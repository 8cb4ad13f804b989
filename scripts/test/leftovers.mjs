// Finds processes that a test run left behind: everything a level starts inherits a mark in its environment, a temporary folder
// and a session, and at least one of the three survives in a process that outlives it.
import fs from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const read = (file) => {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return ""; // gone meanwhile, or not ours to read
  }
};

function link(file) {
  try {
    return fs.readlinkSync(file);
  } catch {
    return "";
  }
}

/** [{pid, command}] of living processes that carry the mark. Linux only: elsewhere the list is empty. */
export function findLeftovers({ mark, folder, sessions }) {
  if (process.platform !== "linux") {
    return [];
  }
  return fs
    .readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => {
      // After the command in parentheses: state, parent, group, session.
      const [state, , , session] = read(`/proc/${pid}/stat`)
        .replace(/^.*\)\s*/s, "")
        .split(" ");
      return (
        state !== undefined &&
        !["", "Z", "X"].includes(state) &&
        (sessions.has(Number(session)) ||
          read(`/proc/${pid}/environ`).includes(mark) ||
          read(`/proc/${pid}/cmdline`).includes(folder) ||
          link(`/proc/${pid}/cwd`).startsWith(folder))
      );
    })
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim() }));
}

/** Gives processes that are just ending a moment, then ends the rest and returns what they were. */
export async function endLeftovers(trace, patienceMs = 3000) {
  const deadline = Date.now() + patienceMs;
  let left = findLeftovers(trace);
  while (left.length > 0 && Date.now() < deadline) {
    await wait(100);
    left = findLeftovers(trace);
  }
  for (const { pid } of left) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ended by itself
    }
  }
  return left;
}
