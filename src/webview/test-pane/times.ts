/** Times and durations as a person reads them. */

const two = (value: number): string => String(value).padStart(2, "0");

/** Local time of day with milliseconds; "" for no time. */
export function clockTime(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return "";
  }
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** For tooltips: local and UTC. */
export function fullTime(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : `${date.toLocaleString()} · ${date.toISOString()}`;
}

/** `850 ms`, `1.8 s`, `2 min 5 s`, `1 h 12 min`; as on the command line. */
export function duration(milliseconds: number): string {
  if (milliseconds < 59_950) {
    return `${(Math.max(0, milliseconds) / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const day = 86_400_000;

/** Relative within a day, else the date and time. */
export function relativeTime(time: number, now: number, locale: string): string {
  const ago = now - time;
  if (Number.isNaN(ago) || ago >= day || ago < -60_000) {
    return Number.isNaN(time) ? "" : new Date(time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" });
  }
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  if (ago < 60_000) {
    return words.format(-Math.max(0, Math.floor(ago / 1000)), "second");
  }
  return ago < 3_600_000
    ? words.format(-Math.floor(ago / 60_000), "minute")
    : words.format(-Math.floor(ago / 3_600_000), "hour");
}
