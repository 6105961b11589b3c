import { joinFields } from '../../src/machine-config/fields';

test('the second of two maps stands over the first, and maps inside are joined', () => {
  expect(joinFields({ a: 1, b: { c: 1, d: 1 } }, { b: { c: 2 }, e: 2 })).toEqual({ a: 1, b: { c: 2, d: 1 }, e: 2 });
});

test('what is not said in the second leaves the first as it is', () => {
  expect(joinFields({ machine: { install: {} }, a: 1 }, { machine: undefined, a: undefined })).toEqual({
    machine: { install: {} },
    a: 1,
  });
});
