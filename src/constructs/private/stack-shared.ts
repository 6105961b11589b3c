import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';

/**
 * Finds the construct `<group>/<id>` of the stack, or makes it: what several constructs need, but the stack only once.
 *
 * @param create makes the construct in the scope given, with the id
 */
export function sharedInStack<T extends Construct>(
  user: Construct,
  group: string,
  id: string,
  create: (scope: Construct, id: string) => T,
): T {
  const stack = TerraformStack.of(user);
  const scope = stack.node.tryFindChild(group) ?? new Construct(stack, group);
  return (scope.node.tryFindChild(id) as T | undefined) ?? create(scope, id);
}
