/** The heights of a long list's rows: offset of a row and row at an offset in O(log n), through a Fenwick tree. */
export class RowHeights {
  private heights = new Float64Array(1024);
  /** tree[i] holds the sum of the `i & -i` heights that end at row i - 1. */
  private tree = new Float64Array(1025);
  private count = 0;

  get length(): number {
    return this.count;
  }

  get total(): number {
    return this.offsetOf(this.count);
  }

  clear(): void {
    this.count = 0;
  }

  push(height: number): void {
    if (this.count === this.heights.length) {
      this.grow();
    }
    this.heights[this.count] = height;
    this.count++;
    const low = this.count & -this.count;
    let sum = height;
    for (let step = 1; step < low; step <<= 1) {
      sum += this.tree[this.count - step] ?? 0;
    }
    this.tree[this.count] = sum;
  }

  heightOf(row: number): number {
    return this.heights[row] ?? 0;
  }

  /** Returns by how much the height changed. */
  set(row: number, height: number): number {
    const change = height - this.heightOf(row);
    if (change !== 0) {
      this.heights[row] = height;
      for (let index = row + 1; index <= this.count; index += index & -index) {
        this.tree[index] = (this.tree[index] ?? 0) + change;
      }
    }
    return change;
  }

  /** Where a row begins; of the row after the last one, where the list ends. */
  offsetOf(row: number): number {
    let sum = 0;
    for (let index = Math.min(row, this.count); index > 0; index -= index & -index) {
      sum += this.tree[index] ?? 0;
    }
    return sum;
  }

  /** The row that covers an offset; the first or last one beyond the ends; -1 for an empty list. */
  rowAt(offset: number): number {
    let row = 0;
    let rest = offset;
    for (let step = 1 << Math.floor(Math.log2(Math.max(1, this.count))); step > 0; step >>= 1) {
      const sum = this.tree[row + step] ?? 0;
      if (row + step <= this.count && sum <= rest) {
        row += step;
        rest -= sum;
      }
    }
    return Math.min(row, this.count - 1);
  }

  private grow(): void {
    const heights = new Float64Array(this.heights.length * 2);
    heights.set(this.heights);
    this.heights = heights;
    const tree = new Float64Array(heights.length + 1);
    tree.set(this.tree);
    this.tree = tree;
  }
}

export interface RowWindow {
  readonly first: number;
  /** The row after the last one. */
  readonly end: number;
}

/** The rows to have in the page: those in sight and `margin` pixels before and after. */
export function windowOf(heights: RowHeights, scrollTop: number, viewportHeight: number, margin: number): RowWindow {
  if (heights.length === 0) {
    return { first: 0, end: 0 };
  }
  const first = heights.rowAt(Math.max(0, scrollTop - margin));
  const last = heights.rowAt(scrollTop + viewportHeight + margin);
  return { first: Math.max(0, first), end: last + 1 };
}
