/** The pages that rules cite more than once. */
import type { RuleSource } from "./rule";

const learn = "https://learn.microsoft.com/azure/automation";

export const connectionsPage: RuleSource = {
  title: "Manage connections in Azure Automation",
  url: `${learn}/automation-connections`,
};
export const variablesPage: RuleSource = {
  title: "Manage variables in Azure Automation",
  url: `${learn}/shared-resources/variables`,
};
export const credentialsPage: RuleSource = {
  title: "Manage credentials in Azure Automation",
  url: `${learn}/shared-resources/credentials`,
};
export const certificatesPage: RuleSource = {
  title: "Manage certificates in Azure Automation",
  url: `${learn}/shared-resources/certificates`,
};
