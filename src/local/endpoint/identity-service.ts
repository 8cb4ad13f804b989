/** Answers the token requests of one run: decision, scenario, token source and log entry together, without HTTP. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AutomationError, describeError } from "../../core/errors";
import type { IdentityRequestEntry } from "../../core/identity";
import type { SecretMask } from "../../core/secret-mask";
import type { IssuedToken, ScenarioName, TokenSource } from "./endpoint";
import { errorAnswer, TokenAnswerCache, type Answer } from "./identity-answer";
import {
  decideToken,
  subjectName,
  type Authentication,
  type IdentityDecision,
  type IdentityRules,
} from "./identity-decision";
import { parseParameters, type IdentityParameters } from "./identity-request";
import { logEntry } from "./request-log";
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
}

export class IdentityService {
  readonly #options: IdentityServiceOptions;
  readonly #answers = new TokenAnswerCache();
  readonly #decided = new Map<string, Decided>();
  #tokenRequests = 0;

  constructor(options: IdentityServiceOptions) {
    this.#options = options;
  }

  /** Answers an authenticated request. Rejects only when the endpoint closes meanwhile. */
  async answer(query: string, form: string, by: Authentication): Promise<IdentityOutcome> {
    const { parameters, decision } = this.#decide(query, form, by);
    if (decision.kind === "refusal") {
      const [selector] = parameters.selectors;
      const clientId = selector?.kind === "client-id" ? selector.value : "";
      return { ...refusedOutcome(decision.refusal), resource: parameters.resources[0] ?? "", clientId };
    }
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
    return { answer: await this.#tokenAnswer(decision, fault.kind === "expired"), ...known };
  }

  /** Writes the request log. `status` 0: the client went away before it had an answer. */
  log(head: RequestHead, outcome: Omit<IdentityOutcome, "answer">, status: number, startedAt: number): void {
    this.#options.onIdentityRequest?.(
      logEntry(
        {
          startedAt,
          endedAt: Date.now(),
          method: head.method,
          resource: outcome.resource,
          identity: outcome.identity,
          clientId: outcome.clientId,
          status,
          userAgent: head.headers["user-agent"],
        },
        this.#options.mask,
      ),
    );
  }

  #decide(query: string, form: string, by: Authentication): Decided {
    const key = `${by}\n${query}\n${form}`;
    const known = this.#decided.get(key);
    if (known) {
      return known;
    }
    const parameters = parseParameters(query, form);
    const decided = { parameters, decision: decideToken(parameters, by, this.#options.rules) };
    if (this.#decided.size >= mostRememberedQueries) {
      this.#decided.clear();
    }
    this.#decided.set(key, decided);
    return decided;
  }

  async #tokenAnswer(decision: IdentityDecision & { readonly kind: "token" }, isExpired: boolean): Promise<Answer> {
    const { subject, resource, hasLegacyDate } = decision;
    let token: IssuedToken;
    try {
      token = await this.#token(subject, resource, isExpired);
    } catch (error) {
      if (this.#options.signal.aborted) {
        throw error;
      }
      const isFinal = error instanceof AutomationError && error.code === "permission-denied";
      const detail = tokenFailure(this.#options.rules.accountId, resource, describeError(error), isFinal ? 403 : 500);
      return errorAnswer(detail, randomUUID());
    }
    return this.#answers.answer(token, resource, Math.floor(Date.now() / 1000), hasLegacyDate);
  }

  #token(
    subject: (IdentityDecision & { readonly kind: "token" })["subject"],
    resource: string,
    isExpired: boolean,
  ): Promise<IssuedToken> {
    const { tokenSource, signal } = this.#options;
    return isExpired && tokenSource.issueExpired
      ? tokenSource.issueExpired(subject, resource, signal)
      : tokenSource.issue(subject, resource, signal);
  }
}

/** A refused request of which nothing more is known. */
export function refusedOutcome(refusal: Refusal): IdentityOutcome {
  return { answer: errorAnswer(refusal, randomUUID()), resource: "", identity: "", clientId: "" };
}
