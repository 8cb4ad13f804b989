/** When a webhook ends; Azure allows ten years at most (learn.microsoft.com/azure/automation/automation-webhooks). */

const mostYears = 10;

/** So many months from now; the last day of a shorter month where the day does not exist. */
export function expiryAfter(months: number, now: number): Date {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date;
}

/** The end of a day given as 2027-01-31, UTC; undefined when it is none, past, or too far away. */
export function checkExpiry(text: string, now: number): Date | undefined {
  const match = /^\s*(\d{4})-(\d{2})-(\d{2})\s*$/.exec(text);
  const [year = 0, month = 0, day = 0] = (match ?? []).slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, 23, 59, 59));
  const isDay = match !== null && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && date.getTime() > now && date <= expiryAfter(12 * mostYears, now) ? date : undefined;
}
