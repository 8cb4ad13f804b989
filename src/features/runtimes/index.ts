/** Helps a person whose machine lacks PowerShell. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { CommandManager } from "../../platform/commands";
import { openSetting } from "../../platform/settings";

export interface RuntimesServices {
  readonly commands: CommandManager;
  /** How to install PowerShell on this platform: one or two sentences with the command to type. */
  readonly howToGetPowerShell: () => string;
}

const guide = vscode.Uri.parse("https://learn.microsoft.com/powershell/scripting/install/installing-powershell");

export function activateRuntimesFeature(services: RuntimesServices): Disposable {
  return services.commands.register(commandIds.runtimes.howToGetPowerShell, () => {
    const openGuide = vscode.l10n.t("Open the Guide");
    const setPath = vscode.l10n.t("Set the Path…");
    void vscode.window.showInformationMessage(services.howToGetPowerShell(), openGuide, setPath).then((chosen) => {
      if (chosen === openGuide) {
        void vscode.env.openExternal(guide);
      } else if (chosen === setPath) {
        void openSetting("powershell.path");
      }
    });
  });
}
