/**
 * The same struct with every key named, those without a value as `undefined`. A function that copies settings one by one
 * returns it, so that a setting which it forgets does not compile.
 */
export type Complete<T> = { [K in keyof Required<T>]: T[K] };
