/** Makes runbook-like scripts from a seed: the same seed gives the same text on every machine. */

export interface GeneratorOptions {
  /** Statements at the top level. */
  readonly statements: number;
  /** Workflows and configurations too, which PowerShell 7 does not parse. */
  readonly hasWorkflows: boolean;
}

export function generateRunbook(seed: number, options: GeneratorOptions): string {
  return new Generator(seed, options).script();
}

const verbs = ["Get", "Set", "New", "Remove", "Start", "Stop", "Update", "Test", "Invoke", "Add", "Wait", "Write"];
const nouns = ["AzVM", "AzResourceGroup", "AzStorageAccount", "Item", "Content", "Host", "Output", "ADUser", "Service"];
const parameters = ["Name", "ResourceGroupName", "Force", "ErrorAction", "Path", "Location", "Tag", "AsJob", "Status"];
const words = ["prod", "westeurope", "Standard_LRS", "vm-01", "eastus2", "C:\\temp\\x.log", "10.0.0.1", "*.txt", "a,b"];
const variables = [
  "conn",
  "vm",
  "rg",
  "result",
  "name",
  "token",
  "item",
  "items",
  "i",
  "ctx",
  "Servers",
  "script:state",
];
const fields = ["Name", "TenantId", "Properties", "Id", "Count", "Status", "ApplicationId", "Length", "Value"];
const sentences = [
  "Starting the machine",
  "it's done",
  "50% of all",
  "see https://aka.ms/x",
  "path C:\\x",
  "a; b | c",
  "(none)",
];
const types = ["string", "int", "bool", "object", "string[]", "datetime", "hashtable", "System.String", "switch"];
const assetCmdlets = [
  "Get-AutomationConnection",
  "Get-AutomationVariable",
  "Get-AutomationPSCredential",
  "Get-AutomationCertificate",
];

class Generator {
  #state: number;
  #depth = 0;
  #inline = 0;
  #inString = 0;

  constructor(
    seed: number,
    private readonly options: GeneratorOptions,
  ) {
    this.#state = seed >>> 0;
  }

  script(): string {
    const eol = this.#chance(0.15) ? "\r\n" : "\n";
    const parts = [this.#chance(0.5) ? this.#help() : this.#lineComments()];
    if (this.#chance(0.15)) {
      parts.push("#Requires -Modules Az.Accounts, Az.Compute");
    }
    const wrap = this.options.hasWorkflows && this.#chance(0.25);
    if (wrap) {
      parts.push(this.#workflow());
    } else {
      if (this.#chance(0.65)) {
        parts.push(this.#params());
      }
      for (let count = this.#int(0, 3); count > 0; count--) {
        parts.push(this.#function());
      }
    }
    for (let count = wrap ? 0 : this.options.statements; count > 0; count--) {
      parts.push(this.#statement(""));
    }
    return parts.join("\n").replaceAll("\n", eol) + eol;
  }

  /** mulberry32 */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  #int(from: number, to: number): number {
    return from + Math.floor(this.#random() * (to - from + 1));
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) {
      throw new Error("nothing to pick from");
    }
    return item;
  }

  #help(): string {
    return `<#\n.SYNOPSIS\n    ${this.#pick(sentences)}\n\n.DESCRIPTION\n    ${this.#pick(sentences)}. ${this.#pick(sentences)}.\n\n.PARAMETER ${this.#pick(parameters)}\n    The ${this.#pick(nouns)}.\n\n.EXAMPLE\n    ${this.#pick(assetCmdlets)} -Name '${this.#pick(words)}'\n\n.NOTES\n    AUTHOR: someone\n    LASTEDIT: 2021-0${this.#int(1, 9)}-11\n#>`;
  }

  #lineComments(): string {
    return Array.from({ length: this.#int(1, 5) }, () => `# ${this.#pick(sentences)} - ${this.#pick(nouns)}`).join(
      "\n",
    );
  }

  #params(): string {
    const list = Array.from({ length: this.#int(1, 5) }, (_, index) => this.#parameter(index));
    const binding = this.#chance(0.2) ? "[CmdletBinding()]\n" : "";
    return `${binding}${this.#pick(["param", "Param", "PARAM"])}${this.#pick(["", " "])}(\n${list.join(",\n\n")}\n)\n`;
  }

  #parameter(index: number): string {
    const attributes = [
      this.#pick(["[Parameter(Mandatory=$true)]", "[Parameter(Mandatory = $false)]", "[parameter(Mandatory)]", ""]),
      this.#pick(["", "", "[ValidateSet('a', \"b\")]", "[ValidateNotNullOrEmpty()]", "[Alias('x')]"]),
      this.#pick([`[${this.#pick(types)}]`, `[${this.#pick(types)}] `, ""]),
    ].filter((item) => item !== "");
    const defaultValue = this.#chance(0.4)
      ? ` = ${this.#pick(["'x'", '"AzureRunAsConnection"', "$true", "5", "$null", "(Get-Date)", '"a" + "b"', "@()"])}`
      : "";
    const separator = this.#pick([" ", "\n    "]);
    return `    ${[...attributes, `$${this.#pick(fields)}${index}`].join(separator)}${defaultValue}`;
  }

  #function(): string {
    const name = `${this.#pick(verbs)}-${this.#pick(nouns)}${this.#int(1, 99)}`;
    const head = this.#pick(["function", "Function", "filter"]);
    const params = this.#chance(0.5) ? `    param([${this.#pick(types)}] $Name, $Other = ${this.#value()})\n` : "";
    return `${head} ${name}${this.#pick([" {", "\n{", "{"])}\n${params}${this.#body("    ", 3)}\n}\n`;
  }

  #workflow(): string {
    const inner = this.#pick([
      `    InlineScript {\n${this.#body("        ", 3)}\n        $using:conn.TenantId\n    }`,
      `    parallel {\n${this.#body("        ", 2)}\n    }`,
      `    foreach -parallel ($vm in $vms) {\n${this.#body("        ", 2)}\n    }\n    Checkpoint-Workflow`,
    ]);
    return `workflow ${this.#pick(verbs)}-${this.#pick(nouns)}\n{\n    ${this.#params().replaceAll("\n", "\n    ")}\n${inner}\n${this.#body("    ", this.options.statements)}\n}`;
  }

