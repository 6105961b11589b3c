import { variableForms } from '../../src/values/variable-form';
import { SECRET_SAMPLES } from '../support/secret-samples';

const rows = Object.entries(SECRET_SAMPLES).flatMap(([variable, samples]) =>
  samples.map((sample) => ({ variable, ...sample })),
);

test.each(rows)('$variable: $title', ({ variable, value, draws }) => {
  const unmet = variableForms(variable).flatMap(({ isMet }, index) => (isMet(value) ? [] : [index]));
  expect(unmet).toEqual(draws);
});

test('each sentence begins with the name of the variable', () => {
  expect(
    Object.keys(SECRET_SAMPLES).flatMap((name) => variableForms(name).map(({ message }) => message(name))),
  ).toEqual([
    'proxmox_main_site_api_token must have the form USER@REALM!TOKENID=UUID, such as root@pam!tofu=01234567-89ab-cdef-0123-456789abcdef, without quotes, blanks and line breaks. Proxmox VE shows it once, when the token is made.',
    'proxmox_main_ssh_private_key must be a private SSH key in PEM form, with its line breaks: all of a file such as ~/.ssh/id_ed25519, from -----BEGIN to the last -----. A public key and the name of a file are none.',
    'proxmox_main_ssh_private_key must be a private SSH key without a passphrase, as nobody is there to type it. Make a key of its own with ssh-keygen -N "".',
    'state_passphrase must have at least 16 characters. Without this very passphrase a state that is encrypted with it is lost.',
    'gitea_token must be an access token, without blanks and line breaks. It is empty or has some.',
  ]);
});

test('keys and tokens of Git have the same forms', () => {
  expect(variableForms('flux_git_ssh_private_key')).toBe(variableForms('proxmox_main_ssh_private_key'));
  expect(variableForms('flux_git_token')).toBe(variableForms('gitea_token'));
});

test('other variables may be anything', () => {
  expect(['region', 'api_token', 'health_check'].flatMap(variableForms)).toEqual([]);
});
