/** Reads the text of a record as a terminal would: colours become classes, every other control code is shown or dropped, none acts. */

/** A stretch of text of one look. `classes` are names of styles.css ("fg-1 bold"); "" for plain text. */
export interface Segment {
  readonly text: string;
  readonly classes: string;
}

interface Look {
  foreground: number | undefined;
  background: number | undefined;
  isBold: boolean;
  isDim: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
  isStruck: boolean;
  isInverse: boolean;
}

const plain: Look = {
  foreground: undefined,
  background: undefined,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
  isInverse: false,
};

/**
 * CSI sequences; OSC sequences (titles, links) with their ends; the two-character escapes; and the characters that have no picture
 * of their own or reorder what follows them (bidi controls, which could make a line read as something else).
 */
const special =
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[()][0-9A-Za-z]|\u001b[=>78cDEHMNOZ]|\r\n|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Whether the text holds anything that `parseAnsi` treats in a way of its own; most records do not. */
export function isPlain(text: string): boolean {
  return text.search(special) < 0;
}

/** The segments of a text, in order; joined they are what a person reads. */
export function parseAnsi(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let look = plain;
  let classes = "";
  let end = 0;
  let pending = "";
  const flush = (): void => {
    if (pending !== "") {
      segments.push({ text: pending, classes });
      pending = "";
    }
  };
  for (const match of text.matchAll(special)) {
    pending += text.slice(end, match.index);
    end = match.index + match[0].length;
    const [all, parameters, final] = match;
    if (final === "m") {
      flush();
      look = applyColours(look, parameters ?? "");
      classes = classesOf(look);
    } else if (all === "\r\n") {
      pending += "\n";
    } else if (all.length === 1) {
      flush();
      segments.push({ text: pictureOf(all), classes: classes === "" ? "control" : `${classes} control` });
    }
    // Anything else moves a cursor or sets a title: a list has neither.
  }
  pending += text.slice(end);
  flush();
  return segments;
}

/** What a person reads of a text: without colour codes, with pictures for control characters. */
export function readableText(text: string): string {
  return isPlain(text)
    ? text
    : parseAnsi(text)
        .map((segment) => segment.text)
        .join("");
}

/** U+2400 and on picture the C0 controls; the others show their code. */
function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code);
  }
  return code === 0x7f ? "\u2421" : `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

function classesOf(look: Look): string {
  const foreground = look.isInverse ? (look.background ?? "inverse") : look.foreground;
  const background = look.isInverse ? (look.foreground ?? "inverse") : look.background;
  return [
    foreground === undefined ? "" : `fg-${foreground}`,
    background === undefined ? "" : `bg-${background}`,
    look.isBold ? "bold" : "",
    look.isDim ? "dim" : "",
    look.isItalic ? "italic" : "",
    look.isUnderlined ? "underline" : "",
    look.isStruck ? "strike" : "",
  ]
    .filter((name) => name !== "")
    .join(" ");
}

/** Select Graphic Rendition (ECMA-48 8.3.117) as far as VS Code's terminal shows it. */
function applyColours(before: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map((code) => (code === "" ? 0 : Number(code)));
  let look: Look = { ...before };
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes.slice(index + 1));
      look[code === 38 ? "foreground" : "background"] = colour;
      index += used;
    } else {
      look = applyCode(look, code);
    }
  }
  return look;
}

function applyCode(look: Look, code: number): Look {
  switch (code) {
    case 0:
      return { ...plain };
    case 1:
      return { ...look, isBold: true };
    case 2:
      return { ...look, isDim: true };
    case 3:
      return { ...look, isItalic: true };
    case 4:
      return { ...look, isUnderlined: true };
    case 7:
      return { ...look, isInverse: true };
    case 9:
      return { ...look, isStruck: true };
    case 22:
      return { ...look, isBold: false, isDim: false };
    case 23:
      return { ...look, isItalic: false };
    case 24:
      return { ...look, isUnderlined: false };
    case 27:
      return { ...look, isInverse: false };
    case 29:
      return { ...look, isStruck: false };
    case 39:
      return { ...look, foreground: undefined };
    case 49:
      return { ...look, background: undefined };
    default:
      return applyBasicColour(look, code);
  }
}

function applyBasicColour(look: Look, code: number): Look {
  if (code >= 30 && code <= 37) {
    return { ...look, foreground: code - 30 };
  }
  if (code >= 40 && code <= 47) {
    return { ...look, background: code - 40 };
  }
  if (code >= 90 && code <= 97) {
    return { ...look, foreground: code - 90 + 8 };
  }
  return code >= 100 && code <= 107 ? { ...look, background: code - 100 + 8 } : look;
}

/** The theme has sixteen colours that are readable on its background; any other takes the nearest. */
function extendedColour(rest: readonly number[]): readonly [number | undefined, number] {
  const [mode, first = 0, second = 0, third = 0] = rest;
  if (mode === 5) {
    return [fromPalette(first), 2];
  }
  return mode === 2 ? [nearestColour(first, second, third), 4] : [undefined, rest.length];
}

function fromPalette(index: number): number {
  if (index < 16) {
    return index;
  }
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return nearestColour(grey, grey, grey);
  }
  const cube = index - 16;
  const level = (part: number): number => (part === 0 ? 0 : 55 + part * 40);
  return nearestColour(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

function nearestColour(red: number, green: number, blue: number): number {
  const brightest = Math.max(red, green, blue);
  const darkest = Math.min(red, green, blue);
  if (brightest - darkest < 48) {
    // Greys: black, bright black, white, bright white.
    return brightest < 64 ? 0 : brightest < 144 ? 8 : brightest < 224 ? 7 : 15;
  }
  const middle = (brightest + darkest) / 2;
  const bits = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return brightest > 192 ? bits + 8 : bits;
}
