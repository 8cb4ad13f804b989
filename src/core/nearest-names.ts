/** The names a person most likely meant, best first: same letters in another case, then small edit distances, then substrings. */
export function nearestNames(wanted: string, names: readonly string[], most = 3): readonly string[] {
  const target = wanted.toLowerCase();
  const allowed = Math.max(1, Math.floor(target.length / 3));
  const scored: { name: string; score: number }[] = [];
  for (const name of names) {
    const candidate = name.toLowerCase();
    // No edit distance is smaller than the difference of the lengths.
    const isFar = Math.abs(target.length - candidate.length) > allowed;
    const distance = isFar ? Infinity : editDistance(target, candidate);
    if (distance <= allowed) {
      scored.push({ name, score: distance });
    } else if (target.length >= 3 && (candidate.includes(target) || target.includes(candidate)) && candidate !== "") {
      scored.push({ name, score: allowed + 1 });
    }
  }
  return scored
    .sort((a, b) => a.score - b.score || a.name.localeCompare(b.name, "en"))
    .slice(0, most)
    .map((item) => item.name);
}

/** Optimal string alignment distance: insert, delete, replace, swap of neighbours cost 1 each. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
