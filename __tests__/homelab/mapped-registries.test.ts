import { onLoopback, SECRETS } from '../support/loopback';
import { changedSpec } from '../support/small-spec';

const HARBOR = 'harbor.example.com';
const PLAYED = '127.27.249.1:5000';
const FACTORY = '127.27.252.1:8080';

/** Registries of the machines and of the homelab for some settings of a cluster file. */
function mapped(changes: Readonly<Record<string, unknown>>) {
  const { spec, homelab, doubles } = onLoopback(changedSpec(changes));
  return { registries: spec.machine?.registries, talos: spec.talos, played: homelab.factory.registries, doubles };
}

const mirror = { endpoints: [`https://${HARBOR}/v2/talos`], overridePath: true };
const password = { secret: 'harbor' };

test('the mirror of the factory is a registry of the homelab, with its path', () => {
  const { registries, played, doubles } = mapped({ 'machine.registries.mirrors': { 'factory.talos.dev': mirror } });
  expect(registries?.mirrors).toEqual({ [FACTORY]: { ...mirror, endpoints: [`http://${PLAYED}/v2/talos`] } });
  expect(played).toEqual([{ listen: PLAYED }]);
  expect(doubles.map(({ place, part }) => `${place} ${part}`)).toContain(
    'machine.registries.mirrors.factory.talos.dev.endpoints https://harbor.example.com/v2/talos',
  );
});

test('a mirror of all registries is one, and those of others stay as they are', () => {
  const mirrors = { '*': { endpoints: [`https://${HARBOR}`] }, 'ghcr.io': mirror };
  const { registries, played } = mapped({ 'machine.registries.mirrors': mirrors });
  expect(registries?.mirrors).toEqual({ '*': { endpoints: [`http://${PLAYED}`] }, 'ghcr.io': mirror });
  expect(played).toEqual([{ listen: PLAYED }]);
});

test.each([
  ['a name', { username: 'robot', password }, { username: 'robot', password: SECRETS.ofOthers }],
  ['Base64', { auth: password }, { username: 'homelab', password: 'secret' }],
])('a login by %s is what the registry asks for', (_kind, credentials, login) => {
  const auth = { [HARBOR]: credentials, 'ghcr.io': { username: 'me', password } };
  const ofOthers = 'auth' in credentials ? Buffer.from('homelab:secret').toString('base64') : SECRETS.ofOthers;
  const changes = { secrets: { harbor: {} }, 'machine.registries': { mirrors: { 'factory.talos.dev': mirror }, auth } };
  const { spec, homelab } = onLoopback(changedSpec(changes), { secrets: { ...SECRETS, ofOthers } });
  expect(spec.machine?.registries?.auth).toEqual({ [PLAYED]: credentials, 'ghcr.io': auth['ghcr.io'] });
  expect(homelab.factory.registries).toEqual([{ listen: PLAYED, ...login }]);
});

test('installers that lie in a registry of their own are asked for there', () => {
  const auth = { [HARBOR]: { username: 'robot', password } };
  const { registries, talos, played } = mapped({
    secrets: { harbor: {} },
    'talos.installerMirror': `${HARBOR}/talos`,
    'machine.registries': { auth, tls: { [HARBOR]: { insecureSkipVerify: true } } },
  });
  expect(talos.installerMirror).toBe(`${PLAYED}/talos`);
  expect(registries).toEqual({ auth: { [PLAYED]: auth[HARBOR] }, tls: {} });
  expect(played).toEqual([{ listen: PLAYED, username: 'robot', password: SECRETS.ofOthers }]);
});

test('one machine may have a mirror of its own', () => {
  const registries = { mirrors: { 'factory.talos.dev': mirror } };
  const { spec } = onLoopback(changedSpec({ 'nodes.work-00.registries': registries }));
  expect(spec.nodes['work-00']).toHaveProperty(
    ['registries', 'mirrors', FACTORY, 'endpoints'],
    [`http://${PLAYED}/v2/talos`],
  );
});
