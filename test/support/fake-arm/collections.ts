/** The fake's assets, schedules, webhooks and modules: what each collection takes, shows and hides. */
import type { JsonObject } from "../../../src/core/json";
import {
  done,
  jsonBody,
  notFound,
  objectAt,
  ok,
  page,
  refused,
  textAt,
  wrongMethod,
  type ArmAnswerOut,
  type ArmRequestIn,
} from "./arm-request";
import type { ArmState, CollectionName, FakeAccount, FakeResource } from "./arm-state";
import { ResourceMap } from "./resource-map";

interface Behaviour {
  readonly noun: string;
  /** Last part of `type`; absent: the answer has none, as the published examples of assets. */
  readonly type?: string;
  readonly deleted?: 200 | 204;
  /** A refusal, or undefined to go on. */
  check?(account: FakeAccount, properties: JsonObject, present: FakeResource | undefined): ArmAnswerOut | undefined;
  /** Properties to keep; gets what was there for a PATCH or a second PUT. */
  readonly store?: (properties: JsonObject, present: JsonObject | undefined) => JsonObject;
  /** What an answer shows of them. */
  show(resource: FakeResource, account: FakeAccount, isInList: boolean): JsonObject;
  /** Something moves on with every look at it. */
  advance?(resource: FakeResource): void;
}

const importSteps = ["Creating", "RunningImportModuleRunbook", "ModuleDataStored", "Succeeded"];

const importing = (noun: string, type: string): Behaviour => ({
  noun,
  type,
  store: (properties, present) => ({
    ...present,
    ...properties,
    provisioningState: "Creating",
    version: null,
    sizeInBytes: 0,
  }),
  show: (resource) => {
    const shown = Object.entries(resource.properties).filter(
      ([name]) => !["contentLink", "importFails"].includes(name),
    );
    return { isGlobal: false, error: { code: null, message: null }, ...times(resource), ...Object.fromEntries(shown) };
  },
  advance: (resource) => {
    const state = textAt(resource.properties, "provisioningState");
    const index = importSteps.indexOf(state);
    if (index < 0 || index === importSteps.length - 1) {
      return;
    }
    const next = importSteps[index + 1]!;
    if (next === "Succeeded" && textAt(resource.properties, "importFails") !== "") {
      resource.properties = {
        ...resource.properties,
        provisioningState: "Failed",
        error: { code: "ImportFailed", message: textAt(resource.properties, "importFails") },
      };
      return;
    }
    const link = objectAt(resource.properties, "contentLink");
    resource.properties = {
      ...resource.properties,
      provisioningState: next,
      ...(next === "Succeeded" && { version: textAt(link, "version") || "1.0.0", sizeInBytes: 4096 }),
    };
  },
});

