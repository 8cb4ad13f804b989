/** A place in Azure as the id of a choice: the account, and the hybrid worker group or "" for a sandbox. */
export interface AzureWhere {
  /** ARM id of the account. */
  readonly accountId: string;
  readonly runOn: string;
}

const prefix = "azure:";

export function azureWhere({ accountId, runOn }: AzureWhere): string {
  return `${prefix}${encodeURIComponent(runOn)}:${accountId}`;
}

/** undefined: the id is of no place in Azure. */
export function parseAzureWhere(id: string): AzureWhere | undefined {
  const match = /^azure:([^:]*):(\/subscriptions\/.+)$/is.exec(id);
  return match ? { runOn: decodeURIComponent(match[1] ?? ""), accountId: match[2] ?? "" } : undefined;
}
