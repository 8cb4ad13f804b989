/** Reads param blocks, functions, workflows, configurations and classes. */
import { digit, flagsOf, newline, space, stop, word } from "./characters";
import { CommandParser } from "./command-parser";
import type {
  AttributeArgument,
  AttributeNode,
  CompoundNode,
  DefinitionKind,
  DefinitionNode,
  Expression,
  ParamBlock,
  ParameterDeclaration,
} from "./syntax";

const dollar = 0x24;
const openParen = 0x28;
const closeParen = 0x29;
const comma = 0x2c;
const colon = 0x3a;
const equals = 0x3d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export abstract class DeclarationParser extends CommandParser {
  private enclosing = -1;

  protected abstract parseBody(open: number): ParamBlock | undefined;
  protected abstract parseBlockIfAny(): void;

  /** `[CmdletBinding()] param( ... )`; undefined, and no step, where no param block stands. */
  protected parseParamBlockIfAny(): ParamBlock | undefined {
    const start = this.pos;
    const attributes: AttributeNode[] = [];
    while (this.at(this.pos) === openBracket) {
      const attribute = this.parseAttribute();
      if (attribute === undefined) {
        break;
      }
      attributes.push(attribute);
      this.skipLines();
    }
    const end = this.wordEnd(this.pos);
    if (end - this.pos === 5 && this.text.slice(this.pos, end).toLowerCase() === "param") {
      this.pos = end;
      this.skipLines();
      if (this.at(this.pos) === openParen) {
        return this.parseParamList(start, attributes);
      }
      if (this.isAtEnd) {
        this.problem('The param block has no "("', start);
      }
    }
    this.rewind(start);
    return undefined;
  }

  /** Position at `(`. */
  private parseParamList(start: number, attributes: readonly AttributeNode[]): ParamBlock {
    const open = this.pos;
    const parameters: ParameterDeclaration[] = [];
    this.pos++;
    for (;;) {
      this.skipLines();
      const current = this.at(this.pos);
      if (current === closeParen) {
        this.pos++;
        break;
      }
      if (current === comma) {
        this.pos++;
        continue;
      }
      if (this.isAtEnd || current === closeBrace || current === openBrace) {
        this.problem('The param block is not closed: ")" is missing', open);
        break;
      }
      const before = this.pos;
      const parameter = this.parseParameterDeclaration();
      if (parameter !== undefined) {
        parameters.push(parameter);
      }
      this.skipLines();
      const next = this.at(this.pos);
      if (next !== comma && next !== closeParen) {
        if (parameter !== undefined && (next === dollar || next === openBracket)) {
          this.problem(`A comma is missing after the parameter "${parameter.name}"`, parameter.end);
          continue;
        }
        this.problem("This cannot stand in a param block", this.pos === before ? before : this.pos);
        if (!this.skipToNextParameter(before)) {
          break;
        }
      }
    }
    const block: ParamBlock = { start, end: this.pos, attributes, parameters };
    this.paramBlocks.push(block);
    return block;
  }

  /** Steps over what cannot be read; false where the block can only end here. */
  private skipToNextParameter(before: number): boolean {
    if (this.pos === before) {
      this.pos++;
    }
    while (!this.isAtEnd) {
      const current = this.at(this.pos);
      if (current === comma || current === closeParen) {
        return true;
      }
      if (current === closeBrace || current === openBrace) {
        return false;
      }
      const start = this.pos;
      if (this.parseExpression("argument") === undefined || this.pos === start) {
        this.pos = Math.max(this.wordEnd(start), start + 1);
      }
      this.skipLines();
    }
    return true;
  }

  private parseParameterDeclaration(): ParameterDeclaration | undefined {
    const start = this.pos;
    const attributes: AttributeNode[] = [];
    let typeName: string | undefined;
    while (this.at(this.pos) === openBracket) {
      const attribute = this.parseAttribute();
      if (attribute === undefined) {
        const type = this.readTypeLiteral();
        if (type === undefined) {
          this.problem("The type or attribute is not closed", this.pos);
          return undefined;
        }
        typeName ??= type;
      } else {
        attributes.push(attribute);
      }
      this.skipLines();
    }
    const nameStart = this.pos;
    const variable = this.at(nameStart) === dollar ? this.parseVariable() : undefined;
    if (variable === undefined) {
      return undefined;
    }
    let defaultValue: Expression | undefined;
    const nameEnd = this.pos;
    this.skipLines();
    if (this.at(this.pos) === equals) {
      this.pos++;
      this.skipLines();
      defaultValue = this.parseExpression("argument");
      if (defaultValue === undefined) {
        this.problem(`The default of the parameter "${variable.name}" cannot be read`, this.pos);
      }
    } else {
      this.pos = nameEnd;
    }
    return {
      start,
      end: defaultValue?.end ?? nameEnd,
      name: variable.name,
      nameStart,
      nameEnd,
      typeName: typeName ?? "",
      attributes,
      defaultValue,
    };
  }

  /** `[Name(...)]`; undefined, and no step, where a type stands. */
  private parseAttribute(): AttributeNode | undefined {
    const start = this.pos;
    let index = start + 1;
    while (index < this.end) {
      const current = this.text.charCodeAt(index);
      if ((flagsOf(current) & (word | space | newline)) === 0 && current !== 0x2e) {
        break;
      }
      index++;
    }
    if (this.at(index) !== openParen) {
      return undefined;
    }
    const name = this.text.slice(start + 1, index).trim();
    const positional: Expression[] = [];
    const named: AttributeArgument[] = [];
    this.pos = index + 1;
    for (;;) {
      this.skipLines();
      const current = this.at(this.pos);
      if (this.isAtEnd || current === closeParen || current === closeBracket) {
        break;
      }
      if (current === comma) {
        this.pos++;
        continue;
      }
      const before = this.pos;
      this.parseAttributeArgument(positional, named);
      if (this.pos === before) {
        this.problem(`The attribute "${name}" cannot be read`, before);
        break;
      }
    }
    if (this.at(this.pos) === closeParen) {
      this.pos++;
      this.skipLines();
    }
    if (this.at(this.pos) === closeBracket) {
      this.pos++;
    } else {
      this.problem(`The attribute "${name}" is not closed`, start);
    }
    return { name, start, end: this.pos, positional, named };
  }

  private parseAttributeArgument(positional: Expression[], named: AttributeArgument[]): void {
    const start = this.pos;
    if ((this.flags(start) & (word | digit)) === word) {
      const end = this.wordEnd(start);
      this.pos = end;
      this.skipLines();
      let value: Expression | undefined;
      if (this.at(this.pos) === equals) {
        this.pos++;
        this.skipLines();
        value = this.parseExpression("argument");
      } else {
        this.pos = end;
      }
      named.push({ name: this.text.slice(start, end), value });
      return;
    }
    const expression = this.parseExpression("argument");
    if (expression !== undefined) {
      positional.push(expression);
    }
  }

  /** Behind the keyword; undefined where no name follows, so that the word is a command. */
  protected parseDefinition(
    kind: "function" | "filter" | "workflow" | "configuration",
    start: number,
  ): CompoundNode | undefined {
    this.skipLines();
    const nameStart = this.pos;
    const nameEnd = this.definitionNameEnd(nameStart);
    if (nameEnd === nameStart) {
      return undefined;
    }
    this.pos = nameEnd;
    const definition = this.openDefinition(kind, start, nameStart, nameEnd);
    const outer = this.enclosing;
    const wasInConfiguration = this.isInConfiguration;
    this.enclosing = this.definitions.length - 1;
    this.isInConfiguration = kind === "configuration";
    this.skipLines();
    let params: ParamBlock | undefined;
    if (this.at(this.pos) === openParen) {
      params = this.parseParamList(this.pos, []);
      this.skipLines();
    }
    if (this.at(this.pos) === openBrace) {
      this.pos++;
      definition.bodyStart = this.pos;
      definition.params = this.parseBody(this.pos - 1) ?? params;
      definition.bodyEnd = this.at(this.pos - 1) === closeBrace ? this.pos - 1 : this.pos;
    } else {
      definition.params = params;
      definition.bodyStart = definition.bodyEnd = this.pos;
      this.problem(`The ${kind} "${definition.name}" has no body`, nameStart);
    }
    definition.end = this.pos;
    this.enclosing = outer;
    this.isInConfiguration = wasInConfiguration;
    return { kind: "compound", keyword: kind, start, end: this.pos };
  }

  /** Definitions stand in the list in the order they begin, so it gets an entry before the body is read. */
  private openDefinition(
    kind: DefinitionKind,
    start: number,
    nameStart: number,
    nameEnd: number,
  ): Mutable<DefinitionNode> {
    const definition: Mutable<DefinitionNode> = {
      kind,
      name: this.text.slice(nameStart, nameEnd),
      nameStart,
      nameEnd,
      start,
      end: nameEnd,
      bodyStart: nameEnd,
      bodyEnd: nameEnd,
      params: undefined,
      parent: this.enclosing,
    };
    this.definitions.push(definition);
    return definition;
  }

  private definitionNameEnd(offset: number): number {
    let index = offset;
    while (index < this.end && (flagsOf(this.text.charCodeAt(index)) & stop) === 0) {
      index++;
    }
    return index;
  }

  protected parseTypeDefinition(kind: "class" | "enum", start: number): CompoundNode | undefined {
    this.skipSpaces();
    const nameStart = this.pos;
    const nameEnd = this.wordEnd(nameStart);
    if (nameEnd === nameStart) {
      return undefined;
    }
    while (!this.isAtEnd && this.at(this.pos) !== openBrace && (this.flags(this.pos) & newline) === 0) {
      this.pos++;
    }
    this.skipLines();
    if (this.at(this.pos) !== openBrace) {
      return undefined;
    }
    const definition = this.openDefinition(kind, start, nameStart, nameEnd);
    const outer = this.enclosing;
    this.enclosing = this.definitions.length - 1;
    this.pos++;
    definition.bodyStart = this.pos;
    this.parseMembers();
    definition.bodyEnd = this.pos;
    if (this.at(this.pos) === closeBrace) {
      this.pos++;
    }
    definition.end = this.pos;
    this.enclosing = outer;
    return { kind: "compound", keyword: kind, start, end: this.pos };
  }

  /** `: base("x")` of a constructor */
  private parseBaseCall(): void {
    this.pos++;
    this.skipLines();
    this.pos = this.wordEnd(this.pos);
    this.skipLines();
    if (this.at(this.pos) === openParen) {
      this.parseArguments();
    }
  }

  /** Properties and methods of a class, members of an enum. */
  private parseMembers(): void {
    while (!this.isAtEnd) {
      this.skipLines();
      const before = this.pos;
      const current = this.at(before);
      if (current === closeBrace) {
        return;
      }
      if (current === openBracket) {
        if (this.parseAttribute() === undefined && this.readTypeLiteral() === undefined) {
          this.pos++;
        }
      } else if (current === dollar) {
        // The name of a property is no variable.
        if (this.parseVariable() !== undefined) {
          this.variables.pop();
        }
      } else if (current === equals) {
        this.pos++;
        this.skipLines();
        this.parseExpression();
      } else if (current === colon) {
        this.parseBaseCall();
      } else if (current === openParen) {
        this.parseParamList(before, []);
      } else if (current === openBrace) {
        this.parseBlockIfAny();
      } else {
        this.pos = Math.max(this.wordEnd(before), before + 1);
      }
      if (this.pos === before) {
        this.pos++;
      }
    }
  }
}
