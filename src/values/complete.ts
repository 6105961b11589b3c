/**
 * The same struct with every key named, those without a value as `undefined`. A function that copies settings one by one
 * returns it, so that a setting which it forgets does not compile.
 */
export type Complete<T> = { [K in keyof Required<T>]: T[K] };

/**
 * The same struct, whose keys must all be known ones: a key that is not takes no value, so that the rest of a struct which
 * is taken apart does not compile where something is left over.
 */
export type OnlyKeysOf<Known, T> = { [K in keyof T]: K extends keyof Known ? T[K] : never };