export const behaviours: Readonly<Record<CollectionName, Behaviour>> = {
  variables: {
    noun: "Variable",
    check: (_account, properties, present) =>
      present !== undefined && "isEncrypted" in properties && properties.isEncrypted !== present.properties.isEncrypted
        ? refused(400, "BadRequest", "The encryption of a variable cannot be changed.")
        : undefined,
    store: (properties, present) => ({ isEncrypted: false, description: null, ...present, ...properties }),
    show: (resource) => {
      const { isEncrypted = false, value = null, description = null } = resource.properties;
      return { ...times(resource), isEncrypted, description, ...(isEncrypted !== true && { value }) };
    },
  },
  credentials: {
    noun: "Credential",
    show: (resource) => {
      const { userName = "", description = null } = resource.properties;
      return { userName, description, ...times(resource) };
    },
  },
  certificates: {
    noun: "Certificate",
    show: (resource) => {
      const { thumbprint, expiryTime, isExportable = false, description = null } = resource.properties;
      return {
        description,
        isExportable,
        thumbprint: thumbprint ?? "D9A1F2C3B4A5968778695A4B3C2D1E0F12345678",
        expiryTime: expiryTime ?? "2027-03-29T17:25:45+00:00",
        ...times(resource),
      };
    },
  },
  connections: {
    noun: "Connection",
    deleted: 204,
    check: (account, properties) => {
      const type = textAt(objectAt(properties, "connectionType"), "name");
      return type !== "" && !account.collections.connectionTypes.has(type)
        ? refused(404, "NotFound", `Connection type ${type} not found.`)
        : undefined;
    },
    show: (resource, account, isInList) => {
      const connectionType = objectAt(resource.properties, "connectionType");
      const type = account.collections.connectionTypes.get(textAt(connectionType, "name"));
      const definitions = objectAt(type?.properties, "fieldDefinitions");
      const values = Object.entries(objectAt(resource.properties, "fieldDefinitionValues")).filter(
        ([name]) => objectAt(definitions, name).isEncrypted !== true,
      );
      return {
        ...times(resource),
        description: resource.properties.description ?? null,
        fieldDefinitionValues: isInList ? null : Object.fromEntries(values),
        connectionType,
      };
    },
  },
  connectionTypes: {
    noun: "Connection type",
    check: (_account, _properties, present) =>
      present === undefined ? undefined : refused(409, "Conflict", "The connection type already exists."),
    show: (resource) => ({ ...resource.properties, ...times(resource) }),
  },
  schedules: {
    noun: "Schedule",
    store: (properties, present) => ({ isEnabled: true, ...present, ...properties }),
    show: (resource) => ({
      startTimeOffsetMinutes: 0,
      expiryTime: "9999-12-31T23:59:59+00:00",
      expiryTimeOffsetMinutes: 0,
      nextRun: resource.properties.startTime ?? null,
      nextRunOffsetMinutes: 0,
      timeZone: "UTC",
      description: null,
      ...resource.properties,
      ...times(resource),
    }),
  },
  jobSchedules: {
    noun: "Job schedule",
    check: (account, properties, present) => {
      const runbook = textAt(objectAt(properties, "runbook"), "name");
      const schedule = textAt(objectAt(properties, "schedule"), "name");
      if (present !== undefined) {
        return refused(409, "Conflict", "The job schedule already exists.");
      }
      if (account.runbooks.get(runbook)?.published === undefined) {
        return refused(404, "NotFound", `Published runbook ${runbook} not found.`);
      }
      return account.collections.schedules.has(schedule) ? undefined : notFound("Schedule");
    },
    show: (resource) => ({
      jobScheduleId: resource.name,
      runOn: null,
      parameters: null,
      ...resource.properties,
    }),
  },
  webhooks: {
    noun: "Webhook",
    store: (properties, present) => ({ isEnabled: true, ...present, ...properties }),
    // The address is shown to nobody after it was generated.
    show: (resource) => ({
      lastInvokedTime: null,
      runOn: null,
      parameters: null,
      ...resource.properties,
      uri: "",
      creationTime: resource.creationTime,
      lastModifiedBy: "",
      lastModifiedTime: resource.lastModifiedTime,
    }),
  },
  modules: importing("Module", "Modules"),
  powerShell72Modules: importing("Module", "PowerShell72Modules"),
  python2Packages: importing("Package", "Python2Packages"),
  python3Packages: importing("Package", "Python3Packages"),
  runtimeEnvironments: {
    noun: "Runtime environment",
    type: "runtimeEnvironments",
    store: (properties, present) => ({ ...present, ...properties }),
    show: (resource) => resource.properties,
  },
  hybridRunbookWorkerGroups: {
    noun: "Hybrid worker group",
    type: "HybridRunbookWorkerGroups",
    show: (resource) => resource.properties,
  },
};

const packages = importing("Package", "runtimeEnvironments/packages");
const workers: Behaviour = {
  noun: "Hybrid worker",
  type: "HybridRunbookWorkerGroups/HybridRunbookWorkers",
  show: (resource) => resource.properties,
};