  #body(indent: string, count: number): string {
    this.#depth++;
    const lines = Array.from({ length: this.#int(1, count) }, () => this.#statement(indent));
    this.#depth--;
    return lines.join("\n");
  }

  #statement(indent: string): string {
    const simple = this.#depth > 3 || this.#chance(0.75);
    return indent + (simple ? this.#simpleStatement() : this.#compoundStatement(indent));
  }

  #simpleStatement(): string {
    const trailing = this.#chance(0.05) ? ` # ${this.#pick(sentences)}` : "";
    switch (this.#int(0, 12)) {
      case 0:
      case 1:
      case 2:
        return this.#pipeline() + trailing;
      case 3:
      case 4:
        return `$${this.#pick(variables)} = ${this.#pipeline()}${trailing}`;
      case 5:
        return this.#assetCall();
      case 6:
        return `$${this.#pick(variables)} ${this.#pick(["=", "+=", "="])} ${this.#expression()}${trailing}`;
      case 7:
        return `Write-Output ${this.#string()}${trailing}`;
      case 8:
        return `# ${this.#pick(sentences)}`;
      case 9:
        return `$${this.#pick(variables)}.${this.#pick(fields)} = ${this.#value()}`;
      case 10:
        return this.#hereString();
      case 11:
        return this.#hashtableAssignment();
      default:
        return "";
    }
  }

