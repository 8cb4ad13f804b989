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
export const outputPage: RuleSource = {
  title: "Configure runbook output and message streams",
  url: `${learn}/automation-runbook-output-and-messages`,
};
export const parametersPage: RuleSource = {
  title: "Configure runbook input parameters",
  url: `${learn}/runbook-input-parameters`,
};
export const executionPage: RuleSource = {
  title: "Runbook execution in Azure Automation",
  url: `${learn}/automation-runbook-execution`,
};
export const modulesPage: RuleSource = {
  title: "Manage modules in Azure Automation: internal cmdlets",
  url: `${learn}/shared-resources/modules`,
};
export const securityPage: RuleSource = {
  title: "Security guidelines: best practices for Azure Automation",
  url: `${learn}/automation-security-guidelines`,
};
export const runAsPage: RuleSource = {
  title: "Migrate from an existing Run As account to managed identities",
  url: `${learn}/migrate-run-as-accounts-managed-identity`,
};
export const identityPage: RuleSource = {
  title: "Use a system-assigned managed identity for an Azure Automation account",
  url: `${learn}/enable-managed-identity-for-automation`,
};
export const identitySpec: RuleSource = {
  title: "What the endpoint takes and refuses",
};
export const integrationModulePage: RuleSource = {
  title: "Integration modules of Azure Automation: connection metadata",
  url: "https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/automation/shared-resources/modules.md",
};
export const metadataSpec: RuleSource = {
  title: "Measured on 21 public metadata files",
};
