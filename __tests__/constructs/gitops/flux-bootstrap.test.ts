import { type TerraformStack, TerraformVariable } from 'cdktf';
import { BootstrapGit } from '../../../.gen/providers/flux/bootstrap-git';
import { FluxBootstrap } from '../../../src/constructs/gitops/flux-bootstrap';
import type { FluxBootstrapProps } from '../../../src/constructs/gitops/flux-bootstrap-props';
import { GitSource } from '../../../src/constructs/gitops/git-source';
import { cluster, nodes, settings } from '../../support/homelab';
import { type Synthesized, synth, synthesize, testStack } from '../../support/synth';

const GITEA = GitSource.giteaDeployKey({ owner: 'me', repository: 'fluxcd-demo', sshHost: 'gitea.example' });

function secret(stack: TerraformStack): string {
  return new TerraformVariable(stack, 'secret', { type: 'string', sensitive: true }).stringValue;
}

/** A URL of which nothing is known. */
function someUrl(stack: TerraformStack): string {
  return new TerraformVariable(stack, 'url', { type: 'string' }).stringValue;
}

function bootstrap(stack: TerraformStack, props: Partial<FluxBootstrapProps> = {}): FluxBootstrap {
  return new FluxBootstrap(stack, 'flux', {
    cluster: props.cluster ?? cluster(stack, { nodes: nodes(stack, 1) }),
    repository: GITEA,
    ...props,
  });
}

/** The provider that the construct made. */
function fluxProvider(out: Synthesized): Readonly<Record<string, unknown>> | undefined {
  return out.providers.flux?.[0];
}

describe('FluxBootstrap with a deploy key in Gitea', () => {
  const { stack } = testStack();
  const made = bootstrap(stack);
  const out = synthesize(stack);

  test('resources', () => {
    const own = Object.keys(out.byPath).filter((path) => path.startsWith('flux/') || path === 'cluster/gate');
    expect(own).toEqual([
      'cluster/gate', // waits for the Kubernetes API
      'flux/key', // ED25519
      'flux/repository', // looked up by its name
      'flux/deploy-key', // the public half of the key
      'flux/Resource', // the bootstrap
    ]);
  });

  test('BC-41 the repository is found by owner and name', () => {
    expect(out.at('flux/repository')).toEqual({ username: 'me', name: 'fluxcd-demo' });
  });

  test('BC-42 an ED25519 key is made for the cluster', () => {
    expect(out.at('flux/key')).toEqual({ algorithm: 'ED25519' });
  });

  test('BC-43 the public key is added, trimmed, under the name of the cluster', () => {
    expect(out.at('flux/deploy-key')).toEqual({
      repository: '${data.gitea_repo.flux_repository_56129245.id}',
      title: 'home-flux',
      key: '${trimspace(tls_private_key.flux_key_FE5A37AD.public_key_openssh)}',
      read_only: false,
    });
  });

  test('BC-45 F-48 Git is reached by SSH as the user git, on the branch main', () => {
    expect(fluxProvider(out)).toMatchObject({
      alias: 'home',
      git: {
        url: 'ssh://git@gitea.example/me/fluxcd-demo.git',
        branch: 'main',
        ssh: { username: 'git', private_key: '${tls_private_key.flux_key_FE5A37AD.private_key_openssh}' },
      },
    });
  });

  test('the Kubernetes API is reached with the credentials of the cluster', () => {
    const access = 'talos_cluster_kubeconfig.cluster_kubeconfig_ACA34AFE.kubernetes_client_configuration';
    expect(fluxProvider(out)?.kubernetes).toEqual({
      host: `\${${access}.host}`,
      cluster_ca_certificate: `\${base64decode(${access}.ca_certificate)}`,
      client_certificate: `\${base64decode(${access}.client_certificate)}`,
      client_key: `\${base64decode(${access}.client_key)}`,
    });
  });

  test('BC-39 BC-44 BC-46 it starts after the Kubernetes API answers and the key is there', () => {
    expect(out.at('flux/Resource')).toEqual({
      provider: 'flux.home',
      path: 'clusters/home',
      interval: '1m0s',
      namespace: 'flux-system',
      embedded_manifests: true,
      depends_on: ['terraform_data.cluster_gate_571D2A5F', 'gitea_repository_key.flux_deploy-key_EE246AFA'],
    });
  });

  test('what follows the scheme of the URL may be a token', () => {
    const { stack } = testStack();
    const url = `ssh://git@${someUrl(stack)}/me/lab.git`;
    expect(bootstrap(stack, { repository: GitSource.sshKey({ url, privateKey: secret(stack) }) }).repositoryUrl).toBe(
      url,
    );
  });

  test('defaults can be read', () => {
    expect(made.settings).toMatchObject({
      branch: 'main',
      path: 'clusters/home',
      intervalSeconds: 60,
      namespace: 'flux-system',
      embeddedManifests: true,
    });
    expect(made.repositoryUrl).toBe('ssh://git@gitea.example/me/fluxcd-demo.git');
  });

  test('the bootstrap is the default child', () => {
    expect(made.node.defaultChild).toBeInstanceOf(BootstrapGit);
  });
});

