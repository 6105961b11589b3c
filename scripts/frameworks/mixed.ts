import { DataHttp } from '@cdktf/provider-http/lib/data-http';
import { HttpProvider } from '@cdktf/provider-http/lib/provider';
import { PrivateKey } from '@cdktf/provider-tls/lib/private-key';
import { TlsProvider } from '@cdktf/provider-tls/lib/provider';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { GiteaProvider } from 'cdktf-proxmox-talos/providers/gitea/provider';
import { RepositoryKey } from 'cdktf-proxmox-talos/providers/gitea/repository-key';
import { DataTlsPublicKey } from 'cdktf-proxmox-talos/providers/tls/data-tls-public-key';

/** Prebuilt providers and the package's own bindings in one stack, each reading what the other makes. */
const app = new App();
const stack = new TerraformStack(app, 'mixed');
new LocalBackend(stack, { path: 'terraform.tfstate' });
new TlsProvider(stack, 'tls');
new HttpProvider(stack, 'http');
new GiteaProvider(stack, 'gitea', { baseUrl: 'https://gitea.example' });

const key = new PrivateKey(stack, 'key', { algorithm: 'ED25519' });
const publicKey = new DataTlsPublicKey(stack, 'public-key', { privateKeyOpenssh: key.privateKeyOpenssh });
const title = new DataHttp(stack, 'title', { url: 'https://gitea.example/title' });
new RepositoryKey(stack, 'deploy-key', {
  repository: 1,
  title: title.responseBody,
  key: publicKey.publicKeyOpenssh,
  readOnly: true,
});
app.synth();
