import { readAppArguments } from '../../src/app/app-arguments';

test.each<[readonly string[], object]>([
  [[], { names: [], advice: false, json: false, help: false }],
  [['home', '--advice', 'lab'], { names: ['home', 'lab'], advice: true, json: false, help: false }],
  [['--json'], { names: [], advice: false, json: true, help: false }],
  [['-h'], { names: [], advice: false, json: false, help: true }],
  [['--', '--advice'], { names: ['--advice'], advice: false, json: false, help: false }],
])('the app reads %j', (args, expected) => {
  expect(readAppArguments(args)).toEqual(expected);
});

test('names come from the environment where the command line has none', () => {
  expect(readAppArguments(['--advice'], 'home, lab,').names).toEqual(['home', 'lab']);
  expect(readAppArguments(['home'], 'lab').names).toEqual(['home']);
});

test.each(['--advise', '-x', '--advice=all', '--no-advice', '--__proto__', '--constructor'])(
  'an option that the app does not have is refused: %s',
  (option) => {
    const name = option.replace(/=.*/, '');
    expect(() => readAppArguments(['home', option])).toThrow(new RegExp(`^unknown option ${name}\nusage: `));
  },
);
