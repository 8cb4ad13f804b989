import assert from "node:assert/strict";
import { AutomationError, type ErrorCode } from "../../../src/core/errors";
import { EditorSession, type EditorAuthentication, type SignedInAccount } from "../../../src/platform/azure-session";

const scopes = ["https://management.core.windows.net/.default"];
const ada = { id: "1", label: "ada@contoso.example" };
const bob = { id: "2", label: "bob@fabrikam.example" };

type Request = Parameters<EditorAuthentication["getSession"]>[1];
type Options = NonNullable<Parameters<EditorAuthentication["getSession"]>[2]>;

interface Asked {
  readonly request: Request;
  readonly options: Options;
}

/** The editor's sign-in: sessions by account, questions that are answered as the test says. */
class FakeEditor {
  readonly asked: Asked[] = [];
  accounts: SignedInAccount[] = [];
  /** The person's answer to a question; an error is what the editor throws. */
  answer: () => string = () => "asked-token";
  /** What is there without asking; undefined: nothing. */
  silentToken: string | undefined;
  readonly values = new Map<string, unknown>();
  choice: SignedInAccount | "another" = ada;
  #listener: Parameters<EditorAuthentication["onDidChangeSessions"]>[0] | undefined;

  get questions(): readonly Asked[] {
    return this.asked.filter(({ options }) => options.silent !== true);
  }

