import { App } from 'cdktf';
import { type ClusterSpec, parseClusterSpec, readClusterFile } from 'cdktf-proxmox-talos';
import { ClusterStack } from 'cdktf-proxmox-talos/stacks';
import { cluster as blogCluster } from './blog-cluster';

/** The example clusters, as a project makes them that has installed the package. */
const app = new App();
const file = readClusterFile('stacks/clusters/homelab-tofu.yaml');
const spec: ClusterSpec = blogCluster;

for (const model of [parseClusterSpec(spec), parseClusterSpec(file.spec, { source: file.source })]) {
  new ClusterStack(app, model.name, { model });
}
app.synth();
