/** Answers the token requests of one run: decision, scenario, token source and log entry together, without HTTP. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AutomationError, describeError } from "../../core/errors";
import type { IdentityRequestEntry } from "../../core/identity";
import type { SecretMask } from "../../core/secret-mask";
import type { IssuedToken, ScenarioName, TokenSource } from "./endpoint";
import { errorAnswer, tokenAnswer, type Answer } from "./identity-answer";
import {
  decideToken,
  subjectName,
  type Authentication,
  type IdentityDecision,
  type IdentityRules,
} from "./identity-decision";
import { parseParameters, type IdentityParameters } from "./identity-request";
import { RequestLog } from "./request-log";
import type { Refusal, RequestHead } from "./request-guard";
import { planFault, tokenFailure } from "./scenarios";

/** More than any runbook has; bounds the memory that a flood of different queries can take. */
const mostRememberedQueries = 64;

export interface IdentityServiceOptions {
  readonly rules: IdentityRules;
  readonly scenario: ScenarioName | undefined;
  readonly tokenSource: TokenSource;
  readonly mask: SecretMask;
  readonly onIdentityRequest: ((entry: IdentityRequestEntry) => void) | undefined;
  /** Ends waits and token requests when the endpoint closes. */
  readonly signal: AbortSignal;
}

/** An answer and what the log will say of it; `answer` is undefined for a request that must never be answered. */
export interface IdentityOutcome {
  readonly answer: Answer | undefined;
  readonly resource: string;
  readonly identity: string;
  readonly clientId: string;
}

interface Decided {
  readonly parameters: IdentityParameters;
  readonly decision: IdentityDecision;
  /** The last good answer and the epoch second it is true in (`expires_in`). */
  fresh: { readonly second: number; readonly outcome: IdentityOutcome } | undefined;
}

type TokenDecision = IdentityDecision & { readonly kind: "token" };

export class IdentityService {
  readonly #options: IdentityServiceOptions;
  readonly #log: RequestLog;
  readonly #decided: Readonly<Record<Authentication, Map<string, Decided>>> = {
    "identity-header": new Map(),
    "secret-header": new Map(),
    metadata: new Map(),
  };
  #tokenRequests = 0;

  constructor(options: IdentityServiceOptions) {
    this.#options = options;
    this.#log = new RequestLog(options.mask);
  }

  /**
   * Answers an authenticated request; at once where the same was answered in this second: clients without a cache ask for the same
   * token again and again. Rejects only when the endpoint closes meanwhile.
   */
  answer(query: string, form: string, by: Authentication): IdentityOutcome | Promise<IdentityOutcome> {
    const decided = this.#decide(query, form, by);
    const { parameters, decision } = decided;
    if (decision.kind === "refusal") {
      const [selector] = parameters.selectors;
      const clientId = selector?.kind === "client-id" ? selector.value : "";
      return { ...refusedOutcome(decision.refusal), resource: parameters.resources[0] ?? "", clientId };
    }
    return decided.fresh?.second === nowSeconds() && this.#options.scenario === undefined
      ? decided.fresh.outcome
      : this.#answerToken(decided, decision);
  }

  async #answerToken(decided: Decided, decision: TokenDecision): Promise<IdentityOutcome> {
    const { subject, resource } = decision;
    const known = { resource, identity: subjectName(subject), clientId: subject.clientId };
    const fault = planFault(this.#options.scenario, {
      accountId: this.#options.rules.accountId,
      resource,
      earlierRequests: this.#tokenRequests++,
    });
    switch (fault.kind) {
      case "silence":
        return { answer: undefined, ...known };
      case "refusal":
        return { ...refusedOutcome(fault.refusal), ...known };
      case "delay":
        await delay(fault.delayMs, undefined, { signal: this.#options.signal });
        break;
      case "expired":
      case "none":
    }
    try {
      const token = await this.#token(decision, fault.kind === "expired");
      const second = nowSeconds();
      const outcome = { answer: tokenAnswer(token, resource, second, decision.hasLegacyDate), ...known };
      decided.fresh = { second, outcome };
      return outcome;
    } catch (error) {
      if (this.#options.signal.aborted) {
        throw error;
      }
      const isFinal = error instanceof AutomationError && error.code === "permission-denied";
      const failure = tokenFailure(this.#options.rules.accountId, resource, describeError(error), isFinal ? 403 : 500);
      return { ...refusedOutcome(failure), ...known };
    }
  }

  /** Writes the request log. `status` 0: the client went away before it had an answer. */
  log(head: RequestHead, outcome: Omit<IdentityOutcome, "answer">, status: number, startedAt: number): void {
    this.#options.onIdentityRequest?.(
      this.#log.entry({
        startedAt,
        endedAt: Date.now(),
        method: head.method,
        resource: outcome.resource,
        identity: outcome.identity,
        clientId: outcome.clientId,
        status,
        userAgent: head.headers["user-agent"],
      }),
    );
  }

  #decide(query: string, form: string, by: Authentication): Decided {
    const all = this.#decided[by];
    const key = form === "" ? query : `${query}\n${form}`;
    const known = all.get(key);
    if (known) {
      return known;
    }
    const parameters = parseParameters(query, form);
    const decision = decideToken(parameters, by, this.#options.rules);
    const decided: Decided = { parameters, decision, fresh: undefined };
    if (all.size >= mostRememberedQueries) {
      all.clear();
    }
    all.set(key, decided);
    return decided;
  }

  #token({ subject, resource }: TokenDecision, isExpired: boolean): Promise<IssuedToken> {
    const { tokenSource, signal } = this.#options;
    return isExpired && tokenSource.issueExpired
      ? tokenSource.issueExpired(subject, resource, signal)
      : tokenSource.issue(subject, resource, signal);
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** A refused request of which nothing more is known. */
export function refusedOutcome(refusal: Refusal): IdentityOutcome {
  return { answer: errorAnswer(refusal, randomUUID()), resource: "", identity: "", clientId: "" };
}
