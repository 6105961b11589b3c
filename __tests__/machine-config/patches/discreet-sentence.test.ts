import { discreetSentence } from '../../../src/machine-config/patches/discreet-sentence';

const patch = (content: string | Readonly<Record<string, unknown>>) => ({ origin: '', content });
const auth = (password: string) =>
  patch({ apiVersion: 'v1alpha1', kind: 'RegistryAuthConfig', name: 'a.example', username: 'me', password });

describe('a sentence never has', () => {
  test.each<[string, string, ReturnType<typeof patch>, string]>([
    ['a password', 'cannot use "hunter2!" of me', auth('hunter2!'), 'cannot use "<secret>" of me'],
    ['a password as it is quoted', 'cannot use "a\\"b\\nc"', auth('a"b\nc'), 'cannot use "<secret>"'],
    ['a short one, but as a word', 'a cat got "at"', auth('at'), 'a cat got "<secret>"'],
    ['a secret of the stack', 'token s3cret.s3cret', patch({ machine: { token: 's3cret.s3cret' } }), 'token <secret>'],
    ['a part of a certificate', 'bad PRIVATE', patch({ cluster: { ca: { key: 'PRIVATE' } } }), 'bad <secret>'],
    [
      'a variable that is called a secret',
      'got "abcdef"',
      patch({ machine: { env: { API_TOKEN: 'abcdef' } } }),
      'got "<secret>"',
    ],
    [
      'a variable of a list',
      'got abcdef',
      patch('apiVersion: v1alpha1\nkind: ExtensionServiceConfig\nname: a\nenvironment: [TS_AUTHKEY=abcdef]\n'),
      'got <secret>',
    ],
    ['a file', 'got content-of-file', patch({ machine: { files: [{ content: 'content-of-file' }] } }), 'got <secret>'],
    [
      'a value of another type',
      'cannot unmarshal !!str `hunte...` into int',
      patch({ debug: true }),
      'cannot unmarshal !!str into int',
    ],
    [
      'the password of an address',
      'parse "https://me:pw@a": bad',
      patch({ debug: true }),
      'parse "https://<secret>@a": bad',
    ],
    [
      'what stands in unknown fields',
      'unknown keys found during decoding:\nmachine:\n    passwrod: hunter2\n    text: |\n        hunter2\n    list:\n        - hunter2\n',
      patch({ debug: true }),
      'unknown keys found during decoding:\nmachine:\n    passwrod:\n    text:\n    list:',
    ],
  ])('%s', (_, sentence, given, told) => {
    expect(discreetSentence(sentence, [given])).toBe(told);
  });
});

test('a sentence without a secret stays as it is', () => {
  const sentence = 'invalid machine node labels: name "bad key" is invalid';
  expect(discreetSentence(sentence, [auth('hunter2'), patch('')])).toBe(sentence);
});
