import { type IResolvable, type IResolveContext, Token } from 'cdktf';
import type { PatchContent } from '../../../machine-config/patch-content';
import { readPatch } from '../../../machine-config/patches/patch-text';
import { escapeTemplate } from '../../private/template-text';
import { documentParts, holdsToken } from './late-json';

/**
 * A config patch as the text that the provider takes. A value that only OpenTofu knows stands in it as `jsonencode(…)`,
 * so that line breaks and quotes in it arrive as they are. YAML text with such a value is read as Talos reads it.
 */
export function renderPatch(content: PatchContent): string {
  if (!holdsToken(content)) return escapeTemplate(typeof content === 'string' ? content : JSON.stringify(content));
  if (typeof content !== 'string') return Token.asString(new LatePatch([content]));
  return Token.asString(
    new LatePatch(readPatch({ origin: '', content }).documents.map((document) => document.content)),
  );
}

/**
 * Documents with values that only OpenTofu knows. It is a token itself, as the framework would take a `${` of the text
 * for the start of an expression and render the tokens behind it without braces.
 */
class LatePatch implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly documents: readonly unknown[]) {}

  public resolve(context: IResolveContext): string {
    const parts = documentParts(this.documents, context);
    return parts.map((part) => (typeof part === 'string' ? escapeTemplate(part) : `\${${part.text}}`)).join('');
  }

  public toString(): string {
    return Token.asString(this);
  }
}
