import {
  DefaultTokenResolver,
  StringConcat,
  type TerraformDataSource,
  type TerraformResource,
  Token,
  Tokenization,
} from 'cdktf';
import type { Construct } from 'constructs';

/**
 * A resource, or an attribute of one, without the `${}` of a value.
 *
 * OpenTofu takes nothing else where it wants a name: in `replace_triggered_by`, and inside longer expressions.
 */
export function resourceReference(resource: TerraformResource, attribute?: string): string {
  return join(resource.terraformResourceType, resource.friendlyUniqueId, attribute);
}

/** As `resourceReference`, for a data source. */
export function dataReference(dataSource: TerraformDataSource, attribute?: string): string {
  return join('data', dataSource.terraformResourceType, dataSource.friendlyUniqueId, attribute);
}

/**
 * A number inside of a longer expression: where only OpenTofu knows it, the expression that gives it, without `${}`.
 *
 * @param scope that the number is used in
 */
export function numberExpression(scope: Construct, value: number): string {
  if (!Token.isUnresolved(value)) return String(value);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const resolved = String(Tokenization.resolve(value, { scope, resolver, preparing: false }));
  return resolved.replace(/^\$\{(.*)\}$/s, '$1');
}

function join(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('.');
}
