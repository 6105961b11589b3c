import { type Answers, defaultAnswers, type Surroundings } from '../../src/scaffold/questions';

/** Answers of somebody who gives only these. */
export function answersOf(given: Answers = {}, surroundings: Partial<Surroundings> = {}): Answers {
  return defaultAnswers(given, { folder: 'home', ...surroundings });
}