  session(): EditorSession {
    const getSession = async (_provider: string, request: Request, options: Options = {}) => {
      this.asked.push({ request, options });
      await Promise.resolve();
      const token = options.silent === true ? this.silentToken : this.answer();
      const account = options.account ?? this.accounts[0] ?? ada;
      return token === undefined ? undefined : { id: "s", accessToken: token, account, scopes: [] };
    };
    return new EditorSession({
      authentication: {
        getSession: getSession as EditorAuthentication["getSession"],
        getAccounts: () => Promise.resolve(this.accounts),
        onDidChangeSessions: (listener) => {
          this.#listener = listener;
          return { dispose: () => (this.#listener = undefined) };
        },
      },
      provider: "microsoft",
      scopes,
      memory: {
        get: (key: string) => this.values.get(key) as never,
        update: (key: string, value: unknown) => {
          this.values.set(key, value);
          return Promise.resolve();
        },
      },
      choose: () => Promise.resolve(this.choice),
      reasonToSignInAgain: "Azure says no.",
    });
  }

  changeSessions(provider: string): void {
    this.#listener?.({ provider: { id: provider } });
  }

  get isHeard(): boolean {
    return this.#listener !== undefined;
  }
}

const code = (expected: ErrorCode) => (error: unknown) => error instanceof AutomationError && error.code === expected;

describe("the sign-in to Azure through the editor", () => {
  let editor: FakeEditor;
  let session: EditorSession;
  beforeEach(() => {
    editor = new FakeEditor();
    session = editor.session();
  });

  const token = (options: Partial<Parameters<EditorSession["getToken"]>[1]> = {}) =>
    session.getToken(scopes, { tenantId: undefined, ...options });

  it("asks nobody for a token: without a session there is none", async () => {
    await assert.rejects(token(), code("not-signed-in"));
    assert.equal(await session.current(), undefined);
    assert.deepEqual(editor.questions, []);
  });

  it("uses what is there, in the directory that is meant", async () => {
    editor.silentToken = "t";
    const found = await token({ tenantId: "contoso" });
    assert.equal(found.token, "t");
    assert.deepEqual(editor.asked.at(-1)?.request, [...scopes, "VSCODE_TENANT:contoso"]);
    assert.deepEqual(await session.current(), ada);
    assert.deepEqual(editor.questions, []);
  });

  it("asks when the person starts it, and remembers who it is", async () => {
    editor.accounts = [bob];
    assert.deepEqual(await session.signIn({}), bob);
    assert.deepEqual(editor.questions[0]?.options, { createIfNone: true, account: bob });
    editor.silentToken = "t";
    await token();
    assert.deepEqual(editor.asked.at(-1)?.options, { silent: true, account: bob });
  });

  it("lets the person choose among several accounts, once", async () => {
    editor.accounts = [ada, bob];
    editor.choice = bob;
    assert.deepEqual(await session.signIn({}), bob);
    editor.choice = ada;
    assert.deepEqual(await session.signIn({}), bob, "known from before");
    assert.deepEqual(await session.signIn({ chooseAccount: true }), ada);
  });

  it("signs in with another account than those that are there", async () => {
    editor.accounts = [ada];
    editor.choice = "another";
    await session.signIn({ chooseAccount: true });
    assert.deepEqual(editor.questions[0]?.options, { clearSessionPreference: true, forceNewSession: true });
  });

  it("tells a cancelled sign-in from one that failed", async () => {
    editor.answer = () => {
      throw new Error("User did not consent to login.");
    };
    await assert.rejects(session.signIn({}), code("cancelled"));
    editor.answer = () => {
      throw new Error("Timed out");
    };
    await assert.rejects(session.signIn({}), code("not-signed-in"));
  });

  it("asks once after a refusal, and only when the silent answer is the refused token", async () => {
    editor.silentToken = "old";
    await token();
    editor.answer = () => "new";
    const renewed = await token({ wasRefused: true });
    assert.equal(renewed.token, "new");
    assert.deepEqual(editor.questions.length, 1);
    assert.deepEqual(editor.questions[0]?.options.forceNewSession, { detail: "Azure says no." });
    editor.silentToken = "newer";
    assert.equal((await token({ wasRefused: true })).token, "newer");
    assert.equal(editor.questions.length, 1);
  });

  it("does not ask again for a token that the person did not want to replace, until something changes", async () => {
    editor.silentToken = "old";
    await token();
    editor.answer = () => {
      throw new Error("Cancelled");
    };
    await assert.rejects(token({ wasRefused: true }), code("not-signed-in"));
    await assert.rejects(token({ wasRefused: true }), code("not-signed-in"));
    assert.equal(editor.questions.length, 1);
    editor.changeSessions("microsoft");
    editor.answer = () => "new";
    assert.equal((await token({ wasRefused: true })).token, "new");
  });

  it("asks one question when several directories are refused at once and one answer helps all", async () => {
    editor.silentToken = "old";
    await token({ tenantId: "a" });
    await token({ tenantId: "b" });
    editor.answer = () => (editor.silentToken = "new");
    await Promise.all([token({ tenantId: "a", wasRefused: true }), token({ tenantId: "b", wasRefused: true })]);
    assert.equal(editor.questions.length, 1);
  });

  it("gives a challenge with claims to the editor whole, and one without as scopes", async () => {
    editor.silentToken = "old";
    await token();
    const wwwAuthenticate = 'Bearer error="insufficient_claims", claims="e30="';
    await token({ tenantId: "t", wasRefused: true, claims: "{}", wwwAuthenticate }).catch(() => undefined);
    assert.deepEqual(editor.asked.at(-1)?.request, { wwwAuthenticate, fallbackScopes: [...scopes, "VSCODE_TENANT:t"] });
    await token({ wasRefused: true, wwwAuthenticate: "Bearer" });
    assert.deepEqual(editor.asked.at(-1)?.request, scopes);
  });

  it("uses nothing after the person signed out here, whoever is signed in elsewhere, until they sign in again", async () => {
    editor.silentToken = "t";
    await session.forget();
    const asked = editor.asked.length;
    await assert.rejects(token(), code("not-signed-in"));
    assert.equal(await session.current(), undefined);
    assert.equal(editor.asked.length, asked);
    await session.signIn({});
    assert.equal((await token()).token, "t");
  });

  it("tells when sessions of its provider change, and stops listening at its end", async () => {
    let count = 0;
    session.onDidChange(() => count++);
    editor.changeSessions("github");
    assert.equal(count, 0);
    editor.changeSessions("microsoft");
    assert.equal(count, 1);
    await session.signIn({});
    assert.equal(count, 2);
    session.dispose();
    assert.equal(editor.isHeard, false);
  });

  it("lets a request go that is cancelled while the editor is silent", async () => {
    const controller = new AbortController();
    const never = new EditorSession({
      authentication: {
        getSession: (() => new Promise(() => undefined)) as unknown as EditorAuthentication["getSession"],
        getAccounts: () => Promise.resolve([]),
        onDidChangeSessions: () => ({ dispose: () => undefined }),
      },
      provider: "microsoft",
      scopes,
      memory: { get: () => undefined as never, update: () => Promise.resolve() },
      choose: () => Promise.resolve("another"),
      reasonToSignInAgain: "",
    });
    const waiting = never.getToken(scopes, { tenantId: undefined, signal: controller.signal });
    controller.abort();
    await assert.rejects(waiting, code("cancelled"));
  });
});
