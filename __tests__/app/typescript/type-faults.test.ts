import { printedTypeFaults, typeFaultLine } from '../../../src/app/typescript/type-faults';

test('a fault of the compiler is written as every other fault is', () => {
  const fault = { file: 'stacks/clusters/a.ts', line: 9, column: 3, code: 2552 };
  expect(typeFaultLine({ ...fault, messages: ["Cannot find name 'nod'. Did you mean 'node'?"] })).toBe(
    "stacks/clusters/a.ts:9:3: cannot find name 'nod'; did you mean 'node'? (TS2552)",
  );
  expect(typeFaultLine({ ...fault, messages: ['Outer.', "  Types of 'x' differ.", '    Inner.'] })).toBe(
    "stacks/clusters/a.ts:9:3: outer; types of 'x' differ; inner (TS2552)",
  );
  expect(typeFaultLine({ code: 5023, messages: ["Unknown compiler option 'strictt'."] })).toBe(
    "tsconfig.json: unknown compiler option 'strictt' (TS5023)",
  );
  expect(typeFaultLine({ ...fault, messages: ['JSX element has no closing tag.'] })).toContain(': JSX element');
});

test('what the compiler has printed becomes the same lines', () => {
  expect(
    printedTypeFaults(
      [
        "stacks/clusters/a.ts(9,3): error TS2322: Type 'string' is not assignable to type 'number'.",
        "  The types of 'memoryMiB' are incompatible.",
        'stacks/clusters/a.ts(12,3): error TS1109: Expression expected.',
        'something else',
        '',
      ].join('\n'),
    ),
  ).toEqual([
    "stacks/clusters/a.ts:9:3: type 'string' is not assignable to type 'number'; the types of 'memoryMiB' are incompatible (TS2322)",
    'stacks/clusters/a.ts:12:3: expression expected (TS1109)',
    'something else',
  ]);
});
