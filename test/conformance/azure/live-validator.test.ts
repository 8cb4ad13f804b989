/** Every exchange between the client and the fake is judged by oav against the published specification, where that covers it. */
import assert from "node:assert/strict";
import { dataPath, hasPublishedData } from "../../support/fake-arm/published-examples";
import { startFakeSession } from "../../support/fake-arm/fake-session";
import type { FakeExchange } from "../../support/fake-arm/fake-arm";
import { takeTour } from "../../support/fake-arm/tour";
import { skipBecause } from "../../support/skip";

interface Issue {
  readonly code: string;
  readonly message: string;
  readonly pathsInPayload?: readonly string[];
}

interface Judgement {
  readonly isSuccessful?: boolean;
  readonly errors: readonly Issue[];
  readonly runtimeException?: { readonly code: string; readonly message: string };
}

interface Validator {
  initialize(): Promise<void>;
  validateLiveRequestResponse(pair: unknown): Promise<{
    readonly requestValidationResult: Judgement;
    readonly responseValidationResult: Judgement;
  }>;
}

/** Where the specification says something else than the service does, with the source that says so. */
const known: readonly { readonly target: RegExp; readonly code: RegExp; readonly why: string }[] = [
  {
    target: /\/runbookContent/,
    code: /INVALID_CONTENT_TYPE/,
    why: "the service answers text/powershell (recorded; specs/azure-apis.md 1.4), the specification says nothing",
  },
  {
    target: /automationAccounts\/[^/]+\?/,
    code: /OBJECT_ADDITIONAL_PROPERTIES/,
    why: "the documentation shows PrincipalId and ClientId in this spelling (specs/azure-apis.md 1.4)",
  },
];

describe("the published specification, as oav's LiveValidator reads it", function () {
  this.timeout(120_000);

  before(function () {
    if (!hasPublishedData()) {
      skipBecause(this, "the published specification (../shared/data) is not there");
    }
  });

  it("accepts every request of the client and every answer of the fake that it covers", async () => {
    const session = await startFakeSession();
    try {
      await takeTour(session);
    } finally {
      await session.stop();
    }
    const validator = await loadValidator();
    const problems: string[] = [];
    const uncovered = new Set<string>();
    let covered = 0;
    for (const exchange of session.arm.exchanges) {
      const { requestValidationResult: request, responseValidationResult: response } =
        await validator.validateLiveRequestResponse(payloadOf(exchange));
      const exception = request.runtimeException ?? response.runtimeException;
      if (exception !== undefined) {
        uncovered.add(`${exchange.method} ${shapeOf(exchange.target)} (${exception.code})`);
        continue;
      }
      covered++;
      for (const [side, judgement] of [
        ["request", request],
        ["answer", response],
      ] as const) {
        for (const issue of judgement.errors) {
          const isKnown = known.some((one) => one.target.test(exchange.target) && one.code.test(issue.code));
          if (!isKnown) {
            problems.push(
              `${exchange.method} ${shapeOf(exchange.target)} ${exchange.status} ${side}: ${issue.code} ${issue.message} ${(issue.pathsInPayload ?? []).join(" ")}`,
            );
          }
        }
      }
    }
    // eslint-disable-next-line no-console -- the count is what this suite shows
    console.log(
      `      ${covered} of ${session.arm.exchanges.length} exchanges are covered by the specification and pass` +
        [...uncovered]
          .sort()
          .map((one) => `\n      not covered: ${one}`)
          .join(""),
    );
    assert.deepEqual([...new Set(problems)], []);
    assert.ok(covered > 100, `only ${covered} exchanges`);
  });
});

async function loadValidator(): Promise<Validator> {
  const { LiveValidator } = (await import("oav/dist/lib/liveValidation/liveValidator.js")) as unknown as {
    LiveValidator: new (options: unknown, log: () => void) => Validator;
  };
  const validator = new LiveValidator(
    {
      directory: dataPath(),
      swaggerPathsPattern: [
        "sdk-10.1.1-versions/Microsoft.Automation/{stable,preview}/*/*.json",
        "derived-swagger/automation/resource-manager/Microsoft.Automation/stable/*/automation.json",
        "msi/specification/msi/resource-manager/Microsoft.ManagedIdentity/stable/*/ManagedIdentity.json",
      ],
      git: { shouldClone: false },
    },
    () => undefined,
  );
  await validator.initialize();
  return validator;
}

function payloadOf(exchange: FakeExchange): unknown {
  return {
    liveRequest: {
      headers: exchange.headers,
      method: exchange.method,
      url: `https://management.azure.com${exchange.target}`,
      ...(exchange.body !== "" && { body: bodyOf(exchange.body, exchange.headers["content-type"]) }),
    },
    liveResponse: {
      statusCode: String(exchange.status),
      headers: exchange.answerHeaders,
      ...(exchange.answerBody !== "" && { body: bodyOf(exchange.answerBody, exchange.answerHeaders["content-type"]) }),
    },
  };
}

function bodyOf(text: string, type: string | undefined): unknown {
  return (type ?? "").includes("json") ? JSON.parse(text) : text;
}

/** Path below the account and version, without names that differ from run to run. */
function shapeOf(target: string): string {
  return target
    .replace(
      /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Automation\/automationAccounts\/[^/?]+/i,
      "",
    )
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}(_\d+)?/gi, "{id}")
    .replace(/\?.*api-version=/, " ");
}
