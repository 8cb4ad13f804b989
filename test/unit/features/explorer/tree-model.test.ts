import assert from "node:assert/strict";
import type { AccountDetails } from "../../../../src/core/account";
import type { AccountItem, BrowsableAccount, FolderKind, ItemPage, PagedList } from "../../../../src/core/browse";
import { AutomationError } from "../../../../src/core/errors";
import type { ExplorerNode } from "../../../../src/features/explorer/model/nodes";
import { TreeModel, type AccountSources } from "../../../../src/features/explorer/model/tree-model";
import type { SubscriptionItem } from "../../../../src/platform/azure-reach";
import { buildAccount } from "../../../support/account-builder";

const variable = (name: string): AccountItem => ({
  kind: "variable",
  name,
  description: "",
  isEncrypted: false,
  value: 1,
});
const connection = (name: string, connectionType: string): AccountItem => ({
  kind: "connection",
  name,
  description: "",
  isEncrypted: false,
  connectionType,
  fields: {},
});
const environment: AccountItem = {
  kind: "runtime-environment",
  name: "PS74",
  description: "",
  language: "PowerShell",
  version: "7.4",
};

/** An account whose pages a test gives, and counts. */
class FakeAccount implements BrowsableAccount {
  readonly name = "aa";
  readonly facts = ["rg", "westeurope"];
  readonly folders: readonly FolderKind[] = ["connections", "variables", "runtime-environments"];
  readonly requests: string[] = [];
  pages: Partial<Record<FolderKind, (readonly AccountItem[])[]>> = {};
  /** Answers instead of the next page. */
  next: ((signal: AbortSignal | undefined) => Promise<ItemPage<AccountItem>>) | undefined;

  constructor(readonly id: string) {}

  get assets(): never {
    throw new Error("a tree changes nothing");
  }

  open(folder: FolderKind): PagedList<AccountItem> {
    return {
      page: (token, signal) => {
        this.requests.push(`${folder} ${token ?? "first"}`);
        const { next } = this;
        if (next) {
          this.next = undefined;
          return next(signal);
        }
        const at = Number(token ?? 0);
        const all = this.pages[folder] ?? [];
        return Promise.resolve({
          items: all[at] ?? [],
          nextToken: at + 1 < all.length ? String(at + 1) : undefined,
        });
      },
    };
  }

  openItem(item: AccountItem): PagedList<AccountItem> | undefined {
    return item.kind === "runtime-environment"
      ? { page: () => Promise.resolve({ items: [variable("inside")], nextToken: undefined }) }
      : undefined;
  }

  details(): Promise<AccountDetails> {
    return Promise.resolve(buildAccount());
  }

  listAssets(): Promise<never> {
    throw new Error("a tree opens folders");
  }

  getAsset(): Promise<never> {
    throw new Error("a tree opens folders");
  }
}

const subscription: SubscriptionItem = {
  id: "/subscriptions/s1",
  subscriptionId: "s1",
  name: "Contoso Dev",
  tenantId: "t",
  signInTenantId: undefined,
  state: "Enabled",
};

