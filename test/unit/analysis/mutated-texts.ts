/** Half-typed and mangled texts, made from real-looking ones: the same seed gives the same texts on every machine. */
import { rules } from "../../../src/analysis/rules/index";
import type { Scan } from "../../../src/analysis/scan-file";
import { generateRunbook } from "../../host/oracle/generated-runbooks";

export interface MutatedText {
  readonly kind: Scan["language"];
  readonly text: string;
  /** Where something was changed last: where a caret would stand. */
  readonly caret: number;
}

const python = `"""Reads."""
import sys
import automationassets as aa
from automationassets import get_automation_connection
def login(conn, name="x"):
    return f"{conn['TenantId']} {name}", conn.get('AppId')
conn = get_automation_connection("Conn")
print(login(conn), sys.argv[1])
for n in ['a', 'b']:
    v = aa.get_automation_variable(n)
`;
const metadata = `{ "ConnectionFields": [ { "IsEncrypted": false, "IsOptional": true, "Name": "A b", "TypeName": "System.String" } ],
  "ConnectionTypeName": "T", "IntegrationModuleName": "M" }`;
const examples = rules.flatMap(({ examples: { bad, good } }) => [...bad, ...good]);
const seeds: Readonly<Record<Scan["language"], readonly string[]>> = {
  powershell: textsOf("powershell"),
  python: [python, ...textsOf("python")],
  metadata: [metadata, ...textsOf("metadata")],
};

const pieces = [
  ...Array.from("\"'`$@#(){}[]<>|&;,.:=-+!%*?\n\r\t \\_~^"),
  ...Array.from("\u2018\u201c\u2013\u00a0\u200b\ufeff\ud83d\0"),
  ...'$( @( @{ ${ <# #> @" "@ @\' \'@ :: .. && || ?? ?. --% [int] `\n \r\n """ \'\'\' f"{ }" \\\n'.split(" "),
  ..."param( function workflow configuration if( switch( foreach( try{ class data{ Get-AutomationVariable def import".split(
    " ",
  ),
];

/** `count` texts of a seed. */
export function* mutatedTexts(seed: number, count: number): Generator<MutatedText> {
  const random = seeded(seed);
  for (let round = 0; round < count; round++) {
    const choice = random();
    const kind = choice < 0.12 ? "python" : choice < 0.2 ? "metadata" : "powershell";
    const known = seeds[kind];
    const whole =
      kind === "powershell" && choice < 0.85
        ? generateRunbook(Math.floor(random() * 100_000), { statements: 3, hasWorkflows: true })
        : (known[Math.floor(random() * known.length)] ?? "");
    yield { kind, ...mutate(whole, random) };
  }
}

/** One to five changes; one of six is what a person leaves who is typing: the rest of the line, or of the text, is not there yet. */
function mutate(seed: string, random: () => number): { readonly text: string; readonly caret: number } {
  let text = seed;
  let caret = 0;
  const pick = (): number => Math.floor(random() * (text.length + 1));
  for (let times = 1 + Math.floor(random() * 5); times > 0; times--) {
    const at = pick();
    const length = Math.floor(random() * 20);
    const piece = pieces[Math.floor(random() * pieces.length)] ?? "";
    caret = at;
    switch (Math.floor(random() * 7)) {
      case 0:
        text = text.slice(0, at);
        break;
      case 1:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 2:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(3) + text.slice(at);
        break;
      case 3: {
        const from = pick();
        text = text.slice(0, at) + text.slice(from, from + 4 * length) + text.slice(at);
        break;
      }
      case 4: {
        const lineEnd = text.indexOf("\n", at);
        text = text.slice(0, at) + (lineEnd === -1 ? "" : text.slice(lineEnd));
        break;
      }
      default:
        text = text.slice(0, at) + piece + text.slice(at + (random() < 0.5 ? 1 : 0));
        caret += piece.length;
    }
  }
  return { text, caret: Math.min(caret, text.length) };
}

function textsOf(kind: Scan["language"]): readonly string[] {
  return examples.filter(({ language }) => language === kind).map(({ text }) => text);
}

function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
