import { TerraformStack } from 'cdktf';

/** Where a stack keeps that its state is encrypted; by `Symbol.for`, as two copies of this library may be loaded. */
const ENCRYPTED = Symbol.for('cdktf-proxmox-talos.encrypted');

interface MarkedStack {
  [ENCRYPTED]?: true;
}

/** Notes that the state of a stack is encrypted. */
export function markEncrypted(stack: TerraformStack): void {
  (stack as MarkedStack)[ENCRYPTED] = true;
}

/** If the state of a stack is encrypted. */
export function isEncrypted(stack: TerraformStack): boolean {
  return (stack as MarkedStack)[ENCRYPTED] === true;
}

/** All stacks of the app that read the state of a stack; known once all stacks are prepared. */
export function readersOf(stack: TerraformStack): readonly TerraformStack[] {
  return stacksBeside(stack).filter((reader) => remoteStateIn(reader, stack) !== undefined);
}

/** Names of the data sources by which a stack reads encrypted states of other stacks. */
export function encryptedStatesIn(stack: TerraformStack): readonly string[] {
  return stacksBeside(stack)
    .filter(isEncrypted)
    .flatMap((origin) => remoteStateIn(stack, origin) ?? []);
}

/** The framework names the data source by the path of the stack that it reads. */
function remoteStateIn(reader: TerraformStack, origin: TerraformStack): string | undefined {
  const id = `cross-stack-reference-input-${origin.node.path}`;
  return reader.node.tryFindChild(id)?.node.id;
}

function stacksBeside(stack: TerraformStack): readonly TerraformStack[] {
  return stack.node.root.node
    .findAll()
    .filter((each): each is TerraformStack => TerraformStack.isStack(each) && each !== stack);
}
