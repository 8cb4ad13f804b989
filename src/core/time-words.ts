/** Moments and durations as a person reads them, in the language of whoever shows them. */
import type { Localize } from "./localize";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How long ago a moment was: relative under a day, else its date. "" for a time that cannot be read. */
export function timeAgo(timeMs: number, nowMs: number, l10n: Localize): string {
  if (Number.isNaN(timeMs)) {
    return "";
  }
  const passed = nowMs - timeMs;
  if (passed < minuteMs) {
    return l10n.t("just now");
  }
  if (passed < hourMs) {
    return l10n.t("{0} min ago", Math.floor(passed / minuteMs));
  }
  return passed < dayMs ? l10n.t("{0} h ago", Math.floor(passed / hourMs)) : dateOf(timeMs);
}

/** When something will happen: relative under a day, else its date. */
export function timeUntil(timeMs: number, nowMs: number, l10n: Localize): string {
  const left = timeMs - nowMs;
  if (Number.isNaN(timeMs)) {
    return "";
  }
  if (left < minuteMs) {
    return l10n.t("now");
  }
  if (left < hourMs) {
    return l10n.t("in {0} min", Math.floor(left / minuteMs));
  }
  return left < dayMs ? l10n.t("in {0} h", Math.floor(left / hourMs)) : dateOf(timeMs);
}

/** The local date, as ISO writes it: no doubt about day and month. */
export function dateOf(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** How long a job took, `1.8 s` or `2 min 5 s`; "" when that is not known. */
export function durationWords(ms: number, l10n: Localize): string {
  if (Number.isNaN(ms) || ms < 0) {
    return "";
  }
  if (ms < minuteMs - 50) {
    return l10n.t("{0} s", (ms / 1000).toFixed(1));
  }
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? l10n.t("{0} min {1} s", minutes, seconds % 60)
    : l10n.t("{0} h {1} min", Math.floor(minutes / 60), minutes % 60);
}
