import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { type ClusterSpec, parseClusterSpec, readClusterFile } from 'cdktf-proxmox-talos';
import { ClusterStack } from 'cdktf-proxmox-talos/stacks';
import { cluster as blogCluster } from './blog-cluster';

/** The example clusters, as a project makes them that has installed the package. */
const app = new App();
const literal: ClusterSpec = blogCluster;
const directory = join('stacks', 'clusters');
const names = readdirSync(directory).filter((name) => name.endsWith('.yaml'));
const files = names.map((name) => readClusterFile(join(directory, name)));
const models = files.map(({ spec, source }) => parseClusterSpec(spec, { source }));

for (const model of [parseClusterSpec(literal), ...models]) new ClusterStack(app, model.name, { model });
app.synth();