describe('FluxBootstrap with all props', () => {
  const out = synth((stack) =>
    bootstrap(stack, {
      repository: GitSource.token({ url: 'https://github.com/me/lab.git', username: 'me', password: secret(stack) }),
      branch: 'staging',
      path: 'talos/home',
      intervalSeconds: 30,
      components: ['source-controller', 'kustomize-controller'],
      componentsExtra: ['image-reflector-controller'],
      namespace: 'gitops',
      version: 'v2.8.4',
    }),
  );

  test('F-48 the branch stands in the Git settings of the provider', () => {
    expect(fluxProvider(out)?.git).toEqual({
      url: 'https://github.com/me/lab.git',
      branch: 'staging',
      http: { username: 'me', password: '${var.secret}' },
    });
  });

  test('a release of its own is downloaded', () => {
    expect(out.at('flux/Resource')).toEqual({
      provider: 'flux.home',
      path: 'talos/home',
      interval: '30s',
      components: ['source-controller', 'kustomize-controller'],
      components_extra: ['image-reflector-controller'],
      namespace: 'gitops',
      version: 'v2.8.4',
      embedded_manifests: false,
      depends_on: ['terraform_data.cluster_gate_571D2A5F'],
    });
  });
});

describe('order', () => {
  test('BC-34 BC-39 with a health check the gate, and so Flux, comes after it', () => {
    const out = synth((stack) =>
      bootstrap(stack, { cluster: cluster(stack, { nodes: nodes(stack, 1), healthCheck: {} }) }),
    );
    expect(out.at('cluster/gate').depends_on).toEqual(['data.talos_cluster_health.cluster_health_1F93AE1B']);
    expect(out.at('flux/Resource').depends_on).toContain('terraform_data.cluster_gate_571D2A5F');
  });
});

describe('a key that exists already', () => {
  test('is used as it is, with the user of the URL', () => {
    const out = synth((stack) =>
      bootstrap(stack, {
        repository: GitSource.sshKey({ url: 'ssh://flux@git.example:2222/lab.git', privateKey: secret(stack) }),
      }),
    );
    expect(fluxProvider(out)?.git).toEqual({
      url: 'ssh://flux@git.example:2222/lab.git',
      branch: 'main',
      ssh: { username: 'flux', private_key: '${var.secret}' },
    });
    expect(out.resources).not.toContain('tls_private_key');
  });

  test('the user is git if the URL names none', () => {
    const out = synth((stack) =>
      bootstrap(stack, {
        repository: GitSource.sshKey({ url: 'ssh://git.example/lab.git', privateKey: secret(stack) }),
      }),
    );
    expect(fluxProvider(out)?.git).toMatchObject({ ssh: { username: 'git' } });
  });
});

test('a cluster name that OpenTofu takes for no alias is made one', () => {
  const out = synth((stack) =>
    bootstrap(stack, {
      cluster: cluster(stack, { nodes: nodes(stack, 1), ...settings({ clusterName: '1st.home' }) }),
    }),
  );
  expect(fluxProvider(out)?.alias).toBe('_1st-home');
  expect(out.at('flux/Resource')).toMatchObject({ provider: 'flux._1st-home', path: 'clusters/1st.home' });
});

