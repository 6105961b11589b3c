import type { VerdictPaint } from '../plan/verdict/render-verdict';
import { paint } from './paint';

/** Colours of a verdict. */
export const VERDICT_PAINT: VerdictPaint = {
  strong: paint.bold,
  good: paint.green,
  careful: paint.yellow,
  bad: paint.red,
};
