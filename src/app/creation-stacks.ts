import { createRequire } from 'node:module';

interface StackTraceModule {
  captureStackTrace: () => readonly string[];
}

/**
 * Switches off the stack trace that the framework takes of every construct and token: only errors of its own show it,
 * and in a large cluster it takes longer than all the rest.
 *
 * For the main program of an app, before its first construct. Both frameworks are served: cdktf 0.21 by the function
 * that takes the trace, CDK Terrain by its environment variable.
 */
export function disableCreationStacks(): void {
  process.env.CDKTN_DISABLE_CREATION_STACK ??= '1';
  const load = createRequire(__filename);
  (load('cdktf/lib/tokens/private/stack-trace') as StackTraceModule).captureStackTrace = () => [];
}
