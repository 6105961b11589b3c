import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant: the same but for case and dashes, or few letters away. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const alike = known.find((each) => plain(each) === plain(word));
  if (alike !== undefined || known.length === 0) return alike;
  const nearest = closest(word, known);
  return distance(word, nearest) <= Math.max(2, Math.floor(nearest.length / 3)) ? nearest : undefined;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}
