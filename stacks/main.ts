import { createRequire } from 'node:module';

import { startLean } from '../src/app/lean-start';

startLean();
// an import would load the framework before it is made lean
void (createRequire(__filename)('cdktf-proxmox-talos/app') as typeof import('../src/app/app')).runApp({
  // the build has compiled the examples, against the sources of the library
  compiledDirectory: 'lib',
});