interface Place {
  readonly state: ArmState;
  readonly account: FakeAccount;
  readonly pageSize: number;
}

/** Answers a request to a collection or one of its things; `rest` is what follows the collection's name in the path. */
export function answerCollection(
  place: Place,
  collection: CollectionName,
  rest: readonly string[],
  request: ArmRequestIn,
): ArmAnswerOut {
  const { account } = place;
  const path = `${account.id}/${collection}`;
  const [name, child, childName] = rest;
  if (collection === "webhooks" && name === "generateUri") {
    const token = Buffer.from(`${account.accountId}${place.state.time()}`).toString("base64url");
    return request.method === "POST"
      ? ok(`https://s13events.azure-automation.net/webhooks?token=${token}`)
      : wrongMethod(request);
  }
  if (name !== undefined && child !== undefined) {
    if (!account.collections[collection].has(name)) {
      return notFound(behaviours[collection].noun);
    }
    const key = `${collection}/${name}`;
    const map = account.children.get(key) ?? account.children.set(key, new ResourceMap<FakeResource>());
    const behaviour = child.toLowerCase() === "packages" ? packages : workers;
    return answer(place, behaviour, map, `${path}/${name}/${child}`, childName, request);
  }
  return answer(place, behaviours[collection], account.collections[collection], path, name, request);
}

function answer(
  place: Place,
  behaviour: Behaviour,
  map: ResourceMap<FakeResource>,
  path: string,
  name: string | undefined,
  request: ArmRequestIn,
): ArmAnswerOut {
  if (name === undefined) {
    if (request.method !== "GET") {
      return wrongMethod(request);
    }
    const items = map.values().map((resource) => shown(place.account, behaviour, path, resource, true));
    return page(request, items, place.pageSize);
  }
  const present = map.get(name);
  switch (request.method) {
    case "GET":
      if (present === undefined) {
        return notFound(behaviour.noun);
      }
      behaviour.advance?.(present);
      return ok(shown(place.account, behaviour, path, present, false));
    case "PUT":
    case "PATCH":
      return write(place, behaviour, map, path, name, request);
    case "DELETE":
      if (!map.delete(name)) {
        return notFound(behaviour.noun);
      }
      return done(behaviour.deleted);
    default:
      return wrongMethod(request);
  }
}

function write(
  place: Place,
  behaviour: Behaviour,
  map: ResourceMap<FakeResource>,
  path: string,
  name: string,
  request: ArmRequestIn,
): ArmAnswerOut {
  const present = map.get(name);
  if (present === undefined && request.method === "PATCH") {
    return notFound(behaviour.noun);
  }
  const properties = objectAt(jsonBody(request), "properties");
  const refusal = behaviour.check?.(place.account, properties, present);
  if (refusal !== undefined) {
    return refusal;
  }
  const store = behaviour.store ?? ((given: JsonObject, old: JsonObject | undefined) => ({ ...old, ...given }));
  const time = place.state.time();
  if (present !== undefined) {
    present.properties = store(properties, present.properties);
    present.lastModifiedTime = time;
    return ok(shown(place.account, behaviour, path, present, false));
  }
  const created = map.set(name, {
    name,
    properties: store(properties, undefined),
    creationTime: time,
    lastModifiedTime: time,
  });
  return { status: 201, body: shown(place.account, behaviour, path, created, false) };
}

function shown(
  account: FakeAccount,
  behaviour: Behaviour,
  path: string,
  resource: FakeResource,
  isInList: boolean,
): JsonObject {
  return {
    id: `${path}/${resource.name}`,
    name: resource.name,
    ...(behaviour.type !== undefined && {
      type: `Microsoft.Automation/AutomationAccounts/${behaviour.type}`,
      location: account.location,
      tags: {},
    }),
    properties: behaviour.show(resource, account, isInList),
  };
}

function times(resource: FakeResource): JsonObject {
  return { creationTime: resource.creationTime, lastModifiedTime: resource.lastModifiedTime };
}
