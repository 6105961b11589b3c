import type ts from 'typescript';

import type { Position } from '../../cluster-file/spec-source';
import type { Path } from '../../values/path';
import type { Compiler } from './compiler';

/** Where a value of a literal stands. */
interface Place {
  readonly key: Position;
  readonly value: Position;
  /** True for a map or a list, which is found by its key. */
  readonly isWhole: boolean;
}

/** Where each part of the literal stands that a cluster file exports, as far as it is written in that file. */
export class LiteralPlaces {
  private readonly places = new Map<string, Place>();
  private readonly source: ts.SourceFile;

  /**
   * @param file name of the file
   * @param text its content
   */
  constructor(
    private readonly compiler: Compiler,
    file: string,
    text: string,
  ) {
    this.source = compiler.createSourceFile(file, text, compiler.ScriptTarget.ES2022, true);
    const root = this.literalOf('cluster');
    if (root !== undefined) this.walk(root, []);
  }

  /** Where the value at a path stands, or what is nearest to it on the outside; nothing if none of it is written here. */
  public locate(path: Path, part?: 'key' | 'value'): Position | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const place = this.places.get(JSON.stringify(path.slice(0, length)));
      if (place === undefined) continue;
      const isExact = length === path.length;
      return isExact && part !== 'key' && !place.isWhole ? place.value : place.key;
    }
    return undefined;
  }

  /** Initializer of a variable of the file, without type assertions and parentheses around it. */
  private literalOf(name: string): ts.Expression | undefined {
    for (const statement of this.source.statements) {
      if (!this.compiler.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((each) => each.name.getText(this.source) === name);
      if (found?.initializer !== undefined) return this.bare(found.initializer);
    }
    return undefined;
  }

  private bare(expression: ts.Expression): ts.Expression {
    const { compiler } = this;
    const isWrapped =
      compiler.isAsExpression(expression) ||
      compiler.isSatisfiesExpression(expression) ||
      compiler.isParenthesizedExpression(expression);
    return isWrapped ? this.bare(expression.expression) : expression;
  }

  private walk(given: ts.Expression, path: Path, above: readonly string[] = []): void {
    const { compiler } = this;
    const expression = this.bare(given);
    if (compiler.isIdentifier(expression)) {
      const { text } = expression;
      const meant = above.includes(text) ? undefined : this.literalOf(text);
      if (meant !== undefined) this.walk(meant, path, [...above, text]);
    } else if (compiler.isArrayLiteralExpression(expression)) {
      expression.elements.forEach((element, index) => this.add(element, element, [...path, index], above));
    } else if (compiler.isObjectLiteralExpression(expression)) {
      for (const property of expression.properties) {
        // a later part has the last word, here as in the value
        if (compiler.isSpreadAssignment(property)) this.walk(property.expression, path, above);
        else this.addProperty(property, path, above);
      }
    }
  }

  private addProperty(property: ts.ObjectLiteralElementLike, path: Path, above: readonly string[]): void {
    const { compiler } = this;
    const { name } = property;
    if (name === undefined || compiler.isComputedPropertyName(name)) return;
    const key =
      compiler.isStringLiteralLike(name) || compiler.isNumericLiteral(name) ? name.text : name.getText(this.source);
    const value = compiler.isPropertyAssignment(property) ? property.initializer : name;
    this.add(name, value, [...path, key], above);
  }

  private add(key: ts.Node, value: ts.Node, path: Path, above: readonly string[]): void {
    const { compiler } = this;
    const expression = this.bare(value as ts.Expression);
    const isWhole =
      compiler.isObjectLiteralExpression(expression) ||
      compiler.isArrayLiteralExpression(expression) ||
      compiler.isIdentifier(expression);
    this.places.set(JSON.stringify(path), { key: this.at(key), value: this.at(value), isWhole });
    this.walk(expression, path, above);
  }

  private at(node: ts.Node): Position {
    const { line, character } = this.source.getLineAndCharacterOfPosition(node.getStart(this.source));
    return { line: line + 1, column: character + 1 };
  }
}
