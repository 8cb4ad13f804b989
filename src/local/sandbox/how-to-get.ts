/** Where a person gets an interpreter that is missing, per platform: one sentence for a message. */

export const powerShellInstallPage = "https://learn.microsoft.com/powershell/scripting/install/installing-powershell";
export const pythonInstallPage = "https://www.python.org/downloads/";

/** How to get PowerShell 7. */
export function howToGetPowerShell(platform: NodeJS.Platform): string {
  const otherwise = `or name it in the setting "runbookWorkbench.powershell.path". More: ${powerShellInstallPage}`;
  switch (platform) {
    case "win32":
      return `Install it with "winget install --id Microsoft.PowerShell", ${otherwise}`;
    case "darwin":
      return `Install it with "brew install powershell", ${otherwise}`;
    default:
      return `Install it with your package manager, "sudo snap install powershell --classic" or "dotnet tool install --global PowerShell", ${otherwise}`;
  }
}

/** How to get Python 3. */
export function howToGetPython(platform: NodeJS.Platform): string {
  const otherwise = `or name it in the setting "runbookWorkbench.python.path". More: ${pythonInstallPage}`;
  switch (platform) {
    case "win32":
      return `Install it with "winget install --id Python.Python.3.12", ${otherwise}`;
    case "darwin":
      return `Install it with "brew install python", ${otherwise}`;
    default:
      return `Install it with your package manager, e.g. "sudo apt install python3", ${otherwise}`;
  }
}
