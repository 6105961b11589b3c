import { LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { runApp } from 'cdktf-proxmox-talos/app';

/** The app of a project that has installed the package: cluster files of both kinds, and a stack of its own. */
void runApp({
  compiledDirectory: 'out',
  addStacks: (app, clusters) => {
    const stack = new TerraformStack(app, 'addresses');
    new LocalBackend(stack, { path: 'terraform.tfstate' });
    for (const { node, nodes } of clusters) {
      new TerraformOutput(stack, node.id, { value: nodes.map(({ address }) => address) });
    }
  },
});
