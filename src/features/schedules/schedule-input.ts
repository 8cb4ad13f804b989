/** Reads what a person types about a schedule: pure, so that every odd clock can be tested. */

export type InputProblem = "noTime" | "skipped" | "tooSoon" | "noDays";
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: InputProblem };

/** Azure refuses a start that is nearer (learn.microsoft.com/azure/automation/shared-resources/schedules). */
export const shortestLeadMs = 5 * 60_000;

/** `2026-11-22 06:00` on the clock of a time zone. `now`: epoch milliseconds. */
export function readStart(text: string, timeZone: string, now: number): Read<Date> {
  const match = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})[ T]+(\d{1,2}):(\d{2})\s*$/.exec(text);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = (match ?? []).slice(1).map(Number);
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const isDate =
    match !== null &&
    new Date(wall).toISOString().startsWith(`${match[1] ?? ""}-${two(month)}-${two(day)}T${two(hour)}`);
  if (!isDate || minute > 59) {
    return { ok: false, problem: "noTime" };
  }
  const instant = toInstant(wall, timeZone);
  if (instant === undefined) {
    return { ok: false, problem: "skipped" };
  }
  return instant < now + shortestLeadMs ? { ok: false, problem: "tooSoon" } : { ok: true, value: new Date(instant) };
}

/** The next full hour that Azure takes, as it stands on the clock of the time zone. */
export function suggestStart(timeZone: string, now: number): string {
  const hour = 3_600_000;
  const instant = Math.ceil((now + 2 * shortestLeadMs) / hour) * hour;
  return new Date(instant + offsetAt(instant, timeZone)).toISOString().slice(0, 16).replace("T", " ");
}

/** `1, 15, last` as Azure's numbers; -1 is the last day. */
export function readMonthDays(text: string): Read<readonly number[]> {
  const parts = text
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map((part) => (/^(last|-1)$/i.test(part) ? -1 : /^\d{1,2}$/.test(part) ? Number(part) : 0));
  const isGood = parts.length > 0 && parts.every((day) => day === -1 || (day >= 1 && day <= 31));
  return isGood ? { ok: true, value: [...new Set(parts)] } : { ok: false, problem: "noDays" };
}

/** Every so many hours, days, weeks or months; Azure's limits are 1 to 100. */
export function isInterval(text: string): boolean {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100;
}

/** The moment at which a clock of the zone shows `wall`; undefined where it never does, when the clocks go forward. */
function toInstant(wall: number, timeZone: string): number | undefined {
  // A zone's offset changes by the hour at most twice a year: one of the two guesses is right, the earlier one when both are.
  const day = 24 * 3_600_000;
  const candidates = [offsetAt(wall - day, timeZone), offsetAt(wall + day, timeZone)].map((offset) => wall - offset);
  return candidates.sort((a, b) => a - b).find((instant) => instant + offsetAt(instant, timeZone) === wall);
}

/** Milliseconds that the zone's clock is ahead of UTC. */
function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
