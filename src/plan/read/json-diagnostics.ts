import type { Diagnostic } from './diagnostic';

/** A diagnostic in the form in which OpenTofu writes it as JSON. */
interface WrittenDiagnostic {
  readonly severity: Diagnostic['severity'];
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: { readonly context: string | null; readonly code: string };
}

/**
 * The errors and warnings in what OpenTofu writes with `-json` or `-json-into`: one JSON object a line.
 *
 * @param output lines of another kind, and one that was cut off, are passed over
 */
export function jsonDiagnostics(output: string): readonly Diagnostic[] {
  return output.split('\n').flatMap((line) => {
    const diagnostic = parsedLine(line)?.diagnostic;
    return diagnostic === undefined ? [] : [readDiagnostic(diagnostic)];
  });
}

/**
 * The errors and warnings in the document that `tofu validate -json` prints.
 *
 * @returns nothing if it is no such document
 */
export function validateDiagnostics(output: string): readonly Diagnostic[] | undefined {
  try {
    const { diagnostics } = JSON.parse(output) as { readonly diagnostics: readonly WrittenDiagnostic[] };
    return diagnostics.map(readDiagnostic);
  } catch {
    return undefined;
  }
}

function parsedLine(line: string): { readonly diagnostic?: WrittenDiagnostic } | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as { readonly diagnostic?: WrittenDiagnostic };
  } catch {
    return undefined;
  }
}

function readDiagnostic({ severity, summary, detail = '', address, range, snippet }: WrittenDiagnostic): Diagnostic {
  if (range === undefined) return { severity, summary, detail, address };
  const place = `${range.filename}:${range.start.line}`;
  const inside = snippet?.context ? ` in ${snippet.context}` : '';
  return { severity, summary, detail, address, source: `${place}${inside}: ${snippet?.code.trim() ?? ''}` };
}
