/**
 * The tree of an account with 10,000 runbooks against one page of 100 as the baseline, over real HTTP to a resource manager on this machine:
 * requests and time until the first rows, and what all rows take. Goal: first rows of 10,000 after as many requests as those of 100.
 */
import { performance } from "node:perf_hooks";

import type { PagedList } from "../../src/core/browse";
import { itemLook } from "../../src/features/explorer/model/looks/item-look";
import type { ExplorerNode } from "../../src/features/explorer/model/nodes";
import { TreeModel } from "../../src/features/explorer/model/tree-model";
import { startFakeSession } from "../support/fake-arm/fake-session";

const l10n = { t: (message: string): string => message };
const rounds = 7;

interface Measured {
  readonly requests: number;
  readonly firstMs: number;
  readonly allRequests: number;
  readonly allMs: number;
  readonly heapKb: number;
}

async function main(): Promise<void> {
  const page = await measure(100);
  const many = await measure(10_000);
  print(page, 100);
  print(many, 10_000);
  const isMet = many.requests === page.requests;
  process.stdout.write(
    `explorer: first rows of 10,000 runbooks ${(many.firstMs / page.firstMs).toFixed(2)} x of a single page, ` +
      `${many.requests} against ${page.requests} requests; goal the same: ${isMet ? "met" : "missed"}; ` +
      `memory of all rows ${(many.heapKb / Math.max(1, page.heapKb)).toFixed(0)} x of one page\n`,
  );
}

function print({ requests, firstMs, allRequests, allMs, heapKb }: Measured, count: number): void {
  process.stdout.write(
    `explorer: ${count} runbooks: first rows after ${requests} request(s) and ${firstMs.toFixed(1)} ms; ` +
      `all rows after ${allRequests} requests and ${allMs.toFixed(0)} ms, ${heapKb} KB\n`,
  );
}

async function measure(count: number): Promise<Measured> {
  const session = await startFakeSession();
  const { arm, held, account } = session;
  try {
    for (let at = 0; at < count; at++) {
      held.addRunbook(`Runbook-${String(at).padStart(5, "0")}`, { type: "PowerShell72", published: "" });
    }
    const nothing: PagedList<never> = { page: () => Promise.resolve({ items: [], nextToken: undefined }) };
    const sources = {
      local: () => Promise.resolve({ accounts: [account], failed: [] }),
      isSignedIn: () => Promise.resolve(false),
      pinned: () => Promise.resolve([]),
      subscriptions: () => nothing,
      accounts: () => nothing,
    };
    const first: number[] = [];
    let requests = 0;
    for (let round = 0; round < rounds; round++) {
      const model = new TreeModel(sources);
      const folder = await runbooksOf(model);
      const before = arm.requests.length;
      const start = performance.now();
      look(await model.children(folder));
      first.push(performance.now() - start);
      requests = arm.requests.length - before;
      model.dispose();
    }
    const model = new TreeModel(sources);
    const folder = await runbooksOf(model);
    // What the fake keeps of each exchange is not the tree's.
    arm.exchanges.length = 0;
    const heap = heapKb();
    const start = performance.now();
    let allRequests = 0;
    for (;;) {
      const rows = await model.children(folder);
      const more = rows.at(-1);
      allRequests += arm.exchanges.length;
      arm.exchanges.length = 0;
      if (more?.kind !== "more") {
        break;
      }
      await model.loadMore(more);
    }
    const allMs = performance.now() - start;
    const rows = look(await model.children(folder));
    const measured = { requests, firstMs: median(first), allRequests, allMs, heapKb: heapKb() - heap };
    if (rows !== count) {
      throw new Error(`${rows} rows of ${count}`);
    }
    model.dispose();
    return measured;
  } finally {
    await session.stop();
  }
}

async function runbooksOf(model: TreeModel): Promise<ExplorerNode> {
  const [account] = await model.children(undefined);
  const [folder] = account === undefined ? [] : await model.children(account);
  if (folder?.id.endsWith("/runbooks") !== true) {
    throw new Error("the account has no runbooks");
  }
  return folder;
}

/** What the editor asks of each row. */
function look(rows: readonly ExplorerNode[]): number {
  const items = rows.filter((row) => row.kind === "item");
  for (const { item, isLocal } of items) {
    itemLook(item, { l10n, now: 0, isLocal });
  }
  return items.length;
}

function heapKb(): number {
  const { gc } = globalThis as { readonly gc?: () => void };
  gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1024);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

void main();
