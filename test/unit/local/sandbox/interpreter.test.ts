import assert from "node:assert/strict";

import { AutomationError } from "../../../../src/core/errors";
import type { RuntimeId } from "../../../../src/core/runbook";
import { howToGetPowerShell, howToGetPython } from "../../../../src/local/sandbox/how-to-get";
import {
  InterpreterFinder,
  type Interpreter,
  type InterpreterSettings,
  type SearchPlace,
} from "../../../../src/local/sandbox/interpreter";

interface Machine {
  readonly platform: NodeJS.Platform;
  readonly programs?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly settings?: InterpreterSettings;
}

function finder(machine: Machine): InterpreterFinder {
  const { platform, programs = [], files = {}, folders = [], environment = {}, settings = {} } = machine;
  const place: SearchPlace = {
    platform,
    environment,
    home: platform === "win32" ? "C:\\Users\\me" : "/home/me",
    lookAt: (path) =>
      programs.includes(path) ? "program" : path in files ? "file" : folders.includes(path) ? "folder" : "nothing",
    readText: (path) => files[path],
  };
  return new InterpreterFinder(settings, place);
}

function find(machine: Machine, runtime: RuntimeId, chosen?: string): Interpreter {
  return finder(machine).find(runtime, chosen);
}

function errorOf(machine: Machine, runtime: RuntimeId, chosen?: string): AutomationError {
  try {
    finder(machine).find(runtime, chosen);
  } catch (error) {
    assert.ok(error instanceof AutomationError);
    return error;
  }
  return assert.fail("was found");
}

const unixPath = { PATH: "/home/me/bin:relative::/usr/bin" };
const windowsPath = { Path: 'C:\\Tools;"C:\\My Tools"' };

describe("InterpreterFinder", () => {
  describe("for PowerShell 7", () => {
    it("takes PATH before the usual folders", () => {
      const machine = {
        platform: "linux",
        environment: unixPath,
        programs: ["/home/me/bin/pwsh", "/opt/microsoft/powershell/7/pwsh"],
      } as const;
      assert.equal(find(machine, "powershell-7").path, "/home/me/bin/pwsh");
    });

    for (const [platform, path] of [
      ["linux", "/opt/microsoft/powershell/7/pwsh"],
      ["linux", "/snap/bin/pwsh"],
      ["linux", "/home/me/.dotnet/tools/pwsh"],
      ["darwin", "/opt/homebrew/bin/pwsh"],
      ["win32", "C:\\Program Files\\PowerShell\\7\\pwsh.exe"],
      ["win32", "C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\pwsh.exe"],
    ] as const) {
      it(`finds ${path} on ${platform}`, () => {
        const environment = {
          ProgramFiles: "C:\\Program Files",
          LocalAppData: "C:\\Users\\me\\AppData\\Local",
        };
        assert.equal(find({ platform, programs: [path], environment }, "powershell-7").path, path);
      });
    }

    it("takes the setting before all, also with ~", () => {
      const machine = {
        platform: "linux",
        environment: unixPath,
        programs: ["/usr/bin/pwsh", "/home/me/ps/pwsh"],
        settings: { powerShellPath: "~/ps/pwsh" },
      } as const;
      assert.equal(find(machine, "powershell-7").path, "/home/me/ps/pwsh");
    });

    it("takes a restored dotnet tool last, and only a restored one", () => {
      const machine: Machine = {
        platform: "linux",
        environment: unixPath,
        programs: ["/usr/bin/dotnet"],
        files: { "/w/.config/dotnet-tools.json": '{"version":1,"tools":{"powershell":{"version":"7.6.5"}}}' },
        settings: { folders: ["/other", "/w"] },
      };
      assert.equal(errorOf(machine, "powershell-7").code, "interpreter-missing");
      const restored = { ...machine, folders: ["/home/me/.nuget/packages/powershell/7.6.5"] };
      assert.deepEqual(find(restored, "powershell-7"), {
        runtime: "powershell-7",
        path: "/usr/bin/dotnet",
        leadingArguments: ["tool", "run", "pwsh", "--"],
        folder: "/w",
      });
    });

    it("tells how to get it on this platform", () => {
      for (const platform of ["linux", "darwin", "win32"] as const) {
        const error = errorOf({ platform }, "powershell-7");
        assert.equal(error.code, "interpreter-missing");
        assert.equal(error.hint, howToGetPowerShell(platform));
      }
    });
  });

  describe("for Windows PowerShell 5.1", () => {
    it("finds it on Windows", () => {
      const path = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
      const machine = { platform: "win32", programs: [path], environment: { SYSTEMROOT: "C:\\Windows" } } as const;
      assert.equal(find(machine, "powershell-5.1").path, path);
    });

    it("says that it exists on Windows only", () => {
      assert.equal(errorOf({ platform: "linux" }, "powershell-5.1").code, "not-supported");
    });
  });

  describe("for Python 3", () => {
    const all: Machine = {
      platform: "linux",
      environment: unixPath,
      programs: ["/usr/bin/python3", "/usr/bin/python", "/w/.venv/bin/python3", "/chosen/python"],
    };

    it("takes the setting, the editor's choice, a virtual environment, then PATH", () => {
      const folders = ["/w"];
      const settings = { pythonPath: "/usr/bin/python", chosenPython: "/chosen/python", folders };
      const path = (settings: InterpreterSettings): string => find({ ...all, settings }, "python-3").path;
      assert.equal(path(settings), "/usr/bin/python");
      assert.equal(path({ ...settings, pythonPath: "" }), "/chosen/python");
      assert.equal(path({ folders }), "/w/.venv/bin/python3");
      assert.equal(path({}), "/usr/bin/python3");
    });

    it("passes over the Store's stand-in on Windows and takes py -3", () => {
      const machine: Machine = {
        platform: "win32",
        environment: { PATH: "C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps;C:\\Windows" },
        programs: [
          "C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\python3.exe",
          "C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps\\python.exe",
          "C:\\Windows\\py.exe",
        ],
      };
      const { path, leadingArguments } = find(machine, "python-3");
      assert.deepEqual([path, ...leadingArguments], ["C:\\Windows\\py.exe", "-3"]);
    });

    it("reads quoted folders of PATH on Windows", () => {
      const machine: Machine = {
        platform: "win32",
        environment: windowsPath,
        programs: ["C:\\My Tools\\python3.exe"],
      };
      assert.equal(find(machine, "python-3").path, "C:\\My Tools\\python3.exe");
    });

    it("tells how to get it", () => {
      assert.equal(errorOf({ platform: "darwin" }, "python-3").hint, howToGetPython("darwin"));
    });
  });

  describe("for a path that a person named", () => {
    const machine: Machine = {
      platform: "linux",
      environment: unixPath,
      programs: ["/usr/bin/python3.12"],
      files: { "/w/notes.txt": "" },
      folders: ["/w"],
    };

    it("looks a bare name up on PATH", () => {
      assert.equal(find(machine, "python-3", "python3.12").path, "/usr/bin/python3.12");
    });

    for (const [chosen, code, pattern] of [
      ["python9", "interpreter-missing", /not on PATH/],
      ["/w/gone", "interpreter-missing", /does not exist: \/w\/gone/],
      ["/w", "interpreter-failed", /names a folder/],
      ["/w/notes.txt", "interpreter-failed", /cannot be started/],
    ] as const) {
      it(`says what is wrong with ${chosen}`, () => {
        const error = errorOf(machine, "python-3", chosen);
        assert.equal(error.code, code);
        assert.match(error.message, pattern);
      });
    }
  });
});