describe("the tree of accounts", () => {
  let local: FakeAccount;
  let cloud: FakeAccount;
  let isSignedIn: boolean;
  let hasLocal: boolean;
  let pinned: readonly BrowsableAccount[];
  let model: TreeModel;
  let changes: (string | undefined)[];

  const sources = (): AccountSources => ({
    local: () => Promise.resolve({ accounts: hasLocal ? [local] : [], failed: [] }),
    isSignedIn: () => Promise.resolve(isSignedIn),
    pinned: () => Promise.resolve(pinned),
    subscriptions: () => ({ page: () => Promise.resolve({ items: [subscription], nextToken: undefined }) }),
    accounts: () => ({ page: () => Promise.resolve({ items: [cloud], nextToken: undefined }) }),
  });
  const ids = (rows: readonly ExplorerNode[]): readonly string[] => rows.map((row) => row.id);
  /** The rows when nothing is being loaded any more. */
  const root = async (): Promise<readonly ExplorerNode[]> => {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        const subscribed = model.onDidChange(() => {
          subscribed.dispose();
          resolve();
        });
      });
      const rows = await model.children(undefined);
      if (!rows.some((row) => row.kind === "message" && row.message === "loading")) {
        return rows;
      }
      await changed;
    }
  };
  const child = async (node: ExplorerNode | undefined, wanted: string): Promise<ExplorerNode> => {
    const rows = node === undefined ? await root() : await model.children(node);
    const found = rows.find((row) => row.id.endsWith(wanted));
    assert.ok(found, `${wanted} is not among ${ids(rows).join(", ")}`);
    return found;
  };
  const localFolder = async (folder: FolderKind): Promise<ExplorerNode> =>
    child(await child(undefined, "local:/work space"), `/${folder}`);

  beforeEach(() => {
    local = new FakeAccount("local:/work space");
    cloud = new FakeAccount("/subscriptions/s1/resourceGroups/RG/providers/Microsoft.Automation/automationAccounts/aa");
    isSignedIn = false;
    hasLocal = true;
    pinned = [];
    model = new TreeModel(sources());
    changes = [];
    model.onDidChange((node) => changes.push(node?.id));
  });

  afterEach(() => model.dispose());

  describe("at its root", () => {
    it("has the local account and the way to sign in", async () => {
      assert.deepEqual(ids(await root()), ["account/local:/work space", "root/signIn"]);
    });

    it("is empty without account and sign-in, so that the view's welcome shows", async () => {
      hasLocal = false;
      assert.deepEqual(await root(), []);
    });

    it("shows the local account while Azure is still being asked", async () => {
      isSignedIn = true;
      const first = await model.children(undefined);
      assert.deepEqual(ids(first), ["account/local:/work space", "root/loading"]);
      assert.deepEqual(ids(await root()), ["account/local:/work space", "subscription/s1"]);
    });

    it("offers to create a local account beside the subscriptions", async () => {
      isSignedIn = true;
      hasLocal = false;
      assert.deepEqual(ids(await root()), ["root/noLocalAccount", "subscription/s1"]);
    });

    it("has pinned accounts at the top, under ids of their own", async () => {
      isSignedIn = true;
      pinned = [cloud];
      const rows = ids(await root());
      assert.match(rows[1] ?? "", /^pinned\/account\//);
      const inside = await child(await child(undefined, "subscription/s1"), "automationaccounts/aa");
      assert.match(inside.id, /^account\//);
    });

    it("says why nobody knows whether there is a sign-in", async () => {
      model = new TreeModel({ ...sources(), isSignedIn: () => Promise.reject(new Error("no cloud")) });
      const [, row] = await root();
      assert.equal(row?.kind === "error" && String(row.error), "Error: no cloud");
    });

    it("shows an account that cannot be read as an error, and the others", async () => {
      model = new TreeModel({
        ...sources(),
        local: () =>
          Promise.resolve({ accounts: [local], failed: [{ folder: "/other", error: new Error("damaged") }] }),
      });
      assert.deepEqual(ids(await root()), ["account/local:/work space", "failed//other", "root/signIn"]);
    });
  });

  describe("opening a folder", () => {
    it("reads one page, and none before", async () => {
      local.pages.variables = [[variable("A"), variable("B")], [variable("C")]];
      const folder = await localFolder("variables");
      assert.deepEqual(local.requests, []);
      assert.equal(model.countOf(folder), undefined);
      assert.deepEqual(ids(await model.children(folder)), [
        `${folder.id}/item/a`,
        `${folder.id}/item/b`,
        `${folder.id}/more`,
      ]);
      assert.deepEqual(local.requests, ["variables first"]);
      assert.deepEqual(model.countOf(folder), { shown: 2, hasMore: true });
    });

    it("asks once, whoever asks", async () => {
      const folder = await localFolder("variables");
      await Promise.all([model.children(folder), model.children(folder)]);
      await model.children(folder);
      assert.deepEqual(local.requests, ["variables first"]);
    });

    it("reads the next page when it is asked for, and leaves out what moved and came again", async () => {
      local.pages.variables = [
        [variable("A"), variable("B")],
        [variable("b"), variable("C")],
      ];
      const folder = await localFolder("variables");
      await model.loadMore(await child(folder, "/more"));
      assert.deepEqual(
        ids(await model.children(folder)).map((id) => id.split("/").at(-1)),
        ["a", "b", "c"],
      );
    });

    it("says how to fill an empty one", async () => {
      const rows = await model.children(await localFolder("variables"));
      assert.deepEqual(
        rows.map((row) => row.kind === "message" && row.message),
        ["emptyFolder"],
      );
    });

    it("groups connections by their type, with the folder as the group's parent", async () => {
      local.pages.connections = [[connection("b", "Zeta"), connection("a", "Alpha"), connection("c", "alpha")]];
      const folder = await localFolder("connections");
      const groups = await model.children(folder);
      assert.deepEqual(
        groups.map((row) => row.kind === "group" && row.name),
        ["Alpha", "Zeta"],
      );
      const [alpha] = groups;
      assert.ok(alpha);
      const rows = await model.children(alpha);
      assert.deepEqual(
        rows.map((row) => [row.id, row.container?.id, row.container?.container?.id]),
        ["a", "c"].map((name) => [`${folder.id}/item/${name}`, alpha.id, folder.id]),
      );
    });

    it("shows what lies in an item, which then is the parent of the target", async () => {
      local.pages["runtime-environments"] = [[environment]];
      const item = await child(await localFolder("runtime-environments"), "/item/ps74");
      const [inside] = await model.children(item);
      assert.ok(inside?.kind === "item");
      assert.equal(inside.parent, environment);
      assert.equal(inside.container, item);
    });
  });

  describe("when something goes wrong", () => {
    it("keeps the rows that are there, shows the error and goes on where it stopped", async () => {
      local.pages.variables = [[variable("A")], [variable("B")]];
      const folder = await localFolder("variables");
      const more = await child(folder, "/more");
      local.next = () => Promise.reject(new AutomationError("throttled", "Azure wants us to wait."));
      await model.loadMore(more);
      const rows = await model.children(folder);
      assert.deepEqual(
        rows.map((row) => row.kind),
        ["item", "error"],
      );
      const [, error] = rows;
      assert.ok(error);
      await model.loadMore(error);
      assert.deepEqual(
        (await model.children(folder)).map((row) => row.kind),
        ["item", "item"],
      );
      assert.deepEqual(local.requests, ["variables first", "variables 1", "variables 1"]);
    });

    it("does not ask again by itself", async () => {
      local.next = () => Promise.reject(new Error("offline"));
      const folder = await localFolder("variables");
      await model.children(folder);
      await model.children(folder);
      assert.equal(local.requests.length, 1);
    });

    it("ends a request that somebody cancels, even one that does not listen", async () => {
      local.next = () => new Promise(() => undefined);
      const folder = await localFolder("variables");
      const rows = model.children(folder);
      while (!model.isLoading) {
        await Promise.resolve();
      }
      await Promise.resolve();
      model.cancelLoading();
      const [row] = await rows;
      assert.ok(row?.kind === "error" && row.error instanceof AutomationError);
      assert.equal(row.error.code, "cancelled");
      assert.equal(model.isLoading, false);
    });

    it("takes no page of a request that a refresh overtook", async () => {
      let answer: (page: ItemPage<AccountItem>) => void = () => undefined;
      local.next = () => new Promise((resolve) => (answer = resolve));
      local.pages.variables = [[variable("New")]];
      const folder = await localFolder("variables");
      const old = model.children(folder);
      while (local.requests.length === 0) {
        await Promise.resolve();
      }
      model.refresh(folder);
      answer({ items: [variable("Old")], nextToken: undefined });
      await old;
      assert.deepEqual(ids(await model.children(folder)), [`${folder.id}/item/new`]);
    });
  });

  describe("after a change", () => {
    it("reads only that folder again, in every place where the account stands", async () => {
      isSignedIn = true;
      pinned = [cloud];
      cloud.pages.variables = [[variable("A")]];
      const top = await child(await child(undefined, "automationaccounts/aa"), "/variables");
      const inside = await child(
        await child(await child(undefined, "subscription/s1"), "automationaccounts/aa"),
        "/variables",
      );
      await model.children(top);
      await model.children(inside);
      changes.length = 0;
      model.accountChanged({ accountId: cloud.id.toUpperCase(), folder: "variables" });
      assert.deepEqual(changes.sort(), [inside.id, top.id].sort());
      await model.children(top);
      assert.deepEqual(cloud.requests, ["variables first", "variables first", "variables first"]);
    });

    it("leaves accounts alone that it never showed", async () => {
      await root();
      changes.length = 0;
      model.accountChanged({ accountId: "/subscriptions/x", folder: undefined });
      assert.deepEqual(changes, []);
    });

    it("shows as many rows as before, up to five pages", async () => {
      local.pages.variables = Array.from({ length: 9 }, (_, at) => [variable(`V${at}`)]);
      const folder = await localFolder("variables");
      for (let page = 0; page < 7; page++) {
        await model.loadMore(await child(folder, "/more"));
      }
      model.refresh(folder);
      local.requests.length = 0;
      assert.equal((await model.children(folder)).length, 6);
      assert.equal(local.requests.length, 5);
    });
  });

  describe("finding a row", () => {
    it("reads pages until it is there, and gives its whole way up", async () => {
      local.pages.variables = [[variable("A")], [variable("B")], [variable("C")], [variable("D")]];
      const node = await model.find({ accountId: local.id, folder: "variables", item: variable("c") });
      assert.equal(node?.id, "account/local:/work space/variables/item/c");
      assert.equal(node.container?.container?.id, "account/local:/work space");
      assert.equal(local.requests.length, 3);
      const rows = await model.children(await localFolder("variables"));
      assert.ok(ids(rows).includes(node.id));
    });

    it("finds an account in a subscription that nobody opened", async () => {
      isSignedIn = true;
      const node = await model.find({ accountId: cloud.id });
      assert.equal(node?.container?.id, "subscription/s1");
    });

    it("finds nothing where there is nothing", async () => {
      assert.equal(await model.find({ accountId: local.id, folder: "variables", item: variable("no") }), undefined);
      assert.equal(await model.find({ accountId: cloud.id }), undefined);
      assert.equal(await model.find({ accountId: "local:/elsewhere" }), undefined);
    });

    it("finds a row below a heading", async () => {
      local.pages.connections = [[connection("a", "Alpha")]];
      const node = await model.find({ accountId: local.id, folder: "connections", item: connection("A", "Alpha") });
      assert.equal(node?.container?.kind, "group");
    });
  });
});
