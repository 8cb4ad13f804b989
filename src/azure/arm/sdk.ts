/** Loads @azure/arm-automation at first use and puts it behind our pipeline. */
import type { AutomationClient } from "@azure/arm-automation";
import type {
  AbortSignalLike,
  HttpClient,
  HttpOperationResponse,
  HttpResponse,
  OperationArguments,
  OperationSpec,
  OperationURLParameter,
  RequestPolicyFactory,
} from "@azure/ms-rest-js";

/**
 * The SDK's client for a subscription, with `pipeline` as its only policy: none of its own signing, retrying, redirecting and
 * decoding, each of which has a trap (specs/azure-apis.md 1.5).
 */
export async function createSdk(
  subscriptionId: string,
  endpoint: string,
  pipeline: RequestPolicyFactory,
  httpClient: HttpClient,
): Promise<AutomationClient> {
  const { AutomationClient: Client } = await import("@azure/arm-automation");
  // The third argument is mandatory though only one operation reads it. The pipeline signs; these credentials never do.
  const client = new Client({ signRequest: (request) => Promise.resolve(request) }, subscriptionId, "status", {
    baseUri: endpoint,
    noRetryPolicy: true,
    longRunningOperationRetryTimeout: 1,
    requestPolicyFactories: [pipeline],
    httpClient,
  });
  const send = client.sendOperationRequest.bind(client);
  client.sendOperationRequest = (given: OperationArguments, spec: OperationSpec, callback) =>
    send(given, relaxed(spec), callback);
  return client;
}

const relaxedSpecs = new WeakMap<OperationSpec, OperationSpec>();

/**
 * The SDK refuses resource groups with parentheses or letters beyond ASCII, which Azure allows (specs/azure-apis.md 1.4): the
 * service itself is to judge names.
 */
function relaxed(spec: OperationSpec): OperationSpec {
  let copy = relaxedSpecs.get(spec);
  if (copy === undefined) {
    copy = { ...spec, ...(spec.urlParameters && { urlParameters: spec.urlParameters.map(withoutPattern) }) };
    relaxedSpecs.set(spec, copy);
  }
  return copy;
}

function withoutPattern(parameter: OperationURLParameter): OperationURLParameter {
  const { constraints } = parameter.mapper;
  if (constraints?.Pattern === undefined) {
    return parameter;
  }
  const rest = Object.fromEntries(Object.entries(constraints).filter(([name]) => name !== "Pattern"));
  return { ...parameter, mapper: { ...parameter.mapper, constraints: rest } };
}

/** The SDK's own type for abort signals predates the platform's; they behave alike. */
export function asSdkSignal(signal: AbortSignal): AbortSignalLike {
  return signal as unknown as AbortSignalLike;
}

/** The text of an operation that answers with a file. The SDK promises a stream; the pipeline has read it already. */
export function contentOf(answer: { readonly _response: HttpResponse }): {
  readonly text: string;
  readonly etag: string;
} {
  const response = answer._response as HttpOperationResponse;
  return { text: response.bodyAsText ?? "", etag: response.headers.get("etag") ?? "" };
}