describe('FluxBootstrap fails', () => {
  const cases: readonly (readonly [string, (stack: TerraformStack) => Partial<FluxBootstrapProps>, string])[] = [
    [
      'when the branch is none',
      () => ({ branch: 'my branch' }),
      'branch: got "my branch"; write the name of a Git branch, such as "main"',
    ],
    [
      'when the path is absolute',
      () => ({ path: '/clusters/home' }),
      'path: got "/clusters/home"; write a folder of the repository without a slash at its start, such as "clusters/home"',
    ],
    [
      'when the path leaves the repository',
      () => ({ path: 'clusters/../..' }),
      'path: got "clusters/../.."; write a folder of the repository without a slash at its start, such as "clusters/home"',
    ],
    [
      'when the interval is none',
      () => ({ intervalSeconds: 0 }),
      'intervalSeconds: got 0; write a whole number, 1 or more',
    ],
    [
      'when a release has no v',
      () => ({ version: '2.8.4' }),
      'version: got "2.8.4"; write a version with three numbers, such as "v2.8.5"',
    ],
    [
      'when a release shall come out of the provider',
      () => ({ version: 'v2.8.4', embeddedManifests: true }),
      'version: got "v2.8.4", but the provider holds one release only and embeddedManifests is true; remove one of the two',
    ],
    [
      'when a controller is none of Flux',
      () => ({ components: ['source-controller', 'kustomize-controller', 'helm' as never] }),
      'components[2]: got "helm"; write "source-controller", "kustomize-controller", "helm-controller" or "notification-controller"',
    ],
    [
      'when nothing would follow the repository',
      () => ({ components: ['helm-controller'] }),
      'components: without source-controller and kustomize-controller Flux follows no repository; write them too, or leave components out',
    ],
    [
      'when one of two needed controllers is left out',
      () => ({ components: ['kustomize-controller', 'helm-controller'] }),
      'components: without source-controller Flux follows no repository; write it too, or leave components out',
    ],
    [
      'when no controller shall be installed',
      () => ({ components: [] }),
      'components: got []; write at least one item, or leave the key out',
    ],
    [
      'when a controller that is installed anyway is an extra one',
      () => ({ componentsExtra: ['source-watcher', 'helm-controller' as never] }),
      'componentsExtra[1]: got "helm-controller"; write "image-reflector-controller", "image-automation-controller" or "source-watcher"',
    ],
    [
      'when the SSH host is a URL',
      () => ({
        repository: GitSource.giteaDeployKey({ owner: 'me', repository: 'lab', sshHost: 'ssh://gitea.example' }),
      }),
      'sshHost: got "ssh://gitea.example"; write a name or an address, with a port if that is not 22, such as "gitea.example.com:2222"',
    ],
    [
      'when a key shall be used over HTTPS',
      (stack) => ({ repository: GitSource.sshKey({ url: 'https://git.example/lab.git', privateKey: secret(stack) }) }),
      'url: got "https://git.example/lab.git"; write the URL of a repository that begins with ssh:// and holds no password, such as "ssh://git@github.com/owner/name.git"',
    ],
    [
      'when a URL is in the short form of SSH',
      (stack) => ({ repository: GitSource.sshKey({ url: 'git@git.example:me/lab.git', privateKey: secret(stack) }) }),
      'url: got "git@git.example:me/lab.git"; write the URL of a repository that begins with ssh:// and holds no password, such as "ssh://git@github.com/owner/name.git"',
    ],
    [
      'when a URL has the colon of the short form',
      (stack) => ({
        repository: GitSource.sshKey({ url: 'ssh://git@git.example:me/lab.git', privateKey: secret(stack) }),
      }),
      'url: got "ssh://git@git.example:me/lab.git"; write the URL of a repository that begins with ssh:// and holds no password, such as "ssh://git@github.com/owner/name.git"',
    ],
    [
      'when nothing is known of the URL that a key is used with',
      (stack) => ({ repository: GitSource.sshKey({ url: someUrl(stack), privateKey: secret(stack) }) }),
      'url must begin with ssh:// in plain text, as the scheme decides how Flux signs in; only what follows may be a token',
    ],
    [
      'when nothing is known of the URL that a token is used with',
      (stack) => ({ repository: GitSource.token({ url: someUrl(stack), password: secret(stack) }) }),
      'url must begin with https:// in plain text, as the scheme decides how Flux signs in; only what follows may be a token',
    ],
    [
      'when a token shall be used over SSH',
      (stack) => ({ repository: GitSource.token({ url: 'ssh://git@git.example/lab.git', password: secret(stack) }) }),
      'url: got "ssh://git@git.example/lab.git"; write the URL of a repository that begins with https:// and holds no password, such as "https://github.com/owner/name.git"',
    ],
    [
      'when the key is a literal',
      () => ({ repository: GitSource.sshKey({ url: 'ssh://git@git.example/lab.git', privateKey: 'PEM' }) }),
      'privateKey is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
    ],
    [
      'when the access token is a literal',
      () => ({ repository: GitSource.token({ url: 'https://git.example/lab.git', password: 'hunter2' }) }),
      'password is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
    ],
  ];

  test.each(cases)('%s', (_, props, message) => {
    const { stack } = testStack();
    expect(() => bootstrap(stack, props(stack))).toThrow(new Error(`test/flux: ${message}`));
  });
});
