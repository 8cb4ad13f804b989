/** A fake resource manager with one account and a client that reaches it; what most tests need. */
import { ArmClient, type ArmClientOptions } from "../../../src/azure/arm/arm-client";
import { readCertificateFile } from "../../../src/local/account/certificate-file";
import { AzureAccount } from "../../../src/azure/account/azure-account";
import type { AccountRef } from "../../../src/azure/account/account-scope";
import type { FakeAccount } from "./arm-state";
import { FakeArm } from "./fake-arm";
import { TestClock } from "./test-clock";

export interface FakeSession {
  readonly arm: FakeArm;
  /** What Azure holds. */
  readonly held: FakeAccount;
  readonly client: ArmClient;
  readonly account: AzureAccount;
  readonly clock: TestClock;
  stop(): Promise<void>;
}

export async function startFakeSession(
  changes: Partial<ArmClientOptions> & { readonly name?: string; readonly resourceGroup?: string } = {},
): Promise<FakeSession> {
  const { name = "aa-prod", resourceGroup = "rg-automation", ...options } = changes;
  const arm = await FakeArm.start();
  const held = arm.state.addAccount(name, { resourceGroup });
  const clock = new TestClock();
  const client = clientFor(arm, { clock, ...options });
  const account = new AzureAccount(client, refOf(arm, held), readCertificateFile);
  return {
    arm,
    held,
    client,
    account,
    clock,
    stop: async () => {
      client.dispose();
      await arm.stop();
    },
  };
}

export function clientFor(arm: FakeArm, options: Partial<ArmClientOptions> = {}): ArmClient {
  return new ArmClient({
    cloud: arm.cloud,
    tokens: arm.tokens,
    tenantId: arm.state.tenantId,
    random: () => 0.5,
    ...options,
  });
}

export function refOf(arm: FakeArm, held: FakeAccount): AccountRef {
  const { subscriptionId, resourceGroup, name, location } = held;
  return { tenantId: arm.state.tenantId, subscriptionId, resourceGroup, name, location };
}