  #compoundStatement(indent: string): string {
    const body = (count = 3): string => `{\n${this.#body(`${indent}    `, count)}\n${indent}}`;
    switch (this.#int(0, 7)) {
      case 0:
      case 1:
        return `if (${this.#condition()}) ${body()}${this.#chance(0.4) ? `\n${indent}else\n${indent}${body()}` : ""}`;
      case 2:
        return `foreach ($item in ${this.#pick(["$items", "(Get-AzVM)", "1..5", "@('a', 'b')"])}) ${body()}`;
      case 3:
        return `try ${body()} catch ${this.#chance(0.3) ? "[System.Exception] " : ""}${body(1)}`;
      case 4:
        return `while (${this.#condition()}) ${body()}`;
      case 5:
        return `switch ($${this.#pick(["name", "i"])}) {\n${indent}    'a' ${body(1)}\n${indent}    default { ${this.#command()} }\n${indent}}`;
      case 6:
        return `for ($i = 0; $i -lt ${this.#int(1, 9)}; $i++) ${body()}`;
      default:
        return `${this.#command()} | ForEach-Object ${body()}`;
    }
  }

  #pipeline(): string {
    const stages = Array.from({ length: this.#chance(0.25) ? this.#int(2, 3) : 1 }, () => this.#command());
    return (
      stages.join(this.#inline > 0 ? " | " : this.#pick([" | ", " |\n        "])) +
      this.#pick(["", "", "", "", "", "", " | Out-Null", " 2>&1", " > $null"])
    );
  }

  #command(): string {
    const name = this.#chance(0.05)
      ? `& ${this.#pick(["$cmd", "'Get-Item'", "{ Get-Date }", "(Get-Command x)"])}`
      : `${this.#pick(verbs)}-${this.#pick(nouns)}`;
    const args = Array.from({ length: this.#int(0, 4) }, () => this.#argument());
    return [name, ...args].join(this.#inline > 0 ? " " : this.#pick([" ", " ", " ", "  ", " `\n        "]));
  }

  #argument(): string {
    const value = this.#argumentValue();
    switch (this.#int(0, 6)) {
      case 0:
        return value;
      case 1:
        return `-${this.#pick(parameters)}:${value}`;
      case 2:
        return `-${this.#pick(parameters)}`;
      case 3:
        return this.#pick(["@params", "-Verbose", "-ErrorAction Stop", "-Force:$false"]);
      default:
        return `-${this.#pick(parameters)} ${value}`;
    }
  }

  #argumentValue(): string {
    switch (this.#int(0, 9)) {
      case 0:
        return this.#pick(words);
      case 1:
        return `$${this.#pick(variables)}.${this.#pick(fields)}`;
      case 2:
        return `(${this.#depth > 4 ? "Get-Date" : this.#nested(() => this.#pipeline())})`;
      case 3:
        return `${this.#string()}, ${this.#string()}`;
      case 4:
        return `$${this.#pick(variables)}[${this.#int(0, 3)}]`;
      case 5:
        return `@{ ${this.#pick(fields)} = ${this.#value()}; '${this.#pick(words)}' = ${this.#value()} }`;
      case 6:
        return `{ ${this.#depth > 4 ? "$_" : this.#nested(() => this.#command())} }`;
      case 7:
        return `$${this.#pick(variables)}`;
      case 8:
        return String(this.#int(0, 5000));
      default:
        return this.#string();
    }
  }

  /** Inside brackets and strings: shallow, on one line. */
  #nested(make: () => string): string {
    this.#depth++;
    this.#inline++;
    const text = make();
    this.#inline--;
    this.#depth--;
    return text;
  }

  #assetCall(): string {
    const call = `${this.#pick(assetCmdlets)} ${this.#pick([
      `-Name '${this.#pick(words)}'`,
      `-Name "${this.#pick(fields)}"`,
      `-Name $${this.#pick(variables)}`,
      this.#pick(fields),
      `-Name:${this.#pick(fields)}`,
      "@params",
    ])}`;
    const target = `$${this.#pick(variables)} = `;
    return this.#pick([
      `${target}${call}`,
      `${target}[string] (${call})`,
      `${target}(${call}).${this.#pick(fields)}`,
      call,
    ]);
  }

  #hereString(): string {
    const lines = Array.from(
      { length: this.#int(1, 5) },
      () => `  ${this.#pick(sentences)} ${this.#chance(0.3) ? "$($name) $i" : "'x' \"y\""}`,
    );
    return `$${this.#pick(variables)} = ${this.#chance(0.5) ? `@"\n${lines.join("\n")}\n"@` : `@'\n${lines.join("\n")}\n'@`}`;
  }

  #hashtableAssignment(): string {
    const entries = Array.from(
      { length: this.#int(1, 4) },
      () => `    ${this.#pick(fields)}${this.#int(0, 99)} = ${this.#value()}`,
    );
    return `$params = @{\n${entries.join("\n")}\n}`;
  }

  #string(): string {
    const sentence = this.#pick(sentences);
    switch (this.#int(0, 4)) {
      case 0:
        return `'${sentence.replaceAll("'", "''")}'`;
      case 1:
        return `"${sentence}: $${this.#pick(["name", "i", "item", "env:COMPUTERNAME"])}"`;
      case 2:
        // In the code of a string an escaped quote would end the string inside.
        return this.#inString > 0
          ? `"${sentence} $($${this.#pick(["conn", "vm"])}.${this.#pick(fields)}) \`$x"`
          : `"${sentence} $($${this.#pick(["conn", "vm"])}.${this.#pick(fields)}) \`"quoted\`" \`$x"`;
      case 3:
        return this.#depth > 4 ? '"x"' : `"$(${this.#codeInString()}) ${sentence}"`;
      default:
        return `"${sentence}"`;
    }
  }

  #codeInString(): string {
    this.#inString++;
    const code = this.#nested(() => this.#command());
    this.#inString--;
    return code;
  }

  #value(): string {
    return this.#pick([
      this.#string(),
      String(this.#int(0, 99)),
      "$true",
      "$null",
      `$${this.#pick(variables)}`,
      "@()",
      "(Get-Date)",
    ]);
  }

  #condition(): string {
    const left = `$${this.#pick(variables)}${this.#chance(0.4) ? `.${this.#pick(fields)}` : ""}`;
    return this.#pick([
      `${left} -${this.#pick(["eq", "ne", "like", "gt", "match", "contains"])} ${this.#value()}`,
      `!${left}`,
      `-not (${this.#nested(() => this.#command())})`,
      `${left} -and ${left} -ne $null`,
      `[string]::IsNullOrEmpty(${left})`,
    ]);
  }

  #expression(): string {
    const variable = `$${this.#pick(variables)}`;
    return this.#pick([
      `${variable} + ${this.#string()}`,
      `'{0}: {1}' -f ${variable}, ${this.#value()}`,
      `[int] ${variable}.${this.#pick(fields)}`,
      `${variable}.${this.#pick(fields)}.ToString('x', ${this.#value()}).Trim()`,
      `@(${this.#string()}, ${variable})`,
      `[Math]::Max(${this.#int(1, 9)}, ${variable}.Count) * 2`,
      `${variable} -split ',' | Select-Object -First 1`,
      `@{ a = ${this.#value()} }`,
      `if (${this.#condition()}) { ${this.#string()} } else { ${variable} }`,
    ]);
  }
}
