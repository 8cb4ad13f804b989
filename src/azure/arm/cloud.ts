/** The Azure clouds: where their resource manager is and what a token for it must be asked for. */
import { AutomationError } from "../../core/errors";

export interface Cloud {
  readonly name: string;
  /** Origin without trailing slash: the SDK compares it as text (specs/azure-apis.md 1.5, 8). */
  readonly resourceManagerUrl: string;
  readonly scopes: readonly string[];
  readonly authorityUrl: string;
  readonly portalUrl: string;
}

/**
 * The conventional settings of VS Code's own sign-in: `microsoft-sovereign-cloud.environment` and `.customEnvironment`
 * (specs/azure-apis.md 4).
 */
export interface SovereignCloudSettings {
  /** "", undefined: the public cloud. */
  readonly environment?: string | undefined;
  readonly customEnvironment?: CustomEnvironment | undefined;
}

export interface CustomEnvironment {
  readonly name?: string;
  readonly portalUrl?: string;
  readonly managementEndpointUrl?: string;
  readonly resourceManagerEndpointUrl?: string;
  readonly activeDirectoryEndpointUrl?: string;
  readonly activeDirectoryResourceId?: string;
}

export const publicCloud: Cloud = {
  name: "AzureCloud",
  resourceManagerUrl: "https://management.azure.com",
  scopes: ["https://management.core.windows.net/.default"],
  authorityUrl: "https://login.microsoftonline.com",
  portalUrl: "https://portal.azure.com",
};

export const chinaCloud: Cloud = {
  name: "AzureChinaCloud",
  resourceManagerUrl: "https://management.chinacloudapi.cn",
  scopes: ["https://management.core.chinacloudapi.cn/.default"],
  authorityUrl: "https://login.chinacloudapi.cn",
  portalUrl: "https://portal.azure.cn",
};

export const usGovernmentCloud: Cloud = {
  name: "AzureUSGovernment",
  resourceManagerUrl: "https://management.usgovcloudapi.net",
  scopes: ["https://management.core.usgovcloudapi.net/.default"],
  authorityUrl: "https://login.microsoftonline.us",
  portalUrl: "https://portal.azure.us",
};

/** The cloud that the settings name. Errors: invalid-usage for an unknown name or an incomplete custom environment. */
export function cloudOf(settings: SovereignCloudSettings): Cloud {
  switch (settings.environment ?? "") {
    case "":
      return publicCloud;
    case "ChinaCloud":
      return chinaCloud;
    case "USGovernment":
      return usGovernmentCloud;
    case "custom":
      return customCloud(settings.customEnvironment);
    default:
      throw new AutomationError("invalid-usage", `There is no Azure cloud "${settings.environment ?? ""}".`, {
        hint: 'Set "microsoft-sovereign-cloud.environment" to ChinaCloud, USGovernment or custom, or remove it.',
      });
  }
}

/** The same cloud behind another resource manager: a fake one, or a private endpoint. */
export function withResourceManager(cloud: Cloud, url: string): Cloud {
  return { ...cloud, resourceManagerUrl: endpointOf(url) };
}

/**
 * The origin of a resource manager's URL. Plain http is taken on loopback only: a token never travels in clear.
 * Errors: invalid-usage.
 */
export function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw wrongEndpoint(text, "it is not an https address");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw wrongEndpoint(text, "plain http is allowed on this machine only, a token must not travel in clear");
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    throw wrongEndpoint(text, "it holds more than a host");
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
}

function customCloud(environment: CustomEnvironment | undefined): Cloud {
  const resourceManager = environment?.resourceManagerEndpointUrl ?? "";
  if (environment === undefined || resourceManager === "") {
    throw new AutomationError("invalid-usage", "The custom Azure cloud names no resource manager.", {
      hint: 'Set "resourceManagerEndpointUrl" in "microsoft-sovereign-cloud.customEnvironment".',
    });
  }
  const audience = environment.activeDirectoryResourceId ?? environment.managementEndpointUrl ?? resourceManager;
  return {
    name: environment.name ?? "custom",
    resourceManagerUrl: endpointOf(resourceManager),
    scopes: [`${withoutSlash(audience)}/.default`],
    authorityUrl: withoutSlash(environment.activeDirectoryEndpointUrl ?? publicCloud.authorityUrl),
    portalUrl: withoutSlash(environment.portalUrl ?? publicCloud.portalUrl),
  };
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

function wrongEndpoint(url: string, why: string): AutomationError {
  return new AutomationError("invalid-usage", `"${url}" cannot be used as Azure's resource manager: ${why}.`, {
    hint: "Give the address as https://host, without a path.",
  });
}
