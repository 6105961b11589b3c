import { type PlanDocument, planDocument } from './plan-document';

/** Shortest text of an attribute that is looked for elsewhere: what is shorter is in many words by chance. */
const SHORTEST = 8;

/** The same of a variable, whose value a person chose as a secret. */
const SHORTEST_OF_VARIABLE = 4;

/**
 * Texts of a plan that nobody may see, the longest first: values of sensitive variables, and what is marked as sensitive in
 * resources. URLs are left out: the credentials of a cluster hold that of its API, which is in its file as well.
 */
export function secretTexts({ changes, drift, sensitiveVariables }: PlanDocument): readonly string[] {
  const ofResources = [...changes, ...drift].flatMap(({ change }) => [
    ...markedTexts(change.before, change.before_sensitive),
    ...markedTexts(change.after, change.after_sensitive),
  ]);
  const found = [
    ...ofResources.filter((text) => text.length >= SHORTEST && !/^https?:\/\/[^@\s]*$/.test(text)),
    ...sensitiveVariables.flatMap(textsIn).filter((text) => text.length >= SHORTEST_OF_VARIABLE),
  ];
  return [...new Set(found)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/**
 * Values of the sensitive variables that a plan was made with, wherever they came from: a plan knows those too that stood in a
 * file.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 */
export function sensitiveValues(planJson: unknown): readonly string[] {
  return planDocument(planJson).sensitiveVariables.flatMap(textsIn);
}

/** A text without secrets, whatever else it holds. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((shown, secret) => shown.replaceAll(secret, '(sensitive)'), text);
}

/**
 * If an attribute, or something in it, is marked as sensitive.
 *
 * @param marks those before and after
 * @param path such as `memory.dedicated`; blocks are lists of one
 */
export function isMarked(marks: readonly unknown[], path: string): boolean {
  return marks.some((mark) => {
    const found = path.split('.').reduce<unknown>((at, key) => {
      const block: unknown = Array.isArray(at) ? at[0] : at;
      return typeof block === 'object' && block !== null ? (block as Record<string, unknown>)[key] : block;
    }, mark);
    return hasMark(found);
  });
}

function hasMark(mark: unknown): boolean {
  if (typeof mark !== 'object' || mark === null) return mark === true;
  return Object.values(mark).some(hasMark);
}

function markedTexts(value: unknown, mark: unknown): readonly string[] {
  if (mark === true) return textsIn(value);
  if (typeof mark !== 'object' || mark === null || typeof value !== 'object' || value === null) return [];
  return Object.entries(mark).flatMap(([key, each]) => markedTexts((value as Record<string, unknown>)[key], each));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
