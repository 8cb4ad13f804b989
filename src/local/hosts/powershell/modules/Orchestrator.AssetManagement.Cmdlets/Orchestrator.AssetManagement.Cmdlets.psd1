# Stands in for the service's module of the same name (learn.microsoft.com/azure/automation/shared-resources/modules, "Internal
# cmdlets") inside a local sandbox of Runbook Workbench. FunctionsToExport is spelled out so that finding a command costs no load.
@{
    RootModule        = 'Orchestrator.AssetManagement.Cmdlets.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = '5f0c9d5e-3f5b-4c0a-9a0e-6d2f3b0f7c11'
    Author            = 'Runbook Workbench'
    CompanyName       = 'Runbook Workbench'
    Copyright         = 'MIT'
    Description       = 'Shared assets and child jobs of an Azure Automation account, served by Runbook Workbench for a local job. Loads only there.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @(
        'Get-AutomationConnection'
        'Get-AutomationVariable'
        'Get-AutomationPSCredential'
        'Get-AutomationCertificate'
        'Set-AutomationVariable'
        'Start-AutomationRunbook'
        'Wait-AutomationJob'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
