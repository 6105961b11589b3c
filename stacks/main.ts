import { createRequire } from 'node:module';

import { startLean } from './lean-start';

startLean();
// an import would load the framework before it is made lean
void (createRequire(__filename)('./app') as typeof import('./app')).runApp();
